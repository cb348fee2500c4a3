//! Reading a document that somebody wrote. Little is needed, and what names a process but lacks that
//! little protects it: a broken "no" never becomes a yes (CONTRACTS §5).

use super::{Descriptions, Key, Map, Platform, Policy, Record, Value};
use crate::decide;
use crate::time::Wall;

/// A document, as far as it can be read.
#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    /// A policy.
    Readable(Box<Record>),
    /// No policy that could be followed.
    Unreadable(Unreadable),
}

/// A document that cannot be read as a policy. If it names a process, that process may not be ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// The process that it names.
    pub name: Option<String>,
    /// Where it would hold; `None` if that cannot be told: everywhere.
    pub platform: Option<Platform>,
    /// What is wrong with it.
    pub why: Fault,
    /// As it was written.
    pub raw: Value,
}

/// What keeps a document from being a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no document at all.
    NotADocument,
    /// `name` is no text, or empty.
    Name,
    /// `platform` is none of `linux`, `windows`, `common`.
    Platform,
    /// `policy.terminatable` is neither true nor false.
    Terminatable,
    /// A field that decides stands in it twice.
    Twice,
    /// It is larger than what is read.
    TooLarge,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::NotADocument, Self::Name, Self::Platform, Self::Terminatable, Self::Twice, Self::TooLarge];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotADocument => "not_a_document",
            Self::Name => "name",
            Self::Platform => "platform",
            Self::Terminatable => "terminatable",
            Self::Twice => "twice",
            Self::TooLarge => "too_large",
        }
    }
}

impl Document {
    /// The process that it names.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Readable(record) => Some(&record.name),
            Self::Unreadable(unreadable) => unreadable.name.as_deref(),
        }
    }

    /// The other names of the program, as far as they are texts.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        let none: (&[String], &[(String, Value)]) = (&[], &[]);
        let (read, fields) = match self {
            Self::Readable(record) => (record.aliases.as_deref().unwrap_or_default(), &*record.rest.0),
            Self::Unreadable(Unreadable { raw: Value::Map(map), .. }) => (none.0, &*map.0),
            Self::Unreadable(_) => none,
        };
        let written = fields.iter().filter(|(key, _)| key == "aliases").flat_map(|(_, value)| match value {
            Value::List(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        });
        read.iter().map(String::as_str).chain(written.filter_map(Value::as_text))
    }

    /// Where it holds; `None` if that cannot be told.
    #[must_use]
    pub fn platform(&self) -> Option<Platform> {
        match self {
            Self::Readable(record) => Some(record.platform),
            Self::Unreadable(unreadable) => unreadable.platform,
        }
    }

    /// The policy, if it is one.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        match self {
            Self::Readable(record) => Some(record),
            Self::Unreadable(_) => None,
        }
    }

    /// Whether processes of its name may be ended as far as it is concerned.
    #[must_use]
    pub fn terminatable(&self) -> bool {
        matches!(self.into(), decide::Record::Read { terminatable: true, .. })
    }
}

/// What decides of it. A mark of the system that is neither true nor false may have been meant as a "no".
impl From<&Document> for decide::Record {
    fn from(document: &Document) -> Self {
        match document {
            Document::Readable(record) if record.policy_rest.get("is_system").is_none() => {
                let Policy { is_system, terminatable, reason } = record.policy.clone();
                Self::Read { is_system, terminatable, reason }
            }
            _ => Self::Unreadable,
        }
    }
}

/// The platform of a word.
#[must_use]
pub fn platform(word: &str) -> Option<Platform> {
    [Platform::Linux, Platform::Windows, Platform::Common]
        .into_iter()
        .find(|platform| platform.word() == word)
}

/// Reads a document.
#[must_use]
pub fn read(raw: Value) -> Document {
    match needed(&raw) {
        Ok((key, policy)) => Document::Readable(Box::new(record(key, policy, &raw))),
        Err(why) => {
            let field = |key: &str| match &raw {
                Value::Map(map) => map.get(key).and_then(Value::as_text),
                _ => None,
            };
            let name = field("name").filter(|name| !name.is_empty()).map(str::to_owned);
            let platform = match why {
                Fault::Twice => None,
                _ => field("platform").and_then(platform),
            };
            Document::Unreadable(Unreadable { name, platform, why, raw })
        }
    }
}

