//! Acting without an operator (M14, DESIGN §6.10): rules that watch processes and emit intents, never permits.
//!
//! A rule rehearses until it is told otherwise: it counts what it would have done. One that suddenly fits more
//! processes than it may, or wants to act more often, stops itself until a person lets it go on. What a rule
//! remembers ([`Progress`]) can be kept elsewhere and taken back, so that a restart is no way around its limits.

mod document;
mod progress;
mod rule;
mod watch;

pub use document::{Fault, read, write};
pub use progress::{Came, Noted, Progress, Trip};
pub use rule::{Action, Invalid, Limits, MOST_RULES, Match, REHEARSAL_S, Rule, RuleMode, When};

use crate::ProcessKey;
use crate::snapshot::Process;
use crate::time::{Mono, Wall};
use watch::Watch;

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

/// What came of one look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observation {
    /// To be carried out now; what came of it is told by [`Autopilot::note`].
    pub intents: Vec<Intent>,
    /// Would have been carried out: rehearsed, or held by the global stop. Told by [`Autopilot::note`] too.
    pub rehearsed: Vec<Intent>,
    /// Rules that stopped themselves just now.
    pub tripped: Vec<(String, Trip)>,
}

/// The rules and what they remember.
#[derive(Clone, Debug, Default)]
pub struct Autopilot {
    watches: Vec<Watch>,
    stopped: bool,
}

impl Autopilot {
    /// Takes these rules, each with what was kept of it. One that was here before with the same content goes on with
    /// what it remembers itself, but for whether it stopped itself: that is as kept. Others begin with what was kept.
    pub fn replace(&mut self, rules: Vec<(Rule, Progress)>, at: Mono, wall: Wall) {
        let mut old = std::mem::take(&mut self.watches);
        let keep = |(rule, kept): (Rule, Progress)| {
            let known = old.iter().position(|watch| watch.is_of(&rule));
            match known {
                Some(known) => old.swap_remove(known).renewed(rule, kept.trip),
                None => Watch::new(rule, kept, at, wall),
            }
        };
        self.watches = rules.into_iter().take(MOST_RULES).map(keep).collect();
    }

    /// Stops everything, or lets it go on. While stopped, rules rehearse.
    pub const fn stop(&mut self, stopped: bool) {
        self.stopped = stopped;
    }

    /// Whether everything is stopped.
    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// The rules and how they are doing.
    pub fn progress(&self) -> impl Iterator<Item = (&Rule, &Progress)> {
        self.watches.iter().map(Watch::progress)
    }

    /// Looks at the processes of one tick. `wall` tells ages and is remembered; whatever lasts goes by `at`.
    pub fn observe(&mut self, processes: &[Process], at: Mono, wall: Wall) -> Observation {
        let mut seen = Observation::default();
        for watch in &mut self.watches {
            watch.observe(processes, at, wall, self.stopped, &mut seen);
        }
        seen
    }

    /// Takes note of what came of an intent.
    pub fn note(&mut self, intent: &Intent, wall: Wall, came: Came) {
        for watch in self.watches.iter_mut().filter(|watch| watch.id() == intent.rule) {
            watch.note(intent, wall, came);
        }
    }
}

#[cfg(test)]
mod later_tests;
#[cfg(test)]
mod tests;
