//! A machine that is up as long as a test holds it, and gone when the last one lets go, in whatever way it ends.

use std::io::{BufRead as _, BufReader, Read as _, Seek as _};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/machines/machine.sh");

/// The binary on the host, and where it lies in the machine.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_server-monitor");
const INSTALLED: &str = "/usr/bin/server-monitor";

/// What the script answers where such a machine cannot be had.
const UNAVAILABLE: i32 = 69;

/// How long two listings of a machine that lives may differ, and how often at least: on a busy one each takes its time.
const LIMIT: Duration = Duration::from_secs(120);
const TRIES: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// cgroup version 1, with the tree of version 2 beside it; the limits of units bind.
    VersionOne,
    /// cgroup version 2 alone.
    VersionTwo,
}

pub(crate) struct Machine {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    holder: Child,
}

/// What is known of one kind of machine in this run.
enum Known {
    Running(Weak<Machine>),
    Unavailable(String),
}

/// Runs a check on a machine of that kind, or says that it was skipped.
pub(crate) fn on(kind: Kind, check: impl FnOnce(&Machine)) {
    match machine(kind) {
        Ok(machine) => check(&machine),
        Err(reason) => println!("SKIPPED machines: {reason}"),
    }
}

/// Runs a check on a machine of its own, for what would disturb others: the bus that goes takes their runs with it.
pub(crate) fn alone(kind: Kind, check: impl FnOnce(&Machine)) {
    match Machine::boot(kind) {
        Ok(machine) => check(&machine),
        Err(reason) => println!("SKIPPED machines: {reason}"),
    }
}

fn machine(kind: Kind) -> Result<Arc<Machine>, String> {
    static KNOWN: [Mutex<Option<Known>>; 2] = [const { Mutex::new(None) }; 2];
    let mut known = KNOWN[kind as usize].lock().unwrap_or_else(PoisonError::into_inner);
    match &*known {
        Some(Known::Unavailable(reason)) => return Err(reason.clone()),
        Some(Known::Running(machine)) => {
            if let Some(machine) = machine.upgrade() {
                return Ok(machine);
            }
        }
        None => {}
    }
    match Machine::boot(kind) {
        Ok(machine) => {
            let machine = Arc::new(machine);
            *known = Some(Known::Running(Arc::downgrade(&machine)));
            Ok(machine)
        }
        Err(reason) => {
            *known = Some(Known::Unavailable(reason.clone()));
            Err(reason)
        }
    }
}

impl Machine {
    /// Up, with the binary in it and a process that has a terminal.
    fn boot(kind: Kind) -> Result<Self, String> {
        let (word, option) = if kind == Kind::VersionOne { ("v1", "--limits") } else { ("v2", "--unified") };
        // When no test uses a machine it goes, and the next test may boot another before it is gone.
        static BOOTS: AtomicU32 = AtomicU32::new(0);
        let boot = BOOTS.fetch_add(1, Ordering::Relaxed);
        // The `-` is meant: systemd writes it otherwise in the names of units.
        let name = format!("sm-{}-{word}-{boot}", std::process::id());
        let mut talk = tempfile::tempfile().unwrap();
        // The machine lives until its stdin ends, which it does also when this process is killed.
        let mut holder = script(&["hold", &name, option])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(talk.try_clone().unwrap())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said).unwrap();
        if said != "ready\n" {
            let code = holder.wait().unwrap().code();
            let mut told = String::new();
            talk.rewind().unwrap();
            talk.read_to_string(&mut told).unwrap();
            assert_eq!(code, Some(UNAVAILABLE), "the machine did not start:\n{told}");
            return Err(told.lines().last().unwrap_or_default().to_owned());
        }
        let machine = Self { kind, name, holder };
        let put = script(&["put", &machine.name, BINARY, INSTALLED]).output().unwrap();
        assert!(put.status.success(), "{put:?}");
        let terminal = ["systemd-run", "--quiet", "--unit=terminal", "--uid=dweller", "script", "--quiet"];
        machine.tool(&[&terminal[..], &["--command", "sleep infinity", "/dev/null"]].concat());
        Ok(machine)
    }

    /// What a tool of the machine prints.
    pub(crate) fn tool(&self, command: &[&str]) -> String {
        let output = self.run(command);
        assert!(output.status.success(), "{command:?} in {}: {output:?}", self.name);
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn run(&self, command: &[&str]) -> Output {
        script(&[&["in", &self.name], command].concat()).output().unwrap()
    }

    /// What the program prints as a unit of the machine with these properties. It must succeed.
    pub(crate) fn monitor(&self, properties: &[&str], arguments: &[&str]) -> serde_json::Value {
        let unit = ["systemd-run", "--quiet", "--pipe", "--wait", "--collect"];
        let said = self.tool(&[&unit[..], properties, &["--", INSTALLED], arguments].concat());
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    /// Its first process, as the host numbers it.
    pub(crate) fn first_process(&self) -> u32 {
        let pid = script(&["pid", &self.name]).output().unwrap();
        String::from_utf8(pid.stdout).unwrap().trim().parse().unwrap()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}

fn script(arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.arg(SCRIPT).args(arguments).stdin(Stdio::null());
    command
}

/// Compares until both sides agree: between two listings processes come and go, and on a busy machine the
/// program puts off what takes long. Prints what was compared.
pub(crate) fn agree(mut compare: impl FnMut() -> Result<String, String>) {
    let begun = Instant::now();
    for tries in 1.. {
        match compare() {
            Ok(compared) => return println!("{compared}"),
            Err(difference) => {
                let differ = tries >= TRIES && begun.elapsed() > LIMIT;
                assert!(!differ, "still different after {LIMIT:?}: {difference}");
            }
        }
    }
}

/// An error with the difference, unless there is none.
macro_rules! same {
    ($left:expr, $right:expr, $($what:tt)+) => {
        match (&$left, &$right) {
            (left, right) if left == right => {}
            (left, right) => return Err(format!("{}: {left:?} is not {right:?}", format_args!($($what)+))),
        }
    };
}
pub(crate) use same;
