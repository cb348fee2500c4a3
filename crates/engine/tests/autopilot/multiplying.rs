//! Processes that become more and more while a rule is about them: it ends no more than it may, and stops itself.

use domain::autopilot::{Limits, Rule, Trip};
use engine::autopilot::News;

use crate::house::{House, enforced};
use crate::pet::until;

/// A rule for the workers of a test with these limits, at work.
fn put(house: &House, id: &str, per_hour: u32, at_once: u32) {
    let rule = enforced(house.rule(id, "app"));
    let limits = Limits { per_hour, at_once, ..rule.limits };
    house.put(&Rule { limits, ..rule });
}

/// It stopped itself for this reason, and everybody can know.
fn stopped_itself(house: &House, id: &str, code: &str, so: impl Fn(Trip) -> bool) {
    until("a trip", || house.progress(id).trip.is_some());
    assert!(house.progress(id).trip.is_some_and(&so), "{:?}", house.progress(id).trip);
    until("a notice", || {
        let notices = house.pilot().handle().status().notices;
        notices
            .iter()
            .any(|notice| notice.rule == id && matches!(notice.news, News::Tripped(trip) if so(trip)))
    });
    let told = || house.audit_of(id).into_iter().filter(|row| row.action == "autopilot_tripped");
    until("a row of the audit", || told().count() == 1);
    assert!(told().all(|row| row.code.as_deref() == Some(code)));
}

/// How many processes a rule ended, as the audit has it.
fn ended(house: &House, id: &str) -> usize {
    let rows = house.audit_of(id);
    rows.iter().filter(|row| row.action == "end" && row.outcome == store::Outcome::Intended).count()
}

#[test]
fn a_fork_bomb_stops_the_rule_before_it_ends_one_of_it() {
    let house = House::new();
    put(&house, "bomb", 10, 5);
    // Each one starts two more, seven times over.
    let bomb =
        "bomb() { if [ $1 -gt 0 ]; then bomb $(($1 - 1)) & bomb $(($1 - 1)) & fi; read x <&3; }; bomb 6";
    let _bomb = house.shell("app", bomb);
    stopped_itself(&house, "bomb", "too_many", |trip| matches!(trip, Trip::TooMany { .. }));
    house.sees("bomb", (1 << 7) - 1);
    assert_eq!((ended(&house, "bomb"), house.progress("bomb").done), (0, 0));
}

/// One that lives on as so many when it is ended, so many times over.
fn hydra(heads: u32, times: u32) -> String {
    let grow = "head & ".repeat(heads as usize);
    format!(
        "grow() {{ [ $left -eq 0 ] || {{ left=$((left - 1)); {grow} }}; exit; }}
         head() {{ trap grow TERM; while :; do sleep 0.05; done; }}
         left={times}; head"
    )
}

#[test]
fn one_that_doubles_when_it_is_ended_stops_the_rule_when_there_are_too_many() {
    let house = House::new();
    put(&house, "hydra", 10, 3);
    let _hydra = house.shell("app", &hydra(2, 4));
    stopped_itself(&house, "hydra", "too_many", |trip| matches!(trip, Trip::TooMany { matching: 4.. }));
    // The first one and one or both of its heads: where they are ended one after the other the first has two more.
    let ended = ended(&house, "hydra");
    assert!((2..=3).contains(&ended), "{ended}");
    assert!(house.progress("hydra").matching >= 3, "{:?}", house.progress("hydra"));
}

#[test]
fn one_that_comes_back_again_and_again_stops_the_rule_when_its_hour_is_used_up() {
    let house = House::new();
    put(&house, "again", 2, 5);
    let _hydra = house.shell("app", &hydra(1, 9));
    stopped_itself(&house, "again", "too_often", |trip| trip == Trip::TooOften { per_hour: 2 });
    assert_eq!((ended(&house, "again"), house.progress("again").done), (2, 2));
    house.sees("again", 1);
}
