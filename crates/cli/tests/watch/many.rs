//! Five thousand processes.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::tmux::{Tmux, in_terminal, strip};

const MANY: usize = 5000;
/// How long a key may take to be seen, on a machine that does other things too.
const KEY: Duration = Duration::from_secs(20);
/// What the console may have resident for each process that there is, other tests' too.
const MEMORY_EACH: u64 = 16 * 1024;

/// Processes that wait for nothing: forks of one shell, without a program of their own.
struct Crowd(Child);

impl Crowd {
    fn start(tmux: &Tmux) -> Self {
        let script = format!(
            "mkfifo never; i=0; while [ $i -lt {MANY} ]; do read x < never & i=$((i + 1)); done; echo all; wait"
        );
        let mut shell = Command::new("sh")
            .args(["-c", &script])
            .current_dir(tmux.path(""))
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
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

#[test]
fn five_thousand_processes_are_listed_and_every_key_is_answered_at_once() {
    in_terminal(|tmux| {
        let _crowd = Crowd::start(tmux);
        let pid = tmux.watch("--lang en --sort pid");
        let count = |screen: &str| -> usize {
            let after = strip(screen).split("processes ").nth(1).unwrap_or_default();
            let all = after.split_once(" of ").map_or(after, |(_, all)| all);
            all.split(' ').next().unwrap_or_default().parse().unwrap_or(0)
        };
        let at_first = tmux.wait("all of them", |screen| count(screen) > MANY);
        let press = |key: &str, holds: &dyn Fn(&str) -> bool| {
            let begun = Instant::now();
            tmux.press(&[key]);
            tmux.wait(key, holds);
            assert!(begun.elapsed() < KEY, "{key} took {:?}", begun.elapsed());
        };
        let ends = |screen: &str| {
            strip(screen).split_whitespace().any(|word| word.ends_with(&format!("-{}", count(screen))))
        };
        press("G", &ends);
        for (key, what) in [("g", " 1-16"), ("t", "tree"), ("m", "by memory"), ("?", "Keys, filter")] {
            press(key, &|screen| screen.contains(what));
        }
        tmux.escape("the list", |screen| !screen.contains("Keys, filter"));
        tmux.press(&["/"]);
        let begun = Instant::now();
        tmux.write(&format!("pid:{pid}"));
        let at_last = tmux
            .wait("the filter", |screen| strip(screen).contains(" of ") && screen.contains(&pid.to_string()));
        assert!(begun.elapsed() < KEY, "the filter took {:?}", begun.elapsed());
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap().trim().to_owned();
        let kilobytes: u64 = resident.split(' ').next().unwrap().parse().unwrap();
        let processes = count(&at_first).max(count(&at_last));
        println!("{processes} processes: {resident} resident");
        assert!(kilobytes * 1024 < MEMORY_EACH * processes as u64, "{resident} for {processes}");
        tmux.press(&["C-c"]);
        tmux.assert_restored();
    });
}
