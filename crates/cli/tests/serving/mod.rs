//! A running server and its HTTP, for tests that take something away from it: its answers as they are, its log as it is heard.

#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::house::{House, Said, json};

pub(crate) const PASSWORD: &str = "correct horse battery";
/// A busy machine is slow, not wrong.
const LIMIT: Duration = Duration::from_secs(90);

/// A process, ended with the test.
pub(crate) struct Kept(pub(crate) Child);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running server, its log gathered in the background.
pub(crate) struct Server {
    child: Kept,
    address: String,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// The command is `serve --listen 127.0.0.1:0` in whatever surroundings.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = Kept(command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap());
        let mut lines = BufReader::new(child.0.stderr.take().unwrap()).lines().map_while(Result::ok);
        let log = Arc::<Mutex<String>>::default();
        let listens = lines.by_ref().find(|line| {
            *log.lock().unwrap() += &format!("{line}\n");
            line.contains("listening on http://")
        });
        let listens = listens.unwrap_or_else(|| panic!("it never listened:\n{}", log.lock().unwrap()));
        let address = listens.split("http://").nth(1).unwrap().trim_end_matches('/').to_owned();
        let heard = Arc::clone(&log);
        std::thread::spawn(move || lines.for_each(|line| *heard.lock().unwrap() += &(line + "\n")));
        Self { child, address, log }
    }

    /// In the state directory of a house.
    pub(crate) fn of(house: &House) -> Self {
        Self::start(house.command(&["serve", "--listen", "127.0.0.1:0"]))
    }

    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.0.id()
    }

    /// It does not even get to say good-bye.
    pub(crate) fn kill(mut self) {
        self.child.0.kill().unwrap();
        self.child.0.wait().unwrap();
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nContent-Length: {length}\r\nContent-Type: application/json\r\n{headers}\r\n{body}",
            self.address
        )
        .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer { status: status.unwrap_or_else(|| panic!("{method} {path}: {text:?}\n{}", self.log())), text }
    }

    pub(crate) fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask("GET", path, &format!("Cookie: {cookie}\r\n"), "")
    }

    pub(crate) fn send(&self, method: &str, path: &str, cookie: &str, body: &str) -> Answer {
        let headers = format!("Cookie: {cookie}\r\nOrigin: http://{}\r\n", self.address);
        self.ask(method, path, &headers, body)
    }

    pub(crate) fn log_in(&self) -> Answer {
        let body = format!("{{\"username\":\"boss\",\"password\":\"{PASSWORD}\"}}");
        self.ask("POST", "/api/v1/session", "", &body)
    }

    /// Waits for the first look at the machine, before which there is nothing to tell of it.
    pub(crate) fn has_looked(&self, cookie: &str) {
        until("a first look", || self.get("/api/v1/snapshot", cookie).status == 200);
    }

    /// Waits for a process that may be ended as far as can be seen; its key.
    pub(crate) fn endable(&self, pid: u32, cookie: &str) -> String {
        let mut key = String::new();
        until("the process is seen and may be ended", || {
            let seen = self.get(&format!("/api/v1/processes/{pid}"), cookie);
            let is_so = seen.status == 200 && seen.json()["endable"] == true;
            if is_so {
                seen.json()["key"].as_str().unwrap().clone_into(&mut key);
            }
            is_so
        });
        key
    }
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let head = self.text.split("\r\n\r\n").next()?;
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub(crate) fn cookie(&self) -> String {
        assert_eq!(self.status, 200, "{}", self.text);
        self.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        json(self.text.split("\r\n\r\n").nth(1).unwrap())
    }

    pub(crate) fn code(&self) -> (u16, String) {
        (self.status, self.json()["code"].as_str().unwrap_or_default().to_owned())
    }
}

/// The first admin, made on the command line.
pub(crate) fn add_boss(house: &House) {
    let said: Said =
        house.run_with_input(&["user", "add", "boss", "--role", "admin", "--password-stdin"], PASSWORD);
    assert_eq!(said.code, 0, "{}", said.err);
}

/// Waits until it is so, within a limit.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < LIMIT, "{what}: it never came");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether this test may do what only root may.
pub(crate) fn is_root(what: &str) -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        println!("SKIPPED {what}: it needs root");
    }
    root
}

/// A person's user id.
const PERSON: u32 = 1000;

/// A program of a person that sleeps, taken away by its parent as soon as it ends.
pub(crate) struct Sleeper {
    pub(crate) pid: u32,
    child: Mutex<Child>,
}

impl Sleeper {
    pub(crate) fn new() -> Self {
        use std::os::unix::process::CommandExt as _;
        use std::sync::atomic::{AtomicU32, Ordering};
        // Each with arguments of its own: one of another test that begins just then is no successor.
        static LONG: AtomicU32 = AtomicU32::new(61_000);
        let mut command = Command::new("sleep");
        command
            .arg(LONG.fetch_add(1, Ordering::Relaxed).to_string())
            .uid(PERSON)
            .gid(PERSON)
            .current_dir("/");
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        Self { pid: child.id(), child: Mutex::new(child) }
    }

    /// Neither ended nor stopped.
    pub(crate) fn is_untouched(&self) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid)).unwrap_or_default();
        let state = stat.rsplit(") ").next().and_then(|rest| rest.chars().next());
        // On a busy machine it may just wait for a page of its program.
        self.child.lock().unwrap().try_wait().unwrap().is_none() && matches!(state, Some('S' | 'R' | 'D'))
    }

    /// The signal that ended it.
    pub(crate) fn signal(&self) -> Option<i32> {
        use std::os::unix::process::ExitStatusExt as _;
        let mut status = None;
        until("the program ends", || {
            status = self.child.lock().unwrap().try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().signal()
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }
}
