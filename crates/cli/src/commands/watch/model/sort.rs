//! The order of the processes: by one fact, what is not known last, equals by their key.

use std::cmp::Ordering;

use domain::snapshot::Process;
use domain::verdict::Mode;

use crate::commands::told;

/// What the processes are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::commands::watch) enum SortKey {
    Cpu,
    Memory,
    Io,
    Pid,
    Name,
    User,
    Ports,
    Age,
    Verdict,
}

/// A key and its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::commands::watch) struct Sort {
    pub(in crate::commands::watch) key: SortKey,
    pub(in crate::commands::watch) descending: bool,
}

impl SortKey {
    /// All of them, in the order of the help.
    pub(in crate::commands::watch) const ALL: [Self; 9] = [
        Self::Verdict,
        Self::Cpu,
        Self::Memory,
        Self::Io,
        Self::Pid,
        Self::Name,
        Self::User,
        Self::Ports,
        Self::Age,
    ];

    /// The letter that sorts by it.
    pub(in crate::commands::watch) const fn letter(self) -> char {
        match self {
            Self::Cpu => 'c',
            Self::Memory => 'm',
            Self::Io => 'i',
            Self::Pid => 'p',
            Self::Name => 'n',
            Self::User => 'u',
            Self::Ports => 'o',
            Self::Age => 'a',
            Self::Verdict => 'v',
        }
    }

    /// The key of a letter.
    pub(in crate::commands::watch) fn of_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.letter() == letter)
    }

    /// The word of its column in the messages.
    pub(in crate::commands::watch) const fn word(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::Io => "io",
            Self::Pid => "pid",
            Self::Name => "name",
            Self::User => "user",
            Self::Ports => "ports",
            Self::Age => "age",
            Self::Verdict => "verdict",
        }
    }

    /// The order that it begins with: what is measured, the greatest first.
    pub(in crate::commands::watch) const fn first(self) -> Sort {
        Sort { key: self, descending: matches!(self, Self::Cpu | Self::Memory | Self::Io | Self::Verdict) }
    }
}

/// The processes in that order, as their places in the list; judged by `mode`.
pub(super) fn ordered(processes: &[Process], sort: Sort, mode: Mode) -> Vec<usize> {
    match sort.key {
        SortKey::Name => by(processes, sort, |process| Some(folded(&process.sample.identity.name))),
        SortKey::User => by(processes, sort, user),
        SortKey::Pid => by(processes, sort, |process| Some(process.sample.key.pid)),
        SortKey::Ports => by(processes, sort, |process| {
            let sockets = process.sample.sockets.as_deref().unwrap_or_default();
            sockets.iter().map(|socket| socket.port).min()
        }),
        // Of two ages the greater one began earlier.
        SortKey::Age => by(processes, sort, |process| Some(u64::MAX - process.sample.key.started)),
        SortKey::Memory => by(processes, sort, |process| Some(process.sample.rss_bytes)),
        SortKey::Cpu => by(processes, sort, |process| process.cpu_percent.ok().map(Number)),
        SortKey::Verdict => by(processes, sort, |process| told::gravity(process, mode)),
        SortKey::Io => by(processes, sort, |process| io(process).map(Number)),
    }
}

/// Read and written together.
fn io(process: &Process) -> Option<f64> {
    process.io_rates.ok().map(|(read, written)| read + written)
}

fn user(process: &Process) -> Option<String> {
    let identity = &process.sample.identity;
    match &identity.username {
        Ok(Some(name)) => Some(folded(name)),
        _ => identity.uid.ok().map(|uid| uid.to_string()),
    }
}

fn folded(text: &str) -> String {
    text.to_lowercase()
}

#[derive(PartialEq)]
struct Number(f64);

impl Eq for Number {}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn by<K: Ord>(processes: &[Process], sort: Sort, value: impl Fn(&Process) -> Option<K>) -> Vec<usize> {
    let mut places: Vec<(Option<K>, usize)> =
        processes.iter().enumerate().map(|(place, process)| (value(process), place)).collect();
    places.sort_unstable_by(|(a, i), (b, j)| {
        let order = match (a, b) {
            (Some(a), Some(b)) if sort.descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        // The list itself is sorted by pid.
        order.then(i.cmp(j))
    });
    places.into_iter().map(|(_, place)| place).collect()
}
