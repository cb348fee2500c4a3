//! Reading the two clocks. What follows from two readings is `domain`'s work.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::{Mono, Wall};

/// The wall clock now, nanoseconds since the Unix epoch (negative before it).
#[must_use]
pub fn wall() -> Wall {
    let nanos = |d: std::time::Duration| i64::try_from(d.as_nanos()).unwrap_or(i64::MAX);
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(after) => Wall(nanos(after)),
        Err(before) => Wall(-nanos(before.duration())),
    }
}

/// The monotonic clock now (`CLOCK_MONOTONIC`, clock_gettime(2)): the same start for all programs of one boot.
#[cfg(target_os = "linux")]
#[must_use]
pub fn mono() -> Mono {
    use rustix::time::{ClockId, clock_gettime};
    Mono(nanoseconds(clock_gettime(ClockId::Monotonic)))
}

/// CPU time that the calling thread has used (`CLOCK_THREAD_CPUTIME_ID`, clock_gettime(2)).
#[cfg(target_os = "linux")]
pub(crate) fn thread_cpu() -> std::time::Duration {
    use rustix::time::{ClockId, clock_gettime};
    std::time::Duration::from_nanos(nanoseconds(clock_gettime(ClockId::ThreadCPUTime)))
}

/// Nanoseconds of a clock that is never negative.
#[cfg(target_os = "linux")]
pub(crate) fn nanoseconds(time: rustix::time::Timespec) -> u64 {
    let part = |value: i64| u64::try_from(value).unwrap_or(0);
    part(time.tv_sec).saturating_mul(1_000_000_000).saturating_add(part(time.tv_nsec))
}

/// The monotonic clock now, counted from the program's first look at it.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn mono() -> Mono {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    let passed = START.get_or_init(Instant::now).elapsed();
    Mono(u64::try_from(passed.as_nanos()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_monotonic_clock_never_runs_backwards() {
        let mut last = mono();
        for _ in 0..1_000 {
            let now = mono();
            assert!(now >= last);
            last = now;
        }
    }

    #[test]
    fn the_wall_clock_counts_from_the_unix_epoch() {
        let date = || {
            let date = std::process::Command::new("date").arg("+%s").output().expect("date runs");
            String::from_utf8_lossy(&date.stdout).trim().parse::<f64>().expect("a number")
        };
        let (before, now, after) = (date(), wall().seconds(), date());
        println!("{before} by date, {now} here, {after} by date");
        // It cuts to whole seconds.
        assert!((before..=after + 1.0).contains(&now));
    }
}
