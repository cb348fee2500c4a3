//! Documents of MongoDB as values of ours, and back. Read from the raw bytes, so that a field that was written
//! twice is seen twice. Nothing is decided here about what a document means.

use domain::policy::{Map, Value};
use domain::time::Wall;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, DateTime, Document, RawArray, RawBson, RawBsonRef, RawDocument, rawdoc};
use sha2::{Digest, Sha256};

use crate::PolicyId;

const MILLISECOND: i64 = 1_000_000;

/// The document as a value; what of it cannot be read at all is the error.
pub(super) fn map(raw: &RawDocument) -> Result<Map, mongodb::bson::error::Error> {
    raw.iter().map(|pair| pair.and_then(|(key, raw)| Ok((key.as_str().to_owned(), value(raw)?)))).collect()
}

fn list(raw: &RawArray) -> Result<Value, mongodb::bson::error::Error> {
    raw.into_iter().map(|raw| raw.and_then(value)).collect::<Result<_, _>>().map(Value::List)
}

/// A type that JSON does not have becomes a map with one key, as MongoDB's own tools write it.
fn value(raw: RawBsonRef<'_>) -> Result<Value, mongodb::bson::error::Error> {
    Ok(match raw {
        RawBsonRef::Null | RawBsonRef::Undefined => Value::Null,
        RawBsonRef::Boolean(yes) => Value::Bool(yes),
        RawBsonRef::Int32(number) => Value::Int(number.into()),
        RawBsonRef::Int64(number) => Value::Int(number),
        RawBsonRef::Double(number) => Value::Float(number),
        RawBsonRef::String(text) => Value::from(text),
        RawBsonRef::Array(items) => list(items)?,
        RawBsonRef::Document(inner) => Value::Map(map(inner)?),
        RawBsonRef::DateTime(at) => match at.timestamp_millis().checked_mul(MILLISECOND) {
            Some(at) => Value::Date(Wall(at)),
            None => marked("$date", &at.timestamp_millis().to_string()),
        },
        RawBsonRef::ObjectId(id) => marked(OBJECT_ID, &id.to_hex()),
        RawBsonRef::Decimal128(number) => marked(DECIMAL, &number.to_string()),
        RawBsonRef::Binary(binary) => marked("$binary", &hex(binary.bytes)),
        RawBsonRef::RegularExpression(regex) => {
            marked("$regularExpression", &format!("/{}/{}", regex.pattern.as_str(), regex.options.as_str()))
        }
        RawBsonRef::JavaScriptCode(code) | RawBsonRef::Symbol(code) => marked("$code", code),
        RawBsonRef::JavaScriptCodeWithScope(code) => marked("$code", code.code),
        RawBsonRef::Timestamp(at) => marked("$timestamp", &format!("{}.{}", at.time, at.increment)),
        RawBsonRef::MinKey => marked("$minKey", "1"),
        RawBsonRef::MaxKey => marked("$maxKey", "1"),
        RawBsonRef::DbPointer(_) => marked("$dbPointer", ""),
    })
}

const OBJECT_ID: &str = "$oid";
const DECIMAL: &str = "$numberDecimal";

fn marked(key: &str, text: &str) -> Value {
    Value::Map(Map(vec![(key.to_owned(), Value::from(text))]))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The value as MongoDB keeps it.
pub(super) fn bson(value: &Value) -> Bson {
    match value {
        Value::Null => Bson::Null,
        Value::Bool(yes) => Bson::Boolean(*yes),
        Value::Int(number) => Bson::Int64(*number),
        Value::Float(number) => Bson::Double(*number),
        Value::Text(text) => Bson::String(text.clone()),
        Value::Date(at) => Bson::DateTime(date(*at)),
        Value::List(values) => Bson::Array(values.iter().map(bson).collect()),
        Value::Map(map) => unmarked(map).unwrap_or_else(|| Bson::Document(document(map))),
    }
}

/// What [`value`] marked and can be brought back whole.
fn unmarked(map: &Map) -> Option<Bson> {
    let [(key, Value::Text(text))] = map.0.as_slice() else { return None };
    match key.as_str() {
        OBJECT_ID => ObjectId::parse_str(text).ok().map(Bson::ObjectId),
        DECIMAL => text.parse().ok().map(Bson::Decimal128),
        _ => None,
    }
}

/// The map as MongoDB keeps it.
pub(super) fn document(map: &Map) -> Document {
    map.0.iter().map(|(key, value)| (key.clone(), bson(value))).collect()
}

/// A moment as a date.
pub(super) const fn date(at: Wall) -> DateTime {
    DateTime::from_millis(at.0.div_euclid(MILLISECOND))
}

/// The opaque id of a document: what MongoDB itself gave, or the hash of what another program chose.
pub(super) fn policy_id(raw: RawBsonRef<'_>) -> PolicyId {
    if let RawBsonRef::ObjectId(id) = raw {
        return PolicyId::kept(id.to_hex());
    }
    let digest = Sha256::digest(rawdoc! { "": RawBson::from(raw) }.as_bytes());
    PolicyId::kept(format!("x{}", hex(digest.get(..16).unwrap_or_default())))
}

/// The `_id` for which an opaque id stands, if it tells.
pub(super) fn object_id(id: &PolicyId) -> Option<ObjectId> {
    ObjectId::parse_str(id.as_str()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mongodb::bson::{Decimal128, RawDocumentBuf, cstr};

    #[test]
    fn values_come_back_as_they_were() {
        let id = ObjectId::new();
        let number: Decimal128 = "12.50".parse().unwrap();
        let raw = rawdoc! {
            "text": "웹\u{0}", "yes": true, "date": DateTime::from_millis(1_700_000_000_123), "id": id,
            "number": number, "none": RawBson::Null,
            "list": [1_i64, 2.5, "x"], "map": { "$where": "1", "a.b": 1_i64 },
        };
        let read = map(&raw).unwrap();
        assert_eq!(read.get("date"), Some(&Value::Date(Wall(1_700_000_000_123 * MILLISECOND))));
        assert_eq!(RawDocumentBuf::try_from(&document(&read)).unwrap(), raw);
    }

    #[test]
    fn a_field_that_was_written_twice_is_seen_twice() {
        let mut raw = rawdoc! { "policy": true };
        raw.append(cstr!("policy"), false);
        assert_eq!(map(&raw).unwrap().0.len(), 2);
    }

    #[test]
    fn a_date_beyond_our_time_is_no_other_date() {
        let raw = rawdoc! { "at": DateTime::from_millis(i64::MAX) };
        assert_eq!(map(&raw).unwrap().get("at"), Some(&marked("$date", &i64::MAX.to_string())));
    }

    #[test]
    fn ids_are_opaque_whatever_another_program_chose() {
        let of = |raw: RawBsonRef<'_>| policy_id(raw);
        let id = ObjectId::new();
        assert_eq!(of(RawBsonRef::ObjectId(id)).as_str(), id.to_hex());
        assert_eq!(object_id(&of(RawBsonRef::ObjectId(id))), Some(id));
        let odd = of(RawBsonRef::String("../../etc\n"));
        assert_eq!(odd.as_str().parse(), Ok(odd.clone()));
        assert_ne!(odd, of(RawBsonRef::Int32(1)));
        assert_eq!(object_id(&odd), None);
        // Text that looks like an id of MongoDB's own is not taken for it.
        assert_ne!(of(RawBsonRef::String(&id.to_hex())), of(RawBsonRef::ObjectId(id)));
    }
}
