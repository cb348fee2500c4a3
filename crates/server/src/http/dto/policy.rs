//! Policies as they are shown and sent: the document that is kept, and beside it what this program says of it.

use domain::policy::{Document, Fault, Map, Value, read};
use serde::{Deserialize, Serialize, Serializer};
use store::{DocumentJson, Held, PolicyId};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use words::Words;

/// What may be done with processes of a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PolicyRights {
    /// Part of the operating system.
    #[serde(default)]
    #[schema(required = false)]
    pub is_system: bool,
    /// `false` forbids to end it; `true` says only that nothing here speaks against it.
    pub terminatable: bool,
    /// Why.
    #[serde(default)]
    #[schema(required = false)]
    pub reason: String,
    /// Fields of other programs.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: serde_json::Map<String, serde_json::Value>,
}

/// What it is, in both languages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyDescriptions {
    /// Korean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ko: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

/// A policy as it is shown: the document as it is kept, fields of other programs among them. What is missing in the document is
/// missing here.
#[derive(Clone, Debug, ToSchema)]
pub struct Policy {
    /// Its id in this store.
    #[schema(pattern = "^[A-Za-z0-9._-]{1,64}$")]
    pub id: String,
    /// The name of the process.
    #[schema(required = false)]
    pub name: String,
    /// `linux`, `windows` or `common`.
    #[schema(required = false, pattern = "^(linux|windows|common)$")]
    pub platform: String,
    /// What kind of work the program does.
    #[schema(required = false)]
    pub category: String,
    /// What it is: the Korean sentence.
    #[schema(required = false)]
    pub description: String,
    /// What may be done with it.
    #[schema(required = false)]
    pub policy: PolicyRights,
    /// Words to find it by.
    #[schema(required = false)]
    pub tags: Vec<String>,
    /// When it was made.
    #[schema(required = false, format = DateTime)]
    pub created_at: String,
    /// When it was changed last.
    #[schema(required = false, format = DateTime)]
    pub updated_at: String,
    /// What it is, in both languages.
    #[schema(required = false)]
    pub descriptions: PolicyDescriptions,
    /// Other names of the program.
    #[schema(required = false)]
    pub aliases: Vec<String>,
    /// What is normal for it: `users`, `paths`, `ports`, `public`, `parent`.
    #[schema(required = false)]
    pub expect: serde_json::Map<String, serde_json::Value>,
    /// The hash of what this program brought along.
    #[schema(required = false)]
    pub seed: serde_json::Map<String, serde_json::Value>,
    /// It can be followed. One that cannot counts as a "no" for what it names.
    pub readable: bool,
    /// What is wrong with it, in words.
    #[schema(required, nullable)]
    pub problem: Option<String>,
}

/// A document with its id, and what is wrong with it: serialised as [`Policy`] describes.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyRow {
    id: PolicyId,
    map: Map,
}

impl PolicyRow {
    /// What is kept, worded.
    #[must_use]
    pub fn new(held: &Held, words: &Words) -> Self {
        Self::over(policy_document(&held.document), held, words)
    }

    /// The same for whoever may not look at what another program keeps there: of a record that is no policy, what it names.
    #[must_use]
    pub(crate) fn without_foreign(held: &Held, words: &Words) -> Self {
        Self::over(policy_without_foreign(&held.document), held, words)
    }

    fn over(mut map: Map, held: &Held, words: &Words) -> Self {
        map.set("readable", Value::Bool(held.document.record().is_some()));
        let problem = policy_problem(&held.document, words);
        map.set("problem", problem.map_or(Value::Null, Value::Text));
        Self { id: held.id.clone(), map }
    }
}

impl Serialize for PolicyRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DocumentJson { id: Some(&self.id), map: &self.map }.serialize(serializer)
    }
}

impl PartialSchema for PolicyRow {
    fn schema() -> RefOr<Schema> {
        Policy::schema()
    }
}

impl ToSchema for PolicyRow {
    fn name() -> std::borrow::Cow<'static, str> {
        Policy::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Policy::schemas(schemas);
    }
}

/// The document as it is kept; of one that is none at least what it names.
#[must_use]
pub fn policy_document(document: &Document) -> Map {
    match document {
        Document::Readable(record) => record.document(),
        Document::Unreadable(broken) => match &broken.raw {
            Value::Map(map) => map.clone(),
            _ => broken.name.iter().map(|name| ("name".to_owned(), Value::from(name.as_str()))).collect(),
        },
    }
}

/// The same; of a document that is no policy, its name and platform and nothing that another program may keep there.
pub(crate) fn policy_without_foreign(document: &Document) -> Map {
    let mut map = policy_document(document);
    if document.record().is_none() {
        map.0.retain(|(key, _)| ["name", "platform"].contains(&key.as_str()));
    }
    map
}

