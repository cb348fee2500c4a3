//! The proof that a deed was decided on. Only [`super::decide`] makes one.

use std::time::Duration;

use super::facts::Mark;
use crate::key::ProcessKey;
use crate::time::Mono;

/// How long a permit holds: long enough to open the process and signal it, not to keep it.
pub const VALID_FOR: Duration = Duration::from_secs(2);

/// What is done to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// TERM, and KILL when that does not help.
    End,
    /// STOP.
    Pause,
    /// CONT.
    Resume,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::End, Self::Pause, Self::Resume];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Pause => "pause",
            Self::Resume => "resume",
        }
    }
}

/// One deed to one process, allowed until it expires. It is used up by the deed: it can neither be copied nor
/// made from data.
///
/// ```compile_fail
/// fn twice(permit: domain::decide::Permit) -> [domain::decide::Permit; 2] {
///     [permit.clone(), permit]
/// }
/// ```
///
/// ```compile_fail
/// use domain::decide::{Deed, Permit};
/// let forged = Permit {
///     deed: Deed::End,
///     key: domain::ProcessKey { pid: 42, started: 1 },
///     mark: domain::decide::Mark::Settled,
///     issued: domain::time::Mono(0),
/// };
/// ```
///
/// ```compile_fail
/// use domain::decide::{Deed, Permit};
/// let key = domain::ProcessKey { pid: 42, started: 1 };
/// let forged = Permit::new(Deed::End, key, domain::decide::Mark::Settled, domain::time::Mono(0));
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a permit that is not used allows nothing"]
pub struct Permit {
    deed: Deed,
    key: ProcessKey,
    mark: Mark,
    issued: Mono,
}

impl Permit {
    pub(super) const fn new(deed: Deed, key: ProcessKey, mark: Mark, issued: Mono) -> Self {
        Self { deed, key, mark, issued }
    }

    /// What is allowed.
    #[must_use]
    pub const fn deed(&self) -> Deed {
        self.deed
    }

    /// To which process.
    #[must_use]
    pub const fn key(&self) -> ProcessKey {
        self.key
    }

    /// What tells that process from a successor with the same key.
    #[must_use]
    pub const fn mark(&self) -> Mark {
        self.mark
    }

    /// Whether it still holds. A clock that stands before the decision is not believed.
    #[must_use]
    pub fn holds(&self, now: Mono) -> bool {
        now == self.issued || now.since(self.issued).is_some_and(|passed| passed <= VALID_FOR)
    }
}
