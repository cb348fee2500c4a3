//! Clocks that run, begin on [`TODAY`], can be set forward and can break.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
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
    /// From then on it breaks at every look.
    breaks_on: AtomicBool,
}

impl Hands {
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
            passed: Mutex::default(),
            fuse: AtomicU32::new(0),
            breaks_on: AtomicBool::new(false),
        }
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

    /// The same at each look after that one as well, until it is mended: whoever else looks meanwhile.
    pub fn break_from(&self, look: u32) {
        self.breaks_on.store(true, Ordering::SeqCst);
        self.break_at(look);
    }

    pub fn mend(&self) {
        self.breaks_on.store(false, Ordering::SeqCst);
        self.break_at(0);
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
        let goes_on = burnt.is_err() && self.breaks_on.load(Ordering::SeqCst);
        assert!(burnt != Ok(1) && !goes_on, "the clock breaks, as it was told");
        Wall(TODAY.0.saturating_add_unsigned(self.since_start()))
    }

    fn mono(&self) -> Mono {
        Mono(1_000_000_000 + self.since_start())
    }
}
