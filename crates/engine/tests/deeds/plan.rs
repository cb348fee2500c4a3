//! What the plan says, and when it holds no more.

use domain::decide::Deed;
use domain::plan::Restarter;
use engine::deeds::{DeedError, Fate, Request};

use crate::house::{House, ann, request};
use crate::pet::{Pet, until};

#[test]
fn a_plan_has_the_same_id_as_long_as_it_holds_and_is_carried_out_under_it() {
    let (house, pet) = (House::new(), Pet::sleeping());
    let key = house.key(&pet);
    let plan = house.deeds.plan(Deed::End, key, false, &ann()).expect("a plan");
    assert_eq!(plan.plan.refusal, None);
    assert_eq!((plan.id.len(), plan.id.bytes().all(|byte| byte.is_ascii_hexdigit())), (32, true));
    let ids = [(Deed::End, false), (Deed::End, true), (Deed::Pause, false)]
        .map(|(deed, group)| house.deeds.plan(deed, key, group, &ann()).expect("a plan").id);
    assert_eq!(ids[0], plan.id);
    assert!(ids[1] != ids[0] && ids[2] != ids[0]);
    let outcome = house.do_it(Request { plan: Some(plan.id), ..request(Deed::End, key) });
    assert_eq!(outcome.expect("an end").result, Fate::Ended);
}

#[test]
fn one_that_became_another_program_since_the_plan_is_looked_at_again() {
    let house = House::new();
    let mut pet = Pet::sh("read x; exec sleep 1000");
    let key = house.key(&pet);
    let plan = house.deeds.plan(Deed::End, key, false, &ann()).expect("a plan");
    pet.hears("go");
    house.sees("another program", |one| one.sample.key == key && one.sample.identity.name == "sleep");
    let request = Request { plan: Some(plan.id), ..request(Deed::End, key) };
    assert_eq!(house.do_it(request), Err(DeedError::ChangedSincePlan));
    assert!(pet.lives());
}

#[test]
fn one_that_is_protected_since_the_plan_is_refused_for_that() {
    let (house, pet) = (House::new(), Pet::stubborn());
    let key = house.key(&pet);
    let plan = house.deeds.plan(Deed::End, key, false, &ann()).expect("a plan");
    house.forbid("sh");
    let request = Request { plan: Some(plan.id), ..request(Deed::End, key) };
    assert_eq!(house.do_it(request).map_err(|error| error.code()), Err("policy_forbids"));
    assert_eq!((pet.said().len(), pet.lives()), (0, true));
}

#[test]
fn the_plan_of_another_process_does_not_do() {
    let (house, one, other) = (House::new(), Pet::sleeping(), Pet::sleeping());
    let plan = house.deeds.plan(Deed::End, house.key(&one), false, &ann()).expect("a plan");
    let request = Request { plan: Some(plan.id), ..request(Deed::End, house.key(&other)) };
    assert_eq!(house.do_it(request), Err(DeedError::ChangedSincePlan));
    assert!(one.lives() && other.lives());
}

#[test]
fn a_parent_that_was_seen_starting_it_again_is_named() {
    let (house, pet) = (House::new(), Pet::sh("while :; do sleep 1000; done"));
    let parent = house.key(&pet);
    let first = house.child_of(pet.pid, "sleep");
    let restarter = |key| house.deeds.plan(Deed::End, key, false, &ann()).expect("a plan").plan.restarter;
    assert!(!matches!(restarter(first), Ok(Some(Restarter::Parent(_)))));
    house.end(first).expect("an end");
    let second = house.sees("its successor", |one| {
        one.sample.ppid == pet.pid && one.sample.identity.name == "sleep" && one.sample.key != first
    });
    until(
        "its parent is named",
        || matches!(restarter(second), Ok(Some(Restarter::Parent(who))) if who.key == parent),
    );
}

#[test]
fn the_plan_tells_what_ends_along_and_what_is_given_back() {
    let (house, pet) = (House::new(), Pet::sh("sleep 1000 & read x"));
    let key = house.key(&pet);
    let child = house.child_of(pet.pid, "sleep");
    let plan = house.deeds.plan(Deed::End, key, true, &ann()).expect("a plan").plan;
    assert_eq!(plan.children.iter().map(|child| child.key).collect::<Vec<_>>(), [child]);
    assert!(plan.frees_bytes.is_ok_and(|bytes| bytes > 0), "{:?}", plan.frees_bytes);
    assert_eq!(plan.steps.iter().map(|step| step.signal).collect::<Vec<_>>(), ["TERM", "KILL"]);
}
