//! For how long each process has done nothing: no CPU time, nothing read from or written to storage.
//!
//! Here: the one thing that has to be remembered from tick to tick. Not here: what follows from it
//! ([`crate::cleanup`]), and whether somebody typed on a terminal, which its device tells when asked.

use std::time::Duration;

use crate::gap::Reading;
use crate::key::ProcessKey;
use crate::process::{IoCounters, ProcessSample};
use crate::snapshot::Process;
use crate::time::Mono;

/// Watches every process of every tick. Holds one entry for each process of the last one.
#[derive(Clone, Debug, Default)]
pub struct Idle {
    /// By ascending pid.
    kept: Vec<Kept>,
    /// The buffer of the tick before, to be filled again.
    spare: Vec<Kept>,
}

#[derive(Clone, Copy, Debug)]
struct Kept {
    key: ProcessKey,
    cpu_ticks: u64,
    io: Reading<IoCounters>,
    /// Since when nothing moved, as far as it was watched.
    since: Mono,
}

impl Idle {
    /// Looks at the processes of a tick, which are sorted by pid, and tells each since when it rests.
    pub fn watch(&mut self, processes: &mut [Process], at: Mono) {
        let mut fresh = std::mem::take(&mut self.spare);
        fresh.reserve(processes.len());
        let mut old = self.kept.drain(..).peekable();
        for process in processes {
            let sample = &process.sample;
            while old.next_if(|kept| kept.key.pid < sample.key.pid).is_some() {}
            let mut kept = Kept::of(sample, at);
            if let Some(before) = old.next_if(|before| before.key == sample.key)
                && (before.cpu_ticks, before.io) == (kept.cpu_ticks, kept.io)
            {
                kept.since = before.since;
            }
            // Who may not see what a process does on the disk cannot say that it does nothing.
            process.idle = kept.io.map(|_| at.since(kept.since).unwrap_or(Duration::ZERO));
            fresh.push(kept);
        }
        drop(old);
        self.spare = std::mem::replace(&mut self.kept, fresh);
    }
}

impl Kept {
    fn of(sample: &ProcessSample, at: Mono) -> Self {
        let io = sample.io.map(|io| io.latest.value);
        Self { key: sample.key, cpu_ticks: sample.cpu_ticks, io, since: at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Gap;
    use crate::process::IoReadings;
    use crate::testing::{SECOND, process as sample};
    use crate::time::Timed;

    /// A process that has used so many ticks of CPU and read so many bytes.
    fn process(pid: u32, started: u64, cpu_ticks: u64, read_bytes: Reading<u64>) -> Process {
        let mut one = crate::testing::snapshot(0, None).processes.unwrap_or_default().remove(0);
        one.sample = sample(pid, 0);
        one.sample.key.started = started;
        one.sample.cpu_ticks = cpu_ticks;
        one.sample.io = read_bytes.map(|read_bytes| IoReadings {
            latest: Timed { at: Mono(0), value: IoCounters { read_bytes, write_bytes: 0 } },
            before: None,
        });
        one
    }

    /// Seconds of rest of each process after these ticks, ten seconds apart.
    fn rest(ticks: Vec<Vec<Process>>) -> Vec<Reading<u64>> {
        let mut idle = Idle::default();
        let mut last = Vec::new();
        for (number, mut processes) in ticks.into_iter().enumerate() {
            idle.watch(&mut processes, Mono((number as u64 + 1) * 10 * SECOND));
            assert_eq!(idle.kept.len(), processes.len(), "nothing is kept of who has gone");
            last = processes;
        }
        last.iter().map(|process| process.idle.map(|rest| rest.as_secs())).collect()
    }

    #[test]
    fn rest_lasts_until_cpu_time_or_storage_moves() {
        let still = |_| vec![process(7, 1, 5, Ok(9))];
        assert_eq!(rest((0..4).map(still).collect()), [Ok(30)]);
        let computes = |tick| vec![process(7, 1, 5 + u64::from(tick >= 2), Ok(9))];
        assert_eq!(rest((0..4).map(computes).collect()), [Ok(10)]);
        let reads = |tick| vec![process(7, 1, 5, Ok(9 + u64::from(tick == 3)))];
        assert_eq!(rest((0..4).map(reads).collect()), [Ok(0)]);
    }

    #[test]
    fn a_successor_with_the_same_pid_inherits_no_rest() {
        let ticks = vec![vec![process(7, 1, 5, Ok(9))], vec![process(7, 2, 5, Ok(9))]];
        assert_eq!(rest(ticks), [Ok(0)]);
    }

    #[test]
    fn what_cannot_be_seen_is_not_called_rest() {
        let hidden = |_| vec![process(7, 1, 5, Err(Gap::Denied))];
        assert_eq!(rest((0..3).map(hidden).collect()), [Err(Gap::Denied)]);
        let ticks = vec![
            vec![process(7, 1, 5, Ok(9))],
            vec![process(7, 1, 5, Err(Gap::Denied))],
            vec![process(7, 1, 5, Ok(9))],
        ];
        assert_eq!(rest(ticks), [Ok(0)], "what happened while it was hidden is not known");
    }

    #[test]
    fn processes_that_come_and_go_do_not_mix_up_the_others() {
        let of = |pids: &[u32]| pids.iter().map(|pid| process(*pid, 1, 5, Ok(9))).collect::<Vec<_>>();
        let ticks = vec![of(&[2, 4, 6]), of(&[1, 4, 5, 6]), of(&[4, 6, 9])];
        assert_eq!(rest(ticks), [Ok(20), Ok(20), Ok(0)]);
    }
}
