//! The unique index, and what stands in its way.

use domain::policy::Key;
use mongodb::bson::{Document, doc};

use super::fault::{Fault, code};
use super::link::Place;
use super::sheet::key_of;
use crate::{PolicyTrouble, policy_limits as limits};

/// How many duplicates are named.
const NAMED: i64 = 20;

fn key() -> Document {
    doc! { "name": 1, "platform": 1 }
}

/// Makes the indexes that are not there yet. What stands in the way of the one of the policies is no error: the
/// server goes on without it, and [`troubles`] names it.
pub(super) async fn make(place: &Place) -> Result<(), Fault> {
    let held = place.held.name();
    let made = unique(place, held, index(key(), NAME)).await;
    unless_in_the_way(match made {
        // For an index, documents that name nothing are all the same one: then it leaves them out.
        Err(fault) if fault.code == Some(code::DUPLICATE) => {
            let mut named = index(key(), "name_1_platform_1_named");
            named.insert("partialFilterExpression", named_ones());
            unique(place, held, named).await
        }
        made => made,
    })?;
    unless_in_the_way(of_aliases(place).await)?;
    unique(place, place.removed.name(), index(key(), NAME)).await
}

/// Each decision asks who has a name among its other names.
async fn of_aliases(place: &Place) -> Result<(), Fault> {
    let index = doc! { "key": { "aliases": 1 }, "name": "aliases_1" };
    place.database.run_command(doc! { "createIndexes": place.held.name(), "indexes": [index] }).await?;
    Ok(())
}

/// What the index of the policies is called.
const NAME: &str = "name_1_platform_1";

/// Documents that can be told apart by what they name.
fn named_ones() -> Document {
    doc! { "name": { "$type": "string" }, "platform": { "$type": "string" } }
}

fn index(key: Document, name: &str) -> Document {
    doc! { "key": key, "name": name, "unique": true }
}

/// The same of rules of the autopilot. Of two documents of one id neither is followed.
pub(super) async fn make_of_rules(place: &Place) -> Result<(), Fault> {
    unless_in_the_way(unique(place, place.held.name(), index(doc! { "id": 1 }, "id_1")).await)
}

async fn unique(place: &Place, collection: &str, index: Document) -> Result<(), Fault> {
    place.database.run_command(doc! { "createIndexes": collection, "indexes": [index] }).await?;
    Ok(())
}

fn unless_in_the_way(made: Result<(), Fault>) -> Result<(), Fault> {
    match made {
        Err(fault) if fault.code.is_some_and(in_the_way) => Ok(()),
        made => made,
    }
}

fn in_the_way(number: i32) -> bool {
    [code::DUPLICATE, code::OPTIONS_CONFLICT, code::KEY_CONFLICT].contains(&number)
}

/// What stands in the way of the unique index, and of reading everything. Nothing is changed.
pub(super) async fn troubles(place: &Place) -> Result<Vec<PolicyTrouble>, Fault> {
    let mut troubles = Vec::new();
    if !has_index(place).await? {
        let twice = duplicates(place).await?;
        troubles.push(match twice.is_empty() {
            true => PolicyTrouble::NoIndex,
            false => PolicyTrouble::Duplicates(twice),
        });
    }
    let held = usize::try_from(place.held.estimated_document_count().await?).unwrap_or(usize::MAX);
    if held > limits::POLICIES {
        troubles.push(PolicyTrouble::TooMany { held, kept: limits::POLICIES });
    }
    Ok(troubles)
}

async fn has_index(place: &Place) -> Result<bool, Fault> {
    let mut indexes = match place.held.list_indexes().await.map_err(Fault::from) {
        Ok(indexes) => indexes,
        // There is no collection yet: nothing is in the way of anything.
        Err(fault) if fault.code == Some(code::NAMESPACE_NOT_FOUND) => return Ok(true),
        Err(fault) => return Err(fault),
    };
    while indexes.advance().await? {
        let raw = indexes.current();
        // Other tools write the direction as another kind of number.
        let is_ours = raw
            .get_document("key")
            .is_ok_and(|key| key.iter().flatten().map(|(name, _)| name.as_str()).eq(["name", "platform"]));
        if is_ours && raw.get_bool("unique").unwrap_or_default() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn duplicates(place: &Place) -> Result<Vec<Key>, Fault> {
    let pipeline = [
        doc! { "$match": named_ones() },
        doc! { "$group": { "_id": { "name": "$name", "platform": "$platform" }, "count": { "$sum": 1 } } },
        doc! { "$match": { "count": { "$gt": 1 } } },
        doc! { "$limit": NAMED },
    ];
    let mut cursor = place.held.aggregate(pipeline).await?;
    let mut keys = Vec::new();
    while cursor.advance().await? {
        if let Ok(key) = cursor.current().get_document("_id") {
            let text = |of: &str| key.get_str(of).unwrap_or_default();
            keys.extend(key_of(text("name"), text("platform")));
        }
    }
    keys.sort();
    Ok(keys)
}
