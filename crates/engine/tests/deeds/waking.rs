//! The end of a pause belongs to that pause alone, and outlives the program that promised it.

use std::time::{Duration, Instant};

use domain::ProcessKey;
use domain::decide::Deed;
use engine::deeds::{Deeds, Fate, Request, Tools, wakes};
use engine::policies::Policies;
use store::{Actor, Entry, LocalStore as _, MemoryStore, Outcome};

use crate::house::{House, PATIENCE, ann, request, told, wait};
use crate::pet::{LIMIT, Pet, signal, until};

const SOON: Duration = Duration::from_millis(1_500);

/// Another program on the audit of this house.
fn another(house: &House) -> Deeds {
    Deeds::open(Tools {
        roots: host::Roots::default(),
        snapshots: house.engine.handle().snapshots(),
        policies: Policies::watch(house.store.clone()),
        audit: house.store.clone(),
        patience: PATIENCE,
    })
    .expect("a desk")
}

fn pause(deeds: &Deeds, key: ProcessKey, wake_after: Option<Duration>) {
    let paused = wait(deeds.start(Request { wake_after, ..request(Deed::Pause, key) }, ann()));
    assert_eq!(paused.expect("a pause").result, Fate::Paused);
}

/// As a program that is no more left it in the audit.
fn left(store: &MemoryStore, key: ProcessKey, ago: Duration, rest: &str) {
    let intent = left_untold(store, key, ago, rest);
    let done = row(key, ago, Outcome::Ok).code("paused").reason(&format!("intent {intent}; STOP"));
    store.append(done).expect("a row");
}

/// The same of one that was gone before it could tell what came of it.
fn left_untold(store: &MemoryStore, key: ProcessKey, ago: Duration, rest: &str) -> u64 {
    let reason = format!("by program 4194000-1, {rest}");
    store.append(row(key, ago, Outcome::Intended).reason(&reason)).expect("a row")
}

fn row(key: ProcessKey, ago: Duration, outcome: Outcome) -> Entry {
    let at = domain::time::Wall(host::clock::wall().0 - ago.as_nanos() as i64);
    Entry::new(at, Actor::cli("root"), "pause").key(&key.to_string()).name("sleep").outcome(outcome)
}

fn stopped() -> Pet {
    let pet = Pet::sleeping();
    signal("STOP", pet.pid.into());
    until("it stands", || pet.state() == 'T');
    pet
}

fn end_wakes(house: &House, key: ProcessKey) -> Vec<String> {
    house.told(key).into_iter().filter(|row| row.starts_with("end_wake")).collect()
}

/// Lets it go on and stops it again, until that is noticed. Between two looks at it, and long enough apart: while it is on
/// its way into standing still nothing can be told.
fn let_go_on_by_hand_until_noticed(house: &House, pet: &Pet) {
    let key = house.key(pet);
    let mut again = Instant::now();
    until("it is noticed", || {
        if pet.state() == 'T' && again <= Instant::now() {
            signal("CONT", pet.pid.into());
            signal("STOP", pet.pid.into());
            again = Instant::now() + Duration::from_millis(500);
        }
        !end_wakes(house, key).is_empty()
    });
    until("it stands", || pet.state() == 'T');
}

#[test]
fn one_that_was_let_go_on_by_hand_and_stopped_by_hand_is_not_woken() {
    let (house, pet) = (House::new(), Pet::sleeping());
    let key = house.key(&pet);
    let begun = Instant::now();
    let lasts = Duration::from_secs(7);
    pause(&house.deeds, key, Some(lasts));
    let_go_on_by_hand_until_noticed(&house, &pet);
    assert_eq!(end_wakes(&house, key), ["end_wake ok resumed_already"]);
    // One that is woken after its time shows that its time has passed.
    let last = Pet::sleeping();
    let other = house.key(&last);
    pause(&house.deeds, other, Some(lasts.saturating_sub(begun.elapsed()).max(SOON)));
    until("the last one wakes", || last.state() != 'T');
    assert_eq!((pet.state(), end_wakes(&house, key).len()), ('T', 1));
}

