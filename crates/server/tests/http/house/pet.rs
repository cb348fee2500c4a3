//! Real children for tests that end something: of an ordinary user, telling which signals they hear, gone with the test.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use super::eventually;

/// The user of the children.
const USER: u32 = 1000;
/// Longer than a child needs to say something.
const LIMIT: Duration = Duration::from_secs(10);

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
        Self::ready(&format!("{traps}; echo ready; while :; do sleep 0.05; done"))
    }

    /// One that ends when it is asked to.
    pub fn obedient() -> Self {
        Self::ready("trap 'echo TERM; exit 7' TERM; echo ready; while :; do sleep 0.05; done")
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
        assert_eq!(self.lines.recv_timeout(LIMIT).as_deref(), Ok(what));
    }

    /// What it said that nobody heard yet.
    pub fn said(&self) -> Vec<String> {
        self.lines.try_iter().collect()
    }

    /// Its next line.
    pub fn line(&self) -> String {
        self.lines.recv_timeout(LIMIT).unwrap()
    }

    /// Sends it a signal that no server sent.
    pub fn hear(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.pid as i32).unwrap(), signal).unwrap();
    }

    pub fn lives(&self) -> bool {
        self.status.lock().unwrap().is_none()
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
