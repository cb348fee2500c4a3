//! The journal of systemd, through `journalctl`: it knows every format of the files, and reads with our rights
//! and no more. Here is what part of it is asked for; running it is `command`'s work, understanding it `parse::journal`'s.

mod access;
mod command;
mod follow;
mod read;

use domain::log::{Level, Line};

use crate::parse::journal::Entry;

use super::lines::line;

pub(super) use access::state;
pub(super) use follow::JournalFollower;
pub(super) use read::{earlier, tail, units};

/// A part of the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Of this boot alone.
    pub(super) boot: Option<Boot>,
    /// Of this unit alone: a valid name.
    pub(super) unit: Option<String>,
}

/// Of which boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Boot {
    /// The one that runs.
    This,
    /// The one before it.
    Last,
}

/// The lines of an entry, as they are read on a terminal: who says it, and what. An entry without a message
/// has none.
fn lines_of(entry: &Entry) -> Vec<Line> {
    let Some(message) = &entry.message else { return Vec::new() };
    let message = message.strip_suffix(b"\n").unwrap_or(message);
    let mut head = entry.identifier.clone().unwrap_or_else(|| b"unknown".to_vec());
    // A line of a log has no line feed, whatever an identifier has.
    head.retain(|byte| *byte != b'\n');
    if let Some(pid) = entry.pid {
        head.extend_from_slice(format!("[{pid}]").as_bytes());
    }
    head.extend_from_slice(b": ");
    let level = entry.severity.and_then(Level::of_severity);
    let mut parts = message.split(|byte| *byte == b'\n').peekable();
    let mut lines = Vec::new();
    while let Some(part) = parts.next() {
        head.extend_from_slice(part);
        let cut = entry.message_cut && parts.peek().is_none();
        lines.push(Line { at: entry.at, level, ..line(&head, cut) });
        head.clear();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(identifier: &[u8], message: &[u8]) -> Vec<String> {
        let entry = Entry {
            identifier: Some(identifier.to_vec()),
            message: Some(message.to_vec()),
            pid: Some(7),
            severity: Some(4),
            ..Entry::default()
        };
        let lines = lines_of(&entry);
        assert!(lines.iter().all(|line| line.level == Some(Level::Warning) && !line.truncated));
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn an_entry_of_several_lines_is_as_many_lines() {
        assert_eq!(said(b"app", b"one"), ["app[7]: one"]);
        assert_eq!(said(b"app", b"one\n  two\n\nfour\n"), ["app[7]: one", "  two", "", "four"]);
        assert_eq!(said(b"a\npp", b""), ["app[7]: "]);
    }

    #[test]
    fn an_entry_without_a_message_is_no_line_and_one_without_a_name_says_so() {
        assert_eq!(lines_of(&Entry::default()), []);
        let entry = Entry { message: Some(b"x".to_vec()), message_cut: true, ..Entry::default() };
        let lines = lines_of(&entry);
        assert_eq!((lines[0].text.as_str(), lines[0].truncated), ("unknown: x", true));
    }
}
