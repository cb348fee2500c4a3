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

    proptest! {
        #[test]
        fn a_clipped_text_fits(text in any::<String>(), most in 0usize..40) {
            let text = domain::text::visible(&text).into_owned();
            prop_assert!(columns(&clipped(&text, most)) <= most);
        }
    }
}
