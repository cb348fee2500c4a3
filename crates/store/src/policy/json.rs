//! Documents as JSON and back. Nothing is decided here about what a document means.

use domain::policy::{Document, Fault, Map, Value, read};
use domain::time::Wall;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::PolicyId;

/// The text is no JSON.
#[derive(Debug, thiserror::Error)]
#[error("no JSON: {cause}, at line {line} column {column}")]
pub struct JsonError {
    /// What is wrong there.
    pub cause: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

impl From<serde_json::Error> for JsonError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let whole = error.to_string();
        let cause = whole.split(" at line ").next().unwrap_or_default().to_owned();
        Self { cause, line, column }
    }
}

/// Reads one JSON value; names that stand twice in an object are both kept.
///
/// # Errors
/// Where it is no JSON, or nested too deeply.
pub fn parse_json(text: &[u8]) -> Result<Value, JsonError> {
    let parsed: Parsed = serde_json::from_slice(text)?;
    Ok(parsed.0)
}

/// Reads one JSON value after another, at most `most` of them and then one.
pub(crate) fn parse_all(text: &[u8], most: usize) -> Result<Vec<Value>, JsonError> {
    let values = serde_json::Deserializer::from_slice(text).into_iter::<Parsed>();
    Ok(values
        .take(most.saturating_add(1))
        .map(|parsed| parsed.map(|parsed| parsed.0))
        .collect::<Result<_, _>>()?)
}

/// Reads a document: a value of JSON in which moments are text, or dates as MongoDB's tools write them.
#[must_use]
pub fn document(value: Value) -> Document {
    read(with_moments(value))
}

/// The same with its moments as moments.
pub(crate) fn with_moments(mut value: Value) -> Value {
    if let Value::Map(map) = &mut value {
        for (key, value) in &mut map.0 {
            if matches!(key.as_str(), "created_at" | "updated_at")
                && let Some(at) = moment(value)
            {
                *value = Value::Date(at);
            }
        }
    }
    value
}

fn moment(value: &Value) -> Option<Wall> {
    let text = match value {
        Value::Text(text) => text,
        Value::Map(map) => match map.0.as_slice() {
            [(key, Value::Text(text))] if key == "$date" => text,
            _ => return None,
        },
        _ => return None,
    };
    let at: jiff::Timestamp = text.parse().ok()?;
    Some(domain::policy::read::moment(Wall(i64::try_from(at.as_nanosecond()).ok()?)))
}

/// The document as text.
pub(crate) fn text_of(map: &Map) -> String {
    // Maps have text keys and numbers are finite or null: nothing of it can fail.
    serde_json::to_string(&Written(map)).unwrap_or_default()
}

/// A document as it is kept, for a person to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentText {
    /// JSON, or what stands in its place; as it was written, so that whoever shows it has to make it harmless.
    pub text: String,
    /// There is no more of it.
    pub complete: bool,
}

impl DocumentText {
    /// The text of a document, cut after `most` bytes.
    #[must_use]
    pub fn of(document: &Document, most: usize) -> Self {
        let mut text = match document {
            Document::Readable(record) => pretty(&Value::Map(record.document())),
            Document::Unreadable(broken) => match &broken.raw {
                Value::Text(text) => text.clone(),
                raw => pretty(raw),
            },
        };
        // Of these a store of another machine hands out what they name and nothing else.
        let is_part = matches!(document, Document::Unreadable(broken)
            if matches!(broken.why, Fault::TooLarge | Fault::NotADocument) && matches!(broken.raw, Value::Map(_)));
        let complete = !is_part && text.len() <= most;
        let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        text.truncate(end);
        Self { text, complete }
    }
}

fn pretty(value: &Value) -> String {
    // Maps have text keys and numbers are finite or null: nothing of it can fail.
    serde_json::to_string_pretty(&Shown(value)).unwrap_or_default()
}

/// A document for JSON, with its id first where it has one. What `id` the document itself holds is then
/// left out.
#[derive(Debug)]
pub struct DocumentJson<'a> {
    /// Its id in the store.
    pub id: Option<&'a PolicyId>,
    /// The document.
    pub map: &'a Map,
}

