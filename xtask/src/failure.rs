//! Why a command stopped, in words for the person who typed it.

use std::fmt;
use std::io;
use std::path::Path;

/// One sentence: what could not be done and, where there is one, the way out.
#[derive(Debug)]
pub(crate) struct Failure(String);

/// What every command answers.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// A file that did not do what was asked of it.
    pub(crate) fn file(verb: &str, path: &Path, cause: &io::Error) -> Self {
        Self(format!("cannot {verb} {}: {cause}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}
