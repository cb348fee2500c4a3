//! A3: names never become code. Which programs the whole program starts is seen from outside, while everything
//! that can be named is named badly.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use house::House;
use rustix::process::{Pid, Signal, kill_process};

/// Everything is traced, and a busy machine is slow, not wrong.
const LIMIT: Duration = Duration::from_secs(90);

/// What may be started, by full path and nothing else.
const PROGRAMS: [&str; 4] =
    ["/usr/bin/journalctl", "/bin/journalctl", "/usr/bin/systemctl", "/bin/systemctl"];

/// Names that a shell, an option parser or a query would take for more than a name.
const HOSTILE: [&str; 10] = [
    "$(touch pwned)",
    "`touch pwned`",
    ";touch pwned",
    "|touch pwned",
    "x\ntouch pwned",
    "--root=x",
    "-M",
    "-- -x",
    "';--",
    "{$ne:1}",
];

/// `strace` around the program, which stays our own child; nothing if there is no strace that may trace.
fn traced(house: &House, log: &Path, args: &[&str]) -> Option<Command> {
    let works =
        Command::new("strace").args(["-qq", "-o", "/dev/null", "/bin/true"]).stderr(Stdio::null()).status();
    if !works.is_ok_and(|status| status.success()) {
        println!("SKIPPED which programs are started: no strace that may trace");
        return None;
    }
    let plain = house.command(args);
    let mut command = Command::new("strace");
    command.args(["-D", "-f", "-A", "-qq", "-s", "256", "-e", "trace=execve,execveat", "-o"]).arg(log);
    command.arg(plain.get_program()).args(args);
    command.env_clear().current_dir(house.path(".")).stdin(Stdio::null());
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    Some(command)
}

/// What was started, by the path that the kernel was given; tries that failed count.
fn started(log: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    // What another process came in between of is told in two lines; the path stands in the first one.
    let calls = text.lines().filter(|line| line.contains("execve") && !line.contains("<... execve"));
    calls
        .map(|line| {
            let path = line.split('"').nth(1);
            path.unwrap_or_else(|| panic!("no path in {line}")).to_owned()
        })
        .collect()
}

fn end(mut child: Child) -> String {
    let until = Instant::now() + LIMIT;
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < until, "it goes on");
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut said = String::new();
    if let Some(mut out) = child.stdout.take() {
        let _ = out.read_to_string(&mut said);
    }
    said
}

fn get(address: &str, token: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let head = format!("GET /api/v1/{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close");
    write!(stream, "{head}\r\nAuthorization: Bearer {}\r\n\r\n", token.trim()).unwrap();
    let mut some = Vec::new();
    // A stream goes on: what it begins with is enough. Head and body of an answer may come apart.
    let endless = path.contains("stream") || path.starts_with("live");
    let mut part = vec![0; 64 * 1024];
    loop {
        let count = stream.read(&mut part).unwrap();
        some.extend_from_slice(&part[..count]);
        if count == 0 || endless {
            return String::from_utf8_lossy(&some).into_owned();
        }
    }
}

/// Processes that are named as programs, options or statements. Ended when dropped.
struct Named(Vec<Child>);

impl Named {
    const NAMES: [&str; 4] = ["$(touch pwned)", "';--", "--root=x", ";id"];

    fn start(house: &House) -> Self {
        use std::os::unix::process::CommandExt as _;
        let start = |name: &str| {
            let path = house.path(name);
            std::fs::copy("/bin/sleep", &path).unwrap();
            Command::new(path).arg0("sleep").arg("1000").stdin(Stdio::null()).spawn().unwrap()
        };
        Self(Self::NAMES.map(start).into())
    }

