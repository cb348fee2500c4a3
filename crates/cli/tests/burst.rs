//! Thousands of processes that appear at once, as a fork bomb makes them: the server answers, its memory stays bounded,
//! and ticks that it missed are told. Attack 21.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;
mod serving;

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use house::House;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use serde_json::Value;
use serving::{Server, add_boss, until};

const MANY: usize = 3_000;
/// What the server may have resident among so many processes, and as many of other tests.
const MEMORY: u64 = 256 << 20;
/// Longer than a tick and its grace, so that one is missed.
const MISSED: Duration = Duration::from_millis(2_500);

/// Forks of one shell of an ordinary user, each waiting for a word that never comes.
struct Crowd(Child);

impl Crowd {
    fn start() -> Self {
        let script = format!(
            "exec 3<&0; i=0; while [ $i -lt {MANY} ]; do read x <&3 & i=$((i + 1)); done; echo all; read x <&3"
        );
        let mut shell = Command::new("sh");
        if rustix::process::geteuid().is_root() {
            shell.uid(1000).gid(1000);
        }
        shell.args(["-c", &script]).current_dir("/").process_group(0);
        let mut shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(shell.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "all\n");
        Self(shell)
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        // It leads a group of its own, which holds the crowd and nothing else.
        let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
        let _ = self.0.wait();
    }
}

struct Watched {
    server: Server,
    cookie: String,
}

impl Watched {
    fn get(&self, path: &str) -> Value {
        assert_eq!(self.server.get("/healthz", "").status, 200);
        let answer = self.server.get(&format!("/api/v1/{path}"), &self.cookie);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    fn processes(&self) -> Vec<Value> {
        self.get("processes")["processes"].as_array().unwrap().clone()
    }

    /// Those of the crowd that are listed: other tests of this machine have crowds of their own.
    fn listed(&self, crowd: &Crowd) -> HashSet<String> {
        let leader = crowd.0.id();
        let processes = self.processes();
        processes.iter().filter(|row| row["ppid"] == leader).map(key).collect()
    }

    fn late_ticks(&self) -> u64 {
        let monitor = &self.get("snapshot")["monitor"];
        let resident = monitor["rss_bytes"].as_u64().unwrap();
        assert!(resident < MEMORY, "{} MB resident", resident >> 20);
        monitor["late_ticks"].as_u64().unwrap()
    }
}

fn key(process: &Value) -> String {
    process["key"].as_str().unwrap().to_owned()
}

#[test]
fn three_thousand_processes_at_once_are_listed_missed_ticks_are_told_and_everybody_is_answered() {
    let house = House::new();
    add_boss(&house);
    let server = Server::of(&house);
    let cookie = server.log_in().cookie();
    let watched = Watched { server, cookie };
    watched.server.has_looked(&watched.cookie);
    let before = watched.processes().len();

    let begun = Instant::now();
    let crowd = Crowd::start();
    let mut all = HashSet::new();
    until("all of them are listed", || {
        all = watched.listed(&crowd);
        all.len() == MANY
    });
    println!("{MANY} more than {before} processes: begun and listed within {:?}", begun.elapsed());
    let late = watched.late_ticks();

    // As when the machine has no time left for it.
    let pid = Pid::from_raw(i32::try_from(watched.server.pid()).unwrap()).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    std::thread::sleep(MISSED);
    kill_process(pid, Signal::CONT).unwrap();
    until("the ticks that it missed are told", || watched.late_ticks() >= late + 2);
    assert_eq!(watched.listed(&crowd), all);

    drop(crowd);
    until("they are gone", || !watched.processes().iter().any(|process| all.contains(&key(process))));
    watched.late_ticks();
}
