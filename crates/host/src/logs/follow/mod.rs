//! Following a log: the door to it. How is the work of its modules.

mod batch;
mod file;
mod generation;
mod watch;

use std::time::Duration;

use domain::log::Level;

use super::place::{Place, Target};
pub use batch::{BATCH_BYTES, BATCH_LINES, Batch};
use file::FileFollower;

/// A log that is followed. Nothing is lost when it is not asked for a while: the log itself holds what is to come.
#[derive(Debug)]
pub struct Follower(Way);

#[derive(Debug)]
enum Way {
    File(Box<FileFollower>),
}

impl Follower {
    pub(super) fn new(place: &Place, lines: usize, _least: Option<Level>) -> Self {
        Self(match &place.target {
            Target::File(path) => Way::File(Box::new(FileFollower::new(path, lines))),
        })
    }

    /// What came since the last time, waiting for something no longer than `patience`. A file system that hangs
    /// may hold it longer: it belongs on a thread of its own, which nobody waits for.
    pub fn next(&mut self, patience: Duration) -> Batch {
        match &mut self.0 {
            Way::File(file) => file.next(patience),
        }
    }
}
