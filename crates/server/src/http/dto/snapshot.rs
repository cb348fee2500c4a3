//! The machine at one tick (CONTRACTS §4).

use domain::snapshot::Snapshot as DomainSnapshot;
use domain::verdict::Verdict;
use domain::{Gap as DomainGap, Reading};
use serde::Serialize;
use utoipa::ToSchema;

use super::gaps::Gaps;
use super::judgement::Mode;
use super::number::{hundredths, rfc3339, uptime, whole};
use super::process::Socket;
use super::service::Service;

/// Version of this shape.
const VERSION: u32 = 1;

/// CPU use of the machine, percent of all cores together.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Cpu {
    /// Busy.
    #[schema(required)]
    pub percent: Option<f64>,
    /// Busy percent of each core.
    #[schema(required)]
    pub cores: Option<Vec<Option<f64>>>,
    /// User mode.
    #[schema(required)]
    pub user: Option<f64>,
    /// Kernel mode.
    #[schema(required)]
    pub system: Option<f64>,
    /// Idle while something waited for a disk.
    #[schema(required)]
    pub iowait: Option<f64>,
    /// Taken by the hypervisor.
    #[schema(required)]
    pub steal: Option<f64>,
    /// Run queue over 1, 5 and 15 minutes.
    #[schema(required)]
    pub load: Option<[f64; 3]>,
}

/// Memory, bytes. `used = total − available`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Memory {
    /// All usable RAM.
    #[schema(required)]
    pub total: Option<u64>,
    /// In use.
    #[schema(required)]
    pub used: Option<u64>,
    /// What could be given to new programs without swapping.
    #[schema(required)]
    pub available: Option<u64>,
    /// Used, percent.
    #[schema(required)]
    pub percent: Option<f64>,
    /// Swap space.
    #[schema(required)]
    pub swap_total: Option<u64>,
    /// Swap in use.
    #[schema(required)]
    pub swap_used: Option<u64>,
}

/// A mounted file system.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Disk {
    /// Where it is mounted.
    pub mount: String,
    /// Bytes in all.
    #[schema(required)]
    pub total: Option<u64>,
    /// Bytes in use.
    #[schema(required)]
    pub used: Option<u64>,
    /// used ÷ (used + available to ordinary users), as df(1) has it, percent.
    #[schema(required)]
    pub percent: Option<f64>,
    /// Inodes in use, percent; `null` (`unsupported`) where the file system has no fixed number.
    #[schema(required)]
    pub inodes_percent: Option<f64>,
    /// Bytes per second read from its device.
    #[schema(required)]
    pub read_bytes_per_s: Option<u64>,
    /// Bytes per second written to its device.
    #[schema(required)]
    pub write_bytes_per_s: Option<u64>,
}

/// A network interface.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Network {
    /// Its name.
    pub interface: String,
    /// Bytes per second received.
    #[schema(required)]
    pub rx_bytes_per_s: Option<u64>,
    /// Bytes per second sent.
    #[schema(required)]
    pub tx_bytes_per_s: Option<u64>,
}

/// Share of the last ten seconds in which tasks waited for a resource.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Pressure {
    /// Waiting for a CPU.
    pub cpu: PressureLine,
    /// Waiting for memory.
    pub memory: PressureLine,
    /// Waiting for a disk.
    pub io: PressureLine,
}

/// Pressure on one resource, percent.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PressureLine {
    /// At least one task waited.
    pub some_avg10: f64,
    /// All tasks waited; absent where that means nothing (CPU).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_avg10: Option<f64>,
}

/// The container that this program runs in, and what it may use there.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Container {
    /// What made it, as `docker`.
    #[schema(required)]
    pub kind: Option<String>,
    /// Its id or name.
    #[schema(required)]
    pub id: Option<String>,
    /// CPUs that it may use at once; `null` (`unsupported`) without a limit.
    #[schema(required)]
    pub cpu_limit: Option<f64>,
    /// Bytes of memory that it may use; `null` (`unsupported`) without a limit.
    #[schema(required)]
    pub memory_limit: Option<u64>,
    /// Bytes of memory that it uses, page cache included.
    #[schema(required)]
    pub memory_used: Option<u64>,
}

