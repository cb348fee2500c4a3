//! What is known of the units, kept up to date by what systemd tells. No I/O: what has to be asked is
//! collected and asked by the session.

use std::collections::{BTreeMap, BTreeSet};

use domain::service::{State, Unit, names};

use super::memory::Memory;
use crate::parse::unit::{Draft, Fact};

/// Units that are kept. A machine with more has other worries.
pub(super) const MOST_UNITS: usize = 4096;

/// Changes that are collected before everything is asked anew.
const MOST_CHANGES: usize = 1024;

/// Kinds of units, as far as they are treated differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Always kept, with all details.
    Service,
    /// Sockets, paths and timers: always kept, because they start services.
    Trigger,
    /// Kept while it has failed or is wanted.
    Other,
}

impl Kind {
    /// The kind that a unit's name tells.
    pub(super) fn of(unit: &str) -> Self {
        match unit.rsplit('.').next() {
            Some("service") => Self::Service,
            Some("socket" | "path" | "timer") => Self::Trigger,
            _ => Self::Other,
        }
    }

    /// Whether it is kept as it is.
    pub(super) fn is_kept(self) -> bool {
        self != Self::Other
    }
}

/// What has to be asked.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Questions {
    /// Everything.
    pub(super) all: bool,
    /// The properties of these units.
    pub(super) units: BTreeSet<String>,
    /// Whether these names are still units, now that systemd has unloaded them.
    pub(super) names: BTreeSet<String>,
}

/// The units.
#[derive(Debug, Default)]
pub(super) struct Book {
    units: BTreeMap<String, Draft>,
    /// The names that wanted services may have.
    candidates: BTreeSet<String>,
    /// Loaded since the last questions.
    loaded: BTreeSet<String>,
    /// Unloaded since the last questions.
    unloaded: BTreeSet<String>,
    /// Told of without being known, or changed while they were asked for.
    unclear: BTreeSet<String>,
    /// Whether everything has to be asked anew.
    all: bool,
    /// Whether an answer is under way that may be older than what is told meanwhile.
    asking: bool,
    /// Whether it says something else than when it was last published.
    changed: bool,
}

impl Book {
    /// Notes what is wanted; everything has to be asked.
    pub(super) fn want(&mut self, wanted: &[String]) {
        self.candidates = wanted.iter().flat_map(|name| names::units(name)).collect();
        self.all = true;
    }

    /// The names that wanted services may have.
    pub(super) fn candidates(&self) -> &BTreeSet<String> {
        &self.candidates
    }

    fn is_wanted(&self, draft: &Draft) -> bool {
        self.candidates.iter().any(|name| draft.is_called(name))
    }

    /// Whether a unit is shown before all others.
    pub(super) fn is_shown(&self, draft: &Draft) -> bool {
        draft.state() == State::Failed || self.is_wanted(draft)
    }

    /// Whether a unit matters at all.
    pub(super) fn matters(&self, draft: &Draft) -> bool {
        Kind::of(draft.id()).is_kept() || self.is_shown(draft)
    }

    /// Whether there is anything to be asked.
    pub(super) fn has_questions(&self) -> bool {
        self.all || !self.loaded.is_empty() || !self.unloaded.is_empty() || !self.unclear.is_empty()
    }

    /// Whether it says something new.
    pub(super) fn has_news(&self) -> bool {
        self.changed
    }

    /// Whether everything has to be asked.
    pub(super) fn asks_everything(&self) -> bool {
        self.all
    }

    /// Everything has to be asked anew.
    pub(super) fn doubt(&mut self) {
        self.all = true;
    }

    /// systemd has loaded a unit.
    pub(super) fn loaded(&mut self, id: &str) {
        if Kind::of(id).is_kept() && names::is_unit(id) && !self.units.contains_key(id) {
            self.loaded.insert(id.to_owned());
            self.bound();
        }
    }

