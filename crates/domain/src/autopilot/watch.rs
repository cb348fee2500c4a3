//! One rule at work: which processes are in its state for how long, what it wants, when it stops itself.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use super::{Came, Intent, Noted, Observation, Progress, Rule, RuleMode, Trip};
use crate::ProcessKey;
use crate::snapshot::Process;
use crate::time::{Mono, Wall};

/// Seconds that count for the limit per hour.
const HOUR: u64 = 3600;

/// Between two looks no more than this counts as rehearsed: nobody looked in between.
const LONGEST_LOOK: Duration = Duration::from_secs(10);

/// A rule and what it remembers.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    rule: Rule,
    progress: Progress,
    /// Since when a process has been in the rule's state without a pause.
    holding: HashMap<ProcessKey, Mono>,
    /// It was acted on, and has not left the state since; `true` if not only in rehearsal.
    settled: HashMap<ProcessKey, bool>,
    /// Deeds of the last hour, as [`Progress::deeds`].
    deeds: VecDeque<Mono>,
    looked: Option<Mono>,
}

impl Watch {
    pub(super) fn new(rule: Rule, kept: Progress, at: Mono, wall: Wall) -> Self {
        let deeds = kept.deeds.iter().map(|deed| moment(*deed, at, wall)).collect();
        let progress = Progress { matching: 0, ..kept };
        Self { rule, progress, holding: HashMap::new(), settled: HashMap::new(), deeds, looked: None }
    }

    /// Whether it is this rule, with the same content.
    pub(super) fn is_of(&self, rule: &Rule) -> bool {
        self.rule.id == rule.id && self.rule.is_like(rule)
    }

    /// With another title, mode or switch, and as it is kept whether it stopped itself.
    pub(super) fn renewed(mut self, rule: Rule, trip: Option<Trip>) -> Self {
        let is_reset = self.progress.trip.is_some() && trip.is_none();
        if is_reset || self.rule.mode != rule.mode {
            self.deeds.clear();
            self.progress.deeds.clear();
            self.holding.clear();
        }
        self.progress.trip = trip;
        self.rule = rule;
        self
    }

    pub(super) fn id(&self) -> &str {
        &self.rule.id
    }

    pub(super) const fn progress(&self) -> (&Rule, &Progress) {
        (&self.rule, &self.progress)
    }

    pub(super) fn observe(
        &mut self,
        processes: &[Process],
        at: Mono,
        wall: Wall,
        stopped: bool,
        seen: &mut Observation,
    ) {
        let before = self.looked.replace(at);
        if !self.rule.enabled {
            self.progress.matching = 0;
            self.holding.clear();
            return;
        }
        self.progress.since.get_or_insert(wall);
        let fitting: Vec<&Process> =
            processes.iter().filter(|process| self.rule.fits(process, wall.seconds())).collect();
        self.progress.matching = u32::try_from(fitting.len()).unwrap_or(u32::MAX);
        if self.progress.trip.is_some() {
            return;
        }
        let real = self.rule.mode == RuleMode::Enforce && !stopped;
        if !real && let Some(passed) = before.and_then(|before| at.since(before)) {
            self.progress.rehearsed += passed.min(LONGEST_LOOK);
        }
        if self.progress.matching > self.rule.limits.at_once {
            let trip = Trip::TooMany { matching: self.progress.matching };
            return self.trip(trip, seen);
        }
        self.forget(&fitting, at);
        for process in fitting {
            let key = process.sample.key;
            let since = *self.holding.entry(key).or_insert(at);
            let cooling =
                self.deeds.back().is_some_and(|deed| seconds(*deed, at) < self.rule.limits.cooldown_s);
            let is_settled = self.settled.get(&key).is_some_and(|was_real| *was_real || !real);
            if seconds(since, at) < self.rule.when.for_s || is_settled || cooling {
                continue;
            }
            if self.deeds.len() >= self.rule.limits.per_hour as usize {
                return self.trip(Trip::TooOften { per_hour: self.rule.limits.per_hour }, seen);
            }
            let intent = self.act(process, at, wall, real);
            if real { seen.intents.push(intent) } else { seen.rehearsed.push(intent) }
        }
    }

    /// Forgets processes that left the state, and deeds of more than an hour ago.
    fn forget(&mut self, fitting: &[&Process], at: Mono) {
        let keys: HashSet<ProcessKey> = fitting.iter().map(|process| process.sample.key).collect();
        self.holding.retain(|key, _| keys.contains(key));
        self.settled.retain(|key, _| keys.contains(key));
        while self.deeds.front().is_some_and(|deed| seconds(*deed, at) >= HOUR) {
            self.deeds.pop_front();
            self.progress.deeds.pop_front();
        }
    }

    fn act(&mut self, process: &Process, at: Mono, wall: Wall, real: bool) -> Intent {
        let (key, name) = (process.sample.key, process.sample.identity.name.clone());
        self.deeds.push_back(at);
        self.progress.deeds.push_back(wall);
        self.settled.insert(key, real);
        Intent { rule: self.rule.id.clone(), key, name, action: self.rule.action }
    }

    fn trip(&mut self, trip: Trip, seen: &mut Observation) {
        self.progress.trip = Some(trip);
        self.holding.clear();
        seen.tripped.push((self.rule.id.clone(), trip));
    }

    pub(super) fn note(&mut self, intent: &Intent, wall: Wall, came: Came) {
        if came == Came::Later {
            self.settled.remove(&intent.key);
            self.holding.remove(&intent.key);
        }
        self.progress.note(Noted { at: wall, key: intent.key, name: intent.name.clone(), came });
    }
}

/// The monotonic moment of a wall clock's one. One that lies ahead was before the clock was set back: it counts as now.
fn moment(deed: Wall, at: Mono, wall: Wall) -> Mono {
    let passed = u64::try_from(wall.0.saturating_sub(deed.0)).unwrap_or(0);
    Mono(at.0.saturating_sub(passed))
}

fn seconds(from: Mono, to: Mono) -> u64 {
    to.since(from).map_or(0, |passed| passed.as_secs())
}
