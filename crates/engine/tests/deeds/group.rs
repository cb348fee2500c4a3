//! A process with everything below it: each judged alone, all or nobody.

use domain::ProcessKey;
use domain::decide::{Deed, Refusal};
use engine::deeds::{DeedError, Fate, Request};

use crate::house::{House, ann, request};
use crate::pet::{Pet, goes_on, state, until};

/// A parent and two children, which tell of the signals that they hear.
fn family(house: &House) -> (Pet, ProcessKey, [ProcessKey; 2]) {
    let pet = Pet::sh("timeout 1000 tail -f /dev/null & sleep 1000 & read x");
    let parent = house.key(&pet);
    let children = ["timeout", "sleep"].map(|name| house.child_of(pet.pid, name));
    house.child_of(children[0].pid, "tail");
    (pet, parent, children)
}

fn whole(key: ProcessKey, plan: Option<String>) -> Request {
    Request { group: true, plan, ..request(Deed::End, key) }
}

#[test]
fn a_group_ends_parent_first_and_everybody_is_recorded() {
    let house = House::new();
    let (pet, parent, children) = family(&house);
    let outcome = house.do_it(whole(parent, None)).expect("an end");
    pet.ended();
    assert_eq!(outcome.key, parent);
    let members: Vec<_> = outcome.members.iter().map(|member| member.as_ref().expect("an end")).collect();
    assert_eq!(members.len(), 3);
    assert!(members.iter().all(|member| matches!(member.result, Fate::Ended | Fate::Gone)), "{members:?}");
    assert!(children.iter().all(|child| matches!(state(child.pid), '?' | 'Z')));
    assert_eq!(house.told(parent), ["end intended -", "end ok ended"]);
    assert_eq!(house.told(children[1]), ["end intended -", "end ok ended"]);
    let first = |key| house.audit(key)[0].id;
    assert!(first(parent) < first(children[0]) && first(parent) < first(children[1]));
}

#[test]
fn whoever_of_a_group_ends_at_once_is_not_told_to_have_taken_as_long_as_the_one_that_does_not() {
    let house = House::killing();
    let apart = || {
        // The child is there before its parent stops listening.
        let pet = Pet::sh("sleep 1000 & trap '' TERM; read x");
        let parent = house.key(&pet);
        house.child_of(pet.pid, "sleep");
        let outcome = house.do_it(whole(parent, None)).expect("an end");
        pet.ended();
        let [Ok(child)] = outcome.members.as_slice() else { panic!("{:?}", outcome.members) };
        assert_eq!(outcome.result, Fate::Killed);
        println!("{:?} of {:?}", child.took, outcome.took);
        child.result == Fate::Ended && child.took < outcome.took / 2
    };
    // A machine that lets nobody look for so long makes both of them take longer.
    assert!((0..10).any(|_| apart()), "the child is told to have taken as long as its parent");
}

#[test]
fn one_protected_member_stops_the_whole_group() {
    let house = House::new();
    let (pet, parent, children) = family(&house);
    house.forbid("sleep");
    let error = house.do_it(whole(parent, None)).expect_err("a refusal");
    let DeedError::Member(member) = &error else { panic!("{error:?}") };
    assert_eq!((member.key, member.name.as_str()), (children[1], "sleep"));
    assert_eq!(error.code(), "policy_forbids");
    assert!(pet.lives() && children.iter().all(|child| goes_on(child.pid)));
    assert_eq!(house.told(parent), ["end refused policy_forbids"]);
}

#[test]
fn a_protected_member_that_the_plan_showed_is_left_out() {
    let house = House::new();
    let (pet, parent, children) = family(&house);
    house.forbid("sleep");
    let plan = house.deeds.plan(Deed::End, parent, true, &ann()).expect("a plan");
    let [(key, name, refusal)] = plan.protected.as_slice() else { panic!("{:?}", plan.protected) };
    assert_eq!((*key, name.as_str()), (children[1], "sleep"));
    assert!(matches!(refusal, Refusal::PolicyForbids { .. }));
    let outcome = house.do_it(whole(parent, Some(plan.id))).expect("an end");
    pet.ended();
    let left: Vec<_> = outcome.members.iter().filter_map(|member| member.as_ref().err()).collect();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].0, children[1]);
    assert!(goes_on(children[1].pid));
    until("the others ended", || matches!(state(children[0].pid), '?' | 'Z'));
    crate::pet::signal("KILL", children[1].pid.into());
}

#[test]
fn a_group_that_grew_since_the_plan_is_looked_at_again() {
    let house = House::new();
    let mut pet = Pet::sh("sleep 1000 & read x; sleep 2000 & read y");
    let parent = house.key(&pet);
    house.child_of(pet.pid, "sleep");
    let plan = house.deeds.plan(Deed::End, parent, true, &ann()).expect("a plan");
    assert_eq!(plan.plan.children.len(), 1);
    pet.hears("more");
    until("a second child", || {
        let plan = house.deeds.plan(Deed::End, parent, true, &ann()).expect("a plan");
        plan.plan.children.len() == 2
    });
    assert_eq!(house.do_it(whole(parent, Some(plan.id))), Err(DeedError::ChangedSincePlan));
    assert!(pet.lives());
    assert_eq!(house.told(parent), ["end refused changed_since_plan"]);
}
