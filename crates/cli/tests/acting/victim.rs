//! Processes to act on, and what the tests of acting share beside them.

use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::house::{House, Said, json};

/// A person's user id.
pub(crate) const PERSON: u32 = 1000;
/// A busy machine is slow, not wrong.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);

/// A process that is taken away by its parent as soon as it ends, as one below a shell is.
pub(crate) struct Victim {
    pub(crate) pid: u32,
    ended: Receiver<ExitStatus>,
    status: Option<ExitStatus>,
}

impl Victim {
    pub(crate) fn of(command: &mut Command, uid: u32) -> Self {
        Self::with_input(command, uid, Stdio::null())
    }

    /// One that sleeps and holds this.
    pub(crate) fn holding(what: Stdio) -> Self {
        let victim = Self::with_input(Command::new("sleep").arg("5999"), PERSON, what);
        victim.until("runs sleep", |stat| stat.contains("(sleep)"));
        victim
    }

    fn with_input(command: &mut Command, uid: u32, input: Stdio) -> Self {
        command.uid(uid).gid(uid).current_dir("/");
        command.stdin(input).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child: Child = command.spawn().unwrap();
        let (send, ended) = channel();
        let pid = child.id();
        std::thread::spawn(move || {
            let _ = send.send(child.wait().unwrap());
        });
        Self { pid, ended, status: None }
    }

    pub(crate) fn sleep(uid: u32) -> Self {
        // Each with arguments of its own: one of another test that begins just then is no successor.
        static LONG: AtomicU32 = AtomicU32::new(6000);
        let long = LONG.fetch_add(1, Ordering::Relaxed).to_string();
        let victim = Self::of(Command::new("sleep").arg(long), uid);
        victim.until("runs sleep", |stat| stat.contains("(sleep)"));
        victim
    }

    /// A shell that does this when it is told to end, and says so by the file when it is ready.
    pub(crate) fn shell(script: &str, ready: &Path) -> Self {
        let script = format!("{script}; : > {}; while :; do sleep 0.1; done", ready.display());
        let victim = Self::of(Command::new("sh").args(["-c", &script]), PERSON);
        wait_for("a shell that is ready", || ready.exists());
        victim
    }

    pub(crate) fn pid(&self) -> String {
        self.pid.to_string()
    }

    pub(crate) fn stat(&self) -> Option<String> {
        std::fs::read_to_string(format!("/proc/{}/stat", self.pid)).ok()
    }

    pub(crate) fn until(&self, what: &str, is_so: impl Fn(&str) -> bool) {
        wait_for(what, || self.stat().is_some_and(|stat| is_so(&stat)));
    }

    pub(crate) fn state(&self) -> Option<char> {
        self.stat()?.rsplit(") ").next()?.chars().next()
    }

    /// The pids of its children.
    pub(crate) fn children(&self) -> Vec<String> {
        let path = format!("/proc/{0}/task/{0}/children", self.pid);
        let text = std::fs::read_to_string(path).unwrap_or_default();
        text.split_whitespace().map(str::to_owned).collect()
    }

    pub(crate) fn key(&self) -> String {
        let stat = self.stat().unwrap();
        let started = stat.rsplit(") ").next().unwrap().split(' ').nth(19).unwrap().to_owned();
        format!("{}-{started}", self.pid)
    }

    /// The signal that ended it.
    pub(crate) fn signal(&mut self) -> Option<i32> {
        if self.status.is_none() {
            self.status = Some(self.ended.recv_timeout(LIMIT).unwrap());
        }
        self.status.unwrap().signal()
    }

    pub(crate) fn lives(&mut self) -> bool {
        self.status = self.status.or_else(|| self.ended.try_recv().ok());
        self.status.is_none()
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        if self.lives() {
            let _ = Command::new("kill").args(["-KILL", &self.pid.to_string()]).status();
        }
    }
}

/// What a process is called.
pub(crate) fn name(pid: &str) -> String {
    std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default().trim().to_owned()
}

pub(crate) fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < LIMIT, "{what} never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

pub(crate) fn is_root() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        println!("SKIPPED ending processes of others: it needs root");
    }
    root
}

/// Actions, outcomes and codes, newest first.
pub(crate) fn audited(house: &House) -> Vec<(String, String, String)> {
    let said = house.run(&["audit", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = json(&said.out)["audit"].as_array().unwrap().clone();
    rows.iter().map(|row| (text(&row["action"]), text(&row["outcome"]), text(&row["code"]))).collect()
}

pub(crate) fn row(action: &str, outcome: &str, code: &str) -> (String, String, String) {
    (action.to_owned(), outcome.to_owned(), code.to_owned())
}

pub(crate) fn done(said: &Said) -> &Said {
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    said
}

pub(crate) fn open_to_all(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    if path.is_dir() {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o777)).unwrap();
    }
}
