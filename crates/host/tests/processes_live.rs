//! The scanner on the system that the tests run on, beside the other programs of the same job.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod processes_support;

use std::collections::HashMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use domain::Gap;
use domain::process::ProcessSample;
use processes_support::{Kept, Scanner, is_root, output, python};

/// Resident sets move between two programs' looks; so much is no difference.
const RSS_SLACK: f64 = 0.05;
const RSS_SLACK_BYTES: f64 = 4.0 * 1024.0 * 1024.0;

/// Parent, owner, terminal, owner's name and resident set (KiB) of every process.
fn ps() -> HashMap<u32, [String; 5]> {
    let table = output("ps", &["-eo", "pid=,ppid=,uid=,tty=,user:64=,rss="]);
    let read = |line: &str| {
        let mut columns = line.split_whitespace().map(str::to_owned);
        let pid = columns.next()?.parse().ok()?;
        Some((pid, columns.collect::<Vec<_>>().try_into().ok()?))
    };
    table.lines().filter_map(read).collect()
}

/// Whether the users of a process are those of this system's `/etc/passwd`.
fn lives_with_us(pid: u32) -> bool {
    let mounts = |pid: &str| std::fs::read_link(format!("/proc/{pid}/ns/mnt")).ok();
    mounts(&pid.to_string()) == mounts("self")
}

#[test]
fn owner_parent_start_terminal_and_memory_are_those_that_ps_shows() {
    let _sleepers: Vec<Kept> = (0..5).map(|_| Kept::start(Command::new("sleep").arg("1000"))).collect();
    let mut scanner = Scanner::live();
    let table = ps();
    let ours: HashMap<u32, ProcessSample> = scanner.scan().into_iter().map(|p| (p.key.pid, p)).collect();
    // Whoever was given another parent, owner or terminal between the two programs' looks is left out.
    let later = ps();
    let (mut compared, mut apart) = (0, 0);
    for (pid, [ppid, uid, tty, user, rss]) in &table {
        let Some(process) = ours.get(pid) else { continue };
        if later.get(pid).is_none_or(|later| later[..4] != [&**ppid, uid, tty, user]) {
            continue;
        }
        let identity = &process.identity;
        assert_eq!(process.ppid.to_string(), *ppid, "parent of {pid}");
        assert_eq!(identity.uid, Ok(uid.parse().unwrap()), "owner of {pid}");
        let shown_tty = identity.tty.as_ref().unwrap().as_deref().unwrap_or("?");
        assert_eq!(shown_tty, tty, "terminal of {pid}");
        // Of a container's user ps says the number, or who has that number out here.
        if let Ok(Some(name)) = &identity.username
            && lives_with_us(*pid)
        {
            assert_eq!(name, user, "user of {pid}");
        }
        let theirs = rss.parse::<f64>().unwrap() * 1024.0;
        compared += 1;
        apart +=
            usize::from((process.rss_bytes as f64 - theirs).abs() > theirs * RSS_SLACK + RSS_SLACK_BYTES);
    }
    println!("{compared} processes compared with ps, memory of {apart} moved meanwhile");
    assert!(compared >= 5, "only {compared} processes were on both lists");
    assert!(apart * 5 <= compared, "memory of {apart} out of {compared} differs");
}

/// A scanner that has listened to everybody long enough to read no more of a sleeper than it must.
fn settled() -> Scanner {
    let mut scanner = Scanner::live();
    settle(&mut scanner);
    scanner
}

fn settle(scanner: &mut Scanner) {
    for _ in 0..5 {
        scanner.scan();
    }
}

/// Scans until the process is seen so: a tick's worth of CPU time may take a moment on a busy machine.
fn eventually(scanner: &mut Scanner, pid: u32, what: &str, seen: impl Fn(&ProcessSample) -> bool) {
    scanner.until(what, |scanner| scanner.find(pid).filter(|now| seen(now)));
}

#[test]
fn the_work_of_a_thread_is_seen_while_the_first_one_sleeps() {
    let (mut child, _) = python(
        "import sys,threading,time\nprint('ready',flush=True)\nsys.stdin.readline()\nthreading.Thread(target=lambda: [0 for _ in iter(int, 1)],daemon=True).start()\nprint('x',end='',flush=True)\ntime.sleep(1000)",
    );
    let mut scanner = settled();
    let before = scanner.find(child.pid()).expect("it lives");
    assert_eq!(before.threads, 1);
    child.0.stdin.as_mut().unwrap().write_all(b"go\n").unwrap();
    std::io::Read::read_exact(child.0.stdout.as_mut().unwrap(), &mut [0]).unwrap();
    let started = scanner.find(child.pid()).expect("it lives");
    assert_eq!(started.threads, 2);
    eventually(&mut scanner, child.pid(), "the thread's work", |now| now.cpu_ticks >= started.cpu_ticks + 20);
}