/// What reading needs: name, platform, and whether it may be ended.
fn needed(raw: &Value) -> Result<(Key, &Map), Fault> {
    let Value::Map(map) = raw else { return Err(Fault::NotADocument) };
    let name = map.get("name").and_then(Value::as_text).filter(|name| !name.is_empty()).ok_or(Fault::Name)?;
    let platform = map.get("platform").and_then(Value::as_text).and_then(platform).ok_or(Fault::Platform)?;
    let Some(Value::Map(policy)) = map.get("policy") else { return Err(Fault::Terminatable) };
    let Some(Value::Bool(_)) = policy.get("terminatable") else { return Err(Fault::Terminatable) };
    let twice = |map: &Map, key: &str| map.0.iter().filter(|(name, _)| name == key).count() > 1;
    if ["name", "platform", "policy"].iter().any(|key| twice(map, key)) || twice(policy, "terminatable") {
        return Err(Fault::Twice);
    }
    Ok((Key { name: name.to_owned(), platform }, policy))
}

/// Takes what is of the right type; everything else stays in the rest.
fn record(key: Key, policy: &Map, raw: &Value) -> Record {
    let mut record = Record::new(key);
    record.category = String::new();
    record.policy = Policy { is_system: false, terminatable: false, reason: String::new() };
    for (key, value) in &policy.0 {
        match (key.as_str(), value) {
            ("terminatable", Value::Bool(yes)) => record.policy.terminatable = *yes,
            ("is_system", Value::Bool(yes)) => record.policy.is_system = *yes,
            ("reason", Value::Text(text)) => record.policy.reason.clone_from(text),
            _ => record.policy_rest.0.push((key.clone(), value.clone())),
        }
    }
    let Value::Map(map) = raw else { return record };
    for (key, value) in &map.0 {
        if !take(&mut record, key, value) {
            record.rest.0.push((key.clone(), value.clone()));
        }
    }
    record
}

/// Whether the field is ours and of the right type.
fn take(record: &mut Record, key: &str, value: &Value) -> bool {
    match (key, value) {
        ("name" | "platform" | "policy", _) => true,
        ("category", Value::Text(text)) => put(&mut record.category, text.clone()),
        ("description", Value::Text(text)) => put(&mut record.description, text.clone()),
        ("created_at", Value::Date(at)) => put(&mut record.created_at, Some(*at)),
        ("updated_at", Value::Date(at)) => put(&mut record.updated_at, Some(*at)),
        ("tags", list) => list.as_texts().is_some_and(|tags| put(&mut record.tags, tags)),
        ("aliases", list) => list.as_texts().is_some_and(|aliases| put(&mut record.aliases, Some(aliases))),
        ("expect", Value::Map(expect)) => put(&mut record.expect, Some(expect.clone())),
        ("seed", Value::Map(seed)) => hash(seed).is_some_and(|hash| put(&mut record.seed, Some(hash))),
        ("descriptions", Value::Map(said)) => {
            descriptions(said).is_some_and(|said| put(&mut record.descriptions, Some(said)))
        }
        _ => false,
    }
}

fn put<T>(field: &mut T, value: T) -> bool {
    *field = value;
    true
}

/// A hash alone: with anything beside it the field stays as it is.
fn hash(seed: &Map) -> Option<String> {
    let [(key, Value::Text(hash))] = seed.0.as_slice() else { return None };
    (key == "hash").then(|| hash.clone())
}

fn descriptions(said: &Map) -> Option<Descriptions> {
    let mut both = Descriptions::default();
    for (lang, text) in &said.0 {
        let text = Some(text.as_text()?.to_owned());
        match lang.as_str() {
            "ko" => both.ko = text,
            "en" => both.en = text,
            _ => return None,
        }
    }
    Some(both)
}

/// The fields of a policy that are ours but hold something else than expected, and what else is odd in it.
#[must_use]
pub fn flaws(record: &Record) -> Vec<&'static str> {
    const OURS: [&str; 10] = [
        "category",
        "description",
        "tags",
        "created_at",
        "updated_at",
        "descriptions",
        "aliases",
        "expect",
        "seed",
        "name",
    ];
    let mut flaws: Vec<_> = OURS.into_iter().filter(|key| record.rest.get(key).is_some()).collect();
    let inner = [("is_system", "policy.is_system"), ("reason", "policy.reason")];
    flaws
        .extend(inner.iter().filter(|(key, _)| record.policy_rest.get(key).is_some()).map(|(_, path)| *path));
    if let Err(invalid) = super::valid::name(&record.name) {
        flaws.push(invalid.key);
    }
    flaws
}

/// A moment as documents keep it: to the millisecond, which is what a date of BSON holds.
#[must_use]
pub const fn moment(at: Wall) -> Wall {
    Wall(at.0 - at.0.rem_euclid(1_000_000))
}
