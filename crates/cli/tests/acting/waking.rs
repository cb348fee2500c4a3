//! The end of a pause without a server: who stays behind for it, and who comes when that one does not.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use domain::time::Wall;
use store::{Actor, Entry, LocalStore as _, Outcome, SqliteStore, StateDir};

use crate::house::{House, lines};
use crate::victim::{PERSON, Victim, audited, done, is_root, row, wait_for};

/// Whoever waits to wake a process paused with the store of this house.
fn wakers(house: &House) -> Vec<String> {
    let state = house.state().to_str().unwrap().to_owned();
    let is_waker = |pid: &String| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        let words: Vec<&str> = line.split('\0').collect();
        words.get(1) == Some(&"wake") && words.contains(&state.as_str())
    };
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    all.filter_map(|entry| entry.file_name().into_string().ok()).filter(is_waker).collect()
}

/// The one that waits. It listens, or nobody would have been told of it.
fn waker(house: &House) -> String {
    let [waker] = wakers(house).try_into().unwrap();
    waker
}

fn kill(signal: &str, pid: &str) {
    assert!(Command::new("kill").args([signal, pid]).status().unwrap().success());
}

fn goes_on(victim: &Victim) {
    victim.until("it goes on", |stat| !stat.contains(") T "));
}

#[test]
fn a_pause_for_a_time_leaves_somebody_behind_who_wakes_it_when_told_to_go() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let victim = Victim::sleep(PERSON);
    let said = house.run(&["pause", &victim.pid(), "--for", "2", "--yes"]);
    assert!(done(&said).out.contains("after 2 minutes"), "{}", said.out);
    assert_eq!(victim.state(), Some('T'));
    let waker = waker(&house);
    assert!(said.err.contains(&format!("PID {waker}")), "{waker} {}", said.err);
    kill("-TERM", &waker);
    goes_on(&victim);
    wait_for("its end", || wakers(&house).is_empty());
    let told = audited(&house);
    assert_eq!(told[..2], [row("end_wake", "ok", "resumed"), row("end_wake", "intended", "")]);
    assert_eq!(told[2], row("pause", "ok", "paused"));
}

#[test]
fn whoever_was_left_behind_leaves_when_somebody_else_ended_the_pause() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let victim = Victim::sleep(PERSON);
    done(&house.run(&["pause", &victim.pid(), "--for", "2", "--yes"]));
    assert_eq!(wakers(&house).len(), 1);
    done(&house.run(&["resume", &victim.pid(), "--yes"]));
    wait_for("it leaves", || wakers(&house).is_empty());
    let paused = house.run(&["pause", &victim.pid(), "--keep", "--yes"]);
    done(&paused);
    assert!(wakers(&house).is_empty() && !paused.err.contains("server-monitor"), "{}", paused.err);
    assert_eq!(victim.state(), Some('T'));
    assert_eq!(audited(&house)[0], row("pause", "ok", "paused"));
    done(&house.run(&["resume", &victim.pid(), "--yes"]));
}

#[test]
fn somebody_is_left_behind_although_nobody_reads_what_came_of_it() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let victim = Victim::sleep(PERSON);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = house.command(&["pause", &victim.pid(), "--for", "2", "--yes"]);
    assert_eq!(command.stdout(writer).stderr(Stdio::null()).status().unwrap().code(), Some(0));
    assert_eq!((victim.state(), wakers(&house).len()), (Some('T'), 1));
    kill("-INT", &waker(&house));
    goes_on(&victim);
}

/// As a program that is no more left it in the audit: paused for a minute, long ago. Its row.
fn left(house: &House, victim: &Victim) -> u64 {
    kill("-STOP", &victim.pid());
    victim.until("it stands", |stat| stat.contains(") T "));
    let store = SqliteStore::open(&StateDir::open_or_create(&house.state()).unwrap()).unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let at = Wall(i64::try_from((now - Duration::from_secs(3_600)).as_nanos()).unwrap());
    let entry = |outcome| {
        Entry::new(at, Actor::cli("root"), "pause").key(&victim.key()).name("sleep").outcome(outcome)
    };
    let intent = entry(Outcome::Intended).reason("by program 4194000-1, wakes after 60 s, elsewhere");
    let intent = store.append(intent).unwrap();
    let told = entry(Outcome::Ok).code("paused").reason(&format!("intent {intent}; STOP"));
    store.append(told).unwrap();
    intent
}

#[test]
fn one_whose_time_has_come_is_woken_by_its_row_and_by_no_other() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let (victim, other) = (Victim::sleep(PERSON), Victim::sleep(PERSON));
    let intent = left(&house, &victim).to_string();
    left(&house, &other);
    done(&house.run(&["wake", &intent]));
    goes_on(&victim);
    assert_eq!(other.state(), Some('T'));
    assert_eq!(audited(&house)[..2], [row("end_wake", "ok", "resumed"), row("end_wake", "intended", "")]);
    done(&house.run(&["wake", &intent]));
    done(&house.run(&["wake", "99999"]));
    assert_eq!(house.run(&["wake", "x"]).code, 2);
}

#[test]
fn a_server_wakes_those_whose_waker_is_no_more() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let victim = Victim::sleep(PERSON);
    left(&house, &victim);
    let mut serve =
        house.command(&["serve", "--listen", &format!("unix:{}", house.path("socket").display())]);
    let mut server = Server(serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let _out = lines(server.0.stdout.take().unwrap());
    goes_on(&victim);
    wait_for("its row in the audit", || audited(&house).contains(&row("end_wake", "ok", "resumed")));
    kill("-TERM", &server.0.id().to_string());
    assert_eq!(server.0.wait().unwrap().code(), Some(0));
}

/// A server that goes with its test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
