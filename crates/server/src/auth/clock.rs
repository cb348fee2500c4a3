//! Where access reads the time, so that a test can be a month later without waiting.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use domain::time::{Mono, Wall};

/// The two clocks: the wall clock for what is stored, the monotonic one for what is counted in memory.
pub trait Clock: Send + Sync {
    /// Wall clock; may jump.
    fn wall(&self) -> Wall;
    /// Monotonic clock.
    fn mono(&self) -> Mono;
}

/// The clocks of this machine.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// The clocks of this machine.
    #[must_use]
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn wall(&self) -> Wall {
        let ns = |duration: Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
        Wall(match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => ns(since),
            Err(before) => -ns(before.duration()),
        })
    }

    fn mono(&self) -> Mono {
        // Begins at 1 s: a bucket of the limiter that was never used lies in the past.
        let ns = (self.start.elapsed() + Duration::from_secs(1)).as_nanos();
        Mono(u64::try_from(ns).unwrap_or(u64::MAX))
    }
}

/// Clocks that stand still until they are moved. For tests.
#[derive(Debug)]
pub struct SetClock {
    now: Mutex<(Wall, Mono)>,
}

impl SetClock {
    /// Stands at `wall`.
    #[must_use]
    pub const fn at(wall: Wall) -> Self {
        Self { now: Mutex::new((wall, Mono(1_000_000_000))) }
    }

    /// Both clocks go on by `duration`.
    pub fn pass(&self, duration: Duration) {
        let ns = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.0 = Wall(now.0.0.saturating_add_unsigned(ns));
        now.1 = Mono(now.1.0.saturating_add(ns));
    }

    /// The wall clock alone is set, as an administrator or NTP does.
    pub fn set_wall(&self, wall: Wall) {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).0 = wall;
    }
}

impl Clock for SetClock {
    fn wall(&self) -> Wall {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    fn mono(&self) -> Mono {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).1
    }
}

/// `wall` and `duration` more.
pub(crate) fn after(wall: Wall, duration: Duration) -> Wall {
    Wall(wall.0.saturating_add_unsigned(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)))
}

/// `wall` and `duration` less.
pub(crate) fn before(wall: Wall, duration: Duration) -> Wall {
    Wall(wall.0.saturating_sub_unsigned(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)))
}