#[test]
fn a_sleeper_that_begins_to_work_is_seen_and_its_parent_s_end_too() {
    // The child's own child: it works while it is told to, and lives on when its parent ends.
    let (parent, line) = python(
        "import os,signal,time\npid=os.fork()\nif pid: os.waitpid(pid,0); os._exit(0)\nsignal.pthread_sigmask(signal.SIG_BLOCK,[signal.SIGUSR1])\nprint(os.getpid(),flush=True)\nsignal.sigwait([signal.SIGUSR1])\nwhile True: pass\n",
    );
    let pid: u32 = line.trim().parse().unwrap();
    let mut scanner = settled();
    let before = scanner.find(pid).expect("it lives");
    assert_eq!(before.ppid, parent.pid());
    output("kill", &["-USR1", &pid.to_string()]);
    eventually(&mut scanner, pid, "its work", |now| now.cpu_ticks >= before.cpu_ticks + 5);
    output("kill", &["-STOP", &pid.to_string()]);
    eventually(&mut scanner, pid, "that it is stopped", |now| now.state == 'T');
    settle(&mut scanner);
    drop(parent);
    let orphan = scanner.find(pid).expect("it lives");
    assert_ne!(orphan.ppid, before.ppid, "its parent is gone");
    output("kill", &["-KILL", &pid.to_string()]);
}

#[test]
fn an_exec_of_the_same_name_is_noticed_within_one_scan() {
    let (mut child, _) = Kept::ready(
        Command::new("bash")
            .args(["-c", "echo ready; read go; exec bash -c 'echo; read; :' renamed"])
            .stdin(Stdio::piped()),
    );
    let mut scanner = settled();
    let before = scanner.find(child.pid()).expect("it lives");
    child.0.stdin.as_mut().unwrap().write_all(b"go\n").unwrap();
    // Its own line says that the exec is done.
    let mut line = [0];
    std::io::Read::read_exact(child.0.stdout.as_mut().unwrap(), &mut line).unwrap();
    let after = scanner.find(child.pid()).expect("it lives");
    assert_eq!(before.key, after.key, "an exec keeps pid and start");
    assert_eq!(before.identity.comm, after.identity.comm);
    assert_eq!(after.identity.cmdline.as_ref().unwrap().last().map(String::as_str), Some("renamed"));
}

#[test]
fn a_setuid_is_noticed_within_one_scan() {
    if !is_root() {
        println!("SKIPPED processes: only root can change its user");
        return;
    }
    let (mut child, _) = python(
        "import os,sys\nprint('ready',flush=True)\nsys.stdin.readline()\nos.setuid(65534)\nprint('x',end='',flush=True)\nsys.stdin.readline()",
    );
    let mut scanner = settled();
    assert_eq!(scanner.find(child.pid()).unwrap().identity.uid, Ok(0));
    child.0.stdin.as_mut().unwrap().write_all(b"go\n").unwrap();
    std::io::Read::read_exact(child.0.stdout.as_mut().unwrap(), &mut [0]).unwrap();
    let identity = scanner.find(child.pid()).unwrap().identity;
    assert_eq!(identity.uid, Ok(65534));
    assert_eq!(identity.username, Ok(Some("nobody".to_owned())));
}

#[test]
fn a_name_may_hold_anything_a_program_can_set() {
    for name in [
        "a b",
        ") S 1 (",
        "))) ((",
        "<b>&amp;",
        "\u{1b}[31mred",
        "line\nbreak",
        "back\\slash",
        "\u{d55c}\u{ae00}",
    ] {
        let program = format!(
            "import ctypes,sys\nctypes.CDLL(None).prctl(15,bytes.fromhex('{}'),0,0,0)\nprint('ready',flush=True)\nsys.stdin.readline()",
            name.bytes().map(|byte| format!("{byte:02x}")).collect::<String>()
        );
        let (child, _) = python(&program);
        let process = Scanner::live().find(child.pid()).expect("it lives");
        assert_eq!(process.identity.comm, name);
    }
}

