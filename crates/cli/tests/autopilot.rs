//! `autopilot`: rules without a server, and a stop that holds whatever the server does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use house::{House, Said, exists, json};

const RULE: &str = r#"{"id":"leak","title":"리크\u001b[2J","match":{"path":"/srv/app/*"},
    "when":{"cpu_percent_over":90,"for_s":60},"action":"end","mode":"enforce"}"#;

fn done(said: &Said) -> &Said {
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    said
}

fn refused(house: &House, code: i32, args: &[&str]) -> Said {
    let said = house.run(args);
    assert_eq!(said.code, code, "{args:?}\n{}\n{}", said.out, said.err);
    assert_eq!(said.out, "", "{args:?}");
    said
}

fn rule_file(house: &House, text: &str) -> String {
    house.write("rule.json", text, 0o600).to_str().unwrap().to_owned()
}

fn audited(house: &House) -> Vec<(String, String)> {
    use store::{LocalStore as _, SqliteStore, StateDir};
    let store = SqliteStore::open(&StateDir::open_existing(&house.state()).unwrap()).unwrap();
    let rows = store.audit(None, 100).unwrap();
    rows.into_iter().map(|row| (row.action, row.name.unwrap_or_default())).collect()
}

#[test]
fn without_a_store_there_are_no_rules_and_nothing_is_made() {
    let house = House::new();
    for action in ["status", "rules", "report"] {
        done(&house.run(&["autopilot", action]));
    }
    let status = json(&done(&house.run(&["autopilot", "status", "--json"])).out);
    assert_eq!((&status["stopped"], &status["rules"]), (&false.into(), &serde_json::json!([])));
    assert!(!exists(&house.state()), "a reading command made a store");
}

#[test]
fn a_rule_of_a_file_rehearses_whatever_it_says_itself() {
    let house = House::new();
    let file = rule_file(&house, RULE);
    done(&house.run(&["autopilot", "rehearse", &file]));
    let rules = json(&done(&house.run(&["autopilot", "rules", "--json"])).out);
    let rule = &rules["rules"][0];
    assert_eq!(
        (&rule["id"], &rule["mode"], &rule["ripe"]),
        (&"leak".into(), &"rehearse".into(), &false.into())
    );
    assert_eq!(rule["progress"]["would_have"], 0);
    for args in [&["autopilot", "rules"][..], &["autopilot", "report"], &["autopilot", "report", "leak"]] {
        let said = house.run(args);
        assert!(done(&said).out.contains("leak") && !said.out.contains('\u{1b}'), "{}", said.out);
    }
    done(&house.run(&["autopilot", "rehearse", "leak"]));
    assert_eq!(
        audited(&house),
        [("rule_set".to_owned(), "leak".to_owned())],
        "nothing changed the second time"
    );
}

#[test]
fn a_report_tells_the_whole_moment_of_what_would_have_been_done() {
    use domain::autopilot::{Came, Noted, Progress};
    use store::{RuleStore as _, SqliteStore, StateDir};
    let house = House::new();
    let file = rule_file(&house, RULE);
    done(&house.run(&["autopilot", "rehearse", &file]));
    let store = SqliteStore::open(&StateDir::open_existing(&house.state()).unwrap()).unwrap();
    let rule = store.rules().unwrap().swap_remove(0).rule.unwrap();
    let at = domain::time::Wall(1_780_000_000_000_000_000);
    let key = domain::ProcessKey { pid: 4242, started: 77 };
    let noted = Noted { at, key, name: "leaker".to_owned(), came: Came::Rehearsed };
    let progress = Progress { would_have: 1, since: Some(at), last: [noted].into(), ..Progress::default() };
    store.keep_progress(&[(&rule, &progress)]).unwrap();
    let report = done(&house.run(&["autopilot", "report"])).out.clone();
    assert!(report.contains("  2026-05-28 20:26Z  rehearsed · leaker · 4242-77\n"), "{report}");
}

#[test]
fn what_is_no_rule_is_refused_and_says_why() {
    let house = House::new();
    for (text, why) in [
        ("no json", "is not JSON: line 1"),
        ("[]", "no document"),
        (r#"{"id":"x","match":{"name":"node"},"when":{"for_s":60},"action":"end"}"#, "any name"),
        (r#"{"id":"x","match":{"path":"*"},"when":{"for_s":60},"action":"end"}"#, "absolute"),
        (r#"{"id":"x","match":{"pth":"/srv/*"},"when":{"for_s":60},"action":"end"}"#, "Nobody knows pth"),
        (r#"{"id":"x","match":{"path":"/srv/*"},"when":{},"action":"end"}"#, "for_s is missing"),
    ] {
        let file = rule_file(&house, text);
        let said = refused(&house, 2, &["autopilot", "rehearse", &file]);
        assert!(said.err.contains(why), "{}", said.err);
    }
    let huge = rule_file(&house, &" ".repeat(70_000));
    refused(&house, 2, &["autopilot", "rehearse", &huge]);
    assert!(!exists(&house.state()), "a refused rule made a store");
    refused(&house, 1, &["autopilot", "rehearse", "nobody"]);
    refused(&house, 1, &["autopilot", "report", "nobody"]);
    refused(&house, 1, &["autopilot", "rehearse", "/nowhere/rule.json"]);
    // What is a file and does not say so is not looked for among the ids.
    let nameless = house.write("rule", RULE, 0o600);
    for no_id in [nameless.to_str().unwrap(), "rule", "/nowhere/rule"] {
        let said = refused(&house, 2, &["autopilot", "rehearse", no_id]);
        assert!(said.err.contains("ends in .json"), "{}", said.err);
    }
}

#[test]
fn a_stop_holds_by_flag_and_by_file_until_it_is_taken_back() {
    let house = House::new();
    let stopped = json(&done(&house.run(&["autopilot", "stop", "--json"])).out);
    assert_eq!(stopped["stopped"], true);
    let file = house.state().join("autopilot.stop");
    assert_eq!(stopped["stop_file"], file.to_str().unwrap());
    assert!(exists(&file));
    assert!(done(&house.run(&["autopilot", "status"])).out.contains("stopped by cli:"));
    done(&house.run(&["autopilot", "start"]));
    assert!(!exists(&file));
    assert!(done(&house.run(&["autopilot", "status"])).out.contains("not stopped"));
    std::fs::write(&file, "").unwrap();
    assert!(done(&house.run(&["autopilot", "status"])).out.contains("autopilot.stop"));
    let actions: Vec<_> = audited(&house).into_iter().map(|(action, _)| action).collect();
    assert_eq!(actions, ["autopilot_start", "autopilot_stop"]);
}

#[test]
fn a_stop_holds_although_the_database_cannot_be_used() {
    let house = House::new();
    done(&house.run(&["autopilot", "stop"]));
    done(&house.run(&["autopilot", "start"]));
    std::fs::write(house.state().join("local.db"), "this is no database, but long enough to look like one")
        .unwrap();
    let said = house.run(&["autopilot", "stop"]);
    assert!(done(&said).err.contains("one of two ways"), "{}", said.err);
    assert!(exists(&house.state().join("autopilot.stop")));
    refused(&house, 5, &["autopilot", "start"]);
    assert!(exists(&house.state().join("autopilot.stop")), "it went on without its database");
}
