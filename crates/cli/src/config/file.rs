//! The configuration file: TOML with flat keys.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use toml::de::DeTable;

use super::error::{ConfigError, Place};
use super::keys::{self, Key};
use super::raw::Raw;

/// Largest file that is read.
const LARGEST: u64 = 1024 * 1024;

/// A value of the file and the line of its key.
pub(crate) type Entry = (&'static Key, Raw, usize);

/// The keys of the file. Every mistake is reported, not just the first; values are not checked here.
///
/// # Errors
/// What cannot be read, parsed, or is no key.
pub(crate) fn read(path: &Path) -> Result<Vec<Entry>, Vec<ConfigError>> {
    parse(path, &text(path).map_err(|error| vec![error])?)
}

fn text(path: &Path) -> Result<String, ConfigError> {
    let unreadable = |error| ConfigError::Unreadable { path: path.to_owned(), error };
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let no_text = || ConfigError::NoText { path: path.to_owned() };
    if bytes.len() as u64 > LARGEST {
        Err(no_text())
    } else {
        String::from_utf8(bytes).map_err(|_| no_text())
    }
}

/// The keys of a file, by the text of it.
pub(crate) fn parse(path: &Path, text: &str) -> Result<Vec<Entry>, Vec<ConfigError>> {
    let place = |offset: usize| Place::Line(path.to_owned(), line_at(text, offset));
    let document = DeTable::parse(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        vec![ConfigError::Syntax { place: place(offset), message: error.message().to_owned() }]
    })?;
    let mut rows: Vec<_> = document.get_ref().iter().collect();
    rows.sort_by_key(|(name, _)| name.span().start);
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    for (name, value) in rows {
        let (written, start) = (name.get_ref().as_ref(), name.span().start);
        match keys::find(written) {
            Some(key) => entries.push((key, Raw::from_toml(value.get_ref()), line_at(text, start))),
            None => errors.push(ConfigError::UnknownKey {
                place: place(start),
                key: written.to_owned(),
                nearest: keys::nearest(written),
            }),
        }
    }
    if errors.is_empty() { Ok(entries) } else { Err(errors) }
}

fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_knows_its_line() {
        let entries = parse(
            Path::new("c.toml"),
            "# a\n\nmode = \"strict\"\nlisten = [\n  \"127.0.0.1:1\",\n]\n[logs]\na = \"/b\"\n",
        )
        .unwrap();
        let lines: Vec<_> = entries.iter().map(|(key, _, line)| (key.name, *line)).collect();
        assert_eq!(lines, [("mode", 3), ("listen", 4), ("logs", 7)]);
    }

    #[test]
    fn every_unknown_key_is_named_at_once() {
        let errors = parse(Path::new("c.toml"), "lisen = 1\nmode = \"strict\"\nmod = 2\n").unwrap_err();
        assert_eq!(errors.len(), 2);
    }

    proptest! {
        #[test]
        fn no_file_makes_the_parser_panic(text in any::<String>()) {
            let _ = parse(Path::new("c.toml"), &text);
        }
    }
}
