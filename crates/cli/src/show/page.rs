//! A page of text that is read from top to bottom: sections, labelled facts, sentences; nothing is wider than the room.

use super::width;

/// Columns of the labels on the left.
const LABEL: usize = 14;
/// Columns that a text has at least, however narrow the room is.
const LEAST_TEXT: usize = 16;

/// The lines of a page. What is put on it must be harmless already.
#[derive(Debug)]
pub(crate) struct Page {
    room: usize,
    colour: bool,
    lines: Vec<String>,
}

impl Page {
    /// An empty page of so many columns.
    pub(crate) fn new(room: usize, colour: bool) -> Self {
        Self { room, colour, lines: Vec::new() }
    }

    /// The lines, none wider than the room.
    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines
    }

    /// An empty line, but never two of them and never one at the top.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// A line that is one, clipped and then changed by `paint`, which may only colour it.
    pub(crate) fn line(&mut self, text: &str, paint: impl FnOnce(&str) -> String) {
        let line = paint(&width::clipped(text, self.room));
        self.lines.push(line);
    }

    /// The title of a section, with an empty line before it.
    pub(crate) fn section(&mut self, title: &str) {
        self.gap();
        for part in width::wrapped(title, self.room) {
            self.lines.push(if self.colour { format!("\u{1b}[1m{part}\u{1b}[0m") } else { part });
        }
    }

    /// A text below the title of its section.
    pub(crate) fn sentence(&mut self, text: &str) {
        self.hanging("  ", 2, text);
    }

    /// A label and a text; its further lines stand below the first one.
    pub(crate) fn fact(&mut self, label: &str, text: &str) {
        let label = format!("  {} ", width::left(&width::clipped(label, LABEL), LABEL));
        self.hanging(&label, LABEL + 3, text);
    }

    /// A text after `head`, its further lines below its first one.
    pub(crate) fn hanging(&mut self, head: &str, indent: usize, text: &str) {
        let room = self.room.saturating_sub(indent).max(LEAST_TEXT);
        for (at, part) in width::wrapped(text, room).into_iter().enumerate() {
            let before = if at == 0 { width::left(head, indent) } else { " ".repeat(indent) };
            self.lines.push(format!("{before}{part}").trim_end().to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_fits_and_further_lines_stand_below_their_text() {
        let mut page = Page::new(40, false);
        page.line(&"가".repeat(40), str::to_owned);
        page.section("왜 그런지");
        page.fact("실행 파일", &"/srv/아주/긴/경로".repeat(5));
        page.sentence(&"word ".repeat(20));
        let lines = page.into_lines();
        assert!(lines.iter().all(|line| width::columns(line) <= 40), "{lines:#?}");
        assert_eq!(lines[1], "");
        assert!(lines[3].starts_with("  실행 파일      /srv"), "{lines:#?}");
        assert!(lines[4].starts_with(&" ".repeat(17)) && !lines[4].trim().is_empty(), "{lines:#?}");
    }

    #[test]
    fn there_is_never_an_empty_line_at_the_top_nor_two_of_them() {
        let mut page = Page::new(40, true);
        page.gap();
        page.section("a");
        page.gap();
        page.section("b");
        assert_eq!(page.into_lines(), ["\u{1b}[1ma\u{1b}[0m", "", "\u{1b}[1mb\u{1b}[0m"]);
    }
}
