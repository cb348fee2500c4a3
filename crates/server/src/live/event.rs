//! Server-sent events as bytes (HTML standard, "server-sent events"): names, ids, data.

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use domain::Snapshot;
use serde::Serialize;

use super::delta::{self, Look};
use crate::http::dto::{self, Mode};
use crate::thresholds::GaugeThresholds;

/// Which of a tick's events an id names. Processes come before the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Processes,
    Snapshot,
}

/// The id of an event: `<boot>-<seq>-<part>`. The part is 0 for processes and 1 for the snapshot in contextual mode, 2 and 3
/// in strict mode: what was seen in one mode is not gone on with in the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EventId {
    pub(crate) boot: String,
    pub(crate) seq: u64,
    pub(crate) part: Part,
    pub(crate) mode: Mode,
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = match (self.mode, self.part) {
            (Mode::Contextual, Part::Processes) => 0,
            (Mode::Contextual, Part::Snapshot) => 1,
            (Mode::Strict, Part::Processes) => 2,
            (Mode::Strict, Part::Snapshot) => 3,
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
        let (mode, part) = match part {
            "0" => (Mode::Contextual, Part::Processes),
            "1" => (Mode::Contextual, Part::Snapshot),
            "2" => (Mode::Strict, Part::Processes),
            "3" => (Mode::Strict, Part::Snapshot),
            _ => return Err(()),
        };
        Ok(Self { boot: boot.to_owned(), seq: seq.parse().map_err(|_| ())?, part, mode })
    }
}

/// First event of every stream.
#[derive(Debug, Serialize)]
pub(crate) struct Hello<'a> {
    /// Random name of this server's run.
    pub(crate) boot: &'a str,
    /// Version of this program.
    pub(crate) version: &'static str,
    /// The newest tick.
    pub(crate) seq: Option<u64>,
    /// Time between two ticks, milliseconds.
    pub(crate) tick_ms: u128,
    /// How this stream judges.
    pub(crate) mode: Mode,
    /// How a stream judges that does not say how.
    pub(crate) default_mode: Mode,
    /// What colours gauges.
    pub(crate) thresholds: GaugeThresholds,
}

pub(crate) fn hello(hello: &Hello<'_>) -> Bytes {
    encode("hello", None, hello)
}

/// Last event of a stream that the server ends.
pub(crate) fn bye(reason: &'static str) -> Bytes {
    #[derive(Serialize)]
    struct Bye {
        reason: &'static str,
    }
    encode("bye", None, &Bye { reason })
}

/// Something that happened to a process. It has no id: a stream that is resumed does not bring it back.
pub(crate) fn actions(told: &impl Serialize) -> Bytes {
    encode("actions", None, told)
}

/// A line that only keeps the connection alive.
pub(crate) const COMMENT: Bytes = Bytes::from_static(b": alive\n\n");

pub(crate) fn snapshot(boot: &str, mode: Mode, snapshot: &Snapshot) -> Bytes {
    let id = EventId { boot: boot.to_owned(), seq: snapshot.seq, part: Part::Snapshot, mode };
    encode("snapshot", Some(&id), &dto::Snapshot::new(snapshot, mode))
}

pub(crate) fn processes_full(boot: &str, mode: Mode, look: &Look<'_>) -> Bytes {
    #[derive(Serialize)]
    struct Full {
        seq: u64,
        full: bool,
        mode: Mode,
        processes: Vec<dto::Process>,
    }
    let seq = look.snapshot.seq;
    let id = EventId { boot: boot.to_owned(), seq, part: Part::Processes, mode };
    let processes = look.snapshot.processes.as_deref().unwrap_or_default();
    let processes = processes.iter().map(|process| look.row(process, mode)).collect();
    encode("processes", Some(&id), &Full { seq, full: true, mode, processes })
}

pub(crate) fn processes_delta(boot: &str, mode: Mode, before: &Look<'_>, now: &Look<'_>) -> Bytes {
    #[derive(Serialize)]
    struct Delta {
        seq: u64,
        full: bool,
        mode: Mode,
        #[serde(flatten)]
        delta: delta::Delta,
    }
    let seq = now.snapshot.seq;
    let id = EventId { boot: boot.to_owned(), seq, part: Part::Processes, mode };
    let delta = delta::between(before, now, mode);
    encode("processes", Some(&id), &Delta { seq, full: false, mode, delta })
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
        for mode in Mode::ALL {
            for part in [Part::Processes, Part::Snapshot] {
                let id = EventId { boot: "0a1b2c3d".to_owned(), seq: 77, part, mode };
                assert_eq!(id.to_string().parse(), Ok(id));
            }
        }
        for bad in ["", "a", "a-1", "a-1-4", "a--1", "a-x-0", "a-1-0-0", "a-99999999999999999999999-0"] {
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
