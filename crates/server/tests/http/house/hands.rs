//! Clocks that run, begin on [`TODAY`] and can be set forward.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use domain::time::{Mono, Wall};
use server::auth::Clock;

use super::TODAY;

/// The two clocks of a test.
pub struct Hands {
    start: Instant,
    passed: Mutex<Duration>,
}

impl Hands {
    pub fn new() -> Self {
        Self { start: Instant::now(), passed: Mutex::default() }
    }

    /// Both clocks go forward.
    pub fn pass(&self, time: Duration) {
        *self.passed.lock().unwrap() += time;
    }

    fn since_start(&self) -> u64 {
        u64::try_from((self.start.elapsed() + *self.passed.lock().unwrap()).as_nanos()).unwrap()
    }
}

impl Clock for Hands {
    fn wall(&self) -> Wall {
        Wall(TODAY.0.saturating_add_unsigned(self.since_start()))
    }

    fn mono(&self) -> Mono {
        Mono(1_000_000_000 + self.since_start())
    }
}
