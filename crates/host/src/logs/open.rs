//! Opening a log without being led astray: whoever may write in the folder of a log may put anything in its
//! place. What is opened is a regular file in that folder or below, or nothing.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::path::{Path, PathBuf};

use domain::log::Trouble;
use rustix::fs::{CWD, FileType, Mode, OFlags, ResolveFlags};
use rustix::io::Errno;

/// The kernel's own names of what this process has open.
const OWN_DESCRIPTORS: &str = "/proc/self/fd";

/// Which file a descriptor belongs to, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) device: u64,
    pub(super) inode: u64,
}

/// A log's file as it lies there now, not yet opened for reading.
#[derive(Debug)]
pub(super) struct Found {
    handle: OwnedFd,
    pub(super) identity: Identity,
    /// Bytes.
    pub(super) size: u64,
}

/// What stands at this path, if it is a regular file in that folder or below it. Nothing is read and nobody
/// notices: a FIFO or device is not opened.
pub(super) fn find(path: &Path) -> Result<Found, Trouble> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(Trouble::NotAFile) };
    let folder =
        rustix::fs::openat(CWD, folder, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
            .map_err(trouble_of)?;
    find_in(&folder, Path::new(name))
}

/// The same in a folder that is open already.
pub(super) fn find_in(folder: &OwnedFd, name: &Path) -> Result<Found, Trouble> {
    let flags = OFlags::PATH | OFlags::CLOEXEC;
    let beneath = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    let handle = match rustix::fs::openat2(folder, name, flags, Mode::empty(), beneath) {
        // An absolute link may lead into the folder all the same; and before Linux 5.6, or under an old
        // container engine, there is no such call.
        Err(Errno::XDEV | Errno::NOSYS | Errno::PERM) => {
            let handle = rustix::fs::openat(folder, name, flags, Mode::empty()).map_err(trouble_of)?;
            if !lies_below(&handle, folder) {
                return Err(Trouble::LeadsOut);
            }
            handle
        }
        other => other.map_err(trouble_of)?,
    };
    let stat = rustix::fs::fstat(&handle).map_err(trouble_of)?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(Trouble::NotAFile);
    }
    let identity = Identity { device: stat.st_dev, inode: stat.st_ino };
    Ok(Found { handle, identity, size: u64::try_from(stat.st_size).unwrap_or_default() })
}

impl Found {
    /// Opens just this file for reading, whatever lies at its path by now.
    pub(super) fn open(&self) -> Result<File, Trouble> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let name = own_name(&self.handle);
        rustix::fs::openat(CWD, &name, flags, Mode::empty()).map(File::from).map_err(trouble_of)
    }

    /// Whether this program's user may read it.
    pub(super) fn readable(&self) -> Result<(), Trouble> {
        self.open().map(drop)
    }
}

/// The name under which the kernel gives one of our descriptors again.
pub(crate) fn own_name(descriptor: &impl std::os::fd::AsFd) -> PathBuf {
    Path::new(OWN_DESCRIPTORS).join(descriptor.as_fd().as_raw_fd().to_string())
}

/// Whether what is open here lies below the folder, by the names that the kernel has for both. A handle does
/// not change with the links that led to it, so that nothing can be swapped in after this.
fn lies_below(handle: &OwnedFd, folder: &OwnedFd) -> bool {
    let name = |descriptor| std::fs::read_link(own_name(descriptor));
    match (name(handle), name(folder)) {
        (Ok(file), Ok(folder)) => file != folder && file.starts_with(folder),
        _ => false,
    }
}

/// What keeps a log from being read.
pub(super) fn trouble_of(error: impl Into<io::Error>) -> Trouble {
    match error.into().raw_os_error() {
        Some(libc::ENOENT | libc::ENOTDIR) => Trouble::Missing,
        Some(libc::EACCES | libc::EPERM) => Trouble::Denied,
        // Links in a circle, or one of the kernel's own: neither leads to a log.
        Some(libc::ELOOP | libc::EXDEV) => Trouble::LeadsOut,
        Some(libc::ENXIO | libc::EISDIR | libc::ENODEV) => Trouble::NotAFile,
        _ => Trouble::Failed,
    }
}
