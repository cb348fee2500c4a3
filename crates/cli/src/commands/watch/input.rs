//! Bytes of a terminal as keys (ECMA-48 §5.4, xterm "ctlseqs"). What a key does is decided in `keys`.
//!
//! Over a slow line the bytes of one key may come apart: a sequence that is not whole yet waits for its rest,
//! and only silence makes an ESC the Esc key. Whatever cannot be understood is dropped, nothing is guessed.

use std::time::Duration;

/// How long the rest of a sequence may be on its way.
const SEQUENCE_PATIENCE: Duration = Duration::from_millis(100);
/// How long a paste may pause.
const PASTE_PATIENCE: Duration = Duration::from_secs(2);
/// Longest sequence that is waited for; no key is longer.
const LONGEST_SEQUENCE: usize = 64;
/// Bytes of a paste that are kept; the filter takes no more.
const LONGEST_PASTE: usize = 2048;
const PASTE_END: &[u8] = b"\x1b[201~";

/// A key, or a text that was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    /// A letter with Ctrl, as `c`.
    Ctrl(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    /// A text between the marks of bracketed paste.
    Paste(String),
}

/// Puts bytes together to keys.
#[derive(Debug, Default)]
pub(super) struct Parser {
    pending: Vec<u8>,
    paste: Option<Vec<u8>>,
}

/// What stands at the beginning of the pending bytes.
enum Front {
    /// So many bytes, and the key they are if they are one.
    Taken(usize, Option<Key>),
    /// A paste begins after so many bytes.
    Paste(usize),
    /// The rest has not come yet.
    Unfinished,
}

impl Parser {
    /// The keys that are whole with these bytes.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Key> {
        let mut keys = Vec::new();
        self.pending.extend_from_slice(bytes);
        while !self.pending.is_empty() {
            if let Some(pasted) = &mut self.paste {
                match paste_part(&mut self.pending, pasted) {
                    true => keys.extend(self.paste.take().map(pasted_text)),
                    false => break,
                }
                continue;
            }
            match front(&self.pending) {
                Front::Taken(count, key) => {
                    self.pending.drain(..count.clamp(1, self.pending.len()));
                    keys.extend(key);
                }
                Front::Paste(count) => {
                    self.pending.drain(..count);
                    self.paste = Some(Vec::new());
                }
                Front::Unfinished => break,
            }
        }
        keys
    }

    /// How long to wait for more before [`Parser::give_up`]; `None` when nothing is half done.
    pub(super) fn patience(&self) -> Option<Duration> {
        match (&self.paste, self.pending.is_empty()) {
            (Some(_), _) => Some(PASTE_PATIENCE),
            (None, false) => Some(SEQUENCE_PATIENCE),
            (None, true) => None,
        }
    }

    /// Nothing more came: a lone ESC was the key, everything else that is half done is dropped.
    pub(super) fn give_up(&mut self) -> Option<Key> {
        let pasted = self.paste.take();
        let pending = std::mem::take(&mut self.pending);
        match pasted {
            Some(pasted) => Some(pasted_text(pasted)),
            None => (pending == b"\x1b").then_some(Key::Esc),
        }
    }
}

/// Moves what belongs to the paste; true when its end has come.
fn paste_part(pending: &mut Vec<u8>, pasted: &mut Vec<u8>) -> bool {
    let end = pending.windows(PASTE_END.len()).position(|window| window == PASTE_END);
    // A part of the end mark may stand at the end: it stays until the rest has come.
    let whole = end.unwrap_or_else(|| pending.len().saturating_sub(PASTE_END.len() - 1));
    let room = LONGEST_PASTE.saturating_sub(pasted.len());
    pasted.extend(pending.drain(..whole).take(room));
    if end.is_some() {
        pending.drain(..PASTE_END.len());
    }
    end.is_some()
}

fn pasted_text(bytes: Vec<u8>) -> Key {
    Key::Paste(String::from_utf8_lossy(&bytes).into_owned())
}

fn front(bytes: &[u8]) -> Front {
    match bytes {
        [0x1b] => Front::Unfinished,
        [0x1b, b'[', rest @ ..] => control_sequence(rest),
        [0x1b, b'O'] => Front::Unfinished,
        [0x1b, b'O', letter, ..] => Front::Taken(3, moving(*letter)),
        [0x1b, 0x1b, ..] => Front::Taken(1, Some(Key::Esc)),
        // A letter with Alt: none of ours, and not an Esc followed by a letter either.
        [0x1b, rest @ ..] => match front(rest) {
            Front::Taken(count, _) => Front::Taken(count + 1, None),
            other => other,
        },
        [b'\r' | b'\n', ..] => Front::Taken(1, Some(Key::Enter)),
        [b'\t', ..] => Front::Taken(1, Some(Key::Tab)),
        [0x08 | 0x7f, ..] => Front::Taken(1, Some(Key::Backspace)),
        [control @ 0x01..=0x1a, ..] => Front::Taken(1, Some(Key::Ctrl(char::from(control + b'a' - 1)))),
        [0x00..=0x1f, ..] => Front::Taken(1, None),
        _ => letter(bytes),
    }
}

/// What follows `ESC [`.
fn control_sequence(rest: &[u8]) -> Front {
    // The function keys of the Linux console have a second bracket.
    if let [b'[', tail @ ..] = rest {
        return if tail.is_empty() { Front::Unfinished } else { Front::Taken(4, None) };
    }
    let Some(end) = rest.iter().position(|byte| !(0x20..=0x3f).contains(byte)) else {
        let too_long = rest.len() > LONGEST_SEQUENCE;
        return if too_long { Front::Taken(rest.len() + 2, None) } else { Front::Unfinished };
    };
    let (parameters, last) = (&rest[..end], rest[end]);
    let count = end + 3;
    match (last, first_number(parameters)) {
        (b'~', Some(200)) => Front::Paste(count),
        (b'~', number) => Front::Taken(count, number.and_then(numbered)),
        (0x40..=0x7e, _) => Front::Taken(count, moving(last)),
        // What breaks the sequence off is the beginning of something else.
        _ => Front::Taken(count - 1, None),
    }
}

