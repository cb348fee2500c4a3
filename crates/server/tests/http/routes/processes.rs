//! `GET /api/v1/processes` and one process.

use domain::Role;
use serde_json::Value;

use super::snapshot::nulls;
use crate::house::{House, Plan, World, eventually, process};

fn pids(house: &House, query: &str) -> Vec<u64> {
    let answer = house.get(&format!("/api/v1/processes{query}")).token(&house.token(Role::Viewer)).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
    let list = answer.json();
    assert_eq!(list.as_object().unwrap().len(), 1, "a list answer holds one array");
    list["processes"].as_array().unwrap().iter().map(|process| process["pid"].as_u64().unwrap()).collect()
}

#[test]
fn a_process_has_every_key_of_the_contract_and_names_every_null() {
    let house = House::new();
    let process = house.get("/api/v1/processes/77-7700").token(&house.token(Role::Viewer)).send().json();
    for key in [
        "key",
        "pid",
        "ppid",
        "create_time",
        "name",
        "exe",
        "exe_deleted",
        "cmdline",
        "username",
        "uid",
        "cpu_percent",
        "memory_percent",
        "rss_bytes",
        "read_bytes_per_s",
        "write_bytes_per_s",
        "ports",
        "sockets",
        "unit",
        "container",
        "tty",
        "known",
        "category",
        "role",
        "app",
        "findings",
        "verdict",
        "verdict_reason",
        "dot",
        "endable",
        "end_code",
        "end_reason",
        "paused",
        "gaps",
    ] {
        assert!(process.as_object().unwrap().contains_key(key), "{key} is missing");
    }
    assert_eq!(process["key"], "77-7700");
    assert_eq!(process["ports"], serde_json::json!([8080]));
    assert_eq!(process["sockets"][0]["exposure"], "loopback");
    assert_eq!(process["cmdline"][1], "--password=***");
    let named: Vec<String> = process["gaps"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(named, nulls(&process));
    assert_eq!(process["gaps"]["read_bytes_per_s"], "denied");
    assert_eq!((&process["endable"], &process["gaps"]["end_code"]), (&true.into(), &"unsupported".into()));
    let init = house.get("/api/v1/processes/1?lang=ko").token(&house.token(Role::Viewer)).send().json();
    assert_eq!((&init["endable"], &init["end_code"]), (&false.into(), &"init".into()));
    assert!(init["end_reason"].as_str().unwrap().starts_with("첫 번째 프로세스"), "{init}");
}

#[test]
fn the_list_is_sorted_and_cut_as_asked() {
    let house = House::new();
    // The list may be a tick behind what was waited for: in the first one no rate is known.
    eventually("the list of two ticks", || pids(&house, "?sort=cpu&limit=1") == [42]);
    assert_eq!(pids(&house, ""), [1, 42, 77]);
    assert_eq!(pids(&house, "?sort=memory"), [77, 42, 1]);
    assert_eq!(pids(&house, "?sort=cpu&limit=1"), [42]);
    assert_eq!(pids(&house, "?sort=io"), [42, 1, 77], "what is not known comes last");
    assert_eq!(pids(&house, "?mode=strict&sort=pid&limit=2"), [1, 42]);
}

#[test]
fn what_is_not_in_the_fixed_sets_is_refused() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    for (query, code) in [
        ("?sort=name", "bad_query"),
        ("?sort=cpu;drop", "bad_query"),
        ("?mode=lax", "bad_query"),
        ("?limit=0", "bad_query"),
        ("?limit=-1", "bad_query"),
        ("?limit=99999999999999999999999", "bad_query"),
        ("?filter=.*", "bad_query"),
        ("?only=all", "bad_query"),
        ("?only=Danger", "bad_query"),
        ("?only=danger&only=urgent", "bad_query"),
        ("?mode=strict&mode=strict", "bad_query"),
        ("?lang=fr", "bad_query"),
    ] {
        let answer = house.get(&format!("/api/v1/processes{query}")).token(&token).send();
        assert_eq!((answer.status, answer.code().as_str()), (400, code), "{query}");
    }
}

fn look_up(house: &House, token: &str, key: &str) -> (u16, Value) {
    let answer = house.get(&format!("/api/v1/processes/{key}")).token(token).send();
    let code = if answer.status == 200 { Value::Null } else { answer.json()["code"].clone() };
    (answer.status, code)
}

#[test]
fn gone_replaced_and_never_seen_are_told_apart() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    assert_eq!(look_up(&house, &token, "42-4242").0, 200);
    assert_eq!(look_up(&house, &token, "42").0, 200, "a bare pid is whoever has it now");
    assert_eq!(look_up(&house, &token, "4242-1"), (404, "no_such_process".into()));
    house.world.lock().unwrap().processes = vec![process(1, 10, "init"), process(77, 9999, "other")];
    eventually("42-4242 is gone", || look_up(&house, &token, "42-4242") == (410, "gone".into()));
    assert_eq!(look_up(&house, &token, "42"), (410, "gone".into()));
    assert_eq!(look_up(&house, &token, "77-7700"), (409, "not_the_same_process".into()));
    assert_eq!(look_up(&house, &token, "77-9999").0, 200);
}

#[test]
fn what_is_no_key_is_not_found() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    for key in [
        "x",
        "-1",
        "1-",
        "01-2",
        "1-2-3",
        "%31-10%00",
        "+1",
        "..",
        "%2e%2e",
        "%2f",
        "%252f",
        "1%2d10%2f..",
        "%ff",
    ] {
        let (status, _) = look_up(&house, &token, key);
        assert!(status == 404 || status == 400, "{key}: {status}");
    }
    assert_eq!(look_up(&house, &token, "%31-10").0, 200, "a key may be percent-encoded as any text");
}

#[test]
fn five_thousand_processes_are_listed_whole() {
    let processes = (1..=5000).map(|pid| process(pid, u64::from(pid), "many")).collect();
    let house = House::with(Plan { world: World { processes, ..World::default() }, ..Plan::default() });
    assert_eq!(pids(&house, "").len(), 5000);
}
