//! Reading documents, bounded: what another program wrote may be of any shape and size.

use domain::policy::{Document as Policy, Fault as Flaw, Key, Map, Platform, Unreadable, Value, read};
use mongodb::bson::{Bson, Document, RawBsonRef, RawDocument, RawDocumentBuf, doc};
use sha2::{Digest, Sha256};

use super::bson;
use super::fault::Fault;
use super::link::Place;
use crate::{Held, PolicyId, RemoteFault, policy_limits as limits, rule_limits};

/// The largest document that is read whole, in bytes. What we write ourselves is smaller
/// ([`limits::DOCUMENT_BYTES`]); another program's may hold more beside it.
const WHOLE_BYTES: i32 = 256 * 1024;
/// The largest name, platform or `_id` of a larger one that is read, in bytes.
const PART_BYTES: i32 = 2 * 1024;
/// Stands for an `_id` that is too large to be read: nothing can be done to that document here.
const NO_ID: &str = "too-large";
/// What the `_id` of a document is called in its [`shape`].
const OWN: &str = "own";
/// How much is read in one go, in bytes.
const ALL_BYTES: usize = 64 * 1024 * 1024;

/// What kind of documents a collection holds.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// How many of them are read.
    pub(super) most: usize,
    /// By which fields one is told that is too large to be read.
    pub(super) parts: &'static [&'static str],
}

/// Policies.
pub(super) const POLICIES: Kind = Kind { most: limits::POLICIES, parts: &["name", "platform"] };
/// Rules of the autopilot.
pub(super) const RULES: Kind = Kind { most: rule_limits::RULES, parts: &["id"] };

/// A policy as it is kept there.
pub(super) struct Row {
    /// Its `_id`; `None` if it is too large to be read.
    pub(super) id: Option<Bson>,
    /// What it says to us.
    pub(super) held: Held,
    /// The document itself; `None` if it is too large to be read.
    pub(super) whole: Option<RawDocumentBuf>,
}

/// What was read.
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    /// There is no more of it.
    pub(super) complete: bool,
}

impl Rows {
    /// All documents, if there is no more of them.
    pub(super) fn whole(self) -> Result<Vec<Row>, Fault> {
        match self.complete {
            true => Ok(self.rows),
            false => Err(Fault::new(RemoteFault::Other, "more documents than are kept")),
        }
    }
}

/// Documents about this name on this platform: on Windows, where names have no case, whatever may be about it.
pub(super) fn about(name: &str, platform: Platform) -> Document {
    match platform {
        Platform::Windows => doc! { "platform": { "$ne": Platform::Linux.word() } },
        // The name is a value, never a part of the question.
        Platform::Linux | Platform::Common => doc! { "name": { "$eq": name } },
    }
}

/// Documents that have this name, or have it among their other names.
pub(super) fn called(name: &str, os: Platform) -> Document {
    match os {
        Platform::Windows => about(name, os),
        Platform::Linux | Platform::Common => {
            doc! { "$or": [{ "name": { "$eq": name } }, { "aliases": { "$eq": name } }] }
        }
    }
}

/// The document of this id, and what is about this key.
pub(super) fn one(id: &PolicyId, key: Option<&Key>) -> Document {
    match (bson::object_id(id), key) {
        // Another program chose the `_id`: only reading all of them tells.
        (None, _) => doc! {},
        (Some(id), None) => doc! { "_id": id },
        (Some(id), Some(key)) => doc! { "$or": [{ "_id": id }, about(&key.name, key.platform)] },
    }
}

/// Reads what the filter names.
pub(super) async fn rows(place: &Place, filter: Document) -> Result<Rows, Fault> {
    let mut rows = Vec::new();
    let complete = each(place, filter, POLICIES, |found| rows.push(row(found))).await?;
    rows.sort_by(|one, other| order(one).cmp(&order(other)));
    Ok(Rows { rows, complete })
}

