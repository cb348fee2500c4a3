//! The database of a running server in the hands of somebody else: edited, taken away, replaced, written over, newer than the
//! program. The break is named or the change refused, nothing panics, and what was acknowledged is there. Attacks 29, 30 and 40.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;
mod serving;

use std::fs;
use std::path::PathBuf;

use house::{House, json};
use rusqlite::Connection;
use serde_json::Value;
use serving::{Server, Sleeper, add_boss, is_root, until};

fn path(house: &House) -> PathBuf {
    house.state().join("local.db")
}

/// What somebody does who knows SQL.
fn edit(house: &House, sql: &str) {
    let triggers =
        "DROP TRIGGER IF EXISTS audit_is_never_changed; DROP TRIGGER IF EXISTS audit_is_never_deleted;";
    Connection::open(path(house)).unwrap().execute_batch(&format!("{triggers}{sql}")).unwrap();
}

/// A house with an admin and some rows in its audit, the server, and the admin's cookie.
fn serving() -> (House, Server, String) {
    let house = House::new();
    add_boss(&house);
    for name in ["one", "two", "three"] {
        let added = house.run(&["token", "add", name, "--role", "viewer"]);
        assert_eq!(added.code, 0, "{}", added.err);
    }
    let server = Server::of(&house);
    let cookie = server.log_in().cookie();
    (house, server, cookie)
}

/// Waits for what the server says of the chain, in Korean.
fn chain(server: &Server, cookie: &str, state: &str) -> Value {
    let mut chain = Value::Null;
    until(state, || {
        let answer = server.get("/api/v1/audit?limit=1&lang=ko", cookie);
        assert_eq!(answer.status, 200, "{}", answer.text);
        chain = answer.json()["chain"].clone();
        chain["state"] == state
    });
    chain
}

#[test]
fn an_audit_that_is_whole_is_said_to_be_so_by_the_server_and_the_command() {
    let (house, server, cookie) = serving();
    let whole = chain(&server, &cookie, "whole");
    assert!(
        whole["checked_at"].is_string() && whole["first_bad"].is_null() && whole["reason"].is_null(),
        "{whole}"
    );
    until("a line of the log", || server.log().contains("the audit is whole"));
    let said = house.run(&["audit", "--check"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("All 5 entries"), "{}", said.out);
    let document = json(&house.run(&["audit", "--check", "--json"]).out);
    assert_eq!(document["chain"]["state"], "whole");
    let mark = document["mark"].as_str().unwrap();
    assert!(said.out.contains(mark) && mark.starts_with("5:"), "{mark}");
    assert_eq!(server.log_in().status, 200);
    let again = house.run(&["audit", "--check", "--mark", mark]);
    assert_eq!(again.code, 0, "{}", again.err);
    let listed = house.run(&["audit", "--json"]);
    assert_eq!((listed.code, listed.err.as_str()), (0, ""));
    assert_eq!(json(&listed.out)["chain"]["state"], "whole");
}

#[test]
fn an_entry_that_is_edited_while_the_server_runs_is_named_everywhere() {
    let (house, server, cookie) = serving();
    chain(&server, &cookie, "whole");
    edit(&house, "UPDATE audit SET name = 'innocent' WHERE id = 3");
    let broken = chain(&server, &cookie, "broken");
    assert_eq!(broken["first_bad"], 3, "{broken}");
    assert_eq!(broken["reason"], "3번 기록이 처음 적힌 것과 다릅니다.");
    until("a line of the log", || server.log().contains("the chain of the audit is broken"));
    for (lang, words) in [
        ("en", ["Entry 3 does not say", "The time that stands in it now"]),
        ("ko", ["3번 기록이", "지금 적힌 때"]),
    ] {
        let said = house.run(&["--lang", lang, "audit", "--check"]);
        assert_eq!(said.code, 6, "{}", said.err);
        assert!(words.iter().all(|words| said.out.contains(words)), "{}", said.out);
        let listed = house.run(&["--lang", lang, "audit"]);
        assert_eq!(listed.code, 0);
        assert!(listed.err.contains(words[0]) && !listed.out.contains(words[0]), "{}", listed.err);
    }
    let document = json(&house.run(&["audit", "--check", "--json"]).out);
    assert_eq!((&document["chain"]["first_bad"], &document["mark"]), (&3.into(), &Value::Null));
    // It stays written, once, also when the server begins anew.
    let told = || {
        let rows = json(&house.run(&["audit", "--action", "audit_broken", "--json"]).out)["audit"].clone();
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| (row["actor"].clone(), row["name"].clone(), row["code"].clone()))
            .collect::<Vec<_>>()
    };
    let once = vec![("server".into(), "entry 3".into(), "changed".into())];
    until("an entry about it", || told() == once);
    server.kill();
    let server = Server::of(&house);
    let cookie = server.log_in().cookie();
    assert_eq!(chain(&server, &cookie, "broken")["first_bad"], 3);
    assert_eq!(told(), once);
}

