//! One log that can be read: its source as it stands now, its last lines, those before, and a follower.

use std::path::PathBuf;
use std::time::Duration;

use domain::log::{Kind, Level, Line, Source, Trouble};

use crate::roots::Roots;

use super::follow::Follower;
use super::journal::Part;
use super::mark::Mark;
use super::{bounded, file, journal, open};

/// How long the last lines of a file are waited for.
const FILE_LIMIT: Duration = Duration::from_secs(3);

/// Most lines that one answer holds.
pub const MOST_LINES: usize = 10_000;

/// A log that can be read. It keeps nothing open.
#[derive(Clone, Debug)]
pub struct Place {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) target: Target,
}

/// Where the lines of a log are.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// In this file.
    File(PathBuf),
    /// In this part of the journal of that machine.
    Journal(Roots, Part),
    /// Nowhere: what was configured names no unit.
    Nothing,
}

/// The last lines of a log, or those before a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tail {
    /// Oldest first.
    pub lines: Vec<Line>,
    /// There is nothing before them.
    pub complete: bool,
    /// Where they begin, to ask for those before; `None` when there are none.
    pub before: Option<Mark>,
}

impl Place {
    /// Where its lines come from. Reads nothing.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self.target {
            Target::File(_) => Kind::File,
            Target::Journal(..) | Target::Nothing => Kind::Journal,
        }
    }

    /// The log as it stands now. Blocking, bounded in time.
    #[must_use]
    pub fn source(&self) -> Source {
        let place = self.clone();
        let state = bounded::within(FILE_LIMIT, move || place.state());
        self.source_with(state.unwrap_or(Err(Trouble::Failed)))
    }

    /// The last `lines` lines (at most [`MOST_LINES`]), of these those at least as grave as `least`, where the
    /// log says how grave a line is: a file does not, so that all of its lines are given. Blocking, bounded in time
    /// and memory: of lines that are very long fewer are given.
    ///
    /// # Errors
    /// Why it cannot be read now.
    pub fn tail(&self, lines: usize, least: Option<Level>) -> Result<Tail, Trouble> {
        let lines = lines.min(MOST_LINES);
        match self.target.clone() {
            Target::File(path) => {
                bounded::within(FILE_LIMIT, move || file::tail(&path, lines)).unwrap_or(Err(Trouble::Failed))
            }
            Target::Journal(roots, part) => journal::tail(&roots, &part, lines, least),
            Target::Nothing => Err(Trouble::Missing),
        }
    }

    /// The lines before a mark, as [`Self::tail`] gives the last ones. There are none when what the mark names is gone.
    ///
    /// # Errors
    /// Why it cannot be read now.
    pub fn earlier(&self, before: &Mark, lines: usize, least: Option<Level>) -> Result<Tail, Trouble> {
        let (lines, mark) = (lines.min(MOST_LINES), before.clone());
        match self.target.clone() {
            Target::File(path) => {
                let work = move || file::earlier(&path, &mark, lines);
                bounded::within(FILE_LIMIT, work).unwrap_or(Err(Trouble::Failed))
            }
            Target::Journal(roots, part) => journal::earlier(&roots, &part, &mark, lines, least),
            Target::Nothing => Err(Trouble::Missing),
        }
    }

    /// Follows the log from its last `lines` lines on.
    ///
    /// # Errors
    /// Why it cannot be read now; see [`Self::await_lines`] for one that may come yet.
    pub fn follow(&self, lines: usize, least: Option<Level>) -> Result<Follower, Trouble> {
        self.source().state?;
        Ok(self.await_lines(lines, least))
    }

    /// Follows the log also if it cannot be read yet: the follower says so and goes on when it can.
    #[must_use]
    pub fn await_lines(&self, lines: usize, least: Option<Level>) -> Follower {
        Follower::new(self, lines.min(MOST_LINES), least)
    }

    /// What can be said about it now. May hang.
    pub(super) fn state(&self) -> Result<Option<u64>, Trouble> {
        match &self.target {
            Target::File(path) => {
                let found = open::find(path)?;
                found.readable()?;
                Ok(Some(found.size))
            }
            Target::Journal(roots, part) => journal::state(roots, part).map(|()| None),
            Target::Nothing => Err(Trouble::Missing),
        }
    }

    pub(super) fn source_with(&self, state: Result<Option<u64>, Trouble>) -> Source {
        Source { id: self.id.clone(), title: self.title.clone(), kind: self.kind(), state }
    }
}
