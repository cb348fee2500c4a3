//! The scanner on recorded `/proc` roots: every fact and every way in which one can be missing.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod processes_support;

use std::fs;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::time::{Duration, Instant};

use domain::process::{Exe, IoCounters};
use domain::socket::{Proto, Socket};
use domain::{Gap, ProcessKey};
use processes_support::{Scanner, link, record, stat_line};

const LISTENER: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
    0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0\n";

/// What a pass takes at most that waits for none of the stuck ones to the end: that would never come.
const BOUND: Duration = Duration::from_secs(20);

/// One that waits as long as a running server does.
fn hurried(root: &Path) -> Scanner {
    let mut scanner = Scanner::recorded(root);
    scanner.processes.set_patience(Duration::from_millis(20));
    scanner
}

fn root() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn a_recorded_process_is_read_with_all_its_facts() {
    let root = root();
    record(root.path(), 4242, "nginx", 88120);
    let uid = rustix::process::geteuid().as_raw();
    fs::write(root.path().join("passwd"), format!("web:x:{uid}:{uid}::/:/bin/false\n")).unwrap();
    fs::create_dir_all(root.path().join("net")).unwrap();
    fs::write(root.path().join("net/tcp"), LISTENER).unwrap();
    link("socket:[4711]", &root.path().join("4242/fd/3"));
    link("/dev/null", &root.path().join("4242/fd/0"));

    let mut scanner = Scanner::recorded(root.path());
    let process = scanner.find(4242).expect("it is listed");
    assert_eq!(process.key, ProcessKey { pid: 4242, started: 88120 });
    assert_eq!((process.ppid, process.state, process.threads, process.cpu_ticks), (1, 'S', 3, 42));
    assert_eq!(process.rss_bytes, 1300 * rustix::param::page_size() as u64, "statm counts, not stat");
    let readings = process.io.expect("it has counters");
    assert_eq!(readings.latest.value, IoCounters { read_bytes: 4096, write_bytes: 8192 });
    assert_eq!(readings.before, None);
    let identity = &process.identity;
    assert_eq!((identity.name.as_str(), identity.comm.as_str()), ("nginx", "nginx"));
    assert_eq!(identity.exe, Ok(Exe { path: "/usr/sbin/nginx".to_owned(), deleted: false }));
    assert_eq!(identity.cmdline, Ok(["/usr/sbin/nginx", "-g", "daemon off;"].map(str::to_owned).to_vec()));
    assert_eq!((identity.uid, identity.username.clone()), (Ok(uid), Ok(Some("web".to_owned()))));
    assert_eq!(identity.unit, Ok(Some("web.service".to_owned())));
    assert_eq!((identity.container.clone(), identity.tty.clone()), (Ok(None), Ok(Some("pts/1".to_owned()))));
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let expected = Socket { proto: Proto::Tcp, port: 8080, address, netns: None };
    assert_eq!(process.sockets.as_deref(), Ok(&[expected][..]));
    assert_eq!(scanner.processes.unowned_sockets(), Ok(vec![]));
}

#[test]
fn what_is_missing_is_a_gap_of_that_fact_alone() {
    let root = root();
    record(root.path(), 7, "gone", 1);
    for file in ["cmdline", "io", "exe", "cgroup"] {
        fs::remove_file(root.path().join("7").join(file)).unwrap();
    }
    fs::remove_dir(root.path().join("7/fd")).unwrap();
    let process = Scanner::recorded(root.path()).find(7).expect("it is still listed");
    assert_eq!(process.identity.comm, "gone");
    assert_eq!(process.identity.exe, Err(Gap::Gone));
    assert_eq!(process.identity.cmdline, Err(Gap::Gone));
    assert_eq!((&process.identity.unit, &process.identity.container), (&Err(Gap::Gone), &Err(Gap::Gone)));
    assert_eq!(process.io, Err(Gap::Gone));
    assert_eq!(process.sockets, Err(Gap::Gone));
    assert_eq!(process.cpu_ticks, 42);
}

#[test]
fn a_process_whose_stat_is_gone_cut_or_odd_is_left_out_and_the_others_stay() {
    let root = root();
    for pid in 1..=5 {
        record(root.path(), pid, "x", 1);
    }
    fs::remove_file(root.path().join("1/stat")).unwrap();
    fs::write(root.path().join("2/stat"), "2 (x) S 1 2").unwrap();
    fs::write(root.path().join("3/stat"), "").unwrap();
    fs::write(root.path().join("4/stat"), [0xff; 4096]).unwrap();
    let pids: Vec<u32> =
        Scanner::recorded(root.path()).scan().iter().map(|process| process.key.pid).collect();
    assert_eq!(pids, [5]);
}

