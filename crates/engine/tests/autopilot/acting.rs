//! What rules do to real processes, and to which ones they cannot.

use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::time::Duration;

use domain::autopilot::{Action, Came, Match, Rule, When};
use engine::autopilot::News;

use crate::house::{House, enforced};
use crate::pet::{Pet, is_root, until};

#[test]
fn a_rehearsal_only_counts_and_what_is_enforced_then_ends_the_process() {
    let house = House::new();
    let worker = house.sleeper("app");
    let rule = house.rule("leak", "app");
    house.put(&rule);
    house.rehearses("leak", 1);
    assert!(worker.lives());
    assert_eq!(house.audit_of("leak"), [], "a rehearsal did something");
    assert!(house.progress("leak").rehearsed.as_secs() >= 4);

    house.put(&enforced(rule));
    worker.ended();
    until("its outcome", || house.progress("leak").done == 1);
    let progress = house.progress("leak");
    assert_eq!((progress.would_have, progress.last.len()), (1, 2), "the rehearsal was forgotten");
    let rows = house.audit_of("leak");
    assert!(rows.iter().any(|row| row.outcome == store::Outcome::Intended), "{rows:?}");
    assert!(rows.iter().any(|row| row.outcome == store::Outcome::Ok), "{rows:?}");
}

#[test]
fn only_the_one_that_burns_the_processor_is_ended() {
    // Once a second: one that burns may get nothing of a busy machine for a tenth of a second.
    let house = House::looking(Duration::from_secs(1), Duration::from_secs(60));
    let (idle, busy) = (house.sleeper("app"), house.burner("app"));
    let rule = house.rule("hot", "app");
    let when = When { cpu_percent_over: Some(1.0), ..rule.when };
    house.put(&enforced(Rule { when, ..rule }));
    busy.ended();
    until("its outcome", || house.progress("hot").done == 1);
    assert!(idle.lives());
}

#[test]
fn a_process_of_root_is_beyond_every_rule() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let program = house.program("app", "/bin/sleep", "worker");
    let of_root = Pet::of_this_user(Command::new(program).arg("1000"));
    house.put(&house.rule("reach", "app"));
    until("a refusal", || house.progress("reach").refused == 1);
    assert_eq!(house.progress("reach").would_have, 0, "it would never have been ended");
    house.put(&enforced(house.rule("reach", "app")));
    until("another refusal", || house.progress("reach").refused == 2);
    assert!(of_root.lives());
    assert!(house.progress("reach").last.iter().all(|noted| noted.came == Came::Refused));
}

#[test]
fn a_borrowed_name_in_another_place_is_another_process() {
    let house = House::new();
    let meant = house.sleeper("app");
    let elsewhere = house.sleeper("other");
    let rule = house.rule("named", "app");
    let matches = Match { name: Some("worker".to_owned()), ..rule.matches.clone() };
    house.put(&enforced(Rule { matches, ..rule }));
    meant.ended();
    until("its outcome", || house.progress("named").done == 1);
    assert!(elsewhere.lives(), "a name was enough");
    assert_eq!(house.progress("named").matching, 0);
}

#[test]
fn a_borrowed_name_of_another_user_is_another_process() {
    let house = House::new();
    if !is_root() {
        println!("SKIPPED a process of another user: only root may start one");
        return;
    }
    // A name of this test alone: the rule says nothing of a place.
    let program = house.program("app", "/bin/sleep", "autopilot-clerk");
    let meant = Pet::run(Command::new(&program).arg("1000"), true);
    // The same program at the same place, but not of the user whom the rule names.
    let other = Pet::of_this_user(Command::new(program).arg("1000").uid(1234).gid(1234));
    let Some(user) = house.user_of(meant.pid) else {
        println!("SKIPPED a process of another user: the first one has no name here");
        return;
    };
    let matches = Match { name: Some("autopilot-clerk".to_owned()), user: Some(user), ..Match::default() };
    house.put(&enforced(Rule { matches, ..house.rule("theirs", "app") }));
    meant.ended();
    until("its outcome", || house.progress("theirs").done == 1);
    assert!(other.lives(), "a name was enough");
    assert_eq!((house.progress("theirs").matching, house.progress("theirs").refused), (0, 0));
}

#[test]
fn who_only_tells_touches_nothing_and_is_heard() {
    let house = House::new();
    let worker = house.sleeper("app");
    house.put(&enforced(Rule { action: Action::Notify, ..house.rule("tell", "app") }));
    until("a notice", || !house.pilot().handle().status().notices.is_empty());
    let notice = house.pilot().handle().status().notices.remove(0);
    assert_eq!((notice.rule.as_str(), notice.title.as_str()), ("tell", "workers of a test"));
    assert!(matches!(&notice.news, News::Fits { name, .. } if name == "worker"));
    let actions: Vec<_> = house.audit_of("tell").into_iter().map(|row| row.action).collect();
    assert_eq!(actions, ["autopilot_notify"]);
    assert!(worker.lives());
}
