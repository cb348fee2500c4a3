//! Lists of policies in files (M10): what somebody brings along, and what is taken along. Here: finding the
//! entries of a file and saying of each whether it can be a policy. What an entry becomes is decided in
//! `domain::policy`, whether it is written in [`crate::PolicyStore`].

mod csv;
mod json;
mod toml;

use std::collections::HashMap;
use std::path::Path;

use domain::policy::{Fault, Invalid, Key, Platform, Record, Value, Why, classify, lookup, valid};

pub use self::csv::write as write_csv;
use crate::policy::{document, policy_limits};

/// The largest file that is read, in bytes.
pub const FILE_BYTES: usize = 8 * 1024 * 1024;

/// Keys under which a file may hold its list.
const WRAPPERS: [&str; 3] = ["policies", "known_processes", "processes"];

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON: an object of name and description, a list of objects, or documents as they are exported.
    Json,
    /// Rows of name and description, or of the columns that are exported; with a header or without.
    Csv,
    /// A table of name and description, or an array of tables.
    Toml,
}

impl Format {
    /// The format that the end of a file's name tells.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let end = path.extension()?.to_str()?.to_ascii_lowercase();
        match end.as_str() {
            "json" | "jsonl" | "ndjson" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "toml" => Some(Self::Toml),
            _ => None,
        }
    }
}

/// Where in its file an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The line on which it begins, from 1.
    Line(usize),
    /// The how-manieth it is, from 1, where lines cannot be told.
    Entry(usize),
}

/// One entry of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Where it stands.
    pub place: Place,
    /// The name as it stands there; empty if there is none.
    pub name: String,
    /// The policy that it becomes, or why it becomes none.
    pub outcome: Result<Accepted, Refused>,
}

/// An entry that can be a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// The policy.
    pub record: Record,
    /// By which rules it was classified; `None` if it came as a whole policy.
    pub why: Option<Why>,
}

/// Why an entry becomes no policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It has no name, or no description, where they should be.
    Shape,
    /// A row with more columns than two and no header that names them.
    Columns,
    /// A field holds what it may not hold.
    Invalid(Invalid),
    /// It came as a whole policy that cannot be read.
    Broken(Fault),
    /// An entry before it has the same name and platform.
    Repeats(Place),
}

/// Why nothing of a file can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Too large.
    #[error("larger than {limit} bytes; split it")]
    TooLarge {
        /// How many bytes are read.
        limit: usize,
    },
    /// Too many entries.
    #[error("more than {limit} entries; split it")]
    TooMany {
        /// How many entries are read.
        limit: usize,
    },
    /// Written in another encoding.
    #[error("not UTF-8, from line {line} on; save it as UTF-8")]
    Encoding {
        /// The line, from 1.
        line: usize,
    },
    /// Not of its format.
    #[error("line {line}: {cause}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        cause: String,
    },
    /// Something else than a list.
    #[error("no list of names and descriptions, and no exported policies")]
    NoList,
}

/// What stands in a file, before it is judged.
enum Entry {
    /// `name → description`.
    Bare(String, String),
    /// A document.
    Whole(Value),
    /// Something else, and the name found in it.
    Odd(String, Refused),
}

/// Reads a file. Every entry is answered for; one that is refused stops no other.
///
/// # Errors
/// Nothing of it can be read.
pub fn read(bytes: &[u8], format: Format) -> Result<Vec<Row>, ListError> {
    if bytes.len() > FILE_BYTES {
        return Err(ListError::TooLarge { limit: FILE_BYTES });
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| ListError::Encoding { line: line_at(bytes, error.valid_up_to()) })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let entries = match format {
        Format::Json => json::entries(text)?,
        Format::Csv => csv::entries(text)?,
        Format::Toml => toml::entries(text)?,
    };
    if entries.len() > policy_limits::POLICIES {
        return Err(ListError::TooMany { limit: policy_limits::POLICIES });
    }
    let mut seen: HashMap<Key, Place> = HashMap::new();
    Ok(entries.into_iter().map(|(place, entry)| row(place, entry, &mut seen)).collect())
}

fn row(place: Place, entry: Entry, seen: &mut HashMap<Key, Place>) -> Row {
    let (name, outcome) = match entry {
        Entry::Bare(name, description) => bare(name.trim(), description.trim()),
        Entry::Whole(value) => whole(value),
        Entry::Odd(name, refused) => (name, Err(refused)),
    };
    let outcome = outcome.and_then(|accepted| {
        let mut key = accepted.record.key();
        if key.platform == Platform::Windows {
            key.name = lookup::folded(&key.name);
        }
        match seen.get(&key) {
            Some(first) => Err(Refused::Repeats(*first)),
            None => {
                seen.insert(key, place);
                Ok(accepted)
            }
        }
    });
    Row { place, name, outcome }
}

fn bare(name: &str, description: &str) -> (String, Result<Accepted, Refused>) {
    let checked = valid::name(name).and_then(|()| {
        let (record, why) = classify(name, description);
        valid::record(&record).map(|()| Accepted { record, why: Some(why) })
    });
    (name.to_owned(), checked.map_err(Refused::Invalid))
}

fn whole(mut value: Value) -> (String, Result<Accepted, Refused>) {
    if let Value::Map(map) = &mut value {
        // Another store's ids mean nothing in this one.
        ["_id", "id"].iter().for_each(|id| map.remove(id));
    }
    match document(value) {
        domain::policy::Document::Readable(record) => {
            let outcome = match valid::record(&record) {
                Ok(()) => Ok(Accepted { record: (*record).clone(), why: None }),
                Err(invalid) => Err(Refused::Invalid(invalid)),
            };
            (record.name, outcome)
        }
        domain::policy::Document::Unreadable(broken) => {
            (broken.name.unwrap_or_default(), Err(Refused::Broken(broken.why)))
        }
    }
}

/// An entry that was written as values with names: a whole policy, or a name and a description.
fn of_value(value: Value) -> Entry {
    let Value::Map(map) = &value else { return Entry::Odd(String::new(), Refused::Shape) };
    if map.get("policy").is_some() || map.get("platform").is_some() {
        return Entry::Whole(value);
    }
    let text = |key: &str| map.get(key).and_then(Value::as_text).map(str::to_owned);
    match (text("name"), text("description")) {
        (Some(name), Some(description)) => Entry::Bare(name, description),
        (name, _) => Entry::Odd(name.unwrap_or_default(), Refused::Shape),
    }
}

/// The line of a byte, from 1.
fn line_at(text: &[u8], at: usize) -> usize {
    1 + text.iter().take(at).filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests;
