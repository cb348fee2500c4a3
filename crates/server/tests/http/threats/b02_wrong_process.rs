//! A11, and attacks 2–7 and 26: a signal for the wrong process, or by whom it is not allowed. Each is refused with its own code,
//! stands in the audit, and no signal is sent: the children of these tests tell of every one that they hear.

use std::os::unix::process::CommandExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::Role;
use domain::policy::{Key, Patch, Platform};
use rustix::process::Signal;
use serde_json::{Value, json};
use store::{Actor, Entry, PolicyStore};

use crate::house::{Answer, Away, BUSY, House, Pet, Plan, SOON, TODAY, is_root, process};

const DEEDS: [&str; 3] = ["end", "pause", "resume"];

/// A child that may be ended, and whoever tries.
struct Stage {
    house: House,
    pet: Pet,
    key: String,
    operator: String,
}

impl Stage {
    /// Nothing where no child of another user can be made.
    fn new() -> Option<Self> {
        Self::with(Plan { real: true, ..Plan::default() })
    }

    fn with(plan: Plan) -> Option<Self> {
        if !is_root() {
            println!("SKIPPED ending real children: only root can start one of another user");
            return None;
        }
        let (house, pet) = (House::with(plan), Pet::stubborn());
        let (key, operator) = (house.key(&pet), house.token(Role::Operator));
        Some(Self { house, pet, key, operator })
    }

    fn post(&self, token: &str, key: &str, deed: &str, body: &Value) -> Answer {
        self.house.post(&format!("/api/v1/processes/{key}/{deed}")).token(token).json(body).send()
    }

    /// It goes on, and heard nothing.
    fn nothing_happened(&self) {
        assert!(self.pet.lives() && self.pet.state() != 'T', "{}", self.pet.state());
        assert_eq!(self.pet.said(), Vec::<String>::new());
    }
}

/// The refusals of the audit that bear this code, whoever they are about.
fn refusals(house: &House, code: &str) -> usize {
    use store::LocalStore;
    let rows = house.store.audit(None, 1000).unwrap();
    rows.iter()
        .filter(|row| row.outcome == store::Outcome::Refused && row.code.as_deref() == Some(code))
        .count()
}

fn key_of(house: &House, pid: u32) -> String {
    let seen = house.get(&format!("/api/v1/processes/{pid}")).token(&house.token(Role::Viewer)).send().json();
    seen["key"].as_str().unwrap().to_owned()
}

/// B5: what the page says about a process does not count.
#[test]
fn what_is_protected_stays_whatever_a_request_says() {
    let Some(stage) = Stage::new() else { return };
    let of_root = Pet::run(Command::new("sleep").arg("10000"));
    let daemon = Pet::run(Command::new("sleep").arg("10000").uid(33).gid(33));
    let own = std::process::id();
    let parent = rustix::process::getppid().unwrap().as_raw_nonzero().get().unsigned_abs();
    let admin = stage.house.token(Role::Admin);
    let of_root = (stage.house.key(&of_root), "root", of_root);
    let daemon = (stage.house.key(&daemon), "not_a_login_user", daemon);
    let mut victims = vec![(of_root.0.clone(), of_root.1), (daemon.0.clone(), daemon.1)];
    victims.push((key_of(&stage.house, 1), "init"));
    victims.push((key_of(&stage.house, own), "itself"));
    if parent > 1 {
        victims.push((key_of(&stage.house, parent), "ancestor"));
    }
    for (key, code) in &victims {
        for deed in DEEDS {
            let before = refusals(&stage.house, code);
            let answer = stage.post(&admin, key, deed, &json!({}));
            assert_eq!((answer.status, answer.code().as_str()), (403, *code), "{deed} {key}");
            assert_eq!(refusals(&stage.house, code), before + 1, "{deed} {key} is not in the audit");
        }
    }
    for bystander in [of_root.2, daemon.2] {
        assert!(bystander.lives() && bystander.state() == 'S');
    }
    stage.nothing_happened();
}

