//! Process rules as an operator writes them (CONTRACTS §5), and what makes one valid.

use std::fmt;

use crate::catalogue::{Category, glob};
use crate::snapshot::Process;
use crate::verdict::Mode;

/// Rules that are kept at most, and matching processes of which one rule keeps count.
pub const MOST_RULES: usize = 200;

/// Seconds of rehearsal after which a rule may be enforced.
pub const REHEARSAL_S: u64 = 24 * 3600;

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Opaque and unique.
    pub id: String,
    /// What a person calls it. Hostile text.
    pub title: String,
    /// Which processes.
    pub matches: Match,
    /// In which state of theirs.
    pub when: When,
    /// What is done then.
    pub action: Action,
    /// Whether it is done or only told.
    pub mode: RuleMode,
    /// How much of it.
    pub limits: Limits,
    /// Whether it is looked at.
    pub enabled: bool,
}

/// Which processes a rule is about. All that is given has to fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Match {
    /// Exact name. Never enough by itself: anybody can call a process anything.
    pub name: Option<String>,
    /// Path of the executable; `*` stands for a part of one path segment.
    pub path: Option<String>,
    /// Name of the effective user.
    pub user: Option<String>,
    /// Category of the catalogue.
    pub category: Option<Category>,
    /// Whether the catalogue knows it.
    pub known: Option<bool>,
    /// Id of a rule that found something.
    pub finding: Option<String>,
}

/// The state that has to last.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct When {
    /// More than this much of one core, percent.
    pub cpu_percent_over: Option<f64>,
    /// More than this much of RAM, percent.
    pub memory_percent_over: Option<f64>,
    /// Older than this, seconds.
    pub age_s_over: Option<u64>,
    /// For how long without a pause, seconds.
    pub for_s: u64,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// It is told.
    Notify,
    /// The process is stopped and can be resumed.
    Pause,
    /// The process is ended.
    End,
}

/// Whether it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RuleMode {
    /// It is only counted what would have been done.
    #[default]
    Rehearse,
    /// It is done.
    Enforce,
}

/// How much a rule may do. Beyond it the rule stops itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Deeds in an hour.
    pub per_hour: u32,
    /// Seconds between two deeds.
    pub cooldown_s: u64,
    /// Processes that may be in its state at the same time.
    pub at_once: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_hour: 5, cooldown_s: 60, at_once: 3 }
    }
}

/// Why a rule is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Invalid {
    /// It names no path, user or finding: whoever chooses a name would choose what it does.
    NoIdentity,
    /// Its path is relative, or fits everything.
    Path,
    /// A number that is none, is negative, or can never be reached.
    Number,
    /// It would act on the first sight of a process.
    NoDuration,
    /// Its limits allow nothing.
    Limits,
    /// Enforced although it has not been rehearsed for long enough.
    NotRehearsed,
}

impl Invalid {
    /// The stable word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoIdentity => "no_identity",
            Self::Path => "path",
            Self::Number => "number",
            Self::NoDuration => "no_duration",
            Self::Limits => "limits",
            Self::NotRehearsed => "not_rehearsed",
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoIdentity => "name a path, a user or a finding as well: a name alone is anybody's choice",
            Self::Path => "give an absolute path that names at least one folder",
            Self::Number => "a percentage is more than 0, and of memory less than 100",
            Self::NoDuration => "say for how long it has to last: at least 5 seconds unless it only notifies",
            Self::Limits => "allow at least one deed an hour and one process at once",
            Self::NotRehearsed => "rehearse it for a day first, or override that explicitly",
        })
    }
}

impl std::error::Error for Invalid {}

/// Shortest time that a state has to last before a process is touched, seconds.
const SHORTEST: u64 = 5;

impl Rule {
    /// Whether it may be stored. `rehearsed_s` is for how long it has been rehearsed as it stands; `overridden` says that an
    /// administrator lets it go ahead without.
    ///
    /// # Errors
    /// The first reason against it.
    pub fn validate(&self, rehearsed_s: u64, overridden: bool) -> Result<(), Invalid> {
        let Match { path, user, finding, .. } = &self.matches;
        if path.is_none() && user.is_none() && finding.is_none() {
            return Err(Invalid::NoIdentity);
        }
        if path.as_ref().is_some_and(|path| !names_a_folder(path)) {
            return Err(Invalid::Path);
        }
        let positive =
            |percent: Option<f64>| percent.is_none_or(|percent| percent.is_finite() && percent > 0.0);
        let possible = self.when.memory_percent_over.is_none_or(|percent| percent < 100.0);
        if !positive(self.when.cpu_percent_over) || !positive(self.when.memory_percent_over) || !possible {
            return Err(Invalid::Number);
        }
        if self.action != Action::Notify && self.when.for_s < SHORTEST {
            return Err(Invalid::NoDuration);
        }
        if self.limits.per_hour == 0 || self.limits.at_once == 0 {
            return Err(Invalid::Limits);
        }
        let ripe = rehearsed_s >= REHEARSAL_S || overridden || self.action == Action::Notify;
        if self.mode == RuleMode::Enforce && !ripe {
            return Err(Invalid::NotRehearsed);
        }
        Ok(())
    }

    /// Whether a process is one that this rule is about, and in its state now. What could not be read does not fit.
    #[must_use]
    pub fn fits(&self, process: &Process, now_s: f64) -> bool {
        self.is_about(process) && self.is_in_state(process, now_s)
    }

    fn is_about(&self, process: &Process) -> bool {
        let identity = &process.sample.identity;
        let Match { name, path, user, category, known, finding } = &self.matches;
        let judged = process.judged.as_ref().ok().map(|judged| judged.of(Mode::Contextual));
        let kind = judged.and_then(|judgement| judgement.category());
        name.as_ref().is_none_or(|name| *name == identity.name)
            && path.as_ref().is_none_or(|path| {
                identity.exe.as_ref().is_ok_and(|exe| !exe.deleted && glob::fits_path(path, &exe.path))
            })
            && user.as_ref().is_none_or(|user| matches!(&identity.username, Ok(Some(name)) if name == user))
            && category.is_none_or(|category| kind == Some(category))
            && known.is_none_or(|known| judged.is_some_and(|judgement| judgement.known == known))
            && finding.as_ref().is_none_or(|id| {
                judged.is_some_and(|judgement| judgement.findings.iter().any(|found| found.id == id))
            })
    }

    fn is_in_state(&self, process: &Process, now_s: f64) -> bool {
        let over = |limit: Option<f64>, value: Option<f64>| {
            limit.is_none_or(|limit| value.is_some_and(|value| value > limit))
        };
        let age = process.create_time.ok().map(|created| now_s - created);
        over(self.when.cpu_percent_over, process.cpu_percent.ok())
            && over(self.when.memory_percent_over, process.memory_percent.ok())
            && over(self.when.age_s_over.map(|seconds| seconds as f64), age)
    }
}

/// Absolute, and with a first folder that is no pattern: `/*` would be everything.
fn names_a_folder(path: &str) -> bool {
    let first = path.strip_prefix('/').and_then(|rest| rest.split('/').next());
    first.is_some_and(|folder| !folder.is_empty() && !folder.contains('*'))
        && !path.split('/').any(|part| part == "..")
}
