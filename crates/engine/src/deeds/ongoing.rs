//! Who is being ended just now: of several who ask for the same, one does it, and the others hear what came of it.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::{Cause, ProcessKey};

use super::types::{DeedError, Outcome};

type Outcomes = Result<Outcome, DeedError>;

/// By process.
#[derive(Default)]
pub(super) struct Ongoing {
    all: Mutex<HashMap<ProcessKey, Arc<Ending>>>,
}

/// One process that is being ended.
#[derive(Default)]
pub(super) struct Ending {
    outcome: Mutex<Option<Outcomes>>,
    known: Condvar,
}

/// Who asked first, and who did not.
pub(super) enum Claim {
    /// It is this one's to do.
    Lead(Lead),
    /// Somebody else is at it.
    Follow(Arc<Ending>),
}

/// The right to end a process, until its outcome is told.
pub(super) struct Lead {
    ongoing: Arc<Ongoing>,
    key: ProcessKey,
    ending: Arc<Ending>,
}

impl Ongoing {
    /// Asks to end that process.
    pub(super) fn claim(self: &Arc<Self>, key: ProcessKey) -> Claim {
        let mut all = lock(&self.all);
        if let Some(ending) = all.get(&key) {
            return Claim::Follow(Arc::clone(ending));
        }
        let ending = Arc::new(Ending::default());
        all.insert(key, Arc::clone(&ending));
        Claim::Lead(Lead { ongoing: Arc::clone(self), key, ending })
    }
}

impl Ending {
    /// What came of it; an error when that is not known within `limit`.
    pub(super) fn outcome(&self, limit: Duration) -> Outcomes {
        let until = Instant::now() + limit;
        let mut outcome = lock(&self.outcome);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match &*outcome {
                Some(outcome) => return outcome.clone(),
                None if left.is_zero() => {
                    let cause = Cause { action: "wait for somebody else who ends it", errno: None };
                    return Err(DeedError::Failed(cause));
                }
                None => {}
            }
            outcome = self.known.wait_timeout(outcome, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn tell(&self, outcome: Outcomes) {
        lock(&self.outcome).get_or_insert(outcome);
        self.known.notify_all();
    }
}

impl Lead {
    /// Tells everybody who waits.
    pub(super) fn tell(&self, outcome: &Outcomes) {
        self.ending.tell(outcome.clone());
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        lock(&self.ongoing.all).remove(&self.key);
        // Whoever still waits must not wait for one that is not at it any more.
        let cause = Cause { action: "end it", errno: None };
        self.ending.tell(Err(DeedError::Failed(cause)));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
