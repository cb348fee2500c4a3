//! `policy`: what is known of processes by name, and whether they may be ended. Acts on the store of the
//! server, running or not.

mod backend;
mod change;
mod check;
mod dictionary;
mod export;
mod import;
mod list;
mod row;
mod seeding;
mod source;

pub(super) use backend::rules;
pub(crate) use backend::{Remote, Stores, for_server};
pub(super) use dictionary::{dictionary, dictionary_of};
pub(crate) use seeding::{at_start, when_reached};
pub(super) use source::{Ground, acting, reading};

use domain::policy::Platform;

use crate::args::Policy;
use crate::config::Loaded;
use crate::failure::Outcome;
use crate::output::Output;

/// Runs it.
pub(crate) fn run(action: &Policy, loaded: &Loaded, out: &mut Output) -> Outcome {
    match action {
        Policy::List => list::all(loaded, out),
        Policy::Show { name } => list::one(name, loaded, out),
        Policy::Set(set) => change::set(set, loaded, out),
        Policy::Remove { id: Some(id), .. } => change::remove_one(id, loaded, out),
        // Without an id the parser asks for both.
        Policy::Remove { name, platform, .. } => {
            let platform = platform.map_or(Platform::Common, Into::into);
            change::remove(name.as_deref().unwrap_or_default(), platform, loaded, out)
        }
        Policy::Import { file, dry_run } => import::run(file, *dry_run, loaded, out),
        Policy::Export { format } => export::run(*format, loaded, out),
        Policy::Check => check::run(loaded, out),
    }
}
