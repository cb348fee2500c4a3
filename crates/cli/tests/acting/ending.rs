//! Ending a process of a person, and what is told of it.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::house::{House, json};
use crate::victim::{PERSON, Victim, audited, done, is_root, open_to_all, row, wait_for};

#[test]
fn a_persons_process_is_ended_and_both_are_in_the_audit_the_intent_and_the_outcome() {
    if !is_root() {
        return;
    }
    let house = House::new();
    for (lang, words) in [("en", ["TERM", "has ended"]), ("ko", ["신호", "종료했습니다"])] {
        let mut victim = Victim::sleep(PERSON);
        let said = house.run(&["--lang", lang, "end", &victim.pid(), "--yes"]);
        done(&said);
        assert_eq!(victim.signal(), Some(15));
        assert!(said.out.contains("sleep") && said.out.contains(&victim.pid()), "{}", said.out);
        assert!(said.out.contains(words[0]), "{lang}: {}", said.out);
        if lang == "en" {
            assert!(said.out.contains(words[1]), "{}", said.out);
        }
        assert_eq!(audited(&house)[..2], [row("end", "ok", "ended"), row("end", "intended", "")]);
    }
    let rows = json(&house.run(&["audit", "--json", "-n", "1", "--action", "end"]).out)["audit"].clone();
    assert!(rows[0]["actor"] == "cli:root", "{rows}");
    let text = house.run(&["audit", "--name", "sleep"]).out;
    assert!(text.lines().count() == 4 && text.contains("end") && text.contains("cli:"), "{text}");
}

#[test]
fn the_outcome_has_the_shape_of_the_api() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let key = victim.key();
    let said = house.run(&["--json", "kill", &victim.pid(), "--key", &key, "--yes"]);
    let outcome = json(&done(&said).out);
    assert_eq!(
        (&outcome["key"], &outcome["result"], &outcome["signals"]),
        (&key.into(), &"ended".into(), &serde_json::json!(["TERM"]))
    );
    assert!(outcome["message"].is_string() && outcome["took_ms"].is_u64(), "{outcome}");
    assert_eq!(victim.signal(), Some(15));
}

#[test]
fn one_that_ignores_the_request_is_ended_by_force_after_five_seconds() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let folder = tempfile::tempdir().unwrap();
    open_to_all(folder.path());
    let mut victim = Victim::shell("trap '' TERM", &folder.path().join("ready"));
    let begun = Instant::now();
    let outcome = json(&done(&house.run(&["--json", "end", &victim.pid(), "--yes"])).out);
    assert_eq!(
        (&outcome["result"], &outcome["signals"]),
        (&"killed".into(), &serde_json::json!(["TERM", "KILL"]))
    );
    assert!(begun.elapsed() >= Duration::from_secs(5));
    assert_eq!(victim.signal(), Some(9));
}

#[test]
fn hostile_names_are_harmless_on_the_terminal() {
    if !is_root() {
        return;
    }
    let house = House::new();
    open_to_all(&house.path(""));
    let path = house.copy_of("/bin/sleep", "\u{1b}[31mx\u{202e}");
    open_to_all(&path);
    let mut victim = Victim::of(Command::new(&path).arg("600"), PERSON);
    let exe = format!("/proc/{}/exe", victim.pid);
    wait_for("the copy", || std::fs::read_link(&exe).is_ok_and(|link| link == path));
    for args in [&["end", &victim.pid(), "--dry-run"][..], &["end", &victim.pid(), "--yes"]] {
        let said = house.run(args);
        assert!(!said.out.contains(['\u{1b}', '\u{202e}']) && !said.err.contains('\u{1b}'), "{:?}", said.out);
    }
    assert!(!house.run(&["audit"]).out.contains(['\u{1b}', '\u{202e}']));
    let _ = victim.lives();
}
