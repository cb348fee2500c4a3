//! A place within a log to which a reader can come back: written by us, carried by a client, read again as
//! hostile text. What lies at that place is found elsewhere.

use std::fmt;

/// Longest text of a mark; those that are written are shorter.
const LONGEST: usize = 300;

/// A place within a log. Its text is `[A-Za-z0-9._-]+`, opaque to everybody else, and names neither a path nor an option.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark(pub(super) Spot);

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Spot {
    /// A byte of the file with this inode.
    File {
        /// The file's number on its file system.
        inode: u64,
        /// Bytes from its beginning; a line begins there.
        offset: u64,
    },
    /// An entry of the journal.
    Journal {
        /// Its cursor (sd_journal_get_cursor(3)), of characters that need no quoting anywhere.
        cursor: String,
        /// Lines of that entry that lie before the mark: an entry may hold several.
        before: u32,
    },
}

impl Mark {
    /// Reads what [`fmt::Display`] wrote; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let (kind, rest) = text.split_at_checked(1)?;
        let (first, second) = rest.split_once('-')?;
        let spot = match kind {
            "f" => Spot::File { inode: number(first)?, offset: number(second)? },
            "j" => {
                let cursor: String = second.chars().map(from_plain).collect();
                let before = u32::try_from(number(first)?).ok()?;
                Spot::Journal { cursor: is_cursor(&cursor).then_some(cursor)?, before }
            }
            _ => return None,
        };
        Some(Self(spot))
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Spot::File { inode, offset } => write!(out, "f{inode}-{offset}"),
            Spot::Journal { cursor, before } => {
                write!(out, "j{before}-{}", cursor.chars().map(to_plain).collect::<String>())
            }
        }
    }
}

/// Whether this is written as cursors are: `s=0f…;i=1a;b=…;m=…;t=…;x=…`.
pub(super) fn is_cursor(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'=' | b';');
    text.starts_with("s=") && text.len() <= LONGEST - 16 && text.bytes().all(known)
}

/// A cursor's own separators mean something in a URL.
const fn to_plain(character: char) -> char {
    match character {
        '=' => '.',
        ';' => '_',
        other => other,
    }
}

const fn from_plain(character: char) -> char {
    match character {
        '.' => '=',
        '_' => ';',
        other => other,
    }
}

fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURSOR: &str = "s=0639e6b2;i=4e1;b=aa;m=1f;t=5b;x=c0";

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        for spot in [
            Spot::File { inode: u64::MAX, offset: 0 },
            Spot::Journal { cursor: CURSOR.to_owned(), before: 3 },
        ] {
            let text = Mark(spot.clone()).to_string();
            assert!(
                text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)),
                "{text}"
            );
            assert_eq!(Mark::parse(&text), Some(Mark(spot)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_mark() {
        let long = format!("j0-s.{}", "0".repeat(LONGEST));
        for text in [
            "",
            "f",
            "f1",
            "f-1",
            "f1-",
            "f1--2",
            "f+1-2",
            "f1-2-3",
            "f1-99999999999999999999",
            "x1-2",
            "é1-2",
            "j0-",
            "j0-root",
            "j0---root=/",
            "j0-s.A",
            "j0-s. b",
            "j0-s.1\n",
            "j-s.1",
            "j99999999999-s.1",
            "../x",
            &long,
        ] {
            assert_eq!(Mark::parse(text), None, "{text:?}");
        }
    }
}
