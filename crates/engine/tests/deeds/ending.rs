//! What becomes of processes that may be ended.

use std::os::unix::process::ExitStatusExt as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::decide::{Deed, Refusal};
use domain::policy::Platform;
use engine::deeds::{DeedError, Fate, Happening, Remark};

use crate::house::{House, PATIENCE, Plan, ann, asker, request, told_exit_status, wait};
use crate::pet::{LIMIT, Pet, signal, state, term_waits, until};
use crate::stores::{Moody, allows, put};

/// What the kernel calls it.
fn name_of(pid: u32) -> String {
    std::fs::read_to_string(format!("/proc/{pid}/comm")).expect("it lives").trim_end().to_owned()
}

/// From TERM to KILL where TERM has to be heard first, also by one that waits for its turn on a busy machine.
const HEARD: Duration = Duration::from_secs(3);

#[test]
fn one_that_obeys_ends_by_its_own_way_and_sees_no_kill() {
    let (house, pet) = (House::new(), Pet::obedient());
    let key = house.key(&pet);
    let outcome = house.end(key).expect("an end");
    assert_eq!((outcome.result, outcome.signals.as_slice()), (Fate::Ended, ["TERM"].as_slice()));
    assert_eq!((outcome.verified, outcome.remark), (true, None));
    assert_eq!(outcome.exit_status, told_exit_status(7));
    assert!(outcome.freed_bytes.is_some_and(|bytes| bytes > 0), "{:?}", outcome.freed_bytes);
    assert_eq!(pet.ended().code(), Some(7));
    assert_eq!(house.told(key), ["end intended -", "end ok ended"]);
}

#[test]
fn one_that_ignores_term_is_killed_when_its_time_is_up() {
    let (house, pet) = (House::with(Plan { patience: HEARD, ..Plan::default() }), Pet::stubborn());
    let outcome = house.end(house.key(&pet)).expect("an end");
    assert_eq!((outcome.result, outcome.signals.as_slice()), (Fate::Killed, ["TERM", "KILL"].as_slice()));
    assert!(outcome.took >= HEARD && outcome.verified, "{outcome:?}");
    assert_eq!(outcome.exit_status, told_exit_status(128 + 9));
    assert_eq!(pet.ended().signal(), Some(9));
    assert_eq!(pet.said(), ["TERM"]);
}

#[test]
fn a_policy_that_is_tightened_after_term_keeps_it_from_being_killed() {
    let (store, pet) = (Arc::new(Moody::default()), Pet::deaf());
    let (pid, name) = (pet.pid, name_of(pet.pid));
    // Whoever asks after TERM asks whether it may be killed.
    store.at_every_question(move |policies| {
        if term_waits(pid) {
            put(policies, &name, Platform::Linux, allows(false));
        }
    });
    let plan = Plan { patience: PATIENCE, policies: Some(store), ..Plan::default() };
    let house = House::with(plan);
    let key = house.key(&pet);
    let outcome = house.end(key).expect("an outcome");
    assert_eq!((outcome.result, outcome.signals.as_slice()), (Fate::StillThere, ["TERM"].as_slice()));
    assert!(
        matches!(outcome.remark, Some(Remark::NoKill(Refusal::PolicyForbids { .. }))),
        "{:?}",
        outcome.remark
    );
    assert!(pet.lives());
    assert_eq!(house.told(key), ["end intended -", "end failed still_there"]);
}

#[test]
fn whoever_asked_may_go_and_nothing_changes() {
    let (house, pet) = (House::killing(), Pet::stubborn());
    let key = house.key(&pet);
    drop(house.deeds.start(request(Deed::End, key), ann()));
    assert_eq!(pet.ended().signal(), Some(9));
    until("the outcome in the audit", || house.told(key).len() == 2);
    assert_eq!(house.told(key), ["end intended -", "end ok killed"]);
}

#[test]
fn a_child_that_its_parent_starts_again_is_told_as_back_and_by_whom() {
    let (house, pet) = (House::new(), Pet::sh("while :; do sleep 1000; done"));
    // On a busy machine its parent may start it again only after the list that is believed; then with the next one.
    let (first, outcome) = loop {
        let first = house.child_of(pet.pid, "sleep");
        let outcome = house.end(first).expect("an end");
        if outcome.result != Fate::Ended {
            break (first, outcome);
        }
    };
    assert_eq!((outcome.result, outcome.verified), (Fate::CameBack, true));
    assert_eq!(outcome.remark, Some(Remark::Restarted { by: "sh".to_owned() }));
    let second = outcome.restarted_as.expect("its successor");
    assert_eq!(house.child_of(pet.pid, "sleep"), second);
    assert_eq!(house.told(first), ["end intended -", "end ok came_back"]);
}