/// B2: the pid belongs to another process now, or always did.
#[test]
fn a_key_of_another_process_with_the_same_pid_reaches_nobody() {
    let Some(stage) = Stage::new() else { return };
    let (pid, started) = stage.key.split_once('-').unwrap();
    let earlier = format!("{pid}-{}", started.parse::<u64>().unwrap() - 1);
    for deed in DEEDS {
        for (key, status, code) in [
            (earlier.as_str(), 409, "not_the_same_process"),
            ("4194303-7", 404, "no_such_process"),
            ("nonsense", 404, "no_such_process"),
            (pid, 422, "bare_pid"),
        ] {
            let before = refusals(&stage.house, code);
            let answer = stage.post(&stage.operator, key, deed, &json!({}));
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{deed} {key}");
            assert_eq!(refusals(&stage.house, code), before + 1, "{deed} {key} is not in the audit");
        }
    }
    assert_eq!(
        stage.house.told(pid),
        ["end refused bare_pid", "pause refused bare_pid", "resume refused bare_pid"]
    );
    stage.nothing_happened();
}

/// B3: the chosen process stays the chosen one, whatever the list does meanwhile.
#[test]
fn a_process_that_ended_while_the_dialog_was_open_leaves_its_place_to_nobody() {
    let Some(stage) = Stage::new() else { return };
    let other = Pet::obedient();
    let gone = stage.house.key(&other);
    other.hear(Signal::TERM);
    other.ended();
    let answer = stage.post(&stage.operator, &gone, "end", &json!({}));
    assert_eq!((answer.status, answer.code().as_str()), (410, "gone"));
    stage.nothing_happened();
}

/// B4.
#[test]
fn a_viewer_ends_nothing_and_is_written_down() {
    let Some(stage) = Stage::new() else { return };
    let viewer = stage.house.token(Role::Viewer);
    for deed in DEEDS {
        let answer = stage.post(&viewer, &stage.key, deed, &json!({}));
        assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"), "{deed}");
    }
    let several = stage.house.post("/api/v1/ends").token(&viewer).json(&json!({"keys": [stage.key]})).send();
    assert_eq!((several.status, several.code().as_str()), (403, "forbidden"));
    assert_eq!(refusals(&stage.house, "forbidden"), 4);
    stage.nothing_happened();
}

/// B5: nothing that is sent can permit anything.
#[test]
fn a_forged_permission_is_refused_and_written_down() {
    let Some(stage) = Stage::new() else { return };
    let admin = stage.house.token(Role::Admin);
    let forged = [
        json!({"permit": {"deed": "end", "key": stage.key}}),
        json!({"permitted": true}),
        json!({"endable": true}),
        json!({"force": true}),
        json!({"actor": "user:root", "role": "admin"}),
        json!({"way_in": []}),
        json!({"mark": 0}),
    ];
    for (number, body) in forged.iter().enumerate() {
        for deed in DEEDS {
            let answer = stage.post(&admin, &stage.key, deed, body);
            assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_body"), "{deed} {body}");
        }
        let mut several = body.clone();
        several["keys"] = json!([stage.key]);
        let answer = stage.house.post("/api/v1/ends").token(&admin).json(&several).send();
        assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_body"), "{several}");
        assert_eq!(refusals(&stage.house, "invalid_body"), (number + 1) * 4);
    }
    stage.nothing_happened();
}

/// B7.
#[test]
fn another_site_ends_nothing_with_the_cookie_of_an_operator() {
    let Some(stage) = Stage::new() else { return };
    stage.house.user("kim", Role::Operator);
    let cookie = stage.house.log_in("kim");
    let path = format!("/api/v1/processes/{}/end", stage.key);
    let with_cookie = || stage.house.post(&path).header("Cookie", &cookie);
    let own = format!("http://{}", stage.house.address);
    for (request, status, code) in [
        (with_cookie().header("Origin", "http://evil.example").json(&json!({})), 403, "foreign_origin"),
        (with_cookie().header("Origin", "null"), 403, "foreign_origin"),
        (with_cookie().json(&json!({})), 403, "origin_missing"),
        (with_cookie(), 403, "origin_missing"),
        (with_cookie().header("Origin", &own).header("Sec-Fetch-Site", "cross-site"), 403, "foreign_origin"),
        (
            with_cookie().header("Origin", &own).header("Content-Type", "text/plain").body("{}"),
            415,
            "unsupported_media_type",
        ),
        (with_cookie().header("Origin", &own).body("{}"), 415, "unsupported_media_type"),
    ] {
        let answer = request.send();
        assert_eq!((answer.status, answer.code().as_str()), (status, code));
    }
    assert_eq!((refusals(&stage.house, "foreign_origin"), refusals(&stage.house, "origin_missing")), (3, 2));
    use store::LocalStore;
    let rows = stage.house.store.audit(None, 100).unwrap();
    let foreign = rows.iter().find(|row| row.code.as_deref() == Some("foreign_origin")).unwrap();
    assert_eq!(foreign.actor.as_str(), "user:kim", "it says whose cookie was used");
    stage.nothing_happened();
}

