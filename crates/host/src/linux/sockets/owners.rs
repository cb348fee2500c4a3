//! The waiting sockets that one process holds, from its descriptors (`/proc/PID/fd`).

use std::mem::MaybeUninit;

use domain::{Gap, Reading};
use rustix::fd::BorrowedFd;
use rustix::fs::RawDir;
use rustix::io::Errno;

use super::Entry;
use crate::linux::processes::files;
use crate::parse::link;

/// Descriptors of one process that are looked at.
const DESCRIPTOR_LIMIT: usize = 65_536;

const BUFFER: usize = 8 * 1024;

/// Longer than `socket:[18446744073709551615]`; longer targets are cut and are no sockets.
const LINK: usize = 48;

/// What is known of a process's waiting sockets.
#[derive(Debug, Default)]
pub(crate) struct Holdings {
    inodes: Vec<u64>,
    read: Option<(u64, Reading<()>)>,
}

impl Holdings {
    /// They are to be read again, as after an exec.
    pub(crate) fn forget(&mut self) {
        self.read = None;
    }

    /// Whether they were never read, or forgotten.
    pub(crate) fn unread(&self) -> bool {
        self.read.is_none()
    }

    /// Whether they were read in this scan.
    pub(crate) fn read_in(&self, round: u64) -> bool {
        self.read.is_some_and(|(read, _)| read == round)
    }

    /// Inodes of the waiting sockets that were found, ascending, or why the descriptors may not be seen.
    pub(crate) fn inodes(&self) -> Reading<&[u64]> {
        match self.read {
            Some((_, Ok(()))) => Ok(&self.inodes),
            Some((_, Err(gap))) => Err(gap),
            None => Err(Gap::NotYet),
        }
    }

    /// Reads the descriptors of the process whose folder it is. Returns whether something changed.
    pub(crate) fn refresh(
        &mut self,
        folder: Result<BorrowedFd<'_>, Errno>,
        table: &[Entry],
        round: u64,
    ) -> bool {
        let mut found = Vec::new();
        let status = folder
            .and_then(|folder| find(folder, table, &mut found))
            .map_err(|errno| files::gap(errno, "list the descriptors"));
        found.sort_unstable();
        found.dedup();
        let changed = self.inodes != found || self.read.map(|(_, before)| before) != Some(status);
        self.inodes = found;
        self.read = Some((round, status));
        changed
    }
}

fn find(folder: BorrowedFd<'_>, table: &[Entry], found: &mut Vec<u64>) -> Result<(), Errno> {
    let descriptors = files::open_folder(folder, "fd")?;
    let mut buffer = [MaybeUninit::uninit(); BUFFER];
    let mut walk = RawDir::new(&descriptors, &mut buffer);
    let mut seen = 0;
    while let Some(entry) = walk.next() {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_bytes().starts_with(b".") {
            continue;
        }
        seen += 1;
        if seen > DESCRIPTOR_LIMIT {
            return Err(Errno::TOOBIG);
        }
        let mut target = [0_u8; LINK];
        match rustix::fs::readlinkat_raw(&descriptors, name, target.as_mut_slice()) {
            Ok(length) => {
                let inode = target.get(..length).and_then(link::socket);
                found.extend(
                    inode.filter(|inode| table.binary_search_by_key(inode, |(inode, _)| *inode).is_ok()),
                );
            }
            // Closed since it was listed.
            Err(Errno::NOENT) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}
