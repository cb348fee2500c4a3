//! What follows from two samples: rates, percentages, and later judgements.
//!
//! [`Snapshot::derive`] is a pure function. Where a group of counters was not read again since the
//! sample before (its collector is slowed down), the rates of the snapshot before still hold.

use std::sync::Arc;
use std::time::Duration;

use crate::gap::{Gap, Reading};
use crate::judging::Judged;
use crate::process::ProcessSample;
use crate::rates::{self, CpuShares};
use crate::sample::{
    CollectorRun, Container, CpuCounters, DiskCounters, HostFacts, Interface, Memory, Mount, Pressure, Sample,
};
use crate::service::Services;
use crate::socket::Socket;
use crate::time::{Timed, Wall};

/// CPU use of the machine.
#[derive(Clone, Debug, PartialEq)]
pub struct CpuUsage {
    /// All cores together.
    pub total: CpuShares,
    /// Busy percent of each online core; a gap for a core that has just come online.
    pub cores: Vec<(u32, Reading<f64>)>,
}

/// A mounted file system with its rates.
#[derive(Clone, Debug, PartialEq)]
pub struct Disk {
    /// What was read.
    pub mount: Mount,
    /// Bytes per second read from and written to its device.
    pub rates: Reading<(f64, f64)>,
}

/// A network interface with its rates.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Its name. Hostile text.
    pub interface: String,
    /// Bytes per second received and sent.
    pub rates: Reading<(f64, f64)>,
}

/// A process with its rates.
#[derive(Clone, Debug, PartialEq)]
pub struct Process {
    /// What was read.
    pub sample: ProcessSample,
    /// Percent of one core.
    pub cpu_percent: Reading<f64>,
    /// Percent of RAM.
    pub memory_percent: Reading<f64>,
    /// Bytes per second read from and written to storage.
    pub io_rates: Reading<(f64, f64)>,
    /// When it was started, Unix seconds.
    pub create_time: Reading<f64>,
    /// For how long it has done nothing, as far as it was watched ([`crate::idle`]).
    pub idle: Reading<Duration>,
    /// What is thought of it.
    pub judged: Reading<Arc<Judged>>,
}

/// How the tick itself went and what this program costs (DESIGN §1, "the monitor watches itself").
#[derive(Clone, Debug, PartialEq)]
pub struct Monitor {
    /// CPU of this program, percent of one core.
    pub cpu_percent: Reading<f64>,
    /// Resident set of this program, bytes.
    pub rss_bytes: Reading<u64>,
    /// How long the sampling of this tick took.
    pub tick: Duration,
    /// Ticks that began late or were skipped since the start.
    pub late_ticks: u64,
    /// How each collector fared.
    pub collectors: Vec<CollectorRun>,
}

/// One tick for every viewer, notifier, history writer and metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Number of the tick.
    pub seq: u64,
    /// When the tick began.
    pub at: Wall,
    /// What does not change.
    pub facts: Arc<HostFacts>,
    /// Seconds since boot.
    pub uptime_s: Reading<f64>,
    /// CPU use over the time between the two samples.
    pub cpu: Reading<CpuUsage>,
    /// Run-queue averages over 1, 5 and 15 minutes.
    pub load: Reading<[f64; 3]>,
    /// Memory.
    pub memory: Reading<Memory>,
    /// Mounted file systems.
    pub disks: Reading<Vec<Disk>>,
    /// Network interfaces.
    pub network: Reading<Vec<Network>>,
    /// Pressure stall information.
    pub pressure: Reading<Pressure>,
    /// The container this program runs in.
    pub container: Reading<Option<Container>>,
    /// All processes but kernel threads, by ascending pid.
    pub processes: Reading<Vec<Process>>,
    /// Waiting sockets without a visible owner.
    pub unowned_sockets: Reading<Vec<Socket>>,
    /// Services: the watched ones, failed ones, and the rest.
    pub services: Reading<Arc<Services>>,
    /// This program itself.
    pub monitor: Monitor,
}

/// How a tick went, as the engine saw it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TickTiming {
    /// How long the sampling took.
    pub took: Duration,
    /// Ticks that began late or were skipped since the start.
    pub late_ticks: u64,
}

