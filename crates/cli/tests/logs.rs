//! `logs list` and `logs tail`: the same shapes as over HTTP, harmless on a terminal, and an end in time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::fs::symlink;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use house::{House, json, lines};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// A busy machine is slow, not wrong.
const LIMIT: Duration = Duration::from_secs(60);
/// How long whoever presses Ctrl-C may have to wait, on such a machine too.
const STOPS: Duration = Duration::from_secs(15);

/// A house whose configuration names these logs, each a file of the same name.
fn house(names: &[&str]) -> House {
    let house = House::new();
    let rows: Vec<String> =
        names.iter().map(|name| format!("\"{name}\" = \"{}\"", house.path(name).display())).collect();
    house.write("config.toml", &format!("services = []\n[logs]\n{}\n", rows.join("\n")), 0o600);
    house
}

fn append(house: &House, name: &str, text: &str) {
    let mut file = OpenOptions::new().append(true).create(true).open(house.path(name)).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn numbered(range: std::ops::Range<u32>) -> String {
    range.map(|number| format!("line {number}\n")).collect()
}

/// `logs tail -f` at work, its lines as they come.
struct Following {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
}

impl Following {
    fn start(house: &House, args: &[&str]) -> Self {
        let mut command = house.command(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (out, err) = (lines(child.stdout.take().unwrap()), lines(child.stderr.take().unwrap()));
        Self { child, out, err }
    }

    fn next(&self) -> String {
        self.out.recv_timeout(LIMIT).unwrap()
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    fn ended(&mut self) -> Option<i32> {
        let until = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(Instant::now() < until, "it goes on");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_list_is_that_of_the_api_and_a_table_for_people() {
    let house = house(&["a.log", "missing.log", "link"]);
    append(&house, "a.log", "one\n");
    symlink("/etc/hostname", house.path("link")).unwrap();
    let said = house.run(&["logs", "list", "--json"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let list = json(&said.out);
    assert_eq!(list.as_object().unwrap().len(), 1, "only the list");
    let rows = list["logs"].as_array().unwrap();
    let row = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("{id}: {list}"));
    assert_eq!((&row("a.log")["state"], &row("a.log")["size"]), (&"ok".into(), &4.into()));
    assert_eq!((&row("missing.log")["state"], &row("link")["state"]), (&"missing".into(), &"denied".into()));
    assert_eq!(row("a.log")["gaps"]["reason"], "unsupported");

    let said = house.run(&["logs", "list"]);
    assert_eq!(said.code, 0);
    assert!(said.out.starts_with("ID "), "{}", said.out);
    assert!(said.out.lines().any(|line| line.starts_with("a.log ") && line.contains("4 B")), "{}", said.out);
    assert!(said.err.contains("link: it is a link that leads out"), "{}", said.err);
    assert!(house.run(&["--lang", "ko", "logs", "list"]).err.contains("링크입니다"));
}

#[test]
fn a_tail_is_the_last_lines_and_the_same_as_json() {
    let house = house(&["a.log"]);
    append(&house, "a.log", &numbered(0..50));
    let said = house.run(&["logs", "tail", "a.log"]);
    assert_eq!((said.code, said.out, said.err), (0, numbered(30..50), String::new()));
    assert_eq!(house.run(&["logs", "tail", "-n", "2", "a.log"]).out, numbered(48..50));
    assert_eq!(house.run(&["logs", "tail", "a.log", "--lines=0"]).out, "");
    let tail = json(&house.run(&["--json", "logs", "tail", "a.log", "-n", "1"]).out);
    assert_eq!(tail["lines"], serde_json::json!([{"text": "line 49"}]));
    assert_eq!(tail["complete"], false);
    assert!(!house::exists(&house.state()), "reading made a store");
}

#[test]
fn what_cannot_be_shown_has_its_exit_code_and_a_way_out() {
    let house = house(&["a.log", "missing.log", "fifo", "link"]);
    append(&house, "a.log", "one\n");
    assert!(Command::new("mkfifo").arg(house.path("fifo")).status().unwrap().success());
    symlink("/etc/passwd", house.path("link")).unwrap();
    for follow in [&[][..], &["-f"]] {
        for (source, code, says) in [
            ("nothing", 2, "logs list"),
            ("missing.log", 1, "no such file"),
            ("fifo", 3, "not a regular file"),
            ("link", 3, "leads out"),
        ] {
            let said = house.run(&[&["logs", "tail", source], follow].concat());
            assert_eq!((said.code, said.out.as_str()), (code, ""), "{source}: {}", said.err);
            assert!(said.err.contains(says) && !said.err.contains("root:"), "{}", said.err);
        }
    }
    for args in [
        &["logs", "tail"][..],
        &["logs", "tail", "a.log", "-n", "-1"],
        &["logs", "tail", "a.log", "-n", "10001"],
        &["logs", "tail", "a.log", "--level", "loud"],
        &["logs", "tail", "a.log", "b.log"],
    ] {
        assert_eq!(house.run(args).code, 2, "{args:?}");
    }
}

/// A file that its owner shut: the system denies it to others.
#[test]
fn a_log_that_the_system_denies_is_exit_5_and_names_the_command_that_helps() {
    if !rustix::process::geteuid().is_root() {
        println!("SKIPPED a denied log: only root can become somebody else");
        return;
    }
    let house = house(&["shut.log"]);
    house.write("shut.log", "secret\n", 0o600);
    let open = |path: &std::path::Path| {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    open(&house.path("."));
    house.write(
        "config.toml",
        &format!("[logs]\n\"shut.log\" = \"{}\"\n", house.path("shut.log").display()),
        0o644,
    );
    let program = house.copy_of_binary();
    open(&program);
    let mut command = Command::new("setpriv");
    let config = house.path("config.toml");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&program)
        .arg("--config")
        .arg(config);
    let output = command.env("LANG", "C.UTF-8").args(["logs", "tail", "shut.log"]).output().unwrap();
    let said = house::said(output);
    assert_eq!((said.code, said.out.as_str()), (5, ""), "{}", said.err);
    assert!(said.err.contains("usermod -aG adm "), "{}", said.err);
}

/// A4: what looks like an option is one of ours, or a mistake; nothing else ever sees it.
#[test]
fn a_source_that_looks_like_an_option_is_a_mistake_or_a_value() {
    let house = house(&["a.log"]);
    append(&house, "a.log", "one\n");
    for source in ["--root=x", "-M", "--file=/etc/shadow", "-D/etc", "--", "-"] {
        let said = house.run(&["logs", "tail", source]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{source}: {}", said.err);
        let said = house.run(&["logs", "tail", "--", source]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "-- {source}: {}", said.err);
    }
    for source in [
        "unit.--root=x",
        "unit.-M",
        "unit.*",
        "unit.$(touch pwned)",
        "../a.log",
        "/etc/passwd",
        "a.log\n",
        "",
        "unit.;id",
        "unit.a b",
        "journal --root=x",
    ] {
        let said = house.run(&["logs", "tail", "--", source]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{source}: {}", said.err);
    }
    assert!(!house::exists(&house.path("pwned")));
}

#[test]
fn following_shows_each_new_line_and_ends_well_at_either_signal() {
    for signal in [Signal::INT, Signal::TERM] {
        let house = house(&["a.log"]);
        append(&house, "a.log", &numbered(0..50));
        let mut following = Following::start(&house, &["logs", "tail", "-f", "-n", "2", "a.log"]);
        assert_eq!([following.next(), following.next()], ["line 48", "line 49"]);
        append(&house, "a.log", "half ");
        append(&house, "a.log", "a line\n");
        assert_eq!(following.next(), "half a line");
        // It stands still meanwhile: a name that is away for seconds is a log that is missing.
        following.signal(Signal::STOP);
        std::fs::rename(house.path("a.log"), house.path("a.log.1")).unwrap();
        append(&house, "a.log.1", "last of the old\n");
        append(&house, "a.log", "first of the new\n");
        following.signal(Signal::CONT);
        assert_eq!([following.next(), following.next()], ["last of the old", "first of the new"]);
        let told = following.err.recv_timeout(LIMIT).unwrap();
        assert!(told.contains("a.log: another file took its place"), "{told}");
        let began = Instant::now();
        following.signal(signal);
        assert_eq!(following.ended(), Some(0));
        assert!(began.elapsed() < STOPS, "{:?}", began.elapsed());
    }
}

#[test]
fn following_as_json_is_a_document_a_line_of_the_shape_of_the_stream() {
    let house = house(&["a.log"]);
    append(&house, "a.log", "one\n");
    let following = Following::start(&house, &["logs", "tail", "-f", "a.log", "--json"]);
    assert_eq!(json(&following.next()), serde_json::json!({"lines": [{"text": "one"}]}));
    File::create(house.path("a.log")).unwrap();
    append(&house, "a.log", "a\u{1b}[2J\n");
    let mut heard: Vec<Value> = Vec::new();
    while heard.iter().all(|event| event["lines"] == serde_json::json!([])) {
        heard.push(json(&following.next()));
    }
    assert!(heard.iter().any(|event| event["notice"]["kind"] == "truncated"), "{heard:?}");
    assert_eq!(heard.last().unwrap()["lines"], serde_json::json!([{"text": "a\u{1b}[2J"}]));
}

#[test]
fn a_reader_that_has_enough_is_success_even_if_nothing_more_comes() {
    let house = house(&["a.log"]);
    append(&house, "a.log", &numbered(0..5));
    let mut command = house.command(&["logs", "tail", "-f", "a.log"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    assert_eq!(first, "line 0\n");
    drop(reader);
    let (out, err) = (lines(std::io::empty()), lines(child.stderr.take().unwrap()));
    assert_eq!(Following { child, out, err }.ended(), Some(0), "quiet, but its reader is gone");
}

/// Ctrl-C has to work while nobody takes what is written.
#[test]
fn a_signal_ends_it_though_its_reader_stands_still() {
    let house = house(&["a.log"]);
    append(&house, "a.log", &"x".repeat(1000).repeat(10_000).replace("xxxxxxxxx", "xxxxxxxx\n"));
    let mut command = house.command(&["logs", "tail", "-f", "-n", "10000", "a.log"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (out, err) = (lines(std::io::empty()), lines(std::io::empty()));
    let mut following = Following { child, out, err };
    let pipe = following.child.stdout.take().unwrap();
    let until = Instant::now() + LIMIT;
    // A pipe holds 64 KiB unless told otherwise (pipe(7)), fewer bytes where pages are not filled.
    while rustix::io::ioctl_fionread(&pipe).unwrap() < 32 * 1024 {
        assert!(Instant::now() < until, "the pipe is not full");
        std::thread::sleep(Duration::from_millis(5));
    }
    following.signal(Signal::TERM);
    assert_eq!(following.ended(), Some(0));
}

/// B12: what a log says never commands the terminal. On a real one, where colours are on.
#[test]
fn hostile_lines_are_shown_escaped_on_a_terminal() {
    let house = house(&["a.log"]);
    let hostile = "evil \u{1b}]52;c;cm0gLXJm\u{7} \u{1b}[2J \u{1b}]8;;http://x\u{1b}\\ \u{9b}31m \u{202e}txt\u{0} end\n";
    append(&house, "a.log", hostile);
    for follow in [false, true] {
        let (mut master, terminal) = terminal();
        let mut args = vec!["logs", "tail", "a.log"];
        if follow {
            args.push("-f");
        }
        let mut command = house.command(&args);
        command.env("TERM", "xterm-256color");
        let err = terminal.try_clone().unwrap();
        let child = command.stdout(Stdio::from(terminal)).stderr(Stdio::from(err)).spawn().unwrap();
        drop(command);
        let mut following = Following { child, out: lines(std::io::empty()), err: lines(std::io::empty()) };
        let mut shown = Vec::new();
        let mut some = [0; 4096];
        while !String::from_utf8_lossy(&shown).contains("end") {
            let count = master.read(&mut some).unwrap();
            shown.extend_from_slice(&some[..count]);
        }
        let shown = String::from_utf8_lossy(&shown).into_owned();
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\u{0}']), "{shown:?}");
        assert!(shown.contains("evil \\x1b]52;c;cm0gLXJm\\x07 \\x1b[2J"), "{shown:?}");
        if follow {
            following.signal(Signal::INT);
        }
        assert_eq!(following.ended(), Some(0));
    }
}

/// A terminal of our own: its two ends.
fn terminal() -> (File, OwnedFd) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(master.as_fd(), Vec::new()).unwrap();
    let terminal = OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (File::from(master), terminal.into())
}
