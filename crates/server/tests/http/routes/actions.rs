//! The topic `actions` of the live stream: what is done to processes, and what the autopilot has to say.

use domain::Role;
use rustix::process::Signal;
use serde_json::{Value, json};

use super::deeds::{post, skipped};
use crate::house::{House, Pet, Stream, eventually};

/// A viewer who has begun to listen.
fn watch(house: &House, query: &str) -> Stream {
    let path = format!("/api/v1/live?topics=actions{query}");
    let mut stream = house.get(&path).token(&house.token(Role::Viewer)).stream();
    stream.next_of("hello").unwrap();
    stream
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn everybody_who_looks_hears_what_is_done_to_processes() {
    if skipped() {
        return;
    }
    let (house, pet) = (House::real(), Pet::obedient());
    let (key, token) = (house.key(&pet), house.named_token("desk", Role::Operator));
    let (mut english, mut korean) = (watch(&house, "&lang=en"), watch(&house, "&lang=ko"));
    let init =
        house.get("/api/v1/processes/1").token(&token).send().json()["key"].as_str().unwrap().to_owned();
    post(&house, &token, &init, "end").send();
    post(&house, &token, &key, "end").send();
    let refused = english.next_of("actions").unwrap();
    assert_eq!(
        (refused.id, &refused.data["kind"], &refused.data["code"]),
        (None, &json!("done"), &json!("init"))
    );
    assert_eq!((&refused.data["actor"], &refused.data["deed"]), (&json!("token:desk"), &json!("end")));
    assert!(refused.data.get("outcome").is_none() && refused.data["reason"].is_string(), "{}", refused.data);
    let begun = english.next_of("actions").unwrap().data;
    assert_eq!(
        (&begun["kind"], &begun["key"], &begun["name"]),
        (&json!("begun"), &json!(key), &json!("bash"))
    );
    let done = english.next_of("actions").unwrap().data;
    assert_eq!((&done["kind"], &done["outcome"], done.get("code")), (&json!("done"), &json!("ended"), None));
    assert!(done["at"].as_str().unwrap().ends_with('Z'));
    let told =
        std::iter::from_fn(|| korean.next_of("actions")).find(|event| event.data["outcome"] == "ended");
    assert!(told.unwrap().data["message"].as_str().unwrap().contains("스스로 끝났습니다"));
}

#[test]
fn one_that_comes_back_after_its_outcome_was_told_is_told_to_everybody() {
    if skipped() {
        return;
    }
    let script = "go=; trap 'go=1' USR1; \
        while :; do sleep 4242; until [ \"$go\" ]; do sleep 0.05; done; go=; done";
    let (house, parent) = (House::real(), Pet::sh(script));
    let (viewer, token) = (house.token(Role::Viewer), house.named_token("desk", Role::Operator));
    let child = || {
        let rows = house.get("/api/v1/processes").token(&viewer).send().json();
        let rows = rows["processes"].as_array().unwrap().clone();
        let own = rows.iter().find(|row| row["ppid"] == parent.pid && row["cmdline"][1] == "4242");
        own.map(|row| row["key"].as_str().unwrap().to_owned())
    };
    eventually("the child", || child().is_some());
    let key = child().unwrap();
    let mut stream = watch(&house, "&lang=en");
    let answer = post(&house, &token, &key, "end").send();
    assert_eq!(answer.json()["result"], "ended", "{}", answer.text());
    parent.hear(Signal::USR1);
    let told: Vec<Value> = (0..3).map(|_| stream.next_of("actions").unwrap().data).collect();
    let words = |event: &Value| (event["kind"].clone(), event["outcome"].clone(), event["key"].clone());
    assert_eq!(words(&told[0]), (json!("begun"), Value::Null, json!(key)));
    assert_eq!(words(&told[1]), (json!("done"), json!("ended"), json!(key)));
    assert_eq!(words(&told[2]), (json!("done"), json!("came_back"), json!(key)));
    assert_eq!((&told[2]["actor"], &told[2]["deed"]), (&json!("token:desk"), &json!("end")));
    let again = told[2]["restarted_as"].as_str().unwrap();
    eventually("it in the list", || child().is_some_and(|key| key == again));
    assert!(told[2]["message"].as_str().unwrap().contains("bash started it again"), "{}", told[2]);
    assert_eq!(house.told(&key), ["end intended -", "end ok ended", "came_back failed came_back"]);
}

fn put(house: &House, admin: &str, id: &str, change: impl FnOnce(&mut Value)) {
    let mut rule = json!({
        "title": "어떤 일꾼", "match": {"path": "/usr/bin/worker"}, "when": {"for_s": 0}, "action": "notify",
        "mode": "enforce", "override": true, "limits": {"per_hour": 5, "cooldown_s": 60, "at_once": 3}
    });
    change(&mut rule);
    let path = format!("/api/v1/autopilot/rules/{id}");
    let answer = house.request("PUT", &path).token(admin).json(&rule).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[test]
fn what_a_rule_has_to_tell_reaches_everybody_who_looks_as_it_happens() {
    let house = House::new();
    let admin = house.token(Role::Admin);
    let (mut english, mut korean) = (watch(&house, "&lang=en"), watch(&house, "&lang=ko"));
    put(&house, &admin, "tell", |_| {});
    let fits = english.next_of("actions").unwrap();
    assert_eq!(fits.id, None);
    assert_eq!(keys(&fits.data), ["actor", "at", "code", "key", "kind", "message", "name", "rule", "title"]);
    assert_eq!(
        (&fits.data["kind"], &fits.data["actor"], &fits.data["code"]),
        (&json!("notice"), &json!("autopilot"), &json!("fits"))
    );
    assert_eq!((&fits.data["rule"], &fits.data["title"]), (&json!("tell"), &json!("어떤 일꾼")));
    assert_eq!((&fits.data["key"], &fits.data["name"]), (&json!("77-7700"), &json!("worker")));
    let told = fits.data["message"].as_str().unwrap();
    assert!(told.starts_with("어떤 일꾼: worker is in the state"), "{told}");
    let told = korean.next_of("actions").unwrap().data;
    assert!(told["message"].as_str().unwrap().contains("worker 프로세스가"), "{told}");

    put(&house, &admin, "greedy", |rule| {
        rule["match"]["path"] = json!("/usr/bin/*");
        rule["limits"]["at_once"] = json!(1);
    });
    let tripped = english.next_of("actions").unwrap().data;
    assert_eq!((&tripped["code"], &tripped["rule"]), (&json!("too_many"), &json!("greedy")));
    assert!(tripped["message"].as_str().unwrap().contains("stopped itself: 3 processes"), "{tripped}");
    assert_eq!((tripped.get("key"), tripped.get("name")), (None, None));
}

#[test]
fn everybody_who_looks_hears_who_stopped_the_autopilot_and_who_let_it_go_on() {
    let house = House::new();
    let (ann, bob) = (house.named_token("ann", Role::Operator), house.named_token("bob", Role::Admin));
    let mut stream = watch(&house, "&lang=ko");
    let post = |path: &str, token: &str| {
        let answer = house.post(&format!("/api/v1/autopilot/{path}")).token(token).send();
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    for _ in 0..2 {
        for (path, token, code, actor) in
            [("stop", &ann, "stopped", "token:ann"), ("start", &bob, "started", "token:bob")]
        {
            post(path, token);
            let told = stream.next_of("actions").unwrap().data;
            assert_eq!((&told["kind"], &told["code"]), (&json!("notice"), &json!(code)));
            assert_eq!(told["actor"], actor);
            assert!(told["message"].as_str().unwrap().starts_with(&format!("{actor}이(가)")), "{told}");
            assert_eq!(keys(&told), ["actor", "at", "code", "kind", "message"]);
        }
    }
}

#[test]
fn who_looks_at_something_else_hears_nothing_of_it() {
    let house = House::new();
    let admin = house.token(Role::Admin);
    let mut stream = house.get("/api/v1/live?topics=snapshot").token(&admin).stream();
    stream.next_of("snapshot").unwrap();
    let mut heard = watch(&house, "");
    assert_eq!(house.post("/api/v1/autopilot/stop").token(&admin).send().status, 200);
    heard.next_of("actions").unwrap();
    assert!((0..5).all(|_| stream.next().unwrap().name == "snapshot"));
}
