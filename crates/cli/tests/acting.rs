//! `end`, `pause`, `resume`, `cleanup` and `audit` on real processes. Root, because they belong to others.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use house::{House, Said, json};
use serde_json::Value;

/// A person's user id.
const PERSON: u32 = 1000;
const LIMIT: Duration = Duration::from_secs(20);

/// A process that is taken away by its parent as soon as it ends, as one below a shell is.
struct Victim {
    pid: u32,
    ended: Receiver<ExitStatus>,
    status: Option<ExitStatus>,
}

impl Victim {
    fn of(command: &mut Command, uid: u32) -> Self {
        command.uid(uid).gid(uid).current_dir("/");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child: Child = command.spawn().unwrap();
        let (send, ended) = channel();
        let pid = child.id();
        std::thread::spawn(move || {
            let _ = send.send(child.wait().unwrap());
        });
        Self { pid, ended, status: None }
    }

    fn sleep(uid: u32) -> Self {
        // Each with arguments of its own: one of another test that begins just then is no successor.
        static LONG: AtomicU32 = AtomicU32::new(6000);
        let long = LONG.fetch_add(1, Ordering::Relaxed).to_string();
        let victim = Self::of(Command::new("sleep").arg(long), uid);
        victim.until("runs sleep", |stat| stat.contains("(sleep)"));
        victim
    }

    /// A shell that does this when it is told to end, and says so by the file when it is ready.
    fn shell(script: &str, ready: &Path) -> Self {
        let script = format!("{script}; : > {}; while :; do sleep 0.1; done", ready.display());
        let victim = Self::of(Command::new("sh").args(["-c", &script]), PERSON);
        wait_for("a shell that is ready", || ready.exists());
        victim
    }

    fn pid(&self) -> String {
        self.pid.to_string()
    }

    fn stat(&self) -> Option<String> {
        std::fs::read_to_string(format!("/proc/{}/stat", self.pid)).ok()
    }

    fn until(&self, what: &str, is_so: impl Fn(&str) -> bool) {
        wait_for(what, || self.stat().is_some_and(|stat| is_so(&stat)));
    }

    fn state(&self) -> Option<char> {
        self.stat()?.rsplit(") ").next()?.chars().next()
    }

    fn key(&self) -> String {
        let stat = self.stat().unwrap();
        let started = stat.rsplit(") ").next().unwrap().split(' ').nth(19).unwrap().to_owned();
        format!("{}-{started}", self.pid)
    }

    /// The signal that ended it.
    fn signal(&mut self) -> Option<i32> {
        if self.status.is_none() {
            self.status = Some(self.ended.recv_timeout(LIMIT).unwrap());
        }
        self.status.unwrap().signal()
    }

    fn lives(&mut self) -> bool {
        self.status = self.status.or_else(|| self.ended.try_recv().ok());
        self.status.is_none()
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        if self.lives() {
            let _ = Command::new("kill").args(["-KILL", &self.pid.to_string()]).status();
        }
    }
}

fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < LIMIT, "{what} never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn is_root() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        println!("SKIPPED ending processes of others: it needs root");
    }
    root
}

/// Actions, outcomes and codes, newest first.
fn audited(house: &House) -> Vec<(String, String, String)> {
    let said = house.run(&["audit", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = json(&said.out)["audit"].as_array().unwrap().clone();
    rows.iter().map(|row| (text(&row["action"]), text(&row["outcome"]), text(&row["code"]))).collect()
}

fn row(action: &str, outcome: &str, code: &str) -> (String, String, String) {
    (action.to_owned(), outcome.to_owned(), code.to_owned())
}

fn done(said: &Said) -> &Said {
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    said
}

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
    assert!(rows[0]["actor"].as_str().unwrap().starts_with("cli:"), "{rows}");
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
fn what_belongs_to_root_is_left_alone_with_the_reason_and_the_refusal_is_in_the_audit() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(0);
    let said = house.run(&["end", &victim.pid(), "--yes"]);
    assert_eq!(said.code, 3, "{}\n{}", said.out, said.err);
    assert!(said.out.contains("root"), "{}", said.out);
    assert_eq!(audited(&house)[0], row("end", "refused", "root"));
    let korean = house.run(&["--lang", "ko", "end", &victim.pid(), "--yes"]);
    assert!(korean.code == 3 && korean.out.contains("그대로 둡니다"), "{}", korean.out);
    let plan = house.run(&["--json", "end", &victim.pid(), "--yes"]);
    let (plan, code) = (json(&plan.out), plan.code);
    assert_eq!((code, &plan["permitted"], &plan["code"]), (3, &false.into(), &"root".into()));
    assert!(victim.lives());
}

#[test]
fn a_dry_run_sends_nothing_writes_nothing_and_ends_as_the_deed_would() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let (mut mine, mut roots) = (Victim::sleep(PERSON), Victim::sleep(0));
    let said = house.run(&["end", &mine.pid(), "--dry-run"]);
    assert!(done(&said).out.contains("TERM"), "{}", said.out);
    let plan = json(&done(&house.run(&["--json", "end", &mine.pid(), "--dry-run"])).out);
    assert_eq!(
        (&plan["permitted"], &plan["kind"], &plan["key"]),
        (&true.into(), &"end".into(), &mine.key().into())
    );
    assert_eq!(plan["steps"][1], serde_json::json!({"signal": "KILL", "after_s": 5}));
    assert_eq!(house.run(&["end", &roots.pid(), "--dry-run"]).code, 3);
    assert!(mine.lives() && roots.lives());
    assert_eq!(audited(&house), []);
}