impl Snapshot {
    /// The snapshot of `next`, with rates since `before`.
    ///
    /// On the first tick there is no `before`: rates are [`Gap::NotYet`], not 0.
    #[must_use]
    pub fn derive(before: Option<(&Sample, &Self)>, next: &Sample, timing: TickTiming) -> Self {
        let passed = before.and_then(|(sample, _)| next.mono.since(sample.mono));
        let processes = derive_processes(before, next);
        Self {
            seq: next.seq,
            at: next.at,
            facts: Arc::clone(&next.facts),
            uptime_s: next.uptime_s,
            cpu: derive_cpu(before, next),
            load: next.load,
            memory: next.memory,
            disks: derive_disks(before, next),
            network: derive_network(before, next),
            pressure: next.pressure,
            container: next.container.clone(),
            services: derive_services(before, next, &processes),
            processes,
            unowned_sockets: next.unowned_sockets.clone(),
            monitor: derive_monitor(before.map(|(sample, _)| sample), next, passed, timing),
        }
    }

    /// The process with this key, if it ran in this tick.
    #[must_use]
    pub fn process(&self, key: crate::ProcessKey) -> Option<&Process> {
        self.process_by_pid(key.pid).filter(|process| process.sample.key == key)
    }

    /// The process that had this pid in this tick.
    #[must_use]
    pub fn process_by_pid(&self, pid: u32) -> Option<&Process> {
        let processes = self.processes.as_deref().ok()?;
        let at = processes.binary_search_by_key(&pid, |process| process.sample.key.pid).ok()?;
        processes.get(at)
    }
}

/// Two readings of a group of counters, or the rates that still hold because it was not read again.
enum Step<'a, T, R> {
    Read(&'a T, &'a T, Duration),
    Holds(R),
}

fn step_of<'a, T, R>(
    before: Option<(&'a Reading<Timed<T>>, R)>,
    next: &'a Reading<Timed<T>>,
) -> Reading<Step<'a, T, R>> {
    let next = next.as_ref().map_err(|gap| *gap)?;
    let (previous, rates) = before.ok_or(Gap::NotYet)?;
    let previous = previous.as_ref().map_err(|_| Gap::NotYet)?;
    if previous.at == next.at {
        return Ok(Step::Holds(rates));
    }
    let passed = next.at.since(previous.at).ok_or(Gap::NotYet)?;
    Ok(Step::Read(&previous.value, &next.value, passed))
}

fn derive_cpu(before: Option<(&Sample, &Snapshot)>, next: &Sample) -> Reading<CpuUsage> {
    match step_of(before.map(|(sample, snapshot)| (&sample.cpu, &snapshot.cpu)), &next.cpu)? {
        Step::Holds(usage) => usage.clone(),
        Step::Read(previous, now, _) => Ok(CpuUsage {
            total: rates::cpu_shares(&previous.total, &now.total)?,
            cores: core_shares(previous, now),
        }),
    }
}

fn core_shares(previous: &CpuCounters, now: &CpuCounters) -> Vec<(u32, Reading<f64>)> {
    let busy = |number: u32, times| {
        let (_, old) = previous.cores.iter().find(|(n, _)| *n == number).ok_or(Gap::NotYet)?;
        rates::cpu_shares(old, times).map(|shares| shares.busy)
    };
    now.cores.iter().map(|(number, times)| (*number, busy(*number, times))).collect()
}

fn derive_disks(before: Option<(&Sample, &Snapshot)>, next: &Sample) -> Reading<Vec<Disk>> {
    let mounts = &next.mounts.as_ref().map_err(|gap| *gap)?.value;
    let step = step_of(before.map(|(sample, snapshot)| (&sample.mounts, &snapshot.disks)), &next.mounts);
    let rates_of = |mount: &Mount| -> Reading<(f64, f64)> {
        let now = mount.io?;
        match step.as_ref().map_err(|gap| *gap)? {
            Step::Holds(disks) => {
                let held = disks.as_ref().map_err(|gap| *gap)?;
                held.iter().find(|disk| disk.mount.mount == mount.mount).ok_or(Gap::NotYet)?.rates
            }
            Step::Read(previous, _, passed) => {
                let old = previous.iter().find(|old| old.mount == mount.mount && old.source == mount.source);
                disk_rates(old.ok_or(Gap::NotYet)?.io.map_err(|_| Gap::NotYet)?, now, *passed)
            }
        }
    };
    Ok(mounts.iter().map(|mount| Disk { mount: mount.clone(), rates: rates_of(mount) }).collect())
}

fn disk_rates(old: DiskCounters, now: DiskCounters, passed: Duration) -> Reading<(f64, f64)> {
    Ok((
        rates::per_second(old.read_bytes, now.read_bytes, passed)?,
        rates::per_second(old.write_bytes, now.write_bytes, passed)?,
    ))
}

