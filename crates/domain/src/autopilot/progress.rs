//! What a rule remembers of its doings, in a form that outlives the program.

use std::collections::VecDeque;
use std::time::Duration;

use crate::ProcessKey;
use crate::time::Wall;

/// Doings that are kept to be read; the others are only counted.
const KEPT: usize = 50;

/// Why a rule stopped itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trip {
    /// It fits more processes than it may at once.
    TooMany {
        /// So many.
        matching: u32,
    },
    /// It wants to act more often than it may in an hour.
    TooOften {
        /// The limit that it came to.
        per_hour: u32,
    },
}

impl Trip {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TooMany { .. } => "too_many",
            Self::TooOften { .. } => "too_often",
        }
    }

    /// The number that goes with it.
    #[must_use]
    pub const fn value(self) -> u32 {
        match self {
            Self::TooMany { matching } => matching,
            Self::TooOften { per_hour } => per_hour,
        }
    }

    /// The one of this word and number.
    #[must_use]
    pub fn of(word: &str, value: u32) -> Option<Self> {
        match word {
            "too_many" => Some(Self::TooMany { matching: value }),
            "too_often" => Some(Self::TooOften { per_hour: value }),
            _ => None,
        }
    }
}

/// What came of an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Came {
    /// It was a rehearsal, and would have been permitted.
    Rehearsed,
    /// It was done.
    Done,
    /// It was refused, or would have been: the rule cannot reach this process.
    Refused,
    /// It could not be tried now: the process is looked at anew.
    Later,
}

impl Came {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Rehearsed, Self::Done, Self::Refused, Self::Later];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rehearsed => "rehearsed",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Later => "later",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|came| came.word() == word)
    }
}

/// One thing that a rule did or would have done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// When.
    pub at: Wall,
    /// To which process.
    pub key: ProcessKey,
    /// Its name. Hostile text.
    pub name: String,
    /// What came of it.
    pub came: Came,
}

/// How a rule is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Processes that fit it now. Not kept.
    pub matching: u32,
    /// What it would have done since its rehearsal began.
    pub would_have: u64,
    /// What it did.
    pub done: u64,
    /// What it wanted and was refused, or would have been.
    pub refused: u64,
    /// The last ones, oldest first.
    pub last: VecDeque<Noted>,
    /// When its deeds of the last hour were, oldest first: they count for its limits.
    pub deeds: VecDeque<Wall>,
    /// Why it stopped itself; it stays stopped until a person lets it go on.
    pub trip: Option<Trip>,
    /// When it was first looked at as it stands.
    pub since: Option<Wall>,
    /// For how long it has really been looked at in rehearsal.
    pub rehearsed: Duration,
}

impl Progress {
    pub(super) fn note(&mut self, noted: Noted) {
        match noted.came {
            Came::Rehearsed => self.would_have += 1,
            Came::Done => self.done += 1,
            Came::Refused => self.refused += 1,
            Came::Later => return,
        }
        while self.last.len() >= KEPT {
            self.last.pop_front();
        }
        self.last.push_back(noted);
    }
}
