//! What somebody may write into a policy: bounded, and harmless to look at. Documents that others wrote are
//! read whatever is in them ([`super::read()`]).

use std::borrow::Cow;

use super::{Descriptions, Record};
use crate::text::visible;

/// The longest texts, in bytes, and the longest lists.
pub mod limits {
    /// A name.
    pub const NAME: usize = 255;
    /// A category, or one tag.
    pub const WORD: usize = 64;
    /// A sentence.
    pub const SENTENCE: usize = 4_096;
    /// Tags, or aliases.
    pub const LIST: usize = 64;
}

/// A field that may not hold what was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The field.
    pub key: &'static str,
    /// What is wrong.
    pub why: Flaw,
}

/// What is wrong with a text or list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing is in it.
    Empty,
    /// Longer than [`limits`] allow.
    TooLong,
    /// Control characters, or others that do not show.
    Hidden,
}

impl Flaw {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Empty, Self::TooLong, Self::Hidden];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::Hidden => "hidden",
        }
    }
}

/// A name of a process.
///
/// # Errors
/// What is wrong with it.
pub fn name(name: &str) -> Result<(), Invalid> {
    if name.trim().is_empty() {
        return Err(Invalid { key: "name", why: Flaw::Empty });
    }
    text("name", name, limits::NAME)
}

/// A policy that is to be written.
///
/// # Errors
/// The first field that may not hold what it holds.
pub fn record(record: &Record) -> Result<(), Invalid> {
    name(&record.name)?;
    text("category", &record.category, limits::WORD)?;
    text("description", &record.description, limits::SENTENCE)?;
    text("policy.reason", &record.policy.reason, limits::SENTENCE)?;
    let Descriptions { ko, en } = record.descriptions.clone().unwrap_or_default();
    for said in [ko, en].into_iter().flatten() {
        text("descriptions", &said, limits::SENTENCE)?;
    }
    list("tags", &record.tags, limits::WORD)?;
    list("aliases", record.aliases.as_deref().unwrap_or_default(), limits::NAME)
}

fn list(key: &'static str, texts: &[String], most: usize) -> Result<(), Invalid> {
    if texts.len() > limits::LIST {
        return Err(Invalid { key, why: Flaw::TooLong });
    }
    texts.iter().try_for_each(|one| text(key, one, most))
}

fn text(key: &'static str, text: &str, most: usize) -> Result<(), Invalid> {
    if text.len() > most {
        return Err(Invalid { key, why: Flaw::TooLong });
    }
    match visible(text) {
        Cow::Borrowed(_) => Ok(()),
        Cow::Owned(_) => Err(Invalid { key, why: Flaw::Hidden }),
    }
}