#[test]
fn each_way_of_breaking_it_has_its_own_words_and_exit_6() {
    for (sql, words) in [
        ("DELETE FROM audit WHERE id = 2", "Entry 2 is gone; later ones are there.\nThe last entry before it that is there: 1 of"),
        ("DELETE FROM audit WHERE id > 3", "The entries from 4 to the last one are gone.\nThe last entry before it that is there: 3 of"),
        ("DELETE FROM audit", "The entries from 1 to the last one are gone.\nFind out"),
        ("INSERT INTO audit SELECT 9, at, actor, action, outcome, key, name, code, reason, address, link FROM audit WHERE id = 4;
          UPDATE audit SET id = 5 WHERE id = 9", "Entry 5 was not written by this program"),
        ("UPDATE audit SET id = 9 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 9",
         "Another entry stands in the place of 2: their order was changed."),
    ] {
        let house = House::new();
        add_boss(&house);
        for name in ["one", "two", "three"] {
            assert_eq!(house.run(&["token", "add", name, "--role", "viewer"]).code, 0);
        }
        edit(&house, sql);
        let said = house.run(&["audit", "--check"]);
        assert_eq!(said.code, 6, "{sql}: {}\n{}", said.out, said.err);
        assert!(said.out.contains(words), "{sql}: {}", said.out);
    }
}

/// Everything in the file was made to fit. The server remembers what it saw; a mark that was kept tells it without a server.
#[test]
fn entries_cut_off_together_with_the_head_are_missed_by_a_server_that_saw_them_and_by_a_mark() {
    let (house, server, cookie) = serving();
    chain(&server, &cookie, "whole");
    let mark = json(&house.run(&["audit", "--check", "--json"]).out)["mark"].as_str().unwrap().to_owned();
    edit(
        &house,
        "DELETE FROM audit WHERE id > 2; UPDATE state SET audit_id = 2, audit_link = (SELECT link FROM audit WHERE id = 2)",
    );
    assert_eq!(house.run(&["audit", "--check"]).code, 0, "no hash without a key shows this");
    let with_mark = house.run(&["audit", "--check", "--mark", &mark]);
    assert_eq!(with_mark.code, 6, "{}", with_mark.out);
    assert!(with_mark.out.contains("The entries from 3 to the last one are gone."), "{}", with_mark.out);
    assert_eq!(chain(&server, &cookie, "broken")["first_bad"], 3);
    // It goes on from there and says so: the entry about it has taken one of the numbers.
    until("an entry about it", || house.run(&["audit", "--action", "audit_broken"]).out.contains("cut_off"));
}

#[test]
fn a_check_of_what_is_not_there_or_is_no_database_is_exit_5() {
    let house = House::new();
    let said = house.run(&["audit", "--check"]);
    assert_eq!((said.code, said.out.as_str()), (5, ""), "{}", said.err);
    add_boss(&house);
    fs::write(path(&house), "not a database, but long enough to look like one ".repeat(100)).unwrap();
    for args in [&["audit", "--check"][..], &["audit", "--check", "--json"]] {
        let said = house.run(args);
        assert_eq!((said.code, said.out.as_str()), (5, ""), "{}", said.err);
    }
    for args in [
        &["audit", "--mark", "1:ab"][..],
        &["audit", "--check", "--mark", "1:ab"],
        &["audit", "--check", "--name", "x"],
    ] {
        assert_eq!(house.run(args).code, 2, "{args:?}");
    }
}

#[test]
fn the_audit_is_asked_for_what_one_did() {
    let (house, server, cookie) = serving();
    assert_eq!(
        server.send("POST", "/api/v1/tokens", &cookie, "{\"name\":\"ci\",\"role\":\"viewer\"}").status,
        201
    );
    let actors = |said: &Value| {
        let rows = said["audit"].as_array().unwrap().clone();
        rows.iter().map(|row| row["actor"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let asked = |actor: &str| {
        let typed = house.run(&["audit", "--actor", actor, "--json"]);
        assert_eq!(typed.code, 0, "{}", typed.err);
        let typed = actors(&json(&typed.out));
        assert_eq!(
            typed,
            actors(&server.get(&format!("/api/v1/audit?actor={actor}"), &cookie).json()),
            "{actor}"
        );
        typed
    };
    assert_eq!(asked("boss"), ["user:boss", "user:boss"]);
    assert_eq!(asked("user:boss"), ["user:boss", "user:boss"]);
    assert_eq!(asked("token:boss"), [""; 0]);
    assert!(asked("root").iter().all(|actor| actor == "cli:root"));
    let both = server.get("/api/v1/audit?actor=boss&action=token_add&name=ci", &cookie).json();
    assert_eq!(actors(&both), ["user:boss"]);
}

#[test]
fn a_database_that_was_taken_away_ends_nothing_and_acknowledges_nothing_until_it_is_back() {
    if !is_root("ending processes without a database") {
        return;
    }
    let (house, server, cookie) = serving();
    let sleeper = Sleeper::new();
    let key = server.endable(sleeper.pid, &cookie);
    let aside = house.path("aside.db");
    let end = || server.send("POST", &format!("/api/v1/processes/{key}/end"), &cookie, "{}");
    let token = |name: &str| {
        server.send(
            "POST",
            "/api/v1/tokens",
            &cookie,
            &format!("{{\"name\":\"{name}\",\"role\":\"viewer\"}}"),
        )
    };
    // Gone, and then an older copy in its place.
    fs::copy(path(&house), house.path("older.db")).unwrap();
    fs::rename(path(&house), &aside).unwrap();
    for replaced in [false, true] {
        if replaced {
            fs::rename(house.path("older.db"), path(&house)).unwrap();
        }
        assert_eq!(end().code(), (503, "audit_unavailable".to_owned()), "replaced: {replaced}");
        assert_eq!(token("lost").code(), (503, "store_unavailable".to_owned()), "replaced: {replaced}");
        assert!(sleeper.is_untouched());
        for read in ["/healthz", "/api/v1/snapshot", "/api/v1/processes", "/api/v1/me"] {
            assert_eq!(server.get(read, &cookie).status, 200, "{read}");
        }
    }
    let unread = chain(&server, &cookie, "unchecked");
    assert!(unread["reason"].as_str().is_some_and(|reason| reason.contains("서버 로그")), "{unread}");
    until("a word in the log", || server.log().contains("no longer the file that was opened"));
    fs::rename(aside, path(&house)).unwrap();
    assert_eq!(token("kept").status, 201);
    assert_eq!(end().status, 200);
    assert_eq!(sleeper.signal(), Some(15));
    chain(&server, &cookie, "whole");
    server.kill();
    let server = Server::of(&house);
    let names = server.get("/api/v1/tokens", &cookie).json().to_string();
    assert!(names.contains("\"kept\"") && !names.contains("\"lost\""), "{names}");
    assert_eq!(house.run(&["audit", "--check"]).code, 0);
}

#[test]
fn a_database_that_is_written_over_does_not_bring_the_server_down_nor_end_anything_unrecorded() {
    if !is_root("ending processes on a damaged database") {
        return;
    }
    for half in [false, true] {
        let (house, server, cookie) = serving();
        chain(&server, &cookie, "whole");
        let sleeper = Sleeper::new();
        let key = server.endable(sleeper.pid, &cookie);
        let checkpoint = Connection::open(path(&house)).unwrap();
        checkpoint.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(())).unwrap();
        drop(checkpoint);
        let file = fs::OpenOptions::new().write(true).open(path(&house)).unwrap();
        if half {
            file.set_len(file.metadata().unwrap().len() / 2).unwrap();
        } else {
            use std::os::unix::fs::FileExt as _;
            let long = usize::try_from(file.metadata().unwrap().len()).unwrap();
            file.write_all_at(&vec![0xa5; long], 0).unwrap();
        }
        let ended = server.send("POST", &format!("/api/v1/processes/{key}/end"), &cookie, "{}");
        if ended.status == 200 {
            // It had all that it needs in its memory and its log: then it is written down there.
            assert_eq!(sleeper.signal(), Some(15));
        } else {
            let refused = ended.json()["code"].as_str().unwrap().to_owned();
            assert!(
                ["audit_unavailable", "policy_unavailable"].contains(&refused.as_str()),
                "{}",
                ended.text
            );
            assert!(sleeper.is_untouched());
        }
        for _ in 0..20 {
            let status = server.log_in().status;
            assert!([200, 503].contains(&status), "{status}");
        }
        assert_eq!(server.get("/healthz", "").status, 200);
        let log = server.log();
        assert!(!log.contains("panicked"), "{log}");
        server.kill();
        let said = house.run(&["audit", "--check"]);
        assert!([0, 5, 6].contains(&said.code), "{}\n{}", said.out, said.err);
        assert!(!said.err.contains("panicked"), "{}", said.err);
    }
}

#[test]
fn a_program_that_is_older_than_the_database_refuses_by_every_door_and_says_which_version() {
    let house = House::new();
    add_boss(&house);
    let file = Connection::open(path(&house)).unwrap();
    let known: i64 = file.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let newer = known + 3;
    file.pragma_update(None, "user_version", newer).unwrap();
    drop(file);
    let before = fs::read(path(&house)).unwrap();
    let words = [
        ("en", format!("schema {newer}, this one knows {known}")),
        ("ko", format!("스키마 {newer}, 이 버전이 아는 것은 {known}까지")),
    ];
    let doors: [&[&str]; 14] = [
        &["serve", "--listen", "127.0.0.1:0"],
        &["user", "list"],
        &["user", "add", "kim", "--role", "viewer", "--password-stdin"],
        &["user", "remove", "boss"],
        &["token", "list"],
        &["token", "add", "ci", "--role", "viewer"],
        &["audit"],
        &["audit", "--check"],
        &["policy", "check"],
        &["policy", "set", "x", "--platform", "linux", "--terminatable", "true"],
        &["policy", "remove", "x", "--platform", "linux"],
        &["autopilot", "rules"],
        &["autopilot", "report"],
        &["end", "1", "--yes"],
    ];
    // What only reads goes on with the built-in catalogue, and says so.
    let readers: [&[&str]; 7] = [
        &["policy", "list"],
        &["policy", "export"],
        &["ps"],
        &["status"],
        &["cleanup"],
        &["explain", "1"],
        &["explain", "1", "--json"],
    ];
    for (args, code) in doors.map(|args| (args, 5)).into_iter().chain(readers.map(|args| (args, 0))) {
        for (lang, words) in &words {
            let said = house.run(&[&["--lang", lang], args].concat());
            assert_eq!(said.code, code, "{args:?}: {}\n{}", said.out, said.err);
            assert_eq!(said.err.matches(words).count(), 1, "{args:?}: {}", said.err);
        }
    }
    assert_eq!(fs::read(path(&house)).unwrap(), before, "a newer database was touched");
    assert_eq!(fs::read_dir(house.state()).unwrap().count(), 1, "something was left beside it");
}

#[test]
fn a_stop_file_holds_after_the_server_was_killed_and_started_again() {
    let (house, server, cookie) = serving();
    let autopilot = |server: &Server| server.get("/api/v1/autopilot", &cookie).json();
    assert_eq!(autopilot(&server)["stopped"], false);
    fs::write(house.state().join("autopilot.stop"), "").unwrap();
    assert_eq!(autopilot(&server)["stopped"], true);
    server.kill();
    let server = Server::of(&house);
    assert_eq!(autopilot(&server)["stopped"], true, "a crash let it go on");
    server.kill();
    fs::remove_file(house.state().join("autopilot.stop")).unwrap();
    assert_eq!(house.run(&["autopilot", "stop"]).code, 0);
    let server = Server::of(&house);
    assert_eq!(autopilot(&server)["stopped"], true);
}