fn first_number(parameters: &[u8]) -> Option<u16> {
    std::str::from_utf8(parameters).ok()?.split(';').next()?.parse().ok()
}

fn numbered(number: u16) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        _ => return None,
    })
}

fn moving(letter: u8) -> Option<Key> {
    Some(match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'F' => Key::End,
        b'H' => Key::Home,
        b'M' => Key::Enter,
        _ => return None,
    })
}

/// A character of UTF-8 (RFC 3629), which may come apart too.
fn letter(bytes: &[u8]) -> Front {
    let head = &bytes[..bytes.len().min(4)];
    let whole = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => {
            return match error.error_len() {
                Some(bad) => Front::Taken(bad, None),
                None => Front::Unfinished,
            };
        }
    };
    match whole.chars().next() {
        Some(c) => Front::Taken(c.len_utf8(), (!c.is_control()).then_some(Key::Char(c))),
        None => Front::Taken(1, None),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(bytes: &[u8]) -> Vec<Key> {
        Parser::default().feed(bytes)
    }

    #[test]
    fn the_keys_of_the_usual_terminals_are_understood() {
        for (bytes, key) in [
            (&b"j"[..], Key::Char('j')),
            ("가".as_bytes(), Key::Char('가')),
            (b"\x03", Key::Ctrl('c')),
            (b"\r", Key::Enter),
            (b"\n", Key::Enter),
            (b"\x1bOM", Key::Enter),
            (b"\x7f", Key::Backspace),
            (b"\x1b[A", Key::Up),
            (b"\x1bOB", Key::Down),
            (b"\x1b[1;5C", Key::Right),
            (b"\x1b[1~", Key::Home),
            (b"\x1b[7~", Key::Home),
            (b"\x1bOH", Key::Home),
            (b"\x1b[F", Key::End),
            (b"\x1b[4~", Key::End),
            (b"\x1b[5~", Key::PageUp),
            (b"\x1b[6;2~", Key::PageDown),
            (b"\x1b[3~", Key::Delete),
        ] {
            assert_eq!(keys(bytes), [key], "{bytes:?}");
        }
    }

    #[test]
    fn keys_that_are_none_of_ours_do_nothing() {
        for bytes in [&b"\x1b[15~"[..], b"\x1bOP", b"\x1b[[A", b"\x1bq", b"\x1b[?2026;2$y", b"\xff", b"\0"] {
            assert_eq!(keys(bytes), [], "{bytes:?}");
            assert_eq!(keys(&[bytes, b"j"].concat()), [Key::Char('j')], "what follows {bytes:?} is lost");
        }
    }

    #[test]
    fn a_key_that_comes_apart_on_a_slow_line_is_still_one_key() {
        for bytes in [&b"\x1b[A"[..], b"\x1b[5~", b"\x1bOA", "가".as_bytes(), b"\x1b[200~user\x1b[201~"] {
            let mut parser = Parser::default();
            let mut found = Vec::new();
            for byte in bytes {
                assert!(found.is_empty(), "{bytes:?} came too early");
                found.extend(parser.feed(&[*byte]));
            }
            assert_eq!(found.len(), 1, "{bytes:?}: {found:?}");
            assert_ne!(found[0], Key::Esc);
            assert_eq!(parser.patience(), None);
        }
    }

    #[test]
    fn only_silence_makes_an_escape_the_esc_key() {
        let mut parser = Parser::default();
        assert_eq!(parser.feed(b"\x1b"), []);
        assert_eq!(parser.patience(), Some(SEQUENCE_PATIENCE));
        assert_eq!(parser.give_up(), Some(Key::Esc));
        assert_eq!(parser.patience(), None);
        assert_eq!(parser.feed(b"\x1b["), []);
        assert_eq!(parser.give_up(), None, "half a sequence is no key");
    }

    #[test]
    fn what_is_pasted_is_text_and_never_keys() {
        assert_eq!(
            keys(b"\x1b[200~q\x03\x1b[A\n\x1b[201~j"),
            [Key::Paste("q\x03\x1b[A\n".to_owned()), Key::Char('j')]
        );
        let novel = [b"\x1b[200~".as_slice(), &[b'a'; 100_000], b"\x1b[201~"].concat();
        assert_eq!(keys(&novel), [Key::Paste("a".repeat(LONGEST_PASTE))]);
    }

    #[test]
    fn a_paste_without_an_end_does_not_take_the_keys_for_ever() {
        let mut parser = Parser::default();
        assert_eq!(parser.feed(b"\x1b[200~abcdefgh"), []);
        assert_eq!(parser.patience(), Some(PASTE_PATIENCE));
        assert!(matches!(parser.give_up(), Some(Key::Paste(_))));
        assert_eq!(parser.feed(b"j"), [Key::Char('j')]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_keep_much(parts in proptest::collection::vec(any::<Vec<u8>>(), 0..20)) {
            let mut parser = Parser::default();
            for part in parts {
                parser.feed(&part);
                prop_assert!(parser.pending.len() <= LONGEST_SEQUENCE + 3);
            }
            parser.give_up();
            prop_assert_eq!(parser.feed(b"j"), [Key::Char('j')]);
        }
    }
}
