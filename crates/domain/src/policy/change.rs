//! How a policy changes: as a whole, by an import, or field by field, by an operator. What a change does
//! not speak of stays.

use super::{Descriptions, Document, Key, Map, Record, classify, content_hash, read};
use crate::time::Wall;

/// The reason of an operator who gave none.
pub const OPERATOR_DECISION: &str = "Operator Decision";

/// What became of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// There was none.
    Created,
    /// It says something else now.
    Updated,
    /// It says the same as before.
    Unchanged,
}

impl Change {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
        }
    }
}

/// What is in the store once `new` was written over `old` of the same key, at `at`.
///
/// When it was made, the seed it came from, and fields that `new` does not speak of stay; an English
/// sentence about another Korean one does not.
#[must_use]
pub fn merge(old: Option<&Document>, new: Record, at: Wall) -> (Change, Record) {
    let at = read::moment(at);
    let mut new = new;
    let old = match old {
        None => {
            new.created_at = new.created_at.or(Some(at));
            new.updated_at = new.updated_at.or(Some(at));
            return (Change::Created, new);
        }
        Some(Document::Unreadable(broken)) => {
            if let super::Value::Map(raw) = &broken.raw {
                inherit(&mut new.rest, &without_ours(raw));
            }
            new.created_at = new.created_at.or(Some(at));
            new.updated_at = Some(at);
            return (Change::Updated, new);
        }
        Some(Document::Readable(old)) => old,
    };
    new.created_at = old.created_at.or(new.created_at).or(Some(at));
    new.seed.clone_from(&old.seed);
    new.aliases = new.aliases.or_else(|| old.aliases.clone());
    new.expect = new.expect.or_else(|| old.expect.clone());
    new.descriptions = new.descriptions.or_else(|| {
        let same = old.description == new.description;
        let said = if same { old.descriptions.clone() } else { None };
        said.or_else(|| old.descriptions.as_ref().map(|_| korean(&new.description)))
    });
    inherit(&mut new.rest, &without_ours(&old.rest));
    inherit(&mut new.policy_rest, &without(&old.policy_rest, &["is_system", "terminatable", "reason"]));
    if content_hash(&new) == content_hash(old) {
        return (Change::Unchanged, (**old).clone());
    }
    new.updated_at = Some(at);
    (Change::Updated, new)
}

fn korean(sentence: &str) -> Descriptions {
    Descriptions { ko: Some(sentence.to_owned()), en: None }
}

/// Fields that this program writes itself.
const OURS: [&str; 12] = [
    "name",
    "platform",
    "category",
    "description",
    "policy",
    "tags",
    "created_at",
    "updated_at",
    "descriptions",
    "aliases",
    "expect",
    "seed",
];

fn without_ours(map: &Map) -> Map {
    without(map, &OURS)
}

fn without(map: &Map, keys: &[&str]) -> Map {
    map.0.iter().filter(|(key, _)| !keys.contains(&key.as_str())).cloned().collect()
}

fn inherit(rest: &mut Map, old: &Map) {
    for (key, value) in &old.0 {
        if rest.get(key).is_none() {
            rest.0.push((key.clone(), value.clone()));
        }
    }
}

/// What an operator says about a policy; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// `policy.terminatable`.
    pub terminatable: Option<bool>,
    /// `policy.is_system`.
    pub is_system: Option<bool>,
    /// `policy.reason`.
    pub reason: Option<String>,
    /// `category`.
    pub category: Option<String>,
    /// `description`: the Korean sentence.
    pub description: Option<String>,
    /// `descriptions.en`.
    pub description_en: Option<String>,
    /// All `tags`.
    pub tags: Option<Vec<String>>,
}

impl Patch {
    /// The policy of this key with the patch over it; a new one if there is none or it cannot be read.
    ///
    /// A new one that is part of the system may not be ended unless the patch says so. A changed permission
    /// without a reason is an operator's decision.
    #[must_use]
    pub fn over(&self, old: Option<&Document>, key: &Key) -> Record {
        let known = old.and_then(Document::record).cloned();
        let is_new = known.is_none();
        let mut record = known.unwrap_or_else(|| Record::new(key.clone()));
        let inner = &mut record.policy_rest;
        if let Some(is_system) = self.is_system {
            record.policy.is_system = is_system;
            inner.remove("is_system");
            if is_new && is_system {
                record.policy.terminatable = false;
                record.policy.reason = classify::SYSTEM_CORE.to_owned();
            }
        }
        if let Some(terminatable) = self.terminatable
            && terminatable != record.policy.terminatable
        {
            record.policy.terminatable = terminatable;
            record.policy.reason = OPERATOR_DECISION.to_owned();
        }
        if let Some(reason) = &self.reason {
            record.policy.reason.clone_from(reason);
            inner.remove("reason");
        }
        replace(&mut record.category, &mut record.rest, "category", self.category.as_ref());
        replace(&mut record.tags, &mut record.rest, "tags", self.tags.as_ref());
        self.describe(&mut record);
        record
    }

    fn describe(&self, record: &mut Record) {
        let korean_changed = self.description.as_ref().is_some_and(|new| *new != record.description);
        replace(&mut record.description, &mut record.rest, "description", self.description.as_ref());
        if self.description_en.is_none() && (!korean_changed || record.descriptions.is_none()) {
            return;
        }
        let mut said = record.descriptions.take().unwrap_or_default();
        said.ko = Some(record.description.clone()).filter(|text| !text.is_empty());
        // The old English sentence is about the old Korean one.
        said.en = if korean_changed {
            self.description_en.clone()
        } else {
            self.description_en.clone().or(said.en)
        };
        record.rest.remove("descriptions");
        record.descriptions = Some(said);
    }
}

fn replace<T: Clone>(field: &mut T, rest: &mut Map, key: &str, value: Option<&T>) {
    if let Some(value) = value {
        field.clone_from(value);
        rest.remove(key);
    }
}

/// What differs between two versions of a policy, for whoever reads its history: `terminatable true → false,
/// category`.
#[must_use]
pub fn differences(old: Option<&Document>, new: &Record) -> String {
    let Some(old) = old.and_then(Document::record) else {
        return format!("terminatable {}", new.policy.terminatable);
    };
    let mut said = Vec::new();
    let yes_no = [
        ("terminatable", old.policy.terminatable, new.policy.terminatable),
        ("is_system", old.policy.is_system, new.policy.is_system),
    ];
    said.extend(
        yes_no
            .iter()
            .filter(|(_, old, new)| old != new)
            .map(|(key, old, new)| format!("{key} {old} → {new}")),
    );
    if old.policy.reason != new.policy.reason {
        said.push("reason".to_owned());
    }
    let (old, new) = (old.document(), new.document());
    let fields = new.0.iter().filter(|(key, value)| {
        !["policy", "created_at", "updated_at", "seed"].contains(&key.as_str()) && old.get(key) != Some(value)
    });
    said.extend(fields.map(|(key, _)| key.clone()));
    said.join(", ")
}
