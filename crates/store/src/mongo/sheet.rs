//! What a change looks at and what it wants: the documents as they were read, and the steps that lead to how they
//! shall be. Nothing is written here ([`super::apply`]).

use std::collections::{HashMap, HashSet};

use domain::policy::{Document as Policy, Fault as Flaw, Key, Map, Platform, Record, Value, lookup};
use domain::time::Wall;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, Document, RawDocumentBuf};

use super::bson;
use super::read::Row;
use crate::policy::work::Table;
use crate::{Entry, Held, PolicyId, StoreError, policy_limits as limits};

/// One thing to do.
#[derive(Debug)]
pub(super) enum Step {
    /// A new document.
    Insert(Document),
    /// Fields of a document.
    Update { id: Bson, set: Document, unset: Document },
    /// A whole document, where fields alone cannot be named.
    Replace { id: Bson, document: Document },
    /// Let every document of a key go.
    Delete(Vec<Which>),
    /// Remember that a key was removed.
    Remember(Key, Wall),
    /// Forget that it was.
    Forget(Key),
}

/// Which document goes.
#[derive(Debug)]
pub(super) enum Which {
    /// The one with this `_id`.
    Id(Bson),
    /// All of this name and platform.
    Key(Key),
}

/// The documents that a change looks at.
pub(super) struct Sheet {
    rows: Vec<Row>,
    by_name: HashMap<String, Vec<usize>>,
    by_id: HashMap<PolicyId, usize>,
    count: usize,
    /// In the order in which they were removed.
    removed: Vec<Key>,
    /// Of these, the ones that are not to be forgotten yet.
    remembered: HashSet<Key>,
    /// What is to be done.
    pub(super) steps: Vec<Step>,
    /// What the audit is to say about it.
    pub(super) said: Vec<Entry>,
}

impl Sheet {
    /// A sheet of these documents, of `count` that there are.
    pub(super) fn new(rows: Vec<Row>, count: usize, removed: Vec<Key>) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let by_id = rows.iter().enumerate().map(|(at, row)| (row.held.id.clone(), at)).collect();
        for (at, row) in rows.iter().enumerate() {
            if let Some(name) = row.held.document.name() {
                by_name.entry(lookup::folded(name)).or_default().push(at);
            }
        }
        Self {
            rows,
            by_name,
            by_id,
            count,
            remembered: removed.iter().cloned().collect(),
            removed,
            steps: Vec::new(),
            said: Vec::new(),
        }
    }

    /// The documents that this key means, the one that holds first: an unreadable one, then one that forbids.
    fn meant(&self, key: &Key) -> Vec<&Row> {
        let about = self.by_name.get(&lookup::folded(&key.name)).into_iter().flatten();
        let same = |row: &&Row| {
            let document = &row.held.document;
            let fits = match (document, document.platform()) {
                (_, Some(platform)) => platform == key.platform,
                // Nobody can tell where it holds: whoever writes or removes the policy of its name means it too.
                (Policy::Unreadable(_), None) => true,
                (Policy::Readable(_), None) => false,
            };
            fits && document.name().is_some_and(|name| lookup::is_called(name, &key.name, key.platform))
        };
        let mut meant: Vec<&Row> = about.filter_map(|at| self.rows.get(*at)).filter(same).collect();
        meant.sort_by_key(|row| {
            let document = &row.held.document;
            (document.name() != Some(key.name.as_str()), document.record().is_some(), document.terminatable())
        });
        meant
    }
}

impl Table for Sheet {
    type Error = StoreError;

    fn held(&self, key: &Key) -> Result<Option<(Key, Held)>, StoreError> {
        Ok(self.meant(key).first().map(|row| {
            let name = row.held.document.name().unwrap_or(&key.name).to_owned();
            (Key { name, platform: key.platform }, row.held.clone())
        }))
    }

    fn all(&self) -> Result<Vec<Held>, StoreError> {
        Ok(self.rows.iter().map(|row| row.held.clone()).collect())
    }

    fn count(&self) -> Result<usize, StoreError> {
        Ok(self.count)
    }

    fn new_id(&self, _: &Key) -> PolicyId {
        PolicyId::kept(ObjectId::new().to_hex())
    }

    fn write(&mut self, id: &PolicyId, record: &Record, _: &str) -> Result<(), StoreError> {
        let new = record.document();
        let readable = Policy::Readable(Box::new(record.clone()));
        let place = self.by_id.get(id).copied();
        let Some(row) = place.and_then(|at| self.rows.get_mut(at)) else {
            let mut document = bson::document(&new);
            let own = bson::object_id(id).map_or(Bson::Null, Bson::ObjectId);
            document.insert("_id", own.clone());
            self.by_name.entry(lookup::folded(&record.name)).or_default().push(self.rows.len());
            self.by_id.insert(id.clone(), self.rows.len());
            let held = Held { id: id.clone(), document: readable };
            self.rows.push(Row { id: Some(own), held, whole: None });
            self.steps.push(Step::Insert(document));
            return Ok(());
        };
        let (Some(own), Some(whole)) = (row.id.clone(), &row.whole) else {
            // Too large to be read, so nobody knows what a change would leave of it.
            let name = record.name.clone();
            return Err(StoreError::PolicyTooLarge { name, limit: limits::DOCUMENT_BYTES });
        };
        let step = match &row.held.document {
            Policy::Readable(old) => change(own, whole, &old.document(), &new),
            // Its bytes are no text: nothing of it can be kept.
            Policy::Unreadable(broken) if broken.why == Flaw::NotADocument => {
                Some(replace(own, whole, &Map::default(), &new))
            }
            Policy::Unreadable(broken) => match &broken.raw {
                Value::Map(raw) => change(own, whole, raw, &new),
                _ => change(own, whole, &Map::default(), &new),
            },
        };
        row.held.document = readable;
        self.steps.extend(step);
        Ok(())
    }

