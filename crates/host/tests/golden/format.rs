//! A recorded server as a text that people can read: what a sample knows of each process, one line for each.
//!
//! Here: the format, and the way to it and back. Shared by the recorder (`examples/recorder.rs`) and the golden tests.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::Arc;

use domain::decide::Mark;
use domain::process::{Exe, Holder, Identity, ProcessSample};
use domain::socket::{Proto, Socket};
use domain::standing::{Standing, Writers};
use domain::{Gap, ProcessKey, Reading};
use serde::{Deserialize, Serialize};

/// A server.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Server {
    /// Which kind of server.
    pub(crate) server: String,
    /// Its memory, bytes.
    pub(crate) memory_bytes: u64,
    /// Waiting sockets without a visible owner.
    pub(crate) unowned: Read<Vec<String>>,
    /// Its processes, by ascending pid.
    pub(crate) processes: Vec<Row>,
}

/// A value, or the word of the gap in its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Read<T> {
    /// Why it is missing.
    Gap {
        /// The stable word.
        gap: String,
    },
    /// What was read.
    Value(T),
}

/// A process. Names are those of [`ProcessSample`] and [`Identity`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) pid: u32,
    pub(crate) ppid: u32,
    pub(crate) started: u64,
    pub(crate) state: char,
    pub(crate) name: String,
    pub(crate) comm: String,
    pub(crate) exe: Read<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) exe_deleted: bool,
    pub(crate) cmdline: Read<Vec<String>>,
    pub(crate) uid: Read<u32>,
    pub(crate) username: Read<Option<String>>,
    pub(crate) unit: Read<Option<String>>,
    pub(crate) container: Read<Option<String>>,
    pub(crate) tty: Read<Option<String>>,
    pub(crate) threads: u32,
    pub(crate) rss_bytes: u64,
    pub(crate) sockets: Read<Vec<String>>,
    pub(crate) standing: Surroundings,
}

/// See [`Standing`]. `writers` is a word: `root`, `owner` (besides root) or `strangers`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Surroundings {
    pub(crate) writers: Read<String>,
    pub(crate) replaced: Read<bool>,
    pub(crate) stale_libraries: Read<Vec<String>>,
    pub(crate) preloaded: Read<Vec<String>>,
    pub(crate) stdio_socket: Read<bool>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl<T> Read<T> {
    fn of<U>(reading: &Reading<U>, shown: impl FnOnce(&U) -> T) -> Self {
        match reading {
            Ok(value) => Self::Value(shown(value)),
            Err(gap) => Self::Gap { gap: gap.word().to_owned() },
        }
    }

    /// The reading that was recorded.
    pub(crate) fn reading(&self) -> Reading<&T> {
        match self {
            Self::Value(value) => Ok(value),
            Self::Gap { gap } => Err(match gap.as_str() {
                "unsupported" => Gap::Unsupported,
                "denied" => Gap::Denied,
                "not_yet" => Gap::NotYet,
                "gone" => Gap::Gone,
                _ => Gap::failed("read it when it was recorded"),
            }),
        }
    }
}

impl Server {
    /// The text: the head, then one line for each process.
    pub(crate) fn text(&self) -> serde_json::Result<String> {
        let mut text = format!(
            "{{\"server\": {}, \"memory_bytes\": {}, \"unowned\": {}, \"processes\": [\n",
            serde_json::to_string(&self.server)?,
            self.memory_bytes,
            serde_json::to_string(&self.unowned)?
        );
        for (number, row) in self.processes.iter().enumerate() {
            let comma = if number + 1 == self.processes.len() { "" } else { "," };
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{}{comma}", serde_json::to_string(row)?);
        }
        text.push_str("]}\n");
        Ok(text)
    }
}

