//! A policy that could be read, and its document.

use super::{Map, Platform, Value};
use crate::time::Wall;

/// What makes a policy one: no two have the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The name of the process, as the process has it.
    pub name: String,
    /// Where it holds.
    pub platform: Platform,
}

/// What may be done with processes of that name. A policy takes permission away, it never gives any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Part of the operating system.
    pub is_system: bool,
    /// `false` forbids to end it; `true` says only that nothing here speaks against it.
    pub terminatable: bool,
    /// Why.
    pub reason: String,
}

/// A sentence in either language, or in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Descriptions {
    /// Korean; what `description` says.
    pub ko: Option<String>,
    /// English.
    pub en: Option<String>,
}

/// A policy (CONTRACTS §5). What is absent in its document is empty or `None` here.
///
/// A field of the document whose value is of another type than expected is in [`Self::rest`] (or
/// [`Self::policy_rest`]) as it was: it is written back unless somebody gives the field a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The name of the process.
    pub name: String,
    /// Where it holds.
    pub platform: Platform,
    /// What kind of work the program does: mostly, but not only, one of the catalogue's words.
    pub category: String,
    /// What it is: the Korean sentence.
    pub description: String,
    /// What may be done with it.
    pub policy: Policy,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// When it was made.
    pub created_at: Option<Wall>,
    /// When it was changed last.
    pub updated_at: Option<Wall>,
    /// What it is, in both languages.
    pub descriptions: Option<Descriptions>,
    /// Other names of the program.
    pub aliases: Option<Vec<String>>,
    /// What is normal for it: `users`, `paths`, `ports`, `public`, `parent`.
    pub expect: Option<Map>,
    /// The hash of what this program brought along, if it did ([`super::seed`]).
    pub seed: Option<String>,
    /// Fields that this program does not know.
    pub rest: Map,
    /// Fields of `policy` that this program does not know.
    pub policy_rest: Map,
}

impl Record {
    /// A policy about which nothing more is said: category `general`, nothing speaks against ending it.
    #[must_use]
    pub fn new(key: Key) -> Self {
        Self {
            name: key.name,
            platform: key.platform,
            category: "general".to_owned(),
            description: String::new(),
            policy: Policy {
                is_system: false,
                terminatable: true,
                reason: super::classify::USER_APPLICATION.to_owned(),
            },
            tags: Vec::new(),
            created_at: None,
            updated_at: None,
            descriptions: None,
            aliases: None,
            expect: None,
            seed: None,
            rest: Map::default(),
            policy_rest: Map::default(),
        }
    }

    /// What makes it one.
    #[must_use]
    pub fn key(&self) -> Key {
        Key { name: self.name.clone(), platform: self.platform }
    }

    /// Its document: M9's fields in M9's order, ours, then those that we do not know.
    #[must_use]
    pub fn document(&self) -> Map {
        let mut map = self.content();
        if let Some(at) = self.created_at {
            set(&mut map, &self.rest, "created_at", Value::Date(at));
        }
        if let Some(at) = self.updated_at {
            set(&mut map, &self.rest, "updated_at", Value::Date(at));
        }
        if let Some(hash) = &self.seed {
            set(
                &mut map,
                &self.rest,
                "seed",
                Value::Map(Map(vec![("hash".to_owned(), Value::Text(hash.clone()))])),
            );
        }
        append(&mut map, &self.rest);
        map
    }

    /// What somebody wrote: the document without dates, seed and unknown fields.
    pub(super) fn content(&self) -> Map {
        let mut map = Map::default();
        let mut put = |key: &str, value: Value| set(&mut map, &self.rest, key, value);
        put("name", Value::from(self.name.as_str()));
        put("platform", Value::from(self.platform.word()));
        put("category", Value::from(self.category.as_str()));
        put("description", Value::from(self.description.as_str()));
        put("policy", Value::Map(self.policy_document()));
        put("tags", Value::from(self.tags.as_slice()));
        if let Some(Descriptions { ko, en }) = &self.descriptions {
            let said = [("ko", ko), ("en", en)];
            let said = said
                .into_iter()
                .filter_map(|(lang, text)| Some((lang.to_owned(), Value::from(text.as_deref()?))));
            put("descriptions", Value::Map(said.collect()));
        }
        if let Some(aliases) = &self.aliases {
            put("aliases", Value::from(aliases.as_slice()));
        }
        if let Some(expect) = &self.expect {
            put("expect", Value::Map(expect.clone()));
        }
        map
    }

    fn policy_document(&self) -> Map {
        let Policy { is_system, terminatable, reason } = &self.policy;
        let mut map = Map::default();
        set(&mut map, &self.policy_rest, "is_system", Value::Bool(*is_system));
        set(&mut map, &self.policy_rest, "terminatable", Value::Bool(*terminatable));
        set(&mut map, &self.policy_rest, "reason", Value::from(reason.as_str()));
        append(&mut map, &self.policy_rest);
        map
    }
}

/// Puts a field in its place, with the value that could not be read in the stead of ours.
fn set(map: &mut Map, rest: &Map, key: &str, value: Value) {
    map.set(key, rest.get(key).cloned().unwrap_or(value));
}

fn append(map: &mut Map, rest: &Map) {
    for (key, value) in &rest.0 {
        if map.get(key).is_none() {
            map.0.push((key.clone(), value.clone()));
        }
    }
}
