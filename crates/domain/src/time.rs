//! Points in time as data. Reading a clock is `host`'s work.

use std::time::Duration;

/// Wall clock: nanoseconds since the Unix epoch. May jump; only for showing and storing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wall(pub i64);

impl Wall {
    /// Seconds since the epoch with their fraction, as `create_time` of the contract wants them.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e9
    }
}

/// Monotonic clock: nanoseconds since some fixed start (CLOCK_MONOTONIC, clock_gettime(2)). For rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mono(pub u64);

impl Mono {
    /// The time from `earlier` to here; `None` if it is not earlier (a rate over it means nothing).
    #[must_use]
    pub fn since(self, earlier: Self) -> Option<Duration> {
        self.0.checked_sub(earlier.0).filter(|ns| *ns > 0).map(Duration::from_nanos)
    }
}

/// A value and the monotonic moment at which it was read, for what is not read on every tick.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timed<T> {
    /// When it was read.
    pub at: Mono,
    /// What was read.
    pub value: T,
}
