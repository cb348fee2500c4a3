//! Acting without an operator (M14, DESIGN §6.10): rules that watch processes and emit intents, never permits.
//!
//! A rule rehearses until it is told otherwise: it counts what it would have done. One that suddenly fits more
//! processes than it may, or wants to act more often, stops itself until a person lets it go on.

mod rule;

use std::collections::{HashMap, HashSet, VecDeque};

pub use rule::{Action, Invalid, Limits, MOST_RULES, Match, REHEARSAL_S, Rule, RuleMode, When};

use crate::ProcessKey;
use crate::snapshot::Process;
use crate::time::Mono;

/// Seconds that count for the limit per hour.
const HOUR: u64 = 3600;

/// Deeds of a rehearsal that are kept to be read; the others are only counted.
const KEPT: usize = 50;

/// What a rule wants done. Facts and policy are read again when it is carried out, and may refuse it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// The rule.
    pub rule: String,
    /// The process.
    pub key: ProcessKey,
    /// Its name when the rule fitted. Hostile text.
    pub name: String,
    /// What is wanted.
    pub action: Action,
}

/// Why a rule stopped itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trip {
    /// It fits more processes than it may at once.
    TooMany {
        /// So many.
        matching: u32,
    },
    /// It wants to act more often than it may in an hour.
    TooOften {
        /// The limit that it came to.
        per_hour: u32,
    },
}

/// What came of one look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observation {
    /// To be carried out now.
    pub intents: Vec<Intent>,
    /// Would have been carried out: rehearsed, or held by the global stop.
    pub rehearsed: Vec<Intent>,
    /// Rules that stopped themselves just now.
    pub tripped: Vec<(String, Trip)>,
}

/// How a rule is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Processes that fit it now.
    pub matching: u32,
    /// What it would have done since its rehearsal began.
    pub would_have: u64,
    /// What it did.
    pub done: u64,
    /// The last ones of its rehearsal, oldest first.
    pub last: VecDeque<(Mono, ProcessKey, String)>,
    /// Why it stopped itself; it stays stopped until a person lets it go on.
    pub trip: Option<Trip>,
    /// When it was first looked at as it stands.
    pub since: Option<Mono>,
}

/// The rules and what they remember.
#[derive(Clone, Debug, Default)]
pub struct Autopilot {
    watches: Vec<Watch>,
    stopped: bool,
}

#[derive(Clone, Debug)]
struct Watch {
    rule: Rule,
    progress: Progress,
    /// Since when a process has been in the rule's state without a pause.
    holding: HashMap<ProcessKey, Mono>,
    /// It was acted on, and has not left the state since.
    settled: HashSet<ProcessKey>,
    deeds: VecDeque<Mono>,
}

impl Autopilot {
    /// Takes these rules. One that is as it was keeps what it remembers; a changed one begins anew.
    pub fn replace(&mut self, rules: Vec<Rule>) {
        let mut old = std::mem::take(&mut self.watches);
        let keep = |rule: Rule| {
            let at = old.iter().position(|watch| watch.rule == rule);
            at.map_or_else(|| Watch::new(rule), |at| old.swap_remove(at))
        };
        self.watches = rules.into_iter().take(MOST_RULES).map(keep).collect();
    }

    /// Stops everything, or lets it go on. While stopped, rules rehearse.
    pub fn stop(&mut self, stopped: bool) {
        self.stopped = stopped;
    }

    /// Whether everything is stopped.
    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Lets a rule that stopped itself go on.
    pub fn reset(&mut self, id: &str) {
        for watch in self.watches.iter_mut().filter(|watch| watch.rule.id == id) {
            watch.progress.trip = None;
            watch.deeds.clear();
            watch.holding.clear();
        }
    }

    /// The rules and how they are doing.
    pub fn progress(&self) -> impl Iterator<Item = (&Rule, &Progress)> {
        self.watches.iter().map(|watch| (&watch.rule, &watch.progress))
    }

    /// Looks at the processes of one tick. `now_s` is the wall clock in seconds, for ages.
    pub fn observe(&mut self, processes: &[Process], at: Mono, now_s: f64) -> Observation {
        let mut seen = Observation::default();
        for watch in self.watches.iter_mut().filter(|watch| watch.rule.enabled) {
            watch.observe(processes, at, now_s, self.stopped, &mut seen);
        }
        seen
    }
}

impl Watch {
    fn new(rule: Rule) -> Self {
        Self {
            rule,
            progress: Progress::default(),
            holding: HashMap::new(),
            settled: HashSet::new(),
            deeds: VecDeque::new(),
        }
    }

    fn observe(
        &mut self,
        processes: &[Process],
        at: Mono,
        now_s: f64,
        stopped: bool,
        seen: &mut Observation,
    ) {
        self.progress.since.get_or_insert(at);
        let fitting: Vec<&Process> =
            processes.iter().filter(|process| self.rule.fits(process, now_s)).collect();
        self.progress.matching = u32::try_from(fitting.len()).unwrap_or(u32::MAX);
        if self.progress.trip.is_some() {
            return;
        }
        if self.progress.matching > self.rule.limits.at_once {
            let trip = Trip::TooMany { matching: self.progress.matching };
            return self.trip(trip, seen);
        }
        let is_fitting = |key: &ProcessKey| fitting.iter().any(|process| process.sample.key == *key);
        self.holding.retain(|key, _| is_fitting(key));
        self.settled.retain(is_fitting);
        while self.deeds.front().is_some_and(|deed| seconds(*deed, at) >= HOUR) {
            self.deeds.pop_front();
        }
        for process in fitting {
            let key = process.sample.key;
            let since = *self.holding.entry(key).or_insert(at);
            let cooling =
                self.deeds.back().is_some_and(|deed| seconds(*deed, at) < self.rule.limits.cooldown_s);
            if seconds(since, at) < self.rule.when.for_s || self.settled.contains(&key) || cooling {
                continue;
            }
            if self.deeds.len() >= self.rule.limits.per_hour as usize {
                return self.trip(Trip::TooOften { per_hour: self.rule.limits.per_hour }, seen);
            }
            self.act(process, at, stopped, seen);
        }
    }

    fn act(&mut self, process: &Process, at: Mono, stopped: bool, seen: &mut Observation) {
        let (key, name) = (process.sample.key, process.sample.identity.name.clone());
        self.deeds.push_back(at);
        self.settled.insert(key);
        let intent = Intent { rule: self.rule.id.clone(), key, name, action: self.rule.action };
        if self.rule.mode == RuleMode::Enforce && !stopped {
            self.progress.done += 1;
            seen.intents.push(intent);
            return;
        }
        self.progress.would_have += 1;
        if self.progress.last.len() == KEPT {
            self.progress.last.pop_front();
        }
        self.progress.last.push_back((at, key, intent.name.clone()));
        seen.rehearsed.push(intent);
    }

    fn trip(&mut self, trip: Trip, seen: &mut Observation) {
        self.progress.trip = Some(trip);
        self.holding.clear();
        seen.tripped.push((self.rule.id.clone(), trip));
    }
}

fn seconds(from: Mono, to: Mono) -> u64 {
    to.since(from).map_or(0, |passed| passed.as_secs())
}

#[cfg(test)]
mod tests;
