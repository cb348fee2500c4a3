//! Why a value is missing. A missing value is never 0, never an empty string, never silence.

use std::fmt;

/// A value that was read, or the reason why it is not there.
pub type Reading<T> = Result<T, Gap>;

/// The reason for a missing value. Ordered by nothing: no gap is better than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// This system, kernel or configuration has no such fact.
    Unsupported,
    /// The operating system denies it to this program's user or capabilities.
    Denied,
    /// It takes a second sample, or a later moment: no previous value, or a counter was reset.
    NotYet,
    /// What it belongs to vanished while it was being read.
    Gone,
    /// The attempt failed for another reason.
    Failed(Cause),
}

impl Gap {
    /// The stable word of the JSON contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unsupported => "unsupported",
            Self::Denied => "denied",
            Self::NotYet => "not_yet",
            Self::Gone => "gone",
            Self::Failed(_) => "failed",
        }
    }

    /// A failure with neither file nor error number, as when text could not be understood.
    #[must_use]
    pub const fn failed(action: &'static str) -> Self {
        Self::Failed(Cause { action, errno: None })
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(cause) => write!(f, "failed: {cause}"),
            other => f.write_str(other.word()),
        }
    }
}

/// What was attempted when a reading failed, and the error number of the system if it gave one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cause {
    /// The attempt, lower case, with the path or interface: `read /proc/stat`.
    pub action: &'static str,
    /// `errno` of the system call (errno(3)).
    pub errno: Option<i32>,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.errno {
            Some(errno) => write!(f, "{} (os error {errno})", self.action),
            None => f.write_str(self.action),
        }
    }
}
