//! What was read from the machine in one tick: counters and levels, nothing derived.

use std::sync::Arc;
use std::time::Duration;

use crate::decide::LoginUsers;
use crate::gap::{Gap, Reading};
use crate::process::ProcessSample;
use crate::service::Table;
use crate::socket::Socket;
use crate::time::{Mono, Timed, Wall};

/// Facts that do not change while the program runs.
#[derive(Clone, Debug, PartialEq)]
pub struct HostFacts {
    /// Stable id of this host: never the raw machine-id (machine-id(5) asks not to expose it), but derived from it.
    pub host_id: Reading<String>,
    /// Random id of this boot (`/proc/sys/kernel/random/boot_id`).
    pub boot_id: Reading<String>,
    /// Node name (uname(2)).
    pub hostname: Reading<String>,
    /// Name and version of the system, as `Rocky Linux 9.4` (os-release(5)).
    pub os: Reading<String>,
    /// Kernel release (uname(2)).
    pub kernel: Reading<String>,
    /// Clock ticks per second of process times (`sysconf(_SC_CLK_TCK)`).
    pub ticks_per_second: u64,
    /// Bytes in a page.
    pub page_bytes: u64,
    /// Ids of people (login.defs(5)), as they were when the program started.
    pub login_users: Reading<LoginUsers>,
    /// The id that stands for nobody in particular (`/proc/sys/kernel/overflowuid`).
    pub nobody: Reading<u32>,
}

/// Time that a CPU spent in each mode since boot, clock ticks (proc_stat(5)). `guest` is contained in `user`, `guest_nice` in `nice`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CpuTimes {
    /// User mode.
    pub user: u64,
    /// User mode, low priority.
    pub nice: u64,
    /// Kernel mode.
    pub system: u64,
    /// Idle.
    pub idle: u64,
    /// Idle while something waits for a disk.
    pub iowait: u64,
    /// Hardware interrupts.
    pub irq: u64,
    /// Soft interrupts.
    pub softirq: u64,
    /// Taken by the hypervisor for other guests.
    pub steal: u64,
}

/// CPU counters of the whole machine and of each core.
#[derive(Clone, Debug, PartialEq)]
pub struct CpuCounters {
    /// All cores together.
    pub total: CpuTimes,
    /// Each online core, in the kernel's order, with its number.
    pub cores: Vec<(u32, CpuTimes)>,
}

/// Memory levels, bytes (proc_meminfo(5)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// All usable RAM.
    pub total: u64,
    /// What could be given to new programs without swapping (`MemAvailable`).
    pub available: u64,
    /// Swap space.
    pub swap_total: u64,
    /// Swap in use.
    pub swap_used: u64,
}

/// One mounted file system that holds data on a device or network.
#[derive(Clone, Debug, PartialEq)]
pub struct Mount {
    /// Where it is mounted. Hostile text.
    pub mount: String,
    /// What is mounted, as `/dev/vda1`. Hostile text.
    pub source: String,
    /// File system type, as `ext4`.
    pub filesystem: String,
    /// Its size; a gap when statvfs(3) failed or did not answer in time.
    pub space: Reading<Space>,
    /// Counters of its block device; a gap for network and stacked file systems.
    pub io: Reading<DiskCounters>,
}

/// The size of a file system (statvfs(3)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Bytes in all.
    pub total: u64,
    /// Bytes in use by anybody.
    pub used: u64,
    /// Bytes that an ordinary user may still write.
    pub available: u64,
    /// Inodes in all; 0 where the file system has no fixed number.
    pub inodes: u64,
    /// Free inodes.
    pub inodes_free: u64,
}

/// Bytes moved by a block device since boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskCounters {
    /// Bytes read.
    pub read_bytes: u64,
    /// Bytes written.
    pub write_bytes: u64,
}

