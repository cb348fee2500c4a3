//! An invented machine.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::mask;
use domain::process::{Exe, Identity, IoCounters, IoReadings, ProcessSample};
use domain::sample::{
    CollectorRun, CpuCounters, CpuTimes, DiskCounters, HostFacts, Interface, Memory, Mount, Outcome, OwnCost,
    Pressure, Sample, Space,
};
use domain::service::Table;
use domain::socket::{Proto, Socket};
use domain::time::{Mono, Timed, Wall};
use domain::{Gap, ProcessKey, Reading};

use super::TODAY;
use super::gate::Gate;

/// What the next ticks will read.
#[derive(Clone, Debug)]
pub struct World {
    pub processes: Vec<ProcessSample>,
    pub hostname: String,
    pub mount: String,
    pub interface: String,
    pub pressure: Result<Pressure, Gap>,
    pub services: Reading<Arc<Table>>,
    pub unowned: Vec<Socket>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            processes: vec![process(1, 10, "init"), process(42, 4242, "nginx"), process(77, 7700, "worker")],
            hostname: "invented".to_owned(),
            mount: "/".to_owned(),
            interface: "eth0".to_owned(),
            pressure: Ok(Pressure {
                cpu_some: 1.5,
                memory_some: 0.0,
                memory_full: 0.0,
                io_some: 0.25,
                io_full: 0.0,
            }),
            services: Err(Gap::NotYet),
            unowned: Vec::new(),
        }
    }
}

/// A process with ordinary facts.
pub fn process(pid: u32, started: u64, name: &str) -> ProcessSample {
    let arguments = vec![format!("/usr/bin/{name}"), "--password=canary-argv".to_owned()];
    ProcessSample {
        key: ProcessKey { pid, started },
        ppid: u32::from(pid != 1),
        state: 'S',
        cpu_ticks: 0,
        threads: 1,
        rss_bytes: 1024 * 1024 * u64::from(pid),
        io: Err(Gap::Denied),
        identity: Arc::new(Identity {
            name: name.to_owned(),
            comm: name.chars().take(15).collect(),
            exe: Ok(Exe { path: format!("/usr/bin/{name}"), deleted: false }),
            cmdline: Ok(mask::arguments(arguments)),
            uid: Ok(1000),
            username: Ok(Some("kim".to_owned())),
            unit: Ok(None),
            container: Ok(None),
            tty: Ok(Some("pts/0".to_owned())),
            holder: domain::process::Holder::of_user(1000),
        }),
        standing: Arc::new(domain::standing::Standing::ordinary()),
        mark: domain::decide::Mark::Settled,
        sockets: Ok(Arc::from([Socket {
            proto: Proto::Tcp,
            port: 8080,
            address: [127, 0, 0, 1].into(),
            netns: None,
        }])),
    }
}

/// Reads the invented machine. Counters go on by one second each tick.
pub struct Invented {
    world: Arc<Mutex<World>>,
    gate: Arc<Gate>,
    seq: u64,
    facts: Option<Arc<HostFacts>>,
}

impl Invented {
    pub fn new(world: Arc<Mutex<World>>, gate: Arc<Gate>) -> Self {
        Self { world, gate, seq: 0, facts: None }
    }
}

impl engine::Source for Invented {
    fn sample(&mut self, _recycled: Option<Sample>) -> Sample {
        self.gate.pass();
        self.seq += 1;
        let world = self.world.lock().unwrap().clone();
        let seq = self.seq;
        let mono = Mono(seq * 1_000_000_000);
        let facts = self.facts.get_or_insert_with(|| {
            Arc::new(HostFacts {
                host_id: Ok("host".to_owned()),
                boot_id: Ok("boot".to_owned()),
                hostname: Ok(world.hostname.clone()),
                os: Ok("Invented 1".to_owned()),
                kernel: Ok("6.0".to_owned()),
                ticks_per_second: 100,
                page_bytes: 4096,
                login_users: Ok(domain::decide::LoginUsers { first: 1000, last: 60_000 }),
                nobody: Ok(65_534),
            })
        });
        let times = CpuTimes { user: 25 * seq, idle: 75 * seq, ..CpuTimes::default() };
        let mut processes = world.processes;
        for process in &mut processes {
            process.cpu_ticks = seq * u64::from(process.key.pid % 50);
            if process.key.pid == 42 {
                process.io = Ok(IoReadings {
                    latest: Timed { at: mono, value: IoCounters { read_bytes: 0, write_bytes: 4096 * seq } },
                    before: Some(Timed {
                        at: Mono(mono.0 - 1_000_000_000),
                        value: IoCounters { read_bytes: 0, write_bytes: 4096 * (seq - 1) },
                    }),
                });
            }
        }
        processes.sort_by_key(|process| process.key.pid);
        let mount = Mount {
            mount: world.mount,
            source: "/dev/vda1".to_owned(),
            filesystem: "ext4".to_owned(),
            space: Ok(Space { total: 1000, used: 300, available: 600, inodes: 0, inodes_free: 0 }),
            io: Ok(DiskCounters { read_bytes: 100 * seq, write_bytes: 200 * seq }),
        };
        let interface = Interface { name: world.interface, rx_bytes: 1000 * seq, tx_bytes: 10 * seq };
        Sample {
            seq,
            at: Wall(TODAY.0 + (seq * 1_000_000_000) as i64),
            mono,
            facts: facts.clone(),
            uptime_s: Ok(3_600.0),
            boot_time_s: Ok(1_789_000_000.0),
            cpu: Ok(Timed { at: mono, value: CpuCounters { total: times, cores: vec![(0, times)] } }),
            load: Ok([0.5, 0.25, 0.125]),
            memory: Ok(Memory { total: 1 << 30, available: 1 << 29, swap_total: 0, swap_used: 0 }),
            mounts: Ok(Timed { at: mono, value: vec![mount] }),
            network: Ok(Timed { at: mono, value: vec![interface] }),
            pressure: world.pressure,
            container: Ok(None),
            processes_at: mono,
            processes: Ok(processes),
            unowned_sockets: Ok(world.unowned),
            services: world.services,
            collectors: vec![CollectorRun {
                name: "processes",
                took: Duration::from_micros(1500),
                outcome: Outcome::Ok,
            }],
            own: Ok(OwnCost { cpu: Duration::from_millis(seq), rss_bytes: 20 << 20 }),
        }
    }
}