#[test]
fn one_that_comes_back_later_is_told_of_in_the_audit() {
    let house = House::new();
    let mut pet = Pet::sh("sleep 1000; read x; sleep 1000");
    let mut happenings = house.deeds.happenings();
    let first = house.child_of(pet.pid, "sleep");
    let outcome = house.end(first).expect("an end");
    assert_eq!((outcome.result, outcome.verified), (Fate::Ended, true));
    pet.hears("now");
    let mut back = None;
    until("its return", || {
        while let Ok(happening) = happenings.try_recv() {
            if let Happening::CameBack { key, successor, by, .. } = happening {
                back = Some((key, successor, by));
            }
        }
        back.is_some()
    });
    let second = house.child_of(pet.pid, "sleep");
    assert_eq!(back, Some((first, second, "sh".to_owned())));
    assert_eq!(house.told(first), ["end intended -", "end ok ended", "came_back failed came_back"]);
}

#[test]
fn a_zombie_gets_no_signal_and_its_parent_is_named() {
    let (house, pet) = (House::new(), Pet::sh("sleep 1000 & exec sleep 2000"));
    let child = house.child_of(pet.pid, "sleep");
    signal("KILL", child.pid.into());
    let parent =
        house.sees("the parent", |one| one.sample.key.pid == pet.pid && one.sample.identity.name == "sleep");
    let dead = house.sees("a zombie", |one| one.sample.ppid == pet.pid && one.sample.state == 'Z');
    let plan = house.deeds.plan(Deed::End, dead, false, &ann()).expect("a plan").plan;
    assert_eq!((plan.refusal, plan.steps.len()), (None, 0));
    let outcome = house.end(dead).expect("an outcome");
    assert_eq!((outcome.result, outcome.signals.len()), (Fate::StillThere, 0));
    assert_eq!(outcome.remark, Some(Remark::Zombie { parent, name: "sleep".to_owned() }));
    assert_eq!(house.told(dead), ["end failed still_there"]);
}

#[test]
fn one_whose_parent_does_not_take_it_away_has_ended_all_the_same() {
    let (house, pet) = (House::new(), Pet::sh("sleep 1000 & exec sleep 2000"));
    let child = house.child_of(pet.pid, "sleep");
    let outcome = house.end(child).expect("an end");
    assert_eq!((outcome.result, outcome.verified), (Fate::Ended, false));
    assert!(matches!(outcome.remark, Some(Remark::Zombie { .. })), "{:?}", outcome.remark);
    assert_eq!(outcome.exit_status, None, "only its parent can tell");
    assert_eq!(state(child.pid), 'Z');
}

#[test]
fn a_stopped_process_is_woken_so_that_it_can_end() {
    let (house, pet) = (House::new(), Pet::obedient());
    let key = house.key(&pet);
    signal("STOP", pet.pid.into());
    until("stopped", || pet.state() == 'T');
    let outcome = house.end(key).expect("an end");
    assert_eq!((outcome.result, outcome.signals.as_slice()), (Fate::Ended, ["TERM", "CONT"].as_slice()));
    assert_eq!(outcome.remark, Some(Remark::WasStopped));
    assert_eq!(pet.ended().code(), Some(7));
}

#[test]
fn one_that_ended_by_itself_is_gone() {
    let (house, mut pet) = (House::new(), Pet::sh("read x"));
    let key = house.key(&pet);
    pet.hears("go");
    pet.ended();
    assert_eq!(house.end(key), Err(DeedError::Gone));
    assert_eq!(house.told(key), ["end refused gone"]);
}

#[test]
fn two_who_end_the_same_process_send_one_term_and_one_kill_and_both_are_recorded() {
    let (house, pet) = (House::with(Plan { patience: HEARD, ..Plan::default() }), Pet::stubborn());
    let key = house.key(&pet);
    let operators = ["ann", "bob"].map(|name| asker(name, domain::Role::Operator));
    let answers = operators.map(|asker| house.deeds.start(request(Deed::End, key), asker));
    for outcome in answers.map(wait) {
        let outcome = outcome.expect("an outcome");
        assert_eq!((outcome.result, outcome.signals.as_slice()), (Fate::Killed, ["TERM", "KILL"].as_slice()));
    }
    assert_eq!(pet.said(), ["TERM"]);
    let mut told: Vec<String> =
        house.audit(key).iter().map(|row| format!("{} {}", row.actor, crate::house::told(row))).collect();
    told.sort();
    let expected = |name: &str| [format!("user:{name} end intended -"), format!("user:{name} end ok killed")];
    assert_eq!(told, [expected("ann"), expected("bob")].concat());
}

#[test]
fn when_the_program_stops_no_kill_is_sent() {
    let plan = Plan { patience: LIMIT, ..Plan::default() };
    let (house, pet) = (House::with(plan), Pet::stubborn());
    let key = house.key(&pet);
    let answer = house.deeds.start(request(Deed::End, key), ann());
    pet.says("TERM");
    let asked = Instant::now();
    house.deeds.stop(LIMIT);
    assert!(asked.elapsed() < LIMIT / 2, "{:?}", asked.elapsed());
    assert_eq!(wait(answer).expect("an outcome").result, Fate::Interrupted);
    assert!(pet.lives());
    assert_eq!(house.told(key), ["end intended -", "end failed interrupted"]);
    assert_eq!(house.end(key), Err(DeedError::Stopping));
}
