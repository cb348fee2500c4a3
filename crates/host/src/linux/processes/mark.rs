//! What tells a process from a successor that got its pid within the same clock tick (DESIGN §6.4): taken when it is
//! first seen, kept with its key. Not here: comparing it before a signal is sent (`crate::linux::terminate`).

use domain::decide::Mark;
use rustix::time::{ClockId, clock_gettime};

use crate::clock::nanoseconds;
use crate::linux::terminate;

/// Whoever is seen so long after its start is the only one with its pid and start time: the next that gets the pid starts
/// in a later clock tick.
const SETTLED: u64 = 1_000_000_000;

/// Takes marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    /// A recorded process is nobody who could be ended.
    live: bool,
    numbered: bool,
    ticks_per_second: u64,
}

impl Marks {
    pub(super) fn new(live: bool, own_pid: u32, ticks_per_second: u64) -> Self {
        Self { live, numbered: live && terminate::number(own_pid).is_some(), ticks_per_second }
    }

    /// The number of whoever has the pid now. Asked for after the folder of a process was opened and before something is
    /// read in it: what can still be read says that the pid was its own all the time.
    pub(super) fn number(self, pid: u32) -> Option<u64> {
        if self.numbered { terminate::number(pid) } else { None }
    }

    /// The mark of a process with that number and start, seen now.
    pub(super) fn mark(self, number: Option<u64>, started: u64) -> Mark {
        number.map_or_else(|| self.again(Mark::Fresh, started), Mark::Numbered)
    }

    /// Its mark now that it is seen again.
    pub(super) fn again(self, mark: Mark, started: u64) -> Mark {
        if mark == Mark::Fresh && self.live && self.has_settled(started) { Mark::Settled } else { mark }
    }

    /// Whether the pid of a process with this mark is another one's by now: also one that has the same start time.
    pub(super) fn is_anothers(self, mark: Mark, pid: u32) -> bool {
        matches!(mark, Mark::Numbered(number) if self.number(pid) != Some(number))
    }

    fn has_settled(self, started: u64) -> bool {
        let now = nanoseconds(clock_gettime(ClockId::Boottime));
        since_boot(started, self.ticks_per_second).is_some_and(|start| now.saturating_sub(start) > SETTLED)
    }
}

/// Nanoseconds from the boot to the end of a clock tick.
fn since_boot(tick: u64, ticks_per_second: u64) -> Option<u64> {
    let nanoseconds = u128::from(tick).checked_add(1)? * 1_000_000_000;
    nanoseconds.checked_div(u128::from(ticks_per_second)).and_then(|start| u64::try_from(start).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICKS: u64 = 100;

    /// Marks of a kernel that does not number.
    fn by_age(live: bool) -> Marks {
        Marks { live, numbered: false, ticks_per_second: TICKS }
    }

    fn now() -> u64 {
        nanoseconds(clock_gettime(ClockId::Boottime)) / (1_000_000_000 / TICKS)
    }

    #[test]
    fn where_nobody_is_numbered_a_young_one_is_fresh_and_an_old_one_settled() {
        let marks = by_age(true);
        assert_eq!(marks.mark(None, now()), Mark::Fresh);
        assert_eq!(marks.mark(None, now() - 2 * TICKS), Mark::Settled);
        assert_eq!(marks.mark(None, u64::MAX), Mark::Fresh, "it starts in the future");
        assert_eq!(marks.number(std::process::id()), None);
    }

    #[test]
    fn a_fresh_one_settles_when_it_is_seen_again_and_a_number_stays() {
        let marks = by_age(true);
        assert_eq!(marks.again(Mark::Fresh, now()), Mark::Fresh);
        assert_eq!(marks.again(Mark::Fresh, now() - 2 * TICKS), Mark::Settled);
        assert_eq!(marks.again(Mark::Numbered(7), 0), Mark::Numbered(7));
    }

    #[test]
    fn a_recorded_process_is_never_one_that_could_be_ended() {
        assert_eq!(by_age(false).mark(None, 0), Mark::Fresh);
        assert_eq!(Marks::new(false, std::process::id(), TICKS).number(std::process::id()), None);
    }
}
