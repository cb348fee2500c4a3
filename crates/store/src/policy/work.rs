//! What every backend of this machine does with policies, over the little that it keeps. One telling, so
//! that they cannot differ.

use std::collections::HashSet;

use domain::policy::{Change, Document, Key, Patch, Platform, Record, change, merge, seed};
use domain::time::Wall;

use super::{Held, PolicyId, Seeded, Written, policy_limits as limits, text_of};
use crate::{Entry, StoreError};

/// The tables of a backend, inside one transaction.
pub(crate) trait Table {
    /// What can go wrong.
    type Error: From<StoreError>;

    /// The document of this key; on Windows that of a name which differs in case alone. And its real key.
    fn held(&self, key: &Key) -> Result<Option<(Key, Held)>, Self::Error>;
    /// All documents.
    fn all(&self) -> Result<Vec<Held>, Self::Error>;
    /// How many documents there are.
    fn count(&self) -> Result<usize, Self::Error>;
    /// The id of a document that is not there yet.
    fn new_id(&self, key: &Key) -> PolicyId {
        PolicyId::of(key)
    }
    /// Keeps a document under its key, in place of any other.
    fn write(&mut self, id: &PolicyId, record: &Record, text: &str) -> Result<(), Self::Error>;
    /// The document of this id.
    fn by_id(&self, id: &PolicyId) -> Result<Option<Held>, Self::Error>;
    /// Whether another document than that of this id has this key.
    fn is_taken(&self, key: &Key, id: &PolicyId) -> Result<bool, Self::Error> {
        Ok(self.held(key)?.is_some_and(|(_, held)| held.id != *id))
    }
    /// Lets the document of this id go and no other; it is not found any more.
    fn delete_one(&mut self, id: &PolicyId) -> Result<(), Self::Error>;
    /// Lets a document go.
    fn delete(&mut self, key: &Key) -> Result<(), Self::Error>;
    /// What was removed.
    fn removed(&self) -> Result<Vec<Key>, Self::Error>;
    /// Remembers that it was removed, as the newest of at most [`limits::REMOVED`].
    fn remember(&mut self, key: &Key, at: Wall) -> Result<(), Self::Error>;
    /// Forgets that it was removed.
    fn forget(&mut self, key: &Key) -> Result<(), Self::Error>;
    /// Notes that policies changed.
    fn changed(&mut self) -> Result<(), Self::Error>;
    /// A line of the audit.
    fn audit(&mut self, entry: Entry) -> Result<(), Self::Error>;
}

pub(crate) fn set<T: Table>(
    table: &mut T,
    key: &Key,
    patch: &Patch,
    entry: Entry,
) -> Result<Written, T::Error> {
    let held = table.held(key)?;
    let old = held.as_ref().map(|(_, held)| &held.document);
    let key = held.as_ref().map_or(key, |(key, _)| key);
    let new = patch.over(old, key);
    let mut room = room(table)?;
    let written = put(table, held, new, entry, &mut room)?;
    if written.change != Change::Unchanged {
        table.changed()?;
    }
    Ok(written)
}

pub(crate) fn add<T: Table>(table: &mut T, record: Record, entry: Entry) -> Result<Written, T::Error> {
    let Key { name, platform } = record.key();
    if table.held(&record.key())?.is_some() {
        return Err(StoreError::PolicyExists { name, platform }.into());
    }
    let mut room = room(table)?;
    let written = put(table, None, record, entry, &mut room)?;
    table.changed()?;
    Ok(written)
}

pub(crate) fn import<T: Table>(
    table: &mut T,
    records: Vec<Record>,
    entry: Entry,
) -> Result<Vec<Written>, T::Error> {
    if records.len() > limits::POLICIES {
        return Err(StoreError::PoliciesFull { limit: limits::POLICIES }.into());
    }
    let mut all = Vec::with_capacity(records.len());
    let mut room = room(table)?;
    for mut record in records {
        let held = table.held(&record.key())?;
        if let Some((key, _)) = &held {
            record.name.clone_from(&key.name);
        }
        all.push(put(table, held, record, entry.clone(), &mut room)?);
    }
    if all.iter().any(|written| written.change != Change::Unchanged) {
        table.changed()?;
    }
    Ok(all)
}

/// Writes one policy over what is kept of it, and its line of the audit.
fn put<T: Table>(
    table: &mut T,
    held: Option<(Key, Held)>,
    new: Record,
    entry: Entry,
    room: &mut usize,
) -> Result<Written, T::Error> {
    let old = held.as_ref().map(|(_, held)| &held.document);
    let (change, record) = merge(old, new, entry.at());
    let id = held.as_ref().map_or_else(|| table.new_id(&record.key()), |(_, held)| held.id.clone());
    if change != Change::Unchanged {
        let differs = change::differences(old, &record);
        let said = format!("{} {}: {differs}", record.platform.word(), change.word());
        write(table, &id, &record, held.is_none().then_some(room))?;
        table.forget(&record.key())?;
        table.audit(entry.name(&record.name).reason(&said))?;
    }
    Ok(Written { id, change, record })
}

