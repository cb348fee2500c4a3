//! What is read of a process just before something is done to it, held against the running kernel: each fact, and that a
//! process stays the same one whatever it does to itself.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cgroup_support;
mod processes_support;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use cgroup_support::Group;
use domain::decide::{Mark, Place, Uids};
use domain::process::ProcessSample;
use domain::sample::HostFacts;
use domain::supervisor::Supervisor;
use domain::{Gap, Reading};
use host::linux::closeup::{LookError, look_now};
use host::linux::terminate::number;
use host::{Roots, Sampler, SamplerOptions};
use processes_support::{Kept, Scanner, is_root, until};

/// A person's number that no user of this machine needs to have.
const SOMEBODY: u32 = 1234;

/// What does not change while the tests run.
static MACHINE: LazyLock<Arc<HostFacts>> = LazyLock::new(|| {
    let options = SamplerOptions { surroundings: Duration::ZERO, ..SamplerOptions::default() };
    Sampler::new(Roots::default(), options).expect("a machine").sample(None).facts
});

fn look(pid: u32) -> ProcessSample {
    look_now(&Roots::default(), &MACHINE, pid).expect("a process")
}

fn uids(process: &ProcessSample) -> Reading<[u32; 4]> {
    process.identity.holder.uids.map(Uids::all)
}

/// A line of `status`, read by hand.
fn line(pid: u32, name: &str) -> String {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("a process");
    let found = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(":\t"));
    found.expect("that line").to_owned()
}

/// A shell that does one thing at each line that it is sent.
struct Obedient(Kept);

impl Obedient {
    fn new(script: &str) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdin(Stdio::piped());
        Self(Kept::ready(&mut command).0)
    }

    fn go(&mut self) {
        self.0.0.stdin.as_mut().unwrap().write_all(b"\n").expect("it reads");
    }

    fn look(&self) -> ProcessSample {
        look(self.0.pid())
    }

    fn look_until(&self, what: &str, so: impl Fn(&ProcessSample) -> bool) -> ProcessSample {
        until(what, || Some(self.look()).filter(&so))
    }
}

/// The same process: nobody else has its key or its number. Where the kernel gives none, a young one gets old meanwhile.
fn assert_same(one: &ProcessSample, other: &ProcessSample) {
    assert_eq!((one.key, numbered(one)), (other.key, numbered(other)));
}

fn numbered(process: &ProcessSample) -> Option<Mark> {
    Some(process.mark).filter(|mark| matches!(mark, Mark::Numbered(_)))
}

#[test]
fn an_ordinary_child_is_read_as_the_kernel_has_it_and_as_a_scan_does() {
    if !is_root() {
        println!("SKIPPED a child of another user: only root may start one");
        return;
    }
    let kept = Kept::start(Command::new("sleep").arg("1000").uid(SOMEBODY).gid(SOMEBODY));
    let process = until("its program", || Some(look(kept.pid())).filter(|now| now.identity.comm == "sleep"));
    assert_eq!(uids(&process), Ok([SOMEBODY; 4]));
    assert_eq!(line(kept.pid(), "Uid"), [SOMEBODY; 4].map(|uid| uid.to_string()).join("\t"));
    let holder = &process.identity.holder;
    assert_eq!((holder.kernel_thread, holder.own_user_namespace), (Ok(false), Ok(true)));
    assert_eq!(process.ppid, std::process::id());
    assert_eq!(number(kept.pid()).map(Mark::Numbered), numbered(&process));
    assert!(process.rss_bytes > 0 && process.threads == 1 && process.io.is_ok());
    assert_eq!(process.sockets, Err(Gap::NotYet));

    let mut scanner = Scanner::live();
    let scanned = scanner
        .until("its name", |scanner| scanner.find(kept.pid()).filter(|now| now.identity.username.is_ok()));
    assert_same(&process, &scanned);
    assert_eq!(process.identity.holder, scanned.identity.holder);
    assert_eq!(process.identity.exe, scanned.identity.exe);
    assert_eq!(process.identity.cmdline, scanned.identity.cmdline);
}

#[test]
fn ids_that_mean_something_else_are_said_to_do_so() {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "sh", "-c", "echo ready; exec sleep 1000"]);
    let (kept, said) = Kept::ready(command.stderr(Stdio::null()));
    if said != "ready" {
        println!("SKIPPED a process in another user namespace: none can be made here");
        return;
    }
    let process = look(kept.pid());
    assert_eq!(process.identity.holder.own_user_namespace, Ok(false));
    let scanned = Scanner::live().find(kept.pid()).expect("it runs");
    assert_eq!(scanned.identity.holder.own_user_namespace, Ok(false));
}

#[test]
fn an_exec_a_new_name_and_a_new_parent_leave_it_the_same_process() {
    let mut pet =
        Obedient::new("echo ready; read x; printf kworker/0:1 > /proc/$$/comm; read x; exec sleep 1000");
    let first = pet.look();
    pet.go();
    let renamed = pet.look_until("renamed", |now| now.identity.comm == "kworker/0:1");
    pet.go();
    let executed = pet.look_until("another program", |now| now.identity.comm == "sleep");
    assert_same(&first, &renamed);
    assert_same(&first, &executed);
    assert_ne!(first.identity.exe, executed.identity.exe);

    let script = "sleep 1000 & echo $!; read x";
    let mut command = Command::new("sh");
    command.args(["-c", script]).stdin(Stdio::piped());
    let (mut parent, child) = Kept::ready(&mut command);
    let child: u32 = child.parse().expect("a pid");
    let before = look(child);
    assert_eq!(before.ppid, parent.pid());
    parent.0.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    parent.0.wait().unwrap();
    let after = until("another parent", || Some(look(child)).filter(|now| now.ppid != before.ppid));
    assert_same(&before, &after);
    assert!(Command::new("kill").arg(child.to_string()).status().unwrap().success());
}

