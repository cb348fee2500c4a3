//! What the tests of the process scanner share: a scanner of the running system, recorded roots, child
//! processes that end with the test, and waiting for a condition with a limit.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use domain::process::ProcessSample;
use domain::time::Mono;
use host::linux::processes::{ProcessFacts, Processes};

/// How long anything is waited for: on a machine that is busy with other tests everything takes longer.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// A scanner and the time it is told. It waits for what it reads: a busy machine is no reason for a gap.
pub(crate) struct Scanner {
    pub(crate) processes: Processes,
    second: u64,
}

impl Scanner {
    /// Of the system that the tests run on.
    pub(crate) fn live() -> Self {
        Self::patient(Path::new("/proc"), facts(Path::new("/"), "/etc/passwd", true))
    }

    /// Of recorded files.
    pub(crate) fn recorded(root: &Path) -> Self {
        let passwd = root.join("passwd");
        Self::patient(root, facts(root, passwd.to_str().unwrap(), false))
    }

    fn patient(root: &Path, facts: ProcessFacts) -> Self {
        let mut processes = Processes::new(root, facts);
        processes.set_patience(LIMIT);
        Self { processes, second: 0 }
    }

    /// One pass, a second after the one before.
    pub(crate) fn scan(&mut self) -> Vec<ProcessSample> {
        self.scan_into(Vec::new())
    }

    pub(crate) fn scan_into(&mut self, into: Vec<ProcessSample>) -> Vec<ProcessSample> {
        self.second += 1;
        self.processes.scan(Mono(self.second * 1_000_000_000), into).expect("the processes can be listed")
    }

    /// The process with a pid in one pass.
    pub(crate) fn find(&mut self, pid: u32) -> Option<ProcessSample> {
        self.scan().into_iter().find(|process| process.key.pid == pid)
    }

    /// Scans until something is so, for [`LIMIT`] at most.
    pub(crate) fn until<T>(&mut self, what: &str, mut found: impl FnMut(&mut Self) -> Option<T>) -> T {
        until(what, || found(self))
    }
}

fn facts(root: &Path, passwd: &str, live: bool) -> ProcessFacts {
    ProcessFacts {
        ticks_per_second: rustix::param::clock_ticks_per_second(),
        page_bytes: rustix::param::page_size() as u64,
        own_pid: std::process::id(),
        root: root.to_owned(),
        passwd: passwd.into(),
        live,
    }
}

/// Waits for a condition, for [`LIMIT`] at most.
pub(crate) fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let limit = Instant::now() + LIMIT;
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(Instant::now() < limit, "{what}: not within {LIMIT:?}");
        std::thread::yield_now();
    }
}

/// A child that is ended with the test, whatever becomes of it.
pub(crate) struct Kept(pub(crate) Child);

impl Kept {
    pub(crate) fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}")))
    }

    /// A child that prints one line when it is ready; the line is returned.
    pub(crate) fn ready(command: &mut Command) -> (Self, String) {
        use std::io::{BufRead as _, BufReader};
        let mut kept = Self::start(command.stdout(Stdio::piped()));
        let mut line = String::new();
        BufReader::new(kept.0.stdout.as_mut().expect("it is piped"))
            .read_line(&mut line)
            .expect("it says that it is ready");
        (kept, line.trim().to_owned())
    }

    pub(crate) fn pid(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Copies a program so that it can be run. Another process does it: what this one has open for writing is for a moment open in
/// every child that a test beside this one starts, and cannot be executed meanwhile (ETXTBSY).
pub(crate) fn copy_program(from: &str, to: &Path) {
    assert!(
        Command::new("install").args(["-m", "755", from]).arg(to).status().expect("install").success(),
        "cannot copy {from}"
    );
}

/// A child that runs a Python program.
pub(crate) fn python(program: &str) -> (Kept, String) {
    // The errors of the tests may go to a file, which it would have open for writing.
    Kept::ready(Command::new("python3").arg("-c").arg(program).stdin(Stdio::piped()).stderr(Stdio::null()))
}

/// The words of what a program prints.
pub(crate) fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("cannot run {program}: {error}"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Whether the test may do what only root may.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// The line of `stat` of a recorded process.
pub(crate) fn stat_line(pid: u32, comm: &str, ppid: u32, cpu: u64, started: u64) -> String {
    format!(
        "{pid} ({comm}) S {ppid} {pid} {pid} 34817 {pid} 4194560 100 0 7 0 {cpu} 0 0 0 20 0 3 0 {started} 9437184 1250 \
         18446744073709551615 94000 95000 140720000 0 0 0 65536 4 65538 1 0 0 17 1 0 0 0 0 0 96000 97000 98000 \
         140721000 140721009 140721009 140722155 0\n"
    )
}

/// Records one process with all its files below a root.
pub(crate) fn record(root: &Path, pid: u32, comm: &str, started: u64) {
    let folder = root.join(pid.to_string());
    fs::create_dir_all(folder.join("fd")).unwrap();
    fs::create_dir_all(folder.join("ns")).unwrap();
    fs::write(folder.join("stat"), stat_line(pid, comm, 1, 42, started)).unwrap();
    fs::write(folder.join("statm"), "2304 1300 900 12 0 300 0\n").unwrap();
    fs::write(folder.join("cmdline"), format!("/usr/sbin/{comm}\0-g\0daemon off;\0")).unwrap();
    fs::write(folder.join("cgroup"), "0::/system.slice/web.service\n").unwrap();
    fs::write(folder.join("io"), "rchar: 9\nread_bytes: 4096\nwrite_bytes: 8192\n").unwrap();
    link(&format!("/usr/sbin/{comm}"), &folder.join("exe"));
}

/// Makes or replaces a symbolic link.
pub(crate) fn link(target: &str, at: &Path) {
    let _ = fs::remove_file(at);
    symlink(target, at).unwrap();
}
