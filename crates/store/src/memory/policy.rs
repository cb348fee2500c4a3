//! Policies in memory: for tests, and for trying a change before it is made.

use std::collections::BTreeMap;

use domain::policy::{Key, Patch, Platform, Record, find, lookup};
use domain::time::Wall;

use super::{MemoryStore, State};
use crate::policy::policy_limits as limits;
use crate::policy::work::{self, Table};
use crate::{Entry, Held, PolicyId, PolicyStore, Seeded, StoreError, Written};

/// What is kept of policies.
#[derive(Debug, Default)]
pub(super) struct Policies {
    revision: u64,
    held: BTreeMap<Key, Held>,
    removed: Vec<Key>,
}

impl MemoryStore {
    /// A store with these policies and nothing else. A document that names no process and platform is left out.
    #[must_use]
    pub fn with_policies(held: Vec<Held>) -> Self {
        let key = |held: &Held| {
            Some(Key { name: held.document.name()?.to_owned(), platform: held.document.platform()? })
        };
        let held = held.into_iter().filter_map(|held| Some((key(&held)?, held))).collect();
        let store = Self::default();
        store.state().policies = Policies { held, ..Policies::default() };
        store
    }
}

impl Table for State {
    type Error = StoreError;

    fn held(&self, key: &Key) -> Result<Option<(Key, Held)>, StoreError> {
        let own = self.policies.held.get_key_value(key).or_else(|| {
            self.policies.held.iter().find(|(other, _)| {
                key.platform == Platform::Windows
                    && other.platform == key.platform
                    && lookup::is_called(&other.name, &key.name, key.platform)
            })
        });
        Ok(own.map(|(key, held)| (key.clone(), held.clone())))
    }

    fn all(&self) -> Result<Vec<Held>, StoreError> {
        Ok(self.policies.held.values().cloned().collect())
    }

    fn count(&self) -> Result<usize, StoreError> {
        Ok(self.policies.held.len())
    }

    fn write(&mut self, id: &PolicyId, record: &Record, _: &str) -> Result<(), StoreError> {
        let document = domain::policy::Document::Readable(Box::new(record.clone()));
        self.policies.held.insert(record.key(), Held { id: id.clone(), document });
        Ok(())
    }

    fn by_id(&self, id: &PolicyId) -> Result<Option<Held>, StoreError> {
        Ok(self.policies.held.values().find(|held| held.id == *id).cloned())
    }

    fn delete_one(&mut self, id: &PolicyId) -> Result<(), StoreError> {
        self.policies.held.retain(|_, held| held.id != *id);
        Ok(())
    }

    fn delete(&mut self, key: &Key) -> Result<(), StoreError> {
        self.policies.held.remove(key);
        Ok(())
    }

    fn removed(&self) -> Result<Vec<Key>, StoreError> {
        Ok(self.policies.removed.clone())
    }

    fn remember(&mut self, key: &Key, _: Wall) -> Result<(), StoreError> {
        self.forget(key)?;
        self.policies.removed.push(key.clone());
        let over = self.policies.removed.len().saturating_sub(limits::REMOVED);
        self.policies.removed.drain(..over);
        Ok(())
    }

    fn forget(&mut self, key: &Key) -> Result<(), StoreError> {
        self.policies.removed.retain(|removed| removed != key);
        Ok(())
    }

    fn changed(&mut self) -> Result<(), StoreError> {
        self.policies.revision += 1;
        Ok(())
    }

    fn audit(&mut self, entry: Entry) -> Result<(), StoreError> {
        self.append(entry);
        Ok(())
    }
}

impl PolicyStore for MemoryStore {
    fn policy_revision(&self) -> Result<u64, StoreError> {
        Ok(self.state().policies.revision)
    }

    fn policies(&self) -> Result<Vec<Held>, StoreError> {
        self.state().all()
    }

    fn policy(&self, id: &PolicyId) -> Result<Option<Held>, StoreError> {
        self.state().by_id(id)
    }

    fn find_policy(&self, name: &str, os: Platform) -> Result<Option<Held>, StoreError> {
        let state = self.state();
        let found = find(state.policies.held.values().map(|held| &held.document), name, os);
        Ok(state.policies.held.values().find(|held| Some(&held.document) == found).cloned())
    }

    fn set_policy(&self, key: &Key, patch: &Patch, entry: Entry) -> Result<Written, StoreError> {
        work::set(&mut *self.state(), key, patch, entry)
    }

    fn add_policy(&self, record: Record, entry: Entry) -> Result<Written, StoreError> {
        work::add(&mut *self.state(), record, entry)
    }

    fn import_policies(&self, records: Vec<Record>, entry: Entry) -> Result<Vec<Written>, StoreError> {
        let mut state = self.state();
        // All or none: nothing here rolls back by itself.
        let (before, audited) = (state.policies.held.clone(), state.audit.len());
        let removed = state.policies.removed.clone();
        let done = work::import(&mut *state, records, entry);
        if done.is_err() {
            state.policies.held = before;
            state.policies.removed = removed;
            state.audit.truncate(audited);
        }
        done
    }

    fn remove_policy(&self, key: &Key, entry: Entry) -> Result<(), StoreError> {
        work::remove(&mut *self.state(), key, entry)
    }

    fn remove_document(&self, id: &PolicyId, entry: Entry) -> Result<(), StoreError> {
        work::remove_one(&mut *self.state(), id, entry)
    }

    fn correct_document(&self, id: &PolicyId, record: Record, entry: Entry) -> Result<Written, StoreError> {
        work::correct(&mut *self.state(), id, record, entry)
    }

    fn seed_policies(&self, seeds: &[Record], at: Wall) -> Result<Seeded, StoreError> {
        work::seed(&mut *self.state(), seeds, at)
    }

    fn removed_policies(&self) -> Result<Vec<Key>, StoreError> {
        self.state().removed()
    }
}
