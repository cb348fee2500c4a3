//! A process (CONTRACTS §4), whole for the API and without worded text for the live stream.

use std::borrow::Cow;
use std::collections::BTreeSet;

use domain::decide::Refusal;
use domain::judge::Judgement;
use domain::snapshot::Process as DomainProcess;
use domain::{Gap as DomainGap, Reading};
use engine::deeds::Pause;
use serde::Serialize;
use utoipa::ToSchema;
use words::Words;

use super::gaps::Gaps;
use super::judgement::{self, Category, Finding, Mode, Verdict};
use super::number::{hundredths, rfc3339, whole};
use super::refusal::refusal_reason;

/// Keys of what this program will do with a process, or did.
const ACTING: [&str; 3] = ["endable", "end_code", "paused"];

/// Who could reach a socket, by the address it is bound to. A private address may still be mapped to the internet by a cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exposure {
    /// This machine only.
    Loopback,
    /// Networks that are not routed on the internet.
    Private,
    /// Any other address, and the unspecified one.
    Public,
}

/// A TCP socket that listens or an unconnected UDP socket.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Socket {
    /// `tcp`, `tcp6`, `udp` or `udp6`.
    pub proto: &'static str,
    /// The address it is bound to.
    pub address: String,
    /// The port.
    pub port: u16,
    /// Who could reach it.
    pub exposure: Exposure,
    /// Inode of its network namespace; absent in this program's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub netns: Option<u64>,
}

impl From<&domain::socket::Socket> for Socket {
    fn from(socket: &domain::socket::Socket) -> Self {
        Self {
            proto: socket.proto.word(),
            address: socket.address.to_string(),
            port: socket.port,
            exposure: match socket.exposure() {
                domain::socket::Exposure::Loopback => Exposure::Loopback,
                domain::socket::Exposure::Private => Exposure::Private,
                domain::socket::Exposure::Public => Exposure::Public,
            },
            netns: socket.netns,
        }
    }
}

/// That a process stands still because this server was asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Paused {
    /// Who asked for it, as the audit names them: `user:NAME`, `token:NAME`, `autopilot:RULE`.
    #[schema(example = "user:kim")]
    pub by: String,
    /// Since when.
    #[schema(format = DateTime)]
    pub since: String,
    /// When it goes on by itself; `null` (`unsupported`) when it stands still until somebody resumes it.
    #[schema(required, format = DateTime)]
    pub until: Option<String>,
}

/// A process.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Process {
    /// `PID-STARTED`: pid and the kernel's raw start value. Names one process within one boot.
    pub key: String,
    /// Process id.
    pub pid: u32,
    /// Process id of the parent; 0 for none.
    pub ppid: u32,
    /// When it was started, Unix seconds.
    #[schema(required)]
    pub create_time: Option<f64>,
    /// Its name, lengthened where the kernel cut it.
    pub name: String,
    /// Path of the executable.
    #[schema(required)]
    pub exe: Option<String>,
    /// The executable was removed or replaced after the start.
    #[schema(required)]
    pub exe_deleted: Option<bool>,
    /// The arguments, secrets masked.
    #[schema(required)]
    pub cmdline: Option<Vec<String>>,
    /// Name of the effective user; `null` (`unsupported`) when no such user exists.
    #[schema(required)]
    pub username: Option<String>,
    /// Effective user id.
    #[schema(required)]
    pub uid: Option<u32>,
    /// Percent of one core.
    #[schema(required)]
    pub cpu_percent: Option<f64>,
    /// Percent of RAM.
    #[schema(required)]
    pub memory_percent: Option<f64>,
    /// Resident memory, bytes.
    pub rss_bytes: u64,
    /// Bytes per second read from storage.
    #[schema(required)]
    pub read_bytes_per_s: Option<u64>,
    /// Bytes per second written to storage.
    #[schema(required)]
    pub write_bytes_per_s: Option<u64>,
    /// Ports it waits on, ascending, each once.
    #[schema(required)]
    pub ports: Option<Vec<u16>>,
    /// Sockets it waits on.
    #[schema(required)]
    pub sockets: Option<Vec<Socket>>,
    /// systemd unit; `null` (`unsupported`) when it runs in none.
    #[schema(required)]
    pub unit: Option<String>,
    /// Container it runs in, if that is not this program's own; `null` (`unsupported`) otherwise.
    #[schema(required)]
    pub container: Option<String>,
    /// Controlling terminal; `null` (`unsupported`) when it has none.
    #[schema(required)]
    pub tty: Option<String>,
    /// Whether it counts as known: in contextual mode not on a mismatch of name and path, in strict mode by its name alone.
    #[schema(required)]
    pub known: Option<bool>,
    /// Its category in the catalogue; `null` (`unsupported`) for what is not known.
    #[schema(required)]
    pub category: Option<Category>,
    /// What it does, in the asker's language; `null` (`unsupported`) for what is not known. Absent in live rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub role: Option<Option<String>>,
    /// The application that it is part of: what groups it with others of the same `container`.
    #[schema(required)]
    pub app: Option<String>,
    /// What the rules noticed. A rule that could not see what it judges by is named in `gaps` as `findings.RULE_ID`.
    #[schema(required)]
    pub findings: Option<Vec<Finding>>,
    /// What a person should make of it.
    #[schema(required)]
    pub verdict: Option<Verdict>,
    /// Why, in the asker's language. Absent in live rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub verdict_reason: Option<Option<String>>,
    /// The verdict as 🟢, 🟡 or 🔴.
    #[schema(required)]
    pub dot: Option<&'static str>,
    /// Whether this program would end it if an operator asked now. It is decided anew when somebody does.
    #[schema(required)]
    pub endable: Option<bool>,
    /// Stable reason why it would not; `null` (`unsupported`) when it would.
    #[schema(required)]
    pub end_code: Option<String>,
    /// The reason in the asker's language; `null` (`unsupported`) when it would be ended. Absent in live rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub end_reason: Option<Option<String>>,
    /// Who made it stand still, and until when; `null` (`unsupported`) when nobody did by way of this server.
    #[schema(required)]
    pub paused: Option<Paused>,
    /// Every `null` of this object and why.
    pub gaps: Gaps,
}

