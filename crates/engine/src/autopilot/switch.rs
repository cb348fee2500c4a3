//! What stops the autopilot: a flag in the store, a file beside it, and not knowing.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use store::{Entry, RuleStore, Standing, StateDir, Stopped, StoreError};

/// The rules, and the stop of all of them. Cheap to clone.
#[derive(Clone)]
pub struct Switch {
    rules: Arc<dyn RuleStore>,
    /// Where the stop file would be; a store in memory has no directory.
    dir: Option<Arc<StateDir>>,
}

impl fmt::Debug for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Switch").field("dir", &self.dir).finish_non_exhaustive()
    }
}

/// Why nothing is enforced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Somebody stopped it.
    Flag(Stopped),
    /// The stop file is there.
    File(PathBuf),
    /// It cannot be told whether it is stopped; for a person, in English.
    Unknown(String),
}

impl Stop {
    /// Who stopped it, where it was a file.
    pub(super) const FILE: &str = "file";

    /// By whom, in a word: an actor of the audit, `file`, or `unknown`.
    #[must_use]
    pub fn by(&self) -> &str {
        match self {
            Self::Flag(stopped) => &stopped.by,
            Self::File(_) => Self::FILE,
            Self::Unknown(_) => "unknown",
        }
    }
}

/// Everything is stopped.
#[derive(Debug)]
pub struct Halted {
    /// One of the two ways to stop it did not work, and why.
    pub half: Option<StoreError>,
}

impl Switch {
    /// The rules of a store, and the directory in which the stop file would be.
    #[must_use]
    pub fn new(rules: Arc<dyn RuleStore>, dir: Option<Arc<StateDir>>) -> Self {
        Self { rules, dir }
    }

    /// The store of the rules. Waits for the disk.
    #[must_use]
    pub fn rules(&self) -> &dyn RuleStore {
        &*self.rules
    }

    /// The store again, for another thread.
    #[must_use]
    pub fn store(&self) -> Arc<dyn RuleStore> {
        Arc::clone(&self.rules)
    }

    /// Where the stop file is, or would be.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        self.dir.as_ref().map(|dir| dir.stop_file())
    }

    /// What stops everything now. Waits for the disk.
    #[must_use]
    pub fn stop_now(&self) -> Option<Stop> {
        self.look().1
    }

    /// The count of changes, as far as it can be read, and what stops everything.
    pub(super) fn look(&self) -> (Option<u64>, Option<Stop>) {
        let standing = self.rules.standing();
        let revision = standing.as_ref().ok().map(|standing| standing.revision);
        let stop = match standing {
            Ok(Standing { stopped: Some(stopped), .. }) => Some(Stop::Flag(stopped)),
            Ok(Standing { stopped: None, .. }) => None,
            Err(error) => Some(Stop::Unknown(error.to_string())),
        };
        let file = match self.dir.as_ref().map(|dir| (dir.has_stop_file(), dir)) {
            None | Some((Ok(false), _)) => None,
            Some((Ok(true), dir)) => Some(Stop::File(dir.stop_file())),
            Some((Err(error), _)) => Some(Stop::Unknown(error.to_string())),
        };
        // A file that is there is told before what cannot be: whoever stops everything while the store is away sees that it holds.
        let stop = match (stop, file) {
            (Some(Stop::Unknown(_)), Some(known @ Stop::File(_))) => Some(known),
            (stop, file) => stop.or(file),
        };
        (revision, stop)
    }

    /// Stops everything, by the file and by the flag: each holds without the other.
    ///
    /// # Errors
    /// Why neither could be put.
    pub fn stop(&self, entry: Entry) -> Result<Halted, StoreError> {
        let file = self.dir.as_ref().map(|dir| dir.make_stop_file());
        let flag = self.rules.stop_autopilot(entry);
        match (flag, file) {
            (Ok(()), None | Some(Ok(()))) => Ok(Halted { half: None }),
            (Ok(()), Some(Err(half))) | (Err(half), Some(Ok(()))) => Ok(Halted { half: Some(half) }),
            (Err(error), None | Some(Err(_))) => Err(error),
        }
    }

    /// Lets everything go on: takes flag and file away, the file last: whatever fails on the way, something still stops.
    ///
    /// # Errors
    /// Why one of them is still there: then everything is still stopped.
    pub fn start(&self, entry: Entry) -> Result<(), StoreError> {
        self.rules.start_autopilot(entry)?;
        self.dir.as_ref().map_or(Ok(()), |dir| dir.remove_stop_file())
    }
}
