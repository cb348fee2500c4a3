//! What operators wrote about programs, for judging without a server.

use std::sync::Arc;

use domain::dictionary::Dictionary;
use domain::policy::Platform;
use store::StoreError;

use super::super::access;
use super::source;
use crate::config::Loaded;
use crate::output::Output;

/// What is written in the store that a server would judge by. Where there is none yet, nothing is; one that cannot
/// be read is named on stderr, and the catalogue alone is judged by (CONTRACTS §1).
pub(in crate::commands) fn dictionary(loaded: &Loaded, out: &Output) -> Arc<Dictionary> {
    match source::stored(loaded) {
        Ok(held) => {
            let held = held.unwrap_or_default();
            Arc::new(Dictionary::of(held.iter().map(|held| &held.document), Platform::Linux))
        }
        Err(StoreError::Missing { .. }) => Arc::default(),
        Err(error) => {
            let why = access::say(&error, out.words);
            out.say(&out.words.text("policy-built-in", &[("why", (&why).into())]));
            Arc::default()
        }
    }
}