#[test]
fn a_pid_that_the_kernel_gives_again_is_another_process() {
    if !is_root() || std::fs::metadata("/proc/sys/kernel/ns_last_pid").is_err() {
        println!("SKIPPED processes: only root on a kernel with checkpoint support can choose a pid");
        return;
    }
    // In a pid namespace of its own, so that nobody else takes the number; it is seen from outside by
    // mounting that namespace's procfs and reading it through the first process's root.
    let script = r#"
import os, signal, sys
def child(want):
    open('/proc/sys/kernel/ns_last_pid', 'w').write(str(want - 1))
    pid = os.fork()
    if pid == 0:
        signal.pause()
    return pid
first = child(700)
print(first, flush=True)
sys.stdin.readline()
os.kill(first, 9); os.waitpid(first, 0)
import time
started = time.clock_gettime(time.CLOCK_BOOTTIME)
while time.clock_gettime(time.CLOCK_BOOTTIME) - started < 0.05: pass
print(child(700), flush=True)
sys.stdin.readline()
"#;
    let (mut space, first) = Kept::ready(
        Command::new("unshare")
            .args(["--fork", "--pid", "--mount-proc", "--kill-child", "python3", "-c", script])
            .stdin(Stdio::piped()),
    );
    let init = output("pgrep", &["-P", &space.pid().to_string()]);
    let root = format!("/proc/{}/root/proc", init.trim());
    let mut scanner = Scanner::recorded(std::path::Path::new(&root));
    let pid = first.parse().expect("a pid");
    let before = scanner.find(pid).expect("the first one is seen");
    space.0.stdin.as_mut().unwrap().write_all(b"go\n").unwrap();
    let mut line = String::new();
    let mut byte = [0];
    while !line.ends_with('\n') {
        std::io::Read::read_exact(space.0.stdout.as_mut().unwrap(), &mut byte).unwrap();
        line.push(char::from(byte[0]));
    }
    assert_eq!(line.trim(), first, "the kernel gave the pid again");
    let after = scanner.find(pid).expect("the second one is seen");
    assert_ne!(before.key, after.key);
    assert_eq!(after.io.map(|io| io.before), Ok(None));
}

#[test]
fn a_storm_of_processes_that_live_for_a_moment_fails_no_scan() {
    let _storm = Kept::start(
        Command::new("bash").args(["-c", "while :; do /bin/true & /bin/true; done"]).stderr(Stdio::null()),
    );
    let mut scanner = Scanner::live();
    let mut processes = Vec::new();
    for _ in 0..50 {
        processes = scanner.scan_into(processes);
        assert!(processes.iter().any(|process| process.key.pid == std::process::id()));
        assert!(processes.is_sorted_by_key(|process| process.key.pid));
    }
}

#[test]
fn a_stranger_s_facts_are_denied_and_nothing_else_fails() {
    if !is_root() {
        println!("SKIPPED processes: only root can become somebody else");
        return;
    }
    let (mut victim, _) = python("import sys\nprint('ready',flush=True)\nsys.stdin.readline()");
    let report = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "what_a_stranger_sees", "--nocapture"])
        .env("SEEN_PID", victim.pid().to_string())
        .output()
        .expect("setpriv is there");
    let text = String::from_utf8_lossy(&report.stdout);
    assert!(
        report.status.success() && text.contains("seen as a stranger"),
        "{text}\n{}",
        String::from_utf8_lossy(&report.stderr)
    );
    let _ = victim.0.stdin.take();
}

/// Does nothing in a plain run: the test above runs it as another user.
#[test]
fn what_a_stranger_sees() {
    let Ok(pid) = std::env::var("SEEN_PID") else { return };
    let mut scanner = Scanner::live();
    let process = scanner.find(pid.parse().unwrap()).expect("it is listed");
    let identity = &process.identity;
    assert_eq!(identity.exe, Err(Gap::Denied));
    assert_eq!(process.io, Err(Gap::Denied));
    assert_eq!(process.sockets, Err(Gap::Denied));
    assert_eq!((&identity.uid, &identity.username), (&Ok(0), &Ok(Some("root".to_owned()))));
    assert!(identity.cmdline.as_ref().is_ok_and(|arguments| arguments.len() == 3));
    assert!(identity.unit.is_ok() && process.rss_bytes > 0);
    let own = scanner.find(std::process::id()).expect("itself");
    assert!(own.sockets.is_ok() && own.io.is_ok() && own.identity.exe.is_ok());
    println!("seen as a stranger");
}
