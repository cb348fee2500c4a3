//! What is thought of processes: in both modes and languages, counted, filtered, sorted and live.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::process::{Exe, ProcessSample};
use domain::socket::{Proto, Socket};
use domain::{Gap, Role};
use serde_json::{Value, json};
use server::LiveSettings;
use server::dto::Mode;

use super::snapshot::nulls;
use crate::house::{House, Plan, World, eventually, process};

/// A process of `uid` at `exe` that waits on these ports of all addresses.
fn planted(pid: u32, name: &str, exe: &str, uid: u32, ports: &[u16]) -> ProcessSample {
    let mut sample = process(pid, u64::from(pid), name);
    let identity = Arc::make_mut(&mut sample.identity);
    identity.exe = Ok(Exe { path: exe.to_owned(), deleted: false });
    identity.cmdline = Ok(vec![name.to_owned()]);
    identity.uid = Ok(uid);
    identity.username = Ok(Some(if uid == 0 { "root" } else { "kim" }.to_owned()));
    identity.tty = Ok(None);
    sample.sockets = Ok(ports.iter().map(|port| public(*port)).collect());
    sample
}

fn public(port: u16) -> Socket {
    Socket { proto: Proto::Tcp, port, address: [0, 0, 0, 0].into(), netns: None }
}

fn init() -> ProcessSample {
    planted(1, "systemd", "/usr/lib/systemd/systemd", 0, &[])
}

fn nginx() -> ProcessSample {
    let mut nginx = planted(80, "nginx", "/usr/sbin/nginx", 0, &[80]);
    Arc::make_mut(&mut nginx.identity).unit = Ok(Some("nginx.service".to_owned()));
    nginx
}

/// One that is known, one that is not, one that is open, one that hides.
fn mixed() -> World {
    World {
        processes: vec![
            init(),
            nginx(),
            planted(90, "frobnicatord", "/usr/bin/frobnicatord", 1000, &[]),
            planted(91, "redis-server", "/usr/bin/redis-server", 1000, &[6379]),
            planted(92, "kworker/0:1", "/tmp/x", 1000, &[]),
        ],
        ..World::default()
    }
}

fn house() -> House {
    House::with(Plan { world: mixed(), ..Plan::default() })
}

