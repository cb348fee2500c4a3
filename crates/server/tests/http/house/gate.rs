//! Ticks that come one by one, when a test says so: what a busy machine does in between changes nothing.

use std::sync::{Condvar, Mutex};

use super::PATIENCE;

/// What the invented machine passes before each tick. Open until it is held.
#[derive(Default)]
pub struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Ticks that may still come; any number without it.
    left: Option<u64>,
    /// Ticks that came.
    passed: u64,
    /// Somebody stands before it: whatever passed is published.
    waits: bool,
}

impl Gate {
    /// Waits until a tick may come.
    pub fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.waits = true;
        self.changed.notify_all();
        state = self.changed.wait_while(state, |state| state.left == Some(0)).unwrap();
        state.waits = false;
        state.left = state.left.map(|left| left - 1);
        state.passed += 1;
    }

    /// Lets no tick come any more; answers the number of the last one, which is published.
    pub fn hold(&self) -> u64 {
        self.allow(Some(0))
    }

    /// Lets one more come; answers its number once it is published.
    pub fn step(&self) -> u64 {
        self.allow(Some(1))
    }

    /// Ticks come as they are due.
    pub fn open(&self) {
        self.state.lock().unwrap().left = None;
        self.changed.notify_all();
    }

    fn allow(&self, left: Option<u64>) -> u64 {
        let mut state = self.state.lock().unwrap();
        state.left = left;
        self.changed.notify_all();
        let over = |state: &mut State| !(state.waits && state.left == Some(0));
        let (state, waited) = self.changed.wait_timeout_while(state, PATIENCE, over).unwrap();
        assert!(!waited.timed_out(), "the engine never stood still");
        state.passed
    }
}