fn forbid(policies: &dyn PolicyStore, name: &str) {
    let key = Key { name: name.to_owned(), platform: Platform::Linux };
    let patch =
        Patch { terminatable: Some(false), reason: Some("it is needed".to_owned()), ..Patch::default() };
    let entry = Entry::new(TODAY, Actor::cli("root"), "policy_set");
    policies.set_policy(&key, &patch, entry).unwrap();
}

/// B6: a policy that was tightened just before the click, and one that cannot be read.
#[test]
fn what_the_policies_say_now_counts_and_not_what_they_said_when_it_was_shown() {
    let policies = Arc::new(Away::default());
    let plan = Plan { real: true, policies: Some(policies.clone()), ..Plan::default() };
    let Some(stage) = Stage::with(plan) else { return };
    let viewer = stage.house.token(Role::Viewer);
    let shown = |stage: &Stage| {
        stage.house.get(&format!("/api/v1/processes/{}", stage.key)).token(&viewer).send().json()["endable"]
            .clone()
    };
    assert_eq!(shown(&stage), true);
    policies.go();
    let away = stage.post(&stage.operator, &stage.key, "end", &json!({}));
    assert_eq!((away.status, away.code().as_str()), (403, "policy_unavailable"));
    policies.come_back();
    forbid(&*policies, "bash");
    let forbidden = stage.post(&stage.operator, &stage.key, "end", &json!({}));
    assert_eq!((forbidden.status, forbidden.code().as_str()), (403, "policy_forbids"));
    assert!(forbidden.json()["detail"].as_str().unwrap().contains("it is needed"));
    assert_eq!(
        stage.house.told(&stage.key),
        ["end refused policy_unavailable", "end refused policy_forbids"]
    );
    stage.nothing_happened();
}

/// B6: a database that hangs is a "no", in time for whoever waits for the answer.
#[test]
fn a_store_that_never_answers_refuses_within_ten_seconds() {
    let policies = Arc::new(Away::default());
    let plan = Plan { real: true, policies: Some(policies.clone()), ..Plan::default() };
    let Some(stage) = Stage::with(plan) else { return };
    policies.hang();
    let began = Instant::now();
    let path = format!("/api/v1/processes/{}", stage.key);
    let several = stage.house.post("/api/v1/ends").token(&stage.operator).json(&json!({"keys": [stage.key]}));
    let asked = [
        stage.house.post(&format!("{path}/end")).token(&stage.operator),
        stage.house.post(&format!("{path}/pause")).token(&stage.operator),
        stage.house.get(&format!("{path}/plan")).token(&stage.operator),
        several,
    ]
    .map(|request| std::thread::spawn(move || request.send()));
    let answers = asked.map(|asked| asked.join().unwrap());
    let took = began.elapsed();
    policies.let_go();
    assert!(engine::policies::PATIENCE < Duration::from_secs(10));
    assert!(took < Duration::from_secs(10) + BUSY, "{took:?}");
    for deed in &answers[..2] {
        assert_eq!((deed.status, deed.code().as_str()), (403, "policy_unavailable"));
    }
    let plan = answers[2].json();
    assert_eq!((&plan["permitted"], &plan["code"]), (&json!(false), &json!("policy_unavailable")));
    assert_eq!(answers[3].json()["ends"][0]["code"], "policy_unavailable");
    let mut told = stage.house.told(&stage.key);
    told.sort();
    let ended = "end refused policy_unavailable";
    assert_eq!(told, [ended, ended, "pause refused policy_unavailable"]);
    stage.nothing_happened();
}

