//! Another program that uses the same database.

use std::fmt;

use mongodb::bson::{Document, RawDocumentBuf, doc};
use mongodb::{Client, Collection};
use tokio::runtime::Runtime;

use crate::{COLLECTION, DATABASE};

/// A client of its own, on the documents of one collection.
pub struct Other {
    runtime: Runtime,
    client: Client,
    collection: String,
}

impl fmt::Debug for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Other").field("collection", &self.collection).finish_non_exhaustive()
    }
}

impl Other {
    /// One at that address, on the policies.
    #[must_use]
    pub fn new(url: &str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let client = runtime.block_on(Client::with_uri_str(url)).unwrap();
        Self { runtime, client, collection: COLLECTION.to_owned() }
    }

    /// The same on another collection.
    #[must_use]
    pub fn on(self, collection: &str) -> Self {
        Self { collection: collection.to_owned(), ..self }
    }

    /// A command of an administrator.
    ///
    /// # Errors
    /// Why the server did not do it.
    pub fn admin(&self, command: Document) -> mongodb::error::Result<Document> {
        let database = self.client.database("admin");
        self.runtime.block_on(async { database.run_command(command).await })
    }

    /// A command on the database that the product uses.
    ///
    /// # Errors
    /// Why the server did not do it.
    pub fn command(&self, command: Document) -> mongodb::error::Result<Document> {
        let database = self.client.database(DATABASE);
        self.runtime.block_on(async { database.run_command(command).await })
    }

    fn held(&self) -> Collection<RawDocumentBuf> {
        self.client.database(DATABASE).collection(&self.collection)
    }

    /// Writes a document as it is.
    pub fn insert(&self, document: impl TryInto<RawDocumentBuf, Error: fmt::Debug>) {
        let document = document.try_into().unwrap();
        self.runtime.block_on(async { self.held().insert_one(document).await }).unwrap();
    }

    /// Writes many.
    pub fn insert_all(&self, documents: impl IntoIterator<Item = Document>) {
        let documents = documents.into_iter().map(|one| RawDocumentBuf::try_from(&one).unwrap());
        let documents: Vec<_> = documents.collect();
        self.runtime.block_on(async { self.held().insert_many(documents).await }).unwrap();
    }

    /// Changes the one document that the filter names.
    pub fn update(&self, filter: Document, change: Document) {
        let done = self.runtime.block_on(async { self.held().update_one(filter, change).await }).unwrap();
        assert_eq!(done.matched_count, 1);
    }

    /// Removes what the filter names.
    pub fn delete(&self, filter: Document) {
        self.runtime.block_on(async { self.held().delete_many(filter).await }).unwrap();
    }

    /// The policy of this name.
    #[must_use]
    pub fn one(&self, name: &str) -> Document {
        self.all(doc! { "name": name }).swap_remove(0)
    }

    /// What the filter names, in the order in which it was written.
    #[must_use]
    pub fn all(&self, filter: Document) -> Vec<Document> {
        self.runtime.block_on(async {
            let mut found = self.held().find(filter).sort(doc! { "$natural": 1 }).await.unwrap();
            let mut all = Vec::new();
            while found.advance().await.unwrap() {
                all.push(Document::try_from(found.current()).unwrap());
            }
            all
        })
    }

    /// How many documents there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.runtime.block_on(async { self.held().count_documents(doc! {}).await }).unwrap()
    }
}
