//! `GET /api/v1/live`.

use std::time::Duration;

use domain::Role;

use crate::house::{House, eventually, process};

#[test]
fn a_stream_says_hello_and_then_sends_every_tick() {
    let house = House::new();
    let mut stream = house.get("/api/v1/live").token(&house.token(Role::Viewer)).stream();
    assert_eq!(stream.head.status, 200);
    assert_eq!(stream.head.header("content-type"), Some("text/event-stream"));
    assert_eq!(stream.head.header("x-accel-buffering"), Some("no"));
    assert_eq!(stream.head.header("cache-control"), Some("no-store"));
    let hello = stream.next().unwrap();
    assert_eq!((hello.name.as_str(), hello.id, &hello.data["boot"]), ("hello", None, &"0a1b2c3d".into()));
    let first = stream.next().unwrap();
    let second = stream.next().unwrap();
    assert_eq!((first.name.as_str(), second.name.as_str()), ("snapshot", "snapshot"));
    let seq = first.data["seq"].as_u64().unwrap();
    assert_eq!(first.id, Some(format!("0a1b2c3d-{seq}-1")));
    assert!(second.data["seq"].as_u64().unwrap() > seq);
    assert_eq!(first.data["gaps"]["services"], "not_yet");
}

#[test]
fn processes_come_whole_first_and_then_only_what_changed() {
    let house = House::new();
    // Tick by tick: whoever is too slow for the next ones would get the whole list again.
    let held = house.hold();
    let mut stream =
        house.get("/api/v1/live?topics=snapshot,processes").token(&house.token(Role::Viewer)).stream();
    stream.next_of("hello").unwrap();
    let full = stream.next().unwrap();
    assert_eq!((full.name.as_str(), &full.data["full"]), ("processes", &true.into()));
    assert_eq!(full.data["mode"], "contextual");
    let rows = full.data["processes"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    for row in rows {
        for worded in ["role", "verdict_reason", "end_reason"] {
            assert!(row.get(worded).is_none() && row["gaps"].get(worded).is_none(), "{worded} in a live row");
        }
    }
    assert_eq!(stream.next().unwrap().name, "snapshot", "the snapshot comes after the processes of its tick");
    if full.data["seq"] != held {
        stream.at("processes", held);
    }
    // Each tick the CPU counters go on by the same amount: once rates are known, nothing changes.
    let mut quiet = (0..20).map(|_| stream.at("processes", house.step()));
    let quiet = quiet.find(|event| event.data["changed"] == serde_json::json!([])).unwrap();
    assert_eq!((&quiet.data["full"], &quiet.data["gone"]), (&false.into(), &serde_json::json!([])));

    {
        let mut world = house.world.lock().unwrap();
        world.processes.retain(|process| process.key.pid != 77);
        world.processes[1].rss_bytes = 5;
        world.processes.push(process(99, 9900, "newcomer"));
    }
    let delta = stream.at("processes", house.step());
    assert_eq!(delta.data["gone"], serde_json::json!(["77-7700"]));
    let changed = delta.data["changed"].as_array().unwrap();
    let old = changed.iter().find(|row| row["key"] == "42-4242").unwrap();
    assert_eq!(old["rss_bytes"], 5);
    assert!(old.get("name").is_none() && old.get("gaps").is_none(), "{old}");
    let new = changed.iter().find(|row| row["key"] == "99-9900").unwrap();
    assert_eq!((&new["name"], new["gaps"].is_object()), (&"newcomer".into(), true));
}

#[test]
fn who_was_away_for_a_moment_gets_exactly_what_was_missed() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    let ask = || house.get("/api/v1/live?topics=processes").token(&token);
    let seen = house.hold();
    // Somebody else sees every tick.
    let (mut stream, mut other) = (ask().stream(), ask().stream());
    stream.at("processes", seen);
    other.at("processes", seen);
    let last = stream.at("processes", house.step());
    other.at("processes", seen + 1);
    drop(stream);
    for _ in 0..3 {
        other.at("processes", house.step());
    }
    let mut again = ask().header("Last-Event-ID", &last.id.unwrap()).stream();
    for tick in seen + 2..=seen + 4 {
        let missed = again.next_of("processes").unwrap();
        assert_eq!((&missed.data["full"], missed.data["seq"].as_u64()), (&false.into(), Some(tick)));
    }
    let next = house.step();
    assert_eq!(again.next_of("processes").unwrap().data["seq"].as_u64(), Some(next));
}

#[test]
fn an_id_of_another_run_or_of_nonsense_gets_the_whole_list() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    for id in ["ffffffff-2-0", "0a1b2c3d-999999999-0", "0a1b2c3d-0-0", "x", "0a1b2c3d-2-7", ""] {
        let mut stream =
            house.get("/api/v1/live?topics=processes").token(&token).header("Last-Event-ID", id).stream();
        assert_eq!(stream.next_of("processes").unwrap().data["full"], true, "{id}");
    }
}

#[test]
fn unknown_topics_are_refused_and_known_ones_of_later_named_so() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    for (topics, code) in [
        ("everything", "unknown_topic"),
        ("", "unknown_topic"),
        ("snapshot,", "unknown_topic"),
        ("snapshot,incidents", "not_yet"),
        ("action", "unknown_topic"),
        ("logs:", "unknown_topic"),
        ("logs:../x", "unknown_topic"),
        ("logs", "unknown_topic"),
    ] {
        let answer = house.get(&format!("/api/v1/live?topics={topics}")).token(&token).send();
        let status = if code == "not_yet" { 409 } else { 400 };
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{topics}");
    }
}

#[test]
fn a_stopping_server_says_so_and_is_gone_within_two_seconds() {
    let stopped = || {
        let mut house = House::new();
        let mut stream = house.get("/api/v1/live").token(&house.token(Role::Viewer)).stream();
        stream.next_of("snapshot").unwrap();
        let took = house.stop();
        let bye = stream.next_of("bye").unwrap();
        assert_eq!(bye.data["reason"], "shutdown");
        assert!(stream.next().is_none());
        took
    };
    // At all but one a busy machine may have been in the way.
    assert!((0..5).any(|_| stopped() < Duration::from_secs(2)));
}

#[test]
fn all_viewers_of_a_tick_get_the_same_bytes() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    let mut streams: Vec<_> = (0..20).map(|_| house.get("/api/v1/live").token(&token).stream()).collect();
    let tick = house.hold();
    let mut seen = streams.iter_mut().map(|stream| {
        let event = stream.at("snapshot", tick);
        (event.id, event.data)
    });
    let first = seen.next().unwrap();
    assert!(seen.all(|other| other == first));
}

#[test]
fn a_place_is_free_again_after_the_viewer_has_left() {
    let mut plan = crate::house::Plan::default();
    plan.limits.streams_per_user = 2;
    plan.limits.streams = 3;
    let house = House::with(plan);
    let (one, other) = (house.token(Role::Viewer), house.token(Role::Viewer));
    let open = |token: &str| house.get("/api/v1/live").token(token).stream();
    let first = open(&one);
    let _second = open(&one);
    let refused = house.get("/api/v1/live").token(&one).send();
    assert_eq!(
        (refused.status, refused.code().as_str(), refused.header("retry-after")),
        (429, "too_many_requests", Some("10"))
    );
    let _third = open(&other);
    let full = house.get("/api/v1/live").token(&house.token(Role::Admin)).send();
    assert_eq!((full.status, full.code().as_str()), (503, "overloaded"));
    drop(first);
    eventually("a place for another viewer", || open(&other).head.status == 200);
}