impl Process {
    /// The process with every key, as the API and `--json` tell it, judged by `mode` and in these words.
    #[must_use]
    pub fn new(process: &DomainProcess, mode: Mode, words: &Words) -> Self {
        let mut whole = Self::made(process, mode, Some(words));
        let judgement = judgement_of(process, mode);
        let role = judgement.map(|judgement| judgement::role(judgement, words.lang()));
        whole.role = Some(whole.gaps.take_optional("role", role).map(Cow::into_owned));
        let reason = judgement.map(|judgement| judgement::reason(process, judgement, mode, words));
        whole.verdict_reason = Some(whole.gaps.take("verdict_reason", reason));
        whole.end_reason = Some(None);
        whole.gaps.not_yet(&["end_reason"]);
        whole
    }

    /// The same, with what would be decided about ending it, in these words.
    #[must_use]
    pub fn with_outlook(mut self, outlook: Result<(), &Refusal>, words: &Words) -> Self {
        self.set_outlook(outlook.err().map(Refusal::code));
        let reason = outlook.err().map(|refusal| refusal_reason(refusal, words));
        self.gaps.forget("end_reason");
        self.end_reason = Some(self.gaps.take_optional("end_reason", Ok(reason)));
        self
    }

    /// The same, with who made it stand still.
    #[must_use]
    pub fn with_pause(mut self, pause: Option<&Pause>) -> Self {
        let until = |pause: &Pause| pause.until.map(rfc3339);
        let paused = pause.map(|pause| Paused {
            by: pause.actor.clone(),
            since: rfc3339(pause.since),
            until: self.gaps.take_optional("paused.until", Ok(until(pause))),
        });
        self.gaps.forget("paused");
        self.paused = self.gaps.take_optional("paused", Ok(paused));
        self
    }

    /// The process as a live row: without the keys that are worded for one reader. `end_code` is why it would not be ended.
    #[must_use]
    pub fn live(
        process: &DomainProcess,
        mode: Mode,
        end_code: Option<&'static str>,
        pause: Option<&Pause>,
    ) -> Self {
        let mut row = Self::made(process, mode, None);
        row.set_outlook(end_code);
        row.with_pause(pause)
    }

    fn set_outlook(&mut self, end_code: Option<&'static str>) {
        self.gaps.forget("endable");
        self.gaps.forget("end_code");
        self.endable = Some(end_code.is_none());
        self.end_code = self.gaps.take_optional("end_code", Ok(end_code.map(str::to_owned)));
    }