/// Processes by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Verdicts {
    /// Green.
    pub safe: u64,
    /// Yellow.
    pub caution: u64,
    /// Red.
    pub danger: u64,
    /// Red, at once.
    pub urgent: u64,
}

impl Verdicts {
    /// The processes of a tick, counted as `mode` judges them.
    ///
    /// # Errors
    /// When the processes could not be read, or one of them has not been judged.
    pub fn of(snapshot: &DomainSnapshot, mode: Mode) -> Reading<Self> {
        let processes = snapshot.processes.as_deref().map_err(|gap| *gap)?;
        let mut counts = Self::default();
        for process in processes {
            let judged = process.judged.as_ref().map_err(|gap| *gap)?;
            match judged.of(mode.into()).verdict {
                Verdict::Safe => counts.safe += 1,
                Verdict::Caution => counts.caution += 1,
                Verdict::Danger => counts.danger += 1,
                Verdict::Urgent => counts.urgent += 1,
            }
        }
        Ok(counts)
    }
}

/// A collector in this tick.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Collector {
    /// Its name.
    pub name: &'static str,
    /// Time it took, milliseconds.
    pub ms: f64,
    /// `ok`, `slowed_down`, or the reason why it read nothing.
    pub outcome: &'static str,
}

/// This program itself.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Monitor {
    /// Percent of one core.
    #[schema(required)]
    pub cpu_percent: Option<f64>,
    /// Resident memory, bytes.
    #[schema(required)]
    pub rss_bytes: Option<u64>,
    /// Time that the sampling of this tick took, milliseconds.
    pub tick_ms: f64,
    /// Ticks that began late or were left out since the start.
    pub late_ticks: u64,
    /// Each collector.
    pub collectors: Vec<Collector>,
}

/// The machine at one tick.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Snapshot {
    /// Version of this shape.
    pub v: u32,
    /// Stable id of the host.
    #[schema(required)]
    pub host_id: Option<String>,
    /// Id of this boot.
    #[schema(required)]
    pub boot_id: Option<String>,
    /// Number of the tick since this program's start.
    pub seq: u64,
    /// When the tick began.
    #[schema(format = DateTime)]
    pub at: String,
    /// Name of the host.
    #[schema(required)]
    pub hostname: Option<String>,
    /// Seconds since boot.
    #[schema(required)]
    pub uptime_s: Option<f64>,
    /// The same as days+hours:minutes, `41+07:22`.
    #[schema(required)]
    pub uptime: Option<String>,
    /// CPU.
    pub cpu: Cpu,
    /// Memory.
    pub memory: Memory,
    /// Mounted file systems.
    #[schema(required)]
    pub disks: Option<Vec<Disk>>,
    /// Network interfaces, loopback left out.
    #[schema(required)]
    pub network: Option<Vec<Network>>,
    /// Pressure; `null` (`unsupported`) where the kernel has none.
    #[schema(required)]
    pub pressure: Option<Pressure>,
    /// The container that this program runs in; `null` (`unsupported`) on a plain host.
    #[schema(required)]
    pub container: Option<Container>,
    /// Processes by verdict, judged by the mode that was asked for.
    #[schema(required)]
    pub verdicts: Option<Verdicts>,
    /// Waiting sockets whose owner could not be seen: it belongs to a user whose descriptors may not be read, or to the kernel.
    #[schema(required)]
    pub unowned_sockets: Option<Vec<Socket>>,
    /// The watched services in the order of the configuration, then failed units by name.
    #[schema(required)]
    pub services: Option<Vec<Service>>,
    /// This program itself.
    pub monitor: Monitor,
    /// Every `null` of this object and why; nested ones by their path (`cpu.percent`, `disks.0.inodes_percent`).
    /// Services have `gaps` of their own.
    pub gaps: Gaps,
}

