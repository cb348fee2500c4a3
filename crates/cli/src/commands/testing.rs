//! An invented machine for the tests of the console and of the pages: nothing of it moves unless a test moves it.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use domain::judging::Judging;
use domain::process::{Exe, Identity, ProcessSample};
use domain::rates::CpuShares;
use domain::sample::{DiskCounters, HostFacts, Memory, Mount, Pressure, Space};
use domain::snapshot::{CpuUsage, Disk, Monitor, Network, Process, Snapshot};
use domain::socket::{Proto, Socket};
use domain::standing::Standing;
use domain::time::{Mono, Wall};
use domain::{Gap, ProcessKey};

/// 2026-11-21 03:14:08 UTC.
const NOW: i64 = 1_795_230_848;
const GB: u64 = 1 << 30;

/// A process of root that does nothing, child of the first one.
pub(in crate::commands) fn process(pid: u32, name: &str) -> Process {
    Process {
        sample: ProcessSample {
            key: ProcessKey { pid, started: u64::from(pid) * 10 },
            ppid: u32::from(pid > 1),
            state: 'S',
            cpu_ticks: 0,
            threads: 1,
            rss_bytes: 10 << 20,
            io: Err(Gap::NotYet),
            identity: Arc::new(identity(name)),
            sockets: Ok(Arc::from([])),
            standing: Arc::new(Standing::ordinary()),
            mark: domain::decide::Mark::Settled,
        },
        cpu_percent: Ok(0.0),
        memory_percent: Ok(0.1),
        io_rates: Ok((0.0, 0.0)),
        create_time: Ok(NOW as f64 - 47.0 * 60.0),
        idle: Err(Gap::NotYet),
        judged: Err(Gap::NotYet),
    }
}

fn identity(name: &str) -> Identity {
    Identity {
        name: name.to_owned(),
        comm: name.to_owned(),
        exe: Ok(Exe { path: format!("/usr/bin/{name}"), deleted: false }),
        cmdline: Ok(vec![name.to_owned()]),
        uid: Ok(0),
        username: Ok(Some("root".to_owned())),
        unit: Ok(None),
        container: Ok(None),
        tty: Ok(None),
        holder: domain::process::Holder::of_user(1000),
    }
}

/// The process with another identity.
pub(in crate::commands) fn with(mut process: Process, change: impl FnOnce(&mut Identity)) -> Process {
    let mut identity = (*process.sample.identity).clone();
    change(&mut identity);
    process.sample.identity = Arc::new(identity);
    process
}

/// The process with another parent.
pub(in crate::commands) fn child_of(mut process: Process, ppid: u32) -> Process {
    process.sample.ppid = ppid;
    process
}

/// The process with that CPU use.
pub(in crate::commands) fn busy(mut process: Process, percent: f64) -> Process {
    process.cpu_percent = Ok(percent);
    process
}

/// A TCP socket.
pub(in crate::commands) fn socket(address: [u8; 4], port: u16) -> Socket {
    Socket { proto: Proto::Tcp, port, address: IpAddr::V4(Ipv4Addr::from(address)), netns: None }
}

/// The process listening there.
pub(in crate::commands) fn listening(mut process: Process, sockets: &[Socket]) -> Process {
    process.sample.sockets = Ok(Arc::from(sockets));
    process
}

/// The first process, where a distribution has it.
pub(in crate::commands) fn init() -> Process {
    with(process(1, "systemd"), |it| {
        it.exe = Ok(Exe { path: "/usr/lib/systemd/systemd".to_owned(), deleted: false });
    })
}

