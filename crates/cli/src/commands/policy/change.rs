//! `policy set` and `policy remove`, by name or by the id of one record.

use domain::policy::{Document, Key, Patch, Platform, valid};
use server::dto::PolicyRow;
use store::{Held, PolicyId};
use words::Words;

use super::super::access;
use super::row::safe;
use super::source;
use crate::args::PolicySet;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Changes a policy, or makes it.
pub(super) fn set(set: &PolicySet, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let key = Key { name: set.name.clone(), platform: set.platform.into() };
    let patch = Patch {
        terminatable: set.terminatable,
        is_system: set.system,
        reason: set.reason.clone(),
        category: set.category.clone(),
        description: set.description.clone(),
        description_en: set.description_en.clone(),
        tags: (!set.tags.is_empty()).then(|| set.tags.clone()),
    };
    valid::record(&patch.over(None, &key)).map_err(|wrong| source::invalid_usage(wrong, words))?;
    let by = access::by();
    let store = source::changing(loaded, &by, words)?;
    let entry = source::entry(&by, "policy_set");
    let written = match &set.id {
        None => store.set_policy(&key, &patch, entry),
        Some(id) => {
            let id = id_of(id, words)?;
            let held = store.policy(&id).map_err(|error| access::refused(&error, words))?;
            let record = patch.over(held.as_ref().map(|held| &held.document), &key);
            store.correct_document(&id, record, entry)
        }
    };
    let written = written.map_err(|error| access::refused(&error, words))?;
    let (name, platform) = (safe(&written.record.name), written.record.platform.word());
    if out.json {
        let document = Document::Readable(Box::new(written.record));
        out.document(&PolicyRow::new(&Held { id: written.id, document }, words))?;
    } else {
        let id = format!("policy-set-{}", written.change.word());
        out.line(&words.text(&id, &[("name", (&name).into()), ("platform", platform.into())]))?;
    }
    Ok(Exit::Done)
}

/// An id as it was typed. What cannot be one is the id of nothing.
fn id_of(text: &str, words: &Words) -> Result<PolicyId, Failure> {
    text.parse().map_err(|_| {
        Failure::new(Exit::Failed, words.text("policy-no-such-id", &[("id", (&safe(text)).into())]))
    })
}

/// Removes one record by its id, whatever it says.
pub(super) fn remove_one(id: &str, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let id = id_of(id, words)?;
    let by = access::by();
    let store = source::changing(loaded, &by, words)?;
    let removed = store.remove_document(&id, source::entry(&by, "policy_removed"));
    removed.map_err(|error| access::refused(&error, words))?;
    if out.json {
        out.document(&serde_json::json!({ "id": id.as_str() }))?;
    } else {
        out.line(&words.text("policy-removed-one", &[("id", id.as_str().into())]))?;
    }
    Ok(Exit::Done)
}

/// Removes a policy for good: no start of the server brings it back.
pub(super) fn remove(name: &str, platform: Platform, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let by = access::by();
    let store = source::changing(loaded, &by, words)?;
    let key = Key { name: name.to_owned(), platform };
    let removed = store.remove_policy(&key, source::entry(&by, "policy_removed"));
    removed.map_err(|error| access::refused(&error, words))?;
    if out.json {
        out.document(&serde_json::json!({ "name": name, "platform": platform.word() }))?;
    } else {
        let name = safe(name);
        let said = [("name", (&name).into()), ("platform", platform.word().into())];
        out.line(&words.text("policy-removed", &said))?;
    }
    Ok(Exit::Done)
}
