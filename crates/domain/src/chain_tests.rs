//! Chains of invented machines, by table.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::Gap;
use crate::process::ProcessSample;
use crate::snapshot::TickTiming;

/// One process: pid, parent, name, first argument, uid, unit, container.
type Row<'a> = (u32, u32, &'a str, &'a str, u32, Option<&'a str>, Option<&'a str>);

fn process((pid, ppid, name, title, uid, unit, container): Row<'_>) -> ProcessSample {
    let mut process = crate::testing::process(pid, 1);
    process.key.started = u64::from(pid);
    process.ppid = ppid;
    let identity = Arc::make_mut(&mut process.identity);
    identity.name = name.to_owned();
    identity.cmdline = Ok(vec![title.to_owned()]);
    identity.uid = Ok(uid);
    identity.unit = Ok(unit.map(str::to_owned));
    identity.container = Ok(container.map(str::to_owned));
    process
}

fn machine(mut processes: Vec<ProcessSample>) -> Snapshot {
    processes.sort_by_key(|process| process.key);
    let mut sample = crate::testing::sample(1);
    sample.processes = Ok(processes);
    Snapshot::derive(None, &sample, TickTiming::default())
}

fn chain(snapshot: &Snapshot, pid: u32) -> Vec<(String, &'static str)> {
    let key = snapshot.process_by_pid(pid).map(|process| process.sample.key).unwrap();
    of(snapshot, key).into_iter().map(|link| (link.name, link.kind.word())).collect()
}

const INIT: Row<'_> = (1, 0, "systemd", "/sbin/init", 0, Some("init.scope"), None);
const SSHD: Row<'_> =
    (20, 1, "sshd", "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100", 0, Some("ssh.service"), None);

#[test]
fn each_way_to_start_a_process_is_told_by_its_origin() {
    let session = Some("session-3.scope");
    type Case<'a> = (&'a str, &'a [Row<'a>], &'a [(&'a str, &'a str)]);
    let cases: &[Case<'_>] = &[
        (
            "a worker of a service",
            &[
                (30, 1, "nginx", "nginx: master process", 0, Some("nginx.service"), None),
                (99, 30, "nginx", "nginx: worker process", 33, Some("nginx.service"), None),
            ],
            &[("nginx", "process"), ("nginx", "process"), ("nginx.service", "unit")],
        ),
        (
            "a job of cron on Debian",
            &[
                (30, 1, "cron", "/usr/sbin/cron", 0, Some("cron.service"), None),
                (31, 30, "cron", "/usr/sbin/CRON", 0, Some("cron.service"), None),
                (32, 31, "sh", "/bin/sh", 1000, Some("cron.service"), None),
                (99, 32, "backup.sh", "backup.sh", 1000, Some("cron.service"), None),
            ],
            &[("backup.sh", "process"), ("sh", "process"), ("cron", "cron")],
        ),
        (
            "a job of cron on Rocky, which opens a session for it",
            &[
                (30, 1, "crond", "/usr/sbin/crond", 0, Some("crond.service"), None),
                (99, 30, "sh", "/bin/sh", 1000, session, None),
            ],
            &[("sh", "process"), ("crond", "cron")],
        ),
        (
            "a shell of somebody who came by SSH",
            &[
                SSHD,
                (30, 20, "sshd", "sshd: kim [priv]", 0, session, None),
                (31, 30, "sshd", "sshd: kim@pts/0", 1000, session, None),
                (32, 31, "bash", "-bash", 1000, session, None),
                (99, 32, "vim", "vim", 1000, session, None),
            ],
            &[("vim", "process"), ("bash", "process"), ("sshd: kim@pts/0", "ssh_session")],
        ),
        (
            "the daemon of the newer OpenSSH",
            &[
                SSHD,
                (30, 20, "sshd-session", "sshd-session: root@pts/0", 0, session, None),
                (99, 30, "bash", "-bash", 0, session, None),
            ],
            &[("bash", "process"), ("sshd-session: root@pts/0", "ssh_session")],
        ),
        (
            "the listener itself is a service, not a session",
            &[SSHD, (99, 20, "sshd", "sshd: kim [priv]", 0, session, None)],
            &[("sshd", "process"), ("sshd", "process"), ("ssh.service", "unit")],
        ),
        (
            "what was left behind in a session that came by SSH",
            &[
                SSHD,
                (30, 20, "sshd", "sshd: kim [priv]", 0, session, None),
                (99, 1, "server.py", "python3", 1000, session, None),
            ],
            &[("server.py", "process"), ("session-3.scope", "ssh_session")],
        ),
        (
            "what was left behind in another session",
            &[(99, 1, "server.py", "python3", 1000, session, None)],
            &[("server.py", "process"), ("session-3.scope", "login")],
        ),
        (
            "a shell at the console",
            &[
                (30, 1, "login", "/bin/login", 0, Some("getty@tty1.service"), None),
                (99, 30, "bash", "-bash", 1000, session, None),
            ],
            &[("bash", "process"), ("login", "login")],
        ),
        (
            "a window of tmux",
            &[
                (30, 1, "tmux: server", "tmux new", 1000, session, None),
                (99, 30, "bash", "-bash", 1000, session, None),
            ],
            &[("bash", "process"), ("tmux: server", "terminal_multiplexer")],
        ),
        (
            "a window of screen",
            &[
                (30, 1, "screen", "SCREEN", 1000, session, None),
                (99, 30, "bash", "-bash", 1000, session, None),
            ],
            &[("bash", "process"), ("screen", "terminal_multiplexer")],
        ),
        (
            "a process of a container",
            &[
                (30, 1, "containerd-shim", "containerd-shim", 0, Some("containerd.service"), None),
                (31, 30, "redis-server", "redis-server", 999, None, Some("ab12")),
                (99, 31, "redis-server", "redis-rdb-bgsave", 999, None, Some("ab12")),
            ],
            &[("redis-server", "process"), ("redis-server", "process"), ("ab12", "container")],
        ),
        (
            "a service of a user",
            &[
                (30, 1, "systemd", "/lib/systemd/systemd", 1000, Some("init.scope"), None),
                (99, 30, "pipewire", "pipewire", 1000, Some("pipewire.service"), None),
            ],
            &[("pipewire", "process"), ("pipewire.service", "unit")],
        ),
        (
            "the manager of a user",
            &[(99, 1, "systemd", "/lib/systemd/systemd", 1000, Some("init.scope"), None)],
            &[("systemd", "process"), ("systemd", "init")],
        ),
        (
            "a scope is made around what somebody else started",
            &[
                (30, 1, "screen", "SCREEN", 1000, session, None),
                (99, 30, "make", "make", 1000, Some("run-7.scope"), None),
            ],
            &[("make", "process"), ("screen", "terminal_multiplexer")],
        ),
        (
            "a machine without systemd",
            &[(99, 1, "syslogd", "syslogd", 0, None, None)],
            &[("syslogd", "process"), ("systemd", "init")],
        ),
        (
            "a helper that the kernel called",
            &[(99, 2, "modprobe", "/sbin/modprobe", 0, None, None)],
            &[("modprobe", "process"), ("kernel", "kernel")],
        ),
        (
            "somebody who came into this namespace from outside",
            &[(99, 0, "sh", "sh", 0, None, None)],
            &[("sh", "process"), ("", "unknown")],
        ),
        (
            "a parent that is hidden, in a service",
            &[(99, 50, "worker", "worker", 0, Some("app.service"), None)],
            &[("worker", "process"), ("app.service", "unit")],
        ),
        (
            "a parent that is hidden",
            &[(99, 50, "worker", "worker", 0, None, None)],
            &[("worker", "process"), ("", "unknown")],
        ),
    ];
    for (what, rows, expected) in cases {
        let rows = rows.iter().chain([&INIT]).map(|row| process(*row)).collect();
        let expected: Vec<_> = expected.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        assert_eq!(chain(&machine(rows), 99), expected, "{what}");
    }
}

