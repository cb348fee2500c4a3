//! What a server does with policies when it starts.

use domain::policy::{Document, seed};
use server::auth::{Clock as _, SystemClock};
use store::{PolicyStore as _, Seeded, SqliteStore, StoreError};
use words::Words;

use super::super::access;

/// Takes the policies that this version brings along, and says so if there were any; names in a warning that
/// some cannot be read. A store that cannot do it stops no server.
pub(crate) fn at_start(store: &SqliteStore, words: &Words) {
    match seeded(store) {
        Ok((Seeded { inserted: 0, updated: 0 }, 0)) => {}
        Ok((Seeded { inserted, updated }, broken)) => {
            if inserted + updated > 0 {
                let counts = [("inserted", inserted.into()), ("updated", updated.into())];
                tracing::info!("{}", words.text("policy-seeded", &counts));
            }
            if broken > 0 {
                tracing::warn!("{}", words.text("policy-broken-at-start", &[("count", broken.into())]));
            }
        }
        Err(error) => tracing::warn!("{}", access::say(&error, words)),
    }
}

fn seeded(store: &SqliteStore) -> Result<(Seeded, usize), StoreError> {
    let seeded = store.seed_policies(&seed::records(), SystemClock::new().wall())?;
    let held = store.policies()?;
    let broken = held.iter().filter(|held| matches!(held.document, Document::Unreadable(_))).count();
    Ok((seeded, broken))
}
