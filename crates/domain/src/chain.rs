//! Who started a process: from it upwards to where it came from, as a person tells it: "this shell, from that SSH session".
//!
//! Names and titles are hostile text. What calls itself `cron` or `sshd` is believed only where root runs it; nothing that is
//! allowed or refused rests on a chain.

use std::collections::HashSet;

use crate::gap::Reading;
use crate::key::ProcessKey;
use crate::snapshot::{Process, Snapshot};

/// Links at the most. A deeper tree is nobody's design, and a hostile one has no end.
pub const MOST_LINKS: usize = 64;

/// What a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A process on the way.
    Process,
    /// A unit of systemd.
    Unit,
    /// A container.
    Container,
    /// A daemon that starts jobs at their time: cron, at.
    Cron,
    /// Somebody who came by SSH.
    SshSession,
    /// Somebody who logged in otherwise.
    Login,
    /// A terminal that stays when its user leaves: tmux, screen.
    TerminalMultiplexer,
    /// The first process, where nothing closer is known.
    Init,
    /// The kernel.
    Kernel,
    /// It cannot be seen.
    Unknown,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Process,
        Self::Unit,
        Self::Container,
        Self::Cron,
        Self::SshSession,
        Self::Login,
        Self::TerminalMultiplexer,
        Self::Init,
        Self::Kernel,
        Self::Unknown,
    ];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Unit => "unit",
            Self::Container => "container",
            Self::Cron => "cron",
            Self::SshSession => "ssh_session",
            Self::Login => "login",
            Self::TerminalMultiplexer => "terminal_multiplexer",
            Self::Init => "init",
            Self::Kernel => "kernel",
            Self::Unknown => "unknown",
        }
    }
}

/// One link of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The process, if it is one that was seen.
    pub key: Option<ProcessKey>,
    /// Its pid; also of one that was not seen.
    pub pid: Option<u32>,
    /// Name of the process, unit or container; empty where nothing is known. Hostile text.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

impl Link {
    fn process(process: &Process, kind: Kind) -> Self {
        let key = process.sample.key;
        let name = match kind {
            Kind::SshSession => title(process).unwrap_or_else(|| name(process)),
            _ => name(process),
        };
        Self { key: Some(key), pid: Some(key.pid), name: name.to_owned(), kind }
    }

    fn named(name: &str, kind: Kind) -> Self {
        Self { key: None, pid: None, name: name.to_owned(), kind }
    }
}

/// The process itself, what started it, what started that, and at the end where it came from: the last link is never a mere
/// process. Empty when the process is not in the snapshot.
#[must_use]
pub fn of(snapshot: &Snapshot, key: ProcessKey) -> Vec<Link> {
    let Some(mut process) = snapshot.process(key) else { return Vec::new() };
    let mut links = vec![Link::process(process, Kind::Process)];
    let mut seen = HashSet::from([key]);
    loop {
        match above(snapshot, process) {
            Above::Origin(link) => {
                links.push(link);
                return links;
            }
            Above::Process(parent) if links.len() + 1 < MOST_LINKS && seen.insert(parent.sample.key) => {
                links.push(Link::process(parent, Kind::Process));
                process = parent;
            }
            Above::Process(parent) => {
                links.push(Link { kind: Kind::Unknown, ..Link::process(parent, Kind::Process) });
                return links;
            }
        }
    }
}

enum Above<'a> {
    Process(&'a Process),
    Origin(Link),
}

fn above<'a>(snapshot: &'a Snapshot, process: &Process) -> Above<'a> {
    let parent = parent(snapshot, process);
    let container = fact(&process.sample.identity.container);
    if let Some(id) = container
        && parent.is_none_or(|parent| fact(&parent.sample.identity.container) != Some(id))
    {
        return Above::Origin(Link::named(id, Kind::Container));
    }
    let Some(parent) = parent else { return Above::Origin(orphan(snapshot, process)) };
    if let Some(kind) = origin(snapshot, parent) {
        return Above::Origin(Link::process(parent, kind));
    }
    let unit = fact(&process.sample.identity.unit).filter(|unit| unit.ends_with(".service"));
    if let Some(unit) = unit
        && fact(&parent.sample.identity.unit) != Some(unit)
    {
        return Above::Origin(Link::named(unit, Kind::Unit));
    }
    if parent.sample.key.pid == 1 {
        return Above::Origin(adopted(snapshot, process, parent));
    }
    Above::Process(parent)
}