/// What is wrong with a document, if anything is: it cannot be read, or fields of it hold what they should not.
#[must_use]
pub fn policy_problem(document: &Document, words: &Words) -> Option<String> {
    match document {
        Document::Unreadable(broken) => Some(policy_fault(broken.why, words)),
        Document::Readable(record) => {
            let flaws = read::flaws(record).join(", ");
            (!flaws.is_empty()).then(|| words.text("policy-flaws", &[("keys", (&flaws).into())]))
        }
    }
}

/// What keeps a document from being a policy, in words.
#[must_use]
pub fn policy_fault(fault: Fault, words: &Words) -> String {
    words.text(&format!("policy-fault-{}", fault.word().replace('_', "-")), &[])
}

/// Answer of `GET policies`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PolicyList {
    /// By name and platform.
    pub policies: Vec<PolicyRow>,
    /// When the store was read.
    #[schema(required, format = DateTime)]
    pub read_at: Option<String>,
    /// Why the store cannot be read now: these are the policies of `read_at`, and nothing is ended by them.
    #[schema(required)]
    pub trouble: Option<String>,
    /// Another number after every change, as in `GET policies/state`; null while the store cannot be read.
    #[schema(required)]
    pub revision: Option<u64>,
}

/// Answer of `GET policies/state`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PolicyState {
    /// Another number after every change; null while the store cannot be read.
    #[schema(required)]
    pub revision: Option<u64>,
    /// When the store answered last.
    #[schema(format = DateTime)]
    pub read_at: String,
    /// Why the store cannot be read now.
    #[schema(required)]
    pub trouble: Option<String>,
}

/// Answer of `GET policies/{id}/document`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PolicyDocument {
    /// The document as JSON, or what stands in its place: as somebody wrote it, never as anything but text.
    pub text: String,
    /// There is no more of it.
    pub complete: bool,
}

/// Body of `POST policies` and `PUT policies/{id}`. A field that is left out is empty in a new policy; in a replaced one `aliases`,
/// `expect` and `descriptions` stay, as do fields of other programs.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct PolicyBody {
    /// The name of the process. It cannot be changed later.
    #[serde(default)]
    pub name: Option<String>,
    /// `linux`, `windows` or `common`. It cannot be changed later.
    #[serde(default)]
    #[schema(pattern = "^(linux|windows|common)$")]
    pub platform: Option<String>,
    /// What kind of work the program does; `general` without it.
    #[serde(default)]
    pub category: Option<String>,
    /// What it is: the Korean sentence.
    #[serde(default)]
    pub description: Option<String>,
    /// What may be done with it.
    pub policy: PolicyRights,
    /// Words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// What it is, in both languages.
    #[serde(default)]
    pub descriptions: Option<PolicyDescriptions>,
    /// Other names of the program.
    #[serde(default)]
    pub aliases: Option<Vec<String>>,
    /// What is normal for it: `users`, `paths`, `ports`, `public`, `parent`.
    #[serde(default)]
    pub expect: Option<serde_json::Map<String, serde_json::Value>>,
    /// Everything else that was sent.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: serde_json::Map<String, serde_json::Value>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::policy::{Key, Platform, Record};
    use words::Lang;

    #[test]
    fn a_row_is_the_document_with_what_is_said_of_it_and_nothing_of_it_is_overwritten_in_the_store() {
        let mut record = Record::new(Key { name: "x".into(), platform: Platform::Linux });
        record.rest.set("id", Value::from("theirs"));
        record.rest.set("problem", Value::from("theirs"));
        record.rest.set("odd", Value::List(vec![Value::Null]));
        let row = PolicyRow::new(&Held::of(record), Words::of(Lang::En));
        let json = serde_json::to_value(&row).unwrap();
        assert_eq!(json["id"].as_str().unwrap().len(), 32);
        assert_eq!((&json["readable"], &json["problem"]), (&true.into(), &serde_json::Value::Null));
        assert_eq!(json["odd"], serde_json::json!([null]));
    }

    #[test]
    fn what_is_wrong_is_said_in_both_languages() {
        let raw = Value::Map([("name".to_owned(), Value::from("x"))].into_iter().collect());
        let broken = read::read(raw);
        let mut odd = Record::new(Key { name: "x".into(), platform: Platform::Linux });
        odd.rest.set("tags", Value::Int(1));
        let said =
            |document: &Document| Lang::ALL.map(|lang| policy_problem(document, Words::of(lang)).unwrap());
        for document in [broken, Document::Readable(Box::new(odd))] {
            let [one, other] = said(&document);
            assert!(one != other && !one.is_empty(), "{one}");
        }
    }
}
