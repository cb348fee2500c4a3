//! Logs: files and the journal, listed, read from their end and followed. Here is the door; what a line or a
//! source is stands in [`domain::log`], who may see them is decided by the faces.
//!
//! A request names a log by its id and nothing else. Which file or unit an id stands for is in a table made
//! of the configuration and of what is well known; no path ever comes from outside.

pub mod backward;
mod bounded;
mod file;
mod follow;
mod journal;
mod lines;
mod mark;
pub(crate) mod open;
mod place;
mod sources;
pub(crate) mod unit_file;
mod unit_name;

use std::path::PathBuf;
use std::time::Duration;

use domain::log::{Source, Trouble};

use crate::roots::Roots;

pub use follow::{BATCH_BYTES, BATCH_LINES, Batch, Follower};
pub use mark::Mark;
pub use place::{MOST_LINES, Place, Tail};
pub use sources::is_log_id;

/// How long one source is waited for when all are listed.
const LIST_LIMIT: Duration = Duration::from_millis(500);

/// Where the lines of a configured log are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In this file, or in what lies in its place; an absolute path.
    File(PathBuf),
    /// In the journal, by this unit. Without a suffix it is a service.
    Unit(String),
}

/// Which logs are offered besides the well-known ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogOptions {
    /// Ids (see [`is_log_id`]) and what they stand for. They win over well-known ones.
    pub configured: Vec<(String, Origin)>,
    /// Service units whose part of the journal is listed where there is such a unit.
    pub units: Vec<String>,
}

/// The logs of this machine. Keeps no file open.
#[derive(Clone, Debug)]
pub struct Logs {
    roots: Roots,
    options: LogOptions,
}

impl Logs {
    /// The logs below these roots. Nothing is read yet, so that a bad source stops nothing.
    #[must_use]
    pub fn new(roots: &Roots, options: LogOptions) -> Self {
        Self { roots: roots.clone(), options }
    }

    /// All logs as they stand now: the configured ones as configured, then the journal and the well-known files
    /// that are there.
    /// Blocking; a source that hangs is bounded in time and does not keep others from being listed.
    #[must_use]
    pub fn list(&self) -> Vec<Source> {
        let places = self.places();
        let configured = self.options.configured.len();
        let mut sources: Vec<Source> = Vec::with_capacity(places.len());
        while sources.len() < places.len() {
            let rest = places.get(sources.len()..).unwrap_or_default().to_vec();
            let states = bounded::answers(move |send| rest.iter().all(|place| send(place.state())));
            for place in places.get(sources.len()..).unwrap_or_default() {
                let state = states.as_ref().and_then(|states| states.recv_timeout(LIST_LIMIT).ok());
                sources.push(place.source_with(state.unwrap_or(Err(Trouble::Failed))));
                if state.is_none() {
                    break;
                }
            }
        }
        let listed =
            |(index, source): &(usize, Source)| *index < configured || source.state != Err(Trouble::Missing);
        sources.into_iter().enumerate().filter(listed).map(|(_, source)| source).collect()
    }

    /// The log with this id: one of the list, a well-known one that is not there now, or any unit's.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Place> {
        let known = self.places().into_iter().find(|place| place.id == id);
        known.or_else(|| sources::unit_of(&self.roots, id))
    }

    /// The id under which a unit's part of the journal is found.
    #[must_use]
    pub fn unit_id(unit: &str) -> String {
        unit_name::id_of(unit)
    }

    fn places(&self) -> Vec<Place> {
        let mut places = sources::configured(&self.roots, &self.options);
        let known = sources::journals(&self.roots, &self.options).into_iter();
        for place in known.chain(sources::well_known(&self.roots)) {
            if places.iter().all(|known| known.id != place.id) {
                places.push(place);
            }
        }
        places
    }
}
