//! The entries of a JSON file.

use domain::policy::{Map, Value};

use super::{Entry, ListError, Place, Refused, WRAPPERS, of_value};
use crate::policy::{JsonError, parse_all, policy_limits};

pub(super) fn entries(text: &str) -> Result<Vec<(Place, Entry)>, ListError> {
    let syntax = |error: JsonError| ListError::Syntax { line: error.line, cause: error.cause };
    let mut values = parse_all(text.as_bytes(), policy_limits::POLICIES).map_err(syntax)?;
    // One document a line is how MongoDB's tools export.
    if values.len() > 1 {
        return Ok(numbered(values.into_iter().map(of_value)));
    }
    match values.pop() {
        Some(Value::List(values)) => Ok(numbered(values.into_iter().map(of_value))),
        Some(Value::Map(map)) => Ok(of_map(map)),
        _ => Err(ListError::NoList),
    }
}

fn of_map(mut map: Map) -> Vec<(Place, Entry)> {
    if let [(key, Value::List(_))] = map.0.as_slice()
        && WRAPPERS.contains(&key.as_str())
        && let Some((_, Value::List(values))) = map.0.pop()
    {
        return numbered(values.into_iter().map(of_value));
    }
    if let Some(Value::Map(_)) = map.get("policy") {
        return numbered(std::iter::once(Entry::Whole(Value::Map(map))));
    }
    numbered(map.0.into_iter().map(|(name, value)| match value {
        Value::Text(description) => Entry::Bare(name, description),
        _ => Entry::Odd(name, Refused::Shape),
    }))
}

fn numbered(entries: impl Iterator<Item = Entry>) -> Vec<(Place, Entry)> {
    entries.enumerate().map(|(at, entry)| (Place::Entry(at + 1), entry)).collect()
}
