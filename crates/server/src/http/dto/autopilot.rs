//! The autopilot: rules as documents (CONTRACTS §5), how they are doing, and what stops them.

use std::path::PathBuf;

use domain::autopilot::{Came, Match, Noted, Progress, RuleMode, Trip, When};
use domain::snapshot::Process;
use engine::autopilot::{News, Notice, Status, Stop};
use serde::Serialize;
use store::{HeldRule, RuleFault};
use utoipa::ToSchema;
use words::Words;

use super::{number, rfc3339};

pub use super::autopilot_body::{
    AutopilotAction, AutopilotMode, AutopilotRuleBody, RuleLimits, RuleMatch, RuleWhen,
};

/// What stops everything. Also the answer of `POST autopilot/stop` and `start`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AutopilotStop {
    /// Nothing is enforced; rules rehearse.
    pub stopped: bool,
    /// By whom: as the audit names them, `file`, or `unknown` where it cannot be told whether it is stopped.
    pub stopped_by: Option<String>,
    /// Since when, where that is known.
    pub stopped_at: Option<String>,
    /// Why it cannot be told, in English.
    pub stop_reason: Option<String>,
    /// The file that stops it as long as it is there, whatever is in it.
    pub stop_file: Option<String>,
}

impl AutopilotStop {
    /// What stops it, and where its file would be.
    #[must_use]
    pub fn new(stop: Option<&Stop>, file: Option<PathBuf>) -> Self {
        let (at, reason) = match stop {
            Some(Stop::Flag(stopped)) => (Some(rfc3339(stopped.at)), None),
            Some(Stop::Unknown(reason)) => (None, Some(domain::text::visible(reason).into_owned())),
            Some(Stop::File(_)) | None => (None, None),
        };
        Self {
            stopped: stop.is_some(),
            stopped_by: stop.map(|stop| stop.by().to_owned()),
            stopped_at: at,
            stop_reason: reason,
            stop_file: file.map(|file| file.to_string_lossy().into_owned()),
        }
    }
}

/// Answer of `GET autopilot`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Autopilot {
    /// What stops everything.
    #[serde(flatten)]
    pub stop: AutopilotStop,
    /// All rules, by id.
    pub rules: Vec<AutopilotRule>,
    /// Why the rules cannot be read now, worded; those are then told that were read last, and nothing is done.
    pub trouble: Option<String>,
    /// What was to be told since the server started, the newest first; not more than 50.
    pub notices: Vec<AutopilotNotice>,
}

impl Autopilot {
    /// From what the store holds and, where the server runs, from what the autopilot knows.
    #[must_use]
    pub fn new(stop: AutopilotStop, held: &[HeldRule], status: &Status, words: &Words) -> Self {
        Self {
            stop,
            rules: held.iter().map(|held| AutopilotRule::new(held, status, words)).collect(),
            trouble: None,
            notices: status.notices.iter().map(AutopilotNotice::new).collect(),
        }
    }

    /// While the store does not tell its rules: those that were read last.
    #[must_use]
    pub fn unread(stop: AutopilotStop, trouble: String, status: &Status, words: &Words) -> Self {
        Self { trouble: Some(trouble), ..Self::new(stop, &status.held, status, words) }
    }
}

/// A rule. Where its document cannot be read, what it would say is null and `problem` says why.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AutopilotRule {
    /// Opaque id.
    pub id: String,
    /// What a person calls it.
    pub title: Option<String>,
    /// Which processes.
    pub r#match: Option<RuleMatch>,
    /// In which state.
    pub when: Option<RuleWhen>,
    /// What is done.
    pub action: Option<AutopilotAction>,
    /// Whether it is done.
    pub mode: Option<AutopilotMode>,
    /// How much of it.
    pub limits: Option<RuleLimits>,
    /// Whether it is looked at.
    pub enabled: Option<bool>,
    /// When it was made.
    pub created_at: Option<String>,
    /// When it was changed.
    pub updated_at: Option<String>,
    /// Why it is not followed, worded.
    pub problem: Option<String>,
    /// It was rehearsed for long enough to be enforced, or an admin lets it be without.
    pub ripe: bool,
    /// An admin lets it be enforced without a finished rehearsal.
    pub overridden: bool,
    /// How it is doing.
    pub progress: AutopilotProgress,
}