impl Row {
    /// What the sample knows.
    pub(crate) fn of(sample: &ProcessSample) -> Self {
        let identity = &*sample.identity;
        Self {
            pid: sample.key.pid,
            ppid: sample.ppid,
            started: sample.key.started,
            state: sample.state,
            name: identity.name.clone(),
            comm: identity.comm.clone(),
            exe: Read::of(&identity.exe, |exe| exe.path.clone()),
            exe_deleted: identity.exe.as_ref().is_ok_and(|exe| exe.deleted),
            cmdline: Read::of(&identity.cmdline, Clone::clone),
            uid: Read::of(&identity.uid, |uid| *uid),
            username: Read::of(&identity.username, Clone::clone),
            unit: Read::of(&identity.unit, Clone::clone),
            container: Read::of(&identity.container, Clone::clone),
            tty: Read::of(&identity.tty, Clone::clone),
            threads: sample.threads,
            rss_bytes: sample.rss_bytes,
            sockets: Read::of(&sample.sockets, |sockets| shown(sockets)),
            standing: Surroundings::of(&sample.standing),
        }
    }

    /// The sample that it was made of, as far as it is recorded.
    pub(crate) fn sample(&self) -> ProcessSample {
        let exe = |path: &String| Exe { path: path.clone(), deleted: self.exe_deleted };
        ProcessSample {
            key: ProcessKey { pid: self.pid, started: self.started },
            ppid: self.ppid,
            state: self.state,
            cpu_ticks: 0,
            threads: self.threads,
            rss_bytes: self.rss_bytes,
            io: Err(Gap::NotYet),
            identity: Arc::new(Identity {
                name: self.name.clone(),
                comm: self.comm.clone(),
                exe: self.exe.reading().map(exe),
                cmdline: self.cmdline.reading().cloned(),
                uid: self.uid.reading().copied(),
                username: self.username.reading().cloned(),
                unit: self.unit.reading().cloned(),
                container: self.container.reading().cloned(),
                tty: self.tty.reading().cloned(),
                holder: Holder::unread(Gap::NotYet),
            }),
            sockets: self
                .sockets
                .reading()
                .map(|sockets| sockets.iter().map(|socket| read(socket)).collect()),
            standing: Arc::new(self.standing.standing()),
            mark: Mark::Fresh,
        }
    }
}

impl Surroundings {
    fn of(standing: &Standing) -> Self {
        let word = |writers: &Writers| match (writers.not_root_alone, writers.strangers) {
            (false, _) => "root",
            (true, false) => "owner",
            (true, true) => "strangers",
        };
        Self {
            writers: Read::of(&standing.writers, |writers| word(writers).to_owned()),
            replaced: Read::of(&standing.replaced, |replaced| *replaced),
            stale_libraries: Read::of(&standing.stale_libraries, Clone::clone),
            preloaded: Read::of(&standing.preloaded, Clone::clone),
            stdio_socket: Read::of(&standing.stdio_socket, |socket| *socket),
        }
    }

    fn standing(&self) -> Standing {
        let writers =
            |word: &String| Writers { not_root_alone: word != "root", strangers: word == "strangers" };
        Standing {
            writers: self.writers.reading().map(writers),
            replaced: self.replaced.reading().copied(),
            stale_libraries: self.stale_libraries.reading().cloned(),
            preloaded: self.preloaded.reading().cloned(),
            stdio_socket: self.stdio_socket.reading().copied(),
        }
    }
}

/// Sockets as `tcp 0.0.0.0 80`, with the number of a foreign network namespace at the end.
pub(crate) fn shown(sockets: &[Socket]) -> Vec<String> {
    let one = |socket: &Socket| {
        let netns = socket.netns.map(|netns| format!(" {netns}")).unwrap_or_default();
        format!("{} {} {}{netns}", socket.proto.word(), socket.address, socket.port)
    };
    sockets.iter().map(one).collect()
}

/// Back from [`shown`].
///
/// # Panics
/// When a recording was changed by hand into something else.
#[expect(clippy::panic, reason = "a recording that cannot be read is a mistake of who changed it")]
pub(crate) fn read(text: &str) -> Socket {
    let words: Vec<&str> = text.split(' ').collect();
    let socket = || {
        let [proto, address, port, netns @ ..] = &words[..] else { return None };
        let proto =
            [Proto::Tcp, Proto::Tcp6, Proto::Udp, Proto::Udp6].into_iter().find(|p| p.word() == *proto);
        Some(Socket {
            proto: proto?,
            port: port.parse().ok()?,
            address: address.parse::<IpAddr>().ok()?,
            netns: netns.first().and_then(|inode| inode.parse().ok()),
        })
    };
    socket().unwrap_or_else(|| panic!("{text:?} is no socket"))
}