/// A web server with everything that can be known, and things that cannot.
pub(in crate::commands) fn server() -> Vec<Process> {
    let nginx = with(process(1324, "nginx"), |it| {
        it.exe = Ok(Exe { path: "/usr/sbin/nginx".to_owned(), deleted: true });
        it.cmdline =
            Ok(["nginx: master process", "/usr/sbin/nginx", "-g", "daemon off;"].map(str::to_owned).into());
        it.unit = Ok(Some("nginx.service".to_owned()));
    });
    let mut nginx = listening(busy(nginx, 6.8), &[socket([0, 0, 0, 0], 80), socket([0, 0, 0, 0], 443)]);
    nginx.sample.standing = Arc::new(Standing { replaced: Ok(true), ..Standing::ordinary() });
    let worker = with(busy(child_of(process(1325, "nginx"), 1324), 1.2), |it| {
        it.uid = Ok(33);
        it.username = Ok(Some("www-data".to_owned()));
        it.unit = Ok(Some("nginx.service".to_owned()));
    });
    let redis = with(process(2211, "redis-server"), |it| {
        it.cmdline = Ok(vec!["redis-server".to_owned(), "*:6379".to_owned()]);
        it.uid = Ok(991);
        it.username = Ok(Some("redis".to_owned()));
        it.unit = Ok(Some("redis.service".to_owned()));
    });
    let mut redis = listening(redis, &[socket([127, 0, 0, 1], 6379)]);
    redis.sample.rss_bytes = 790 << 20;
    redis.memory_percent = Ok(9.6);
    redis.io_rates = Ok((4096.0, 123_456.0));
    let mut shell = with(process(4080, "-bash"), |it| {
        it.exe = Err(Gap::Denied);
        it.uid = Ok(1000);
        it.username = Ok(Some("minsu".to_owned()));
        it.unit = Ok(Some("session-4.scope".to_owned()));
        it.tty = Ok(Some("pts/0".to_owned()));
    });
    shell.sample.sockets = Err(Gap::Denied);
    shell.io_rates = Err(Gap::Denied);
    let hangul = with(busy(process(5230, "서버감시기"), 93.5), |it| {
        it.cmdline = Ok(vec!["서버감시기".to_owned(), "--이름=가나다".to_owned()]);
        it.uid = Ok(4242);
        it.username = Ok(None);
    });
    let hostile = with(child_of(process(6000, "a\u{1b}[31m\u{202e}b"), 4080), |it| {
        it.cmdline = Ok(vec!["a".to_owned(), "\u{1b}]52;c;aGk=\u{7}".to_owned(), "x".repeat(20_000)]);
    });
    vec![init(), nginx, worker, redis, shell, hangul, hostile]
}

/// A calm machine with these processes, which must come by ascending pid, and are judged.
pub(in crate::commands) fn machine(mut processes: Vec<Process>) -> Snapshot {
    Judging::default().judge(&mut processes, Mono(0), None);
    let shares = |busy: f64| CpuShares { busy, user: busy, system: 0.0, iowait: 0.0, steal: 0.0 };
    let cores = [22.0, 9.0, 14.0, 31.0, 6.0, 12.0, 18.0, 97.0].into_iter().map(Ok);
    let text = |text: &str| Ok(text.to_owned());
    let mount = Mount {
        mount: "/".to_owned(),
        source: "/dev/vda1".to_owned(),
        filesystem: "ext4".to_owned(),
        space: Ok(Space {
            total: 80 * GB,
            used: 416 * GB / 10,
            available: 384 * GB / 10,
            inodes: 0,
            inodes_free: 0,
        }),
        io: Ok(DiskCounters { read_bytes: 0, write_bytes: 0 }),
    };
    Snapshot {
        seq: 1,
        at: Wall(NOW * 1_000_000_000),
        facts: Arc::new(HostFacts {
            host_id: text("host"),
            boot_id: text("boot"),
            hostname: text("seoul-web-1"),
            os: text("Rocky Linux 9.4"),
            kernel: text("6.1.0"),
            ticks_per_second: 100,
            page_bytes: 4096,
            login_users: Ok(domain::decide::LoginUsers { first: 1000, last: 60_000 }),
            nobody: Ok(65_534),
        }),
        uptime_s: Ok(41.0 * 86_400.0 + 7.0 * 3600.0 + 22.0 * 60.0),
        cpu: Ok(CpuUsage { total: shares(17.2), cores: (0..).zip(cores).collect() }),
        load: Ok([0.42, 0.38, 0.3]),
        memory: Ok(Memory { total: 8 * GB, available: 43 * GB / 10, swap_total: 2 * GB, swap_used: 0 }),
        disks: Ok(vec![Disk { mount, rates: Ok((0.0, 0.0)) }]),
        network: Ok(vec![Network { interface: "eth0".to_owned(), rates: Ok((1_908_408.0, 6_343_884.0)) }]),
        pressure: Ok(Pressure {
            cpu_some: 0.4,
            memory_some: 0.0,
            memory_full: 0.0,
            io_some: 2.1,
            io_full: 1.0,
        }),
        container: Ok(None),
        processes: Ok(processes),
        services: Err(Gap::NotYet),
        unowned_sockets: Ok(vec![]),
        monitor: Monitor {
            cpu_percent: Ok(0.2),
            rss_bytes: Ok(12 << 20),
            tick: Duration::from_millis(3),
            late_ticks: 0,
            collectors: vec![],
        },
    }
}