impl Serialize for DocumentJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(id) = self.id {
            map.serialize_entry("id", id.as_str())?;
        }
        for (key, value) in self.map.0.iter().filter(|(key, _)| self.id.is_none() || key != "id") {
            map.serialize_entry(key, &Shown(value))?;
        }
        map.end()
    }
}

struct Written<'a>(&'a Map);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DocumentJson { id: None, map: self.0 }.serialize(serializer)
    }
}

struct Shown<'a>(&'a Value);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(yes) => serializer.serialize_bool(*yes),
            Value::Int(number) => serializer.serialize_i64(*number),
            Value::Float(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Date(at) => match jiff::Timestamp::from_nanosecond(i128::from(at.0)) {
                Ok(at) => serializer.collect_str(&format_args!("{at:.3}")),
                // Every i64 of nanoseconds is a timestamp of jiff.
                Err(_) => serializer.serialize_unit(),
            },
            Value::List(values) => {
                let mut list = serializer.serialize_seq(Some(values.len()))?;
                values.iter().try_for_each(|value| list.serialize_element(&Shown(value)))?;
                list.end()
            }
            Value::Map(map) => Written(map).serialize(serializer),
        }
    }
}

struct Parsed(Value);

impl<'de> Deserialize<'de> for Parsed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Self)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(i64::try_from(number).map_or(Value::Float(number as f64), Value::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Parsed(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some((key, Parsed(value))) = map.next_entry::<String, _>()? {
            pairs.push((key, value));
        }
        Ok(Value::Map(Map(pairs)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_back_as_it_was() {
        let text = r#"{"name":"nginx","platform":"common","category":"web-server","description":"웹","policy":{"is_system":false,"terminatable":true,"reason":"r"},"tags":[],"created_at":"2026-01-02T03:04:05.678Z","odd":[null,1.5,-3,{"b":1,"a":"\u202e"}]}"#;
        let Document::Readable(record) = document(parse_json(text.as_bytes()).unwrap()) else {
            panic!("{text}")
        };
        assert!(record.created_at.is_some());
        assert_eq!(text_of(&record.document()), text.replace("\\u202e", "\u{202e}"));
    }

    #[test]
    fn a_document_is_looked_at_as_it_stands_and_no_longer_than_asked_for() {
        let of = |raw: Value, most: usize| DocumentText::of(&read(raw), most);
        let raw = parse_json(r#"{"platform":"linux","x":"<b>\u202e","x":1}"#.as_bytes()).unwrap();
        let whole = of(raw.clone(), 1_000);
        assert_eq!(whole.text, "{\n  \"platform\": \"linux\",\n  \"x\": \"<b>\u{202e}\",\n  \"x\": 1\n}");
        assert!(whole.complete);
        // Never in the middle of a character.
        let cut = of(raw, whole.text.find('\u{202e}').unwrap() + 1);
        assert!(!cut.complete && cut.text.ends_with("<b>"), "{cut:?}");
        assert_eq!(of("no JSON {".into(), 100), DocumentText { text: "no JSON {".into(), complete: true });
    }

    #[test]
    fn dates_of_mongodb_are_moments_and_other_text_stays_text() {
        let of = |date: &str| {
            let text = format!(
                r#"{{"name":"x","platform":"linux","policy":{{"terminatable":true}},"created_at":{date}}}"#
            );
            let Document::Readable(record) = document(parse_json(text.as_bytes()).unwrap()) else {
                panic!("{text}")
            };
            *record
        };
        assert_eq!(
            of(r#"{"$date":"2026-01-02T03:04:05.678Z"}"#).created_at,
            of(r#""2026-01-02T12:04:05.678+09:00""#).created_at
        );
        let odd = of(r#""yesterday""#);
        assert_eq!((odd.created_at, odd.rest.get("created_at")), (None, Some(&"yesterday".into())));
    }

    #[test]
    fn what_is_no_json_is_named_with_its_place() {
        let error = parse_json(b"{\n \"a\": nope}").unwrap_err();
        assert_eq!((error.line, error.column > 0), (2, true), "{error}");
        assert!(parse_json("[".repeat(10_000).as_bytes()).is_err());
    }
}
