//! What a rule looks at.

use std::collections::HashMap;
use std::sync::Arc;

use crate::catalogue::{Category, Entry, Known, Nature, Trust};
use crate::dictionary::Dictionary;
use crate::finding::{Arg, Evidence, Finding, Outcome, Severity};
use crate::gap::{Gap, Reading};
use crate::key::ProcessKey;
use crate::process::Exe;
use crate::snapshot::Process;
use crate::socket::{Exposure, Socket};
use crate::standing::Standing;
use crate::verdict::Mode;

/// How a process went on over time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trend {
    /// Seconds for which it has used at least nine tenths of a core without a pause.
    pub busy_s: u64,
    /// Resident bytes an hour ago, or when it was first seen.
    pub rss_before: u64,
    /// Seconds since then.
    pub over_s: u64,
    /// It never got smaller since then by more than a twentieth.
    pub only_grew: bool,
}

/// What is the same for all processes of a tick.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Where the operating system keeps programs (configuration key `standard_paths`).
    pub standard_paths: Vec<String>,
    /// What operators wrote about programs.
    pub dictionary: Arc<Dictionary>,
    /// Zombies by the pid of their parent.
    pub zombies: HashMap<u32, u32>,
    /// How processes went on.
    pub trends: HashMap<ProcessKey, Trend>,
    /// Restarts of a unit within the last ten minutes.
    pub restarts: HashMap<String, u32>,
}

/// One process and all that is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// How it is judged.
    pub mode: Mode,
    /// The process.
    pub process: &'a Process,
    /// What the catalogue knows of it.
    pub known: Option<&'a Known>,
    /// Its surroundings.
    pub standing: &'a Standing,
    /// The rest.
    pub world: &'a World,
}

impl Case<'_> {
    /// Whether warnings are weighed by what is expected.
    pub(super) fn weighs(&self) -> bool {
        self.mode == Mode::Contextual
    }

    /// The entry that lends this process its expectations: none to one that only borrows a name.
    pub(super) fn expected(&self) -> Option<&'static Entry> {
        self.known.filter(|known| known.trust != Trust::Mismatch).map(|known| known.entry)
    }

    /// Whether it is a runtime or shell, which nothing special is expected of.
    pub(super) fn nature(&self) -> Option<Nature> {
        self.expected().map(|entry| entry.nature)
    }

    /// Whether it belongs to this category.
    pub(super) fn is(&self, category: Category) -> bool {
        self.expected().is_some_and(|entry| entry.category == category)
    }

    pub(super) fn exe(&self) -> Reading<&Exe> {
        self.process.sample.identity.exe.as_ref().map_err(|gap| *gap)
    }

    pub(super) fn key(&self) -> ProcessKey {
        self.process.sample.key
    }

    pub(super) fn name(&self) -> &str {
        &self.process.sample.identity.name
    }

    /// A file of `/proc` that shows what was seen.
    pub(super) fn evidence(&self, file: &str, value: impl Into<String>) -> Evidence {
        Evidence { place: format!("/proc/{}/{file}", self.key().pid), value: value.into() }
    }

    /// The link of its executable, as a person sees it.
    pub(super) fn exe_evidence(&self, exe: &Exe) -> Evidence {
        let deleted = if exe.deleted { " (deleted)" } else { "" };
        self.evidence("exe", format!("{}{deleted}", exe.path))
    }
}

/// Who can reach a socket, for a rule. In a network of its own, as a container has, every address is one that the host
/// alone leads to; what it lets through shows at whatever listens on the host.
pub(super) fn reach(socket: &Socket) -> Exposure {
    match socket.exposure() {
        Exposure::Public if socket.netns.is_some() && socket.address.is_unspecified() => Exposure::Private,
        exposure => exposure,
    }
}

/// One finding without arguments.
pub(super) fn found(id: &'static str, severity: Severity, evidence: Vec<Evidence>) -> Outcome {
    found_with(id, severity, Vec::new(), evidence)
}

/// One finding.
pub(super) fn found_with(
    id: &'static str,
    severity: Severity,
    args: Vec<(&'static str, Arg)>,
    evidence: Vec<Evidence>,
) -> Outcome {
    Outcome::Found(vec![Finding { id, severity, args, evidence }])
}

/// What a rule answers when a fact is missing: a process that has gone is nothing to be blind for.
pub(super) fn blind(gap: Gap) -> Outcome {
    if gap == Gap::Gone { Outcome::Clear } else { Outcome::Blind(gap) }
}
