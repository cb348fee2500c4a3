//! Verdicts on real processes in the terminal: what is planted is found, what is healthy is not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;
mod planted;

use house::{House, json};
use planted::Planted;

fn row(text: &str, pid: u32) -> serde_json::Value {
    let list = json(text);
    let rows = list["processes"].as_array().unwrap();
    rows.iter().find(|row| row["pid"] == pid).unwrap_or_else(|| panic!("{pid} is not listed")).clone()
}

#[test]
fn a_program_in_a_folder_of_everybody_is_urgent_and_the_check_finds_it() {
    let (house, planted) = (House::new(), Planted::copy_of_sleep("frobnicate"));
    let said = house.run(&["ps", "--check", "--json"]);
    assert_eq!(said.code, 6, "{}", said.err);
    assert!(said.err.contains("urgent"), "{}", said.err);
    let row = row(&said.out, planted.pid());
    assert_eq!((row["verdict"].as_str(), row["dot"].as_str()), (Some("urgent"), Some("🔴")), "{row}");
    let findings = row["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["id"] == "RUNS_FROM_TMP").unwrap();
    let evidence = format!("/proc/{}/exe → {}", planted.pid(), planted.path().display());
    assert_eq!(
        (found["severity"].as_str(), found["evidence"].as_str()),
        (Some("critical"), Some(&*evidence))
    );
    assert!(found["message"].as_str().unwrap().contains("every program may write"), "{found}");
}

#[test]
fn only_one_verdict_is_listed_where_one_is_asked_for() {
    let (house, planted) = (House::new(), Planted::copy_of_sleep("frobnicate"));
    let said = house.run(&["ps", "--only", "urgent", "--json"]);
    let list = json(&said.out);
    assert!(list["processes"].as_array().unwrap().iter().all(|row| row["verdict"] == "urgent"), "{list}");
    row(&said.out, planted.pid());
    let safe = house.run(&["ps", "--only", "safe", "--json"]);
    let safe = json(&safe.out);
    assert!(safe["processes"].as_array().unwrap().iter().all(|row| row["pid"] != planted.pid()));
}

#[test]
fn the_gravest_stand_on_top_of_the_applications() {
    // The tests beside this one plant theirs under another name.
    let (house, _planted) = (House::new(), Planted::copy_of_sleep("frob-gravest"));
    let said = house.run(&["ps"]);
    let first = said.out.lines().nth(1).unwrap();
    assert!(first.starts_with("🔴 urgent"), "{}", said.out);
    let line = said.out.lines().find(|line| line.contains("frob-gravest")).unwrap();
    assert!(line.contains("· Runs from a"), "{line}");
}

#[test]
fn a_known_program_at_its_place_is_safe_and_strict_mode_is_stricter() {
    let (house, healthy) = (House::new(), Planted::healthy());
    let lenient = row(&house.run(&["ps", "--json"]).out, healthy.pid());
    assert_eq!(lenient["verdict"], "safe", "{lenient}");
    let strict = row(&house.run(&["ps", "--json", "--mode", "strict"]).out, healthy.pid());
    let expected = if rustix::process::geteuid().is_root() { "danger" } else { "safe" };
    assert_eq!(strict["verdict"], expected, "{strict}");
}

#[test]
fn the_configured_mode_holds_where_none_is_asked_for() {
    let (house, healthy) = (House::new(), Planted::healthy());
    house.write("config.toml", "mode = \"strict\"\n", 0o600);
    let configured = row(&house.run(&["ps", "--json"]).out, healthy.pid());
    let asked = row(&house.run(&["ps", "--json", "--mode", "strict"]).out, healthy.pid());
    assert_eq!(configured["verdict"], asked["verdict"]);
    assert_eq!(configured["verdict_reason"], asked["verdict_reason"]);
}

#[test]
fn the_form_for_messages_names_pid_and_verdict() {
    let (house, planted) = (House::new(), Planted::copy_of_sleep("frobnicate"));
    let said = house.run(&["ps", "--line", "--lang", "ko"]);
    let expected = format!("🔴 frobnicate PID {} · 긴급", planted.pid());
    assert!(said.out.lines().any(|line| line == expected), "{}", said.out);
}

#[test]
fn the_registry_is_listed_as_the_api_tells_it() {
    let house = House::new();
    let said = house.run(&["rules", "list", "--json"]);
    let list = json(&said.out);
    assert_eq!((said.code, list.as_object().unwrap().len()), (0, 1));
    let rules = list["rules"].as_array().unwrap();
    assert_eq!(rules.len(), domain::rules::RULES.len());
    for rule in rules {
        for key in ["id", "severity", "title", "sees", "why", "wrong", "do", "since"] {
            assert!(!rule[key].as_str().unwrap().is_empty(), "{key} of {rule}");
        }
        assert!(!rule["reads"].as_array().unwrap().is_empty() && rule["strict"].is_boolean(), "{rule}");
    }
    let told = house.run(&["rules", "list", "--lang", "ko"]).out;
    assert!(told.contains("RUNS_FROM_TMP · 누구나 쓰는 폴더에서 돕니다"), "{told}");
}