#[test]
fn the_first_process_comes_from_the_kernel() {
    assert_eq!(
        chain(&machine(vec![process(INIT)]), 1),
        [("systemd".to_owned(), "process"), ("kernel".to_owned(), "kernel")]
    );
}

#[test]
fn whoever_only_calls_itself_so_is_no_origin() {
    for (name, title) in [("cron", "/usr/sbin/cron"), ("sshd", "sshd: root@pts/0"), ("login", "login")] {
        let rows = [
            INIT,
            (30, 1, name, title, 1000, Some("app.service"), None),
            (99, 30, "sh", "sh", 1000, Some("app.service"), None),
        ];
        let kinds: Vec<_> =
            chain(&machine(rows.map(process).to_vec()), 99).into_iter().map(|(_, kind)| kind).collect();
        assert_eq!(kinds, ["process", "process", "unit"], "{name}");
    }
}

#[test]
fn a_parent_that_began_later_only_has_the_pid_of_the_real_one() {
    let mut late = process((50, 1, "eve", "eve", 1000, None, None));
    late.key.started = 1_000;
    let child = process((99, 50, "sh", "sh", 1000, None, None));
    let links = of(&machine(vec![process(INIT), late, child]), ProcessKey { pid: 99, started: 99 });
    assert_eq!(
        links.last(),
        Some(&Link { key: None, pid: Some(50), name: String::new(), kind: Kind::Unknown })
    );
}

#[test]
fn facts_that_could_not_be_read_decide_nothing() {
    let mut blind = process((99, 1, "sh", "sh", 0, Some("x.service"), Some("ab12")));
    let identity = Arc::make_mut(&mut blind.identity);
    identity.unit = Err(Gap::Denied);
    identity.container = Err(Gap::Denied);
    assert_eq!(chain(&machine(vec![process(INIT), blind]), 99)[1], ("systemd".to_owned(), "init"));
}

#[test]
fn a_process_that_is_not_there_has_no_chain() {
    assert_eq!(of(&machine(vec![process(INIT)]), ProcessKey { pid: 1, started: 7 }), []);
}

proptest! {
    /// Whatever the parents say, circles and all: the chain ends, begins with the process, and names an origin last and only last.
    #[test]
    fn no_tree_is_without_end(parents in prop::collection::vec(0..100_u32, 1..100)) {
        let processes = parents.iter().zip(1..).map(|(ppid, pid)| {
            let mut process = process((pid, *ppid, "x", "x", 1000, None, None));
            process.key.started = 1;
            process
        });
        let snapshot = machine(processes.collect());
        for pid in 1..=parents.len() as u32 {
            let links = of(&snapshot, ProcessKey { pid, started: 1 });
            prop_assert!(links.len() >= 2 && links.len() <= MOST_LINKS);
            prop_assert_eq!(links[0].pid, Some(pid));
            let (origin, way) = links.split_last().unwrap();
            prop_assert!(origin.kind != Kind::Process);
            prop_assert!(way.iter().all(|link| link.kind == Kind::Process));
        }
    }
}

#[test]
fn a_very_deep_tree_is_cut() {
    let rows = (2..500).map(|pid| process((pid, pid - 1, "x", "x", 1000, None, None)));
    let links = of(&machine(rows.chain([process(INIT)]).collect()), ProcessKey { pid: 499, started: 499 });
    assert_eq!((links.len(), links.last().map(|link| link.kind)), (MOST_LINKS, Some(Kind::Unknown)));
}
