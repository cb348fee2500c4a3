//! `autopilot stop` and `autopilot start`.

use std::sync::Arc;

use domain::text::visible;
use engine::autopilot::Switch;
use server::dto;
use store::{Entry, SqliteStore, StateDir, StoreError};

use super::super::access;
use super::refused;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Stops everything. The file alone is enough where the database cannot be used.
pub(super) fn stop(loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let dir = directory(loaded, out)?;
    let half = match SqliteStore::open(&dir) {
        Ok(store) => {
            let switch = Switch::new(Arc::new(store), Some(Arc::clone(&dir)));
            let half = switch.stop(entry("autopilot_stop")).map_err(|error| refused(&error, words))?.half;
            if out.json {
                out.document(&dto::AutopilotStop::new(switch.stop_now().as_ref(), switch.file()))?;
            }
            half
        }
        Err(error) => {
            dir.make_stop_file().map_err(|error| refused(&error, words))?;
            if out.json {
                let file = engine::autopilot::Stop::File(dir.stop_file());
                out.document(&dto::AutopilotStop::new(Some(&file), Some(dir.stop_file())))?;
            }
            Some(error)
        }
    };
    if !out.json {
        out.line(&words.text("autopilot-stop-done", &[]))?;
    }
    if let Some(half) = half {
        let cause = access::say(&half, words);
        out.say(&words.text("autopilot-stop-half", &[("cause", visible(&cause).as_ref().into())]));
    }
    Ok(Exit::Done)
}

/// Lets everything go on.
pub(super) fn start(loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let dir = directory(loaded, out)?;
    let store = SqliteStore::open(&dir).map_err(|error| refused(&error, words))?;
    let switch = Switch::new(Arc::new(store), Some(dir));
    switch.start(entry("autopilot_start")).map_err(|error| refused(&error, words))?;
    if out.json {
        out.document(&dto::AutopilotStop::new(switch.stop_now().as_ref(), switch.file()))?;
    } else {
        out.line(&words.text("autopilot-start-done", &[]))?;
    }
    Ok(Exit::Done)
}

/// The state directory, made if there is none.
fn directory(loaded: &Loaded, out: &Output) -> Result<Arc<StateDir>, Failure> {
    let path = access::state_dir(loaded);
    let opened = match StateDir::open_existing(&path) {
        Err(StoreError::Missing { .. }) => StateDir::open_or_create(&path),
        opened => opened,
    };
    opened.map(Arc::new).map_err(|error| refused(&error, out.words))
}

fn entry(action: &str) -> Entry {
    let by = access::by();
    Entry::new(by.at, by.actor, action)
}
