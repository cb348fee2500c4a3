//! The machine's own logs as [`Sources`]: what `host` reads, in the words of this crate.

use std::sync::Arc;
use std::time::Duration;

use domain::log::{Kind, Level, Source, Trouble};
use host::Roots;
use host::logs::{Follower, LogOptions, Mark, Place};

use super::{Batch, Follow, Log, Sources, Tail};

/// The logs of this machine. Nothing is read yet.
#[must_use]
pub fn of_machine(options: LogOptions) -> Arc<dyn Sources> {
    Arc::new(host::logs::Logs::new(&Roots::default(), options))
}

impl Sources for host::logs::Logs {
    fn list(&self) -> Vec<Source> {
        Self::list(self)
    }

    fn find(&self, id: &str) -> Option<Arc<dyn Log>> {
        Self::find(self, id).map(|place| Arc::new(place) as Arc<dyn Log>)
    }
}

impl Log for Place {
    fn kind(&self) -> Kind {
        Self::kind(self)
    }

    fn source(&self) -> Source {
        Self::source(self)
    }

    fn tail(&self, lines: usize, least: Option<Level>) -> Result<Tail, Trouble> {
        Self::tail(self, lines, least).map(Tail::from)
    }

    fn earlier(&self, before: &str, lines: usize, least: Option<Level>) -> Option<Result<Tail, Trouble>> {
        let mark = Mark::parse(before)?;
        Some(Self::earlier(self, &mark, lines, least).map(Tail::from))
    }

    fn follow(&self, lines: usize, least: Option<Level>) -> Box<dyn Follow> {
        Box::new(self.await_lines(lines, least))
    }
}

impl Follow for Follower {
    fn next(&mut self, patience: Duration) -> Batch {
        let host::logs::Batch { lines, begin, notices } = Self::next(self, patience);
        Batch { lines, before: begin.map(|mark| mark.to_string()), notices }
    }
}

impl From<host::logs::Tail> for Tail {
    fn from(tail: host::logs::Tail) -> Self {
        let host::logs::Tail { lines, complete, before } = tail;
        Self { lines, complete, before: before.map(|mark| mark.to_string()) }
    }
}
