//! Who is never touched: each refused with its own reason, recorded, and without a signal.

use std::process::Command;
use std::sync::atomic::Ordering;

use domain::decide::{Deed, Refusal};
use domain::{ProcessKey, Role};
use engine::deeds::DeedError;

use crate::house::{House, ann, asker, request, wait};
use crate::pet::{Pet, copy_program, is_root};

/// Asks to end it and wants this refusal, recorded.
fn refused(house: &House, key: ProcessKey, code: &str) {
    let error = house.end(key).expect_err("a refusal");
    assert_eq!((error.code(), matches!(error, DeedError::Refused(_))), (code, true), "{error:?}");
    assert_eq!(house.told(key), [format!("end refused {code}")]);
}

/// Nothing was heard, and it lives.
fn untouched(pet: &Pet) {
    assert_eq!((pet.said(), pet.lives()), (vec![], true));
}

fn key_of(house: &House, pid: u32) -> ProcessKey {
    house.sees("it", |one| one.sample.key.pid == pid)
}

#[test]
fn the_first_process_this_program_and_its_parent_are_never_ended() {
    let house = House::new();
    refused(&house, key_of(&house, 1), "init");
    refused(&house, key_of(&house, std::process::id()), "itself");
    let parent = std::os::unix::process::parent_id();
    if parent > 1 {
        refused(&house, key_of(&house, parent), "ancestor");
    }
}

#[test]
fn a_process_of_root_is_never_ended() {
    if !is_root() {
        println!("SKIPPED a process of root: this user cannot start one");
        return;
    }
    let house = House::new();
    let pet = Pet::of_this_user(Command::new("sleep").arg("1000"));
    refused(&house, house.key(&pet), "root");
    untouched(&pet);
}

#[test]
fn one_that_runs_this_very_program_is_this_program() {
    const INSIDE: &str = "DEEDS_WAIT";
    if std::env::var_os(INSIDE).is_some() {
        // What is at the other end of its input ends it.
        let _ = std::io::read_to_string(std::io::stdin());
        return;
    }
    let house = House::new();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "refusals::one_that_runs_this_very_program_is_this_program"]).env(INSIDE, "1");
    let pet = Pet::of_this_user(&mut command);
    refused(&house, house.key(&pet), "itself");
    assert!(pet.lives());
}

#[test]
fn who_only_sees_ends_nothing() {
    let (house, pet) = (House::new(), Pet::stubborn());
    let key = house.key(&pet);
    let error = wait(house.deeds.start(request(Deed::End, key), asker("eve", Role::Viewer)));
    assert_eq!(error, Err(DeedError::Refused(Refusal::Role)));
    assert_eq!(house.told(key), ["end refused role"]);
    untouched(&pet);
}

#[test]
fn the_way_in_of_the_asker_is_not_ended_and_the_plan_says_which_it_is() {
    let (house, pet) = (House::new(), Pet::stubborn());
    let key = house.key(&pet);
    let mut asker = ann();
    asker.way_in = Ok(vec![pet.pid]);
    let plan = house.deeds.plan(Deed::End, key, false, &asker).expect("a plan");
    assert_eq!(plan.plan.refusal, Some(Refusal::WayIn));
    assert_eq!(plan.lockout.map(|lockout| (lockout.key, lockout.name)), Some((key, "sh".to_owned())));
    let error = wait(house.deeds.start(request(Deed::End, key), asker));
    assert_eq!(error, Err(DeedError::Refused(Refusal::WayIn)));
    untouched(&pet);
}

#[test]
fn who_asks_all_day_for_what_is_refused_does_not_fill_the_disk() {
    let (house, pet) = (House::new(), Pet::stubborn());
    let key = house.key(&pet);
    for _ in 0..520 {
        let error = wait(house.deeds.start(request(Deed::End, key), asker("eve", Role::Viewer)));
        assert_eq!(error, Err(DeedError::Refused(Refusal::Role)));
    }
    assert!((500..510).contains(&house.told(key).len()), "{}", house.told(key).len());
    untouched(&pet);
}

