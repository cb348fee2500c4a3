//! A store of policies that can be gone.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::policy::{Key, Patch, Platform, Record};
use domain::time::Wall;
use store::{Entry, Held, MemoryStore, PolicyId, PolicyStore, Seeded, StoreError, Written};

/// Answers until it is told to be gone.
#[derive(Default)]
pub struct Away {
    inner: MemoryStore,
    gone: AtomicBool,
}

impl Away {
    pub fn go(&self) {
        self.gone.store(true, Ordering::Release);
    }

    pub fn come_back(&self) {
        self.gone.store(false, Ordering::Release);
    }

    fn here(&self) -> Result<&MemoryStore, StoreError> {
        if self.gone.load(Ordering::Acquire) {
            return Err(StoreError::Missing { path: "/nowhere".into() });
        }
        Ok(&self.inner)
    }
}

impl PolicyStore for Away {
    fn policy_revision(&self) -> Result<u64, StoreError> {
        self.here()?.policy_revision()
    }
    fn policies(&self) -> Result<Vec<Held>, StoreError> {
        self.here()?.policies()
    }
    fn policy(&self, id: &PolicyId) -> Result<Option<Held>, StoreError> {
        self.here()?.policy(id)
    }
    fn find_policy(&self, name: &str, os: Platform) -> Result<Option<Held>, StoreError> {
        self.here()?.find_policy(name, os)
    }
    fn set_policy(&self, key: &Key, patch: &Patch, entry: Entry) -> Result<Written, StoreError> {
        self.here()?.set_policy(key, patch, entry)
    }
    fn import_policies(&self, records: Vec<Record>, entry: Entry) -> Result<Vec<Written>, StoreError> {
        self.here()?.import_policies(records, entry)
    }
    fn remove_policy(&self, key: &Key, entry: Entry) -> Result<(), StoreError> {
        self.here()?.remove_policy(key, entry)
    }
    fn seed_policies(&self, seeds: &[Record], at: Wall) -> Result<Seeded, StoreError> {
        self.here()?.seed_policies(seeds, at)
    }
    fn removed_policies(&self) -> Result<Vec<Key>, StoreError> {
        self.here()?.removed_policies()
    }
}