impl AutopilotRule {
    /// A rule as it is kept, with what a running autopilot knows of it.
    #[must_use]
    pub fn new(held: &HeldRule, status: &Status, words: &Words) -> Self {
        let rule = held.rule.as_ref().ok();
        let live = status.rules.get(&held.id);
        let live = live.filter(|(live, _)| rule.is_some_and(|rule| rule.is_like(live)));
        let progress = live.map_or(&held.progress, |(_, progress)| progress);
        Self {
            id: held.id.clone(),
            title: rule.map(|rule| rule.title.clone()),
            r#match: rule.map(|rule| RuleMatch::from(&rule.matches)),
            when: rule.map(|rule| RuleWhen::from(rule.when)),
            action: rule.map(|rule| rule.action.into()),
            mode: rule.map(|rule| rule.mode.into()),
            limits: rule.map(|rule| rule.limits.into()),
            enabled: rule.map(|rule| rule.enabled),
            created_at: held.created_at().map(rfc3339),
            updated_at: held.updated_at().map(rfc3339),
            problem: held.rule.as_ref().err().map(|fault| rule_problem(fault, words)),
            ripe: held.is_ripe(),
            overridden: held.overridden,
            progress: AutopilotProgress::new(progress, held.progress.trip),
        }
    }
}

/// Why a document is no rule that is followed, for a person.
#[must_use]
pub fn rule_problem(fault: &RuleFault, words: &Words) -> String {
    use domain::autopilot::Fault;
    let of =
        |id: &str, field: &str| words.text(id, &[("field", domain::text::visible(field).as_ref().into())]);
    match fault {
        RuleFault::NotADocument => words.text("rule-problem-not_a_document", &[]),
        RuleFault::TooLarge => words.text("rule-problem-too_large", &[]),
        RuleFault::Duplicate => words.text("rule-problem-duplicate", &[]),
        RuleFault::Unreadable(Fault::Missing(field)) => of("rule-problem-missing", field),
        RuleFault::Unreadable(Fault::Wrong(field)) => of("rule-problem-wrong", field),
        RuleFault::Unreadable(Fault::Unknown(field)) => of("rule-problem-unknown", field),
        RuleFault::Unreadable(Fault::Twice(field)) => of("rule-problem-twice", field),
        RuleFault::Invalid(why) => words.text(&format!("rule-problem-{}", why.code()), &[]),
    }
}

/// How a rule is doing.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AutopilotProgress {
    /// Processes that fit it now.
    pub matching: u32,
    /// What it would have done since its rehearsal began.
    pub would_have: u64,
    /// What it did.
    pub done: u64,
    /// What it wanted of protected processes, or would have.
    pub refused: u64,
    /// When it was first looked at as it stands.
    pub since: Option<String>,
    /// For how long it has really been rehearsed, seconds; 86400 are needed.
    pub rehearsed_s: u64,
    /// Why it stopped itself, until it is reset.
    pub trip: Option<AutopilotTrip>,
    /// The last things that it did or would have done, the newest first.
    pub last: Vec<AutopilotNoted>,
}

impl AutopilotProgress {
    fn new(progress: &Progress, trip: Option<Trip>) -> Self {
        Self {
            matching: progress.matching,
            would_have: progress.would_have,
            done: progress.done,
            refused: progress.refused,
            since: progress.since.map(rfc3339),
            rehearsed_s: progress.rehearsed.as_secs(),
            trip: trip.map(AutopilotTrip::from),
            last: progress.last.iter().rev().map(AutopilotNoted::from).collect(),
        }
    }
}

/// Why a rule stopped itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AutopilotTrip {
    /// `too_many` at once, or `too_often` in an hour.
    pub kind: &'static str,
    /// So many processes fitted, or so many deeds an hour are allowed.
    pub value: u32,
}

impl From<Trip> for AutopilotTrip {
    fn from(trip: Trip) -> Self {
        Self { kind: trip.word(), value: trip.value() }
    }
}

/// One thing that a rule did or would have done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AutopilotNoted {
    /// When.
    pub at: String,
    /// To which process.
    pub key: String,
    /// Its name.
    pub name: String,
    /// `rehearsed`, `done` or `refused`.
    pub came: &'static str,
}

impl From<&Noted> for AutopilotNoted {
    fn from(noted: &Noted) -> Self {
        Self {
            at: rfc3339(noted.at),
            key: noted.key.to_string(),
            name: noted.name.clone(),
            came: Came::word(noted.came),
        }
    }
}

