//! Children of the tests: of an ordinary user, taken away when they end, killed with the test.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The user of the children where the tests run as root.
pub(crate) const USER: u32 = 1000;

/// Longer than anything takes, shorter than anybody waits for a test.
pub(crate) const LIMIT: Duration = Duration::from_secs(90);

/// A child that tells on a pipe which signals it hears.
pub(crate) struct Pet {
    pub(crate) pid: u32,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    kill: Arc<AtomicBool>,
    status: Arc<Mutex<Option<ExitStatus>>>,
}

/// Whether the tests run as root, and children of others can be made.
pub(crate) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

impl Pet {
    /// A shell of an ordinary user with this script.
    pub(crate) fn sh(script: &str) -> Self {
        Self::run(Command::new("sh").args(["-c", script, &format!("test-{}", unique())]), true)
    }

    /// One that sleeps.
    pub(crate) fn sleeping() -> Self {
        Self::run(Command::new("sleep").arg((10_000 + unique()).to_string()), true)
    }

    /// One that tells of every signal that it hears and ends by none of them.
    pub(crate) fn stubborn() -> Self {
        let traps = "for s in TERM HUP INT QUIT USR1 CONT; do trap \"echo $s\" $s; done";
        let pet = Self::sh(&format!("{traps}; echo ready; while :; do sleep 0.05; done"));
        pet.says("ready");
        pet
    }

    /// One that ends when it is asked to.
    pub(crate) fn obedient() -> Self {
        let pet = Self::sh("trap 'echo TERM; exit 7' TERM; echo ready; while :; do sleep 0.05; done");
        pet.says("ready");
        pet
    }

    /// One that lets TERM wait, so that it can be seen that it was sent.
    pub(crate) fn deaf() -> Self {
        let pet = Self::python(
            "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])\nprint('ready', flush=True)\nsys.stdin.readline()",
        );
        pet.says("ready");
        pet
    }

    /// A Python program of an ordinary user.
    pub(crate) fn python(program: &str) -> Self {
        // It becomes that user by itself, with all modules that it needs: not everybody may read the interpreter's files.
        let become_user = format!(
            "import ctypes, os, signal, socket, sys, threading, time\n\
             if os.geteuid() == 0: os.setgroups([]); os.setresgid({USER}, {USER}, {USER}); os.setresuid({USER}, {USER}, {USER})\n"
        );
        Self::of_this_user(Command::new("python3").arg("-c").arg(become_user + program))
    }

    /// As the user of the tests.
    pub(crate) fn of_this_user(command: &mut Command) -> Self {
        Self::run(command, false)
    }

    pub(crate) fn run(command: &mut Command, as_user: bool) -> Self {
        if as_user && is_root() {
            command.uid(USER).gid(USER);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().expect("a child");
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (say, lines) = channel();
        thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| say.send(line)));
        let (kill, status) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(None)));
        let pet = Self {
            pid: child.id(),
            stdin: child.stdin.take(),
            lines,
            kill: kill.clone(),
            status: status.clone(),
        };
        thread::spawn(move || reap(&mut child, &kill, &status));
        pet
    }

    /// Waits until it says this.
    pub(crate) fn says(&self, what: &str) {
        let line = self.lines.recv_timeout(LIMIT);
        assert_eq!(line.as_deref(), Ok(what));
    }

    /// The next line that it says.
    pub(crate) fn line(&self) -> String {
        self.lines.recv_timeout(LIMIT).expect("a line")
    }

    /// What it said that nobody heard yet.
    pub(crate) fn said(&self) -> Vec<String> {
        self.lines.try_iter().collect()
    }

    /// Says a line to it.
    pub(crate) fn hears(&mut self, what: &str) {
        writeln!(self.stdin.as_mut().unwrap(), "{what}").expect("it listens");
    }

    /// How it ended; `None` while it lives.
    pub(crate) fn status(&self) -> Option<ExitStatus> {
        *self.status.lock().unwrap()
    }

    pub(crate) fn lives(&self) -> bool {
        self.status().is_none()
    }

    /// Its state letter.
    pub(crate) fn state(&self) -> char {
        state(self.pid)
    }

    /// Waits until it ended.
    pub(crate) fn ended(&self) -> ExitStatus {
        until("its end", || !self.lives());
        self.status().unwrap()
    }
}

/// Tests run beside each other below one parent: no child of theirs is to pass for the successor of another.
fn unique() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Copies a program so that everybody can run it. Another process does it: what this one has open for writing is for a moment
/// open in every child that a test beside this one starts, and cannot be executed meanwhile (ETXTBSY).
pub(crate) fn copy_program(from: &str, to: &Path) {
    let copied = Command::new("install").args(["-m", "755", from]).arg(to).status();
    assert!(copied.expect("install").success(), "cannot copy {from}");
}

/// Whether TERM was sent to one that lets it wait.
pub(crate) fn term_waits(pid: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let mask =
        status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("ShdPnd:")?.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << 14) != 0)
}

/// Whether it lives and nobody stopped it.
pub(crate) fn goes_on(pid: u32) -> bool {
    matches!(state(pid), 'S' | 'R' | 'D')
}

/// The state letter of a process, `?` when there is none.
pub(crate) fn state(pid: u32) -> char {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next()).unwrap_or('?')
}

/// Sends a signal from outside of the desk.
pub(crate) fn signal(name: &str, target: i64) {
    let _ = Command::new("kill").args(["-s", name, "--", &target.to_string()]).stderr(Stdio::null()).status();
}

fn reap(child: &mut Child, kill: &AtomicBool, status: &Mutex<Option<ExitStatus>>) {
    loop {
        if let Ok(Some(ended)) = child.try_wait() {
            *status.lock().unwrap() = Some(ended);
            return;
        }
        if kill.load(Ordering::Acquire) {
            let _ = child.kill();
        }
        thread::sleep(Duration::from_millis(5));
    }
}

impl Drop for Pet {
    fn drop(&mut self) {
        self.kill.store(true, Ordering::Release);
        // It leads a process group of its own: whatever it started is in it.
        signal("KILL", -i64::from(self.pid));
        until("its end", || !self.lives());
    }
}

/// Waits for something that will be so.
pub(crate) fn until(what: &str, mut so: impl FnMut() -> bool) {
    let limit = Instant::now() + LIMIT;
    while !so() {
        assert!(Instant::now() < limit, "never: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
