//! A pseudo-terminal that a program of the tests is started at, as its controlling terminal: what is typed there reaches
//! it as from a keyboard, Ctrl-C too.

#![allow(dead_code, reason = "each test file uses its part")]

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

/// A busy machine is slow, not wrong.
const LIMIT: Duration = Duration::from_secs(120);

pub(crate) const CTRL_C: &[u8] = b"\x03";
pub(crate) const CTRL_D: &[u8] = b"\x04";

pub(crate) struct Terminal {
    keys: File,
    /// Kept so that the terminal can be looked at when its program has ended.
    inner: Option<File>,
    child: Child,
    shown: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Terminal {
    /// Starts a command there. What it is given for stdout stays; the rest is the terminal.
    pub(crate) fn start(plain: &Command) -> Self {
        Self::start_with(plain, |_| {})
    }

    /// The same, with a last change of the command.
    pub(crate) fn start_with(plain: &Command, change: impl FnOnce(&mut Command)) -> Self {
        let outer = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&outer).unwrap();
        unlockpt(&outer).unwrap();
        let name = ptsname(&outer, Vec::new()).unwrap().into_string().unwrap();
        let inner = || OpenOptions::new().read(true).write(true).open(&name).unwrap();
        // A session of its own with this terminal; it becomes the program, so that its end is the program's.
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait"]).arg(plain.get_program()).args(plain.get_args()).env_clear();
        command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.stdin(inner()).stdout(inner()).stderr(inner());
        change(&mut command);
        let child = command.spawn().unwrap();
        let kept = inner();
        drop(command);
        let keys = File::from(outer);
        let shown = Arc::new(Mutex::new(Vec::new()));
        let (mut screen, show) = (keys.try_clone().unwrap(), Arc::clone(&shown));
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = screen.read(&mut bytes) {
                show.lock().unwrap().extend_from_slice(&bytes[..count]);
            }
        });
        Self { keys, inner: Some(kept), child, shown, reader: Some(reader) }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it showed until now.
    pub(crate) fn shown(&self) -> String {
        String::from_utf8_lossy(&self.shown.lock().unwrap()).into_owned()
    }

    /// Waits until it shows this.
    #[track_caller]
    pub(crate) fn shows(&self, what: &str) {
        let begun = Instant::now();
        while !self.shown().contains(what) {
            assert!(begun.elapsed() < LIMIT, "{what} never came:\n{}", self.shown());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn type_in(&mut self, keys: &[u8]) {
        self.keys.write_all(keys).unwrap();
    }

    /// Waits until the program has ended; how, and all it showed. The terminal is as it was found.
    #[track_caller]
    pub(crate) fn ended(mut self) -> (ExitStatus, String) {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < LIMIT, "it never ended:\n{}", self.shown());
            std::thread::sleep(Duration::from_millis(5));
        };
        let inner = self.inner.take().unwrap();
        let modes = tcgetattr(&inner).unwrap().local_modes;
        let usual = LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN;
        assert!(modes.contains(usual), "the terminal was left as {modes:?}");
        drop(inner);
        // With the last inner end reading ends.
        self.reader.take().unwrap().join().unwrap();
        (status, self.shown())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
