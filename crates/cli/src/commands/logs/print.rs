//! Lines of logs and what happens to a log, as text for a terminal. Lines are hostile: nothing in them reaches
//! the terminal but what can be seen.

use domain::log::{Kind, Level, Line, Notice};
use domain::text::visible;
use domain::time::Wall;
use server::dto;
use words::Words;

/// Stands where a line was cut.
const CUT: &str = " […]";
const RESET: &str = "\x1b[0m";

/// The line with its moment, if the log keeps that apart, and its level as a colour.
pub(super) fn line(line: &Line, colour: bool) -> String {
    let mut text = String::new();
    if let Some(at) = line.at.and_then(local) {
        text.push_str(&at);
        text.push(' ');
    }
    text.push_str(&visible(&line.text));
    if line.truncated {
        text.push_str(CUT);
    }
    match line.level.filter(|_| colour).and_then(paint) {
        Some(paint) => format!("{paint}{text}{RESET}"),
        None => text,
    }
}

/// In the time zone of whoever looks, as `2026-11-21 13:40:05`.
fn local(at: Wall) -> Option<String> {
    let at = jiff::Timestamp::from_nanosecond(i128::from(at.0)).ok()?;
    Some(at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// How journalctl does it: what is grave stands out, chatter steps back.
const fn paint(level: Level) -> Option<&'static str> {
    match level {
        Level::Error => Some("\x1b[31m"),
        Level::Warning => Some("\x1b[33m"),
        Level::Notice => Some("\x1b[1m"),
        Level::Info => None,
        Level::Debug => Some("\x1b[2m"),
    }
}

/// What happened to a log.
pub(super) fn notice(notice: Notice, kind: Kind, words: &Words, user: &str) -> String {
    match notice {
        Notice::Rotated => words.text("logs-rotated", &[]),
        Notice::Truncated { lost_bytes: 0 } => words.text("logs-truncated", &[]),
        Notice::Truncated { lost_bytes } => {
            words.text("logs-truncated-lost", &[("bytes", lost_bytes.into())])
        }
        Notice::Skipped { lines } => words.text("logs-skipped", &[("lines", lines.into())]),
        Notice::Lost(trouble) => {
            let why = dto::log_reason(words, kind, trouble, user);
            words.text("logs-lost", &[("why", (&why).into())])
        }
        Notice::Back => words.text("logs-back", &[]),
    }
}

#[cfg(test)]
mod tests {
    use domain::log::Trouble;
    use words::Lang;

    use super::*;

    fn of(text: &str, level: Option<Level>) -> Line {
        Line { at: None, text: text.to_owned(), truncated: false, level }
    }

    #[test]
    fn nothing_in_a_line_reaches_the_terminal_but_what_can_be_seen() {
        let hostile = "a\x1b]52;c;cm0gLXJm\x07b\x1b[2J\x1b]8;;http://x\x1b\\c\r\n\u{9b}31m\u{202e}d\0";
        for colour in [false, true] {
            for level in [None, Some(Level::Info)] {
                let shown = line(&of(hostile, level), colour);
                assert!(!shown.chars().any(|c| c.is_control() || c == '\u{202e}'), "{shown:?}");
                assert!(shown.starts_with("a\\x1b]52;c;cm0gLXJm\\x07b"), "{shown}");
            }
        }
        let coloured = line(&of(hostile, Some(Level::Error)), true);
        assert_eq!(coloured.matches('\x1b').count(), 2, "only our own colour and its end: {coloured:?}");
    }

    #[test]
    fn levels_are_coloured_only_where_colour_is_wanted() {
        for level in Level::ALL {
            assert_eq!(line(&of("a", Some(level)), false), "a");
        }
        assert_eq!(line(&of("a", Some(Level::Error)), true), "\x1b[31ma\x1b[0m");
        assert_eq!(line(&of("a", None), true), "a");
    }

    #[test]
    fn a_cut_line_says_so_and_a_moment_stands_first() {
        let cut = Line { truncated: true, ..of("a", None) };
        assert_eq!(line(&cut, false), "a […]");
        let dated = line(&Line { at: Some(Wall(1_790_000_000_000_000_000)), ..of("a", None) }, false);
        assert!(dated.len() == "2026-09-21 13:33:20 a".len() && dated.ends_with(" a"), "{dated}");
    }

    #[test]
    fn every_notice_is_worded_in_both_languages() {
        for told in [
            Notice::Rotated,
            Notice::Truncated { lost_bytes: 0 },
            Notice::Truncated { lost_bytes: 7 },
            Notice::Skipped { lines: 3 },
            Notice::Lost(Trouble::Denied),
            Notice::Back,
        ] {
            let [ko, en] = Lang::ALL.map(|lang| notice(told, Kind::File, Words::of(lang), "kim"));
            assert!(ko != en && !ko.is_empty() && !en.is_empty(), "{ko} {en}");
        }
    }
}