fn order(row: &Row) -> (Option<&str>, Option<Platform>, &PolicyId) {
    (row.held.document.name(), row.held.document.platform(), &row.held.id)
}

/// The hash of all documents together, whatever their order.
pub(super) async fn hash(place: &Place, kind: Kind) -> Result<[u8; 32], Fault> {
    let mut all = [0; 32];
    let add = |found: &RawDocument| {
        let one: [u8; 32] = Sha256::digest(found.as_bytes()).into();
        for (sum, byte) in all.iter_mut().zip(one) {
            *sum ^= byte;
        }
    };
    each(place, doc! {}, kind, add).await?;
    Ok(all)
}

/// Calls `take` with as many documents as are read of this kind, each as [`shape`] puts it; whether these were all.
pub(super) async fn each(
    place: &Place,
    filter: Document,
    Kind { most, parts }: Kind,
    mut take: impl FnMut(&RawDocument),
) -> Result<bool, Fault> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let pipeline = [doc! { "$match": filter }, doc! { "$limit": limit }, doc! { "$project": shape(parts) }];
    let mut cursor = place.held.aggregate(pipeline).await?;
    let (mut count, mut bytes) = (0_usize, 0_usize);
    while cursor.advance().await? {
        let found = cursor.current();
        count += 1;
        bytes += found.as_bytes().len();
        if count > most || bytes > ALL_BYTES {
            return Ok(false);
        }
        take(found);
    }
    Ok(true)
}

/// A document in `whole`; of one that is too large, what it is called.
fn shape(parts: &[&str]) -> Document {
    let size = |what: &str| doc! { "$bsonSize": { "of": what } };
    let part = |what: &str| doc! { "$cond": [{ "$lte": [size(what), PART_BYTES] }, what, "$$REMOVE"] };
    let mut shape = doc! {
        "_id": 0,
        "size": { "$bsonSize": "$$ROOT" },
        OWN: part("$_id"),
        "whole": { "$cond": [{ "$lte": [{ "$bsonSize": "$$ROOT" }, WHOLE_BYTES] }, "$$ROOT", "$$REMOVE"] },
    };
    shape.extend(parts.iter().map(|field| ((*field).to_owned(), part(&format!("${field}")).into())));
    shape
}

/// The `_id` of a document in its [`shape`], if it is not too large to be read.
pub(super) fn own(found: &RawDocument) -> Option<RawBsonRef<'_>> {
    found.get(OWN).ok().flatten()
}

/// The document itself in its [`shape`], if it is not too large to be read.
pub(super) fn whole(found: &RawDocument) -> Option<&RawDocument> {
    match found.get("whole") {
        Ok(Some(RawBsonRef::Document(whole))) => Some(whole),
        _ => None,
    }
}

fn row(found: &RawDocument) -> Row {
    let id = own(found);
    let whole = whole(found).map(RawDocument::to_owned);
    let document = match &whole {
        Some(whole) => document(whole),
        None => nameable(found, Flaw::TooLarge),
    };
    let held = Held { id: id.map_or_else(|| PolicyId::kept(NO_ID.to_owned()), bson::policy_id), document };
    Row { id: id.and_then(|id| Bson::try_from(id).ok()), held, whole }
}

/// The document without MongoDB's own key.
fn document(whole: &RawDocument) -> Policy {
    match bson::map(whole) {
        Ok(mut map) => {
            map.remove("_id");
            read(Value::Map(map))
        }
        Err(_) => nameable(whole, Flaw::NotADocument),
    }
}

/// What can be told of a document that cannot be read.
fn nameable(found: &RawDocument, why: Flaw) -> Policy {
    let text = |key: &str| found.get_str(key).ok();
    let raw = ["name", "platform"].into_iter().filter_map(|key| Some((key.to_owned(), text(key)?.into())));
    Policy::Unreadable(Unreadable {
        name: text("name").filter(|name| !name.is_empty()).map(str::to_owned),
        platform: text("platform").and_then(read::platform),
        why,
        raw: Value::Map(raw.collect::<Map>()),
    })
}
