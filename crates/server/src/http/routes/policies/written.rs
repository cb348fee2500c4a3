//! What the body of a request makes of a policy. What may stand in one is decided in [`domain::policy::valid`].

use domain::policy::{Descriptions, Document, Key, Map, Platform, Policy, Record, Value, read, valid};
use store::DocumentJson;
use words::Words;

use crate::http::dto::{PolicyBody, policy_document, policy_invalid};
use crate::http::error::{ApiError, Code};

/// Fields that this program writes: whoever sends a row back as it came need not take them out.
const OURS: [&str; 6] = ["id", "readable", "problem", "created_at", "updated_at", "seed"];

/// A policy that is not there yet.
pub(super) fn new(body: PolicyBody, words: &Words) -> Result<Record, ApiError> {
    let key = Key { name: name(&body, words)?, platform: platform(&body, words)? };
    known_fields(&body, &Map::default(), words)?;
    record(body, key, words)
}

fn name(body: &PolicyBody, words: &Words) -> Result<String, ApiError> {
    body.name.clone().ok_or_else(|| missing("name", words))
}

fn platform(body: &PolicyBody, words: &Words) -> Result<Platform, ApiError> {
    let word = body.platform.as_deref().ok_or_else(|| missing("platform", words))?;
    read::platform(word).ok_or_else(|| {
        ApiError::new(Code::InvalidBody).with("reason", words.text("policy-fault-platform", &[]))
    })
}

fn missing(field: &str, words: &Words) -> ApiError {
    ApiError::new(Code::InvalidBody)
        .with("reason", words.text("policy-body-missing", &[("field", field.into())]))
}

/// What a policy says from now on. What it is about stays, as far as it tells; what it does not tell has to be sent.
pub(super) fn over(body: PolicyBody, old: &Document, words: &Words) -> Result<Record, ApiError> {
    let is_other = |sent: &Option<String>, own: Option<&str>| matches!((sent, own), (Some(sent), Some(own)) if sent != own);
    if is_other(&body.name, old.name()) || is_other(&body.platform, old.platform().map(Platform::word)) {
        let reason = words.text("policy-body-key", &[]);
        return Err(ApiError::new(Code::InvalidBody).with("reason", reason));
    }
    let name = old.name().map_or_else(|| name(&body, words), |own| Ok(own.to_owned()))?;
    let platform = old.platform().map_or_else(|| platform(&body, words), Ok)?;
    let key = Key { name, platform };
    known_fields(&body, &policy_document(old), words)?;
    record(body, key, words)
}

/// Refuses a field that is neither ours nor one that another program wrote and that comes back as it is.
fn known_fields(body: &PolicyBody, kept: &Map, words: &Words) -> Result<(), ApiError> {
    let kept = serde_json::to_value(DocumentJson { id: None, map: kept }).unwrap_or_default();
    let outer = body.rest.iter().filter(|(key, _)| !OURS.contains(&key.as_str()));
    let outer = outer.filter(|(key, sent)| kept.get(key) != Some(sent));
    let inner = body.policy.rest.iter().filter(|(key, sent)| kept["policy"].get(key) != Some(sent));
    let unknown =
        outer.map(|(key, _)| key.clone()).chain(inner.map(|(key, _)| format!("policy.{key}"))).next();
    match unknown {
        None => Ok(()),
        Some(field) => Err(ApiError::new(Code::InvalidBody)
            .with("reason", words.text("policy-body-unknown", &[("field", (&field).into())]))),
    }
}

fn record(body: PolicyBody, key: Key, words: &Words) -> Result<Record, ApiError> {
    let mut record = Record::new(key);
    record.category = body.category.unwrap_or(record.category);
    let said = body.descriptions;
    let korean = said.as_ref().and_then(|said| said.ko.clone());
    record.description = body.description.or(korean).unwrap_or_default();
    let rights = body.policy;
    record.policy =
        Policy { is_system: rights.is_system, terminatable: rights.terminatable, reason: rights.reason };
    record.tags = body.tags;
    // The Korean sentence stands twice in a document; it is one.
    record.descriptions =
        said.map(|said| Descriptions { ko: said.ko.map(|_| record.description.clone()), en: said.en });
    record.aliases = body.aliases;
    record.expect = body.expect.map(|expect| map_of(&expect));
    match valid::record(&record) {
        Ok(()) => Ok(record),
        Err(invalid) => Err(ApiError::new(Code::InvalidBody).with("reason", policy_invalid(invalid, words))),
    }
}

fn map_of(map: &serde_json::Map<String, serde_json::Value>) -> Map {
    map.iter().map(|(key, value)| (key.clone(), value_of(value))).collect()
}

fn value_of(value: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match value {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Value::Float(number.as_f64().unwrap_or_default()), Value::Int)
        }
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(list) => Value::List(list.iter().map(value_of).collect()),
        Json::Object(map) => Value::Map(map_of(map)),
    }
}
