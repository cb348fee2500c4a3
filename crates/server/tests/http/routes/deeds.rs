//! `GET processes/{key}/plan` and `POST processes/{key}/end|pause|resume`, on real children.

use std::io::Write;
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use domain::Role;
use serde_json::{Value, json};

use super::snapshot::nulls;
use crate::house::{Answer, BUSY, House, Pet, Plan, Request, SOON, eventually, is_root};

/// Says why nothing is tested: a process of root's is never ended, and only root can start another's.
pub fn skipped() -> bool {
    if !is_root() {
        println!("SKIPPED ending real children: only root can start one of another user");
    }
    !is_root()
}

/// Ticks within which a change is told: more than a busy machine takes.
const TICKS: usize = 200;

pub fn plan(house: &House, token: &str, key: &str, query: &str) -> Answer {
    house.get(&format!("/api/v1/processes/{key}/plan{query}")).token(token).send()
}

pub fn post(house: &House, token: &str, key: &str, deed: &str) -> Request {
    house.post(&format!("/api/v1/processes/{key}/{deed}")).token(token)
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_plan_tells_what_would_happen_and_names_every_null() {
    if skipped() {
        return;
    }
    let (house, pet) = (House::real(), Pet::sh("sleep 1000 & exec sleep 2000"));
    let key = house.key_of(&pet, "sleep");
    let viewer = house.token(Role::Viewer);
    let operator = house.token(Role::Operator);
    let plan_of = |query: &str| plan(&house, &operator, &key, query).json();
    eventually("the child below it", || plan_of("")["children"][0]["name"] == "sleep");
    let alone = plan_of("");
    assert_eq!(
        keys(&alone),
        [
            "children",
            "code",
            "complete",
            "files_complete",
            "files_for_writing",
            "frees_bytes",
            "gaps",
            "id",
            "init_of_namespace",
            "key",
            "kind",
            "lockout",
            "name",
            "permitted",
            "protected_members",
            "reason",
            "restarts",
            "sockets",
            "steps"
        ]
    );
    assert_eq!(
        (&alone["key"], &alone["name"], &alone["kind"]),
        (&json!(key), &json!("sleep"), &json!("end"))
    );
    assert_eq!((&alone["permitted"], &alone["code"]), (&json!(true), &Value::Null), "{alone}");
    assert_eq!(alone["steps"][0], json!({"signal": "TERM", "after_s": 0}));
    assert_eq!(alone["steps"][1]["signal"], "KILL");
    assert_eq!((&alone["children"][0]["name"], &alone["complete"]), (&json!("sleep"), &json!(true)));
    assert_eq!(alone["lockout"], json!({"risk": false, "why": null}));
    assert!(alone["frees_bytes"].as_u64().is_some_and(|bytes| bytes > 0), "{alone}");
    let named: Vec<String> = alone["gaps"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(named, nulls(&alone));
    let id = alone["id"].as_str().unwrap();
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    assert_eq!(plan_of("")["id"], id, "the same plan has the same id");
    assert_ne!(plan_of("?group=true")["id"], id);
    let pause = plan_of("?kind=pause&group=false");
    assert_eq!(
        (&pause["kind"], &pause["steps"]),
        (&json!("pause"), &json!([{"signal": "STOP", "after_s": 0}]))
    );
    let seen = plan(&house, &viewer, &key, "?lang=ko").json();
    assert_eq!((&seen["permitted"], &seen["code"]), (&json!(false), &json!("role")));
    assert!(seen["reason"].as_str().unwrap().contains("operator"), "{seen}");
    for (query, status, code) in
        [("?kind=kill", 400, "bad_query"), ("?group=yes", 400, "bad_query"), ("?pid=1", 400, "bad_query")]
    {
        let answer = plan(&house, &operator, &key, query);
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{query}");
    }
    let bare = plan(&house, &operator, &pet.pid.to_string(), "");
    assert_eq!((bare.status, bare.code().as_str()), (422, "bare_pid"));
}

#[test]
fn a_process_that_obeys_ends_and_the_answer_says_so_in_ones_language() {
    if skipped() {
        return;
    }
    let (house, pet) = (House::real(), Pet::obedient());
    let (key, token) = (house.key(&pet), house.named_token("desk", Role::Operator));
    let id = plan(&house, &token, &key, "").json()["id"].clone();
    let answer = post(&house, &token, &key, "end?lang=ko").json(&json!({"plan": id, "group": false})).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
    let outcome = answer.json();
    assert_eq!((&outcome["key"], &outcome["result"]), (&json!(key), &json!("ended")), "{outcome}");
    assert_eq!((&outcome["signals"], &outcome["verified"]), (&json!(["TERM"]), &json!(true)));
    assert!(outcome["took_ms"].is_u64() && outcome["members"] == json!([]));
    assert!(outcome["message"].as_str().unwrap().contains("스스로 끝났습니다"), "{outcome}");
    assert_eq!(nulls(&outcome), Vec::<String>::new());
    assert_eq!((pet.ended().code(), pet.last_words()), (Some(7), vec!["TERM".to_owned()]));
    assert_eq!(house.told(&key), ["end intended -", "end ok ended"]);
    let rows = house.get("/api/v1/audit?limit=2").token(&token).send().json();
    assert_eq!(
        (&rows["audit"][0]["actor"], &rows["audit"][0]["address"]),
        (&json!("token:desk"), &json!("127.0.0.1"))
    );
    let again = post(&house, &token, &key, "end").send();
    assert_eq!((again.status, again.code().as_str()), (410, "gone"));
}

#[test]
fn a_request_without_a_body_is_enough_and_what_does_not_obey_is_made_to_end() {
    if skipped() {
        return;
    }
    let (house, pet) = (House::impatient(), Pet::stubborn());
    let key = house.key(&pet);
    let outcome = post(&house, &house.token(Role::Operator), &key, "end").send();
    assert_eq!(outcome.status, 200, "{}", outcome.text());
    let outcome = outcome.json();
    assert_eq!((&outcome["result"], &outcome["signals"]), (&json!("killed"), &json!(["TERM", "KILL"])));
    assert_eq!((pet.ended().signal(), pet.last_words()), (Some(9), vec!["TERM".to_owned()]));
}

#[test]
fn whoever_hangs_up_after_asking_changes_nothing() {
    if skipped() {
        return;
    }
    let (house, pet) = (House::impatient(), Pet::stubborn());
    let (key, token) = (house.key(&pet), house.token(Role::Operator));
    let mut line = TcpStream::connect(house.address).unwrap();
    line.write_all(&post(&house, &token, &key, "end").bytes(false)).unwrap();
    pet.says("TERM");
    drop(line);
    assert_eq!(pet.ended().signal(), Some(9));
    eventually("the outcome in the audit", || house.told(&key).len() == 2);
    assert_eq!(house.told(&key), ["end intended -", "end ok killed"]);
}

#[test]
fn an_outcome_is_waited_for_longer_than_any_other_answer() {
    if skipped() {
        return;
    }
    let mut plan = Plan { real: true, patience: SOON, ..Plan::default() };
    plan.limits.request_timeout = Duration::from_millis(900);
    let (house, pet) = (House::with(plan), Pet::stubborn());
    let answer = post(&house, &house.token(Role::Operator), &house.key(&pet), "end").send();
    assert_eq!((answer.status, &answer.json()["result"]), (200, &json!("killed")));
}

#[test]
fn a_process_stands_still_until_it_is_resumed() {
    if skipped() {
        return;
    }
    let (house, pet) = (House::real(), Pet::stubborn());
    let (key, token) = (house.key(&pet), house.token(Role::Operator));
    let paused = post(&house, &token, &key, "pause").json(&json!({"minutes": null})).send().json();
    assert_eq!((&paused["result"], &paused["signals"]), (&json!("paused"), &json!(["STOP"])), "{paused}");
    eventually("it stands still", || pet.state() == 'T');
    let resumed = post(&house, &token, &key, "resume").json(&json!({})).send().json();
    assert_eq!((&resumed["result"], &resumed["signals"]), (&json!("resumed"), &json!(["CONT"])), "{resumed}");
    eventually("it goes on", || pet.state() != 'T');
    assert_eq!(
        house.told(&key),
        ["pause intended -", "pause ok paused", "resume intended -", "resume ok resumed"]
    );
    for minutes in [json!(0), json!(1441), json!(-1), json!("30"), json!(1.5), json!([30])] {
        let answer = post(&house, &token, &key, "pause").json(&json!({"minutes": minutes})).send();
        assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_body"), "{minutes}");
    }
    assert_ne!(pet.state(), 'T');
}

#[test]
fn a_pause_ends_by_itself_when_nobody_said_otherwise() {
    if skipped() {
        return;
    }
    let (mut house, pet) = (House::real(), Pet::stubborn());
    let (key, token) = (house.key(&pet), house.token(Role::Operator));
    assert_eq!(post(&house, &token, &key, "pause").send().status, 200);
    eventually("it stands still", || pet.state() == 'T');
    // A program that stops wakes what it promised to wake; what was to be kept it leaves alone.
    house.stop();
    eventually("it goes on", || pet.state() != 'T');
}

#[test]
fn a_plan_that_does_not_hold_any_more_is_not_carried_out() {
    if skipped() {
        return;
    }
    let house = House::real();
    let pet = Pet::sh("trap 'echo TERM' TERM; sleep 1000 & echo ready; while :; do wait; done");
    pet.says("ready");
    let (key, token) = (house.key(&pet), house.token(Role::Operator));
    let id = plan(&house, &token, &key, "").json()["id"].clone();
    assert!(id.is_string());
    let other = json!({"plan": "0123456789abcdef0123456789abcdef"});
    let answer = post(&house, &token, &key, "end").json(&other).send();
    assert_eq!((answer.status, answer.code().as_str()), (409, "changed_since_plan"));
    let grouped = post(&house, &token, &key, "end").json(&json!({"plan": id, "group": true})).send();
    assert_eq!((grouped.status, grouped.code().as_str()), (409, "changed_since_plan"));
    for bad in [json!(""), json!("x"), json!("0123456789ABCDEF0123456789ABCDEF"), json!(7)] {
        let answer = post(&house, &token, &key, "end").json(&json!({"plan": bad})).send();
        assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_body"), "{bad}");
    }
    assert_eq!(pet.said(), Vec::<String>::new());
}

#[test]
fn a_stopping_server_kills_nothing_more_and_says_that_it_was_interrupted() {
    if skipped() {
        return;
    }
    let (mut house, pet) = (House::real(), Pet::stubborn());
    let (key, token) = (house.key(&pet), house.token(Role::Operator));
    let request = post(&house, &token, &key, "end");
    let asked = std::thread::spawn(move || request.send());
    pet.says("TERM");
    let took = house.stop();
    assert!(took < Duration::from_secs(2) + BUSY, "{took:?}");
    let answer = asked.join().unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["result"], "interrupted");
    assert_eq!(house.told(&key), ["end intended -", "end failed interrupted"]);
    assert!(pet.lives() && pet.said().is_empty());
}

#[test]
fn who_made_it_stand_still_and_until_when_is_seen_by_everybody_until_it_goes_on() {
    if skipped() {
        return;
    }
    let (house, pet) = (House::real(), Pet::stubborn());
    let (key, token) = (house.key(&pet), house.named_token("desk", Role::Operator));
    let viewer = house.token(Role::Viewer);
    let seen = || house.get(&format!("/api/v1/processes/{key}")).token(&viewer).send().json();
    let in_list = || {
        let rows = house.get("/api/v1/processes").token(&viewer).send().json();
        rows["processes"].as_array().unwrap().iter().find(|row| row["key"] == key.as_str()).unwrap().clone()
    };
    let before = seen();
    assert_eq!((&before["paused"], &before["gaps"]["paused"]), (&Value::Null, &json!("unsupported")));
    let mut stream = house.get("/api/v1/live?topics=processes").token(&viewer).stream();
    let row = |event: &crate::house::Event| {
        let rows = event.data.get("processes").or(event.data.get("changed")).unwrap().as_array().unwrap();
        rows.iter().find(|row| row["key"] == key.as_str() && row.get("paused").is_some()).cloned()
    };
    // The whole list, which a viewer that was too slow gets again, may tell what was so before.
    let mut told = |paused: &Value| {
        let events = std::iter::from_fn(|| stream.next_of("processes")).take(TICKS);
        events.filter_map(|event| row(&event)).any(|row| row["paused"] == *paused)
    };
    assert!(told(&Value::Null));

    let hour = json!({"minutes": 60});
    assert_eq!(post(&house, &token, &key, "pause").json(&hour).send().status, 200);
    let paused = seen();
    assert_eq!(paused["paused"]["by"], "token:desk");
    let at = |key: &str| paused["paused"][key].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert_eq!(at("until").duration_since(at("since")).as_secs(), 3600);
    assert!(told(&paused["paused"]), "nobody was told of {}", paused["paused"]);
    assert_eq!(in_list()["paused"], paused["paused"]);

    let kept = json!({"minutes": null});
    assert_eq!(post(&house, &token, &key, "pause").json(&kept).send().status, 200);
    let kept = seen();
    assert_eq!(
        (&kept["paused"]["until"], &kept["gaps"]["paused.until"]),
        (&Value::Null, &json!("unsupported"))
    );
    let named = kept["gaps"].as_object().unwrap().keys().filter(|key| !key.starts_with("findings."));
    assert_eq!(named.cloned().collect::<Vec<_>>(), nulls(&kept));
    assert!(told(&kept["paused"]), "nobody was told of {}", kept["paused"]);

    assert_eq!(post(&house, &token, &key, "resume").send().status, 200);
    assert!(told(&Value::Null), "nobody was told that it goes on");
    assert_eq!((&seen()["paused"], seen()["gaps"].get("paused.until")), (&Value::Null, None));
}
