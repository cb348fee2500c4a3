//! What comes in between: Ctrl-C, SIGTERM, somebody who does not listen any more.

use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

use crate::house::{House, json};
use crate::terminal::{CTRL_C, Terminal};
use crate::victim::{LIMIT, PERSON, Victim, audited, is_root, open_to_all, row, wait_for};

/// One that hears TERM, says so by a file, and stays.
fn stubborn(house: &House) -> (Victim, std::path::PathBuf) {
    open_to_all(&house.path(""));
    let heard = house.path("heard");
    let trap = format!("trap ': > {}' TERM", heard.display());
    (Victim::shell(&trap, &house.path("ready")), heard)
}

fn kill(signal: &str, pid: u32) {
    let _ = Command::new("kill").args([signal, &pid.to_string()]).status();
}

/// Whether the signal that was sent before this moment came before KILL was due, five seconds after the intent was written
/// down. On a machine that kept this test waiting for longer nothing can be told from what came of it.
fn came_in_time(house: &House, sent: Timestamp) -> bool {
    let rows = json(&house.run(&["audit", "--json"]).out)["audit"].clone();
    let intended = rows.as_array().unwrap().iter().find(|row| row["outcome"] == "intended").unwrap().clone();
    let at: Timestamp = intended["at"].as_str().unwrap().parse().unwrap();
    sent.duration_since(at) < SignedDuration::from_secs(5)
}

/// Does it until a signal came in time.
fn in_time(mut attempt: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !attempt() {
        assert!(begun.elapsed() < LIMIT * 2, "no signal came in time");
    }
}

#[test]
fn a_ctrl_c_after_term_means_no_kill_and_is_told_as_it_is() {
    if !is_root() {
        return;
    }
    for (lang, told) in [
        ("en", "^C\r\nserver-monitor stopped before it was done"),
        ("ko", "^C\r\n결과가 나오기 전에 server-monitor가 멈췄습니다"),
    ] {
        in_time(|| {
            let house = House::new();
            let (mut victim, heard) = stubborn(&house);
            let args = ["--lang", lang, "end", &victim.pid(), "--yes"];
            let mut terminal = Terminal::start(&house.command(&args));
            wait_for("TERM", || heard.exists());
            terminal.type_in(CTRL_C);
            let sent = Timestamp::now();
            let (status, shown) = terminal.ended();
            if !came_in_time(&house, sent) {
                return false;
            }
            assert_eq!(status.signal(), Some(2), "{status:?} {shown}");
            assert!(shown.contains(told), "{shown}");
            // Whoever would send KILL has ended.
            assert!(victim.lives());
            assert_eq!(
                audited(&house)[..2],
                [row("end", "failed", "interrupted"), row("end", "intended", "")]
            );
            true
        });
    }
}

#[test]
fn a_sigterm_or_a_lost_line_after_term_means_no_kill_too() {
    if !is_root() {
        return;
    }
    for (signal, number) in [("-TERM", 15), ("-HUP", 1)] {
        in_time(|| {
            let house = House::new();
            let (mut victim, heard) = stubborn(&house);
            let mut command = house.command(&["--json", "end", &victim.pid(), "--yes"]);
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            wait_for("TERM", || heard.exists());
            kill(signal, child.id());
            let sent = Timestamp::now();
            let mut told = String::new();
            child.stdout.take().unwrap().read_to_string(&mut told).unwrap();
            let status = child.wait().unwrap();
            if !came_in_time(&house, sent) {
                return false;
            }
            assert_eq!(status.signal(), Some(number), "{told}");
            let outcome = json(&told);
            assert_eq!(
                (&outcome["result"], &outcome["signals"]),
                (&"interrupted".into(), &serde_json::json!(["TERM"]))
            );
            assert!(victim.lives());
            assert_eq!(audited(&house)[0], row("end", "failed", "interrupted"));
            true
        });
    }
}

#[test]
fn a_signal_that_whoever_started_it_had_ignored_does_not_interrupt_it() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let (mut victim, heard) = stubborn(&house);
    let plain = house.command(&["end", &victim.pid(), "--yes"]);
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' HUP INT; exec \"$@\"", "sh"])
        .arg(plain.get_program())
        .args(plain.get_args());
    command.env_clear().envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    wait_for("TERM", || heard.exists());
    kill("-HUP", child.id());
    kill("-INT", child.id());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(victim.signal(), Some(9));
}

#[test]
fn with_a_yes_it_is_done_whether_anybody_reads_about_it_or_not() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    assert_eq!(unread(&house, &["end", &victim.pid(), "--yes"]), Some(0));
    assert_eq!(victim.signal(), Some(15));
    let mut roots = Victim::sleep(0);
    assert_eq!(unread(&house, &["end", &roots.pid(), "--yes"]), Some(3), "a refusal stays one");
    assert!(roots.lives());
    assert_eq!(unread(&house, &["end", &roots.pid(), "--dry-run"]), Some(0), "a closed pipe is success");
}

#[test]
fn nobody_agrees_to_what_nobody_saw() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let closed = |command: &mut Command| {
        command.stdout(nobody());
    };
    let terminal = Terminal::start_with(&house.command(&["end", &victim.pid()]), closed);
    let (status, shown) = terminal.ended();
    assert!(status.code() == Some(1) && shown.contains("could not be shown"), "{status:?} {shown}");
    assert!(victim.lives());
    assert_eq!(audited(&house), []);
}

/// A pipe that nobody reads any more.
fn nobody() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

fn unread(house: &House, args: &[&str]) -> Option<i32> {
    house.command(args).stdout(nobody()).stderr(Stdio::null()).status().unwrap().code()
}
