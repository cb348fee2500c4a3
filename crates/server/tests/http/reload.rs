//! What can be changed while the server runs, and what cannot.

use std::net::SocketAddr;

use domain::Role;
use server::{GaugeThresholds, Limits, Listen, LiveSettings, Settings, Thresholds, needs_restart};

use crate::house::{House, TICK};

#[test]
fn new_settings_hold_from_the_next_request_and_streams_go_on() {
    let house = House::new();
    let mut stream = house.get("/api/v1/live").token(&house.token(Role::Viewer)).stream();
    assert_eq!(house.get("/healthz").host("mon.example").send().status, 421);
    assert_eq!(house.get("/metrics").send().status, 401);
    house.reload.replace(LiveSettings {
        allowed_hosts: vec!["mon.example".to_owned()],
        metrics_allow: vec!["127.0.0.1/32".parse().unwrap()],
        lang: Some(words::Lang::Ko),
        ..LiveSettings::default()
    });
    assert_eq!(house.get("/healthz").host("mon.example").send().status, 200);
    assert_eq!(house.get("/metrics").send().status, 200);
    assert_eq!(house.get("/api/v1/me").send().header("content-language"), Some("ko"));
    assert!(stream.next_of("snapshot").is_some());
}

#[test]
fn a_stream_that_begins_is_told_the_thresholds_in_force() {
    let house = House::new();
    let viewer = house.token(Role::Viewer);
    let told = || {
        let hello = house.get("/api/v1/live").token(&viewer).stream().next_of("hello").unwrap();
        hello.data["thresholds"].clone()
    };
    let usual = serde_json::json!({"warn": 60.0, "bad": 80.0});
    assert_eq!(told(), serde_json::json!({"cpu": usual, "memory": usual, "disk": usual}));
    let memory = Thresholds { warn: 90.0, bad: 97.5 };
    let thresholds = GaugeThresholds { memory, ..GaugeThresholds::default() };
    house.reload.replace(LiveSettings { thresholds, ..LiveSettings::default() });
    let changed = serde_json::json!({"warn": 90.0, "bad": 97.5});
    assert_eq!(told(), serde_json::json!({"cpu": usual, "memory": changed, "disk": usual}));
}

#[test]
fn what_needs_a_restart_is_named() {
    let settings = |port| Settings {
        listen: vec![Listen::Tcp(SocketAddr::from(([127, 0, 0, 1], port)))],
        socket_gid: None,
        limits: Limits::default(),
        tick: TICK,
        live: LiveSettings::default(),
    };
    assert_eq!(needs_restart(&settings(1), &settings(1)), Vec::<&str>::new());
    assert_eq!(needs_restart(&settings(1), &settings(2)), ["listen"]);
    let group = Settings { socket_gid: Some(5), ..settings(1) };
    assert_eq!(needs_restart(&settings(1), &group), ["socket_group"]);
}

#[test]
fn the_language_of_a_problem_is_the_askers() {
    let house = House::new();
    let lang = |query: &str, header: &str| {
        let answer = house.get(&format!("/api/v1/me{query}")).header("Accept-Language", header).send();
        (
            answer.header("content-language").unwrap().to_owned(),
            answer.json()["title"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(lang("", "ko-KR,ko;q=0.9"), ("ko".to_owned(), "로그인이 필요합니다".to_owned()));
    assert_eq!(lang("", "de"), ("en".to_owned(), "Please log in".to_owned()));
    assert_eq!(lang("?lang=ko", "en").0, "ko");
    assert_eq!(lang("?lang=en", "ko").0, "en");
}
