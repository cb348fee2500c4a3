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

/// How long a process is left alone after it could not be tried: longer each time.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// A rule and what it remembers.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    rule: Rule,
    progress: Progress,
    /// Since when a process has been in the rule's state without a pause.
    holding: HashMap<ProcessKey, Mono>,
    /// It was acted on, and has not left the state since.
    settled: HashMap<ProcessKey, Deed>,
    /// It could not be tried, and is not tried all the time.
    put_off: HashMap<ProcessKey, PutOff>,
    /// Deeds of the last hour, as [`Progress::deeds`].
    deeds: VecDeque<Mono>,
    looked: Option<Mono>,
}

/// What was wanted of a process.
#[derive(Clone, Copy, Debug)]
struct Deed {
    at: Mono,
    /// Not only in rehearsal.
    real: bool,
}

/// When it is tried again.
#[derive(Clone, Copy, Debug)]
struct PutOff {
    until: Mono,
    pause: Duration,
}

impl Watch {
    pub(super) fn new(rule: Rule, kept: Progress, at: Mono, wall: Wall) -> Self {
        let deeds = kept.deeds.iter().map(|deed| moment(*deed, at, wall)).collect();
        let progress = Progress { matching: 0, ..kept };
        Self {
            rule,
            progress,
            holding: HashMap::new(),
            settled: HashMap::new(),
            put_off: HashMap::new(),
            deeds,
            looked: None,
        }
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
            let is_settled = self.settled.get(&key).is_some_and(|deed| deed.real || !real);
            let waits = self.put_off.get(&key).is_some_and(|put_off| at < put_off.until);
            if seconds(since, at) < self.rule.when.for_s || is_settled || waits || cooling {
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
        self.put_off.retain(|key, _| keys.contains(key));
        while self.deeds.front().is_some_and(|deed| seconds(*deed, at) >= HOUR) {
            self.deeds.pop_front();
            self.progress.deeds.pop_front();
        }
    }

    fn act(&mut self, process: &Process, at: Mono, wall: Wall, real: bool) -> Intent {
        let (key, name) = (process.sample.key, process.sample.identity.name.clone());
        self.deeds.push_back(at);
        self.progress.deeds.push_back(wall);
        self.settled.insert(key, Deed { at, real });
        Intent { rule: self.rule.id.clone(), key, name, action: self.rule.action }
    }

    fn trip(&mut self, trip: Trip, seen: &mut Observation) {
        self.progress.trip = Some(trip);
        self.holding.clear();
        seen.tripped.push((self.rule.id.clone(), trip));
    }

    pub(super) fn note(&mut self, intent: &Intent, wall: Wall, came: Came) {
        match came {
            Came::Later => self.put_off(intent.key),
            Came::Done | Came::Refused => drop(self.put_off.remove(&intent.key)),
            Came::Rehearsed => {}
        }
        self.progress.note(Noted { at: wall, key: intent.key, name: intent.name.clone(), came });
    }
}

impl Watch {
    /// Nothing was done: it counts for no limit, and is tried ever more rarely.
    fn put_off(&mut self, key: ProcessKey) {
        self.holding.remove(&key);
        if let Some(deed) = self.settled.remove(&key)
            && let Some(place) = self.deeds.iter().rposition(|at| *at == deed.at)
        {
            self.deeds.remove(place);
            self.progress.deeds.remove(place);
        }
        let Some(now) = self.looked else { return };
        let pause =
            self.put_off.get(&key).map_or(FIRST_PAUSE, |before| (before.pause * 2).min(LONGEST_PAUSE));
        let nanos = u64::try_from(pause.as_nanos()).unwrap_or(u64::MAX);
        self.put_off.insert(key, PutOff { until: Mono(now.0.saturating_add(nanos)), pause });
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
