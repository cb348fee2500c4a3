//! When a collector runs: on every tick, until it overruns its budget too often. Pure; time is an argument.

use std::time::Duration;

use domain::time::Mono;

/// Overruns in a row after which a collector is slowed down: one or two may be a first look or a bad moment.
const IN_A_ROW: u32 = 3;

/// What a collector may cost, and how rarely it may run at worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Budget {
    /// What one run may cost on every tick.
    pub(crate) each: Duration,
    /// The longest that it sits out when it costs more.
    pub(crate) longest: Duration,
}

/// The pace of one collector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Time between two ticks.
    tick: Duration,
    /// Time between two runs; the tick itself at full pace.
    interval: Duration,
    /// Overruns since the last run within budget.
    overruns: u32,
    /// When it last began a run.
    last: Option<Mono>,
}

impl Pace {
    /// Full pace.
    pub(crate) const fn new(tick: Duration) -> Self {
        Self { tick, interval: tick, overruns: 0, last: None }
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

    /// The pace after a run that began at `began` and cost `cost`.
    ///
    /// From the third overrun in a row it runs so rarely that it costs its budget on average: a run of four
    /// budgets comes on every fourth tick. The first run within budget returns it to every tick, since a
    /// collector that is cheap again has nothing more to prove, and what it misses meanwhile nobody sees.
    pub(crate) fn after(self, began: Mono, cost: Duration, budget: Budget) -> Self {
        let mut next = Self { last: Some(began), ..self };
        if cost <= budget.each {
            next.overruns = 0;
            next.interval = self.tick;
            return next;
        }
        next.overruns = self.overruns.saturating_add(1);
        if next.overruns >= IN_A_ROW {
            let ticks = cost.as_nanos().div_ceil(budget.each.as_nanos().max(1));
            let ticks = u32::try_from(ticks).unwrap_or(u32::MAX);
            next.interval = self.tick.saturating_mul(ticks).min(budget.longest.max(self.tick));
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TICK: Duration = Duration::from_secs(1);
    const BUDGET: Budget = Budget { each: Duration::from_millis(10), longest: Duration::from_secs(8) };
    const FAST: Duration = Duration::from_millis(10);
    const SLOW: Duration = Duration::from_millis(11);

    fn second(n: u64) -> Mono {
        Mono(n * 1_000_000_000)
    }

    /// Runs it on every tick on which it is due, with what each run costs; gives the seconds at which it ran.
    fn ran_at(costs: impl Fn(u64) -> Duration, seconds: u64) -> Vec<u64> {
        let mut pace = Pace::new(TICK);
        let mut ran = Vec::new();
        for n in 0..seconds {
            if pace.due(second(n)) {
                pace = pace.after(second(n), costs(n), BUDGET);
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
    fn from_the_third_overrun_on_it_costs_its_budget_on_average() {
        assert_eq!(
            ran_at(|_| SLOW, 12),
            [0, 1, 2, 4, 6, 8, 10],
            "a little over the budget: every other tick"
        );
        assert_eq!(ran_at(|_| Duration::from_millis(40), 16), [0, 1, 2, 6, 10, 14]);
    }

    #[test]
    fn however_much_it_costs_it_runs_again_after_the_longest_pause() {
        assert_eq!(ran_at(|_| Duration::from_secs(5), 20), [0, 1, 2, 10, 18]);
        assert_eq!(ran_at(|_| Duration::MAX, 20), [0, 1, 2, 10, 18]);
    }

    #[test]
    fn one_run_within_budget_brings_it_back_to_every_tick() {
        let costs = |n| if n < 8 { Duration::from_secs(5) } else { FAST };
        assert_eq!(ran_at(costs, 14), [0, 1, 2, 10, 11, 12, 13]);
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

    #[test]
    fn ticks_that_are_longer_than_the_longest_pause_are_all_used() {
        let mut pace = Pace::new(Duration::from_secs(30));
        for n in 0..5 {
            pace = pace.after(second(30 * n), SLOW, BUDGET);
        }
        assert!(!pace.slowed());
    }

    proptest! {
        #[test]
        fn the_interval_stays_between_a_tick_and_the_longest_pause(costs in prop::collection::vec(0u64..300, 0..200)) {
            let mut pace = Pace::new(TICK);
            for (n, ms) in costs.into_iter().enumerate() {
                pace = pace.after(second(n as u64), Duration::from_millis(ms), BUDGET);
                prop_assert!(pace.interval >= TICK && pace.interval <= BUDGET.longest);
            }
        }
    }
}
