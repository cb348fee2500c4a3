//! The list of processes: one getdents(2) walk over `/proc` into buffers that are kept.

use std::mem::MaybeUninit;
use std::path::Path;

use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{Mode, OFlags, RawDir, SeekFrom};
use rustix::io::Errno;

/// Bytes of directory entries that one system call may give.
const BUFFER: usize = 64 * 1024;

/// One process folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) pid: u32,
    /// Inode number of the folder. procfs makes a new one for a new process, so that another number
    /// says for free that a pid may have been reused.
    pub(super) inode: u64,
}

/// The open root and the entries of the last walk, by ascending pid.
#[derive(Debug)]
pub(super) struct Listing {
    root: OwnedFd,
    buffer: Vec<MaybeUninit<u8>>,
    entries: Vec<Entry>,
}

impl Listing {
    pub(super) fn open(root: &Path) -> Result<Self, Errno> {
        let root =
            rustix::fs::open(root, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        Ok(Self { root, buffer: vec![MaybeUninit::uninit(); BUFFER], entries: Vec::new() })
    }

    pub(super) fn root(&self) -> BorrowedFd<'_> {
        self.root.as_fd()
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn refresh(&mut self) -> Result<(), Errno> {
        self.entries.clear();
        rustix::fs::seek(&self.root, SeekFrom::Start(0))?;
        let mut walk = RawDir::new(&self.root, &mut self.buffer);
        while let Some(entry) = walk.next() {
            let entry = entry?;
            if let Some(pid) = pid(entry.file_name().to_bytes()) {
                self.entries.push(Entry { pid, inode: entry.ino() });
            }
        }
        // procfs lists by ascending pid; a recorded root is an ordinary folder.
        if !self.entries.is_sorted_by_key(|entry| entry.pid) {
            self.entries.sort_unstable_by_key(|entry| entry.pid);
        }
        Ok(())
    }
}

/// The pid that a folder is named after.
fn pid(name: &[u8]) -> Option<u32> {
    // No sign and no leading zero: one process has one name.
    if matches!(name.first(), Some(b'1'..=b'9')) {
        std::str::from_utf8(name).ok()?.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbered_folders_are_processes_in_the_order_of_their_pids() {
        let root = tempfile::tempdir().expect("a folder");
        for name in ["10", "9", "self", "1x", "0", "007", "4294967296", "4194304"] {
            std::fs::create_dir(root.path().join(name)).expect("a folder");
        }
        let mut listing = Listing::open(root.path()).expect("open");
        for _ in 0..2 {
            listing.refresh().expect("list");
            assert_eq!(
                listing.entries().iter().map(|entry| entry.pid).collect::<Vec<_>>(),
                [9, 10, 4_194_304]
            );
        }
    }
}