    fn made(process: &DomainProcess, mode: Mode, words: Option<&Words>) -> Self {
        let sample = &process.sample;
        let identity = &*sample.identity;
        let numbers = live_numbers(process);
        let mut gaps = Gaps::default();
        gaps.not_yet(&ACTING);
        let judgement = judgement_of(process, mode);
        for (rule, gap) in judgement.map(|judgement| judgement.blind.as_slice()).unwrap_or_default() {
            gaps.take::<()>(format!("findings.{rule}"), Err(*gap));
        }
        let category = |judgement: &Judgement| judgement.category().map(Category::from);
        let findings = |judgement: &Judgement| {
            judgement.findings.iter().map(|finding| Finding::new(finding, words)).collect()
        };
        let exe = identity.exe.as_ref().map_err(|gap| *gap);
        let sockets = sample.sockets.as_ref().map_err(|gap| *gap);
        Self {
            key: sample.key.to_string(),
            pid: sample.key.pid,
            ppid: sample.ppid,
            create_time: gaps.take("create_time", process.create_time.and_then(hundredths)),
            name: identity.name.clone(),
            exe: gaps.take("exe", exe.map(|exe| exe.path.clone())),
            exe_deleted: gaps.take("exe_deleted", exe.map(|exe| exe.deleted)),
            cmdline: gaps.take("cmdline", identity.cmdline.clone()),
            username: gaps.take_optional("username", identity.username.clone()),
            uid: gaps.take("uid", identity.uid),
            cpu_percent: gaps.take("cpu_percent", numbers.cpu_percent),
            memory_percent: gaps.take("memory_percent", numbers.memory_percent),
            rss_bytes: numbers.rss_bytes,
            read_bytes_per_s: gaps.take("read_bytes_per_s", numbers.read_bytes_per_s),
            write_bytes_per_s: gaps.take("write_bytes_per_s", numbers.write_bytes_per_s),
            ports: gaps.take("ports", sockets.map(|sockets| ports(sockets))),
            sockets: gaps.take("sockets", sockets.map(|sockets| sockets.iter().map(Socket::from).collect())),
            unit: gaps.take_optional("unit", identity.unit.clone()),
            container: gaps.take_optional("container", identity.container.clone()),
            tty: gaps.take_optional("tty", identity.tty.clone()),
            known: gaps.take("known", judgement.map(|judgement| judgement.known)),
            category: gaps.take_optional("category", judgement.map(category)),
            role: None,
            app: gaps.take("app", judgement.map(|judgement| judgement.app.clone())),
            findings: gaps.take("findings", judgement.map(findings)),
            verdict: gaps.take("verdict", judgement.map(|judgement| judgement.verdict.into())),
            verdict_reason: None,
            dot: gaps.take("dot", judgement.map(|judgement| judgement.verdict.dot())),
            endable: None,
            end_code: None,
            end_reason: None,
            paused: None,
            gaps,
        }
    }
}

fn judgement_of(process: &DomainProcess, mode: Mode) -> Reading<&Judgement> {
    process.judged.as_ref().map(|judged| judged.of(mode.into())).map_err(|gap| *gap)
}

fn ports(sockets: &[domain::socket::Socket]) -> Vec<u16> {
    let unique: BTreeSet<u16> = sockets.iter().map(|socket| socket.port).collect();
    unique.into_iter().collect()
}

/// The numbers of a live row, rounded as they are sent. Equal numbers need not be sent again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LiveNumbers {
    pub(crate) cpu_percent: Reading<f64>,
    pub(crate) memory_percent: Reading<f64>,
    pub(crate) rss_bytes: u64,
    pub(crate) read_bytes_per_s: Reading<u64>,
    pub(crate) write_bytes_per_s: Reading<u64>,
}

impl LiveNumbers {
    /// Whether the same readings are there and missing for the same reasons, whatever their values.
    pub(crate) fn same_gaps(&self, other: &Self) -> bool {
        fn gap<T>(reading: Reading<T>) -> Option<DomainGap> {
            reading.err()
        }
        gap(self.cpu_percent) == gap(other.cpu_percent)
            && gap(self.memory_percent) == gap(other.memory_percent)
            && gap(self.read_bytes_per_s) == gap(other.read_bytes_per_s)
            && gap(self.write_bytes_per_s) == gap(other.write_bytes_per_s)
    }
}

/// The numbers of `process` that change from tick to tick.
pub(crate) fn live_numbers(process: &DomainProcess) -> LiveNumbers {
    LiveNumbers {
        cpu_percent: process.cpu_percent.and_then(hundredths),
        memory_percent: process.memory_percent.and_then(hundredths),
        rss_bytes: process.sample.rss_bytes,
        read_bytes_per_s: process.io_rates.and_then(|(read, _)| whole(read)),
        write_bytes_per_s: process.io_rates.and_then(|(_, write)| whole(write)),
    }
}

/// Answer of `GET processes`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ProcessList {
    /// The processes, in the order asked for.
    pub processes: Vec<Process>,
}
