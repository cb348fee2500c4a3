//! Between a rule's wish and the signal time passes: what was stopped, and what became another program, is left alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use engine::autopilot::{Stop, Switch};
use store::LocalStore as _;

use crate::house::{House, enforced, entry};
use crate::pet::until;
use crate::stopping::Flaky;

/// Enough to do something between TERM and KILL on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);

#[test]
fn a_stop_holds_what_is_under_way() {
    let house = House::waiting(PATIENCE);
    let worker = house.shell("app", "trap 'echo TERM' TERM; echo ready; while :; do sleep 0.05; done");
    worker.says("ready");
    house.put(&enforced(house.rule("held", "app")));
    worker.says("TERM");
    house.switch().stop(entry("autopilot_stop")).unwrap();
    until("its outcome", || house.audit_of("held").iter().any(|row| row.code.is_some()));
    let rows = house.audit_of("held");
    let told = rows.last().unwrap();
    assert_eq!((told.action.as_str(), told.code.as_deref()), ("end", Some("still_there")), "{rows:?}");
    assert!(worker.lives());
}

#[test]
fn one_that_became_another_program_is_not_the_rules_any_more() {
    let house = House::waiting(PATIENCE);
    let script = "trap 'echo TERM; exec /bin/sleep 1000' TERM; echo ready; while :; do sleep 0.05; done";
    let worker = house.shell("app", script);
    worker.says("ready");
    house.put(&enforced(house.rule("changed", "app")));
    worker.says("TERM");
    until("its outcome", || house.audit_of("changed").iter().any(|row| row.code.is_some()));
    let rows = house.audit_of("changed");
    assert_eq!(rows.last().unwrap().code.as_deref(), Some("still_there"), "{rows:?}");
    assert!(worker.lives());
}

#[test]
fn what_cannot_be_written_down_starts_nothing() {
    let house = House::new();
    std::fs::write(house.dir.stop_file(), "").unwrap();
    let flaky = Arc::new(Flaky { store: house.store.clone(), gone: AtomicBool::new(true) });
    let switch = Switch::new(flaky.clone(), Some(house.dir.clone()));
    assert!(switch.start(entry("autopilot_start")).is_err());
    assert!(matches!(switch.stop_now(), Some(Stop::File(_))), "it holds, whatever the store would say");
    flaky.gone.store(false, Ordering::Release);
    assert!(matches!(switch.stop_now(), Some(Stop::File(_))), "the file was taken away");
    switch.start(entry("autopilot_start")).unwrap();
    assert_eq!(switch.stop_now(), None);
    let rows = house.store.audit(None, 1000).unwrap();
    let starts = rows.iter().filter(|row| row.action == "autopilot_start").count();
    assert_eq!(starts, 1, "lifting a file is written down: {rows:?}");
}
