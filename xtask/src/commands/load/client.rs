//! A small HTTP client that keeps its connection: it counts bytes and understands no more than it must.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::failure::{Failure, Outcome};

/// Longer than any answer may take; a server that does not answer at all is a finding.
const PATIENCE: Duration = Duration::from_secs(40);

/// One request, ready to be sent often.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    /// Lines with their ends.
    pub(crate) headers: String,
    pub(crate) body: String,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Head and body as they came.
    pub(crate) bytes: usize,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Client<'a> {
    address: &'a str,
    connection: Option<BufReader<TcpStream>>,
}

impl<'a> Client<'a> {
    pub(crate) fn new(address: &'a str) -> Self {
        Self { address, connection: None }
    }

    /// Sends it on the connection there is, or on a new one where the server closed it.
    pub(crate) fn send(&mut self, request: &Request) -> Outcome<Answer> {
        let kept = self.connection.is_some();
        match self.exchange(request) {
            Ok(answer) => Ok(answer),
            Err(_) if kept => {
                self.connection = None;
                self.exchange(request).map_err(|cause| Self::failure(request, &cause))
            }
            Err(cause) => Err(Self::failure(request, &cause)),
        }
    }

    fn failure(request: &Request, cause: &std::io::Error) -> Failure {
        Failure::new(format!("{} {} was not answered: {cause}", request.method, request.target))
    }

    fn exchange(&mut self, request: &Request) -> std::io::Result<Answer> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            closed => {
                let stream = TcpStream::connect(self.address)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_nodelay(true)?;
                closed.insert(BufReader::new(stream))
            }
        };
        let Request { method, target, headers, body } = request;
        let length = body.len();
        let text = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        connection.get_mut().write_all(text.as_bytes())?;
        let answer = read_answer(connection);
        if !matches!(answer, Ok((_, false))) {
            self.connection = None;
        }
        answer.map(|(answer, _)| answer)
    }
}

/// The answer, and whether the connection ends with it.
fn read_answer(connection: &mut BufReader<TcpStream>) -> std::io::Result<(Answer, bool)> {
    let (mut bytes, mut length, mut chunked, mut closes, mut streams) = (0, 0, false, false, false);
    let mut line = String::new();
    bytes += connection.read_line(&mut line)?;
    let word = line.split(' ').nth(1).and_then(|word| word.parse().ok());
    let status = word.ok_or(std::io::ErrorKind::UnexpectedEof)?;
    loop {
        line.clear();
        bytes += connection.read_line(&mut line)?;
        let lower = line.trim().to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length: ") {
            length = value.parse().unwrap_or(0);
        }
        chunked |= lower == "transfer-encoding: chunked";
        closes |= lower == "connection: close";
        streams |= lower.starts_with("content-type: text/event-stream");
        if lower.is_empty() {
            break;
        }
    }
    let mut body = Vec::new();
    loop {
        if chunked {
            line.clear();
            bytes += connection.read_line(&mut line)?;
            length = usize::from_str_radix(line.trim(), 16).map_err(|_| std::io::ErrorKind::InvalidData)?;
        }
        bytes += connection.by_ref().take(length as u64).read_to_end(&mut body)?;
        if !chunked {
            break;
        }
        line.clear();
        bytes += connection.read_line(&mut line)?;
        // A stream has no end: its first piece tells what it costs to begin one.
        if length == 0 || streams {
            break;
        }
    }
    Ok((Answer { status, bytes, body }, closes || streams))
}
