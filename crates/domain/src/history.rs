//! The last hour at one step a second, in memory and of fixed size.

use std::collections::VecDeque;

use crate::gap::Reading;
use crate::snapshot::Snapshot;
use crate::time::Wall;

/// Steps that are kept: one hour.
pub const KEPT: usize = 3600;

/// The few numbers of one tick that the strips on the page show. NaN stands for a gap: it is never shown as a number.
#[derive(Clone, Copy, Debug)]
struct Point {
    at: Wall,
    cpu: f32,
    memory: f32,
    disk: f32,
    rx: f32,
    tx: f32,
}

/// Several ticks in one: means, and the maximum of the CPU so that a spike survives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The end of the step.
    pub at: Wall,
    /// Mean CPU percent; `None` if no tick of the step knew it.
    pub cpu_percent: Option<f64>,
    /// Highest CPU percent.
    pub cpu_max: Option<f64>,
    /// Mean memory percent.
    pub memory_percent: Option<f64>,
    /// Mean fill of the root file system, percent.
    pub disk_percent: Option<f64>,
    /// Mean bytes per second received over all interfaces.
    pub rx_bytes_per_s: Option<f64>,
    /// Mean bytes per second sent over all interfaces.
    pub tx_bytes_per_s: Option<f64>,
}

/// A ring of the last [`KEPT`] ticks.
#[derive(Clone, Debug, Default)]
pub struct History {
    points: VecDeque<Point>,
}

impl History {
    /// Adds a tick; the oldest falls out when the ring is full.
    pub fn push(&mut self, snapshot: &Snapshot) {
        if self.points.len() == KEPT {
            self.points.pop_front();
        }
        let (rx, tx) = network_totals(snapshot);
        self.points.push_back(Point {
            at: snapshot.at,
            cpu: number(snapshot.cpu.as_ref().map(|cpu| cpu.total.busy).map_err(|gap| *gap)),
            memory: number(memory_percent(snapshot)),
            disk: number(root_disk_percent(snapshot)),
            rx: number(rx),
            tx: number(tx),
        });
    }

    /// The last `seconds` ticks in at most `steps` steps, oldest first.
    #[must_use]
    pub fn steps(&self, seconds: usize, steps: usize) -> Vec<Step> {
        let wanted = seconds.min(self.points.len());
        let per_step = seconds.min(KEPT).div_ceil(steps.max(1)).max(1);
        let points: Vec<Point> = self.points.iter().skip(self.points.len() - wanted).copied().collect();
        // Counted from the newest, so that the last step is always whole and the oldest may be short.
        let mut merged: Vec<Step> = points.rchunks(per_step).filter_map(merge).collect();
        merged.reverse();
        merged
    }
}

fn merge(points: &[Point]) -> Option<Step> {
    let at = points.last()?.at;
    let mean = |value: fn(&Point) -> f32| {
        let (sum, count) = known(points, value).fold((0.0, 0u32), |(sum, count), v| (sum + v, count + 1));
        (count > 0).then(|| sum / f64::from(count))
    };
    Some(Step {
        at,
        cpu_percent: mean(|p| p.cpu),
        cpu_max: known(points, |p| p.cpu).reduce(f64::max),
        memory_percent: mean(|p| p.memory),
        disk_percent: mean(|p| p.disk),
        rx_bytes_per_s: mean(|p| p.rx),
        tx_bytes_per_s: mean(|p| p.tx),
    })
}

fn known(points: &[Point], value: fn(&Point) -> f32) -> impl Iterator<Item = f64> {
    points.iter().map(value).filter(|v| !v.is_nan()).map(f64::from)
}

fn number(reading: Reading<f64>) -> f32 {
    reading.map_or(f32::NAN, |value| value as f32)
}

/// Used memory in percent: total less available.
///
/// # Errors
/// The gap of the memory reading.
pub fn memory_percent(snapshot: &Snapshot) -> Reading<f64> {
    let memory = snapshot.memory?;
    crate::rates::percent(memory.total.saturating_sub(memory.available), memory.total)
}

/// Fill of the file system at `/` in percent, used ÷ (used + available) as df(1) has it.
///
/// # Errors
/// The gap of the mount table or of that file system; [`crate::Gap::Unsupported`] if nothing is mounted at `/`.
pub fn root_disk_percent(snapshot: &Snapshot) -> Reading<f64> {
    let disks = snapshot.disks.as_ref().map_err(|gap| *gap)?;
    let root = disks.iter().find(|disk| disk.mount.mount == "/").ok_or(crate::Gap::Unsupported)?;
    let space = root.mount.space?;
    crate::rates::percent(space.used, space.used.saturating_add(space.available))
}

fn network_totals(snapshot: &Snapshot) -> (Reading<f64>, Reading<f64>) {
    let sum = |pick: fn((f64, f64)) -> f64| -> Reading<f64> {
        let interfaces = snapshot.network.as_ref().map_err(|gap| *gap)?;
        interfaces.iter().map(|i| i.rates.map(pick)).sum()
    };
    (sum(|rates| rates.0), sum(|rates| rates.1))
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
