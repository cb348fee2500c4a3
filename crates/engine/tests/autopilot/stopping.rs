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
    let worker = house.sleeper("app");
    std::fs::rename(house.dir.path(), house.dir.path().with_extension("away")).unwrap();
    until("a look", || matches!(house.stop(), Some(Stop::Unknown(_))));
    house.put(&enforced(house.rule("leak", "app")));
    house.rehearses("leak", 1);
    assert!(worker.lives());
    std::fs::rename(house.dir.path().with_extension("away"), house.dir.path()).unwrap();
    worker.ended();
}

/// A store that can be taken away.
struct Flaky {
    store: Arc<SqliteStore>,
    gone: AtomicBool,
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
    let worker = house.sleeper("app");
    house.rehearses("leak", 1);
    assert!(worker.lives());
    flaky.gone.store(false, Ordering::Release);
    worker.ended();
}