/// The parent that was seen. One that began later only has the pid of the real one.
fn parent<'a>(snapshot: &'a Snapshot, process: &Process) -> Option<&'a Process> {
    let parent = snapshot.process_by_pid(process.sample.ppid)?;
    (parent.sample.key.started <= process.sample.key.started).then_some(parent)
}

/// What stands above a process whose parent was not seen.
fn orphan(snapshot: &Snapshot, process: &Process) -> Link {
    let (pid, ppid) = (process.sample.key.pid, process.sample.ppid);
    // Kernel threads are left out of the list; kthreadd(2) starts the programs that the kernel calls.
    if (pid, ppid) == (1, 0) || ppid == 2 {
        return Link::named("kernel", Kind::Kernel);
    }
    let unseen = Link { pid: Some(ppid).filter(|ppid| *ppid != 0), ..Link::named("", Kind::Unknown) };
    of_unit(snapshot, process).unwrap_or(unseen)
}

/// What stands above a child of the first process: it was started by it, or left over by somebody who has ended.
fn adopted(snapshot: &Snapshot, process: &Process, first: &Process) -> Link {
    of_unit(snapshot, process).unwrap_or_else(|| Link::process(first, Kind::Init))
}

/// The unit as an origin: a session is somebody's, and `init.scope` holds the managers themselves.
fn of_unit(snapshot: &Snapshot, process: &Process) -> Option<Link> {
    let unit = fact(&process.sample.identity.unit).filter(|unit| *unit != "init.scope")?;
    let kind = if !is_session(unit) {
        Kind::Unit
    } else if came_by_ssh(snapshot, unit) {
        Kind::SshSession
    } else {
        Kind::Login
    };
    Some(Link::named(unit, kind))
}

/// As systemd-logind names the scope of a session (org.freedesktop.login1(5)).
fn is_session(unit: &str) -> bool {
    unit.starts_with("session-") && unit.ends_with(".scope")
}

/// Whether the daemon of a session's connection runs in it.
fn came_by_ssh(snapshot: &Snapshot, session: &str) -> bool {
    let processes = snapshot.processes.as_deref().unwrap_or_default();
    let mut inside = processes.iter().filter(|process| fact(&process.sample.identity.unit) == Some(session));
    inside.any(|process| is_root(process) && is_sshd(process))
}

/// What a process is, if it is where others come from.
fn origin(snapshot: &Snapshot, process: &Process) -> Option<Kind> {
    let (name, root) = (name(process), is_root(process));
    let title = title(process);
    match name {
        "cron" | "crond" | "anacron" | "fcron" | "busybox-crond" | "atd" if root => Some(Kind::Cron),
        "login" | "gdm-session-worker" | "lightdm" | "sddm-helper" | "xdm" | "greetd" if root => {
            Some(Kind::Login)
        }
        "tmux" | "tmux: server" | "zellij" | "dtach" | "abduco" => Some(Kind::TerminalMultiplexer),
        "SCREEN" | "screen" if title == Some("SCREEN") => Some(Kind::TerminalMultiplexer),
        _ if is_connection(snapshot, process) => Some(Kind::SshSession),
        _ => None,
    }
}

fn is_sshd(process: &Process) -> bool {
    matches!(name(process), "sshd" | "sshd-session" | "dropbear")
}

/// The daemon of one connection: it calls itself `sshd: kim@pts/0`, or `sshd: kim [priv]`, and has the listener above it.
/// It runs as the user once somebody has logged in, so that it is its parent who must be root's.
fn is_connection(snapshot: &Snapshot, process: &Process) -> bool {
    let started_by_sshd = || parent(snapshot, process).is_some_and(|above| is_root(above) && is_sshd(above));
    let in_session = fact(&process.sample.identity.unit).is_some_and(is_session);
    let listens = title(process).is_some_and(|title| title.contains("[listener]"));
    is_sshd(process) && !listens && (started_by_sshd() || (is_root(process) && in_session))
}

fn is_root(process: &Process) -> bool {
    process.sample.identity.uid == Ok(0)
}

fn name(process: &Process) -> &str {
    &process.sample.identity.name
}

/// What it calls itself: the first argument.
fn title(process: &Process) -> Option<&str> {
    process.sample.identity.cmdline.as_deref().ok()?.first().map(String::as_str)
}

fn fact(reading: &Reading<Option<String>>) -> Option<&str> {
    reading.as_ref().ok()?.as_deref()
}

#[cfg(test)]
#[path = "chain_tests.rs"]
mod tests;
