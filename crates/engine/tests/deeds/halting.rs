//! Pausing and resuming.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::decide::Deed;
use domain::policy::Platform;
use engine::deeds::{Fate, Request};

use crate::house::{House, Plan, ann, request, wait};
use crate::pet::{LIMIT, Pet, state, until};
use crate::stores::{Moody, allows, put};

#[test]
fn a_paused_process_stands_still_until_it_is_resumed() {
    let (house, pet) = (House::new(), Pet::sleeping());
    let key = house.key(&pet);
    let outcome = wait(house.deeds.start(request(Deed::Pause, key), ann())).expect("a pause");
    assert_eq!((outcome.result, outcome.verified), (Fate::Paused, true));
    assert_eq!((outcome.signals.as_slice(), pet.state()), (["STOP"].as_slice(), 'T'));
    let outcome = wait(house.deeds.start(request(Deed::Resume, key), ann())).expect("a resumption");
    assert_eq!((outcome.result, outcome.verified), (Fate::Resumed, true));
    assert_ne!(pet.state(), 'T');
    let told = ["pause intended -", "pause ok paused", "resume intended -", "resume ok resumed"];
    assert_eq!(house.told(key), told);
}

#[test]
fn one_that_was_paused_for_a_time_wakes_by_itself_in_the_name_of_who_paused_it() {
    let (house, pet) = (House::new(), Pet::sleeping());
    let key = house.key(&pet);
    // Not before it was seen that it stands, however busy the machine is.
    let wake_after = Some(Duration::from_secs(2));
    let paused = house.do_it(Request { wake_after, ..request(Deed::Pause, key) }).expect("a pause");
    assert!(paused.verified);
    until("it wakes", || pet.state() != 'T');
    until("its waking in the audit", || house.told(key).len() == 4);
    let told = ["pause intended -", "pause ok paused", "end_wake intended -", "end_wake ok resumed"];
    assert_eq!(house.told(key), told);
    assert!(house.audit(key).iter().all(|row| row.actor.as_str() == "user:ann"));
}

#[test]
fn one_that_is_kept_does_not_wake_and_one_that_is_resumed_is_not_woken_again() {
    let (house, kept, resumed) = (House::new(), Pet::sleeping(), Pet::sleeping());
    let keys = [house.key(&kept), house.key(&resumed)];
    // Enough for all of this on a busy machine.
    let (begun, lasts) = (Instant::now(), Duration::from_secs(5));
    for key in keys {
        house.do_it(Request { wake_after: Some(lasts), ..request(Deed::Pause, key) }).expect("a pause");
    }
    house.do_it(request(Deed::Pause, keys[0])).expect("kept now");
    house.do_it(request(Deed::Resume, keys[1])).expect("resumed now");
    // One that is woken after them shows that their time has passed.
    let last = Pet::sleeping();
    let key = house.key(&last);
    let rest = lasts.saturating_sub(begun.elapsed()).max(Duration::from_secs(1));
    house.do_it(Request { wake_after: Some(rest), ..request(Deed::Pause, key) }).expect("a pause");
    until("the last one wakes", || house.told(key).len() == 4);
    assert_eq!(kept.state(), 'T');
    assert!(keys.iter().all(|key| house.told(*key).iter().all(|row| !row.starts_with("end_wake"))));
}

#[test]
fn when_the_program_stops_whoever_would_wake_by_itself_is_woken() {
    let (house, pet, kept) = (House::new(), Pet::sleeping(), Pet::sleeping());
    let (key, other) = (house.key(&pet), house.key(&kept));
    let later = Some(Duration::from_secs(3600));
    house.do_it(Request { wake_after: later, ..request(Deed::Pause, key) }).expect("a pause");
    house.do_it(request(Deed::Pause, other)).expect("a pause");
    house.deeds.stop(LIMIT);
    assert_eq!((pet.state() == 'T', kept.state()), (false, 'T'));
}

#[test]
fn one_that_may_not_be_woken_is_tried_again_and_recorded_once() {
    let store = Arc::new(Moody::default());
    let house = House::with(Plan { policies: Some(store.clone()), ..Plan::default() });
    let pet = Pet::sleeping();
    let (key, pid, forbidden) = (house.key(&pet), pet.pid, AtomicBool::new(false));
    // Whoever asks while it stands asks whether it may be woken.
    store.at_every_question(move |policies| {
        if state(pid) == 'T' && !forbidden.swap(true, Ordering::AcqRel) {
            put(policies, "sleep", Platform::Linux, allows(false));
        }
    });
    let soon = Some(Duration::from_secs(1));
    house.do_it(Request { wake_after: soon, ..request(Deed::Pause, key) }).expect("a pause");
    until("the refusal", || house.told(key).len() == 3);
    let asked = store.asked();
    until("it is tried again", || store.asked() > asked);
    assert_eq!(pet.state(), 'T');
    store.allow("sleep", true);
    until("it wakes", || house.told(key).len() == 5);
    assert_ne!(pet.state(), 'T');
    let woken = ["end_wake refused policy_forbids", "end_wake intended -", "end_wake ok resumed"];
    assert_eq!(house.told(key)[2..], woken);
}

#[test]
fn everybody_can_see_who_stands_still_by_whom_and_until_when() {
    let (house, pet, kept) = (House::new(), Pet::sleeping(), Pet::sleeping());
    let (key, other) = (house.key(&pet), house.key(&kept));
    assert!(house.deeds.pauses().is_empty());
    let hour = Duration::from_secs(3600);
    house.do_it(Request { wake_after: Some(hour), ..request(Deed::Pause, key) }).expect("a pause");
    house.do_it(request(Deed::Pause, other)).expect("a pause");
    let pauses = house.deeds.pauses();
    assert!(Arc::ptr_eq(&pauses, &house.deeds.pauses()), "made anew although nothing changed");
    let (paused, stays) = (&pauses[&key], &pauses[&other]);
    assert_eq!((paused.actor.as_str(), stays.actor.as_str()), ("user:ann", "user:ann"));
    let ends = paused.until.expect("a time");
    assert_eq!(ends.0.abs_diff(paused.since.0), hour.as_nanos() as u64);
    assert!(host::clock::wall().0.abs_diff(paused.since.0) < 60_000_000_000, "{paused:?}");
    assert_eq!(stays.until, None);
    house.do_it(request(Deed::Resume, key)).expect("resumed");
    assert_eq!(house.deeds.pauses().keys().collect::<Vec<_>>(), [&other]);
    drop(kept);
    until("one that has gone is forgotten", || house.deeds.pauses().is_empty());
}
