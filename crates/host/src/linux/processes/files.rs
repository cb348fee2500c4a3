//! Small system calls on `/proc` with the way this scanner wants them: no allocation, never blocking on
//! open, errors as gaps. What is read is nobody's business here.

use std::io::Write as _;

use domain::{Cause, Gap, Reading};
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

/// `O_NONBLOCK` has no meaning for files of procfs; in a recorded root it keeps a FIFO from holding the scan.
const READ: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK).union(OFlags::NOCTTY);

/// Opens a file for reading, below a folder.
pub(crate) fn open(folder: impl AsFd, name: &str) -> Result<OwnedFd, Errno> {
    rustix::fs::openat(folder, name, READ, Mode::empty())
}

/// Opens a folder to read it.
pub(crate) fn open_folder(folder: impl AsFd, name: &str) -> Result<OwnedFd, Errno> {
    rustix::fs::openat(folder, name, READ | OFlags::DIRECTORY, Mode::empty())
}

/// Opens a folder only to go on from there.
pub(crate) fn open_path(folder: impl AsFd, name: &str) -> Result<OwnedFd, Errno> {
    rustix::fs::openat(folder, name, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
}

/// Reads a file into `into`, replacing what is there, up to `limit` bytes. Returns whether there was more.
pub(crate) fn read(folder: impl AsFd, name: &str, into: &mut Vec<u8>, limit: usize) -> Result<bool, Errno> {
    read_open(open(folder, name)?, into, limit)
}

/// As [`read`], of a file that is open.
pub(crate) fn read_open(file: OwnedFd, into: &mut Vec<u8>, limit: usize) -> Result<bool, Errno> {
    /// Enough for most files of procfs, which then take one read and one that says that it is the end.
    const FIRST: usize = 1024;
    let mut filled = 0;
    into.clear();
    loop {
        if filled == into.len() {
            into.resize((into.len() * 2).clamp(FIRST.min(limit + 1), limit + 1), 0);
        }
        let Some(room) = into.get_mut(filled..) else { return Err(Errno::INVAL) };
        match rustix::io::read(&file, room) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(Errno::INTR) => continue,
            Err(errno) => return Err(errno),
        }
        if filled > limit {
            break;
        }
    }
    into.truncate(filled.min(limit));
    Ok(filled > limit)
}

/// Reads a file that the kernel writes in one piece (`single_open`), with one read and no question
/// whether that was all. What does not fit the buffer is cut.
pub(crate) fn read_piece<'b>(folder: impl AsFd, name: &str, buffer: &'b mut [u8]) -> Result<&'b [u8], Errno> {
    let length = rustix::io::read(open(folder, name)?, &mut *buffer)?;
    buffer.get(..length).ok_or(Errno::INVAL)
}

/// The target of a symbolic link, in `buffer`.
pub(crate) fn link<'b>(folder: impl AsFd, name: &str, buffer: &'b mut [u8]) -> Result<&'b [u8], Errno> {
    let length = rustix::fs::readlinkat_raw(folder, name, &mut *buffer)?;
    // A target that fills the buffer was cut.
    if length == buffer.len() {
        return Err(Errno::NAMETOOLONG);
    }
    buffer.get(..length).ok_or(Errno::INVAL)
}

/// The gap that an error number means for a fact of a process.
pub(crate) fn gap(errno: Errno, action: &'static str) -> Gap {
    match errno {
        Errno::ACCESS | Errno::PERM => Gap::Denied,
        Errno::NOENT | Errno::SRCH => Gap::Gone,
        Errno::NOSYS | Errno::OPNOTSUPP => Gap::Unsupported,
        other => Gap::Failed(Cause { action, errno: Some(other.raw_os_error()) }),
    }
}

/// As [`gap`], for a result.
pub(crate) fn reading<T>(result: Result<T, Errno>, action: &'static str) -> Reading<T> {
    result.map_err(|errno| gap(errno, action))
}

/// A number as the name of a file, without an allocation.
pub(crate) struct Name {
    bytes: [u8; 20],
    length: usize,
}

impl Name {
    pub(crate) fn new(number: u64) -> Self {
        let mut bytes = [0; 20];
        let mut room = bytes.as_mut_slice();
        // Twenty bytes hold every u64.
        let _ = write!(room, "{number}");
        let length = 20 - room.len();
        Self { bytes, length }
    }

    pub(crate) fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_names() {
        for number in [0, 7, 4_194_304, u64::MAX] {
            assert_eq!(Name::new(number).as_str(), number.to_string());
        }
    }

    #[test]
    fn a_file_is_read_up_to_its_limit_and_says_when_there_is_more() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("f"), vec![b'x'; 5000]).expect("a file");
        let root = rustix::fs::open(folder.path(), OFlags::PATH, Mode::empty()).expect("open");
        let mut bytes = vec![b'y'; 3];
        for (limit, length, more) in
            [(5000, 5000, false), (4999, 4999, true), (100, 100, true), (9000, 5000, false)]
        {
            assert_eq!(read(&root, "f", &mut bytes, limit), Ok(more));
            assert_eq!(bytes.len(), length);
            assert!(bytes.iter().all(|byte| *byte == b'x'));
        }
        assert_eq!(read(&root, "g", &mut bytes, 1), Err(Errno::NOENT));
    }
}
