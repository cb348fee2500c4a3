//! A small HTTP client over plain sockets: it can say what no well-behaved client says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use super::PATIENCE;

/// A request to be sent on a connection of its own.
#[derive(Clone)]
pub struct Request {
    address: SocketAddr,
    method: String,
    target: String,
    host: Option<String>,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Request {
    pub fn new(address: SocketAddr, method: &str, target: &str) -> Self {
        let host = Some(address.to_string());
        Self {
            address,
            method: method.to_owned(),
            target: target.to_owned(),
            host,
            headers: Vec::new(),
            body: None,
        }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// `Authorization: Bearer`.
    pub fn token(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// The cookie of a session, from the server's own page.
    pub fn session(self, cookie: &str) -> Self {
        let origin = format!("http://{}", self.address);
        self.header("Cookie", cookie).header("Origin", &origin)
    }

    pub fn host(mut self, host: &str) -> Self {
        self.host = Some(host.to_owned());
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.header("Content-Type", "application/json").body(body.to_string().into_bytes())
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    pub fn bytes(&self, close: bool) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if let Some(host) = &self.host {
            head += &format!("Host: {host}\r\n");
        }
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if let Some(body) = &self.body {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        if close {
            head += "Connection: close\r\n";
        }
        let mut bytes = (head + "\r\n").into_bytes();
        bytes.extend(self.body.iter().flatten());
        bytes
    }

    /// Sends it and reads the whole answer.
    pub fn send(&self) -> Answer {
        call(self.address, &self.bytes(true))
    }

    /// Sends it and reads the head of the answer; the rest is read event by event.
    pub fn stream(&self) -> Stream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(&self.bytes(false)).unwrap();
        let mut reader = BufReader::new(stream);
        let head = read_head(&mut reader);
        Stream { head, reader }
    }
}

/// Sends bytes to the server and reads what it answers until it closes.
pub fn call(address: SocketAddr, bytes: &[u8]) -> Answer {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    converse(stream, bytes)
}

/// The same over a unix socket.
pub fn call_unix(path: &Path, bytes: &[u8]) -> Answer {
    let stream = UnixStream::connect(path).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    converse(stream, bytes)
}

fn converse(mut stream: impl Read + Write, bytes: &[u8]) -> Answer {
    // A server that has heard enough may close before all is sent: its answer counts.
    let _ = stream.write_all(bytes);
    let mut reader = BufReader::new(stream);
    let mut answer = read_head(&mut reader);
    let mut rest = Vec::new();
    let _ = reader.read_to_end(&mut rest);
    answer.body = if answer.header("transfer-encoding") == Some("chunked") { unchunk(&rest) } else { rest };
    answer
}

/// What the server answered. Status 0 if it closed without a word.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The stable code of a problem; panics if this is none.
    pub fn code(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{} {}",
            self.status,
            self.text()
        );
        let problem = self.json();
        for key in ["type", "title", "detail"] {
            assert!(problem[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {problem}");
        }
        assert_eq!(problem["status"], self.status);
        problem["code"].as_str().unwrap().to_owned()
    }

    /// The `Cookie` header that a browser would send after this.
    pub fn cookie(&self) -> String {
        let set = self.headers.iter().filter(|(name, _)| name == "set-cookie");
        set.map(|(_, value)| value.split(';').next().unwrap()).collect::<Vec<_>>().join("; ")
    }
}

fn read_head(reader: &mut impl BufRead) -> Answer {
    let mut status = String::new();
    let _ = reader.read_line(&mut status);
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.trim_end().split_once(": ") {
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
    }
    Answer { status, headers, body: Vec::new() }
}

fn unchunk(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let Some(end) = bytes.windows(2).position(|pair| pair == b"\r\n") else { return body };
        let size = usize::from_str_radix(String::from_utf8_lossy(&bytes[..end]).trim(), 16).unwrap_or(0);
        if size == 0 || bytes.len() < end + 2 + size {
            return body;
        }
        body.extend_from_slice(&bytes[end + 2..end + 2 + size]);
        bytes = &bytes[(end + 4 + size).min(bytes.len())..];
    }
}

/// One server-sent event. Comments have no name.
#[derive(Debug, Clone)]
pub struct Event {
    pub name: String,
    pub id: Option<String>,
    pub data: Value,
}

/// An open live stream.
pub struct Stream {
    pub head: Answer,
    reader: BufReader<TcpStream>,
}

impl Stream {
    /// The next event; none when the stream has ended.
    pub fn next(&mut self) -> Option<Event> {
        let mut event = Event { name: String::new(), id: None, data: Value::Null };
        let mut begun = false;
        loop {
            let line = self.line()?;
            match line.split_once(": ") {
                Some(("event", name)) => event.name = name.to_owned(),
                Some(("id", id)) => event.id = Some(id.to_owned()),
                Some(("data", data)) => event.data = serde_json::from_str(data).unwrap(),
                _ if line.is_empty() && begun => return Some(event),
                _ => {}
            }
            begun = begun || !line.is_empty();
        }
    }

    /// The next event of this name; fails if others come for too long.
    pub fn next_of(&mut self, name: &str) -> Option<Event> {
        let until = Instant::now() + PATIENCE;
        std::iter::from_fn(|| self.next()).find(|event| {
            assert!(Instant::now() < until, "no event {name}, the last one was {}", event.name);
            event.name == name
        })
    }

    /// The event of this name that tells of this tick; whatever was sent before is passed over.
    pub fn at(&mut self, name: &str, tick: u64) -> Event {
        loop {
            let event = self.next_of(name).unwrap_or_else(|| panic!("the stream ended before tick {tick}"));
            let told = event.data["seq"].as_u64().unwrap();
            assert!(told <= tick, "tick {tick} was never told, but {told}");
            if told == tick {
                return event;
            }
        }
    }

    fn line(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let trimmed = line.trim_end_matches(['\r', '\n']);
            // Chunk sizes stand on lines of their own, and each chunk ends with a line end.
            let chunk =
                line.ends_with("\r\n") && (trimmed.is_empty() || u64::from_str_radix(trimmed, 16).is_ok());
            if trimmed == "0" && line.ends_with("\r\n") {
                return None;
            }
            if !chunk {
                return Some(trimmed.to_owned());
            }
        }
    }
}