/// Something to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AutopilotNotice {
    /// When.
    pub at: String,
    /// Id of the rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// `fits`: a process is in the state that the rule is to tell of; `tripped`: the rule stopped itself.
    pub kind: &'static str,
    /// The process, where there is one.
    pub key: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Why the rule stopped itself.
    pub trip: Option<AutopilotTrip>,
}

impl AutopilotNotice {
    fn new(notice: &Notice) -> Self {
        let Notice { at, rule, title, news } = notice;
        let (kind, process, trip) = match news {
            News::Fits { key, name } => ("fits", Some((key.to_string(), name.clone())), None),
            News::Tripped(trip) => ("tripped", None, Some(AutopilotTrip::from(*trip))),
        };
        let (key, name) = process.unzip();
        Self { at: rfc3339(*at), rule: rule.clone(), title: title.clone(), kind, key, name, trip }
    }
}

/// Answer of `POST autopilot/preview`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AutopilotPreview {
    /// Processes that the rule fits now, whatever time it would have to last; not more than 1000.
    pub matches: Vec<AutopilotMatch>,
    /// How many there are.
    pub total: usize,
}

/// A process that a rule fits.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AutopilotMatch {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its user, where known.
    pub username: Option<String>,
    /// Percent of one core, where known.
    pub cpu_percent: Option<f64>,
    /// Whether a rule may reach it at all.
    pub endable: bool,
    /// Why not.
    pub end_code: Option<&'static str>,
}

impl AutopilotMatch {
    /// A process, and why no rule may reach it.
    #[must_use]
    pub fn new(process: &Process, refusal: Option<&'static str>) -> Self {
        let identity = &process.sample.identity;
        Self {
            key: process.sample.key.to_string(),
            name: identity.name.clone(),
            username: identity.username.clone().ok().flatten(),
            cpu_percent: process.cpu_percent.and_then(number::hundredths).ok(),
            endable: refusal.is_none(),
            end_code: refusal,
        }
    }
}

impl From<&Match> for RuleMatch {
    fn from(matches: &Match) -> Self {
        let Match { name, path, user, category, known, finding } = matches.clone();
        let category = category.map(|category| category.word().to_owned());
        Self { name, path, user, category, known, finding }
    }
}

impl From<When> for RuleWhen {
    fn from(when: When) -> Self {
        let When { cpu_percent_over, memory_percent_over, age_s_over, for_s } = when;
        Self { cpu_percent_over, memory_percent_over, age_s_over, for_s }
    }
}

impl From<domain::autopilot::Limits> for RuleLimits {
    fn from(limits: domain::autopilot::Limits) -> Self {
        let domain::autopilot::Limits { per_hour, cooldown_s, at_once } = limits;
        Self { per_hour, cooldown_s, at_once }
    }
}

impl From<domain::autopilot::Action> for AutopilotAction {
    fn from(action: domain::autopilot::Action) -> Self {
        match action {
            domain::autopilot::Action::Notify => Self::Notify,
            domain::autopilot::Action::Pause => Self::Pause,
            domain::autopilot::Action::End => Self::End,
        }
    }
}

impl From<RuleMode> for AutopilotMode {
    fn from(mode: RuleMode) -> Self {
        match mode {
            RuleMode::Rehearse => Self::Rehearse,
            RuleMode::Enforce => Self::Enforce,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::policy::Map;
    use std::sync::Arc;
    use words::Lang;

    fn held(rule: RuleFault) -> HeldRule {
        HeldRule {
            id: "leak".to_owned(),
            document: Map::default(),
            rule: Err(rule),
            overridden: false,
            progress: Progress::default(),
        }
    }

    #[test]
    fn rules_that_cannot_be_read_now_are_told_as_they_were_read_last_with_the_reason() {
        let status = Status { held: Arc::new(vec![held(RuleFault::NotADocument)]), ..Status::default() };
        let stop = AutopilotStop::new(Some(&Stop::Unknown("away".to_owned())), None);
        let told = Autopilot::unread(stop, "away".to_owned(), &status, Words::of(Lang::En));
        assert_eq!((told.stop.stopped, told.trouble.as_deref(), told.rules.len()), (true, Some("away"), 1));
    }

    #[test]
    fn every_reason_why_a_document_is_not_followed_is_worded_in_both_languages() {
        for lang in Lang::ALL {
            for fault in [RuleFault::NotADocument, RuleFault::TooLarge, RuleFault::Duplicate] {
                let problem = rule_problem(&fault, Words::of(lang));
                assert!(!problem.contains("rule-problem"), "{problem}");
            }
        }
    }
}
