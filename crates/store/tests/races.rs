//! Two at once: threads on one store, and two stores on one file as two processes have them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod common;

use std::sync::Barrier;

use common::{NOW, add, by, name, recovery_code, second_factor, try_session, user};
use domain::Role;
use domain::time::Wall;
use store::{
    Actor, AuditCheck, Entry, Factor, LocalStore, MemoryStore, SecretHash, SetUp, SqliteStore, StoreError,
};

/// Runs both at the same moment.
fn at_once<T: Send>(one: impl FnOnce() -> T + Send, other: impl FnOnce() -> T + Send) -> [T; 2] {
    let start = Barrier::new(2);
    std::thread::scope(|scope| {
        let one = scope.spawn(|| {
            start.wait();
            one()
        });
        let other = scope.spawn(|| {
            start.wait();
            other()
        });
        [one.join().unwrap(), other.join().unwrap()]
    })
}

fn two_set_ups_make_one_admin(one: &dyn LocalStore, other: &dyn LocalStore) {
    let token = SecretHash::of("token");
    one.put_set_up(SetUp { hash: token, expires_at: Wall(NOW.0 + 1) }).unwrap();
    let set_up = |store: &dyn LocalStore, text: &str| {
        store.add_first_user(&token, user(text, Role::Admin), Entry::new(NOW, Actor::anonymous(), "set_up"))
    };
    let done = at_once(|| set_up(one, "anna"), || set_up(other, "ben"));
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
    assert!(done.iter().any(|done| matches!(done, Err(StoreError::SetUpOver))), "{done:?}");
    assert_eq!(one.users().unwrap().len(), 1);
}

fn two_admins_who_demote_each_other_leave_one(one: &dyn LocalStore, other: &dyn LocalStore) {
    add(one, "carl", Role::Admin);
    for user in one.users().unwrap() {
        let keep = user.name == name("carl") || user.role != Role::Admin;
        if !keep {
            one.set_role(&user.name, Role::Viewer, by("user_role")).unwrap();
        }
    }
    add(one, "dora", Role::Admin);
    for round in 0..20 {
        let demote = |store: &dyn LocalStore, text: &str| match round % 2 {
            0 => store.set_role(&name(text), Role::Viewer, by("user_role")),
            _ => store.remove_user(&name(text), by("user_remove")),
        };
        let done = at_once(|| demote(one, "carl"), || demote(other, "dora"));
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "round {round}: {done:?}");
        let left = one.users().unwrap().into_iter().filter(|user| user.role == Role::Admin).count();
        assert_eq!(left, 1, "round {round}");
        for text in ["carl", "dora"] {
            match one.user(&name(text)).unwrap() {
                None => add(one, text, Role::Admin),
                Some(_) => drop(one.set_role(&name(text), Role::Admin, by("user_role")).unwrap()),
            }
        }
    }
}

fn one_code_lets_one_in(one: &dyn LocalStore, other: &dyn LocalStore) {
    add(one, "finn", Role::Admin);
    second_factor(one, "finn", 0);
    for round in 0..20_u32 {
        for factor in [Factor::Step(u64::from(round) + 1), Factor::Recovery(recovery_code(round))] {
            let open = |store: &dyn LocalStore, id: &str| {
                try_session(store, "finn", &format!("{id} {round} {factor:?}"), NOW, factor)
            };
            let done = at_once(|| open(one, "one"), || open(other, "other"));
            let expected = usize::from(round < 10 || matches!(factor, Factor::Step(_)));
            let opened = done.iter().filter(|done| done.is_ok()).count();
            assert_eq!(opened, expected, "round {round}, {factor:?}: {done:?}");
        }
    }
    assert_eq!(one.user(&name("finn")).unwrap().unwrap().second_factor.unwrap().recovery_codes, 0);
}

fn entries_of_two_writers_form_one_chain(one: &dyn LocalStore, other: &dyn LocalStore) {
    let before = one.audit(None, 1).unwrap()[0].id;
    let write = |store: &dyn LocalStore| {
        for _ in 0..200 {
            store.append(by("x")).unwrap();
        }
    };
    at_once(|| write(one), || write(other));
    assert_eq!(one.verify_audit().unwrap(), AuditCheck::Whole { rows: before + 400 });
}

fn all(one: &dyn LocalStore, other: &dyn LocalStore) {
    two_set_ups_make_one_admin(one, other);
    two_admins_who_demote_each_other_leave_one(one, other);
    one_code_lets_one_in(one, other);
    entries_of_two_writers_form_one_chain(one, other);
}

#[test]
fn two_threads_on_the_memory_store_do_not_break_its_rules() {
    let store = MemoryStore::new();
    all(&store, &store);
}

#[test]
fn two_threads_on_one_sqlite_store_do_not_break_its_rules() {
    let (_holder, store) = common::sqlite();
    all(&store, &store);
}

#[test]
fn two_sqlite_stores_on_one_file_do_not_break_its_rules() {
    let (_holder, dir) = common::state_dir();
    let (one, other) = (SqliteStore::open(&dir).unwrap(), SqliteStore::open(&dir).unwrap());
    all(&one, &other);
}

#[test]
fn a_server_notices_what_another_process_changed() {
    let (_holder, dir) = common::state_dir();
    let (server, command) = (SqliteStore::open(&dir).unwrap(), SqliteStore::open(&dir).unwrap());
    let before = server.revision().unwrap();
    add(&command, "anna", Role::Viewer);
    assert!(server.revision().unwrap() > before);
    assert!(server.user(&name("anna")).unwrap().is_some());
}