/// One network interface (loopback left out) and its counters.
#[derive(Clone, Debug, PartialEq)]
pub struct Interface {
    /// Its name, as `eth0`. Hostile text.
    pub name: String,
    /// Bytes received since it came up.
    pub rx_bytes: u64,
    /// Bytes sent since it came up.
    pub tx_bytes: u64,
}

/// Share of time, in percent over the last 10 s, in which tasks waited for a resource (kernel doc accounting/psi).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pressure {
    /// At least one task waited for a CPU.
    pub cpu_some: f64,
    /// At least one task waited for memory.
    pub memory_some: f64,
    /// All tasks waited for memory.
    pub memory_full: f64,
    /// At least one task waited for a disk.
    pub io_some: f64,
    /// All tasks waited for a disk.
    pub io_full: f64,
}

/// The container that this program itself runs in, and what its cgroup allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    /// What made it, as `docker`, `podman`, `lxc`, `systemd-nspawn`, `kubernetes`; `Ok(None)` when that could not be told.
    pub runtime: Option<String>,
    /// Its id or name, if it has one.
    pub id: Option<String>,
    /// CPUs that it may use at once (quota ÷ period); `Ok(None)` without a limit.
    pub cpu_limit: Reading<Option<f64>>,
    /// Bytes of memory that it may use; `Ok(None)` without a limit.
    pub memory_limit: Reading<Option<u64>>,
    /// Bytes of memory that its cgroup uses now, page cache included.
    pub memory_used: Reading<u64>,
}

/// How a collector fared in one tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It ran and read what it wanted.
    Ok,
    /// It ran and could not read what it wanted.
    Failed(Gap),
    /// It overran its budget before and sits this tick out; its last values are shown.
    SlowedDown,
}

/// One collector in one tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CollectorRun {
    /// Its name in the registry.
    pub name: &'static str,
    /// Wall time it took.
    pub took: Duration,
    /// How it went.
    pub outcome: Outcome,
}

/// What this program itself costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnCost {
    /// CPU time of the whole program since its start (getrusage(2)).
    pub cpu: Duration,
    /// Its resident set, bytes.
    pub rss_bytes: u64,
}

/// Everything that was read in one tick.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Number of the tick since the start of the program, from 1.
    pub seq: u64,
    /// When the tick began, wall clock.
    pub at: Wall,
    /// When the tick began, monotonic clock.
    pub mono: Mono,
    /// What does not change.
    pub facts: Arc<HostFacts>,
    /// Seconds since boot (proc_uptime(5)).
    pub uptime_s: Reading<f64>,
    /// Boot time, wall clock seconds (`btime` of proc_stat(5)).
    pub boot_time_s: Reading<f64>,
    /// CPU counters.
    pub cpu: Reading<Timed<CpuCounters>>,
    /// Run-queue averages over 1, 5 and 15 minutes (proc_loadavg(5)).
    pub load: Reading<[f64; 3]>,
    /// Memory.
    pub memory: Reading<Memory>,
    /// Mounted file systems, in the order of the mount table.
    pub mounts: Reading<Timed<Vec<Mount>>>,
    /// Network interfaces, by name.
    pub network: Reading<Timed<Vec<Interface>>>,
    /// Pressure stall information.
    pub pressure: Reading<Pressure>,
    /// The container this program runs in; `Ok(None)` on a plain host.
    pub container: Reading<Option<Container>>,
    /// When the processes were read: earlier than the tick while their collector sits out.
    pub processes_at: Mono,
    /// All processes but kernel threads, by ascending pid.
    pub processes: Reading<Vec<ProcessSample>>,
    /// Waiting sockets whose owner may not be seen, or which the kernel itself holds.
    pub unowned_sockets: Reading<Vec<Socket>>,
    /// What is wanted of services, and what their manager says.
    pub services: Reading<Arc<Table>>,
    /// How each collector fared.
    pub collectors: Vec<CollectorRun>,
    /// What this program costs.
    pub own: Reading<OwnCost>,
}
