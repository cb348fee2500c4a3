//! Doing the steps of a change: as few commands as their size allows, in one transaction where the database knows
//! transactions. A single server knows none: there a change that breaks off is finished by making it again.

use domain::policy::Key;
use mongodb::ClientSession;
use mongodb::bson::{Bson, Document, RawDocumentBuf, doc};

use super::bson::date;
use super::fault::{Fault, of_reply};
use super::link::Place;
use super::sheet::{Step, Which};
use crate::{RemoteFault, policy_limits as limits};

/// How many writes go into one command, and how many bytes: a command is one document of at most 16 MB.
const MOST: usize = 1_000;
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// A write and the array of the command that it belongs into.
struct Write {
    verb: &'static str,
    array: &'static str,
    collection: String,
    what: Document,
    bytes: usize,
    /// If the document that it names is gone, somebody else was faster.
    must_match: bool,
}

/// A command and how many documents must have been there for it.
struct Command {
    command: Document,
    matches: i64,
}

/// Does all steps, or none where that can be had.
pub(super) async fn apply(place: &Place, steps: Vec<Step>) -> Result<(), Fault> {
    let trims = steps.iter().any(|step| matches!(step, Step::Remember(..)));
    let writes: Vec<Write> = steps.into_iter().flat_map(|step| writes(place, step)).collect();
    let several = writes.len() > 1;
    let commands = commands(writes);
    if several && knows_transactions(place).await? {
        let mut session = place.client.start_session().await?;
        session.start_transaction().await?;
        for command in commands {
            run(place, command, Some(&mut session)).await?;
        }
        session.commit_transaction().await?;
    } else {
        for command in commands {
            run(place, command, None).await?;
        }
    }
    if trims {
        trim(place).await?;
    }
    Ok(())
}

async fn knows_transactions(place: &Place) -> Result<bool, Fault> {
    let hello = place.database.run_command(doc! { "hello": 1 }).await?;
    Ok(hello.contains_key("setName") || hello.get_str("msg").is_ok_and(|message| message == "isdbgrid"))
}

fn writes(place: &Place, step: Step) -> Vec<Write> {
    let held = place.held.name();
    let removed = place.removed.name();
    let write = |verb, array, collection: &str, what: Document, must_match| Write {
        verb,
        array,
        collection: collection.to_owned(),
        // What cannot be written as bytes is refused by the driver, in words.
        bytes: RawDocumentBuf::try_from(&what).map_or(0, |raw| raw.as_bytes().len()),
        what,
        must_match,
    };
    let update = |collection: &str, what: Document, must_match| {
        write("update", "updates", collection, what, must_match)
    };
    let delete = |collection: &str, which: Document| {
        write("delete", "deletes", collection, doc! { "q": which, "limit": 0 }, false)
    };
    match step {
        Step::Insert(document) => vec![write("insert", "documents", held, document, false)],
        Step::Update { id, set, unset } => {
            let mut change = Document::new();
            for (operator, fields) in [("$set", set), ("$unset", unset)] {
                if !fields.is_empty() {
                    change.insert(operator, fields);
                }
            }
            vec![update(held, doc! { "q": { "_id": id }, "u": change }, true)]
        }
        Step::Replace { id, document } => {
            // Not by a pipeline, which could keep a field that begins with a dollar: over a document in which a
            // field stands twice, it ends MongoDB 6.0. Such a field is refused here by the database, in words.
            vec![update(held, doc! { "q": { "_id": id }, "u": document }, true)]
        }
        Step::Delete(which) => which
            .into_iter()
            .map(|which| match which {
                Which::Id(id) => delete(held, doc! { "_id": id }),
                Which::Key(key) => delete(held, named(&key)),
            })
            .collect(),
        Step::Remember(key, at) => {
            let change = doc! { "$set": { "removed_at": date(at) } };
            vec![update(removed, doc! { "q": named(&key), "u": change, "upsert": true }, false)]
        }
        Step::Forget(key) => vec![delete(removed, named(&key))],
    }
}

fn named(key: &Key) -> Document {
    doc! { "name": { "$eq": &key.name }, "platform": { "$eq": key.platform.word() } }
}

fn commands(writes: Vec<Write>) -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    let mut open: Option<(Write, Vec<Bson>, usize, i64)> = None;
    let close = |open: Option<(Write, Vec<Bson>, usize, i64)>| {
        open.map(|(first, whats, _, matches)| {
            let command = doc! { first.verb: first.collection, first.array: whats, "ordered": true };
            Command { command, matches }
        })
    };
    for mut write in writes {
        let what = Bson::Document(std::mem::take(&mut write.what));
        let counts = i64::from(write.must_match);
        match &mut open {
            Some((first, whats, bytes, matches))
                if first.verb == write.verb
                    && first.collection == write.collection
                    && first.must_match == write.must_match
                    && whats.len() < MOST
                    && *bytes + write.bytes <= MOST_BYTES =>
            {
                whats.push(what);
                *bytes += write.bytes;
                *matches += counts;
            }
            _ => {
                commands.extend(close(open.take()));
                let bytes = write.bytes;
                open = Some((write, vec![what], bytes, counts));
            }
        }
    }
    commands.extend(close(open));
    commands
}

async fn run(
    place: &Place,
    Command { mut command, matches }: Command,
    session: Option<&mut ClientSession>,
) -> Result<(), Fault> {
    let reply = match session {
        Some(session) => place.database.run_command(command).session(session).await?,
        None => {
            // On disk of most of the servers before it is called done.
            command.insert("writeConcern", doc! { "w": "majority", "j": true });
            place.database.run_command(command).await?
        }
    };
    of_reply(&reply)?;
    let count = reply.get("n").and_then(|n| n.as_i64().or_else(|| n.as_i32().map(i64::from)));
    if count.unwrap_or_default() < matches {
        return Err(Fault::new(RemoteFault::Conflict, "a document was removed meanwhile"));
    }
    Ok(())
}

/// Forgets what was removed longest ago, beyond what is remembered.
async fn trim(place: &Place) -> Result<(), Fault> {
    let most = u64::try_from(limits::REMOVED).unwrap_or(u64::MAX);
    let over = place.removed.estimated_document_count().await?.saturating_sub(most);
    if over == 0 {
        return Ok(());
    }
    let mut oldest = place
        .removed
        .find(doc! {})
        .sort(doc! { "removed_at": 1 })
        .limit(i64::try_from(over).unwrap_or(i64::MAX))
        .await?;
    while oldest.advance().await? {
        if let Ok(Some(id)) = oldest.current().get("_id")
            && let Ok(id) = Bson::try_from(id)
        {
            place.removed.delete_one(doc! { "_id": id }).await?;
        }
    }
    Ok(())
}
