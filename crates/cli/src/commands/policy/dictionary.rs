//! What operators wrote about programs, for judging without a server.

use std::sync::Arc;

use domain::dictionary::Dictionary;
use domain::policy::Platform;
use store::{Held, StoreError};

use super::super::access;
use super::source;
use crate::config::Loaded;
use crate::output::Output;

/// What is written in the store that a server would judge by. Where there is none yet, nothing is; one that cannot
/// be read is named on stderr, and the catalogue alone is judged by (CONTRACTS §1).
pub(in crate::commands) fn dictionary(loaded: &Loaded, out: &Output) -> Arc<Dictionary> {
    match source::stored(loaded) {
        Ok(held) => dictionary_of(&held.unwrap_or_default()),
        Err(StoreError::Missing { .. }) => Arc::default(),
        Err(error) => {
            let why = access::say(&error, out.words);
            out.say(&out.words.text("policy-built-in", &[("why", (&why).into())]));
            Arc::default()
        }
    }
}

/// What is written in policies that were read already.
pub(in crate::commands) fn dictionary_of(held: &[Held]) -> Arc<Dictionary> {
    Arc::new(Dictionary::of(held.iter().map(|held| &held.document), Platform::Linux))
}
