//! Server-sent events as bytes (HTML standard, "server-sent events"): names, ids, data.

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use domain::Snapshot;
use serde::Serialize;

use super::delta;
use crate::http::dto::{self, Mode};
use crate::thresholds::GaugeThresholds;

/// Which of a tick's events an id names. Processes come before the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Processes,
    Snapshot,
}

/// The id of an event: `<boot>-<seq>-<part>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EventId {
    pub(crate) boot: String,
    pub(crate) seq: u64,
    pub(crate) part: Part,
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = match self.part {
            Part::Processes => 0,
            Part::Snapshot => 1,
        };
        write!(f, "{}-{}-{part}", self.boot, self.seq)
    }
}

impl FromStr for EventId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '-');
        let (Some(boot), Some(seq), Some(part)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(());
        };
        let part = match part {
            "0" => Part::Processes,
            "1" => Part::Snapshot,
            _ => return Err(()),
        };
        Ok(Self { boot: boot.to_owned(), seq: seq.parse().map_err(|_| ())?, part })
    }
}

/// First event of every stream.
pub(crate) fn hello(
    boot: &str,
    seq: Option<u64>,
    tick: std::time::Duration,
    thresholds: GaugeThresholds,
) -> Bytes {
    #[derive(Serialize)]
    struct Hello<'a> {
        boot: &'a str,
        version: &'static str,
        seq: Option<u64>,
        tick_ms: u128,
        thresholds: GaugeThresholds,
    }
    let version = env!("CARGO_PKG_VERSION");
    encode("hello", None, &Hello { boot, version, seq, tick_ms: tick.as_millis(), thresholds })
}

/// Last event of a stream that the server ends.
pub(crate) fn bye(reason: &'static str) -> Bytes {
    #[derive(Serialize)]
    struct Bye {
        reason: &'static str,
    }
    encode("bye", None, &Bye { reason })
}

/// A line that only keeps the connection alive.
pub(crate) const COMMENT: Bytes = Bytes::from_static(b": alive\n\n");

pub(crate) fn snapshot(boot: &str, snapshot: &Snapshot) -> Bytes {
    let id = EventId { boot: boot.to_owned(), seq: snapshot.seq, part: Part::Snapshot };
    encode("snapshot", Some(&id), &dto::Snapshot::from(snapshot))
}

pub(crate) fn processes_full(boot: &str, mode: Mode, snapshot: &Snapshot) -> Bytes {
    #[derive(Serialize)]
    struct Full {
        seq: u64,
        full: bool,
        mode: Mode,
        processes: Vec<dto::Process>,
    }
    let id = EventId { boot: boot.to_owned(), seq: snapshot.seq, part: Part::Processes };
    let processes = snapshot.processes.as_deref().unwrap_or_default();
    let processes = processes.iter().map(|process| dto::Process::live(process, mode)).collect();
    encode("processes", Some(&id), &Full { seq: snapshot.seq, full: true, mode, processes })
}

pub(crate) fn processes_delta(boot: &str, mode: Mode, before: &Snapshot, now: &Snapshot) -> Bytes {
    #[derive(Serialize)]
    struct Delta {
        seq: u64,
        full: bool,
        mode: Mode,
        #[serde(flatten)]
        delta: delta::Delta,
    }
    let id = EventId { boot: boot.to_owned(), seq: now.seq, part: Part::Processes };
    encode(
        "processes",
        Some(&id),
        &Delta { seq: now.seq, full: false, mode, delta: delta::between(before, now, mode) },
    )
}

fn encode(name: &str, id: Option<&EventId>, data: &impl Serialize) -> Bytes {
    let mut out = Vec::with_capacity(1024);
    out.extend_from_slice(b"event: ");
    out.extend_from_slice(name.as_bytes());
    if let Some(id) = id {
        out.extend_from_slice(format!("\nid: {id}").as_bytes());
    }
    out.extend_from_slice(b"\ndata: ");
    // JSON writes line ends inside strings as escapes: the data is one line. Our own types cannot fail to serialise.
    if let Err(error) = serde_json::to_writer(&mut out, data) {
        tracing::error!(%error, event = name, "an event could not be encoded");
        return COMMENT;
    }
    out.extend_from_slice(b"\n\n");
    Bytes::from(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_and_nothing_else_is_one() {
        let id = EventId { boot: "0a1b2c3d".to_owned(), seq: 77, part: Part::Snapshot };
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in ["", "a", "a-1", "a-1-2", "a--1", "a-x-0", "a-1-0-0", "a-99999999999999999999999-0"] {
            assert!(bad.parse::<EventId>().is_err(), "{bad:?} was accepted");
        }
    }

    #[test]
    fn hostile_text_stays_inside_one_data_line() {
        let bytes = encode("x", None, &"a\nevent: evil\r\n\u{2028}b");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert_eq!(text.lines().count(), 3, "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with("event:")).count(), 1);
    }
}