#[test]
fn nobody_is_ended_while_the_way_in_of_the_asker_cannot_be_told() {
    let (house, pet) = (House::new(), Pet::stubborn());
    let key = house.key(&pet);
    let mut asker = ann();
    asker.way_in = Err(domain::Gap::failed("find the processes that a question came through"));
    let error = wait(house.deeds.start(request(Deed::End, key), asker));
    assert!(matches!(error, Err(DeedError::Refused(Refusal::Unread { .. }))), "{error:?}");
    untouched(&pet);
}

#[test]
fn what_a_policy_protects_is_left_alone_under_any_of_its_names() {
    let (house, pet) = (House::new(), Pet::stubborn());
    let key = house.key(&pet);
    // The shell's own file is called otherwise on many systems.
    let exe = std::fs::read_link(format!("/proc/{}/exe", pet.pid)).expect("its file");
    house.forbid(exe.file_name().unwrap().to_str().unwrap());
    refused(&house, key, "policy_forbids");
    untouched(&pet);
}

#[test]
fn who_borrows_a_name_gets_no_protection_from_it() {
    let folder = std::env::temp_dir().join(format!("deeds-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("nginx");
    copy_program("/bin/sleep", &file);
    let house = House::new();
    house.forbid("nginx");
    let pet = Pet::run(Command::new(&file).arg("1000"), true);
    let outcome = house.end(house.key(&pet));
    let _ = std::fs::remove_dir_all(&folder);
    assert!(outcome.is_ok(), "{outcome:?}");
    pet.ended();
}

#[test]
fn another_start_time_is_another_process_and_one_that_never_was_is_unknown() {
    let (house, pet) = (House::new(), Pet::stubborn());
    let key = house.key(&pet);
    let stale = ProcessKey { started: key.started - 1, ..key };
    assert_eq!(house.end(stale), Err(DeedError::NotTheSame));
    assert_eq!(house.told(stale), ["end refused not_the_same_process"]);
    let invented = ProcessKey { pid: 4_194_000, started: 1 };
    assert_eq!(house.end(invented), Err(DeedError::NeverSeen));
    assert_eq!(house.told(invented), ["end refused no_such_process"]);
    untouched(&pet);
}

#[test]
fn one_that_is_numbered_otherwise_than_when_it_was_first_seen_is_another_process() {
    let (house, pet) = (House::new(), Pet::stubborn());
    let key = house.key(&pet);
    house.forged.store(pet.pid, Ordering::Release);
    let forged = domain::decide::Mark::Numbered(1);
    house.sees("another mark", |one| one.sample.key == key && one.sample.mark == forged);
    for deed in Deed::ALL {
        let error = wait(house.deeds.start(request(deed, key), ann()));
        assert_eq!(error, Err(DeedError::NotTheSame), "{deed:?}");
    }
    assert_eq!(house.deeds.plan(Deed::End, key, false, &ann()), Err(DeedError::NotTheSame));
    untouched(&pet);
}

#[test]
fn the_outlook_says_what_the_desk_would() {
    let (house, pet) = (House::new(), Pet::stubborn());
    let key = house.key(&pet);
    let snapshot = house.snapshot();
    assert_eq!(house.deeds.outlook(&snapshot, key), Ok(()));
    let code = |pid| {
        let key = snapshot.process_by_pid(pid).unwrap().sample.key;
        house.deeds.outlook(&snapshot, key).expect_err("a refusal").code()
    };
    assert_eq!((code(1), code(std::process::id())), ("init", "itself"));
    house.forbid("sh");
    crate::pet::until("the outlook follows the policies", || {
        let snapshot = house.snapshot();
        house.deeds.outlook(&snapshot, key).is_err_and(|refusal| refusal.code() == "policy_forbids")
    });
    let other = ProcessKey { started: key.started + 1, ..key };
    assert_eq!(house.deeds.outlook(&house.snapshot(), other).expect_err("unread").code(), "unread");
}
