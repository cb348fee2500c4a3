//! Policies and rules in a real MongoDB, and the copy of the audit, through the program: commands act on it, the server
//! does not wait for it, and nothing tells its password.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use house::{House, Said, json, lines, said};
use mongod::bson::{DateTime, doc};
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

/// Waits until it holds, at most for [`LIMIT`].
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < LIMIT, "{what}: not within {LIMIT:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
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

const RULE: &str = r#"{"id":"leak","title":"커지는 작업","match":{"path":"/srv/app/*"},
    "when":{"memory_percent_over":20,"for_s":60},"action":"end","mode":"enforce"}"#;

#[test]
fn rules_are_documents_there_and_while_they_cannot_be_read_it_is_said_that_nothing_is_done() {
    let Some(mut mongod) = Mongod::start(Kind::Alone) else { return };
    let house = House::new();
    // Who reads makes nothing: neither there nor here.
    for action in ["status", "rules", "report"] {
        let said = say(&mongod, &house, &["autopilot", action]);
        assert_eq!(said.code, 0, "{}", said.err);
    }
    assert!(!house.state().exists());
    let there = mongod.other().on("process_rules");
    assert_eq!(there.count(), 0);

    let file = house.write("rule.json", RULE, 0o600);
    let set = say(&mongod, &house, &["autopilot", "rehearse", file.to_str().unwrap()]);
    assert_eq!(set.code, 0, "{}", set.err);
    let document = there.all(doc! { "id": "leak" }).swap_remove(0);
    assert_eq!(document.get_str("mode").unwrap(), "rehearse");
    assert!(document.get_datetime("created_at").is_ok_and(|at| *at <= DateTime::now()));
    // Another program breaks one, and it is named.
    there.insert(doc! { "id": "odd", "match": { "$where": "1" } });
    let rules = json(&say(&mongod, &house, &["autopilot", "rules", "--json"]).out);
    let broken = |id: &str| {
        let rules = rules["rules"].as_array().unwrap();
        rules.iter().find(|rule| rule["id"] == id).unwrap()["problem"].is_string()
    };
    assert_eq!((broken("leak"), broken("odd")), (false, true));
    assert!(say(&mongod, &house, &["autopilot", "status"]).out.contains("2 rules"));
    // On this machine there is the audit of it, and no rule.
    let here = json(&house.run(&["autopilot", "rules", "--json"]).out);
    assert_eq!(here["rules"], serde_json::json!([]));

    mongod.stop();
    for action in ["status", "rules", "report"] {
        let said = say(&mongod, &house, &["autopilot", action]);
        assert_eq!((said.code, said.out.as_str()), (5, ""), "{}", said.err);
        assert!(said.err.contains("cannot be told whether it may act"), "{}", said.err);
        assert!(said.err.contains("cannot be reached"), "{}", said.err);
    }
    // A stop needs no database, and is told.
    assert_eq!(say(&mongod, &house, &["autopilot", "stop"]).code, 0);
    assert!(say(&mongod, &house, &["autopilot", "status"]).err.contains("stopped by cli:"));
}

#[test]
fn a_server_copies_the_audit_once_its_database_is_there() {
    let Some(mut mongod) = Mongod::place(Kind::Set) else { return };
    let house = House::new();
    let mut command = command(&mongod, &house, &["serve", "--listen", "127.0.0.1:0"]);
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (out, log) = (lines(server.stdout.take().unwrap()), lines(server.stderr.take().unwrap()));
    assert!(out.recv_timeout(LIMIT).unwrap().contains("/setup#token="));
    // What is done meanwhile, by whatever process, waits for nothing.
    let add = |name: &str| {
        let args = ["user", "add", name, "--role", "viewer", "--password-stdin"];
        let said = house.run_with_input(&args, "correct horse battery staple\n");
        assert_eq!(said.code, 0, "{}", said.err);
    };
    add("kim");
    let mut heard = Vec::new();
    until("that it is stuck", || {
        heard.extend(log.try_iter());
        heard.iter().any(|line: &String| line.contains("audit is not copied"))
    });
    add("lee");
    mongod.run();
    let there = mongod.other().on("audit");
    until("the copy", || there.count() >= 2);
    let names: Vec<String> = there
        .all(doc! { "action": "user_add" })
        .iter()
        .map(|row| row.get_str("name").unwrap().to_owned())
        .collect();
    assert_eq!(names, ["kim", "lee"]);
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    assert_eq!(there.all(doc! { "host": &host }).len() as u64, there.count());
    until("that it goes on", || {
        heard.extend(log.try_iter());
        heard.iter().any(|line| line.contains("audit is copied to the database again"))
    });
    let mut causes: Vec<_> =
        heard.iter().filter_map(|line| line.split("audit is not copied").nth(1)).collect();
    let said = causes.len();
    causes.dedup();
    assert_eq!(causes.len(), said, "one cause was told again and again: {heard:#?}");
    rustix::process::kill_process(rustix::process::Pid::from_child(&server), rustix::process::Signal::TERM)
        .unwrap();
    assert_eq!(server.wait().unwrap().code(), Some(0));
}
