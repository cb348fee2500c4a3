//! A rule that wants too much stops itself, and a restart is no way around that.

use domain::autopilot::{Limits, Rule, Trip, When};
use engine::autopilot::News;
use store::RuleStore as _;

use crate::house::{House, enforced, entry};
use crate::pet::{Pet, until};

#[test]
fn a_storm_of_processes_that_fit_stops_the_rule_before_it_ends_one() {
    let mut house = House::new();
    let rule = enforced(house.rule("storm", "app"));
    let limits = Limits { at_once: 2, ..rule.limits };
    house.put(&Rule { limits, ..rule });
    let workers: Vec<Pet> = (0..6).map(|_| house.sleeper("app")).collect();
    until("a trip", || house.progress("storm").trip.is_some());
    house.sees("storm", 6);
    let notices = house.pilot().handle().status().notices;
    assert!(matches!(notices[0].news, News::Tripped(Trip::TooMany { .. })), "{notices:?}");
    let rows = house.audit_of("storm");
    assert_eq!(rows.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(), ["autopilot_tripped"]);
    assert_eq!(rows[0].code.as_deref(), Some("too_many"));

    let mut workers = workers;
    workers.truncate(1);
    house.sees("storm", 1);
    house.start();
    house.sees("storm", 1);
    assert!(house.progress("storm").trip.is_some(), "a restart let it go on");
    assert!(workers[0].lives());

    house.store.reset_rule("storm", entry("rule_reset")).unwrap();
    workers[0].ended();
}

#[test]
fn after_a_deed_the_next_one_waits_for_the_cool_down_also_after_a_restart() {
    let mut house = House::new();
    let rule = enforced(house.rule("slow", "app"));
    let limits = Limits { cooldown_s: 3600, ..rule.limits };
    let workers = [house.sleeper("app"), house.sleeper("app")];
    house.put(&Rule { limits, ..rule });
    until("one deed", || house.progress("slow").done == 1);
    house.start();
    house.sees("slow", 1);
    // Beside it another rule shows that time enough has passed.
    let clock = house.rule("clock", "app");
    let when = When { for_s: clock.when.for_s + 3, ..clock.when };
    house.put(&Rule { when, ..clock });
    house.rehearses("clock", 1);
    assert_eq!(workers.iter().filter(|worker| worker.lives()).count(), 1);
    assert_eq!(house.progress("slow").done, 1, "what it did was forgotten");
}
