//! Following a log.

use std::time::Duration;

use domain::log::{Level, Line, Notice, Trouble};

use super::place::Place;

/// What came since the batch before. At most 1000 lines and 256 KiB of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Oldest first.
    pub lines: Vec<Line>,
    /// What happened, before the lines.
    pub notices: Vec<Notice>,
}

/// A log that is followed. Nothing is lost when it is not asked for a while: the log itself holds what is to come.
#[derive(Debug)]
pub struct Follower {
    place: Place,
    lines: usize,
    least: Option<Level>,
    first: Option<Result<(), Trouble>>,
}

impl Follower {
    pub(super) fn new(place: &Place, lines: usize, least: Option<Level>) -> Self {
        Self { place: place.clone(), lines, least, first: Some(Ok(())) }
    }

    /// What came since the last time, waiting for something no longer than `patience`.
    pub fn next(&mut self, patience: Duration) -> Batch {
        if self.first.take().is_some() {
            return match self.place.tail(self.lines, self.least) {
                Ok(tail) => Batch { lines: tail.lines, notices: Vec::new() },
                Err(trouble) => Batch { lines: Vec::new(), notices: vec![Notice::Lost(trouble)] },
            };
        }
        std::thread::sleep(patience);
        Batch::default()
    }
}