#[test]
fn one_that_was_let_go_on_and_stopped_by_hand_just_before_all_are_woken_is_not() {
    let (house, pet, shows) = (House::new(), Pet::sleeping(), Pet::sleeping());
    let (key, other) = (house.key(&pet), house.key(&shows));
    let hour = Some(Duration::from_secs(3_600));
    pause(&house.deeds, key, hour);
    pause(&house.deeds, other, hour);
    // Whoever is noticed was looked at twice, and the one paused before it at least once.
    let_go_on_by_hand_until_noticed(&house, &shows);
    signal("CONT", pet.pid.into());
    signal("STOP", pet.pid.into());
    until("it stands", || pet.state() == 'T');
    house.deeds.stop(Duration::from_secs(5));
    assert_eq!((pet.state(), end_wakes(&house, key)), ('T', vec!["end_wake ok resumed_already".to_owned()]));
}

#[test]
fn one_that_another_program_resumed_and_paused_again_is_that_ones_to_wake() {
    let (house, pet) = (House::new(), Pet::sleeping());
    let key = house.key(&pet);
    let other = another(&house);
    let (begun, lasts) = (Instant::now(), Duration::from_secs(5));
    pause(&house.deeds, key, Some(lasts));
    wait(other.start(request(Deed::Resume, key), ann())).expect("a resumption");
    pause(&other, key, None);
    let last = Pet::sleeping();
    let last_key = house.key(&last);
    pause(&house.deeds, last_key, Some(lasts.saturating_sub(begun.elapsed()).max(SOON)));
    until("the last one wakes", || last.state() != 'T');
    assert_eq!((pet.state(), end_wakes(&house, key)), ('T', Vec::new()));
}

#[test]
fn one_that_another_program_paused_anew_wakes_by_the_new_pause() {
    let (house, pet) = (House::new(), Pet::sleeping());
    let key = house.key(&pet);
    let other = another(&house);
    pause(&house.deeds, key, Some(SOON * 2));
    pause(&other, key, Some(SOON * 3));
    until("it wakes", || end_wakes(&house, key).len() == 2);
    assert_eq!(end_wakes(&house, key), ["end_wake intended -", "end_wake ok resumed"]);
    let rows = house.audit(key);
    let pauses: Vec<u64> =
        rows.iter().filter(|row| told(row) == "pause intended -").map(|row| row.id).collect();
    let woken = rows.iter().find(|row| told(row) == "end_wake intended -").expect("its intent");
    assert!(woken.reason.as_deref().unwrap().ends_with(&format!(", pause {}", pauses[1])), "{woken:?}");
}

#[test]
fn a_pause_of_a_program_that_was_killed_ends_in_the_next_one_when_its_time_has_come() {
    let house = House::new();
    let (pet, kept) = (Pet::sleeping(), Pet::sleeping());
    let keys = [house.key(&pet), house.key(&kept)];
    // Gone without a word, as after kill -9: its threads go with the desk. Two others have the same pid as this program.
    let killed = another(&house);
    killed.leave_pauses();
    pause(&killed, keys[0], Some(SOON));
    pause(&killed, keys[1], None);
    drop(killed);
    let open = wakes(&*house.store).expect("the audit");
    assert_eq!(open.iter().map(|wake| wake.key).collect::<Vec<_>>(), [keys[0]]);
    let overdue = stopped();
    let overdue_key = house.key(&overdue);
    left(&house.store, overdue_key, Duration::from_secs(90), "wakes after 60 s");
    let later = stopped();
    let later_key = house.key(&later);
    left(&house.store, later_key, Duration::from_secs(54), "wakes after 60 s");
    house.deeds.take_up_pauses();
    until("the overdue one wakes", || overdue.state() != 'T');
    assert_eq!(later.state(), 'T', "its time had not come");
    assert!(house.deeds.pauses().contains_key(&later_key), "it is not shown");
    until("the other one wakes", || later.state() != 'T');
    until("it is written down", || end_wakes(&house, later_key).len() == 2);
    assert_eq!(end_wakes(&house, later_key), ["end_wake intended -", "end_wake ok resumed"]);
    assert!(house.audit(later_key).iter().all(|row| row.actor == Actor::cli("root")));
    assert_eq!(kept.state(), 'T');
}