    fn by_id(&self, id: &PolicyId) -> Result<Option<Held>, StoreError> {
        Ok(self.by_id.get(id).and_then(|at| self.rows.get(*at)).map(|row| row.held.clone()))
    }

    fn is_taken(&self, key: &Key, id: &PolicyId) -> Result<bool, StoreError> {
        let is_other = |row: &&Row| row.held.id != *id && row.held.document.platform() == Some(key.platform);
        Ok(self.meant(key).iter().any(is_other))
    }

    fn delete_one(&mut self, id: &PolicyId) -> Result<(), StoreError> {
        let missing = || StoreError::DocumentMissing { id: id.clone() };
        let at = self.by_id.remove(id).ok_or_else(missing)?;
        self.by_name.values_mut().for_each(|rows| rows.retain(|other| *other != at));
        // An `_id` that is too large to be read names nothing.
        let own = self.rows.get(at).and_then(|row| row.id.clone()).ok_or_else(missing)?;
        self.steps.push(Step::Delete(vec![Which::Id(own)]));
        Ok(())
    }

    fn delete(&mut self, key: &Key) -> Result<(), StoreError> {
        let which = |row: &&Row| match &row.id {
            Some(id) => Which::Id(id.clone()),
            None => Which::Key(Key {
                name: row.held.document.name().unwrap_or(&key.name).to_owned(),
                platform: key.platform,
            }),
        };
        // Where there is no unique index, there may be several: none of them is to come up again.
        let step = Step::Delete(self.meant(key).iter().map(which).collect());
        self.steps.push(step);
        Ok(())
    }

    fn removed(&self) -> Result<Vec<Key>, StoreError> {
        Ok(self.removed.clone())
    }

    fn remember(&mut self, key: &Key, at: Wall) -> Result<(), StoreError> {
        self.steps.push(Step::Remember(key.clone(), at));
        Ok(())
    }

    fn forget(&mut self, key: &Key) -> Result<(), StoreError> {
        if self.remembered.remove(key) {
            self.steps.push(Step::Forget(key.clone()));
        }
        Ok(())
    }

    fn changed(&mut self) -> Result<(), StoreError> {
        // What was changed is seen by reading it again.
        Ok(())
    }

    fn audit(&mut self, entry: Entry) -> Result<(), StoreError> {
        self.said.push(entry);
        Ok(())
    }
}

/// The step from what was read of a document to what it shall be. `None` if that is the same.
pub(super) fn change(id: Bson, whole: &RawDocumentBuf, old: &Map, new: &Map) -> Option<Step> {
    if let Some(Difference { set, unset }) = Difference::of(old, new) {
        // An update without fields would be another document, an empty one.
        return (!set.is_empty() || !unset.is_empty()).then_some(Step::Update { id, set, unset });
    }
    Some(replace(id, whole, old, new))
}

/// The step that writes the whole document anew.
fn replace(id: Bson, whole: &RawDocumentBuf, old: &Map, new: &Map) -> Step {
    // Types that a value of ours does not have stay in the fields that nobody changed.
    let whole = Document::try_from(&**whole).unwrap_or_default().into_iter();
    let mut document: Document = whole.filter(|(key, _)| key == "_id" || new.get(key).is_some()).collect();
    // Of a field that stood there twice, nobody can tell which one this is.
    let as_it_was = |key: &String, value: &Value| {
        let mut before = old.0.iter().filter(|(of, _)| of == key);
        before.next().is_some_and(|(_, before)| before == value) && before.next().is_none()
    };
    for (key, value) in new.0.iter().filter(|(key, value)| !as_it_was(key, value)) {
        document.insert(key.clone(), bson::bson(value));
    }
    Step::Replace { id, document }
}

/// The fields that differ between two documents: others may be changed by somebody else meanwhile.
struct Difference {
    set: Document,
    unset: Document,
}

impl Difference {
    /// `None` if a field has a name that MongoDB would take for a path or an operator, or stands there twice.
    fn of(old: &Map, new: &Map) -> Option<Self> {
        let mut difference = Self { set: Document::new(), unset: Document::new() };
        difference.fields("", old, new)?;
        Some(difference)
    }

    fn fields(&mut self, path: &str, old: &Map, new: &Map) -> Option<()> {
        let mut seen = HashSet::new();
        if !old.0.iter().all(|(key, _)| seen.insert(key)) {
            return None;
        }
        for (key, value) in &new.0 {
            match (old.get(key), value) {
                (Some(was), value) if was == value => {}
                (Some(Value::Map(was)), Value::Map(value)) if path.is_empty() && key == "policy" => {
                    self.fields("policy.", was, value)?;
                }
                _ => drop(self.set.insert(format!("{path}{}", plain(key)?), bson::bson(value))),
            }
        }
        for (key, _) in old.0.iter().filter(|(key, _)| new.get(key).is_none()) {
            self.unset.insert(format!("{path}{}", plain(key)?), "");
        }
        Some(())
    }
}

fn plain(key: &str) -> Option<&str> {
    (!key.is_empty() && !key.starts_with('$') && !key.contains('.')).then_some(key)
}

/// The key of a name and the word of a platform.
pub(super) fn key_of(name: &str, platform: &str) -> Option<Key> {
    let platform: Platform = domain::policy::read::platform(platform)?;
    Some(Key { name: name.to_owned(), platform })
}