    fn each(&self) -> impl Iterator<Item = (&'static str, u32)> {
        Self::NAMES.into_iter().zip(self.0.iter().map(Child::id))
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Waits until the process is judged, and asks for all that is told of it by its pid and by its key.
fn is_told(address: &str, token: &str, (name, pid): (&str, u32)) {
    let until = Instant::now() + LIMIT;
    let told = loop {
        let told = get(address, token, &format!("processes/{pid}"));
        if told.contains(&format!("\"name\":\"{name}\"")) && !told.contains("\"verdict\":null") {
            break told;
        }
        assert!(Instant::now() < until, "{name}: {told}");
        std::thread::sleep(Duration::from_millis(20));
    };
    let key = told.split("\"key\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let key = key.unwrap_or_else(|| panic!("no key in {told}"));
    for path in [format!("processes/{key}"), format!("processes/{key}?mode=strict&lang=ko")] {
        let answer = get(address, token, &path);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(name), "{path}: {answer}");
    }
}

fn encoded(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

#[test]
fn only_listed_programs_are_started_whatever_things_are_called() {
    let house = House::new();
    let log = house.path("calls");
    let token = house.run(&["token", "add", "t", "--role", "admin"]).out;
    let named = Named::start(&house);
    house.write("$(touch pwned).log", "line\n", 0o600);
    let hostile = house.path("$(touch pwned).log");
    let config = format!(
        "services = [\"nginx\", \"$(id)\", \";id\"]\n[logs]\nodd = \"{}\"\nunit = \"$(id).service\"\njournal2 = \"ssh\"\n",
        hostile.display()
    );
    house.write("config.toml", &config, 0o600);
    let Some(mut command) = traced(&house, &log, &["serve", "--listen", "127.0.0.1:0"]) else { return };
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut link = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut link).unwrap();
    let address = link.split('/').nth(2).unwrap_or_else(|| panic!("no address in {link:?}")).to_owned();
    let until = Instant::now() + LIMIT;
    while !get(&address, &token, "snapshot").starts_with("HTTP/1.1 200") {
        assert!(Instant::now() < until, "no first look");
        std::thread::sleep(Duration::from_millis(20));
    }
    for path in [
        "logs",
        "logs/odd/tail",
        "logs/unit/tail",
        "logs/journal/tail",
        "logs/journal.previous/tail",
        "services",
        "services?all=true",
        "snapshot",
        "processes",
        "processes?mode=strict&sort=verdict",
        "rules",
        "rules?lang=ko",
    ] {
        let answer = get(&address, &token, path);
        assert!(answer.starts_with("HTTP/1.1 "), "{path}: {answer}");
    }
    assert!(get(&address, &token, "rules").starts_with("HTTP/1.1 200"));
    for process in named.each() {
        is_told(&address, &token, process);
    }
    assert!(get(&address, &token, "logs/odd/tail").starts_with("HTTP/1.1 200"));
    for name in HOSTILE {
        for path in [
            format!("logs/{}/tail", encoded(name)),
            format!("logs/unit.{}/tail", encoded(name)),
            format!("logs/unit.{}/stream", encoded(name)),
            format!("logs/odd/tail?before={}", encoded(name)),
            format!("live?topics=logs:{}", encoded(name)),
            format!("processes/{}", encoded(name)),
        ] {
            let answer = get(&address, &token, &path);
            // A name that could be an id is no mistake on the live stream, which says that there is no such log.
            let known = path.starts_with("live") && answer.starts_with("HTTP/1.1 200");
            assert!(known || answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
        }
    }
    // One that may exist, so that the reader of the journal really runs where there is one.
    get(&address, &token, "logs/unit.ssh.service/stream");
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    end(child);
    for args in
        [&["logs", "list"][..], &["logs", "tail", "journal"], &["logs", "tail", "--", "unit.$(touch pwned)"]]
    {
        let child =
            traced(&house, &log, args).unwrap().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        end(child);
    }
    for (name, pid) in named.each() {
        let (pid, describing) = (pid.to_string(), format!("--description={name}"));
        for args in [
            &["explain", "--", name][..],
            &["explain", &pid],
            &["policy", "set", "--platform=linux", "--terminatable=false", &describing, "--", name],
            &["policy", "show", "--", name],
            &["policy", "list"],
        ] {
            let mut child = traced(&house, &log, args)
                .unwrap()
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            assert!(child.wait().unwrap().success(), "{args:?}");
        }
    }
    for args in [&["ps"][..], &["rules", "list"]] {
        let child =
            traced(&house, &log, args).unwrap().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        end(child);
    }
    let own = env!("CARGO_BIN_EXE_server-monitor");
    let started = started(&log);
    assert!(started.contains(own), "nothing was seen: {started:?}");
    let others: Vec<&String> =
        started.iter().filter(|path| *path != own && !PROGRAMS.contains(&path.as_str())).collect();
    assert!(others.is_empty(), "these were started: {others:?}");
    let left: Vec<_> =
        std::fs::read_dir(house.path(".")).unwrap().flatten().map(|file| file.file_name()).collect();
    assert!(!left.iter().any(|name| name == "pwned"), "{left:?}");
}
