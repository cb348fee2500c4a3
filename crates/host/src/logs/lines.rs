//! Bytes of a file become a line: its end and what is not text are taken care of, and its length is bounded.
//! Where lines begin and end in a file is found elsewhere.

use domain::log::{LINE_BYTES, Line};

/// The line made of these bytes, which hold no line feed. `cut` says that they are only its beginning.
pub(super) fn line(bytes: &[u8], cut: bool) -> Line {
    let bytes = if cut { bytes } else { bytes.strip_suffix(b"\r").unwrap_or(bytes) };
    let kept = bytes.get(..LINE_BYTES).unwrap_or(bytes);
    let truncated = cut || kept.len() < bytes.len();
    // A character that was cut through is left out rather than shown as broken.
    let kept = if truncated { whole_characters(kept) } else { kept };
    let mut text = String::from_utf8_lossy(kept).into_owned();
    // What replaces a broken byte is longer than it.
    let fits = text.floor_char_boundary(LINE_BYTES);
    let truncated = truncated || fits < text.len();
    text.truncate(fits);
    Line { at: None, text, truncated, level: None }
}

/// Without the beginning of a character at the end.
fn whole_characters(bytes: &[u8]) -> &[u8] {
    // No character has more than four bytes.
    let tail = bytes.len().saturating_sub(3);
    for start in (tail..bytes.len()).rev() {
        let (Some(end), Some(rest)) = (bytes.get(start..), bytes.get(..start)) else { break };
        if end.first().is_some_and(|byte| *byte >= 0b1100_0000) {
            let unfinished = std::str::from_utf8(end).is_err_and(|error| error.error_len().is_none());
            return if unfinished { rest } else { bytes };
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carriage_return_at_the_end_belongs_to_the_line_end() {
        assert_eq!(line(b"a\r", false).text, "a");
        assert_eq!(line(b"a\rb", false).text, "a\rb");
        assert_eq!(line(b"", false).text, "");
    }

    #[test]
    fn what_is_no_text_is_replaced_and_control_characters_stay() {
        assert_eq!(line(b"\xffa\0\x1b[2J", false).text, "\u{fffd}a\0\u{1b}[2J");
    }

    #[test]
    fn a_long_line_is_cut_between_characters_and_says_so() {
        let whole = "가".repeat(LINE_BYTES);
        let cut = line(whole.as_bytes(), false);
        assert!(cut.truncated && cut.text.len() <= LINE_BYTES && cut.text.len() > LINE_BYTES - 3);
        assert!(cut.text.chars().all(|character| character == '가'), "no broken character is shown");
        let broken = line(&vec![0xff; LINE_BYTES], false);
        assert!(broken.truncated && broken.text.len() <= LINE_BYTES, "replacements are counted");
        assert!(!line(&[b'x'; LINE_BYTES], false).truncated, "just as long as is kept");
    }
}
