//! What a rule is and remembers, as text.

use std::collections::VecDeque;

use domain::ProcessKey;
use domain::autopilot::{Came, Noted, Rule};
use domain::policy::{Map, Value};
use domain::time::Wall;
use serde::{Deserialize, Serialize};

use crate::policy::{parse_json, text_of, with_moments};

/// The document that a text is.
pub(crate) fn document_of(text: &str) -> Option<Map> {
    match parse_json(text.as_bytes()).map(with_moments) {
        Ok(Value::Map(map)) => Some(map),
        _ => None,
    }
}

/// What decides what a rule does, as text that is the same for the same content.
pub(crate) fn essence_text(rule: &Rule) -> String {
    text_of(&rule.essence())
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    at: i64,
    key: String,
    name: String,
    came: String,
}

/// The doings that a rule remembers.
pub(crate) fn last_text(last: &VecDeque<Noted>) -> String {
    let line = |noted: &Noted| Line {
        at: noted.at.0,
        key: noted.key.to_string(),
        name: noted.name.clone(),
        came: noted.came.word().to_owned(),
    };
    // Texts and whole numbers: nothing of it can fail.
    serde_json::to_string(&last.iter().map(line).collect::<Vec<_>>()).unwrap_or_default()
}

/// The same back; `None` if none of our versions wrote it.
pub(crate) fn last_of(text: &str) -> Option<VecDeque<Noted>> {
    let noted = |line: Line| {
        let key: ProcessKey = line.key.parse().ok()?;
        Some(Noted { at: Wall(line.at), key, name: line.name, came: Came::of(&line.came)? })
    };
    let lines: Vec<Line> = serde_json::from_str(text).ok()?;
    lines.into_iter().map(noted).collect()
}

/// The moments of its deeds.
pub(crate) fn deeds_text(deeds: &VecDeque<Wall>) -> String {
    serde_json::to_string(&deeds.iter().map(|at| at.0).collect::<Vec<_>>()).unwrap_or_default()
}

/// The same back.
pub(crate) fn deeds_of(text: &str) -> Option<VecDeque<Wall>> {
    let deeds: Vec<i64> = serde_json::from_str(text).ok()?;
    Some(deeds.into_iter().map(Wall).collect())
}
