//! Why a command did not do what it was asked: the sentence for stderr and the exit code.

use std::io;

use crate::exit::Exit;

/// A command that ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It failed; these lines say why and what to do.
    Said {
        /// The exit code.
        exit: Exit,
        /// The lines, already made harmless for a terminal.
        lines: Vec<String>,
    },
    /// Whoever read our output has had enough. That is success (`ps | head -1`).
    ClosedPipe,
    /// A signal came while something was asked or done. The program ends by it, so that a script does not go on with
    /// the next line as if nothing had been.
    Interrupted {
        /// Its number.
        signal: i32,
        /// The lines, already made harmless for a terminal.
        lines: Vec<String>,
    },
}

impl Failure {
    /// One line and an exit code.
    pub(crate) fn new(exit: Exit, line: impl Into<String>) -> Self {
        Self::Said { exit, lines: vec![line.into()] }
    }

    /// One line, and the end by a signal.
    pub(crate) fn interrupted(signal: i32, line: impl Into<String>) -> Self {
        Self::Interrupted { signal, lines: vec![line.into()] }
    }
}

/// Errors of writing to stdout.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::new(Exit::Failed, format!("stdout: {error}")),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

/// What a command comes back with.
pub(crate) type Outcome = Result<Exit, Failure>;
