//! The program as a server of this machine, and questions to it. Ended when dropped.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::house::{House, json};

/// How long a test waits for something that has to happen: surroundings are read in turns, which take a minute, and the
/// machine may be busy.
pub(crate) const LIMIT: Duration = Duration::from_secs(180);

pub(crate) struct Server {
    pub(crate) house: House,
    child: Child,
    address: String,
    token: String,
}

impl Server {
    pub(crate) fn start() -> Self {
        let house = House::new();
        let token = house.run(&["token", "add", "t", "--role", "viewer"]).out.trim().to_owned();
        let mut command = house.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut link = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut link).unwrap();
        let address = link.split('/').nth(2).unwrap_or_else(|| panic!("no address in {link:?}")).to_owned();
        let server = Self { house, child, address, token };
        let begun = Instant::now();
        while !server.answer("processes").0.contains(" 200 ") {
            assert!(begun.elapsed() < LIMIT, "no first look");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    /// The server itself, as a process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Head and body of the answer.
    pub(crate) fn answer(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        // Version 1.0: the body ends with the connection.
        let head = format!("GET /api/v1/{path} HTTP/1.0\r\nHost: {}\r\n", self.address);
        write!(stream, "{head}Authorization: Bearer {}\r\n\r\n", self.token).unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        let (head, body) = self.answer(path);
        assert!(head.contains(" 200 "), "{path}: {head}\n{body}");
        json(&body)
    }

    /// All processes.
    pub(crate) fn processes(&self) -> Vec<Value> {
        self.get("processes")["processes"].as_array().unwrap().clone()
    }

    /// Waits until the process with this pid is as wanted, and answers what is told of it then.
    pub(crate) fn until(&self, pid: u32, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let (head, body) = self.answer(&format!("processes/{pid}"));
            let process = if head.contains(" 200 ") { json(&body) } else { Value::Null };
            if wanted(&process) {
                return process;
            }
            assert!(begun.elapsed() < LIMIT, "{what}: {head}\n{process:#}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Waits until a rule speaks of the process.
    pub(crate) fn finding(&self, pid: u32, rule: &str) -> Value {
        self.until(pid, rule, |process| has(process, rule))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It keeps nothing that a sudden end could harm: its state is a folder of the test.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The finding of a rule.
pub(crate) fn found<'a>(process: &'a Value, rule: &str) -> Option<&'a Value> {
    process["findings"].as_array()?.iter().find(|finding| finding["id"] == rule)
}

pub(crate) fn has(process: &Value, rule: &str) -> bool {
    found(process, rule).is_some()
}

/// Whether it was judged with everything seen: no rule was blind because its turn had not come.
pub(crate) fn is_settled(process: &Value) -> bool {
    let waits = |gaps: &serde_json::Map<String, Value>| {
        gaps.iter().any(|(key, gap)| key.starts_with("findings") && gap == "not_yet")
    };
    process["verdict"].is_string() && !process["gaps"].as_object().is_some_and(waits)
}

/// Danger or urgent.
pub(crate) fn is_red(process: &Value) -> bool {
    matches!(process["verdict"].as_str(), Some("danger" | "urgent"))
}
