//! `kill -9` in the middle of writing: what was acknowledged is there afterwards, and the audit is whole.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{NOW, add, by, name, second_factor, try_session, user};
use domain::Role;
use store::{AuditCheck, Factor, LocalStore, Outcome, SqliteStore, StateDir};

/// Where the child is to write. The test starts its own program again with this set.
const CHILD: &str = "STORE_KILL_TEST_DIR";
const KILLS: usize = 30;
/// Of intents: a deed follows each of them.
const KILLS_OF_INTENTS: usize = 200;

/// In the child: whatever is said here was acknowledged.
fn say(what: &impl Display) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "acknowledged {what}").unwrap();
    out.flush().unwrap();
}

fn open(dir: &Path) -> SqliteStore {
    SqliteStore::open(&StateDir::open_existing(dir).unwrap()).unwrap()
}

/// Starts the child of `test`, kills it once it has said `most` things, and answers all that it said.
fn kill_after(most: usize, test: &str, dir: &StateDir) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut said = lines.filter_map(|line| line.strip_prefix("acknowledged ").map(str::to_owned));
    let mut heard: Vec<String> = said.by_ref().take(most).collect();
    assert_eq!(heard.len(), most, "the child ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
    heard.extend(said);
    heard
}

#[test]
fn nothing_that_was_acknowledged_is_lost_to_kill_9() {
    if let Some(dir) = std::env::var_os(CHILD) {
        let store = open(Path::new(&dir));
        for n in store.users().unwrap().len().. {
            let name = format!("user{n}");
            store.add_user(user(&name, Role::Viewer), by("user_add")).unwrap();
            say(&name);
        }
    }
    let (_holder, dir) = common::state_dir();
    drop(SqliteStore::open(&dir).unwrap());
    let mut acknowledged = Vec::new();
    for round in 0..KILLS {
        // Another number of writes each time, so that the kill falls into another moment.
        let test = "nothing_that_was_acknowledged_is_lost_to_kill_9";
        acknowledged.extend(kill_after(1 + round % 7, test, &dir));
        let store = SqliteStore::open(&dir).unwrap();
        for user in &acknowledged {
            assert!(store.user(&name(user)).unwrap().is_some(), "round {round}: {user} is lost");
        }
        let users = store.users().unwrap().len();
        assert_eq!(
            store.verify_audit().unwrap(),
            AuditCheck::Whole { rows: users as u64 },
            "round {round}: {users} users"
        );
    }
}

#[test]
fn a_code_that_let_in_before_kill_9_does_not_let_in_after_it() {
    if let Some(dir) = std::env::var_os(CHILD) {
        let store = open(Path::new(&dir));
        for step in store.totp(&name("finn")).unwrap().unwrap().last_step + 1.. {
            try_session(&store, "finn", &format!("step {step}"), NOW, Factor::Step(step)).unwrap();
            say(&step);
        }
    }
    let (_holder, dir) = common::state_dir();
    let store = SqliteStore::open(&dir).unwrap();
    add(&store, "finn", Role::Admin);
    second_factor(&store, "finn", 0);
    drop(store);
    for round in 0..KILLS / 3 {
        let test = "a_code_that_let_in_before_kill_9_does_not_let_in_after_it";
        let used = kill_after(1 + round % 5, test, &dir).last().unwrap().parse().unwrap();
        let store = SqliteStore::open(&dir).unwrap();
        let replayed = try_session(&store, "finn", "replayed", NOW, Factor::Step(used));
        assert!(replayed.is_err(), "round {round}: step {used} let in twice");
    }
}

#[test]
fn an_intent_that_a_deed_may_have_followed_is_there_after_kill_9_under_its_number() {
    if let Some(dir) = std::env::var_os(CHILD) {
        let store = open(Path::new(&dir));
        for n in 0.. {
            let name = format!("program {} deed {n}", std::process::id());
            let id = store.append(by("end").outcome(Outcome::Intended).name(&name)).unwrap();
            say(&format!("{id} {name}"));
            store.append(by("end").name(&name).reason(&format!("intent {id}"))).unwrap();
        }
    }
    let (_holder, dir) = common::state_dir();
    drop(SqliteStore::open(&dir).unwrap());
    let mut acknowledged: BTreeMap<u64, String> = BTreeMap::new();
    for round in 0..KILLS_OF_INTENTS {
        let test = "an_intent_that_a_deed_may_have_followed_is_there_after_kill_9_under_its_number";
        let heard = kill_after(1 + round % 5, test, &dir);
        let heard = heard.iter().map(|said| said.split_once(' ').unwrap());
        let oldest = acknowledged.len();
        acknowledged.extend(heard.map(|(id, name)| (id.parse().unwrap(), name.to_owned())));
        assert!(acknowledged.len() > oldest, "round {round}: a number was given twice");
        let store = SqliteStore::open(&dir).unwrap();
        assert!(matches!(store.verify_audit().unwrap(), AuditCheck::Whole { .. }), "round {round}");
        for (id, name) in &acknowledged {
            let row = store.audit(Some(id + 1), 1).unwrap().remove(0);
            let found = (row.id, row.outcome, row.name.as_deref());
            assert_eq!(found, (*id, Outcome::Intended, Some(name.as_str())), "round {round}");
        }
    }
}
