//! What one answer of a follower holds, and how much of it.

use domain::log::{Line, Notice};

use super::super::mark::Mark;

/// Lines of one batch.
pub const BATCH_LINES: usize = 1000;

/// Bytes of text of one batch, which only its last line exceeds.
pub const BATCH_BYTES: usize = 256 * 1024;

/// What came since the batch before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Oldest first; at most [`BATCH_LINES`].
    pub lines: Vec<Line>,
    /// Where the first of these lines begins, to ask for those before. `None` for the lines that following began
    /// with, which whoever follows may have been given already.
    pub begin: Option<Mark>,
    /// What happened before these lines, oldest first.
    pub notices: Vec<Notice>,
}

impl Batch {
    /// Nothing came.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.notices.is_empty()
    }
}

/// A batch that is being filled.
#[derive(Debug, Default)]
pub(in super::super) struct Filling {
    batch: Batch,
    bytes: usize,
}

impl Filling {
    /// One that begins with what is to be said.
    pub(in super::super) fn after(notices: Vec<Notice>) -> Self {
        Self { batch: Batch { notices, ..Batch::default() }, bytes: 0 }
    }

    pub(in super::super) const fn is_full(&self) -> bool {
        self.batch.lines.len() >= BATCH_LINES || self.bytes >= BATCH_BYTES
    }

    /// Adds a line that begins at this place. Only that of the first one is asked for.
    pub(in super::super) fn push(&mut self, line: Line, begin: impl FnOnce() -> Option<Mark>) {
        if self.batch.lines.is_empty() {
            self.batch.begin = begin();
        }
        self.bytes += line.text.len();
        self.batch.lines.push(line);
    }

    /// Says this before the lines that follow: in this batch if it has none yet, else `later`.
    pub(super) fn say(&mut self, notice: Notice, later: &mut Vec<Notice>) {
        if self.batch.lines.is_empty() { self.batch.notices.push(notice) } else { later.push(notice) }
    }

    pub(in super::super) fn done(self) -> Batch {
        self.batch
    }
}
