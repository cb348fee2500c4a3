//! Invented samples for tests: every value moves by a known amount from tick to tick.

use std::sync::Arc;
use std::time::Duration;

use crate::decide::{LoginUsers, Mark};
use crate::process::{Exe, Holder, Identity, IoCounters, IoReadings, ProcessSample};
use crate::rates::CpuShares;
use crate::sample::*;
use crate::snapshot::{CpuUsage, Snapshot, TickTiming};
use crate::time::{Mono, Timed, Wall};
use crate::{Gap, ProcessKey};

pub(crate) const SECOND: u64 = 1_000_000_000;

/// A process that uses a quarter of a core.
pub(crate) fn process(pid: u32, tick: u64) -> ProcessSample {
    let at = |tick: u64| Timed {
        at: Mono(tick * SECOND),
        value: IoCounters { read_bytes: tick * 100, write_bytes: tick * 200 },
    };
    ProcessSample {
        key: ProcessKey { pid, started: 500 },
        ppid: 1,
        state: 'S',
        cpu_ticks: tick * 25,
        threads: 1,
        rss_bytes: 1 << 20,
        io: Ok(IoReadings { latest: at(tick), before: (tick > 1).then(|| at(tick - 1)) }),
        identity: Arc::new(Identity {
            name: "nginx".to_owned(),
            comm: "nginx".to_owned(),
            exe: Ok(Exe { path: "/usr/sbin/nginx".to_owned(), deleted: false }),
            cmdline: Ok(vec!["nginx".to_owned()]),
            uid: Ok(0),
            username: Ok(Some("root".to_owned())),
            unit: Ok(None),
            container: Ok(None),
            tty: Ok(None),
            holder: Holder::of_user(0),
        }),
        sockets: Ok(Arc::from([])),
        standing: Arc::new(crate::standing::Standing::ordinary()),
        mark: Mark::Settled,
    }
}

/// The sample of a tick, one second after the one before.
pub(crate) fn sample(tick: u64) -> Sample {
    let at = Mono(tick * SECOND);
    let times = CpuTimes { user: tick * 30, idle: tick * 70, ..CpuTimes::default() };
    let mount = Mount {
        mount: "/".to_owned(),
        source: "/dev/vda1".to_owned(),
        filesystem: "ext4".to_owned(),
        space: Ok(Space { total: 100, used: 52, available: 48, inodes: 10, inodes_free: 5 }),
        io: Ok(DiskCounters { read_bytes: tick * 4096, write_bytes: tick * 8192 }),
    };
    let interface = Interface { name: "eth0".to_owned(), rx_bytes: tick * 1000, tx_bytes: tick * 500 };
    Sample {
        seq: tick,
        at: Wall((1_700_000_100 + tick as i64) * SECOND as i64),
        mono: at,
        facts: Arc::new(HostFacts {
            host_id: Ok("host".to_owned()),
            boot_id: Ok("boot".to_owned()),
            hostname: Ok("seoul-web-1".to_owned()),
            os: Ok("Rocky Linux 9.4".to_owned()),
            kernel: Ok("6.1.0".to_owned()),
            ticks_per_second: 100,
            page_bytes: 4096,
            login_users: Ok(LoginUsers { first: 1000, last: 60_000 }),
            nobody: Ok(65_534),
        }),
        uptime_s: Ok(100.0),
        boot_time_s: Ok(1_700_000_000.0),
        cpu: Ok(Timed { at, value: CpuCounters { total: times, cores: vec![(0, times)] } }),
        load: Ok([0.4, 0.3, 0.2]),
        memory: Ok(Memory { total: 1 << 30, available: 1 << 29, swap_total: 0, swap_used: 0 }),
        mounts: Ok(Timed { at, value: vec![mount] }),
        network: Ok(Timed { at, value: vec![interface] }),
        pressure: Err(Gap::Unsupported),
        container: Ok(None),
        processes_at: at,
        processes: Ok(vec![process(42, tick)]),
        unowned_sockets: Ok(vec![]),
        services: Err(Gap::NotYet),
        collectors: vec![],
        own: Ok(OwnCost { cpu: Duration::from_millis(10 * tick), rss_bytes: 20 << 20 }),
    }
}

/// A snapshot at `at` nanoseconds whose CPU is known or not.
pub(crate) fn snapshot(at: i64, cpu: Option<f64>) -> Snapshot {
    let mut snapshot = Snapshot::derive(None, &sample(1), TickTiming::default());
    snapshot.at = Wall(at);
    snapshot.cpu = cpu.ok_or(Gap::NotYet).map(|busy| CpuUsage {
        total: CpuShares { busy, user: busy, system: 0.0, iowait: 0.0, steal: 0.0 },
        cores: vec![],
    });
    snapshot
}
