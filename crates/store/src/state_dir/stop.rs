//! The file that stops the autopilot. It works without a database and without a server: whoever can write into the
//! state directory can make it, with any content.

use std::path::PathBuf;

use rustix::fs::{AtFlags, Mode, OFlags};
use rustix::io::Errno;
use rustix::process::geteuid;

use super::{FILE_MODE, StateDir};
use crate::StoreError;

/// Its name in the state directory.
const NAME: &str = "autopilot.stop";

impl StateDir {
    /// Where the file that stops the autopilot is, or would be.
    #[must_use]
    pub fn stop_file(&self) -> PathBuf {
        self.path.join(NAME)
    }

    /// Whether something of that name is there, whatever it is.
    ///
    /// # Errors
    /// It cannot be told: the directory is closed to us, gone, or another one stands in its place. Who acts by itself
    /// must take that for a stop.
    pub fn has_stop_file(&self) -> Result<bool, StoreError> {
        let unreadable = |cause: Errno| StoreError::unreadable(&self.path, &cause.into());
        let named = rustix::fs::stat(&self.path).map_err(unreadable)?;
        let opened = rustix::fs::fstat(&self.handle).map_err(unreadable)?;
        if (named.st_dev, named.st_ino) != (opened.st_dev, opened.st_ino) {
            return Err(StoreError::Missing { path: self.path.clone() });
        }
        match rustix::fs::statat(&self.handle, NAME, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(_) => Ok(true),
            Err(Errno::NOENT) => Ok(false),
            Err(cause) => Err(unreadable(cause)),
        }
    }

    /// Makes the file, on the disk before this returns.
    ///
    /// # Errors
    /// [`StoreError::Unwritable`], [`StoreError::NoSpace`].
    pub fn make_stop_file(&self) -> Result<(), StoreError> {
        let denied = |cause: Errno| StoreError::unwritable(&self.stop_file(), &cause.into());
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::WRONLY;
        match rustix::fs::openat(&self.handle, NAME, flags, Mode::from_raw_mode(FILE_MODE)) {
            Ok(made) => {
                let (user, group) = self.owner;
                if user != geteuid() {
                    rustix::fs::fchown(&made, Some(user), Some(group)).map_err(denied)?;
                }
                rustix::fs::fsync(&self.handle).map_err(denied)
            }
            // Whatever is there stops it already.
            Err(Errno::EXIST) => Ok(()),
            Err(cause) => Err(denied(cause)),
        }
    }

    /// Takes the file away, if it is there.
    ///
    /// # Errors
    /// [`StoreError::Unwritable`]: a directory of that name too, which somebody has to look at.
    pub fn remove_stop_file(&self) -> Result<(), StoreError> {
        match rustix::fs::unlinkat(&self.handle, NAME, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(cause) => Err(StoreError::unwritable(&self.stop_file(), &cause.into())),
        }
    }
}