#[test]
fn threads_of_the_kernel_are_left_out_until_their_pid_is_a_program() {
    let root = root();
    record(root.path(), 2, "kthreadd", 4);
    let kernel = stat_line(2, "kthreadd", 0, 0, 4).replace(" 4194560 ", " 2129984 ");
    fs::write(root.path().join("2/stat"), kernel).unwrap();
    let mut scanner = Scanner::recorded(root.path());
    assert_eq!(scanner.scan().len(), 0);
    fs::write(root.path().join("2/stat"), stat_line(2, "helper", 1, 0, 9)).unwrap();
    let process = (0..11).find_map(|_| scanner.find(2)).expect("it is found within ten passes");
    assert_eq!(process.key.started, 9);
}

#[test]
fn a_reused_pid_is_a_new_process_with_nothing_of_the_old_one() {
    let root = root();
    record(root.path(), 7, "old", 100);
    let mut scanner = Scanner::recorded(root.path());
    let old = scanner.find(7).expect("the old one");
    fs::write(root.path().join("7/stat"), stat_line(7, "new", 1, 1, 200)).unwrap();
    fs::write(root.path().join("7/cmdline"), "new\0").unwrap();
    let new = scanner.find(7).expect("the new one");
    assert_eq!((old.key.started, new.key.started), (100, 200));
    assert_eq!(new.identity.cmdline, Ok(vec!["new".to_owned()]));
    assert_eq!(new.io.map(|io| io.before), Ok(None), "counters of the old one are no reading of the new one");
}

#[test]
fn what_changes_without_a_sign_is_noticed_within_ten_passes_of_an_active_process() {
    let root = root();
    record(root.path(), 7, "x", 1);
    let mut scanner = Scanner::recorded(root.path());
    scanner.scan();
    link("/usr/sbin/x (deleted)", &root.path().join("7/exe"));
    fs::write(root.path().join("7/cgroup"), "0::/system.slice/moved.service\n").unwrap();
    fs::write(root.path().join("7/stat"), stat_line(7, "x", 1, 43, 1)).unwrap();
    let moved = (0..10).find_map(|_| {
        let process = scanner.find(7)?;
        (process.identity.unit == Ok(Some("moved.service".to_owned()))).then_some(process)
    });
    let process = moved.expect("noticed within ten passes");
    assert_eq!(process.identity.exe, Ok(Exe { path: "/usr/sbin/x".to_owned(), deleted: true }));
}

#[test]
fn disk_counters_are_read_when_cpu_time_changed_and_kept_with_their_moment() {
    let root = root();
    record(root.path(), 7, "x", 1);
    let mut scanner = Scanner::recorded(root.path());
    // Every process is active in its first pass and once more in the second.
    scanner.scan();
    scanner.scan();
    fs::write(root.path().join("7/io"), "read_bytes: 5000\nwrite_bytes: 8192\n").unwrap();
    fs::write(root.path().join("7/stat"), stat_line(7, "x", 1, 50, 1)).unwrap();
    let io = scanner.find(7).expect("listed").io.expect("it has counters");
    assert_eq!(io.latest.value.read_bytes, 5000);
    let before = io.before.expect("there was one before");
    assert_eq!(before.value.read_bytes, 4096);
    assert!(io.latest.at > before.at);
}

#[test]
fn arguments_that_block_are_a_gap_in_time_and_are_filled_in_when_they_come() {
    let root = root();
    for pid in 1..=5 {
        record(root.path(), pid, "x", 1);
    }
    let fifo = root.path().join("3/cmdline");
    fs::remove_file(&fifo).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, &fifo, rustix::fs::Mode::RWXU).unwrap();
    let mut scanner = hurried(root.path());
    let begun = Instant::now();
    let processes = scanner.scan();
    assert!(begun.elapsed() < BOUND, "the scan waited for a stuck process: {:?}", begun.elapsed());
    assert_eq!(processes.len(), 5);
    assert!(matches!(processes[2].identity.cmdline, Err(Gap::Failed(_))));
    scanner.until("the arguments of the others", |scanner| {
        (scanner.scan().iter().filter(|process| process.identity.cmdline.is_ok()).count() == 4).then_some(())
    });
    assert_eq!(processes[2].identity.comm, "x");

    let mut writer = fs::OpenOptions::new().write(true).open(&fifo).unwrap();
    writer.write_all(b"late\0--token=hunter2\0").unwrap();
    drop(writer);
    let arguments =
        scanner.until("the late arguments", |scanner| scanner.find(3)?.identity.cmdline.clone().ok());
    assert_eq!(arguments, ["late", "--token=***"]);
}

