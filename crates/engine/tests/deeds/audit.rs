//! Nothing without a record, and no intent without an outcome.

use std::sync::Arc;

use domain::decide::Deed;
use domain::time::Wall;
use engine::deeds::{DeedError, Deeds, Tools};
use engine::policies::Policies;
use store::{Actor, Entry, LocalStore, MemoryStore, Outcome, SqliteStore, StateDir};

use crate::house::{House, PATIENCE, Plan, ann, audit_of, request, told};
use crate::pet::Pet;

fn open(house: &House, audit: Arc<dyn LocalStore>) -> Deeds {
    Deeds::open(Tools {
        roots: host::Roots::default(),
        snapshots: house.engine.handle().snapshots(),
        policies: Policies::watch(Arc::new(MemoryStore::new())),
        audit,
        patience: PATIENCE,
    })
    .expect("a desk")
}

fn intent(store: &MemoryStore, key: domain::ProcessKey, program: &str) -> u64 {
    let entry = Entry::new(Wall(1), Actor::cli("root"), "end")
        .key(&key.to_string())
        .name("x")
        .outcome(Outcome::Intended)
        .reason(&format!("by program {program}"));
    store.append(entry).expect("a row")
}

#[test]
fn an_intent_that_a_dead_program_left_is_told_as_interrupted_once() {
    let house = House::new();
    let (dead, alive) = (Pet::sleeping(), Pet::sleeping());
    let (dead, alive) = (house.key(&dead), house.key(&alive));
    let store = Arc::new(MemoryStore::new());
    let first = intent(&store, dead, "4194000-1");
    // Another program on the same audit is still about it.
    let own = house.sees("this program", |one| one.sample.key.pid == std::process::id());
    intent(&store, alive, &own.to_string());
    let _desk = open(&house, store.clone());
    let _again = open(&house, store.clone());
    let rows = audit_of(&*store, dead);
    assert_eq!(rows.iter().map(told).collect::<Vec<_>>(), ["end intended -", "end failed interrupted"]);
    assert_eq!(rows[1].reason.as_deref(), Some(format!("intent {first}; intent without outcome").as_str()));
    assert_eq!(rows[1].actor, Actor::cli("root"));
    assert_eq!(audit_of(&*store, alive).len(), 1);
}

#[test]
fn a_program_is_at_work_in_its_own_boot_only_and_a_row_that_names_none_is_believed() {
    let house = House::new();
    let pets = [Pet::sleeping(), Pet::sleeping(), Pet::sleeping()];
    let keys = pets.each_ref().map(|pet| house.key(pet));
    let own = house.sees("this program", |one| one.sample.key.pid == std::process::id());
    let boot = house.snapshot().facts.boot_id.clone().expect("a boot");
    let store = Arc::new(MemoryStore::new());
    // Whoever has the same pid and start time after a reboot never heard of it.
    intent(&store, keys[0], &format!("{own}, boot 00000000-0000-0000-0000-000000000000, plan ab"));
    intent(&store, keys[1], &format!("{own}, boot {boot}"));
    intent(&store, keys[2], &own.to_string());
    let _desk = open(&house, store.clone());
    let told = keys.map(|key| audit_of(&*store, key).iter().map(told).collect::<Vec<_>>());
    assert_eq!(told[0], ["end intended -", "end failed interrupted"]);
    assert_eq!((told[1].len(), told[2].len()), (1, 1));
}

#[test]
fn an_intent_names_the_program_and_its_boot() {
    let (house, pet) = (House::new(), Pet::obedient());
    let key = house.key(&pet);
    house.end(key).expect("an end");
    let own = house.sees("this program", |one| one.sample.key.pid == std::process::id());
    let boot = house.snapshot().facts.boot_id.clone().expect("a boot");
    let expected = format!("by program {own}, boot {boot}");
    assert_eq!(house.audit(key)[0].reason.as_deref(), Some(expected.as_str()));
}

#[test]
fn the_words_of_a_policy_do_not_pass_for_an_outcome() {
    let house = House::new();
    let pet = Pet::sleeping();
    let key = house.key(&pet);
    let store = Arc::new(MemoryStore::new());
    let policies = Arc::new(MemoryStore::new());
    // Its desk is open before the intent is there that only the next one is to settle.
    let own =
        House::with(Plan { policies: Some(policies.clone()), audit: Some(store.clone()), ..Plan::default() });
    own.key(&pet);
    let first = intent(&store, key, "4194000-1");
    let named = domain::policy::Key { name: "sleep".to_owned(), platform: domain::policy::Platform::Linux };
    let patch = domain::policy::Patch {
        terminatable: Some(false),
        reason: Some(format!("intent {first}; ")),
        ..domain::policy::Patch::default()
    };
    let entry = Entry::new(Wall(1), Actor::cli("root"), "policy_set");
    store::PolicyStore::set_policy(&*policies, &named, &patch, entry).expect("a policy");
    assert!(own.end(key).is_err());
    let _desk = open(&house, store.clone());
    let interrupted =
        audit_of(&*store, key).iter().filter(|row| row.code.as_deref() == Some("interrupted")).count();
    assert_eq!(interrupted, 1);
}

#[test]
fn what_cannot_be_recorded_is_not_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state");
    drop(SqliteStore::open(&StateDir::open_or_create(&path).expect("a folder")).expect("a store"));
    let reading = SqliteStore::open_reading(&StateDir::open_existing(&path).expect("a folder"));
    let audit: Arc<dyn LocalStore> = Arc::new(reading.expect("a store that is only read"));
    let house = House::with(Plan { audit: Some(audit), ..Plan::default() });
    let pet = Pet::stubborn();
    let key = house.key(&pet);
    for deed in Deed::ALL {
        let error = crate::house::wait(house.deeds.start(request(deed, key), ann()));
        assert!(matches!(error, Err(DeedError::NoAudit(_))), "{error:?}");
    }
    assert_eq!((pet.said().len(), pet.lives(), pet.state() == 'T'), (0, true, false));
}

#[test]
fn the_chain_of_the_audit_stays_whole() {
    let (house, pet) = (House::new(), Pet::obedient());
    let key = house.key(&pet);
    house.end(key).expect("an end");
    let check = house.store.verify_audit().expect("a check");
    assert!(matches!(check, store::AuditCheck::Whole { rows: 2 }), "{check:?}");
}
