//! `kill -9` in the middle of writing: what was acknowledged is there afterwards, and the audit is whole.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod common;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{NOW, add, by, name, second_factor, try_session, user};
use domain::Role;
use store::{AuditCheck, Factor, LocalStore, SqliteStore, StateDir};

/// Where the child is to write. The test starts its own program again with this set.
const CHILD: &str = "STORE_KILL_TEST_DIR";
const KILLS: usize = 30;

/// Adds users as fast as it can and says each name once it was acknowledged.
fn write_until_killed(dir: &Path) {
    let store = SqliteStore::open(&StateDir::open_existing(dir).unwrap()).unwrap();
    let mut out = std::io::stdout().lock();
    let first = store.users().unwrap().len();
    for n in first.. {
        store.add_user(user(&format!("user{n}"), Role::Viewer), by("user_add")).unwrap();
        writeln!(out, "acknowledged user{n}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn nothing_that_was_acknowledged_is_lost_to_kill_9() {
    if let Some(dir) = std::env::var_os(CHILD) {
        return write_until_killed(Path::new(&dir));
    }
    let (_holder, dir) = common::state_dir();
    drop(SqliteStore::open(&dir).unwrap());
    let mut acknowledged = Vec::new();
    for round in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "nothing_that_was_acknowledged_is_lost_to_kill_9", "--nocapture"])
            .env(CHILD, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Another number of writes each time, so that the kill falls into another moment.
        let mut wanted = 1 + round % 7;
        while wanted > 0 {
            let line = lines.next().expect("the child ended by itself").unwrap();
            if let Some(user) = line.strip_prefix("acknowledged ") {
                acknowledged.push(user.to_owned());
                wanted -= 1;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            acknowledged.extend(line.strip_prefix("acknowledged ").map(str::to_owned));
        }
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
    assert!(acknowledged.len() >= KILLS, "{} writes were acknowledged", acknowledged.len());
}

/// Logs in with one code after the other and says each step once it was acknowledged.
fn log_in_until_killed(dir: &Path) {
    let store = SqliteStore::open(&StateDir::open_existing(dir).unwrap()).unwrap();
    let mut out = std::io::stdout().lock();
    for step in store.totp(&name("finn")).unwrap().unwrap().last_step + 1.. {
        try_session(&store, "finn", &format!("step {step}"), NOW, Factor::Step(step)).unwrap();
        writeln!(out, "acknowledged {step}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_code_that_let_in_before_kill_9_does_not_let_in_after_it() {
    if let Some(dir) = std::env::var_os(CHILD) {
        return log_in_until_killed(Path::new(&dir));
    }
    let (_holder, dir) = common::state_dir();
    let store = SqliteStore::open(&dir).unwrap();
    add(&store, "finn", Role::Admin);
    second_factor(&store, "finn", 0);
    drop(store);
    for round in 0..KILLS / 3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_code_that_let_in_before_kill_9_does_not_let_in_after_it", "--nocapture"])
            .env(CHILD, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut steps = lines.by_ref().map_while(Result::ok);
        let step = |line: String| line.strip_prefix("acknowledged ").map(|step| step.parse().unwrap());
        let mut used: u64 = steps.by_ref().find_map(step).expect("the child ended by itself");
        for _ in 0..round % 5 {
            used = steps.by_ref().find_map(step).expect("the child ended by itself");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        used = steps.filter_map(step).last().unwrap_or(used);
        let store = SqliteStore::open(&dir).unwrap();
        let replayed = try_session(&store, "finn", "replayed", NOW, Factor::Step(used));
        assert!(replayed.is_err(), "round {round}: step {used} let in twice");
    }
}