    /// systemd has unloaded a unit. One that it only loaded to answer a question (even one of ours) tells
    /// nothing: asking again because of it would be a circle.
    pub(super) fn unloaded(&mut self, id: &str) {
        self.unclear.remove(id);
        let was_held = self.units.get(id).is_some_and(|draft| !draft.is_unloaded());
        if !self.loaded.remove(id) && was_held {
            self.unloaded.insert(id.to_owned());
            self.bound();
        }
    }

    /// systemd tells of changed properties.
    pub(super) fn told(&mut self, id: &str, facts: &[(&str, Fact<'_>)]) {
        let failed = facts.contains(&("ActiveState", Fact::Text("failed")));
        let known = self.units.get_mut(id);
        if self.asking || known.as_ref().is_none_or(|draft| draft.is_unloaded()) {
            let matters = Kind::of(id).is_kept() || failed || self.candidates.contains(id) || known.is_some();
            if matters && names::is_unit(id) {
                self.unclear.insert(id.to_owned());
            }
        }
        if let Some(draft) = self.units.get_mut(id) {
            facts.iter().for_each(|(property, fact)| draft.set(property, fact));
            self.changed = true;
        }
        self.bound();
    }

    /// A flood is not kept: then everything is asked anew, at its own pace.
    fn bound(&mut self) {
        if self.loaded.len() + self.unloaded.len() + self.unclear.len() > MOST_CHANGES {
            self.loaded.clear();
            self.unloaded.clear();
            self.unclear.clear();
            self.all = true;
        }
    }

    /// Takes the questions; the answers are under way until [`Self::answered`].
    pub(super) fn questions(&mut self) -> Questions {
        let all = std::mem::take(&mut self.all);
        let mut units = std::mem::take(&mut self.loaded);
        units.append(&mut self.unclear);
        let mut names = BTreeSet::new();
        for id in std::mem::take(&mut self.unloaded) {
            let Some(draft) = self.units.get(&id) else { continue };
            if self.is_wanted(draft) {
                names.extend(self.candidates.iter().filter(|name| draft.is_called(name)).cloned());
            }
            self.units.remove(&id);
            self.changed = true;
        }
        self.asking = true;
        if all { Questions { all, ..Questions::default() } } else { Questions { all, units, names } }
    }

    /// All answers are there.
    pub(super) fn answered(&mut self) {
        self.asking = false;
        // What neither failed nor is wanted any more goes.
        let before = self.units.len();
        let gone: Vec<String> = self
            .units
            .values()
            .filter(|draft| !self.matters(draft))
            .map(|draft| draft.id().to_owned())
            .collect();
        gone.iter().for_each(|id| drop(self.units.remove(id)));
        self.changed |= before != self.units.len();
    }

    /// Forgets all units: what is put in from now on is all there is.
    pub(super) fn clear(&mut self) {
        self.units.clear();
        self.changed = true;
    }

    /// Puts in a unit as it was answered.
    pub(super) fn put(&mut self, draft: Draft) {
        if self.units.len() < MOST_UNITS || self.units.contains_key(draft.id()) {
            self.units.insert(draft.id().to_owned(), draft);
            self.changed = true;
        }
    }

    /// Puts in a unit without its details, unless it is known already.
    pub(super) fn put_unless_known(&mut self, draft: Draft) {
        if !self.units.contains_key(draft.id()) {
            self.put(draft);
        }
    }

    /// Measures the memory of all units that have a cgroup.
    pub(super) fn measure(&mut self, memory: &Memory) {
        for draft in self.units.values_mut() {
            let Some(bytes) = draft.control_group().map(|group| memory.of(group)) else { continue };
            draft.measured(bytes);
            self.changed = true;
        }
    }

    /// The units, by name, for whoever shows them.
    pub(super) fn publish(&mut self, log: impl Fn(&str) -> Option<String>) -> Vec<Unit> {
        self.changed = false;
        self.units.values().map(|draft| draft.unit(log(draft.id()))).collect()
    }
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