#[test]
fn a_process_that_is_not_there_and_a_key_of_another_one_are_told_apart() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let gone = "4194303";
    assert_eq!(house.run(&["end", gone, "--yes"]).code, 4);
    let stale = format!("{}-1", victim.pid);
    assert_eq!(house.run(&["end", &victim.pid(), "--key", &stale, "--yes"]).code, 4);
    for wrong in ["1-1", "nonsense", ""] {
        assert_eq!(house.run(&["end", &victim.pid(), "--key", wrong, "--yes"]).code, 2, "{wrong}");
    }
    for wrong in ["0x1", "-1", "one"] {
        assert_eq!(house.run(&["end", wrong, "--yes"]).code, 2, "{wrong}");
    }
    assert!(victim.lives());
}

#[test]
fn without_a_terminal_and_without_a_yes_nothing_is_done() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let said = house.run_with_input(&["end", &victim.pid()], "y\n");
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("--yes"), "{}", said.err);
    assert!(victim.lives());
    assert_eq!(audited(&house), []);
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
fn a_paused_process_stands_still_until_it_is_resumed() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let victim = Victim::sleep(PERSON);
    let paused = house.run(&["pause", &victim.pid(), "--keep", "--yes"]);
    assert!(done(&paused).out.contains("stands still"), "{}", paused.out);
    assert_eq!(victim.state(), Some('T'));
    let resumed = house.run(&["--json", "resume", &victim.pid(), "--yes"]);
    assert_eq!(json(&done(&resumed).out)["result"], "resumed");
    victim.until("it goes on", |stat| !stat.contains(") T "));
    assert_eq!(house.run(&["pause", &victim.pid(), "--for", "5", "--keep", "--yes"]).code, 2);
    assert_eq!(house.run(&["pause", &victim.pid(), "--for", "0", "--yes"]).code, 2);
    assert_eq!(house.run(&["pause", &victim.pid(), "--for", "1441", "--yes"]).code, 2);
    assert_eq!(audited(&house)[0], row("resume", "ok", "resumed"));
}

#[test]
fn a_pause_for_a_time_leaves_somebody_behind_who_wakes_it() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let victim = Victim::sleep(PERSON);
    done(&house.run(&["pause", &victim.pid(), "--for", "2", "--yes"]));
    assert_eq!(victim.state(), Some('T'));
    let key = victim.key();
    let mut waker = None;
    wait_for("a waker", || {
        waker = std::fs::read_dir("/proc").unwrap().flatten().find_map(|entry| {
            let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
            let line = std::fs::read(entry.path().join("cmdline")).ok()?;
            let words: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
            let is_it = words.get(1) == Some(&b"resume".as_slice()) && words.contains(&key.as_bytes());
            (is_it && words.contains(&b"120".as_slice())).then_some(pid)
        });
        waker.is_some()
    });
    let _ = Command::new("kill").arg(waker.unwrap().to_string()).status();
    // What it would do after that time.
    done(&house.run(&["resume", &victim.pid(), "--key", &key, "--yes", "--after", "1"]));
    victim.until("it goes on", |stat| !stat.contains(") T "));
}

