//! Columns of a terminal: Hangul takes two, a combining mark none. Names are hostile: they come escaped.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns that a text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// The text in at most `most` columns; what is cut off is marked with `…`.
pub(crate) fn clipped(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(1);
    let mut used = 0;
    let mut out = String::new();
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide > room {
            break;
        }
        used += wide;
        out.push(c);
    }
    if most > 0 {
        out.push('…');
    }
    out
}

/// The text in lines of at most `room` columns, broken at blanks, and inside a word that is longer than a line.
pub(crate) fn wrapped(text: &str, room: usize) -> Vec<String> {
    let room = room.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        if used > 0 && used + columns(word.trim_end()) > room {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > room {
                if c == ' ' {
                    continue;
                }
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += wide;
        }
    }
    lines.push(line);
    lines.iter_mut().for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

/// The text with spaces after it up to `width` columns.
pub(crate) fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// The text with spaces before it up to `width` columns.
pub(crate) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hangul_takes_two_columns() {
        assert_eq!(left("서버", 6), "서버  ");
        assert_eq!(right("서버", 6), "  서버");
        assert_eq!(clipped("서버감시", 6), "서버…");
        assert_eq!(clipped("서버감시", 8), "서버감시");
    }

    #[test]
    fn lines_are_broken_at_blanks_and_long_words_inside() {
        assert_eq!(wrapped("a bc def", 4), ["a bc", "def"]);
        assert_eq!(wrapped("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("서버 감시", 5), ["서버", "감시"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    proptest! {
        #[test]
        fn wrapping_loses_nothing_but_blanks(text in "[a-z가-힣 ]{0,80}", room in 2usize..20) {
            let lines = wrapped(&text, room);
            prop_assert!(lines.iter().all(|line| columns(line) <= room), "{:?}", lines);
            let bare = |text: &str| text.replace(' ', "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }

        #[test]
        fn a_clipped_text_fits(text in any::<String>(), most in 0usize..40) {
            let text = domain::text::visible(&text).into_owned();
            prop_assert!(columns(&clipped(&text, most)) <= most);
        }
    }
}