/// How many policies may still be added.
fn room<T: Table>(table: &T) -> Result<usize, T::Error> {
    Ok(limits::POLICIES.saturating_sub(table.count()?))
}

/// Keeps a document; one that is new takes of the room.
fn write<T: Table>(
    table: &mut T,
    id: &PolicyId,
    record: &Record,
    takes: Option<&mut usize>,
) -> Result<(), T::Error> {
    let text = text_of(&record.document());
    if text.len() > limits::DOCUMENT_BYTES {
        let name = record.name.clone();
        return Err(StoreError::PolicyTooLarge { name, limit: limits::DOCUMENT_BYTES }.into());
    }
    if let Some(room) = takes {
        *room = room
            .checked_sub(1)
            .ok_or_else(|| T::Error::from(StoreError::PoliciesFull { limit: limits::POLICIES }))?;
    }
    table.write(id, record, &text)
}

pub(crate) fn remove<T: Table>(table: &mut T, key: &Key, entry: Entry) -> Result<(), T::Error> {
    let Some((key, _)) = table.held(key)? else {
        let Key { name, platform } = key.clone();
        return Err(StoreError::PolicyMissing { name, platform }.into());
    };
    table.delete(&key)?;
    table.remember(&key, entry.at())?;
    table.changed()?;
    table.audit(entry.name(&key.name).reason(key.platform.word()))
}

pub(crate) fn remove_one<T: Table>(table: &mut T, id: &PolicyId, entry: Entry) -> Result<(), T::Error> {
    let Some(held) = table.by_id(id)? else {
        return Err(StoreError::DocumentMissing { id: id.clone() }.into());
    };
    table.delete_one(id)?;
    let (name, platform) = (held.document.name().map(str::to_owned), held.document.platform());
    if let (Some(name), Some(platform)) = (name.clone(), platform) {
        let key = Key { name, platform };
        if table.held(&key)?.is_none() {
            table.remember(&key, entry.at())?;
        }
    }
    table.changed()?;
    let said = platform.map_or(UNKNOWN, Platform::word);
    table.audit(entry.name(name.as_deref().unwrap_or(id.as_str())).reason(said))
}

/// In the audit, where a document does not tell its platform.
const UNKNOWN: &str = "?";

pub(crate) fn correct<T: Table>(
    table: &mut T,
    id: &PolicyId,
    record: Record,
    entry: Entry,
) -> Result<Written, T::Error> {
    let Some(held) = table.by_id(id)? else {
        return Err(StoreError::DocumentMissing { id: id.clone() }.into());
    };
    let key = record.key();
    let (name, platform) = (held.document.name(), held.document.platform());
    if name.is_some_and(|own| own != key.name) || platform.is_some_and(|own| own != key.platform) {
        return Err(StoreError::PolicyMissing { name: key.name, platform: key.platform }.into());
    }
    if (name.is_none() || platform.is_none()) && table.is_taken(&key, id)? {
        return Err(StoreError::PolicyExists { name: key.name, platform: key.platform }.into());
    }
    let mut room = room(table)?;
    let written = put(table, Some((key, held)), record, entry, &mut room)?;
    if written.change != Change::Unchanged {
        table.changed()?;
    }
    Ok(written)
}

pub(crate) fn seed<T: Table>(table: &mut T, seeds: &[Record], at: Wall) -> Result<Seeded, T::Error> {
    let held = table.all()?;
    let documents: Vec<&Document> = held.iter().map(|held| &held.document).collect();
    let removed: HashSet<Key> = table.removed()?.into_iter().collect();
    let plan = seed::plan(&documents, &removed, seeds);
    let seeded = Seeded { inserted: plan.insert.len(), updated: plan.update.len() };
    let at = domain::policy::read::moment(at);
    let mut room = limits::POLICIES.saturating_sub(held.len());
    for (records, is_new) in [(plan.insert, true), (plan.update, false)] {
        for mut record in records {
            record.created_at = record.created_at.or(Some(at));
            record.updated_at = Some(at);
            let key = record.key();
            let held = if is_new { None } else { table.held(&key)? };
            let id = held.map_or_else(|| table.new_id(&key), |(_, held)| held.id);
            write(table, &id, &record, is_new.then_some(&mut room))?;
        }
    }
    if seeded != Seeded::default() {
        table.changed()?;
    }
    Ok(seeded)
}
