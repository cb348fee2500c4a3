//! What a rule noticed: plain data, without words. The faces word it from id and arguments.

use crate::gap::Gap;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Expected of this program, or advice. Does not colour.
    Info,
    /// Worth knowing.
    Notice,
    /// Check soon.
    Warning,
    /// Act now.
    Critical,
}

impl Severity {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

/// A value that a message is worded with.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Hostile text.
    Text(String),
    /// A count, a port, a percentage.
    Number(f64),
}

/// Something a person can look up for themselves, as `/proc/1324/exe` and `/tmp/x (deleted)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Where it stands.
    pub place: String,
    /// What stands there. Hostile text.
    pub value: String,
}

/// What a rule noticed about a process.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule, as `PUBLIC_PORT`.
    pub id: &'static str,
    /// How grave it is here.
    pub severity: Severity,
    /// What its message is worded with, by name.
    pub args: Vec<(&'static str, Arg)>,
    /// What it was seen by.
    pub evidence: Vec<Evidence>,
}

/// The answer of a rule. A rule never passes because it could not see.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It looked, and there is nothing.
    Clear,
    /// It found something; `PUBLIC_PORT` once for each port.
    Found(Vec<Finding>),
    /// It could not see what it judges by.
    Blind(Gap),
}
