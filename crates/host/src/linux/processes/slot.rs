//! A place in the table of pids: what holds the pid, as far as a scan needs to know.

use super::descriptors::Descriptors;
use super::listing::Entry;
use super::tracked::{Absent, Scan, Tracked};

/// A thread of the kernel is looked at again in this many scans after it was found: a helper program
/// that the kernel starts is one until it executes.
const YOUNG: u64 = 3;

/// One pid.
#[derive(Debug)]
pub(super) struct Slot {
    pid: u32,
    inode: u64,
    serial: u64,
    /// The scan in which it was found.
    found: u64,
    kind: Kind,
}

/// Who has the pid.
#[derive(Debug)]
enum Kind {
    Process(Box<Tracked>),
    /// A thread of the kernel: costs nothing until the inode of its folder changes or it is due.
    Kernel,
    /// Its `stat` is denied (`hidepid`, proc(5)): tried again when due.
    Hidden,
}

impl Slot {
    /// A slot for a pid that had none; `None` when there is nothing to keep.
    pub(super) fn new(scan: &mut Scan<'_>, entry: Entry, serial: u64, line: &mut [u8]) -> Option<Self> {
        let kind = match Tracked::new(scan, entry, serial, line) {
            Ok(tracked) => Kind::Process(Box::new(tracked)),
            Err(Absent::Kernel) => Kind::Kernel,
            Err(Absent::Hidden) => Kind::Hidden,
            Err(Absent::Gone | Absent::Unreadable | Absent::NoDescriptor) => return None,
        };
        Some(Self { pid: entry.pid, inode: entry.inode, serial, found: scan.round, kind })
    }

    /// The slot in this scan; `None` when nobody has the pid any more. Sets `lost` when a process with
    /// sockets went.
    pub(super) fn refresh(
        mut self,
        scan: &mut Scan<'_>,
        entry: Entry,
        line: &mut [u8],
        lost: &mut bool,
    ) -> Option<Self> {
        match &mut self.kind {
            Kind::Process(tracked) => match tracked.refresh(scan, entry, line) {
                Ok(()) => return Some(self),
                // Nothing was learnt about it: it stays as it was.
                Err(Absent::NoDescriptor) => return Some(self),
                Err(_) => {
                    *lost |= tracked.holds_sockets();
                    tracked.close(scan.descriptors);
                }
            },
            Kind::Kernel | Kind::Hidden => {
                let young = scan.round.saturating_sub(self.found) <= YOUNG;
                let due = (self.serial + scan.round).is_multiple_of(scan.spread);
                if entry.inode == self.inode && !young && !due {
                    return Some(self);
                }
                let next = Self::new(scan, entry, self.serial, line)?;
                return Some(Self {
                    found: if next.inode == self.inode { self.found } else { next.found },
                    ..next
                });
            }
        }
        Self::new(scan, entry, self.serial, line)
    }

    /// Forgets it. Sets `lost` when a process with sockets went.
    pub(super) fn forget(mut self, descriptors: &mut Descriptors, lost: &mut bool) {
        if let Kind::Process(tracked) = &mut self.kind {
            *lost |= tracked.holds_sockets();
            tracked.close(descriptors);
        }
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether its `stat` is denied.
    pub(super) fn is_hidden(&self) -> bool {
        matches!(self.kind, Kind::Hidden)
    }

    /// As [`Self::process`], to change it.
    pub(super) fn process_mut(&mut self) -> Option<&mut Tracked> {
        match &mut self.kind {
            Kind::Process(tracked) => Some(tracked),
            Kind::Kernel | Kind::Hidden => None,
        }
    }

    /// The process, if it is one that is shown.
    pub(super) fn process(&self) -> Option<&Tracked> {
        match &self.kind {
            Kind::Process(tracked) => Some(tracked),
            Kind::Kernel | Kind::Hidden => None,
        }
    }
}

/// The processes of a table.
pub(super) fn tracked(slots: &mut [Slot]) -> impl Iterator<Item = &mut Tracked> {
    slots.iter_mut().filter_map(Slot::process_mut)
}
