//! `audit --check`: looks all of it through and names the first place where the chain breaks.

use domain::text::visible;
use serde::Serialize;
use server::auth::{Chain, ChainState, Clock as _, SystemClock};
use server::dto::AuditChain;
use store::{AuditBreak, AuditMark, AuditStep, LocalStore as _, SqliteStore, StoreError};

use crate::args::Audit;
use crate::commands::access;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// What was found.
pub(super) enum Found {
    /// All of it fits; its last entry.
    Whole(AuditMark),
    /// The first entry that does not.
    Broken(u64, AuditBreak),
}

impl Found {
    /// The same, as it is now.
    pub(super) fn chain(&self) -> Chain {
        let state = match self {
            Self::Whole(_) => ChainState::Whole,
            Self::Broken(id, why) => ChainState::Broken { id: *id, why: *why },
        };
        Chain { state, checked_at: Some(SystemClock::new().wall()) }
    }
}

/// There is none to look at.
pub(super) const fn nothing() -> Chain {
    Chain { state: ChainState::Unchecked, checked_at: None }
}

/// Looks all of it through, and for an entry that somebody remembers.
pub(super) fn look(store: &SqliteStore, remembered: Option<&AuditMark>) -> Result<Found, StoreError> {
    let mut mark = AuditMark::ORIGIN;
    let end = loop {
        match store.audit_step(&mark)? {
            AuditStep::On(next) => mark = next,
            AuditStep::End(last) => break last,
            AuditStep::Broken { id, why } => return Ok(Found::Broken(id, why)),
        }
    };
    match remembered.map(|remembered| store.audit_step(remembered)).transpose()? {
        Some(AuditStep::Broken { id, why }) => Ok(Found::Broken(id, why)),
        _ => Ok(Found::Whole(end)),
    }
}

/// The document.
#[derive(Serialize)]
struct Document {
    chain: AuditChain,
    /// The last entry, to be remembered somewhere else; `null` where the chain is broken.
    mark: Option<String>,
}

/// Runs it.
pub(super) fn run(options: &Audit, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let denied = |error: &StoreError| Failure::new(Exit::Denied, access::say(error, words));
    let store = match access::reading(loaded, words)? {
        Ok(store) => store,
        Err(path) => return Err(denied(&StoreError::Missing { path })),
    };
    let found = look(&store, options.mark.as_ref()).map_err(|error| denied(&error))?;
    let chain = AuditChain::new(&found.chain(), words);
    let exit = if matches!(found, Found::Whole(_)) { Exit::Done } else { Exit::Found };
    if out.json {
        let mark = match &found {
            Found::Whole(mark) => Some(mark.to_string()),
            Found::Broken(..) => None,
        };
        out.document(&Document { chain, mark })?;
        return Ok(exit);
    }
    match found {
        Found::Whole(mark) if mark == AuditMark::ORIGIN => {
            out.line(&words.text("acting-audit-nothing", &[]))?
        }
        Found::Whole(mark) => {
            let entries = mark.id().to_string();
            out.line(&words.text("acting-audit-whole", &[("count", (&entries).into())]))?;
            out.line(&words.text("acting-audit-mark", &[("mark", (&mark.to_string()).into())]))?;
        }
        Found::Broken(id, _) => {
            let reason = chain.reason.unwrap_or_default();
            out.line(&words.text("acting-audit-broken", &[("reason", (&reason).into())]))?;
            let beside = around(&store, id).map_err(|error| denied(&error))?;
            beside.iter().try_for_each(|(sentence, id, at)| {
                out.line(&words.text(sentence, &[("id", id.into()), ("at", at.into())]))
            })?;
            out.line(&words.text("acting-audit-broken-how", &[]))?;
        }
    }
    Ok(exit)
}

/// The entry itself as it stands there now, or the last one before it; number and time.
fn around(store: &SqliteStore, id: u64) -> Result<Option<(&'static str, String, String)>, StoreError> {
    let row = store.audit(Some(id.saturating_add(1)), 1)?.into_iter().next();
    Ok(row.map(|row| {
        let sentence = if row.id == id { "acting-audit-at" } else { "acting-audit-after" };
        let at = server::dto::rfc3339(row.at);
        (sentence, row.id.to_string(), visible(&at).into_owned())
    }))
}
