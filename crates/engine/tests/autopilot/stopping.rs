//! What stops everything: a flag, a file, and not knowing. While it is stopped, rules rehearse.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::autopilot::{Progress, Rule, Trip};
use engine::autopilot::Stop;
use store::{Entry, HeldRule, RuleStore, SqliteStore, Standing, StoreError};

use crate::house::{House, enforced, entry};
use crate::pet::until;

#[test]
fn stopped_in_another_process_nothing_is_ended_until_it_goes_on() {
    let house = House::new();
    // As the command line does it: through the store and the directory alone.
    assert!(house.switch().stop(entry("autopilot_stop")).unwrap().half.is_none());
    let worker = house.sleeper("app");
    house.put(&enforced(house.rule("leak", "app")));
    house.rehearses("leak", 1);
    assert!(worker.lives());
    assert!(matches!(house.stop(), Some(Stop::Flag(stopped)) if stopped.by == "cli:tester"));
    // Each of the two holds without the other.
    house.store.start_autopilot(entry("autopilot_start")).unwrap();
    until("the file alone", || matches!(house.stop(), Some(Stop::File(_))));
    assert!(worker.lives());
    house.switch().start(entry("autopilot_start")).unwrap();
    worker.ended();
}

#[test]
fn a_stop_file_holds_after_a_crash_and_a_restart() {
    let mut house = House::new();
    std::fs::write(house.dir.stop_file(), "whatever").unwrap();
    house.start();
    let worker = house.sleeper("app");
    house.put(&enforced(house.rule("leak", "app")));
    house.rehearses("leak", 1);
    house.start();
    until("a look", || house.stop().is_some());
    assert!(matches!(house.stop(), Some(Stop::File(_))));
    assert!(worker.lives());
    std::fs::remove_file(house.dir.stop_file()).unwrap();
    worker.ended();
}

#[test]
fn a_state_directory_that_went_away_is_a_stop() {
    let house = House::new();
    house.put(&enforced(house.rule("leak", "app")));
    std::fs::rename(house.dir.path(), house.dir.path().with_extension("away")).unwrap();
    until("a look", || matches!(house.stop(), Some(Stop::Unknown(_))));
    let worker = house.sleeper("app");
    house.rehearses("leak", 1);
    assert!(worker.lives());
    std::fs::rename(house.dir.path().with_extension("away"), house.dir.path()).unwrap();
    worker.ended();
}

/// A store that can be taken away.
pub(crate) struct Flaky {
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) gone: AtomicBool,
}

impl Flaky {
    fn there(&self) -> Result<&SqliteStore, StoreError> {
        match self.gone.load(Ordering::Acquire) {
            false => Ok(&self.store),
            true => Err(StoreError::Busy { path: "/gone".into(), waited_s: 5 }),
        }
    }
}

impl RuleStore for Flaky {
    fn standing(&self) -> Result<Standing, StoreError> {
        self.there()?.standing()
    }
    fn rules(&self) -> Result<Vec<HeldRule>, StoreError> {
        self.there()?.rules()
    }
    fn rule(&self, id: &str) -> Result<Option<HeldRule>, StoreError> {
        self.there()?.rule(id)
    }
    fn put_rule(&self, rule: &Rule, overridden: bool, entry: Entry) -> Result<HeldRule, StoreError> {
        self.there()?.put_rule(rule, overridden, entry)
    }
    fn remove_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError> {
        self.there()?.remove_rule(id, entry)
    }
    fn trip_rule(&self, rule: &Rule, trip: Trip, entry: Entry) -> Result<(), StoreError> {
        self.there()?.trip_rule(rule, trip, entry)
    }
    fn reset_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError> {
        self.there()?.reset_rule(id, entry)
    }
    fn keep_progress(&self, kept: &[(&Rule, &Progress)]) -> Result<(), StoreError> {
        self.there()?.keep_progress(kept)
    }
    fn stop_autopilot(&self, entry: Entry) -> Result<(), StoreError> {
        self.there()?.stop_autopilot(entry)
    }
    fn start_autopilot(&self, entry: Entry) -> Result<(), StoreError> {
        self.there()?.start_autopilot(entry)
    }
}

#[test]
fn while_the_store_cannot_be_read_nothing_is_enforced() {
    let mut house = House::new();
    let flaky = Arc::new(Flaky { store: house.store.clone(), gone: AtomicBool::new(false) });
    house.start_with(flaky.clone());
    house.put(&enforced(house.rule("leak", "app")));
    until("the rule", || house.pilot().handle().status().rules.contains_key("leak"));
    flaky.gone.store(true, Ordering::Release);
    until("a look", || matches!(house.stop(), Some(Stop::Unknown(_))));
    let held: Vec<_> = house.pilot().handle().status().held.iter().map(|held| held.id.clone()).collect();
    assert_eq!(held, ["leak"], "what was read last is there to be shown");
    let worker = house.sleeper("app");
    house.rehearses("leak", 1);
    assert!(worker.lives());
    flaky.gone.store(false, Ordering::Release);
    worker.ended();
}

/// A store of which another program changed a rule, and nothing tells yet that it did.
struct Behind {
    store: Arc<SqliteStore>,
    first: Standing,
}

impl RuleStore for Behind {
    fn standing(&self) -> Result<Standing, StoreError> {
        Ok(self.first.clone())
    }
    fn rules(&self) -> Result<Vec<HeldRule>, StoreError> {
        self.store.rules()
    }
    fn rule(&self, id: &str) -> Result<Option<HeldRule>, StoreError> {
        self.store.rule(id)
    }
    fn put_rule(&self, rule: &Rule, overridden: bool, entry: Entry) -> Result<HeldRule, StoreError> {
        self.store.put_rule(rule, overridden, entry)
    }
    fn remove_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError> {
        self.store.remove_rule(id, entry)
    }
    fn trip_rule(&self, rule: &Rule, trip: Trip, entry: Entry) -> Result<(), StoreError> {
        self.store.trip_rule(rule, trip, entry)
    }
    fn reset_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError> {
        self.store.reset_rule(id, entry)
    }
    fn keep_progress(&self, kept: &[(&Rule, &Progress)]) -> Result<(), StoreError> {
        self.store.keep_progress(kept)
    }
    fn stop_autopilot(&self, entry: Entry) -> Result<(), StoreError> {
        self.store.stop_autopilot(entry)
    }
    fn start_autopilot(&self, entry: Entry) -> Result<(), StoreError> {
        self.store.start_autopilot(entry)
    }
}

#[test]
fn a_rule_that_was_taken_back_is_not_followed_although_nobody_told_yet() {
    let mut house = House::new();
    let rule = enforced(house.rule("leak", "app"));
    house.store.put_rule(&rule, true, entry("rule_set")).unwrap();
    let first = house.store.standing().unwrap();
    house.start_with(Arc::new(Behind { store: house.store.clone(), first }));
    until("the rule", || house.pilot().handle().status().rules.contains_key("leak"));
    house.store.put_rule(&Rule { enabled: false, ..rule }, true, entry("rule_set")).unwrap();
    let worker = house.sleeper("app");
    // It comes to where it would be ended, and the rule is read again instead.
    until("what holds now", || {
        house.pilot().handle().status().rules.get("leak").is_some_and(|(rule, _)| !rule.enabled)
    });
    assert!(worker.lives());
    assert_eq!(house.audit_of("leak").len(), 0);
}
