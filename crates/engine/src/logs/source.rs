//! What logs are read from: the machine's own, or invented ones in tests. Plain traits, so that whoever
//! serves logs needs nothing of the operating system. Not here: threads and viewers.

use std::sync::Arc;
use std::time::Duration;

use domain::log::{Kind, Level, Line, Notice, Source, Trouble};

/// All logs that can be asked for. Every method may block on a disk.
pub trait Sources: Send + Sync + 'static {
    /// The logs that are offered, and how they stand.
    fn list(&self) -> Vec<Source>;
    /// The log of that id, offered or not.
    fn find(&self, id: &str) -> Option<Arc<dyn Log>>;
}

/// One log. Every method may block on a disk.
pub trait Log: Send + Sync {
    /// Where its lines come from. Does not block.
    fn kind(&self) -> Kind;

    /// What it is called, and how it stands now.
    fn source(&self) -> Source;

    /// The last `lines` lines that are at least as grave as `least`.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn tail(&self, lines: usize, least: Option<Level>) -> Result<Tail, Trouble>;

    /// The last `lines` lines before the mark that an answer carried, or why they cannot be read; nothing if
    /// `before` is no mark.
    fn earlier(&self, before: &str, lines: usize, least: Option<Level>) -> Option<Result<Tail, Trouble>>;

    /// The last `lines` lines and then the new ones. What cannot be read now is a notice, and followed when it can be.
    fn follow(&self, lines: usize, least: Option<Level>) -> Box<dyn Follow>;
}

/// The new lines of one log.
pub trait Follow: Send {
    /// What is new; waits at most `patience` for something. Bounded in lines and bytes. The first answers hold
    /// the last lines, or why there are none.
    fn next(&mut self, patience: Duration) -> Batch;
}

/// Lines at the end of a log, or before a mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// Oldest first.
    pub lines: Vec<Line>,
    /// There is nothing before them.
    pub complete: bool,
    /// What [`Log::earlier`] takes to go on before them.
    pub before: Option<String>,
}

/// What a follower has to say at once: its notices, then its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Oldest first.
    pub lines: Vec<Line>,
    /// What [`Log::earlier`] takes for the lines before these, where the log says so.
    pub before: Option<String>,
    /// What happened before these lines.
    pub notices: Vec<Notice>,
}
