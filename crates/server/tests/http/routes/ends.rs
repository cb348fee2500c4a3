//! `POST ends`: several processes with one request, on real children.

use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use domain::Role;
use rustix::process::Signal;
use serde_json::{Value, json};

use super::deeds::{plan, skipped};
use super::snapshot::nulls;
use crate::house::{BUSY, House, Pet};

#[test]
fn several_are_ended_each_alone_and_told_in_the_order_asked_for() {
    if skipped() {
        return;
    }
    let house = House::impatient();
    let (one, two) = (Pet::obedient(), Pet::stubborn());
    let (first, second) = (house.key(&one), house.key(&two));
    let init = house.get("/api/v1/processes/1").token(&house.token(Role::Viewer)).send().json();
    let init = init["key"].as_str().unwrap();
    let order = json!({"keys": [second, init, "4194303-1", first]});
    let began = Instant::now();
    let answer = house.post("/api/v1/ends").token(&house.token(Role::Operator)).json(&order).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
    let ends = answer.json();
    let told: Vec<_> = ends["ends"].as_array().unwrap().iter().collect();
    let words = |row: &Value| (row["key"].clone(), row["outcome"]["result"].clone(), row["code"].clone());
    assert_eq!(words(told[0]), (json!(second), json!("killed"), Value::Null));
    assert_eq!(words(told[1]), (json!(init), Value::Null, json!("init")));
    assert_eq!(words(told[2]), (json!("4194303-1"), Value::Null, json!("no_such_process")));
    assert_eq!(words(told[3]), (json!(first), json!("ended"), Value::Null));
    for row in told {
        let named: Vec<String> = row["gaps"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(named, nulls(row), "{row}");
    }
    assert!(began.elapsed() < Duration::from_secs(8) + BUSY, "they do not wait for each other");
    assert_eq!((one.ended().code(), two.ended().signal()), (Some(7), Some(9)));
    assert_eq!(house.told(init), ["end refused init"]);
}

#[test]
fn one_request_ends_a_hundred_and_no_more_and_none_twice() {
    let house = House::new();
    let token = house.token(Role::Operator);
    let ends = |body: Value| house.post("/api/v1/ends").token(&token).json(&body).send();
    let many = |count: u32| (1..=count).map(|pid| format!("{}-1", 1_000_000 + pid)).collect::<Vec<_>>();
    for (body, code) in [
        (json!({"keys": []}), "invalid_body"),
        (json!({"keys": many(101)}), "invalid_body"),
        (json!({"keys": ["42-4242", "42-4242"]}), "invalid_body"),
        (json!({"keys": ["42-4242", "42"]}), "bare_pid"),
        (json!({"keys": [42]}), "invalid_body"),
        (json!({"keys": "42-4242"}), "invalid_body"),
        (json!({}), "invalid_body"),
        (json!({"keys": ["42-4242"], "group": true}), "invalid_body"),
    ] {
        let answer = ends(body.clone());
        assert_eq!((answer.status, answer.code().as_str()), (422, code), "{body}");
    }
    let rows = ends(json!({"keys": many(100)})).json();
    assert_eq!(rows["ends"].as_array().map(Vec::len), Some(100));
    assert!(rows["ends"].as_array().unwrap().iter().all(|row| row["code"] == "no_such_process"), "{rows}");
}

#[test]
fn one_that_changed_since_its_plan_is_left_alone_and_the_others_go_on() {
    if skipped() {
        return;
    }
    let (house, token) = {
        let house = House::real();
        let token = house.token(Role::Operator);
        (house, token)
    };
    let changing = Pet::changing();
    let (steady, unplanned) = (Pet::obedient(), Pet::obedient());
    let keys = [&changing, &steady, &unplanned].map(|pet| house.key(pet));
    let id = |key: &str| plan(&house, &token, key, "").json()["id"].clone();
    let plans = json!({&keys[0]: id(&keys[0]), &keys[1]: id(&keys[1])});
    changing.hear(Signal::USR1);
    let is_other = || {
        let seen = house.get(&format!("/api/v1/processes/{}", keys[0])).token(&token).send().json();
        seen["name"] == "sleep"
    };
    crate::house::eventually("it is another program", is_other);

    let body = json!({"keys": keys, "plans": plans});
    let answer = house.post("/api/v1/ends").token(&token).json(&body).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
    let rows = answer.json()["ends"].clone();
    assert_eq!((&rows[0]["code"], &rows[0]["outcome"]), (&json!("changed_since_plan"), &Value::Null));
    assert!(rows[0]["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
    let results = [1, 2].map(|at| rows[at]["outcome"]["result"].clone());
    assert_eq!(results, [json!("ended"), json!("ended")], "{rows}");
    assert_eq!((steady.ended().code(), unplanned.ended().code()), (Some(7), Some(7)));
    assert!(changing.lives(), "a signal would have ended it");
    assert_eq!(house.told(&keys[0]), ["end refused changed_since_plan"]);
}

#[test]
fn a_plan_that_is_none_or_of_somebody_else_stops_the_whole_request() {
    if skipped() {
        return;
    }
    let (house, pet) = (House::real(), Pet::stubborn());
    let (key, token) = (house.key(&pet), house.token(Role::Operator));
    let id = "0123456789abcdef0123456789abcdef";
    for plans in [
        json!({"4711-4711": id}),
        json!({&key: id, "4711-4711": id}),
        json!({&key: "x"}),
        json!({&key: "0123456789ABCDEF0123456789ABCDEF"}),
        json!({&key: null}),
        json!({&key: [id]}),
        json!([id]),
        json!(id),
        Value::Null,
    ] {
        let body = json!({"keys": [key], "plans": plans});
        let answer = house.post("/api/v1/ends").token(&token).json(&body).send();
        assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_body"), "{plans}");
    }
    let bare = json!({"keys": [key], "plans": {(pet.pid.to_string()): id}});
    let answer = house.post("/api/v1/ends").token(&token).json(&bare).send();
    assert_eq!((answer.status, answer.code().as_str()), (422, "bare_pid"));
    assert_eq!((pet.lives(), pet.said()), (true, Vec::new()));
}
