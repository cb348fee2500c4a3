//! What a server does with policies, and with rules that lie beside them, when it starts.

use std::sync::Arc;
use std::time::Duration;

use domain::policy::{Document, seed};
use server::auth::{Clock as _, SystemClock};
use store::{MongoRules, PolicyStore, Seeded, StoreError};
use words::Words;

use super::super::access;
use super::backend;

/// Between two attempts while the store is away: doubled each time.
const PAUSE: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(30));

/// Takes the policies that this version brings along, and says so if there were any; names in a warning what
/// cannot be read and what stands in the way of the store. A store that cannot do it stops no server.
pub(crate) fn at_start(store: &dyn PolicyStore, words: &Words) {
    if let Err(error) = taken(store, words) {
        tracing::warn!("{}", access::say(&error, words));
    }
}

/// The same with a store that is somewhere else, and what its rules need: on a thread of its own, again and again until
/// it was done.
///
/// # Errors
/// There can be no more threads.
pub(crate) fn when_reached(
    store: Arc<dyn PolicyStore>,
    rules: Arc<MongoRules>,
    words: &'static Words,
) -> std::io::Result<()> {
    let seeding = move || {
        let (mut pause, mut told) = (PAUSE.0, String::new());
        while let Err(error) = taken(&*store, words).and_then(|()| prepared(&rules, words)) {
            let why = access::say(&error, words);
            if why != told {
                tracing::warn!("{why}");
                told = why;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(PAUSE.1);
        }
    };
    std::thread::Builder::new().name("seeding".to_owned()).spawn(seeding).map(drop)
}

fn prepared(rules: &MongoRules, words: &Words) -> Result<(), StoreError> {
    let broken = rules.prepare()?;
    if broken > 0 {
        tracing::warn!("{}", words.text("autopilot-broken-at-start", &[("count", broken.into())]));
    }
    Ok(())
}

fn taken(store: &dyn PolicyStore, words: &Words) -> Result<(), StoreError> {
    let Seeded { inserted, updated } = store.seed_policies(&seed::records(), SystemClock::new().wall())?;
    if inserted + updated > 0 {
        let counts = [("inserted", inserted.into()), ("updated", updated.into())];
        tracing::info!("{}", words.text("policy-seeded", &counts));
    }
    let held = store.policies()?;
    let broken = held.iter().filter(|held| matches!(held.document, Document::Unreadable(_))).count();
    if broken > 0 {
        tracing::warn!("{}", words.text("policy-broken-at-start", &[("count", broken.into())]));
    }
    for trouble in store.policy_troubles()? {
        tracing::warn!("{}", backend::trouble(&trouble, words));
    }
    Ok(())
}
