//! Policies in a real MongoDB, through the program: commands act on it, the server does not wait for it, and nothing
//! tells its password.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use house::{House, Said, json, lines, said};
use mongod::{Kind, Mongod};

const LIMIT: Duration = Duration::from_secs(60);
const CANARY: &str = "canary-5be1";

/// A command of the program on that database.
fn command(mongod: &Mongod, house: &House, args: &[&str]) -> Command {
    let mut command = house.command(args);
    command.env("MONGO_URL", mongod.url());
    command
}

fn say(mongod: &Mongod, house: &House, args: &[&str]) -> Said {
    said(command(mongod, house, args).output().unwrap())
}

fn count(said: &Said) -> usize {
    assert_eq!(said.code, 0, "{}", said.err);
    json(&said.out)["policies"].as_array().unwrap().len()
}

#[test]
fn policies_go_into_the_database_and_back() {
    let Some(mut mongod) = Mongod::place(Kind::Alone) else { return };
    mongod.run();
    let house = House::new();
    // Who reads makes nothing: neither there nor here.
    assert!(say(&mongod, &house, &["policy", "list", "--json"]).err.contains("built-in catalogue"));
    assert_eq!(say(&mongod, &house, &["policy", "check"]).code, 0);
    assert!(!house.state().exists());

    let set = ["policy", "set", "my-app", "--platform", "linux", "--terminatable", "false"];
    assert_eq!(say(&mongod, &house, &set).code, 0);
    let shown = json(&say(&mongod, &house, &["policy", "show", "my-app", "--json"]).out);
    assert_eq!(shown["policies"][0]["policy"]["terminatable"], false);
    // On this machine there is the audit of it, and no policy.
    assert!(house.run(&["policy", "show", "my-app", "--json"]).out.is_empty());
    assert!(house.state().join("local.db").exists());

    let exported = say(&mongod, &house, &["policy", "export"]);
    assert_eq!(exported.code, 0, "{}", exported.err);
    let list = house.write("all.json", &exported.out, 0o600);
    let import = ["policy", "import", list.to_str().unwrap(), "--json"];
    let done = house.run(&import);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(
        count(&house.run(&["policy", "list", "--json"])),
        count(&say(&mongod, &house, &["policy", "list", "--json"]))
    );
    let again = json(&say(&mongod, &house, &import).out);
    let rows = again["imported"].as_array().unwrap();
    assert!(rows.len() > 1_500 && rows.iter().all(|row| row["change"] == "unchanged"));
    assert_eq!(say(&mongod, &house, &["policy", "check"]).code, 0);
}

#[test]
fn a_database_that_is_away_is_exit_5_for_who_changes_and_the_catalogue_for_who_reads() {
    let Some(mongod) = Mongod::place(Kind::Alone) else { return };
    let house = House::new();
    let refused = say(&mongod, &house, &["policy", "set", "x", "--platform", "linux"]);
    assert_eq!(refused.code, 5, "{}", refused.err);
    assert!(refused.err.contains("cannot be reached"), "{}", refused.err);
    let read = say(&mongod, &house, &["policy", "list", "--json"]);
    assert!(count(&read) > 1_500 && read.err.contains("built-in catalogue"), "{}", read.err);
    let mut malformed = house.command(&["policy", "set", "x", "--platform", "linux"]);
    let malformed = said(malformed.env("MONGO_URL", format!("mongodb://u:{CANARY}@@h/?x")).output().unwrap());
    assert_eq!(malformed.code, 2, "{}", malformed.err);
    assert!(!format!("{}{}", malformed.out, malformed.err).contains("canary"), "{}", malformed.err);
}

#[test]
fn the_server_starts_without_its_database_seeds_it_later_and_tells_no_password() {
    let Some(mut mongod) = Mongod::place(Kind::Alone) else { return };
    let house = House::new();
    let mut command = house.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("MONGO_URL", format!("mongodb://127.0.0.1:{}/?appName={CANARY}", mongod.port()));
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (out, log) = (lines(server.stdout.take().unwrap()), lines(server.stderr.take().unwrap()));
    assert!(out.recv_timeout(LIMIT).unwrap().contains("/setup#token="));
    let hear = |text: &str| loop {
        let line = log.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("{text:?} was not heard"));
        assert!(!line.contains("canary"), "{line}");
        if line.contains(text) {
            return;
        }
    };
    hear("cannot be reached");
    mongod.run();
    let seeded = Instant::now();
    while say(&mongod, &house, &["policy", "list", "--json"]).err.contains("built-in catalogue") {
        assert!(seeded.elapsed() < LIMIT, "the database is not seeded");
    }
    hear("policies");
    rustix::process::kill_process(rustix::process::Pid::from_child(&server), rustix::process::Signal::TERM)
        .unwrap();
    assert_eq!(server.wait().unwrap().code(), Some(0));
}