fn get(house: &House, path: &str) -> Value {
    let answer = house.get(path).token(&house.token(Role::Viewer)).send();
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

fn hangul(text: &Value) -> bool {
    text.as_str().unwrap().chars().any(|c| ('가'..='힣').contains(&c))
}

fn verdicts(house: &House, query: &str) -> BTreeMap<u64, String> {
    let list = get(house, &format!("/api/v1/processes{query}"));
    let rows = list["processes"].as_array().unwrap().iter();
    rows.map(|row| (row["pid"].as_u64().unwrap(), row["verdict"].as_str().unwrap().to_owned())).collect()
}

fn pids(house: &House, query: &str) -> Vec<u64> {
    let list = get(house, &format!("/api/v1/processes{query}"));
    list["processes"].as_array().unwrap().iter().map(|row| row["pid"].as_u64().unwrap()).collect()
}

#[test]
fn each_mode_judges_by_its_own_table() {
    let house = house();
    // In strict mode a name alone makes known, also one that only the kernel has.
    let expected = |words: [&str; 5]| -> BTreeMap<u64, String> {
        [1, 80, 90, 91, 92].into_iter().zip(words.map(str::to_owned)).collect()
    };
    assert_eq!(verdicts(&house, ""), expected(["safe", "safe", "caution", "danger", "urgent"]));
    assert_eq!(verdicts(&house, "?mode=contextual"), verdicts(&house, ""));
    assert_eq!(
        verdicts(&house, "?mode=strict"),
        expected(["danger", "danger", "caution", "danger", "danger"])
    );
}

#[test]
fn a_known_process_is_explained_in_the_askers_language_whatever_the_mode() {
    let house = house();
    for (lang, korean) in [("ko", true), ("en", false)] {
        for (mode, verdict, dot) in [("contextual", "safe", "🟢"), ("strict", "danger", "🔴")] {
            let nginx = get(&house, &format!("/api/v1/processes/80-80?mode={mode}&lang={lang}"));
            assert_eq!((&nginx["known"], &nginx["category"]), (&json!(true), &json!("web-server")));
            assert_eq!((&nginx["verdict"], &nginx["dot"]), (&json!(verdict), &json!(dot)));
            assert_eq!(nginx["app"], "nginx");
            for worded in ["role", "verdict_reason"] {
                assert_eq!(hangul(&nginx[worded]), korean, "{lang} {mode} {worded}: {}", nginx[worded]);
            }
            let findings = nginx["findings"].as_array().unwrap();
            let port = findings.iter().find(|finding| finding["id"] == "PUBLIC_PORT").unwrap();
            assert_eq!(port["args"]["port"], json!(80));
            assert!(port["args"]["port"].is_u64(), "a port has no fraction");
            assert_eq!(port["severity"], if mode == "strict" { "warning" } else { "info" });
            assert_eq!(hangul(&port["message"]), korean, "{}", port["message"]);
            assert!(port["message"].as_str().unwrap().contains("80"));
            assert_eq!(port["evidence"], "ss -ltnup, pid 80 → tcp 0.0.0.0:80");
        }
    }
}

#[test]
fn an_accept_language_header_words_it_too() {
    let house = house();
    let ask = house.get("/api/v1/processes/80-80").token(&house.token(Role::Viewer));
    let nginx = ask.header("Accept-Language", "ko-KR,ko;q=0.9").send().json();
    assert!(hangul(&nginx["role"]) && hangul(&nginx["verdict_reason"]));
}

#[test]
fn what_is_not_known_has_neither_role_nor_category_and_says_so() {
    let house = house();
    let unknown = get(&house, "/api/v1/processes/90-90?lang=en");
    assert_eq!((&unknown["known"], &unknown["app"]), (&json!(false), &json!("frobnicatord")));
    for key in ["role", "category"] {
        assert_eq!((&unknown[key], &unknown["gaps"][key]), (&Value::Null, &json!("unsupported")), "{key}");
    }
    assert_eq!(unknown["verdict_reason"], "A program that the catalogue does not know. Confirm its use.");
    let named: Vec<String> = unknown["gaps"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(named, nulls(&unknown));
}

#[test]
fn the_reason_of_a_danger_is_its_worst_finding() {
    let house = house();
    let redis = get(&house, "/api/v1/processes/91?lang=en");
    let worst =
        redis["findings"].as_array().unwrap().iter().find(|finding| finding["severity"] == "critical");
    let (worst, reason) = (worst.unwrap(), redis["verdict_reason"].as_str().unwrap());
    assert_eq!(worst["id"], "EXPOSED_DATABASE");
    assert!(
        reason.starts_with("A known program") && reason.contains(worst["message"].as_str().unwrap()),
        "{reason}"
    );
    let planted = get(&house, "/api/v1/processes/92?lang=en");
    assert!(planted["verdict_reason"].as_str().unwrap().contains("kernel thread"), "{planted}");
}

#[test]
fn a_rule_that_could_not_see_is_named_as_a_gap() {
    let mut world = mixed();
    world.processes[1].sockets = Err(Gap::Denied);
    let house = House::with(Plan { world, ..Plan::default() });
    let nginx = get(&house, "/api/v1/processes/80?lang=en");
    assert_eq!(nginx["gaps"]["findings.PUBLIC_PORT"], "denied");
    assert!(nginx["verdict_reason"].as_str().unwrap().contains("could not see"), "{nginx}");
    let mut stream = house.get("/api/v1/live?topics=processes").token(&house.token(Role::Viewer)).stream();
    let full = stream.next_of("processes").unwrap().data;
    let row = full["processes"].as_array().unwrap().iter().find(|row| row["pid"] == 80).unwrap();
    assert_eq!(row["gaps"]["findings.PUBLIC_PORT"], "denied");
}

#[test]
fn the_list_is_cut_to_a_verdict_and_sorted_by_gravity() {
    let house = house();
    assert_eq!(pids(&house, "?only=safe"), [1, 80]);
    assert_eq!(pids(&house, "?only=danger&mode=strict"), [1, 80, 91, 92]);
    assert_eq!(pids(&house, "?only=urgent&limit=1"), [92]);
    assert_eq!(pids(&house, "?sort=verdict"), [92, 91, 90, 80, 1]);
    assert_eq!(pids(&house, "?sort=verdict&limit=2"), [92, 91]);
    assert_eq!(pids(&house, "?mode=strict&sort=verdict")[0], 92);
}

#[test]
fn of_equal_verdicts_the_worse_finding_comes_first_and_then_the_busier() {
    let root = |pid| planted(pid, "frobnicatord", "/usr/bin/frobnicatord", 0, &[]);
    let world = World {
        processes: vec![
            init(),
            planted(61, "frobnicatord", "/usr/bin/frobnicatord", 1000, &[]),
            planted(75, "frobnicatord", "/usr/bin/frobnicatord", 1000, &[]),
            root(60),
        ],
        ..World::default()
    };
    let house = House::with(Plan { world, ..Plan::default() });
    eventually("a notice first, then more CPU", || pids(&house, "?sort=verdict") == [60, 75, 61, 1]);
}

#[test]
fn the_counts_are_those_of_the_list() {
    let house = house();
    for mode in ["contextual", "strict"] {
        let mut counted: BTreeMap<String, u64> =
            ["safe", "caution", "danger", "urgent"].map(|verdict| (verdict.to_owned(), 0)).into();
        for verdict in verdicts(&house, &format!("?mode={mode}")).into_values() {
            *counted.entry(verdict).or_default() += 1;
        }
        let snapshot = get(&house, &format!("/api/v1/snapshot?mode={mode}"));
        assert_eq!(snapshot["verdicts"], json!(counted), "{mode}");
    }
}

#[test]
fn sockets_without_a_visible_owner_are_shown_and_not_dropped() {
    let world = World { unowned: vec![public(2049)], ..mixed() };
    let house = House::with(Plan { world, ..Plan::default() });
    let expected = json!([{"proto": "tcp", "address": "0.0.0.0", "port": 2049, "exposure": "public"}]);
    assert_eq!(get(&house, "/api/v1/snapshot")["unowned_sockets"], expected);
    let mut stream = house.get("/api/v1/live").token(&house.token(Role::Viewer)).stream();
    assert_eq!(stream.next_of("snapshot").unwrap().data["unowned_sockets"], expected);
}

#[test]
fn one_process_comes_with_who_started_it() {
    let mut world = mixed();
    let mut worker = planted(85, "nginx", "/usr/sbin/nginx", 33, &[]);
    worker.ppid = 80;
    Arc::make_mut(&mut worker.identity).unit = Ok(Some("nginx.service".to_owned()));
    world.processes.push(worker);
    world.processes.push(ProcessSample { ppid: 70, ..planted(95, "orphan", "/usr/bin/orphan", 1000, &[]) });
    let house = House::with(Plan { world, ..Plan::default() });
    let worker = get(&house, "/api/v1/processes/85-85");
    assert_eq!(
        worker["chain"],
        json!([
            {"key": "85-85", "pid": 85, "name": "nginx", "kind": "process"},
            {"key": "80-80", "pid": 80, "name": "nginx", "kind": "process"},
            {"key": null, "pid": null, "name": "nginx.service", "kind": "unit"},
        ])
    );
    assert_eq!(
        (&worker["gaps"]["chain.2.key"], &worker["gaps"]["chain.2.pid"]),
        (&json!("unsupported"), &json!("unsupported"))
    );
    let orphan = get(&house, "/api/v1/processes/95");
    assert_eq!(orphan["chain"][1], json!({"key": null, "pid": 70, "name": null, "kind": "unknown"}));
    assert_eq!(orphan["gaps"]["chain.1.name"], "gone");
    assert!(get(&house, "/api/v1/processes")["processes"][0].get("chain").is_none(), "a list has no chains");
}

#[test]
fn live_rows_carry_ids_and_arguments_and_no_worded_text() {
    let house = house();
    let mut stream =
        house.get("/api/v1/live?topics=processes&lang=ko").token(&house.token(Role::Viewer)).stream();
    let full = stream.next_of("processes").unwrap().data;
    let rows = full["processes"].as_array().unwrap();
    let whole = get(&house, "/api/v1/processes");
    for (row, whole) in rows.iter().zip(whole["processes"].as_array().unwrap()) {
        for worded in ["role", "verdict_reason", "end_reason"] {
            assert!(row.get(worded).is_none() && row["gaps"].get(worded).is_none(), "{worded}");
        }
        for told in ["known", "category", "app", "verdict", "dot"] {
            assert_eq!(row[told], whole[told], "{told}");
        }
        for finding in row["findings"].as_array().unwrap() {
            let keys: Vec<&str> = finding.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, ["args", "evidence", "id", "severity"]);
        }
        assert_eq!(row["findings"].as_array().unwrap().len(), whole["findings"].as_array().unwrap().len());
        assert!(!row.to_string().chars().any(|c| ('가'..='힣').contains(&c)), "{row}");
    }
}

#[test]
fn a_changed_judgement_is_sent_whole_and_nothing_else_of_its_process() {
    let house = house();
    // Tick by tick: whoever is too slow for the next ones would get the whole list again.
    let held = house.hold();
    let mut stream = house.get("/api/v1/live?topics=processes").token(&house.token(Role::Viewer)).stream();
    stream.at("processes", held);
    house.world.lock().unwrap().processes[2].standing = Arc::new(domain::standing::Standing {
        stdio_socket: Ok(true),
        preloaded: Ok(vec!["/tmp/evil.so".to_owned()]),
        ..domain::standing::Standing::ordinary()
    });
    let delta = stream.at("processes", house.step()).data;
    let row = delta["changed"].as_array().unwrap().iter().find(|row| row["key"] == "90-90").unwrap();
    assert_eq!((&row["verdict"], &row["dot"]), (&json!("urgent"), &json!("🔴")));
    let ids: Vec<&Value> = row["findings"].as_array().unwrap().iter().map(|finding| &finding["id"]).collect();
    assert_eq!(ids, ["PRELOADED"]);
    assert!(row.get("name").is_none() && row.get("app").is_none() && row.get("known").is_none(), "{row}");
}

#[test]
fn a_strict_viewer_and_a_contextual_one_each_keep_their_mode() {
    let live = LiveSettings { mode: Mode::Strict, ..LiveSettings::default() };
    let house = House::with(Plan { world: mixed(), live, ..Plan::default() });
    let token = house.token(Role::Viewer);
    let open = |query: &str| {
        let path = format!("/api/v1/live?topics=snapshot,processes{query}");
        let mut stream = house.get(&path).token(&token).stream();
        let hello = stream.next_of("hello").unwrap().data;
        (stream, hello)
    };
    let ((mut one, first), (mut other, second), (_, third)) =
        (open("&mode=contextual"), open("&mode=strict"), open(""));
    assert_eq!((&first["mode"], &first["default_mode"]), (&json!("contextual"), &json!("strict")));
    assert_eq!((&second["mode"], &third["mode"]), (&json!("strict"), &json!("strict")));
    house.reload.replace(LiveSettings::default());
    for _ in 0..3 {
        for (stream, mode, safe, part) in [(&mut one, "contextual", 2, '0'), (&mut other, "strict", 0, '2')] {
            let rows = stream.next_of("processes").unwrap();
            assert_eq!(rows.data["mode"], mode);
            assert!(rows.id.unwrap().ends_with(part));
            assert_eq!(stream.next_of("snapshot").unwrap().data["verdicts"]["safe"], safe, "{mode}");
        }
    }
    assert_eq!(open("").1["mode"], "contextual", "a stream that begins later takes the new default");
}

#[test]
fn what_was_seen_in_one_mode_is_not_gone_on_with_in_the_other() {
    let house = house();
    let token = house.token(Role::Viewer);
    let ask = |mode: &str| house.get(&format!("/api/v1/live?topics=processes&mode={mode}")).token(&token);
    // Tick by tick: what was seen long ago is not gone on with in any mode.
    let held = house.hold();
    let (mut stream, mut other) = (ask("strict").stream(), ask("contextual").stream());
    stream.at("processes", held);
    other.at("processes", held);
    let tick = house.step();
    let last = stream.at("processes", tick).id.unwrap();
    other.at("processes", tick);
    // Both modes have deltas to go on with.
    let tick = house.step();
    stream.at("processes", tick);
    other.at("processes", tick);
    let again =
        |mode: &str| ask(mode).header("Last-Event-ID", &last).stream().next_of("processes").unwrap().data;
    assert_eq!(again("strict")["full"], false);
    assert_eq!(again("contextual")["full"], true);
}

#[test]
fn the_configured_mode_is_the_default_everywhere_and_changes_with_it() {
    let house = house();
    let look = || {
        let metrics = house.get("/metrics").token(&house.token(Role::Viewer)).send().text();
        let safe =
            metrics.lines().find(|line| line.starts_with("server_monitor_processes{verdict=\"safe\"}"));
        (
            verdicts(&house, "")[&80].clone(),
            get(&house, "/api/v1/processes/80")["verdict"].clone(),
            get(&house, "/api/v1/snapshot")["verdicts"]["safe"].clone(),
            safe.unwrap().rsplit(' ').next().unwrap().to_owned(),
        )
    };
    assert_eq!(look(), ("safe".to_owned(), json!("safe"), json!(2), "2".to_owned()));
    house.reload.replace(LiveSettings { mode: Mode::Strict, ..LiveSettings::default() });
    assert_eq!(look(), ("danger".to_owned(), json!("danger"), json!(0), "0".to_owned()));
}

#[test]
fn a_mode_that_is_none_is_refused_on_every_route_that_takes_one() {
    let house = house();
    let token = house.token(Role::Viewer);
    for path in ["snapshot", "processes", "processes/80", "live"] {
        for query in ["mode=lax", "mode=", "mode=Strict", "mode=strict&mode=strict", "mode=strict&x=1"] {
            let answer = house.get(&format!("/api/v1/{path}?{query}")).token(&token).send();
            assert_eq!((answer.status, answer.code().as_str()), (400, "bad_query"), "{path}?{query}");
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        }
    }
}

/// A program whose name and path try everything.
fn hostile() -> (ProcessSample, &'static str) {
    let path = "/tmp/<img src=x onerror=alert(1)>\u{202e}gpj\u{1b}]0;x\u{7}\n/proc/1/exe → /usr/sbin/nginx";
    let mut sample = planted(66, "<script>\u{1b}[31m\u{202e}x", path, 1000, &[]);
    Arc::make_mut(&mut sample.identity).exe = Ok(Exe { path: path.to_owned(), deleted: true });
    (sample, path)
}

#[test]
fn hostile_names_are_plain_text_in_messages_and_evidence() {
    let (sample, path) = hostile();
    let mut world = mixed();
    world.processes.push(sample);
    let house = House::with(Plan { world, ..Plan::default() });
    let token = house.token(Role::Viewer);
    for lang in ["ko", "en"] {
        let answer = house.get(&format!("/api/v1/processes/66?lang={lang}")).token(&token).send();
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let process = answer.json();
        assert_eq!(process["exe"], path, "what was read is told as it is");
        let findings = process["findings"].as_array().unwrap();
        assert!(findings.iter().any(|finding| finding["id"] == "RUNS_FROM_TMP"), "{findings:?}");
        let sentences =
            findings.iter().map(|finding| &finding["message"]).chain([&process["verdict_reason"]]);
        for said in sentences.map(|said| said.as_str().unwrap()) {
            assert!(!said.contains(|c: char| c.is_control() || c == '\u{202e}'), "{said:?}");
        }
        for evidence in findings.iter().map(|finding| finding["evidence"].as_str().unwrap()) {
            assert!(
                evidence.lines().all(|line| line.starts_with("/proc/66/")),
                "a forged piece: {evidence:?}"
            );
            assert!(
                !evidence.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'),
                "{evidence:?}"
            );
        }
    }
}

#[test]
fn a_stream_is_not_broken_by_hostile_names() {
    let (sample, path) = hostile();
    let mut world = mixed();
    world.processes.push(sample);
    let house = House::with(Plan { world, ..Plan::default() });
    let mut stream = house.get("/api/v1/live?topics=processes").token(&house.token(Role::Viewer)).stream();
    let full = stream.next_of("processes").unwrap().data;
    let row = full["processes"].as_array().unwrap().iter().find(|row| row["pid"] == 66).unwrap().clone();
    assert_eq!(row["exe"], path);
    assert_eq!(stream.next().unwrap().name, "processes");
}

#[test]
fn no_argument_or_piece_of_evidence_holds_a_secret_of_a_command_line() {
    let mut world = mixed();
    for process in &mut world.processes {
        let identity = Arc::make_mut(&mut process.identity);
        let arguments =
            [&identity.name, "--token=canary-argv", "--password", "canary-argv", "https://u:canary-argv@h/"];
        identity.cmdline = Ok(domain::mask::arguments(arguments.map(str::to_owned).to_vec()));
    }
    let house = House::with(Plan { world, ..Plan::default() });
    let token = house.token(Role::Viewer);
    for mode in ["contextual", "strict"] {
        for path in ["processes", "processes/92", "processes/91", "snapshot"] {
            let text = house.get(&format!("/api/v1/{path}?mode={mode}")).token(&token).send().text();
            assert!(!text.contains("canary"), "{path}");
        }
        let mut stream =
            house.get(&format!("/api/v1/live?topics=processes&mode={mode}")).token(&token).stream();
        assert!(!stream.next_of("processes").unwrap().data.to_string().contains("canary"));
    }
}

#[test]
fn a_process_that_executes_another_program_is_judged_anew() {
    let house = house();
    let moved = Exe { path: "/tmp/x".to_owned(), deleted: false };
    Arc::make_mut(&mut house.world.lock().unwrap().processes[2].identity).exe = Ok(moved);
    eventually("frobnicatord runs from a folder of everybody", || verdicts(&house, "")[&90] == "urgent");
}
