//! A store of policies that can be gone, or hang.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex};

use domain::policy::{Key, Patch, Platform, Record};
use domain::time::Wall;
use store::{Entry, Held, MemoryStore, PolicyId, PolicyStore, Seeded, StoreError, Written};

/// Answers until it is told to be gone, or to hang.
#[derive(Default)]
pub struct Away {
    inner: MemoryStore,
    gone: AtomicBool,
    hangs: Mutex<bool>,
    answers: Condvar,
}

impl Away {
    pub fn go(&self) {
        self.gone.store(true, Ordering::Release);
    }

    pub fn come_back(&self) {
        self.gone.store(false, Ordering::Release);
    }

    /// Nothing is answered any more, nor refused.
    pub fn hang(&self) {
        *self.hangs.lock().unwrap() = true;
    }

    /// Everything is answered again, what was asked meanwhile too.
    pub fn let_go(&self) {
        *self.hangs.lock().unwrap() = false;
        self.answers.notify_all();
    }

    fn here(&self) -> Result<&MemoryStore, StoreError> {
        drop(self.answers.wait_while(self.hangs.lock().unwrap(), |hangs| *hangs).unwrap());
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
    fn remove_document(&self, id: &PolicyId, entry: Entry) -> Result<(), StoreError> {
        self.here()?.remove_document(id, entry)
    }
    fn correct_document(&self, id: &PolicyId, record: Record, entry: Entry) -> Result<Written, StoreError> {
        self.here()?.correct_document(id, record, entry)
    }
    fn seed_policies(&self, seeds: &[Record], at: Wall) -> Result<Seeded, StoreError> {
        self.here()?.seed_policies(seeds, at)
    }
    fn removed_policies(&self) -> Result<Vec<Key>, StoreError> {
        self.here()?.removed_policies()
    }
}
