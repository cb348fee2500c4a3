//! Following a log: the door to it. How is the work of its modules.

mod batch;
mod file;
mod generation;
mod watch;

use std::time::Duration;

use domain::log::{Level, Notice, Trouble};

use super::journal::JournalFollower;
use super::place::{Place, Target};
pub(super) use batch::Filling;
pub use batch::{BATCH_BYTES, BATCH_LINES, Batch};
use file::FileFollower;

/// A log that is followed. Nothing is lost when it is not asked for a while: the log itself holds what is to come.
#[derive(Debug)]
pub struct Follower(Way);

#[derive(Debug)]
enum Way {
    File(Box<FileFollower>),
    Journal(Box<JournalFollower>),
    /// There is nothing to follow, which was not said yet.
    Nothing(bool),
}

impl Follower {
    pub(super) fn new(place: &Place, lines: usize, least: Option<Level>) -> Self {
        Self(match &place.target {
            Target::File(path) => Way::File(Box::new(FileFollower::new(path, lines))),
            Target::Journal(roots, part) => {
                Way::Journal(Box::new(JournalFollower::new(roots, part, lines, least)))
            }
            Target::Nothing => Way::Nothing(false),
        })
    }

    /// What came since the last time, waiting for something no longer than `patience`. A file system that hangs
    /// may hold it longer: it belongs on a thread of its own, which nobody waits for.
    pub fn next(&mut self, patience: Duration) -> Batch {
        match &mut self.0 {
            Way::File(file) => file.next(patience),
            Way::Journal(journal) => journal.next(patience),
            Way::Nothing(said) => {
                if !std::mem::replace(said, true) {
                    return Batch { notices: vec![Notice::Lost(Trouble::Missing)], ..Batch::default() };
                }
                std::thread::sleep(patience);
                Batch::default()
            }
        }
    }
}
