//! Attack 31: clients that send slowly and viewers that never read, and who else is still served meanwhile.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::client::{Client, Request};
use crate::failure::{Failure, Outcome};

/// Connections that begin a request and do not end it.
pub(crate) const SLOW: usize = 200;
/// Streams that nobody reads.
pub(crate) const DEAF: usize = 500;
/// How long others are watched, and how often they ask.
const WATCHED: Duration = Duration::from_secs(20);
const EACH: Duration = Duration::from_millis(100);

pub(crate) struct Crowd {
    /// Streams that were let in; the rest found no place.
    pub(crate) let_in: usize,
    /// Time that `/healthz` took, sorted.
    pub(crate) healthz: Vec<Duration>,
}

impl Crowd {
    /// Of a hundred answers so many came within.
    pub(crate) fn within(&self, percent: usize) -> Duration {
        let last = self.healthz.len().saturating_sub(1);
        self.healthz.get(last * percent / 100).copied().unwrap_or(Duration::MAX)
    }
}

/// Fills the server with them, and asks for its health all the while.
pub(crate) fn watch(address: &str, tokens: &[String]) -> Outcome<Crowd> {
    let cannot = |cause: std::io::Error| Failure::new(format!("cannot open a connection: {cause}"));
    let mut slow = Vec::with_capacity(SLOW);
    for _ in 0..SLOW {
        let mut stream = TcpStream::connect(address).map_err(cannot)?;
        // The server may close it at any time: that is what it is for.
        let _ = stream.write_all(b"GET /api/v1/snapshot HTTP/1.1\r\nHost: local");
        slow.push(stream);
    }
    let (mut deaf, mut let_in) = (Vec::with_capacity(DEAF), 0);
    for token in tokens.iter().cycle().take(DEAF) {
        let mut stream = TcpStream::connect(address).map_err(cannot)?;
        let head = format!(
            "GET /api/v1/live?topics=snapshot,processes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).map_err(cannot)?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).map_err(cannot)?;
        let mut status = [0; 12];
        let_in += usize::from(stream.read_exact(&mut status).is_ok() && status.ends_with(b"200"));
        deaf.push(stream);
    }
    let health = Request {
        method: "GET".to_owned(),
        target: "/healthz".to_owned(),
        headers: String::new(),
        body: String::new(),
    };
    let (mut client, mut healthz) = (Client::new(address), Vec::new());
    let until = Instant::now() + WATCHED;
    while Instant::now() < until {
        let begun = Instant::now();
        if client.send(&health)?.status != 200 {
            return Err(Failure::new("/healthz was not answered with 200 while others crowded the server"));
        }
        healthz.push(begun.elapsed());
        std::thread::sleep(EACH);
    }
    healthz.sort();
    drop((slow, deaf));
    Ok(Crowd { let_in, healthz })
}
