//! Hostile text made harmless for a person: control and direction characters become visible, a name stays one word of
//! a command that is copied.

use std::borrow::Cow;

/// The text with every character that could move a cursor, change colours, reorder the line or hide
/// replaced by its escape, as `\x1b`, `\n`, `\u{202e}`. Everything else stays as it is.
///
/// For terminals and logs; the page binds text as text and isolates it.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) && (c as u32) < 0x100 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c if is_hidden(c) => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A name as one operand of a command, for a person to copy into a shell: neither its options nor its syntax.
#[must_use]
pub fn operand(name: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@._:+-/".contains(&byte);
    if !name.is_empty() && !name.starts_with('-') && name.bytes().all(plain) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(format!("-- '{}'", name.replace('\'', r"'\''")))
}

/// Control characters (C0, DEL, C1), direction marks, overrides and isolates (UAX #9), invisible
/// separators, the byte order mark, tags and variation selectors beyond the common ones.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_moves_a_cursor_is_shown_instead() {
        assert_eq!(visible("a\x1b[31mb\x07"), "a\\x1b[31mb\\x07");
        assert_eq!(visible("a\nb\tc\u{9b}1m"), "a\\nb\\tc\\x9b1m");
        assert_eq!(visible("exe.\u{202e}gpj"), "exe.\\u{202e}gpj");
        assert_eq!(visible("한글 nginx"), "한글 nginx");
    }

    #[test]
    fn a_name_is_one_operand_whatever_it_holds() {
        for (name, expected) in [
            ("nginx.service", "nginx.service"),
            ("getty@tty1.service", "getty@tty1.service"),
            ("/run/service/x", "/run/service/x"),
            ("$(touch x).service", "-- '$(touch x).service'"),
            ("a;b", "-- 'a;b'"),
            ("--root=x", "-- '--root=x'"),
            ("a'b", r"-- 'a'\''b'"),
            ("", "-- ''"),
        ] {
            assert_eq!(operand(name), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_hidden_comes_through(text in any::<String>()) {
            prop_assert!(!visible(&text).chars().any(is_hidden));
        }
    }
}
