//! When a collector runs: on every tick, until it overruns its budget too often. Pure; time is an argument.

use std::time::Duration;

use domain::time::Mono;

/// Overruns in a row after which a collector is slowed down, and runs within budget after which it is let go again.
const IN_A_ROW: u32 = 3;

/// The longest that a slowed collector sits out.
const LONGEST: Duration = Duration::from_secs(60);

/// The pace of one collector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Time between two ticks.
    tick: Duration,
    /// Time between two runs; the tick itself at full pace.
    interval: Duration,
    /// Overruns since the last run within budget.
    overruns: u32,
    /// Runs within budget since the last overrun.
    within: u32,
    /// When it last began a run.
    last: Option<Mono>,
}

impl Pace {
    /// Full pace.
    pub(crate) const fn new(tick: Duration) -> Self {
        Self { tick, interval: tick, overruns: 0, within: 0, last: None }
    }

    /// Whether it sits out ticks.
    pub(crate) fn slowed(&self) -> bool {
        self.interval > self.tick
    }

    /// Whether it runs on the tick that begins now. At full pace always; else when its interval has
    /// passed, give or take half a tick, since ticks are never quite punctual.
    pub(crate) fn due(&self, now: Mono) -> bool {
        match self.last {
            Some(last) if self.slowed() => {
                now.since(last).is_some_and(|passed| passed + self.tick / 2 >= self.interval)
            }
            _ => true,
        }
    }

    /// The pace after a run that began at `began` and took `took`.
    ///
    /// The third overrun in a row doubles the interval, and so does each further one, up to a minute.
    /// The third run in a row within budget returns it to every tick.
    pub(crate) fn after(self, began: Mono, took: Duration, budget: Duration) -> Self {
        let mut next = Self { last: Some(began), ..self };
        if took > budget {
            next.overruns = self.overruns.saturating_add(1);
            next.within = 0;
            if next.overruns >= IN_A_ROW {
                next.interval = (self.interval * 2).min(LONGEST.max(self.tick));
            }
        } else {
            next.within = self.within.saturating_add(1);
            if next.within >= IN_A_ROW || !self.slowed() {
                next.overruns = 0;
            }
            if next.within >= IN_A_ROW {
                next.interval = self.tick;
            }
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TICK: Duration = Duration::from_secs(1);
    const BUDGET: Duration = Duration::from_millis(10);
    const FAST: Duration = Duration::from_millis(9);
    const SLOW: Duration = Duration::from_millis(11);

    fn second(n: u64) -> Mono {
        Mono(n * 1_000_000_000)
    }

    /// Runs it on every tick on which it is due, with what each run takes; gives the seconds at which it ran.
    fn ran_at(takes: impl Fn(u64) -> Duration, seconds: u64) -> Vec<u64> {
        let mut pace = Pace::new(TICK);
        let mut ran = Vec::new();
        for n in 0..seconds {
            if pace.due(second(n)) {
                pace = pace.after(second(n), takes(n), BUDGET);
                ran.push(n);
            }
        }
        ran
    }

    #[test]
    fn a_collector_within_its_budget_runs_on_every_tick() {
        assert_eq!(ran_at(|_| FAST, 10), (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn two_overruns_in_a_row_change_nothing() {
        assert_eq!(ran_at(|n| if n % 3 == 2 { FAST } else { SLOW }, 30), (0..30).collect::<Vec<_>>());
    }

    #[test]
    fn the_third_overrun_and_each_further_one_double_the_interval_up_to_a_minute() {
        assert_eq!(
            ran_at(|_| SLOW, 310),
            [0, 1, 2, 4, 8, 16, 32, 64, 124, 184, 244, 304],
            "steps of 2, 4, 8, 16, 32 and then 60 s"
        );
    }

    #[test]
    fn three_runs_within_budget_bring_it_back_to_every_tick() {
        assert_eq!(
            ran_at(|n| if n < 8 { SLOW } else { FAST }, 26),
            [0, 1, 2, 4, 8, 12, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]
        );
    }

    #[test]
    fn a_tick_that_comes_a_little_early_still_counts() {
        let mut pace = Pace::new(TICK);
        for n in 0..3 {
            pace = pace.after(second(n), SLOW, BUDGET);
        }
        assert!(!pace.due(Mono(3_000_000_000)));
        assert!(pace.due(Mono(3_990_000_000)));
    }

    proptest! {
        #[test]
        fn the_interval_stays_between_a_tick_and_a_minute(takes in prop::collection::vec(0u64..30, 0..200)) {
            let mut pace = Pace::new(TICK);
            for (n, ms) in takes.into_iter().enumerate() {
                pace = pace.after(second(n as u64), Duration::from_millis(ms), BUDGET);
                prop_assert!(pace.interval >= TICK && pace.interval <= LONGEST);
            }
        }
    }
}
