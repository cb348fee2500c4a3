//! A copy of this machine's audit in MongoDB, for who wants to read the audits of several machines in one place. The
//! audit itself stays here: nothing waits for the copy, and nothing is decided by it.
//!
//! A row has the same `_id` whenever it is copied: which audit it is of, its number, and the beginning of its link. So a
//! row that is copied twice is one document, one that was written over afterwards is another one, and neither takes the
//! place of what is there. Nothing is ever changed or removed.

use std::sync::{Arc, Mutex, PoisonError};

use mongodb::bson::{Bson, Document, doc};

use super::bson::date;
use super::fault::{Fault, of_reply};
use super::link::{LONG, Link, Place, SHORT};
use crate::audit::Link as Chain;
use crate::sqlite::Linked;
use crate::{AuditRow, SqliteStore, StoreError};

/// Rows that are copied in one go: well below what one command may hold.
const BATCH: usize = 500;

/// The way for copies of one audit.
pub struct AuditCopy {
    link: Link,
    local: Arc<SqliteStore>,
    host: String,
    /// Up to which number it is there; not known before it was asked, and after something went wrong.
    copied: Mutex<Option<u64>>,
}

/// What one step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Rows that are there now and were not, or may not have been; nothing is left when there are none.
    pub rows: usize,
    /// There are rows of this audit that it does not have any more: it was restored, cut off or written over.
    pub strayed: bool,
}

impl AuditCopy {
    pub(super) fn new(link: Link, local: Arc<SqliteStore>, host: &str) -> Self {
        Self { link, local, host: host.to_owned(), copied: Mutex::new(None) }
    }

    /// Copies the next rows, a bounded number. Asks the database nothing while there is nothing new.
    ///
    /// # Errors
    /// Why it could not be done. It is begun again from what the database has.
    pub fn copy(&self) -> Result<Copied, StoreError> {
        let mut place = self.copied.lock().unwrap_or_else(PoisonError::into_inner);
        let source = self.local.audit_source()?;
        let (from, strayed) = match *place {
            Some(copied) => (copied, false),
            None => self.resume(&source)?,
        };
        *place = Some(from);
        let Some(Linked { rows, last }) = self.local.audit_after(from, BATCH)? else {
            return Ok(Copied { rows: 0, strayed });
        };
        let documents: Vec<(String, Document)> = rows
            .iter()
            .map(|(row, chain)| (id(&source, row.id, chain), self.document(&source, row, chain)))
            .collect();
        let done = self.link.ask(LONG, |there| async move { put(&there, documents).await });
        *place = done.is_ok().then_some(last);
        done.map_err(|fault| fault.at(self.link.address()))?;
        Ok(Copied { rows: rows.len(), strayed })
    }

    fn ask<T: Send + 'static, F: Future<Output = Result<T, Fault>> + Send>(
        &self,
        question: impl FnOnce(Place) -> F + Send + 'static,
    ) -> Result<T, StoreError> {
        self.link.ask(SHORT, question).map_err(|fault| fault.at(self.link.address()))
    }

    /// Up to which of our rows the copy goes, and whether it has others that we do not have.
    fn resume(&self, source: &str) -> Result<(u64, bool), StoreError> {
        let of = source.to_owned();
        let Some(last) = self.ask(|there| async move { last(&there, &of).await })? else {
            return Ok((0, false));
        };
        if let Some(number) = number(source, &last)
            && let Some((row, chain)) = self.local.audit_at(number)?
            && id(source, row, &chain) == last
        {
            return Ok((number, false));
        }
        // Rows are copied in their order, and each goes by all before it: what is there of ours is a beginning of ours.
        let mut there = 0;
        let mut beyond = self.local.audit_at(u64::MAX)?.map_or(1, |(head, _)| head.saturating_add(1));
        while beyond - there > 1 {
            let middle = there + (beyond - there) / 2;
            let Some((row, chain)) = self.local.audit_at(middle)?.filter(|(row, _)| *row > there) else {
                // No row of ours has these numbers.
                there = middle;
                continue;
            };
            let wanted = id(source, row, &chain);
            match self.ask(|place| async move { has(&place, &wanted).await })? {
                true => there = middle,
                false => beyond = row,
            }
        }
        Ok((there, true))
    }

    fn document(&self, source: &str, row: &AuditRow, chain: &Chain) -> Document {
        let AuditRow { id, at, actor, action, outcome, key, name, code, reason, address } = row;
        let text = |text: &Option<String>| text.clone().map_or(Bson::Null, Bson::String);
        doc! {
            "host": &self.host,
            "source": source,
            "entry": i64::try_from(*id).unwrap_or(i64::MAX),
            "at": date(*at),
            // To the nanosecond: the chain goes by it.
            "at_ns": at.0,
            "actor": actor.as_str(),
            "action": action,
            "key": text(key),
            "name": text(name),
            "outcome": outcome.word(),
            "code": text(code),
            "reason": text(reason),
            "address": text(&address.map(|address| address.to_string())),
            "hash": hex(chain),
        }
    }
}

/// The `_id` of a row. In the order of the rows, as text.
fn id(source: &str, row: u64, chain: &Chain) -> String {
    format!("{source}-{row:016}-{}", hex(chain.get(..8).unwrap_or_default()))
}

/// The number of the row with this `_id`.
fn number(source: &str, id: &str) -> Option<u64> {
    id.strip_prefix(source)?.strip_prefix('-')?.split('-').next()?.parse().ok()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The `_id` of the last row of this audit.
async fn last(place: &Place, source: &str) -> Result<Option<String>, Fault> {
    // What begins with `SOURCE-` is after that and before `SOURCE.`.
    let ours = doc! { "_id": { "$gte": format!("{source}-"), "$lt": format!("{source}.") } };
    let mut found =
        place.held.find(ours).sort(doc! { "_id": -1 }).projection(doc! { "_id": 1 }).limit(1).await?;
    let is_there = found.advance().await?;
    Ok(is_there.then(|| found.current().get_str("_id").ok().map(str::to_owned)).flatten())
}

async fn has(place: &Place, id: &str) -> Result<bool, Fault> {
    let found = place.held.find_one(doc! { "_id": { "$eq": id } }).projection(doc! { "_id": 1 }).await?;
    Ok(found.is_some())
}

/// Puts documents where there are none of these `_id`s yet, in this order.
async fn put(place: &Place, documents: Vec<(String, Document)>) -> Result<(), Fault> {
    let update = |(id, document): (String, Document)| {
        Bson::Document(doc! { "q": { "_id": id }, "u": { "$setOnInsert": document }, "upsert": true })
    };
    let updates: Vec<Bson> = documents.into_iter().map(update).collect();
    if updates.is_empty() {
        return Ok(());
    }
    let command = doc! {
        "update": place.held.name(),
        "updates": updates,
        "ordered": true,
        "writeConcern": { "w": "majority", "j": true },
    };
    of_reply(&place.database.run_command(command).await?)
}