#[test]
fn many_stuck_processes_cost_a_bounded_time() {
    let root = root();
    for pid in 1..=60 {
        record(root.path(), pid, "x", 1);
        let fifo = root.path().join(format!("{pid}/cmdline"));
        fs::remove_file(&fifo).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, &fifo, rustix::fs::Mode::RWXU).unwrap();
    }
    let mut scanner = hurried(root.path());
    for _ in 0..12 {
        let begun = Instant::now();
        let processes = scanner.scan();
        assert!(begun.elapsed() < BOUND, "one pass took {:?}", begun.elapsed());
        assert_eq!(processes.len(), 60);
        assert!(processes.iter().all(|process| process.identity.cmdline.is_err()));
    }
    // Lets the threads that are still stuck end.
    for pid in 1..=60 {
        let fifo = root.path().join(format!("{pid}/cmdline"));
        let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NONBLOCK;
        drop(rustix::fs::open(&fifo, flags, rustix::fs::Mode::empty()));
    }
}

#[test]
fn one_argument_of_twenty_thousand_characters_stays_one_and_secrets_are_masked() {
    let root = root();
    record(root.path(), 7, "x", 1);
    let long = "y".repeat(20_000);
    fs::write(root.path().join("7/cmdline"), format!("x\0--password\0hunter2\0{long}\0")).unwrap();
    let process = Scanner::recorded(root.path()).find(7).expect("listed");
    assert_eq!(
        process.identity.cmdline,
        Ok(vec!["x".to_owned(), "--password".to_owned(), "***".to_owned(), long])
    );
}

#[test]
fn sockets_of_a_foreign_network_namespace_are_marked_with_it() {
    let root = root();
    fs::create_dir_all(root.path().join("self/ns")).unwrap();
    link("net:[1]", &root.path().join("self/ns/net"));
    record(root.path(), 7, "x", 1);
    link("net:[2]", &root.path().join("7/ns/net"));
    link("socket:[4711]", &root.path().join("7/fd/3"));
    fs::create_dir_all(root.path().join("7/net")).unwrap();
    fs::write(root.path().join("7/net/tcp"), LISTENER).unwrap();
    let process = Scanner::recorded(root.path()).find(7).expect("listed");
    let sockets = process.sockets.expect("its descriptors can be seen");
    assert_eq!(
        sockets.iter().map(|socket| (socket.port, socket.netns)).collect::<Vec<_>>(),
        [(8080, Some(2))]
    );
}

#[test]
fn workers_that_share_a_listener_all_own_it_and_one_without_an_owner_is_told() {
    let root = root();
    fs::create_dir_all(root.path().join("net")).unwrap();
    fs::write(root.path().join("net/tcp"), LISTENER).unwrap();
    for pid in [7, 8, 9] {
        record(root.path(), pid, "x", 1);
    }
    let mut scanner = Scanner::recorded(root.path());
    scanner.scan();
    assert_eq!(scanner.processes.unowned_sockets().map(|sockets| sockets.len()), Ok(1));
    for pid in [10, 11] {
        record(root.path(), pid, "x", 1);
        link("socket:[4711]", &root.path().join(format!("{pid}/fd/5")));
    }
    let owners: Vec<u32> = scanner
        .scan()
        .iter()
        .filter(|process| process.sockets.as_ref().is_ok_and(|sockets| !sockets.is_empty()))
        .map(|process| process.key.pid)
        .collect();
    assert_eq!(owners, [10, 11]);
    assert_eq!(scanner.processes.unowned_sockets(), Ok(vec![]));
}

#[test]
fn fifty_thousand_processes_are_listed_within_the_bound_of_descriptors() {
    const PROCESSES: u32 = 50_000;
    const BOUND: usize = 2_000;
    // In memory where there is such a folder: making so many files on a disk takes minutes.
    let memory = Path::new("/dev/shm");
    let root = if memory.is_dir() { tempfile::tempdir_in(memory).expect("a folder") } else { root() };
    for pid in 1..=PROCESSES {
        let folder = root.path().join(pid.to_string());
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("stat"), stat_line(pid, "x", 1, 42, u64::from(pid))).unwrap();
    }
    let mut scanner = Scanner::recorded(root.path());
    scanner.processes.set_descriptor_bound(BOUND);
    let mut processes = Vec::new();
    for _ in 0..2 {
        processes = scanner.scan_into(processes);
        assert_eq!(processes.len(), PROCESSES as usize);
        assert!(processes.is_sorted_by_key(|process| process.key.pid));
        assert!(scanner.processes.kept_descriptors() <= BOUND);
    }
    let open = fs::read_dir("/proc/self/fd").unwrap().count();
    assert!(open < BOUND + 500, "{open} descriptors are open");
    scanner.processes.set_descriptor_bound(100);
    assert_eq!(scanner.scan_into(processes).len(), PROCESSES as usize);
    assert!(scanner.processes.kept_descriptors() <= 100, "a lowered bound is honoured at the next pass");
}

#[test]
fn a_root_that_is_not_there_is_a_gap_with_its_error_number() {
    let mut processes = Scanner::recorded(Path::new("/nonexistent/proc")).processes;
    let gap = processes.scan(domain::time::Mono(1), Vec::new());
    assert!(matches!(gap, Err(Gap::Failed(cause)) if cause.errno == Some(2)));
}
