//! Rates from two readings of a counter. A counter that ran backwards gives no rate.

use std::time::Duration;

use crate::gap::{Gap, Reading};
use crate::process::IoReadings;
use crate::sample::CpuTimes;

/// How a second was spent by one core or all of them, percent of the time that passed (0–100).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CpuShares {
    /// Everything but idle and waiting for a disk.
    pub busy: f64,
    /// User mode, low priority included.
    pub user: f64,
    /// Kernel mode, interrupts included.
    pub system: f64,
    /// Idle while something waited for a disk.
    pub iowait: f64,
    /// Taken by the hypervisor.
    pub steal: f64,
}

/// The shares between two readings of the same CPU.
///
/// `iowait` and `idle` may run backwards (proc_stat(5), "not reliable"): such a step counts as 0. Any
/// other counter that ran backwards means a reset, and no share is known.
///
/// # Errors
/// [`Gap::NotYet`] if no tick passed or a counter was reset.
pub fn cpu_shares(before: &CpuTimes, after: &CpuTimes) -> Reading<CpuShares> {
    let step = |from: u64, to: u64| to.checked_sub(from).map(|d| d as f64).ok_or(Gap::NotYet);
    let user = step(before.user, after.user)? + step(before.nice, after.nice)?;
    let system = step(before.system, after.system)?
        + step(before.irq, after.irq)?
        + step(before.softirq, after.softirq)?;
    let steal = step(before.steal, after.steal)?;
    let idle = after.idle.saturating_sub(before.idle) as f64;
    let iowait = after.iowait.saturating_sub(before.iowait) as f64;
    let total = user + system + steal + idle + iowait;
    if total <= 0.0 {
        return Err(Gap::NotYet);
    }
    let share = |part: f64| part / total * 100.0;
    Ok(CpuShares {
        busy: share(user + system + steal),
        user: share(user),
        system: share(system),
        iowait: share(iowait),
        steal: share(steal),
    })
}

/// CPU use of one process between two readings, percent of one core, as in top(1).
///
/// # Errors
/// [`Gap::NotYet`] if the counter ran backwards.
pub fn process_cpu_percent(before: u64, after: u64, passed: Duration, ticks_per_second: u64) -> Reading<f64> {
    let ticks = after.checked_sub(before).ok_or(Gap::NotYet)?;
    let seconds = passed.as_secs_f64();
    if ticks_per_second == 0 || seconds <= 0.0 {
        return Err(Gap::NotYet);
    }
    Ok(ticks as f64 / ticks_per_second as f64 / seconds * 100.0)
}

/// Units per second between two readings of a counter.
///
/// # Errors
/// [`Gap::NotYet`] if the counter ran backwards or no time passed.
pub fn per_second(before: u64, after: u64, passed: Duration) -> Reading<f64> {
    let units = after.checked_sub(before).ok_or(Gap::NotYet)?;
    let seconds = passed.as_secs_f64();
    if seconds <= 0.0 { Err(Gap::NotYet) } else { Ok(units as f64 / seconds) }
}

/// Disk rates of a process: bytes per second read and written between its two latest readings.
///
/// # Errors
/// The gap of the reading itself, or [`Gap::NotYet`] before there are two.
pub fn process_io(io: &Reading<IoReadings>) -> Reading<(f64, f64)> {
    let io = (*io)?;
    let before = io.before.ok_or(Gap::NotYet)?;
    let passed = io.latest.at.since(before.at).ok_or(Gap::NotYet)?;
    Ok((
        per_second(before.value.read_bytes, io.latest.value.read_bytes, passed)?,
        per_second(before.value.write_bytes, io.latest.value.write_bytes, passed)?,
    ))
}

/// `part` of `whole` in percent.
///
/// # Errors
/// [`Gap::NotYet`] if the whole is 0: there is nothing to be a part of.
pub fn percent(part: u64, whole: u64) -> Reading<f64> {
    if whole == 0 { Err(Gap::NotYet) } else { Ok(part as f64 / whole as f64 * 100.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn times(user: u64, idle: u64, iowait: u64) -> CpuTimes {
        CpuTimes { user, idle, iowait, ..CpuTimes::default() }
    }

    #[test]
    fn waiting_for_a_disk_is_not_busy() {
        let shares = cpu_shares(&times(0, 0, 0), &times(10, 70, 20)).unwrap();
        assert_eq!((shares.busy, shares.iowait), (10.0, 20.0));
    }

    #[test]
    fn an_idle_counter_that_steps_back_is_no_reset() {
        assert_eq!(cpu_shares(&times(0, 50, 9), &times(10, 140, 8)).unwrap().busy, 10.0);
    }

    #[test]
    fn a_reset_counter_gives_no_rate() {
        assert_eq!(cpu_shares(&times(10, 0, 0), &times(9, 5, 0)), Err(Gap::NotYet));
        assert_eq!(per_second(5, 4, Duration::from_secs(1)), Err(Gap::NotYet));
        assert_eq!(process_cpu_percent(5, 4, Duration::from_secs(1), 100), Err(Gap::NotYet));
    }

    #[test]
    fn one_core_kept_busy_for_a_second_is_100_percent() {
        assert_eq!(process_cpu_percent(0, 100, Duration::from_secs(1), 100), Ok(100.0));
        assert_eq!(process_cpu_percent(0, 30, Duration::from_millis(300), 100), Ok(100.0));
    }

    proptest! {
        #[test]
        fn shares_lie_between_0_and_100(a in prop::array::uniform8(0u64..1 << 40), d in prop::array::uniform8(0u64..1 << 20)) {
            let of = |v: [u64; 8]| CpuTimes { user: v[0], nice: v[1], system: v[2], idle: v[3], iowait: v[4], irq: v[5], softirq: v[6], steal: v[7] };
            let mut b = a;
            for (x, y) in b.iter_mut().zip(d) { *x += y; }
            if let Ok(s) = cpu_shares(&of(a), &of(b)) {
                for share in [s.busy, s.user, s.system, s.iowait, s.steal] {
                    prop_assert!((0.0..=100.000_001).contains(&share));
                }
            }
        }
    }
}