impl Snapshot {
    /// The tick, its processes counted as `mode` judges them.
    #[must_use]
    pub fn new(snapshot: &DomainSnapshot, mode: Mode) -> Self {
        let mut gaps = Gaps::default();
        let facts = &snapshot.facts;
        Self {
            v: VERSION,
            host_id: gaps.take("host_id", facts.host_id.clone()),
            boot_id: gaps.take("boot_id", facts.boot_id.clone()),
            seq: snapshot.seq,
            at: rfc3339(snapshot.at),
            hostname: gaps.take("hostname", facts.hostname.clone()),
            uptime_s: gaps.take("uptime_s", snapshot.uptime_s.and_then(hundredths)),
            uptime: gaps.take("uptime", snapshot.uptime_s.map(uptime)),
            cpu: cpu(snapshot, &mut gaps),
            memory: memory(snapshot, &mut gaps),
            disks: disks(snapshot, &mut gaps),
            network: network(snapshot, &mut gaps),
            pressure: gaps.take("pressure", snapshot.pressure.and_then(pressure)),
            container: container(snapshot, &mut gaps),
            verdicts: gaps.take("verdicts", Verdicts::of(snapshot, mode)),
            unowned_sockets: gaps.take("unowned_sockets", unowned(snapshot)),
            services: gaps.take("services", services(snapshot)),
            monitor: monitor(snapshot, &mut gaps),
            gaps,
        }
    }
}

fn cpu(snapshot: &DomainSnapshot, gaps: &mut Gaps) -> Cpu {
    let usage = snapshot.cpu.as_ref().map_err(|gap| *gap);
    let share =
        |pick: fn(&domain::rates::CpuShares) -> f64| usage.and_then(|usage| hundredths(pick(&usage.total)));
    let cores = gaps.take("cpu.cores", usage.map(|usage| usage.cores.as_slice()));
    Cpu {
        percent: gaps.take("cpu.percent", share(|total| total.busy)),
        cores: cores.map(|cores| {
            let busy = |(position, (_, busy)): (usize, &(u32, Reading<f64>))| {
                gaps.take(format!("cpu.cores.{position}"), busy.and_then(hundredths))
            };
            cores.iter().enumerate().map(busy).collect()
        }),
        user: gaps.take("cpu.user", share(|total| total.user)),
        system: gaps.take("cpu.system", share(|total| total.system)),
        iowait: gaps.take("cpu.iowait", share(|total| total.iowait)),
        steal: gaps.take("cpu.steal", share(|total| total.steal)),
        load: gaps.take(
            "cpu.load",
            snapshot.load.and_then(|[one, five, fifteen]| {
                Ok([hundredths(one)?, hundredths(five)?, hundredths(fifteen)?])
            }),
        ),
    }
}

fn memory(snapshot: &DomainSnapshot, gaps: &mut Gaps) -> Memory {
    let memory = snapshot.memory;
    Memory {
        total: gaps.take("memory.total", memory.map(|memory| memory.total)),
        used: gaps.take("memory.used", memory.map(|memory| memory.total.saturating_sub(memory.available))),
        available: gaps.take("memory.available", memory.map(|memory| memory.available)),
        percent: gaps.take("memory.percent", domain::history::memory_percent(snapshot).and_then(hundredths)),
        swap_total: gaps.take("memory.swap_total", memory.map(|memory| memory.swap_total)),
        swap_used: gaps.take("memory.swap_used", memory.map(|memory| memory.swap_used)),
    }
}

fn disks(snapshot: &DomainSnapshot, gaps: &mut Gaps) -> Option<Vec<Disk>> {
    let disks = gaps.take("disks", snapshot.disks.as_ref().map_err(|gap| *gap))?;
    let one = |(position, disk): (usize, &domain::snapshot::Disk)| {
        let space = disk.mount.space;
        let name = |key: &str| format!("disks.{position}.{key}");
        let percent = |part: u64, all: u64| domain::rates::percent(part, all).and_then(hundredths);
        Disk {
            mount: disk.mount.mount.clone(),
            total: gaps.take(name("total"), space.map(|space| space.total)),
            used: gaps.take(name("used"), space.map(|space| space.used)),
            percent: gaps.take(
                name("percent"),
                space.and_then(|space| percent(space.used, space.used.saturating_add(space.available))),
            ),
            inodes_percent: gaps.take(
                name("inodes_percent"),
                space.and_then(|space| match space.inodes {
                    0 => Err(DomainGap::Unsupported),
                    all => percent(all.saturating_sub(space.inodes_free), all),
                }),
            ),
            read_bytes_per_s: gaps
                .take(name("read_bytes_per_s"), disk.rates.and_then(|(read, _)| whole(read))),
            write_bytes_per_s: gaps
                .take(name("write_bytes_per_s"), disk.rates.and_then(|(_, write)| whole(write))),
        }
    };
    Some(disks.iter().enumerate().map(one).collect())
}

