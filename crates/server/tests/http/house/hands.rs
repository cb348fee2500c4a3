//! Clocks that run, begin on [`TODAY`], can be set forward and can break.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use domain::time::{Mono, Wall};
use server::auth::Clock;

use super::TODAY;

/// The two clocks of a test.
pub struct Hands {
    start: Instant,
    passed: Mutex<Duration>,
    /// Looks at the wall clock until it breaks; 0 when it holds.
    fuse: AtomicU32,
}

impl Hands {
    pub fn new() -> Self {
        Self { start: Instant::now(), passed: Mutex::default(), fuse: AtomicU32::new(0) }
    }

    /// Both clocks go forward.
    pub fn pass(&self, time: Duration) {
        *self.passed.lock().unwrap() += time;
    }

    /// Whoever looks at the wall clock for the `look`th time from now panics, once: a defect of ours that no
    /// request can bring about.
    pub fn break_at(&self, look: u32) {
        self.fuse.store(look, Ordering::SeqCst);
    }

    /// Whether a clock that was to break has done so.
    pub fn broke(&self) -> bool {
        self.fuse.load(Ordering::SeqCst) == 0
    }

    fn since_start(&self) -> u64 {
        u64::try_from((self.start.elapsed() + *self.passed.lock().unwrap()).as_nanos()).unwrap()
    }
}

impl Clock for Hands {
    fn wall(&self) -> Wall {
        let burnt = self.fuse.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        assert_ne!(burnt, Ok(1), "the clock breaks, as it was told");
        Wall(TODAY.0.saturating_add_unsigned(self.since_start()))
    }

    fn mono(&self) -> Mono {
        Mono(1_000_000_000 + self.since_start())
    }
}
