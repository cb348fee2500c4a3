//! The name of the system in `os-release` (os-release(5)): shell-like assignments.

use std::borrow::Cow;

use domain::{Gap, Reading};

use super::text::lines;

/// A longer name is cut: it is shown in a heading.
const LONGEST: usize = 120;

/// `PRETTY_NAME`, else `NAME` with `VERSION_ID`. Hostile text. The last assignment of a key counts, as in a shell.
///
/// # Errors
/// `Unsupported` when the file has no name.
pub fn parse_os_release(text: &[u8]) -> Reading<String> {
    let value = |key: &[u8]| {
        let assigned = lines(text).filter_map(|line| {
            let line = line.trim_ascii();
            line.strip_prefix(key)?.strip_prefix(b"=")
        });
        assigned.last().map(unquote).filter(|value| !value.is_empty())
    };
    let pretty = value(b"PRETTY_NAME");
    let plain = || {
        let name = value(b"NAME")?;
        Some(match value(b"VERSION_ID") {
            Some(version) => [name, version].join(&b' '),
            None => name,
        })
    };
    let name = pretty.or_else(plain).ok_or(Gap::Unsupported)?;
    Ok(shortened(&name))
}

/// The value without its quotes and backslashes.
fn unquote(value: &[u8]) -> Vec<u8> {
    let inside = |quote: u8| value.strip_prefix(&[quote])?.strip_suffix(&[quote]);
    if let Some(literal) = inside(b'\'') {
        return literal.to_vec();
    }
    let escaped = inside(b'"').unwrap_or(value);
    let mut plain = Vec::with_capacity(escaped.len());
    let mut bytes = escaped.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => plain.extend(bytes.next()),
            _ => plain.push(*byte),
        }
    }
    plain
}

fn shortened(name: &[u8]) -> String {
    let text: Cow<'_, str> = String::from_utf8_lossy(name);
    text.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(text: &str) -> Reading<String> {
        parse_os_release(text.as_bytes())
    }

    #[test]
    fn a_recorded_machine_is_understood() {
        let found = parse_os_release(include_bytes!("../../tests/fixtures/parse/os-release"));
        assert_eq!(found.as_deref(), Ok("Debian GNU/Linux 12 (bookworm)"));
    }

    #[test]
    fn each_way_of_quoting_is_understood() {
        for (text, expected) in [
            ("PRETTY_NAME=Alpine\n", "Alpine"),
            ("PRETTY_NAME='Rocky Linux 9.4 (\"Blue Onyx\")'\n", "Rocky Linux 9.4 (\"Blue Onyx\")"),
            ("PRETTY_NAME=\"a \\\"b\\\" \\$c \\\\d\"\n", "a \"b\" $c \\d"),
            ("  PRETTY_NAME=\"x\"  \r\n", "x"),
            ("PRETTY_NAME=\"old\"\nPRETTY_NAME=\"new\"\n", "new"),
            ("NAME=Void\n", "Void"),
            ("NAME=\"Rocky Linux\"\nVERSION_ID=\"9.4\"\n", "Rocky Linux 9.4"),
            ("PRETTY_NAME=\nNAME=Arch\n", "Arch"),
        ] {
            assert_eq!(name(text).as_deref(), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn a_hostile_name_is_cut_and_holds_no_control_characters() {
        assert_eq!(name("PRETTY_NAME=\"<b>\u{1b}[31mred\u{7}\"\n").as_deref(), Ok("<b>[31mred"));
        assert_eq!(name(&format!("PRETTY_NAME={}", "x".repeat(100_000))).map(|name| name.len()), Ok(LONGEST));
        assert_eq!(name("PRETTY_NAME=\"\\").as_deref(), Ok("\""), "an open quote is no quote");
    }

    #[test]
    fn a_file_without_a_name_is_a_gap() {
        for none in ["", "ID=x\n", "#PRETTY_NAME=x\n", "XPRETTY_NAME=x\n", "PRETTY_NAME"] {
            assert_eq!(name(none), Err(Gap::Unsupported), "{none:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = parse_os_release(&text);
        }

        #[test]
        fn no_text_of_its_kind_makes_it_panic(value in "['\"\\\\a ]{0,9}") {
            let _ = name(&format!("PRETTY_NAME={value}\n"));
        }
    }
}
