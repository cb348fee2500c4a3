//! What is kept of a rule, and of the global stop.

use domain::autopilot::{Fault, Invalid, Progress, Rule, RuleMode};
use domain::policy::{Map, Value};
use domain::time::Wall;

/// A rule as it is kept, whether its document can be read or not.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldRule {
    /// Its id. A document that tells none, or one that another has too, goes by an opaque one.
    pub id: String,
    /// Its document, with what other tools wrote into it.
    pub document: Map,
    /// The rule, or why the document is none. It is not looked at then.
    pub rule: Result<Rule, RuleFault>,
    /// An administrator lets it be enforced without a rehearsal.
    pub overridden: bool,
    /// What it remembers, as it was kept last.
    pub progress: Progress,
}

/// Why a document is not followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// It is no document.
    #[error("it is no document")]
    NotADocument,
    /// It is larger than what is read.
    #[error("it is too large to be read; shorten it")]
    TooLarge,
    /// Another document says that it is the same rule: nobody can tell which one is meant.
    #[error("another document has the same id; remove one of them")]
    Duplicate,
    /// It cannot be read as a rule.
    #[error(transparent)]
    Unreadable(#[from] Fault),
    /// It is a rule that may not be.
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

impl HeldRule {
    /// When it was made.
    #[must_use]
    pub fn created_at(&self) -> Option<Wall> {
        date(&self.document, "created_at")
    }

    /// When it was changed.
    #[must_use]
    pub fn updated_at(&self) -> Option<Wall> {
        date(&self.document, "updated_at")
    }

    /// Whether it has been rehearsed for long enough to be enforced, or may be without.
    #[must_use]
    pub fn is_ripe(&self) -> bool {
        let enforced = |rule: &Rule| Rule { mode: RuleMode::Enforce, ..rule.clone() };
        let rehearsed = self.progress.rehearsed.as_secs();
        self.rule.as_ref().is_ok_and(|rule| enforced(rule).validate(rehearsed, self.overridden).is_ok())
    }

    /// The rule as it may be followed: one whose document asks to be enforced, and that may not be, rehearses.
    #[must_use]
    pub fn followed(&self) -> Option<Rule> {
        let rule = self.rule.as_ref().ok()?.clone();
        let mode = if self.is_ripe() { rule.mode } else { RuleMode::Rehearse };
        Some(Rule { mode, ..rule })
    }
}

fn date(document: &Map, key: &str) -> Option<Wall> {
    match document.get(key) {
        Some(Value::Date(at)) => Some(*at),
        _ => None,
    }
}

/// How the autopilot stands as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Rises with every change.
    pub revision: u64,
    /// By whom everything is stopped, if it is.
    pub stopped: Option<Stopped>,
}

/// A stop of everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// As the audit names who did it.
    pub by: String,
    /// When.
    pub at: Wall,
}
