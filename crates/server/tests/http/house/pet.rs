//! Real children for tests that end something: of an ordinary user, telling which signals they hear, gone with the test.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use super::{PATIENCE, eventually};

/// The user of the children.
const USER: u32 = 1000;
/// What a child does that only waits for signals: it starts nothing, so that no other test that takes all processes or
/// all memory keeps it from hearing one.
const WAITS: &str = "exec 9<> <(:); wait $!; echo ready; while :; do read -r -u 9 _; done";

/// A child in a process group of its own.
pub struct Pet {
    pub pid: u32,
    group: Pid,
    status: Arc<Mutex<Option<ExitStatus>>>,
    lines: Receiver<String>,
}

/// Children of others can be made.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

impl Pet {
    /// A shell of an ordinary user with this script.
    pub fn sh(script: &str) -> Self {
        Self::run(
            Command::new("bash").args(["-c", script, &format!("test-{}", unique())]).uid(USER).gid(USER),
        )
    }

    /// One that tells of every signal that it hears and ends by none of them.
    pub fn stubborn() -> Self {
        let traps = "for s in TERM HUP INT QUIT USR1 CONT; do trap \"echo $s\" $s; done";
        Self::ready(&format!("{traps}; {WAITS}"))
    }

    /// One that becomes `sleep 4711` when it hears USR1.
    pub fn changing() -> Self {
        Self::ready(&format!("trap 'exec sleep 4711' USR1; {WAITS}"))
    }

    /// One that ends when it is asked to.
    pub fn obedient() -> Self {
        Self::ready(&format!("trap 'echo TERM; exit 7' TERM; {WAITS}"))
    }

    fn ready(script: &str) -> Self {
        let pet = Self::sh(script);
        pet.says("ready");
        pet
    }

    /// Whatever the command says.
    pub fn run(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (say, lines) = channel();
        std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| say.send(line)));
        let (pid, group, status) = (child.id(), Pid::from_child(&child), Arc::new(Mutex::new(None)));
        let ended = status.clone();
        // Nobody is to find a zombie of it because a test was busy.
        std::thread::spawn(move || *ended.lock().unwrap() = child.wait().ok());
        Self { pid, group, status, lines }
    }

    /// Waits until it says this.
    pub fn says(&self, what: &str) {
        assert_eq!(self.lines.recv_timeout(PATIENCE).as_deref(), Ok(what));
    }

    /// What it said that nobody heard yet.
    pub fn said(&self) -> Vec<String> {
        self.lines.try_iter().collect()
    }

    /// What it said that nobody heard yet, once it ended: its words may arrive after the news of its end.
    pub fn last_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => words.push(line),
                Err(RecvTimeoutError::Disconnected) => return words,
                Err(RecvTimeoutError::Timeout) => panic!("something of it goes on after {words:?}"),
            }
        }
    }

    /// Its next line.
    pub fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap()
    }

    /// Sends it a signal that no server sent.
    pub fn hear(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.pid as i32).unwrap(), signal).unwrap();
    }

    pub fn lives(&self) -> bool {
        self.status.lock().unwrap().is_none()
    }

    /// The name that the kernel has for it now.
    pub fn comm(&self) -> String {
        let comm = std::fs::read_to_string(format!("/proc/{}/comm", self.pid)).unwrap_or_default();
        comm.trim_end().to_owned()
    }

    /// Its state letter, `?` when it is gone.
    pub fn state(&self) -> char {
        let mut text = String::new();
        let read = std::fs::File::open(format!("/proc/{}/stat", self.pid))
            .and_then(|mut file| file.read_to_string(&mut text));
        let state = read.ok().and_then(|_| text.rsplit_once(") ")?.1.chars().next());
        state.unwrap_or('?')
    }

    /// Waits until it ended.
    pub fn ended(&self) -> ExitStatus {
        eventually("its end", || !self.lives());
        self.status.lock().unwrap().unwrap()
    }
}

/// Tests run beside each other below one parent: no child of theirs is to pass for the successor of another.
fn unique() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Drop for Pet {
    fn drop(&mut self) {
        // It leads a process group of its own: whatever it started is in it.
        let _ = kill_process_group(self.group, Signal::KILL);
        eventually("its end", || !self.lives());
    }
}
