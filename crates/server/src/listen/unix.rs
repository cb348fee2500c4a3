//! The unix socket: its owner and group may use it, and it never exists with a wider mode than 0660.

use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rustix::fs::Mode;
use tokio::net::UnixListener;

use super::bind::BindError;

/// Taken away from the mode of a new socket: all of others, execution of everybody.
const UMASK: Mode = Mode::from_raw_mode(0o117);

/// The umask belongs to the whole process: two sockets must not be made at the same time.
static MAKING: Mutex<()> = Mutex::new(());

/// The socket's entry in its folder, removed when dropped.
#[derive(Debug)]
pub(crate) struct SocketFile {
    path: PathBuf,
    device: u64,
    inode: u64,
}

impl SocketFile {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        // Another server may have put its own there meanwhile: only ours is removed.
        let ours = std::fs::symlink_metadata(&self.path)
            .is_ok_and(|found| (found.dev(), found.ino()) == (self.device, self.inode));
        if ours && let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(path = %self.path.display(), %error, "the socket could not be removed");
        }
    }
}

/// Makes the socket `path`, in place of one that a dead server left.
pub(super) fn bind(path: &Path, group: Option<u32>) -> Result<(UnixListener, SocketFile), BindError> {
    let failed = |source| BindError::Unix { path: path.to_owned(), source };
    make_room(path)?;
    let listener = make(path).map_err(failed)?;
    if let Some(group) = group {
        std::os::unix::fs::chown(path, None, Some(group)).map_err(failed)?;
    }
    let made = std::fs::symlink_metadata(path).map_err(failed)?;
    Ok((listener, SocketFile { path: path.to_owned(), device: made.dev(), inode: made.ino() }))
}

fn make(path: &Path) -> io::Result<UnixListener> {
    let _one_at_a_time = MAKING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let before = rustix::process::umask(UMASK);
    let made = UnixListener::bind(path);
    rustix::process::umask(before);
    made
}

/// Removes a socket on which nobody answers; refuses anything else that lies there.
fn make_room(path: &Path) -> Result<(), BindError> {
    let failed = |source| BindError::Unix { path: path.to_owned(), source };
    let found = match std::fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    if !found.file_type().is_socket() {
        return Err(BindError::NoSocket { path: path.to_owned() });
    }
    match std::os::unix::net::UnixStream::connect(path) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            std::fs::remove_file(path).map_err(failed)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        // It answers, or it is not ours to ask: either way it is somebody's.
        Ok(_) | Err(_) => Err(BindError::SocketInUse { path: path.to_owned() }),
    }
}
