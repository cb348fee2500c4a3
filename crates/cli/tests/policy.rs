//! `policy`: on the store of the server, audited, and harmless whatever the list holds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use house::{House, Said, exists, json};
use serde_json::Value;

fn found<'a>(policies: &'a Value, name: &str, platform: &str) -> Option<&'a Value> {
    policies["policies"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == name && one["platform"] == platform)
}

fn done(said: &Said) -> &Said {
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    said
}

fn audited(house: &House) -> Vec<(String, String)> {
    use store::{LocalStore as _, SqliteStore, StateDir};
    let store = SqliteStore::open(&StateDir::open_existing(&house.state()).unwrap()).unwrap();
    let rows = store.audit(None, 100).unwrap();
    rows.into_iter().map(|row| (row.action, row.name.unwrap_or_default())).collect()
}

#[test]
fn without_a_store_the_catalogue_is_read_and_nothing_is_made() {
    let house = House::new();
    let said = house.run(&["policy", "list", "--json"]);
    let policies = json(&done(&said).out);
    assert!(said.err.contains("built-in catalogue"), "{}", said.err);
    assert!(policies["policies"].as_array().unwrap().len() >= 1_500);
    let nginx = found(&policies, "nginx", "common").unwrap();
    assert!(nginx["id"].as_str().is_some_and(|id| id.len() <= 64));
    assert_eq!(nginx["category"], "web-server");
    assert!(nginx["descriptions"]["en"].is_string() && nginx["seed"]["hash"].is_string());
    for args in [&["show", "nginx"][..], &["export"], &["export", "--format", "csv"], &["check"]] {
        done(&house.run(&[&["policy"], args].concat()));
    }
    let list = house.write("list.json", r#"{"nginx":"웹 서버"}"#, 0o600);
    done(&house.run(&["policy", "import", list.to_str().unwrap(), "--dry-run"]));
    assert!(!exists(&house.state()), "a reading command made a store");
}

#[test]
fn a_policy_is_made_changed_and_removed_and_each_is_audited() {
    let house = House::new();
    let made = house.run(&[
        "policy",
        "set",
        "my-app",
        "--platform",
        "linux",
        "--terminatable",
        "false",
        "--description",
        "내 앱",
        "--description-en",
        "my app",
        "--tag",
        "mine",
        "--tag",
        "app",
        "--json",
    ]);
    let made = json(&done(&made).out);
    assert_eq!((&made["category"], &made["policy"]["terminatable"]), (&"general".into(), &false.into()));
    assert_eq!(made["tags"], serde_json::json!(["mine", "app"]));
    assert!(made["created_at"].as_str().unwrap().ends_with('Z'));
    let changed =
        house.run(&["policy", "set", "my-app", "--platform", "linux", "--category", "runtime", "--json"]);
    let changed = json(&done(&changed).out);
    assert_eq!((&changed["id"], &changed["category"]), (&made["id"], &"runtime".into()));
    assert_eq!(changed["policy"]["terminatable"], false, "what was not said did not stay");
    done(&house.run(&["policy", "set", "my-app", "--platform", "linux", "--category", "runtime"]));

    let list = house.run(&["policy", "list", "--json"]);
    let policies = json(&done(&list).out);
    assert!(list.err.is_empty(), "{}", list.err);
    assert!(found(&policies, "my-app", "linux").is_some() && found(&policies, "nginx", "common").is_some());
    assert!(house.run(&["policy", "show", "my-app"]).out.contains("my app"));
    assert!(house.run(&["--lang", "ko", "policy", "show", "my-app"]).out.contains("내 앱"));

    done(&house.run(&["policy", "remove", "my-app", "--platform", "linux"]));
    assert_eq!(house.run(&["policy", "remove", "my-app", "--platform", "linux"]).code, 1);
    assert_eq!(house.run(&["policy", "show", "my-app"]).code, 1);
    let rows: Vec<_> = audited(&house).into_iter().map(|(action, _)| action).collect();
    assert_eq!(rows, ["policy_removed", "policy_set", "policy_set"]);
}

#[test]
fn what_was_removed_stays_removed() {
    let house = House::new();
    done(&house.run(&["policy", "remove", "nginx", "--platform", "common"]));
    done(&house.run(&["policy", "set", "other", "--platform", "linux"]));
    let policies = json(&house.run(&["policy", "list", "--json"]).out);
    assert!(found(&policies, "nginx", "common").is_none());
}

const LIST: &str = "\u{feff}name,description\r\nnginx,웹 서버\r\nsvchost.exe,Windows 서비스 호스트 core\r\nmy-db,\"데이터베이스, 사내\"\r\n,이름 없음\r\nbad\u{1b}[31m,x\r\nmy-db,다시\r\n";

#[test]
fn a_dry_run_tells_how_each_entry_is_classified_and_why() {
    let house = House::new();
    let list = house.write("list.csv", LIST, 0o600);
    let args = ["policy", "import", list.to_str().unwrap(), "--dry-run"];
    for (lang, name) in [("en", "policy-import-en"), ("ko", "policy-import-ko")] {
        let said = house.run(&[&["--lang", lang][..], &args].concat());
        insta::assert_snapshot!(name, done(&said).out);
        assert!(!said.out.contains('\u{1b}'));
    }
    let report = json(&house.run(&[&args[..], &["--json"]].concat()).out);
    let rows = report["imported"].as_array().unwrap();
    assert_eq!(rows.len(), 6);
    assert_eq!(
        (&rows[1]["platform"], &rows[1]["category"], &rows[1]["is_system"], &rows[1]["terminatable"]),
        (&"windows".into(), &"core".into(), &true.into(), &false.into())
    );
    assert_eq!((&rows[2]["change"], &rows[2]["category"]), (&"created".into(), &"database".into()));
    assert_eq!((&rows[5]["change"], &rows[5]["line"]), (&"refused".into(), &7.into()));
}

#[test]
fn an_import_writes_once_and_says_so_the_second_time() {
    let house = House::new();
    let list = house.write("list.csv", LIST, 0o600);
    let import = || json(&done(&house.run(&["policy", "import", list.to_str().unwrap(), "--json"])).out);
    let results = |report: Value| -> Vec<String> {
        report["imported"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["change"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(results(import()), ["updated", "updated", "created", "refused", "refused", "refused"]);
    let first = house.run(&["policy", "show", "my-db", "--json"]).out;
    assert_eq!(results(import()), ["unchanged", "unchanged", "unchanged", "refused", "refused", "refused"]);
    assert_eq!(house.run(&["policy", "show", "my-db", "--json"]).out, first);
    let document = &json(&first)["policies"][0];
    assert_eq!(document["tags"], serde_json::json!(["linux", "auto-imported"]));
    assert_eq!(
        document["policy"],
        serde_json::json!({"is_system": false, "terminatable": true, "reason": "User Application"})
    );
    let imported = audited(&house).into_iter().filter(|(action, _)| action == "policy_imported").count();
    assert_eq!(imported, 3);
}

#[test]
fn what_is_exported_is_imported_elsewhere_as_it_was() {
    let (from, to) = (House::new(), House::new());
    done(&from.run(&[
        "policy",
        "set",
        "=cmd|x",
        "--platform",
        "windows",
        "--reason",
        "+1",
        "--terminatable",
        "false",
    ]));
    let csv = from.run(&["policy", "export", "--format", "csv"]).out;
    assert!(csv.contains("\n'=cmd|x,windows,"), "{csv}");
    for (name, text) in [("a.json", from.run(&["policy", "export"]).out), ("b.csv", csv)] {
        let file = to.write(name, &text, 0o600);
        let said = to.run(&["policy", "import", file.to_str().unwrap(), "--json"]);
        let report = json(&done(&said).out);
        let rows = report["imported"].as_array().unwrap();
        assert!(rows.len() > 1_500 && rows.iter().all(|row| row["change"] != "refused"));
        let changed: Vec<_> =
            rows.iter().filter(|row| row["change"] != "unchanged").map(|row| &row["name"]).collect();
        assert_eq!(changed.len(), usize::from(name == "a.json"), "{changed:?}");
    }
    let policies = |house: &House| json(&house.run(&["policy", "show", "=cmd|x", "--json"]).out);
    assert_eq!(policies(&from), policies(&to));
}

#[test]
fn broken_documents_are_named_protect_and_stop_nothing() {
    let house = House::new();
    done(&house.run(&["policy", "set", "x\u{ac00}", "--platform", "linux"]));
    done(&house.run(&["policy", "check"]));
    let raw = "UPDATE policy SET document = '{\"name\":\"x\u{ac00}\",\"platform\":\"linux\",\"policy\":{\"terminatable\":\"yes\\u001b[2J\"}}' WHERE name = 'x\u{ac00}'";
    let script = format!(
        "import sqlite3; c = sqlite3.connect({:?}); c.execute({raw:?}); c.commit()",
        house.state().join("local.db")
    );
    let tampered = std::process::Command::new("python3").args(["-c", &script]).status().unwrap();
    assert!(tampered.success());
    let check = house.run(&["policy", "check", "--json"]);
    assert_eq!(check.code, 6, "{}", check.err);
    assert_eq!(json(&check.out)["check"][0]["problem"], "unreadable");
    assert_eq!(house.run(&["policy", "check"]).code, 6);
    let list = house.run(&["policy", "list"]);
    assert!(done(&list).out.contains("cannot be read") && !list.out.contains('\u{1b}'));
    let shown = json(&house.run(&["policy", "show", "x\u{ac00}", "--json"]).out);
    assert_eq!(shown["policies"][0]["readable"], false);
    assert!(shown["policies"][0]["problem"].as_str().unwrap().contains("policy.terminatable"));
    done(&house.run(&["policy", "set", "x\u{ac00}", "--platform", "linux"]));
    done(&house.run(&["policy", "check"]));
}

#[test]
fn a_broken_document_is_looked_at_corrected_and_removed_by_its_id() {
    let house = House::new();
    for name in ["one", "two"] {
        done(&house.run(&["policy", "set", name, "--platform", "linux"]));
    }
    let raw = "UPDATE policy SET document = '{\"odd\":\"\\u202e\\u001b[2J\"}' WHERE name IN ('one', 'two')";
    let script = format!(
        "import sqlite3; c = sqlite3.connect({:?}); c.execute({raw:?}); c.commit()",
        house.state().join("local.db")
    );
    assert!(std::process::Command::new("python3").args(["-c", &script]).status().unwrap().success());
    let check = json(&house.run(&["policy", "check", "--json"]).out);
    let id = |at: usize| check["check"][at]["id"].as_str().unwrap().to_owned();
    let way_out = check["check"][0]["way_out"].as_str().unwrap();
    let correct = format!("policy set --platform linux --id {} one", id(0));
    assert!(
        way_out.contains(&correct) && way_out.contains(&format!("policy remove --id {}", id(0))),
        "{way_out}"
    );
    assert!(house.run(&["policy", "check"]).err.contains("policy show"));

    let shown = house.run(&["policy", "show", &id(1)]);
    let text = &done(&shown).out;
    assert!(text.contains("\"odd\": \"\\u{202e}") && !text.contains(['\u{1b}', '\u{202e}']), "{text}");
    let other = house.run(&["policy", "set", "three", "--platform", "linux", "--id", &id(0)]);
    assert_eq!(other.code, 1, "{}", other.err);
    let corrected = house.run(&["policy", "set", "one", "--platform", "linux", "--id", &id(0), "--json"]);
    assert_eq!(json(&done(&corrected).out)["readable"], true);
    done(&house.run(&["policy", "remove", "--id", &id(1)]));
    done(&house.run(&["policy", "check"]));
    assert_eq!(house.run(&["policy", "show", "two"]).code, 1);
    assert_eq!(audited(&house)[0], ("policy_removed".into(), "two".into()));

    for (args, code) in [
        (vec!["policy", "remove", "--id", "nothing"], 1),
        (vec!["policy", "remove", "--id", "a/b"], 1),
        (vec!["policy", "remove"], 2),
        (vec!["policy", "remove", "x"], 2),
        (vec!["policy", "remove", "x", "--platform", "linux", "--id", "y"], 2),
    ] {
        let said = house.run(&args);
        assert_eq!(said.code, code, "{args:?}: {}", said.err);
    }
}

#[test]
fn what_is_told_to_correct_a_broken_document_can_be_typed_whatever_its_name_is() {
    let house = House::new();
    done(&house.run(&["policy", "set", "plain", "--platform", "linux"]));
    let name = "--id=x 'a' $(touch made) * ;";
    let broken = serde_json::json!({ "name": name, "platform": "linux", "policy": { "terminatable": "no" } });
    let file = rusqlite::Connection::open(house.state().join("local.db")).unwrap();
    file.execute(
        "UPDATE policy SET document = ?1, name = ?2 WHERE name = 'plain'",
        [&broken.to_string(), name],
    )
    .unwrap();
    drop(file);
    let check = json(&house.run(&["policy", "check", "--json"]).out);
    let told =
        check["check"][0]["way_out"].as_str().unwrap().split(" corrects it").next().unwrap().to_owned();
    let typed = format!("{} --lang en {told}", env!("CARGO_BIN_EXE_server-monitor"));
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &typed]).env_clear().env("STATE_DIRECTORY", house.state()).current_dir(house.path(""));
    let corrected = house::said(shell.output().unwrap());
    assert!(done(&corrected).out.contains(name), "{typed}: {}", corrected.out);
    done(&house.run(&["policy", "check"]));
    assert!(!house::exists(&house.path("made")), "a name was run: {typed}");
}

#[test]
fn what_cannot_be_is_refused_with_its_exit_code() {
    let house = House::new();
    let code = |args: &[&str]| house.run(&[&["policy"], args].concat()).code;
    assert_eq!(code(&["set", "x", "--platform", "everywhere"]), 2);
    assert_eq!(code(&["set", "x"]), 2);
    assert_eq!(code(&["set", "x", "--platform", "linux", "--terminatable", "maybe"]), 2);
    assert_eq!(code(&["set", "a\nb", "--platform", "linux"]), 2);
    assert_eq!(code(&["set", "x", "--platform", "linux", "--reason", "\u{202e}"]), 2);
    assert_eq!(code(&["import", "nothing.json"]), 2);
    for (name, text, expected) in [
        ("a.txt", "x", 2),
        ("a.json", "nope", 1),
        ("b.json", "{\"x\":1}", 1),
        ("c.csv", "", 0),
        ("d.toml", "x = ", 1),
    ] {
        let file = house.write(name, text, 0o600);
        let said = house.run(&["policy", "import", file.to_str().unwrap()]);
        assert_eq!(said.code, expected, "{name}: {}", said.err);
    }
    std::fs::create_dir(house.path("folder.json")).unwrap();
    assert_eq!(code(&["import", "folder.json"]), 2);
}

#[test]
fn a_store_that_may_not_be_read_is_exit_5_for_changes_and_the_catalogue_for_reading() {
    use std::os::unix::fs::PermissionsExt as _;
    if !rustix::process::geteuid().is_root() {
        println!("SKIPPED a store of somebody else: it needs root");
        return;
    }
    let house = House::new();
    done(&house.run(&["policy", "set", "x", "--platform", "linux"]));
    std::fs::set_permissions(house.path(""), std::fs::Permissions::from_mode(0o755)).unwrap();
    let binary = house.copy_of_binary();
    std::fs::set_permissions(&binary, std::fs::Permissions::from_mode(0o755)).unwrap();
    let as_nobody = |args: &[&str]| {
        let state = house.state();
        let mut command = std::process::Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(&binary);
        command.args(args).arg("--state-dir").arg(&state).env_clear().env("LANG", "C.UTF-8").current_dir("/");
        house::said(command.output().unwrap())
    };
    for acting in [
        &["policy", "set", "y", "--platform", "linux"][..],
        &["policy", "remove", "x", "--platform", "linux"],
    ] {
        let said = as_nobody(acting);
        assert_eq!(said.code, 5, "{acting:?}: {} {}", said.out, said.err);
    }
    assert_eq!(as_nobody(&["policy", "check"]).code, 5);
    let list = as_nobody(&["policy", "list", "--json"]);
    assert!(done(&list).err.contains("built-in catalogue"), "{}", list.err);
    assert!(found(&json(&list.out), "x", "linux").is_none());
}

#[test]
fn a_running_server_seeds_and_holds_what_is_changed_beside_it() {
    let house = House::new();
    let mut server = house.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut server =
        server.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let lines = house::lines(server.stderr.take().unwrap());
    let mut seeded = 0;
    while let Ok(line) = lines.recv_timeout(std::time::Duration::from_secs(60)) {
        seeded += usize::from(line.contains("policies of this version"));
        if line.contains("listening") {
            break;
        }
    }
    assert_eq!(seeded, 1, "a first start did not say that it took the policies");
    done(&house.run(&["policy", "set", "nginx", "--platform", "common", "--terminatable", "false"]));
    let list = house.run(&["policy", "list", "--json"]);
    assert!(done(&list).err.is_empty(), "{}", list.err);
    assert_eq!(found(&json(&list.out), "nginx", "common").unwrap()["policy"]["terminatable"], false);
    server.kill().unwrap();
    server.wait().unwrap();
}
