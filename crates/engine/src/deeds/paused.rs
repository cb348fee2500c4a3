//! Who stands still because this program was asked for it, and until when. Plain data under one lock; not here: how it
//! comes to that, and who wakes them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use domain::time::Wall;
use domain::{ProcessKey, Snapshot};

use super::stance::Witness;
use super::types::{Pause, Pauses};
use super::wakes::Same;

/// Paused processes that are remembered.
const MOST: usize = 1_024;

/// Whom this program paused.
#[derive(Default)]
pub(super) struct Paused {
    state: Mutex<State>,
    /// Somebody else wakes those who are paused here.
    handed_over: AtomicBool,
}

#[derive(Default)]
pub(super) struct State {
    /// Those who stand still because somebody asked for it here.
    pub(super) asleep: HashMap<ProcessKey, Sleep>,
    /// The same, for whoever looks at it.
    pub(super) shown: Arc<Pauses>,
    /// Somebody looks after them.
    pub(super) watched: bool,
    /// Pauses of others are taken up.
    pub(super) takes_up: bool,
}

#[derive(Clone)]
pub(super) struct Sleep {
    /// When it wakes by itself; nothing keeps it standing.
    pub(super) wakes: Option<Instant>,
    pub(super) since: Wall,
    /// When it was to wake, for people: the clock of the wall may be put.
    pub(super) until: Option<Wall>,
    pub(super) actor: store::Actor,
    /// The row of the audit that announced it.
    pub(super) pause: u64,
    pub(super) same: Same,
    pub(super) witness: Witness,
    /// A program of its own wakes it; this one only if that does not.
    pub(super) elsewhere: bool,
    /// That it may not be woken was written down already.
    pub(super) refused: bool,
}

impl Paused {
    pub(super) fn is_handed_over(&self) -> bool {
        self.handed_over.load(Ordering::Acquire)
    }

    pub(super) fn hand_over(&self) {
        self.handed_over.store(true, Ordering::Release);
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those whose time has come.
    pub(super) fn due(&self, all: bool) -> Vec<(ProcessKey, Sleep)> {
        let now = Instant::now();
        let state = self.state();
        let is_due =
            |sleep: &Sleep| sleep.wakes.is_some_and(|wakes| (all && !sleep.elsewhere) || wakes <= now);
        let due = state.asleep.iter().filter(|(_, sleep)| is_due(sleep));
        due.map(|(key, sleep)| (*key, sleep.clone())).collect()
    }

    /// Everybody who stands still because of this program.
    pub(super) fn shown(&self) -> Arc<Pauses> {
        Arc::clone(&self.state().shown)
    }

    /// Forgets those that are kept and have gone. Whoever wakes by itself is found gone when it is woken: this list may be older than
    /// its pause.
    pub(super) fn forget_gone(&self, snapshot: &Snapshot) {
        let mut state = self.state();
        if state.asleep.is_empty() || snapshot.processes.is_err() {
            return;
        }
        let before = state.asleep.len();
        state.asleep.retain(|key, sleep| sleep.wakes.is_some() || snapshot.process(*key).is_some());
        if state.asleep.len() != before {
            state.show();
        }
    }
}

impl State {
    pub(super) fn put(&mut self, key: ProcessKey, sleep: Sleep) {
        if self.asleep.len() >= MOST && !self.asleep.contains_key(&key) {
            // There is no room to remember it: the one that would wake next is forgotten last.
            let last = self.asleep.iter().max_by_key(|(_, sleep)| (sleep.wakes.is_none(), sleep.wakes));
            let last = last.map(|(key, _)| *key);
            last.and_then(|last| self.asleep.remove(&last));
        }
        self.asleep.insert(key, sleep);
        self.show();
    }

    /// Forgets this pause of it, and no later one.
    pub(super) fn forget(&mut self, key: ProcessKey, pause: u64) {
        if self.asleep.get(&key).is_some_and(|sleep| sleep.pause == pause) {
            self.remove(key);
        }
    }

    pub(super) fn remove(&mut self, key: ProcessKey) {
        if self.asleep.remove(&key).is_some() {
            self.show();
        }
    }

    fn show(&mut self) {
        let pause = |sleep: &Sleep| Pause {
            actor: sleep.actor.as_str().to_owned(),
            since: sleep.since,
            until: sleep.until,
        };
        self.shown = Arc::new(self.asleep.iter().map(|(key, sleep)| (*key, pause(sleep))).collect());
    }
}
