//! What one run of a collector costs others: the time in which it worked or stood still in a call, without the
//! time in which the scheduler let others run. What follows from a cost is decided in `pace`.

use std::time::Duration;

use domain::time::Mono;

use crate::clock;
#[cfg(target_os = "linux")]
use crate::linux::Waiting;

/// What is measured before a run and again after it. Both by the thread that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The monotonic clock.
    pub(crate) at: Mono,
    /// Time that the thread has waited for a CPU; `None` where the kernel does not tell.
    waited: Option<Duration>,
    /// CPU time that the thread has used; `None` where it cannot be asked.
    cpu: Option<Duration>,
}

/// What a run took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Effort {
    /// Wall time from its begin to its end.
    pub(crate) took: Duration,
    /// What of it counts against its budget.
    pub(crate) cost: Duration,
}

impl Effort {
    /// What lies between two moments.
    ///
    /// On a crowded machine a run takes long because it gets no CPU: that is not what the collector costs, and
    /// to look less often would hide the very processes that crowd it. What it stands still in a call does count:
    /// it delays every other collector. Where the kernel does not tell the two apart, only work counts.
    pub(crate) fn between(begin: Moment, end: Moment) -> Self {
        let took = end.at.since(begin.at).unwrap_or_default();
        let difference = |begin: Option<Duration>, end: Option<Duration>| Some(end?.saturating_sub(begin?));
        let cost = match (difference(begin.waited, end.waited), difference(begin.cpu, end.cpu)) {
            (Some(waited), _) => took.saturating_sub(waited),
            (None, Some(cpu)) => cpu,
            (None, None) => took,
        };
        Self { took, cost }
    }
}

/// Takes moments.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    #[cfg(target_os = "linux")]
    waiting: Waiting,
}

impl Meter {
    /// This moment.
    pub(crate) fn now(&mut self) -> Moment {
        #[cfg(target_os = "linux")]
        let (waited, cpu) = (self.waiting.so_far(), Some(clock::thread_cpu()));
        #[cfg(not(target_os = "linux"))]
        let (waited, cpu) = (None, None);
        Moment { at: clock::mono(), waited, cpu }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(at_ms: u64, waited_ms: Option<u64>, cpu_ms: Option<u64>) -> Moment {
        Moment {
            at: Mono(at_ms * 1_000_000),
            waited: waited_ms.map(Duration::from_millis),
            cpu: cpu_ms.map(Duration::from_millis),
        }
    }

    fn cost_ms(begin: Moment, end: Moment) -> u128 {
        Effort::between(begin, end).cost.as_millis()
    }

    #[test]
    fn waiting_for_a_cpu_is_not_the_collectors_cost() {
        let (begin, end) = (moment(1000, Some(70), Some(30)), moment(4000, Some(3040), Some(60)));
        assert_eq!(Effort::between(begin, end).took, Duration::from_secs(3));
        assert_eq!(cost_ms(begin, end), 30);
    }

    #[test]
    fn standing_still_in_a_call_is_the_collectors_cost() {
        assert_eq!(cost_ms(moment(0, Some(0), Some(0)), moment(800, Some(100), Some(2))), 700);
    }

    #[test]
    fn where_waiting_is_not_told_only_work_counts() {
        assert_eq!(cost_ms(moment(0, None, Some(5)), moment(800, None, Some(9))), 4);
        assert_eq!(cost_ms(moment(0, Some(0), Some(5)), moment(800, None, Some(9))), 4);
        assert_eq!(cost_ms(moment(0, None, None), moment(800, None, None)), 800);
    }

    #[test]
    fn clocks_that_disagree_by_a_little_never_make_a_cost_of_centuries() {
        assert_eq!(cost_ms(moment(0, Some(0), None), moment(10, Some(11), None)), 0);
        assert_eq!(cost_ms(moment(10, Some(9), None), moment(5, Some(1), None)), 0);
    }

    #[test]
    fn a_run_that_sleeps_costs_what_it_slept() {
        let mut meter = Meter::default();
        let begin = meter.now();
        std::thread::sleep(Duration::from_millis(30));
        let effort = Effort::between(begin, meter.now());
        assert!(effort.took >= Duration::from_millis(30), "{effort:?}");
        assert!(effort.cost <= effort.took, "{effort:?}");
    }
}
