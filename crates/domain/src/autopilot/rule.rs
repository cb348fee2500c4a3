//! Process rules as an operator writes them (CONTRACTS §5), and what makes one valid.

use std::fmt;

use super::document;
use crate::catalogue::{Category, glob};
use crate::policy::Map;
use crate::rules::RULES;
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

impl Action {
    /// All of them, the mildest first.
    pub const ALL: [Self; 3] = [Self::Notify, Self::Pause, Self::End];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notify => "notify",
            Self::Pause => "pause",
            Self::End => "end",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.word() == word)
    }
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

impl RuleMode {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Rehearse, Self::Enforce];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rehearse => "rehearse",
            Self::Enforce => "enforce",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
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
    /// Its id has another form than `[A-Za-z0-9._-]{1,64}`.
    Id,
    /// A text of it is empty or too long.
    Text,
    /// It names a finding that no rule of the registry makes.
    Finding,
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
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Id,
        Self::Text,
        Self::Finding,
        Self::NoIdentity,
        Self::Path,
        Self::Number,
        Self::NoDuration,
        Self::Limits,
        Self::NotRehearsed,
    ];

    /// The stable word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::Finding => "finding",
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
            Self::Id => "give it an id of 1 to 64 characters of A-Z a-z 0-9 . _ -",
            Self::Text => "leave no text empty, and none longer than a path or a name can be",
            Self::Finding => "name a finding that there is; `rules list` shows all",
            Self::NoIdentity => "name a path, a user or a finding as well: a name alone is anybody's choice",
            Self::Path => "give an absolute path that names at least one folder",
            Self::Number => "a percentage is more than 0, and of memory less than 100; a time ends some day",
            Self::NoDuration => "say for how long it has to last: at least 5 seconds unless it only notifies",
            Self::Limits => {
                "allow at least one deed an hour and one process at once, and of each at most 1000"
            }
            Self::NotRehearsed => "rehearse it for a day first, or override that explicitly",
        })
    }
}

impl std::error::Error for Invalid {}

/// Shortest time that a state has to last before a process is touched, seconds.
const SHORTEST: u64 = 5;

/// Longest texts, bytes: a path (PATH_MAX), a name or title.
const LONGEST_PATH: usize = 4096;
const LONGEST_TEXT: usize = 256;
/// Most deeds an hour, and most processes at once.
const MOST: u32 = 1000;
/// Longest time that a state or a cool-down may last, and greatest age, seconds.
const WEEK: u64 = 7 * 24 * 3600;
const DECADE: u64 = 10 * 366 * 24 * 3600;
/// Least percentage that is told from nothing.
const LEAST: f64 = 0.001;
/// More cores than any machine has, percent of one.
const MOST_CPU: f64 = 10_000_000.0;

impl Rule {
    /// Whether it may be enforced. `rehearsed_s` is for how long it has been rehearsed as it stands; `overridden` says
    /// that an administrator lets it go ahead without.
    ///
    /// # Errors
    /// The first reason against it.
    pub fn validate(&self, rehearsed_s: u64, overridden: bool) -> Result<(), Invalid> {
        self.check()?;
        let is_ripe = rehearsed_s >= REHEARSAL_S || overridden || self.action == Action::Notify;
        if self.mode == RuleMode::Enforce && !is_ripe {
            return Err(Invalid::NotRehearsed);
        }
        Ok(())
    }

    /// Whether it may be kept and rehearsed.
    ///
    /// # Errors
    /// The first reason against it.
    pub fn check(&self) -> Result<(), Invalid> {
        if !is_id(&self.id) {
            return Err(Invalid::Id);
        }
        let Match { name, path, user, finding, .. } = &self.matches;
        let fits = |text: &Option<String>, longest: usize| {
            text.as_ref().is_none_or(|text| !text.is_empty() && text.len() <= longest)
        };
        let short = [name, user, finding].into_iter().all(|text| fits(text, LONGEST_TEXT));
        if !short || !fits(path, LONGEST_PATH) || self.title.len() > LONGEST_TEXT {
            return Err(Invalid::Text);
        }
        if finding.as_ref().is_some_and(|id| !RULES.iter().any(|rule| rule.id == id)) {
            return Err(Invalid::Finding);
        }
        if path.is_none() && user.is_none() && finding.is_none() {
            return Err(Invalid::NoIdentity);
        }
        if path.as_ref().is_some_and(|path| !names_a_folder(path)) {
            return Err(Invalid::Path);
        }
        self.check_numbers()
    }

    fn check_numbers(&self) -> Result<(), Invalid> {
        let below = |percent: Option<f64>, most: f64| {
            percent.is_none_or(|percent| percent >= LEAST && percent < most)
        };
        let When { cpu_percent_over, memory_percent_over, age_s_over, for_s } = self.when;
        let times = for_s <= WEEK && age_s_over.is_none_or(|age| age <= DECADE);
        if !below(cpu_percent_over, MOST_CPU) || !below(memory_percent_over, 100.0) || !times {
            return Err(Invalid::Number);
        }
        if self.action != Action::Notify && for_s < SHORTEST {
            return Err(Invalid::NoDuration);
        }
        let Limits { per_hour, cooldown_s, at_once } = self.limits;
        let few = |number: u32| (1..=MOST).contains(&number);
        if !few(per_hour) || !few(at_once) || cooldown_s > WEEK {
            return Err(Invalid::Limits);
        }
        Ok(())
    }

    /// Whether the other one does the same to the same: its rehearsal then counts for this one too.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.essence() == other.essence()
    }

    /// What decides what it does: `match`, `when`, `action` and `limits` as a document.
    #[must_use]
    pub fn essence(&self) -> Map {
        document::essence(self)
    }

    /// This rule as a document, over one that was kept of it: fields of other tools at its top stay.
    #[must_use]
    pub fn over(&self, kept: Option<&Map>) -> Map {
        let mut map = document::write(self);
        map.0.extend(kept.into_iter().flat_map(|kept| document::rest(kept).0));
        map
    }

    /// Whether a process is one that this rule is about, and in its state now. What could not be read does not fit.
    #[must_use]
    pub fn fits(&self, process: &Process, now_s: f64) -> bool {
        self.is_about(process) && self.is_in_state(process, now_s)
    }

    /// Whether a process is one that this rule is about, in whatever state. What could not be read does not fit.
    #[must_use]
    pub fn is_about(&self, process: &Process) -> bool {
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

/// What may stand in an address, a file name and the audit.
fn is_id(text: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=64).contains(&text.len()) && text.bytes().all(good)
}

/// Absolute, and with a first folder that is no pattern: `/*` would be everything.
fn names_a_folder(path: &str) -> bool {
    let first = path.strip_prefix('/').and_then(|rest| rest.split('/').next());
    first.is_some_and(|folder| !folder.is_empty() && !folder.contains('*'))
        && !path.split('/').any(|part| part == "..")
}
