//! A configuration file of any content is keys and values, or mistakes that name their line and move no cursor; a value
//! that is shown reads back as what was meant.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use toml::de::DeTable;
use words::{Lang, Words};

#[path = "../../crates/cli/src/config/error.rs"]
#[allow(dead_code, reason = "only mistakes of a file are made here")]
mod error;
#[path = "../../crates/cli/src/config/file.rs"]
#[allow(dead_code, reason = "the text is fed, not read from a disk")]
mod file;
#[path = "../../crates/cli/src/config/raw.rs"]
#[allow(dead_code, reason = "a file is a part of what values come from")]
mod raw;

/// Keys as the table of the program has them, without what they mean: that takes a value, not a file.
mod keys {
    #[derive(Debug)]
    pub(crate) struct Key {
        pub(crate) name: &'static str,
        pub(crate) kind: Kind,
    }

    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Kind;

    impl Kind {
        pub(crate) fn word(self) -> &'static str {
            "name"
        }
    }

    static KEYS: [Key; 3] =
        [Key { name: "listen", kind: Kind }, Key { name: "logs", kind: Kind }, Key { name: "a", kind: Kind }];

    pub(crate) fn find(name: &str) -> Option<&'static Key> {
        KEYS.iter().find(|key| key.name == name)
    }

    pub(crate) fn nearest(_: &str) -> &'static str {
        "listen"
    }
}

use error::Place;
use raw::Raw;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // A line that was only begun is one too.
    let lines = 1..=text.matches('\n').count() + 1;
    match file::parse(Path::new("c.toml"), text) {
        Ok(entries) => {
            for (key, value, line) in entries {
                assert!(lines.contains(&line), "{} is on line {line} of {lines:?}", key.name);
                reads_back(&value);
            }
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty(), "refused without a mistake");
            for mistake in mistakes {
                match &mistake {
                    error::ConfigError::UnknownKey { place: Place::Line(_, line), .. }
                    | error::ConfigError::Syntax { place: Place::Line(_, line), .. } => {
                        assert!(lines.contains(line), "line {line} of {lines:?}");
                    }
                    other => panic!("its content is not to blame for {other:?}"),
                }
                for lang in Lang::ALL {
                    let said = mistake.say(Words::of(lang));
                    assert!(!said.chars().any(char::is_control), "{said:?}");
                }
            }
        }
    }
});

/// What is shown of a value, and what it reads back as. Dates and odd numbers are shown as they were written.
fn reads_back(value: &Raw) {
    let shown = value.toml();
    assert!(!shown.chars().any(char::is_control), "{shown:?}");
    let _ = value.json();
    let document = format!("k = {shown}");
    let document = DeTable::parse(&document).unwrap_or_else(|error| panic!("{shown:?}: {error}"));
    let again = document.get_ref().get("k").map(|value| Raw::from_toml(value.get_ref()));
    assert_eq!(again.as_ref(), Some(value), "{shown:?}");
}