#[test]
fn a_group_ends_with_everything_below_it() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::of(Command::new("sh").args(["-c", "sleep 600 & sleep 600 & wait"]), PERSON);
    let below = || {
        let children = format!("/proc/{0}/task/{0}/children", victim.pid);
        let text = std::fs::read_to_string(children).unwrap_or_default();
        text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    wait_for("two children", || below().len() == 2);
    let children = below();
    let plan = json(&done(&house.run(&["--json", "end", &victim.pid(), "--group", "--dry-run"])).out);
    assert_eq!(plan["children"].as_array().unwrap().len(), 2, "{plan}");
    let outcome = json(&done(&house.run(&["--json", "end", &victim.pid(), "--group", "--yes"])).out);
    assert_eq!(outcome["members"].as_array().unwrap().len(), 2, "{outcome}");
    assert_eq!(victim.signal(), Some(15));
    for child in children {
        let stat = format!("/proc/{child}/stat");
        wait_for("a child that has ended", || {
            std::fs::read_to_string(&stat).map_or(true, |stat| stat.contains(") Z "))
        });
    }
}

#[test]
fn a_store_that_may_not_be_read_is_exit_5_and_nothing_is_ended() {
    if !is_root() {
        return;
    }
    let house = House::new();
    done(&house.run(&["policy", "set", "x", "--platform", "linux"]));
    open_to_all(&house.path(""));
    let binary = house.path("server-monitor");
    std::fs::copy(env!("CARGO_BIN_EXE_server-monitor"), &binary).unwrap();
    let mut victim = Victim::sleep(PERSON);
    let mut command = Command::new(&binary);
    command.uid(PERSON).gid(PERSON).current_dir("/").env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    command.args(["end", &victim.pid(), "--yes", "--state-dir"]).arg(house.state());
    let said = house::said(command.output().unwrap());
    assert_eq!(said.code, 5, "{}\n{}", said.out, said.err);
    assert!(victim.lives());
}

#[test]
fn a_policy_that_forbids_it_is_obeyed_and_its_reason_told() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let forbid =
        ["policy", "set", "sleep", "--platform", "linux", "--terminatable", "false", "--reason", "월말 정산"];
    done(&house.run(&forbid));
    let said = house.run(&["end", &victim.pid(), "--yes"]);
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(said.out.contains("월말 정산"), "{}", said.out);
    assert!(victim.lives());
    assert_eq!(audited(&house)[0], row("end", "refused", "policy_forbids"));
}

#[test]
fn hostile_names_are_harmless_on_the_terminal() {
    if !is_root() {
        return;
    }
    let house = House::new();
    open_to_all(&house.path(""));
    let path = house.path("\u{1b}[31mx\u{202e}");
    std::fs::copy("/bin/sleep", &path).unwrap();
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

#[test]
fn the_clean_up_names_what_could_go_and_what_stays_and_why() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let (mine, roots) = (Victim::sleep(PERSON), Victim::sleep(0));
    let lists = json(&done(&house.run(&["--json", "cleanup"])).out)["cleanup"].clone();
    let has = |list: &str, key: &str| {
        lists[list].as_array().unwrap().iter().filter(|row| row["key"] == key).count()
    };
    assert_eq!((has("tidy", &mine.key()), has("system", &mine.key())), (1, 0), "{lists}");
    assert_eq!((has("tidy", &roots.key()), has("system", &roots.key())), (0, 1), "{lists}");
    let korean = house.run(&["--lang", "ko", "cleanup"]).out;
    assert!(korean.contains("📌 정리할 수 있음") && korean.contains("🔒 그대로 둠"), "{korean}");
    assert!(!house.state().exists(), "a command that reads made a store");
}

#[test]
fn explain_tells_the_plan_of_each_process() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let (mine, roots) = (Victim::sleep(PERSON), Victim::sleep(0));
    for (victim, permitted, code) in [(&mine, true, Value::Null), (&roots, false, "root".into())] {
        let told = json(&done(&house.run(&["--json", "explain", &victim.pid()])).out);
        let plan = &told["matches"][0]["plan"];
        assert_eq!((&plan["permitted"], &plan["code"]), (&permitted.into(), &code), "{plan}");
        assert_eq!(plan["key"], victim.key());
    }
    assert!(!house.state().exists(), "a command that reads made a store");
}

fn open_to_all(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    if path.is_dir() {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o777)).unwrap();
    }
}
