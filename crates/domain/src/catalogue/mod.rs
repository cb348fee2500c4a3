//! The catalogue: what is known of programs and ports. Written in `catalogue/*.toml`, embedded as tables.
//!
//! Here: what an entry is and how a process is matched with one. Not here: what follows from it for a
//! verdict (`rules`, `verdict`), and policies that an operator sets (the policy store).

pub(crate) mod glob;
mod identify;
mod ports;
mod runs;
#[cfg(test)]
mod tests;

pub use identify::{Known, Subject, Trust, identify, is_called, runs_others};
pub use ports::{KnownPort, PortKind, known_port, known_ports};
pub use runs::{Runs, runs};

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// The systems on which a program is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Platform {
    /// Linux.
    Linux,
    /// Windows.
    Windows,
    /// More than one.
    Common,
}

impl Platform {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Linux => "linux",
            Self::Windows => "windows",
            Self::Common => "common",
        }
    }
}

/// What kind of work a program does (M10's words).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Part of the kernel.
    Kernel,
    /// The system does not run without it.
    Core,
    /// Databases.
    Database,
    /// Serves a network: mail, DNS, VPN, remote access.
    NetworkService,
    /// Works for the system: logs, time, devices, sessions.
    SystemService,
    /// Watches.
    Monitoring,
    /// Runs containers.
    ContainerRuntime,
    /// Web servers and proxies.
    WebServer,
    /// Runs programs written in a language.
    Runtime,
    /// Queues, storage, orchestration, CI.
    Infrastructure,
    /// Tools.
    SystemUtility,
    /// Everything else.
    General,
}

impl Category {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Kernel,
        Self::Core,
        Self::Database,
        Self::NetworkService,
        Self::SystemService,
        Self::Monitoring,
        Self::ContainerRuntime,
        Self::WebServer,
        Self::Runtime,
        Self::Infrastructure,
        Self::SystemUtility,
        Self::General,
    ];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kernel => "kernel",
            Self::Core => "core",
            Self::Database => "database",
            Self::NetworkService => "network-service",
            Self::SystemService => "system-service",
            Self::Monitoring => "monitoring",
            Self::ContainerRuntime => "container-runtime",
            Self::WebServer => "web-server",
            Self::Runtime => "runtime",
            Self::Infrastructure => "infrastructure",
            Self::SystemUtility => "system-utility",
            Self::General => "general",
        }
    }
}

/// How a program is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nature {
    /// It does what its name says.
    Program,
    /// It runs what its arguments name: `python3 manage.py`. Looked through ([`runs`]).
    Runtime,
    /// A shell: a runtime that people also sit at.
    Shell,
    /// A compiler or build tool, run from anywhere (DESIGN §3.3).
    BuildTool,
    /// One executable with many names, as busybox.
    MultiCall,
}

impl Nature {
    /// Known from any path that only root or its user can write (DESIGN §3.3).
    #[must_use]
    pub const fn runs_from_anywhere(self) -> bool {
        matches!(self, Self::Runtime | Self::Shell | Self::BuildTool)
    }
}

/// A sentence in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Role {
    /// Korean.
    pub ko: &'static str,
    /// English.
    pub en: &'static str,
}

/// What is normal for a program. An empty list says that nothing is known, not that nothing is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expect {
    /// Users it runs as on the usual distributions.
    pub users: &'static [&'static str],
    /// Where its executable is; `*` stands for a part of one path segment.
    pub paths: &'static [&'static str],
    /// Ports it waits on by default.
    pub ports: &'static [u16],
    /// Whether being reachable from the internet is what it is for.
    pub public: Option<bool>,
    /// Who starts it.
    pub parents: &'static [&'static str],
}

/// One program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, as the process has it.
    pub name: &'static str,
    /// Where it is found.
    pub platform: Platform,
    /// What kind of work it does.
    pub category: Category,
    /// How it is to be looked at.
    pub nature: Nature,
    /// The chapter it is written in.
    pub chapter: &'static str,
    /// What it does and what breaks without it.
    pub role: Role,
    /// The application that it is part of.
    pub app: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Names with `*`, as `postgres: *`.
    pub patterns: &'static [&'static str],
    /// Words to find it by.
    pub tags: &'static [&'static str],
    /// Part of the operating system.
    pub system: bool,
    /// Nothing is known that speaks against ending it. Never a permission by itself (DESIGN §6.2).
    pub terminatable: bool,
    /// Its name is an ordinary word: elsewhere than expected it is simply another program, not an impostor.
    pub generic: bool,
    /// What is normal for it.
    pub expect: Expect,
}

/// All entries, by name.
#[must_use]
pub fn entries() -> &'static [Entry] {
    ENTRIES
}

/// The entry of a name or alias on a platform, else the common one (M9).
#[must_use]
pub fn named(name: &str, platform: Platform) -> Option<&'static Entry> {
    let folded = name.to_lowercase();
    let own = if platform == Platform::Linux { name } else { &folded };
    with_name(own, platform).or_else(|| with_name(&folded, Platform::Common))
}

fn with_name(name: &str, platform: Platform) -> Option<&'static Entry> {
    let from = NAMES.partition_point(|(known, _)| *known < name);
    let same = NAMES[from..].iter().take_while(|(known, _)| *known == name);
    same.map(|(_, at)| &ENTRIES[usize::from(*at)]).find(|entry| entry.platform == platform)
}

/// The entry whose name begins with these 15 bytes, where the kernel cut the rest (`TASK_COMM_LEN`, proc_pid_comm(5))
/// and no other begins so.
fn cut(name: &str) -> Option<&'static Entry> {
    let from = NAMES.partition_point(|(known, _)| *known < name);
    let mut same = NAMES[from..]
        .iter()
        .take_while(|(known, _)| known.starts_with(name))
        .map(|(_, at)| &ENTRIES[usize::from(*at)])
        .filter(|entry| entry.platform != Platform::Windows);
    let first = same.next()?;
    same.all(|other| other.app == first.app).then_some(first)
}

/// The entry with a pattern that fits the name.
fn patterned(name: &str, platform: Platform) -> Option<&'static Entry> {
    let fits = |wanted: Platform| {
        PATTERNS
            .iter()
            .filter(|(pattern, _)| glob::fits(pattern, name))
            .map(|(pattern, at)| (pattern.len(), &ENTRIES[usize::from(*at)]))
            .filter(|(_, entry)| entry.platform == wanted)
            .max_by_key(|(length, _)| *length)
            .map(|(_, entry)| entry)
    };
    fits(platform).or_else(|| fits(Platform::Common))
}
