//! Policies as documents: what is read, what is meant, what is written back.

mod aliases;
mod classify;
mod reading;
mod seeding;

use super::{Document, Map, Value, read};

pub(super) fn map(pairs: &[(&str, Value)]) -> Value {
    Value::Map(pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect::<Map>())
}

/// A document with what reading needs and no more.
pub(super) fn bare(name: &str, platform: &str, terminatable: bool) -> Document {
    read(raw(name, platform, terminatable))
}

pub(super) fn raw(name: &str, platform: &str, terminatable: bool) -> Value {
    map(&[
        ("name", name.into()),
        ("platform", platform.into()),
        ("policy", map(&[("terminatable", Value::Bool(terminatable))])),
    ])
}
