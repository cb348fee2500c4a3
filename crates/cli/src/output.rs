//! Where words go: results to stdout, talk to stderr. Colour only on a terminal that wants it.

use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};

use serde::Serialize;
use words::Words;

use crate::failure::Failure;

/// Columns when there is no terminal to ask.
const USUAL_COLUMNS: usize = 80;
/// No terminal is narrower than this for us; a narrower one wraps.
const FEWEST_COLUMNS: usize = 40;

/// The two streams, and what they are.
pub(crate) struct Output {
    stdout: BufWriter<StdoutLock<'static>>,
    /// The words to speak in.
    pub(crate) words: &'static Words,
    /// Whether results are JSON.
    pub(crate) json: bool,
    /// Whether stdout may be coloured.
    pub(crate) colour: bool,
    /// Columns of stdout.
    pub(crate) columns: usize,
    /// Columns of a table on stdout: nothing is cut off for a program that reads it, or for a file.
    pub(crate) table_columns: usize,
}

impl Output {
    /// The streams of this process.
    pub(crate) fn new(words: &'static Words, json: bool) -> Self {
        let terminal = io::stdout().is_terminal();
        let columns = columns().map(|columns| columns.max(FEWEST_COLUMNS));
        Self {
            stdout: BufWriter::new(io::stdout().lock()),
            words,
            json,
            colour: wants_colour(terminal),
            columns: columns.unwrap_or(USUAL_COLUMNS),
            table_columns: columns.unwrap_or(if terminal { USUAL_COLUMNS } else { usize::MAX }),
        }
    }

    /// A result in words, with a line end.
    pub(crate) fn line(&mut self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.stdout, "{line}")?)
    }

    /// A result as one JSON document.
    pub(crate) fn document(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.stdout, value)?;
        self.line("")
    }

    /// Sends on what was written so far.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.stdout.flush()?)
    }

    /// A line of a page that stands beside a result in JSON, on stderr.
    pub(crate) fn beside(&self, line: &str) {
        let _ = writeln!(io::stderr(), "{line}");
    }

    /// Talk. Nobody is told when even stderr is closed.
    pub(crate) fn say(&self, line: &str) {
        say(line);
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stdout.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

/// A line on stderr, marked as ours.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "server-monitor: {line}");
}

/// `NO_COLOR` with any value but the empty one means no colour (no-color.org); so does a dumb terminal.
fn wants_colour(terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    terminal && !set("NO_COLOR") && !dumb
}

/// Columns that the terminal has, or that somebody says it has.
fn columns() -> Option<usize> {
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    let asked = rustix::termios::tcgetwinsize(io::stdout()).ok().map(|size| usize::from(size.ws_col));
    asked.filter(|columns| *columns > 0).or_else(told)
}
