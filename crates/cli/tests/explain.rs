//! `explain` on real processes: found by pid, port, path and name, told harmlessly, as text and as JSON.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;
mod planted;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use house::{House, Said, json};
use planted::Planted;
use unicode_width::UnicodeWidthStr as _;

fn matches(said: &Said) -> Vec<serde_json::Value> {
    assert_eq!(said.code, 0, "{}", said.err);
    json(&said.out)["matches"].as_array().unwrap().clone()
}

#[test]
fn the_answer_has_the_shape_of_the_contract() {
    let (house, healthy) = (House::new(), Planted::healthy());
    let pid = healthy.pid().to_string();
    let said = house.run(&["explain", &pid, "--json"]);
    let answer = json(&said.out);
    assert_eq!(answer["query"], pid.as_str());
    assert_eq!(answer.as_object().unwrap().len(), 2, "{answer}");
    let found = matches(&said);
    assert_eq!(found.len(), 1);
    let process = &found[0];
    assert_eq!(
        (process["pid"].as_u64(), process["verdict"].as_str()),
        (Some(healthy.pid().into()), Some("safe"))
    );
    assert_eq!((&process["plan"]["key"], &process["plan"]["kind"]), (&process["key"], &"end".into()));
    assert!(process["role"].as_str().unwrap().len() > 10, "{process}");
    let chain = process["chain"].as_array().unwrap();
    assert_eq!(chain[0]["pid"], healthy.pid());
    assert_eq!(chain[1]["pid"], std::process::id(), "this test started it");
    for link in chain {
        for key in ["key", "pid", "name", "kind"] {
            assert!(link.get(key).is_some(), "{key} of {link}");
        }
    }
    assert_ne!(chain.last().unwrap()["kind"], "process", "the last link is where it came from");
}

#[test]
fn a_page_goes_from_the_verdict_to_how_it_came_about() {
    let (house, planted) = (House::new(), Planted::copy_of_sleep("frobnicate"));
    let page = house.run(&["explain", &planted.pid().to_string()]);
    assert_eq!((page.code, page.err.as_str()), (0, ""));
    let mut rest = page.out.as_str();
    for part in [
        "🔴 frobnicate PID",
        "· urgent",
        "└ role",
        "└ state",
        "Why urgent",
        "RUNS_FROM_TMP",
        "evidence",
        "what to do",
        "when wrong",
        "executable",
        "Who started it",
        "How the verdict came about",
        "contextual",
        "→ 🔴 urgent",
        "strict",
    ] {
        let at = rest
            .find(part)
            .unwrap_or_else(|| panic!("{part:?} is not there, or not in its place:\n{}", page.out));
        rest = &rest[at..];
    }
}

#[test]
fn a_port_is_answered_by_who_waits_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let house = House::new();
    let query = format!(":{port}");
    let explained = || house.run(&["explain", &query, "--json"]);
    let pids = |said: &Said| matches(said).iter().map(|row| row["pid"].as_u64()).collect::<Vec<_>>();
    let own = [Some(std::process::id().into())];
    let said =
        until("nobody but this test waits there", || Some(explained()).filter(|said| pids(said) == own));
    assert_eq!(json(&said.out)["unowned_sockets"], serde_json::json!([]));
    let page = house.run(&["explain", &query, "--lang", "ko"]).out;
    assert!(page.contains(&format!("{port}/tcp")) && page.contains("127.0.0.1"), "{page}");
    drop(listener);
    until("nobody waits there any more", || (house.run(&["explain", &query]).code == 4).then_some(()));
}

/// Waits until it is so: what another test just starts holds all that this program holds until it is its own program.
fn until<T>(what: &str, mut is_so: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        match is_so() {
            Some(found) => return found,
            None => assert!(begun.elapsed() < Duration::from_secs(60), "not so: {what}"),
        }
    }
}

#[test]
fn a_path_a_link_and_a_name_lead_to_the_process() {
    let (house, planted) = (House::new(), Planted::copy_of_sleep("frobnicate-by-name"));
    let link = house.path("link");
    std::os::unix::fs::symlink(planted.path(), &link).unwrap();
    let folder = planted.path().parent().unwrap();
    for query in [planted.path(), &link, folder, std::path::Path::new("frobnicate-by-name")] {
        let found = matches(&house.run(&["explain", query.to_str().unwrap(), "--json"]));
        let pids: Vec<Option<u64>> = found.iter().map(|row| row["pid"].as_u64()).collect();
        assert_eq!(pids, [Some(planted.pid().into())], "{}", query.display());
    }
}

#[test]
fn several_matches_come_gravest_first_and_are_bounded() {
    let house = House::new();
    let planted: Vec<Planted> = (0..7).map(|_| Planted::copy_of_sleep("frobnicate-many")).collect();
    let page = house.run(&["explain", "frobnicate-many"]);
    assert_eq!(page.code, 0, "{}", page.err);
    assert!(page.out.starts_with("7 matches"), "{}", page.out);
    assert_eq!(page.out.matches("How the verdict came about").count(), 4, "{}", page.out);
    assert!(page.out.contains("3 more of the same query"), "{}", page.out);
    for one in &planted {
        assert!(page.out.contains(&format!("frobnicate-many PID {}", one.pid())), "{}", page.out);
    }
}

#[test]
fn what_is_not_there_is_exit_4_and_says_what_was_tried() {
    let house = House::new();
    for query in
        ["4294967295", "no-such-thing-here", "/no/such/path", "nothing.service", "99999999999999999999"]
    {
        let said = house.run(&["explain", query]);
        assert_eq!((said.code, said.out.as_str()), (4, ""), "{query}: {}", said.err);
        assert!(said.err.contains(query), "{}", said.err);
    }
}

#[test]
fn hostile_names_and_arguments_are_harmless_in_the_terminal_and_whole_in_json() {
    let house = House::new();
    for name in ["<b>\"'&", "a\u{1b}[31m\u{202e}b", "a b) (c", "new\nline", "\u{9b}2J"] {
        let planted = Planted::named(name, &["\u{1b}]0;owned\u{7}", "a\nb", &"가".repeat(1400)]);
        let pid = planted.pid().to_string();
        for args in [&["explain", &pid][..], &["ps", "--flat"], &["ps", "--line"], &["ps", "--members"]] {
            let said = house.run(args);
            assert_eq!(said.code, 0, "{args:?}: {}", said.err);
            let hidden = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!said.out.contains(hidden), "{args:?}: {:?}", said.out);
            if args[0] == "explain" {
                assert!(said.out.lines().all(|line| line.width() <= 80), "{}", said.out);
                assert!(said.out.contains(&format!("PID {pid}")), "{}", said.out);
            }
        }
        let found = matches(&house.run(&["explain", &pid, "--json"]));
        assert_eq!(found[0]["name"], name);
        assert_eq!(found[0]["cmdline"][2], "\u{1b}]0;owned\u{7}");
    }
}

#[test]
fn a_hostile_query_is_harmless_too() {
    let said = House::new().run(&["explain", "\u{1b}[2J\u{202e}x"]);
    assert_eq!(said.code, 4);
    assert!(!said.err.contains(['\u{1b}', '\u{202e}']), "{:?}", said.err);
}