fn derive_network(before: Option<(&Sample, &Snapshot)>, next: &Sample) -> Reading<Vec<Network>> {
    let interfaces = &next.network.as_ref().map_err(|gap| *gap)?.value;
    let step = step_of(before.map(|(sample, snapshot)| (&sample.network, &snapshot.network)), &next.network);
    let rates_of = |now: &Interface| -> Reading<(f64, f64)> {
        match step.as_ref().map_err(|gap| *gap)? {
            Step::Holds(held) => {
                let held = held.as_ref().map_err(|gap| *gap)?;
                held.iter().find(|old| old.interface == now.name).ok_or(Gap::NotYet)?.rates
            }
            Step::Read(previous, _, passed) => {
                let old = previous.iter().find(|old| old.name == now.name).ok_or(Gap::NotYet)?;
                Ok((
                    rates::per_second(old.rx_bytes, now.rx_bytes, *passed)?,
                    rates::per_second(old.tx_bytes, now.tx_bytes, *passed)?,
                ))
            }
        }
    };
    Ok(interfaces.iter().map(|now| Network { interface: now.name.clone(), rates: rates_of(now) }).collect())
}

/// Both lists are sorted by pid, so one walk finds every pair without a look-up table.
fn derive_processes(before: Option<(&Sample, &Snapshot)>, next: &Sample) -> Reading<Vec<Process>> {
    let now = next.processes.as_ref().map_err(|gap| *gap)?;
    if let Some((sample, Snapshot { processes: Ok(processes), .. })) = before
        && sample.processes_at == next.processes_at
    {
        // They were not read again; what was derived from them still holds.
        return Ok(processes.clone());
    }
    let passed = before.and_then(|(sample, _)| next.processes_at.since(sample.processes_at));
    let older = before.and_then(|(sample, _)| sample.processes.as_deref().ok()).unwrap_or_default();
    let mut older = older.iter().peekable();
    let total = next.memory.map(|memory| memory.total);
    let mut processes = Vec::with_capacity(now.len());
    for sample in now {
        while older.next_if(|old| old.key.pid < sample.key.pid).is_some() {}
        let old = older.peek().filter(|old| old.key == sample.key);
        processes.push(Process {
            cpu_percent: process_cpu(old.copied(), sample, passed, next.facts.ticks_per_second),
            memory_percent: total.and_then(|total| rates::percent(sample.rss_bytes, total)),
            io_rates: rates::process_io(&sample.io),
            create_time: next
                .boot_time_s
                .map(|boot| boot + sample.key.started as f64 / next.facts.ticks_per_second.max(1) as f64),
            sample: sample.clone(),
            idle: Err(Gap::NotYet),
            judged: Err(Gap::NotYet),
        });
    }
    Ok(processes)
}

/// A table that is the same one was worked out before; only what goes by processes is looked up again.
fn derive_services(
    before: Option<(&Sample, &Snapshot)>,
    next: &Sample,
    processes: &Reading<Vec<Process>>,
) -> Reading<Arc<Services>> {
    let table = next.services.as_ref().map_err(|gap| *gap)?;
    let processes = processes.as_deref().map_err(|gap| *gap);
    if let Some((Sample { services: Ok(old), .. }, Snapshot { services: Ok(services), .. })) = before
        && Arc::ptr_eq(old, table)
    {
        return Ok(services.again(processes));
    }
    Ok(Arc::new(Services::decide(table, processes)))
}

fn process_cpu(
    old: Option<&ProcessSample>,
    now: &ProcessSample,
    passed: Option<Duration>,
    hz: u64,
) -> Reading<f64> {
    let (old, passed) = (old.ok_or(Gap::NotYet)?, passed.ok_or(Gap::NotYet)?);
    rates::process_cpu_percent(old.cpu_ticks, now.cpu_ticks, passed, hz)
}

fn derive_monitor(
    before: Option<&Sample>,
    next: &Sample,
    passed: Option<Duration>,
    timing: TickTiming,
) -> Monitor {
    let own_cpu = || -> Reading<f64> {
        let now = next.own?;
        let old = before.ok_or(Gap::NotYet)?.own.map_err(|_| Gap::NotYet)?;
        let used = now.cpu.checked_sub(old.cpu).ok_or(Gap::NotYet)?;
        Ok(used.as_secs_f64() / passed.ok_or(Gap::NotYet)?.as_secs_f64() * 100.0)
    };
    Monitor {
        cpu_percent: own_cpu(),
        rss_bytes: next.own.map(|own| own.rss_bytes),
        tick: timing.took,
        late_ticks: timing.late_ticks,
        collectors: next.collectors.clone(),
    }
}

#[cfg(test)]
#[path = "snapshot_tests.rs"]
mod tests;