fn network(snapshot: &DomainSnapshot, gaps: &mut Gaps) -> Option<Vec<Network>> {
    let interfaces = gaps.take("network", snapshot.network.as_ref().map_err(|gap| *gap))?;
    let one = |(position, interface): (usize, &domain::snapshot::Network)| {
        let name = |key: &str| format!("network.{position}.{key}");
        Network {
            interface: interface.interface.clone(),
            rx_bytes_per_s: gaps.take(name("rx_bytes_per_s"), interface.rates.and_then(|(rx, _)| whole(rx))),
            tx_bytes_per_s: gaps.take(name("tx_bytes_per_s"), interface.rates.and_then(|(_, tx)| whole(tx))),
        }
    };
    Some(interfaces.iter().enumerate().map(one).collect())
}

fn pressure(pressure: domain::sample::Pressure) -> Reading<Pressure> {
    let line = |some: f64, full: Option<f64>| -> Reading<PressureLine> {
        Ok(PressureLine { some_avg10: hundredths(some)?, full_avg10: full.map(hundredths).transpose()? })
    };
    Ok(Pressure {
        cpu: line(pressure.cpu_some, None)?,
        memory: line(pressure.memory_some, Some(pressure.memory_full))?,
        io: line(pressure.io_some, Some(pressure.io_full))?,
    })
}

fn container(snapshot: &DomainSnapshot, gaps: &mut Gaps) -> Option<Container> {
    let own = gaps.take_optional("container", snapshot.container.clone())?;
    Some(Container {
        kind: gaps.take_optional("container.kind", Ok(own.runtime)),
        id: gaps.take_optional("container.id", Ok(own.id)),
        cpu_limit: gaps.take_optional("container.cpu_limit", own.cpu_limit),
        memory_limit: gaps.take_optional("container.memory_limit", own.memory_limit),
        memory_used: gaps.take("container.memory_used", own.memory_used),
    })
}

fn unowned(snapshot: &DomainSnapshot) -> Reading<Vec<Socket>> {
    let sockets = snapshot.unowned_sockets.as_ref().map_err(|gap| *gap)?;
    Ok(sockets.iter().map(Socket::from).collect())
}

fn services(snapshot: &DomainSnapshot) -> Reading<Vec<Service>> {
    let services = snapshot.services.as_ref().map_err(|gap| *gap)?;
    Ok(services.shown().iter().map(|service| Service::from(&**service)).collect())
}

fn monitor(snapshot: &DomainSnapshot, gaps: &mut Gaps) -> Monitor {
    let own = &snapshot.monitor;
    // Whole microseconds: fractions of them are noise.
    let ms = |took: std::time::Duration| took.as_micros() as f64 / 1000.0;
    Monitor {
        cpu_percent: gaps.take("monitor.cpu_percent", own.cpu_percent.and_then(hundredths)),
        rss_bytes: gaps.take("monitor.rss_bytes", own.rss_bytes),
        tick_ms: ms(own.tick),
        late_ticks: own.late_ticks,
        collectors: own
            .collectors
            .iter()
            .map(|run| Collector {
                name: run.name,
                ms: ms(run.took),
                outcome: match run.outcome {
                    domain::sample::Outcome::Ok => "ok",
                    domain::sample::Outcome::SlowedDown => "slowed_down",
                    domain::sample::Outcome::Failed(gap) => gap.word(),
                },
            })
            .collect(),
    }
}