/// B6: between TERM and KILL the policies may change as well.
#[test]
fn what_is_forbidden_after_term_hears_no_kill() {
    let policies = Arc::new(Away::default());
    // Long enough for this test to hear TERM and to forbid it.
    let patience = Duration::from_secs(4);
    let plan = Plan { real: true, patience, policies: Some(policies.clone()), ..Plan::default() };
    let Some(stage) = Stage::with(plan) else { return };
    let request = stage.house.post(&format!("/api/v1/processes/{}/end", stage.key)).token(&stage.operator);
    let asked = std::thread::spawn(move || request.send());
    stage.pet.says("TERM");
    forbid(&*policies, "bash");
    let answer = asked.join().unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    let outcome = answer.json();
    assert_eq!(
        (&outcome["result"], &outcome["signals"]),
        (&json!("still_there"), &json!(["TERM"])),
        "{outcome}"
    );
    assert!(outcome["message"].as_str().unwrap().contains("it is needed"), "{outcome}");
    assert_eq!(stage.house.told(&stage.key), ["end intended -", "end failed still_there"]);
    stage.nothing_happened();
}

/// B26.
#[test]
fn two_operators_who_end_the_same_process_send_one_kill_and_both_are_written_down() {
    let Some(stage) = Stage::with(Plan { real: true, patience: SOON, ..Plan::default() }) else { return };
    let path = format!("/api/v1/processes/{}/end", stage.key);
    let asked: Vec<_> = ["ann", "bob"]
        .map(|name| stage.house.post(&path).token(&stage.house.named_token(name, Role::Operator)))
        .map(|request| std::thread::spawn(move || request.send()))
        .into_iter()
        .collect();
    for answer in asked {
        let answer = answer.join().unwrap();
        let outcome = answer.json();
        let known = matches!(outcome["result"].as_str(), Some("killed" | "gone"));
        assert!(known || answer.status == 410, "{outcome}");
    }
    assert_eq!(stage.pet.ended().signal(), Some(9));
    assert_eq!(stage.pet.last_words(), ["TERM"]);
    use store::LocalStore;
    let rows = stage.house.store.audit(None, 100).unwrap();
    for name in ["token:ann", "token:bob"] {
        let own =
            rows.iter().filter(|row| row.actor.as_str() == name && row.key.as_deref() == Some(&stage.key));
        assert!(own.count() >= 1, "{name} is not in the audit");
    }
}

/// Whoever asks does not lock itself out: the process at the other end of the connection, and what that stands on, stay.
#[test]
fn the_process_through_which_a_request_came_is_not_ended_by_it() {
    let Some(stage) = Stage::new() else { return };
    let port = stage.house.address.port();
    let script = format!(
        "read -r key < \"$0.key\"; exec 3<>/dev/tcp/127.0.0.1/{port}; \
         printf 'POST /api/v1/processes/%s/end HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nAuthorization: Bearer {}\\r\\nConnection: close\\r\\n\\r\\n' \"$key\" >&3; \
         cat <&3 | tail -n 1; echo; echo alive; sleep 1000",
        stage.operator
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let name = folder.path().join("caller");
    let fifo = folder.path().join("caller.key");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &fifo,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o644),
        0,
    )
    .unwrap();
    let caller = Pet::run(Command::new("bash").arg("-c").arg(&script).arg(&name).uid(1000).gid(1000));
    let key = stage.house.key(&caller);
    std::fs::write(&fifo, format!("{key}\n")).unwrap();
    let problem: Value = serde_json::from_str(&caller.line()).unwrap();
    assert_eq!((&problem["status"], &problem["code"]), (&json!(403), &json!("way_in")), "{problem}");
    caller.says("alive");
    assert_eq!(stage.house.told(&key), ["end refused way_in"]);
}

/// The invented machine has processes that the real one does not have, or has otherwise: nothing is done by what a list says.
#[test]
fn a_process_that_is_only_in_the_list_is_not_found() {
    let house = House::new();
    house.world.lock().unwrap().processes.push(process(4_194_303, 5, "phantom"));
    let operator = house.token(Role::Operator);
    let seen = || house.get("/api/v1/processes/4194303-5").token(&operator).send().status;
    crate::house::eventually("it is listed", || seen() == 200);
    let answer = house.post("/api/v1/processes/4194303-5/end").token(&operator).json(&json!({})).send();
    assert_eq!((answer.status, answer.code().as_str()), (410, "gone"));
}
