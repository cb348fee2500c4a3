//! The last minutes of the machine, for the sparklines: one point a tick, bounded.

use std::collections::VecDeque;

use domain::snapshot::Snapshot;
use domain::{Reading, history};

/// Ticks that are kept.
pub(in crate::commands::watch) const KEPT: usize = 120;
/// Readings whose mean is the steady value: one busy second must not make the face worry.
const STEADY: usize = 5;

/// One value through time, the oldest first; `None` where it could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::commands::watch) struct Trail(VecDeque<Option<f64>>);

impl Trail {
    /// Adds the newest value; the oldest falls out when it is full.
    pub(super) fn push(&mut self, value: Reading<f64>) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(value.ok());
    }

    /// The last `count` values, the oldest first.
    pub(in crate::commands::watch) fn last(&self, count: usize) -> impl Iterator<Item = Option<f64>> + '_ {
        self.0.iter().skip(self.0.len().saturating_sub(count)).copied()
    }

    /// The greatest that is kept.
    pub(in crate::commands::watch) fn greatest(&self) -> Option<f64> {
        self.0.iter().flatten().copied().reduce(f64::max)
    }

    /// The mean of the last readings that could be made.
    pub(in crate::commands::watch) fn steady(&self) -> Option<f64> {
        let last: Vec<f64> = self.last(STEADY).flatten().collect();
        (!last.is_empty()).then(|| last.iter().sum::<f64>() / last.len() as f64)
    }
}

/// What is remembered of the machine.
#[derive(Clone, Debug, Default)]
pub(in crate::commands::watch) struct Trails {
    pub(in crate::commands::watch) cpu: Trail,
    pub(in crate::commands::watch) memory: Trail,
    /// Received and sent over all interfaces, bytes per second.
    pub(in crate::commands::watch) network: Trail,
}

impl Trails {
    /// Adds a tick.
    pub(super) fn push(&mut self, snapshot: &Snapshot) {
        self.cpu.push(snapshot.cpu.as_ref().map(|cpu| cpu.total.busy).map_err(|gap| *gap));
        self.memory.push(history::memory_percent(snapshot));
        self.network.push(network(snapshot).map(|(received, sent)| received + sent));
    }
}

/// Bytes per second received and sent over all interfaces.
pub(in crate::commands::watch) fn network(snapshot: &Snapshot) -> Reading<(f64, f64)> {
    let interfaces = snapshot.network.as_ref().map_err(|gap| *gap)?;
    interfaces.iter().try_fold((0.0, 0.0), |(received, sent), interface| {
        interface.rates.map(|(rx, tx)| (received + rx, sent + tx))
    })
}
