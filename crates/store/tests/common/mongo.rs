//! Stores on a real MongoDB.
#![allow(dead_code, reason = "each test program uses its part")]

use std::sync::Arc;

use mongod::{COLLECTION, Cluster, DATABASE, Mongod};
use store::{LocalStore, MemoryStore, MongoStore};

/// Whoever runs a database.
pub(crate) trait Stores {
    fn address(&self) -> String;

    /// A store on it, and the audit of its changes.
    fn store(&self) -> (MongoStore, Arc<MemoryStore>) {
        open(&self.address())
    }
}

impl Stores for Mongod {
    fn address(&self) -> String {
        self.url()
    }
}

impl Stores for Cluster {
    fn address(&self) -> String {
        self.url()
    }
}

/// A store at that address, and the audit of its changes.
pub(crate) fn open(url: &str) -> (MongoStore, Arc<MemoryStore>) {
    let audit = Arc::new(MemoryStore::new());
    let local = Arc::clone(&audit) as Arc<dyn LocalStore>;
    (MongoStore::open(url, DATABASE, COLLECTION, local).unwrap(), audit)
}
