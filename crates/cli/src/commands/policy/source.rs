//! Where policies are read from and written to: the store of the server, else what the program brings along.

use domain::policy::{Invalid, seed};
use server::auth::By;
use store::{Entry, Held, PolicyStore as _, SqliteStore, StateDir, StoreError};
use words::Words;

use super::super::access;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// The policies to read: those of the store if there is one that can be read and holds any, else those of the
/// built-in catalogue. Which and why is said; nothing is made.
pub(super) fn reading(loaded: &Loaded, out: &Output) -> Vec<Held> {
    let words = out.words;
    let why = match stored(loaded) {
        Ok(Some(held)) => return held,
        Ok(None) => words.text("policy-store-empty", &[]),
        Err(error) => access::say(&error, words),
    };
    out.say(&words.text("policy-built-in", &[("why", (&why).into())]));
    seed::records().into_iter().map(Held::of).collect()
}

/// What the store holds; `None` before any server or command wrote policies into it.
pub(super) fn stored(loaded: &Loaded) -> Result<Option<Vec<Held>>, StoreError> {
    let dir = StateDir::open_existing(&access::state_dir(loaded))?;
    let store = SqliteStore::open_reading(&dir)?;
    let held = store.policies()?;
    let untouched = held.is_empty() && store.removed_policies()?.is_empty();
    Ok((!untouched).then_some(held))
}

/// The store, to change it: made if there is none, and with the policies that the program brings along, as a
/// server would start with.
pub(super) fn changing(loaded: &Loaded, by: &By, words: &Words) -> Result<SqliteStore, Failure> {
    let store = access::changing(loaded, words)?;
    store.seed_policies(&seed::records(), by.at).map_err(|error| access::refused(&error, words))?;
    Ok(store)
}

/// The line of the audit for something that is done to policies now.
pub(super) fn entry(by: &By, action: &str) -> Entry {
    Entry::new(by.at, by.actor.clone(), action)
}

/// What may not be written into a policy, in words.
pub(super) fn invalid(invalid: Invalid, words: &Words) -> String {
    let id = format!("policy-invalid-{}", invalid.why.word().replace('_', "-"));
    words.text(&id, &[("key", invalid.key.into())])
}

/// The same as the end of a command.
pub(super) fn invalid_usage(wrong: Invalid, words: &Words) -> Failure {
    Failure::new(Exit::Usage, invalid(wrong, words))
}