#[test]
fn a_pause_of_another_boot_or_another_process_wakes_nobody() {
    let house = House::new();
    let others = [stopped(), stopped()];
    let keys = others.each_ref().map(|pet| house.key(pet));
    let (minute, hour) = (Duration::from_secs(60), Duration::from_secs(3_600));
    left(&house.store, keys[0], hour, "wakes after 7200 s, boot 00000000-0000-0000-0000-000000000000");
    left(&house.store, keys[1], hour, "wakes after 60 s, number 3");
    let boot = house.snapshot().facts.boot_id.clone().expect("a boot");
    for round in 0..2 {
        // The second one is seen after the first look at all of them is over.
        let own = stopped();
        left(
            &house.store,
            house.key(&own),
            hour,
            &format!("wakes after {} s, boot {boot}", minute.as_secs()),
        );
        let desk = another(&house);
        desk.take_up_pauses();
        until("the one of this boot wakes", || own.state() != 'T');
        assert_eq!(others.each_ref().map(Pet::state), ['T', numbered(&house, keys[1])], "round {round}");
        assert!(!desk.pauses().contains_key(&keys[0]), "what stands still is shown as of that pause");
    }
    let wake = wakes(&*house.store).expect("the audit").into_iter().find(|wake| wake.key == keys[0]);
    assert_eq!(
        house.deeds.end_pause(&wake.expect("a pause"), false),
        Ok(None),
        "for whoever ends it by its row"
    );
    assert_eq!(others[0].state(), 'T');
}

#[test]
fn a_pause_of_which_nobody_knows_what_came_is_left_to_who_is_about_it_for_a_while() {
    let house = House::new();
    let [young, old] = [stopped(), stopped()];
    let keys = [&young, &old].map(|pet| house.key(pet));
    left_untold(&house.store, keys[0], Duration::from_secs(30), "wakes after 1 s");
    left_untold(&house.store, keys[1], Duration::from_secs(90), "wakes after 1 s");
    house.deeds.take_up_pauses();
    until("the old one wakes", || old.state() != 'T');
    // Its time is over as well: who wrote it down may be about to send the signal.
    assert!(!house.deeds.pauses().contains_key(&keys[0]));
    assert_eq!((young.state(), end_wakes(&house, keys[0])), ('T', Vec::new()));
}

/// Where the kernel numbers no pidfds the number of another says nothing.
fn numbered(house: &House, key: ProcessKey) -> char {
    let snapshot = house.snapshot();
    let mark = snapshot.process(key).expect("the process").sample.mark;
    if matches!(mark, domain::decide::Mark::Numbered(_)) { 'T' } else { 'S' }
}

#[test]
fn a_pause_that_somebody_else_was_left_to_end_is_not_ended_when_this_program_stops() {
    let house = House::new();
    let (own, elsewhere) = (Pet::sleeping(), stopped());
    let keys = [house.key(&own), house.key(&elsewhere)];
    left(&house.store, keys[1], Duration::ZERO, "wakes after 600 s, elsewhere");
    house.deeds.take_up_pauses();
    until("it is taken up", || house.deeds.pauses().contains_key(&keys[1]));
    pause(&house.deeds, keys[0], Some(Duration::from_secs(600)));
    house.deeds.stop(LIMIT);
    assert_eq!((own.state() == 'T', elsewhere.state()), (false, 'T'));
}

#[test]
fn whoever_does_not_stay_says_so_in_the_audit_and_ends_the_pause_by_its_row() {
    let (house, pet) = (House::new(), Pet::sleeping());
    let key = house.key(&pet);
    house.deeds.leave_pauses();
    pause(&house.deeds, key, Some(Duration::from_secs(600)));
    house.deeds.stop(Duration::from_secs(1));
    assert_eq!(pet.state(), 'T', "it was handed over");
    let wake = wakes(&*house.store).expect("the audit").remove(0);
    assert!(wake.elsewhere && wake.key == key && wake.lasts == Duration::from_secs(600), "{wake:?}");
    let ended = another(&house).end_pause(&wake, false).expect("an end").expect("somebody to wake");
    assert_eq!((ended.result, pet.state() == 'T'), (Fate::Resumed, false));
    assert_eq!(another(&house).end_pause(&wake, false), Ok(None), "it is over");
}

#[test]
fn a_refused_end_of_a_pause_can_be_tried_again_without_a_second_row() {
    let (house, pet) = (House::new(), Pet::sleeping());
    let key = house.key(&pet);
    house.deeds.leave_pauses();
    pause(&house.deeds, key, Some(Duration::from_secs(600)));
    let wake = wakes(&*house.store).expect("the audit").remove(0);
    house.forbid("sleep");
    for again in [false, true] {
        assert!(house.deeds.end_pause(&wake, again).is_err());
    }
    assert_eq!(
        (end_wakes(&house, key), pet.state()),
        (vec!["end_wake refused policy_forbids".to_owned()], 'T')
    );
}
