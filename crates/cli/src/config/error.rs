//! What can be wrong with a configuration, and the way out.

use std::fmt;
use std::path::PathBuf;

use domain::text::visible;
use words::Words;

use super::keys::Key;

/// Where a value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A line of a file, from 1.
    Line(PathBuf, usize),
    /// Environment variables.
    Environment(String),
    /// A flag, with its dashes.
    Flag(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(path, line) => write!(f, "{}:{line}", visible(&path.to_string_lossy())),
            Self::Environment(name) | Self::Flag(name) => f.write_str(name),
        }
    }
}

/// One mistake.
#[derive(Debug)]
pub(crate) enum ConfigError {
    /// The file that was asked for, or that is there, cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The file is larger than any configuration, or not UTF-8.
    NoText {
        /// The file.
        path: PathBuf,
    },
    /// The file is no TOML.
    Syntax {
        /// Where.
        place: Place,
        /// What the parser says.
        message: String,
    },
    /// There is no such key.
    UnknownKey {
        /// Where.
        place: Place,
        /// What was written.
        key: String,
        /// The key that was probably meant.
        nearest: &'static str,
    },
    /// The value does not fit its key.
    Malformed {
        /// Where.
        place: Place,
        /// The key.
        key: &'static Key,
        /// What was written; hidden if it is a secret.
        got: String,
    },
    /// A threshold of warning is not below that of the limit.
    Thresholds {
        /// Where the one of warning stands.
        place: Option<Place>,
        /// The keys.
        keys: (&'static str, &'static str),
        /// Their values.
        values: (f64, f64),
    },
}

impl ConfigError {
    /// The mistake in words, on one line.
    pub(crate) fn say(&self, words: &Words) -> String {
        match self {
            Self::Unreadable { path, error } => words.text(
                "config-error-unreadable",
                &[
                    ("path", visible(&path.to_string_lossy()).as_ref().into()),
                    ("error", (&error.to_string()).into()),
                ],
            ),
            Self::NoText { path } => words
                .text("config-error-no-text", &[("path", visible(&path.to_string_lossy()).as_ref().into())]),
            Self::Syntax { place, message } => words.text(
                "config-error-syntax",
                &[("place", (&place.to_string()).into()), ("message", visible(message).as_ref().into())],
            ),
            Self::UnknownKey { place, key, nearest } => words.text(
                "config-error-unknown-key",
                &[
                    ("place", (&place.to_string()).into()),
                    ("key", visible(key).as_ref().into()),
                    ("nearest", (*nearest).into()),
                ],
            ),
            Self::Malformed { place, key, got } => words.text(
                "config-error-malformed",
                &[
                    ("place", (&place.to_string()).into()),
                    ("key", key.name.into()),
                    ("got", visible(got).as_ref().into()),
                    ("expected", (&words.text(&format!("config-expected-{}", key.kind.word()), &[])).into()),
                ],
            ),
            Self::Thresholds { place, keys, values } => {
                let place = place.as_ref().map_or_else(|| keys.0.to_owned(), Place::to_string);
                words.text(
                    "config-error-thresholds",
                    &[
                        ("place", (&place).into()),
                        ("warn", keys.0.into()),
                        ("bad", keys.1.into()),
                        ("warn_value", values.0.into()),
                        ("bad_value", values.1.into()),
                    ],
                )
            }
        }
    }
}

/// Every mistake of one configuration, in the order of the places; never empty.
#[derive(Debug)]
pub(crate) struct ConfigErrors(pub(crate) Vec<ConfigError>);