#[test]
fn a_change_of_user_is_seen_at_once_in_all_four_ids() {
    if !is_root() {
        println!("SKIPPED a change of user: only root may");
        return;
    }
    let mut pet = Obedient::new("echo ready; read x; exec setpriv --ruid 1234 --clear-groups sleep 1000");
    let mut scanner = Scanner::live();
    let first = pet.look();
    let scanned = scanner.find(first.key.pid).expect("it runs");
    assert_eq!((uids(&first), uids(&scanned)), (Ok([0; 4]), Ok([0; 4])));
    pet.go();
    let mixed = pet.look_until("another real user", |now| uids(now) == Ok([SOMEBODY, 0, 0, 0]));
    assert_same(&first, &mixed);
    let pid = first.key.pid;
    let scanned = scanner.until("the scan sees it", |scanner| {
        scanner.find(pid).filter(|now| uids(now) == Ok([SOMEBODY, 0, 0, 0]))
    });
    assert_same(&first, &scanned);
}

#[test]
fn a_zombie_is_still_somebodys_and_one_that_was_reaped_is_gone() {
    let mut kept = Kept::start(Command::new("sleep").arg("1000"));
    let first = look(kept.pid());
    kept.0.kill().unwrap();
    let zombie = until("a zombie", || Some(look(kept.pid())).filter(|now| now.state == 'Z'));
    assert_same(&first, &zombie);
    assert_eq!(uids(&zombie), uids(&first));
    assert_eq!(zombie.identity.exe, Err(Gap::Gone));
    kept.0.wait().unwrap();
    assert_eq!(look_now(&Roots::default(), &MACHINE, first.key.pid).err(), Some(LookError::Gone));
}

#[test]
fn a_thread_of_the_kernel_is_told_as_one() {
    if fs::read_to_string("/proc/2/comm").ok().as_deref() != Some("kthreadd\n") {
        println!("SKIPPED a thread of the kernel: none can be seen from here");
        return;
    }
    assert_eq!(look_now(&Roots::default(), &MACHINE, 2).err(), Some(LookError::Kernel));
}

#[test]
fn a_process_that_is_moved_into_a_service_or_container_is_theirs_from_then_on() {
    let id = format!("{:064x}", std::process::id());
    let unit = format!("server-monitor-test-{}.service", std::process::id());
    let place = |process: &ProcessSample| process.identity.holder.place.clone();
    let inside = format!("system.slice/{unit}/user@1000.service");
    for (path, expected) in [
        (inside, Place::Service { supervisor: Supervisor::Systemd, unit }),
        (format!("docker/{id}"), Place::Container(id)),
        (format!("user.slice/user-{SOMEBODY}.slice/session-77.scope"), Place::Session),
    ] {
        let mut kept = Kept::start(Command::new("sleep").arg("1000"));
        let mut scanner = Scanner::live();
        let before = scanner.find(kept.pid()).expect("it runs");
        let moved = Group::new(&path).filter(|group| group.take_in(kept.pid()));
        let Some(_group) = moved else {
            println!("SKIPPED a process in {path}: no cgroup can be made here");
            continue;
        };
        assert_ne!(place(&before), Ok(expected.clone()));
        assert_eq!(place(&look(kept.pid())), Ok(expected.clone()), "at once when asked");
        scanner.until("a scan sees it too", |scanner| {
            scanner.find(kept.pid()).filter(|now| place(now) == Ok(expected.clone()))
        });
        kept.0.kill().unwrap();
        kept.0.wait().unwrap();
    }
}

#[test]
fn a_pid_that_is_used_again_has_another_mark_in_the_next_scan() {
    if std::env::var_os("MARKS_INSIDE").is_some() {
        return reuse_a_pid();
    }
    let mut again = Command::new("unshare");
    again.args(["--pid", "--fork", "--mount-proc", "--"]).arg(std::env::current_exe().unwrap());
    again.args(["--exact", "a_pid_that_is_used_again_has_another_mark_in_the_next_scan", "--nocapture"]);
    let output = again.env("MARKS_INSIDE", "1").output().expect("unshare");
    if String::from_utf8_lossy(&output.stderr).contains("Operation not permitted") {
        println!("SKIPPED a pid that is used again: this user may not make a pid namespace");
        return;
    }
    let said = BufReader::new(output.stdout.as_slice()).lines().map_while(Result::ok).collect::<Vec<_>>();
    assert!(output.status.success(), "{said:#?}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.iter().any(|line| line.contains("1 passed")), "{said:#?}");
}

fn reuse_a_pid() {
    const PID: u32 = 20_000;
    let forced = || {
        fs::write("/proc/sys/kernel/ns_last_pid", (PID - 1).to_string()).expect("ns_last_pid");
        let kept = Kept::start(Command::new("sleep").arg("1000"));
        assert_eq!(kept.pid(), PID, "the pid was to be used again");
        kept
    };
    let mut scanner = Scanner::live();
    let mut same_key = 0;
    for _ in 0..50 {
        let mut first = forced();
        let before = scanner.find(PID).expect("it runs");
        first.0.kill().unwrap();
        first.0.wait().unwrap();
        let _second = forced();
        let after = scanner.find(PID).expect("it runs");
        same_key += u32::from(before.key == after.key);
        assert_eq!(after.mark, number(PID).map_or(after.mark, Mark::Numbered));
        if matches!(before.mark, Mark::Numbered(_)) {
            assert_ne!(before.mark, after.mark, "they cannot be told apart");
        }
    }
    println!("50 times another one, {same_key} of them with the same pid and start time");
}
