//! Where policies are read from and written to: the store of the server, else what the program brings along.

use std::sync::Arc;

use domain::policy::{Invalid, seed};
use server::auth::By;
use server::dto::policy_invalid;
use store::{Entry, Held, LocalStore, PolicyStore, StoreError};
use words::Words;

use super::super::access;
use super::backend;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// The policies to read: those of the store if there is one that can be read and holds any, else those of the
/// built-in catalogue. Which and why is said; nothing is made.
pub(in crate::commands) fn reading(loaded: &Loaded, out: &Output) -> Vec<Held> {
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
    let store = backend::reading(loaded)?;
    let held = store.policies()?;
    let untouched = held.is_empty() && store.removed_policies()?.is_empty();
    Ok((!untouched).then_some(held))
}

/// The store, to change it: made if there is none, and with the policies that the program brings along, as a
/// server would start with.
pub(super) fn changing(loaded: &Loaded, by: &By, words: &Words) -> Result<Arc<dyn PolicyStore>, Failure> {
    let local = Arc::new(access::changing(loaded, words)?);
    let seeded = backend::of(&loaded.config, &local).and_then(|store| {
        store.seed_policies(&seed::records(), by.at)?;
        Ok(store)
    });
    seeded.map_err(|error| access::refused(&error, words))
}

/// What somebody who acts needs of the stores.
pub(in crate::commands) struct Ground {
    /// Where it is written down.
    pub(in crate::commands) audit: Arc<dyn LocalStore>,
    /// By what it is decided.
    pub(in crate::commands) policies: Arc<dyn PolicyStore>,
}

/// The audit, to write it, and the policies by which it is decided.
pub(in crate::commands) fn acting(loaded: &Loaded, by: &By, words: &Words) -> Result<Ground, Failure> {
    let local = Arc::new(access::changing(loaded, words)?);
    let audit = Arc::clone(&local) as Arc<dyn LocalStore>;
    let opened = backend::of(&loaded.config, &local).and_then(|store| {
        // A database that is somewhere else is seeded by the servers on it: whoever acts may only have to read it.
        if loaded.config.mongo_url.is_none() {
            store.seed_policies(&seed::records(), by.at)?;
        }
        Ok(Ground { audit, policies: store })
    });
    opened.map_err(|error| access::refused(&error, words))
}

/// The line of the audit for something that is done to policies now.
pub(super) fn entry(by: &By, action: &str) -> Entry {
    Entry::new(by.at, by.actor.clone(), action)
}

/// What may not be written into a policy, as the end of a command.
pub(super) fn invalid_usage(wrong: Invalid, words: &Words) -> Failure {
    Failure::new(Exit::Usage, policy_invalid(wrong, words))
}
