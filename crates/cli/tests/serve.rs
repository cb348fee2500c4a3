//! `serve` from start to stop, with the real binary and real signals.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use house::{House, lines};

/// A busy machine is slow, not wrong.
const LIMIT: Duration = Duration::from_secs(60);
/// How long whoever stops it may have to wait, on such a machine too.
const STOPS: Duration = Duration::from_secs(15);
/// How long where nobody else is in the way.
const STOPS_ALONE: Duration = Duration::from_secs(2);
/// Stops of which one has to be as quick as that: at the others a busy machine may have been in the way.
const STOPS_TRIED: usize = 5;

/// A running server, its lines as they come.
struct Server {
    child: Child,
    out: Receiver<String>,
    log: Receiver<String>,
    heard: String,
}

impl Server {
    fn start(house: &House, args: &[&str]) -> Self {
        let mut command = house.command(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (out, log) = (lines(child.stdout.take().unwrap()), lines(child.stderr.take().unwrap()));
        Self { child, out, log, heard: String::new() }
    }

    /// The set-up link and the address in it.
    fn link(&self) -> (String, String) {
        let link = self.out.recv_timeout(LIMIT).unwrap();
        let rest = link.strip_prefix("http://").unwrap_or_else(|| panic!("{link}"));
        (link.clone(), rest.split('/').next().unwrap().to_owned())
    }

    /// Waits for a line of the log that holds `text`.
    fn hear(&mut self, text: &str) -> String {
        loop {
            match self.log.recv_timeout(LIMIT) {
                Ok(line) if line.contains(text) => return line,
                Ok(line) => self.heard.push_str(&(line + "\n")),
                Err(_) => panic!("{text:?} was not heard; this was:\n{}", self.heard),
            }
        }
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Ends it; the exit code and how long that took.
    fn stop(&mut self) -> (Option<i32>, Duration) {
        let began = Instant::now();
        self.signal(rustix::process::Signal::TERM);
        let code = self.child.wait().unwrap().code();
        (code, began.elapsed())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn get(stream: &mut (impl std::io::Read + std::io::Write), path: &str) -> String {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_first_start_prints_the_link_and_stops_in_time() {
    let house = House::new();
    let mut server = Server::start(&house, &["--listen", "127.0.0.1:0"]);
    let (link, address) = server.link();
    assert!(link.contains("/setup#token="), "{link}");
    let answer = get(&mut TcpStream::connect(&address).unwrap(), "/healthz");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("{\"status\":\"ok\"}"), "{answer}");
    let token = link.split("token=").nth(1).unwrap().to_owned();
    let (code, took) = server.stop();
    assert_eq!(code, Some(0));
    assert!(took < STOPS, "{took:?}");
    let log: String = server.log.iter().collect();
    assert!(!log.contains(&token), "the token is in the log");
    assert!(server.out.try_recv().is_err(), "more than the link on stdout");
}

#[test]
fn the_link_stands_below_the_base_path() {
    let house = House::new();
    let server = Server::start(&house, &["serve", "--listen", "127.0.0.1:0", "--base-path", "/mon/"]);
    let (link, _) = server.link();
    assert!(link.contains("/mon/setup#token="), "{link}");
}

#[test]
fn a_stream_that_is_open_does_not_delay_the_stop() {
    let mut took = Vec::new();
    while took.len() < STOPS_TRIED {
        took.push(stopped_with_a_stream());
        if took.last() <= Some(&STOPS_ALONE) {
            return;
        }
    }
    panic!("{took:?}");
}

/// How long it took.
fn stopped_with_a_stream() -> Duration {
    let house = House::new();
    let token = house.run(&["token", "add", "t", "--role", "viewer"]).out;
    let mut server = Server::start(&house, &["--listen", "127.0.0.1:0"]);
    let (_, address) = server.link();
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(
        stream,
        "GET /api/v1/live HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\r\n",
        token.trim()
    )
    .unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let (code, took) = server.stop();
    assert_eq!(code, Some(0));
    took
}

#[test]
fn memory_for_hashing_passwords_is_given_back() {
    let house = House::new();
    let args = ["user", "add", "kim", "--role", "admin", "--password-stdin"];
    assert_eq!(house.run_with_input(&args, "correct horse battery\n").code, 0);
    let mut server = Server::start(&house, &["--listen", "127.0.0.1:0"]);
    let heard = server.hear("listening on http://");
    let address = heard.rsplit("http://").next().unwrap().trim_end_matches('/').to_owned();
    let body = r#"{"username":"kim","password":"correct horse battery"}"#;
    let mut most = processes();
    for _ in 0..4 {
        let mut stream = TcpStream::connect(&address).unwrap();
        let head = "POST /api/v1/session HTTP/1.1\r\nContent-Type: application/json\r\nConnection: close";
        write!(stream, "{head}\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        most = most.max(processes());
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    // Its own memory: what of the program's file is resident depends on how it was built.
    let resident = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    let kib: usize = resident.trim().trim_end_matches(" kB").parse().unwrap();
    // Of each process of the machine it keeps some; other tests start thousands.
    assert!(kib <= 28 * 1024 + 5 * most, "{kib} KiB of its own resident beside {most} processes");
}

/// How many there are on this machine.
fn processes() -> usize {
    let is_process = |entry: &std::fs::DirEntry| entry.file_name().as_encoded_bytes()[0].is_ascii_digit();
    std::fs::read_dir("/proc").unwrap().flatten().filter(is_process).count()
}

#[test]
fn with_users_there_is_no_link() {
    let house = House::new();
    let args = ["user", "add", "kim", "--role", "admin", "--password-stdin"];
    assert_eq!(house.run_with_input(&args, "correct horse battery\n").code, 0);
    let mut server = Server::start(&house, &["--listen", "127.0.0.1:0"]);
    server.hear("users exist");
    assert_eq!(server.stop().0, Some(0));
    assert!(server.out.iter().next().is_none());
}

#[test]
fn a_second_instance_names_the_process_that_has_the_port() {
    let house = House::new();
    let server = Server::start(&house, &["--listen", "127.0.0.1:0"]);
    let (_, address) = server.link();
    let second = house.run(&["--listen", &address]);
    assert_eq!(second.code, 1, "{}", second.err);
    assert!(
        second.err.contains(&format!("taken by server-monitor (pid {})", server.child.id())),
        "{}",
        second.err
    );
}

#[test]
fn a_port_of_another_program_names_it_too() {
    let house = House::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let said = house.run(&["--listen", &taken.local_addr().unwrap().to_string()]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains(&format!("(pid {})", std::process::id())), "{}", said.err);
}

#[test]
fn a_hang_up_reloads_and_says_what_cannot() {
    let house = House::new();
    house.write("config.toml", "listen = \"127.0.0.1:0\"\n", 0o600);
    let mut server = Server::start(&house, &[]);
    server.link();
    house.write(
        "config.toml",
        "listen = \"127.0.0.1:1\"\nallowed_hosts = [\"monitor.example.org\"]\n",
        0o600,
    );
    server.signal(rustix::process::Signal::HUP);
    server.hear("listen changed; it holds from the next start");
    server.hear("allowed_hosts changed and holds now");
    server.hear("2 keys changed");
    house.write("config.toml", "lisen = 1\n", 0o600);
    server.signal(rustix::process::Signal::HUP);
    server.hear("the nearest is listen");
    server.hear("what was in force goes on");
    assert_eq!(server.stop().0, Some(0));
}

/// An open stream of `path`, read line by line.
fn open_stream(address: &str, token: &str, path: &str) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}", token.trim());
    write!(stream, "{head}\r\n\r\n").unwrap();
    BufReader::new(stream)
}

/// Waits for a line of the stream that holds `text`, and answers it.
fn hear_from(stream: &mut BufReader<TcpStream>, text: &str) -> String {
    let mut heard = String::new();
    let until = Instant::now() + LIMIT;
    loop {
        assert!(Instant::now() < until, "{text:?} was not heard; this was:\n{heard}");
        let before = heard.len();
        let count = stream.read_line(&mut heard).unwrap_or(0);
        assert!(count > 0, "{text:?} was not heard; this was:\n{heard}");
        if heard[before..].contains(text) {
            return heard.split_off(before);
        }
    }
}

#[test]
fn a_hang_up_changes_which_services_are_watched() {
    let house = House::new();
    let token = house.run(&["token", "add", "t", "--role", "viewer"]).out;
    let config = |services: &str| {
        house.write("config.toml", &format!("listen = \"127.0.0.1:0\"\nservices = [{services}]\n"), 0o600);
    };
    config("\"first-watched\", \"both-watched\"");
    let mut server = Server::start(&house, &[]);
    let (_, address) = server.link();
    let mut live = open_stream(&address, &token, "/api/v1/live?topics=snapshot");
    let before = hear_from(&mut live, "first-watched");
    assert!(before.contains("both-watched") && !before.contains("then-watched"), "{before}");
    config("\"both-watched\", \"then-watched\"");
    server.signal(rustix::process::Signal::HUP);
    server.hear("services changed and holds now");
    let after = hear_from(&mut live, "then-watched");
    assert!(after.contains("both-watched") && !after.contains("first-watched"), "{after}");
    assert_eq!(server.stop().0, Some(0));
}

#[test]
fn a_hang_up_changes_which_logs_there_are_and_ends_streams_of_those_that_changed() {
    let house = House::new();
    let token = house.run(&["token", "add", "t", "--role", "viewer"]).out;
    let config = |odd: &str| {
        let row = |id: &str, name: &str| format!("{id} = \"{}\"\n", house.path(name).display());
        let text = format!("listen = \"127.0.0.1:0\"\n[logs]\n{}{}", row("odd", odd), row("same", "same"));
        house.write("config.toml", &text, 0o600);
    };
    for name in ["one", "two", "same"] {
        house.write(name, &format!("from {name}\n"), 0o600);
    }
    config("one");
    let mut server = Server::start(&house, &[]);
    let (_, address) = server.link();
    let stream = |path: &str| open_stream(&address, &token, path);
    let (mut odd, mut same) = (stream("/api/v1/logs/odd/stream"), stream("/api/v1/logs/same/stream"));
    let mut live = stream("/api/v1/live?topics=logs:odd");
    hear_from(&mut odd, "from one");
    hear_from(&mut live, "from one");
    hear_from(&mut same, "from same");
    config("two");
    server.signal(rustix::process::Signal::HUP);
    server.hear("logs changed and holds now");
    hear_from(&mut odd, "\"reason\":\"changed\"");
    hear_from(&mut live, "from two");
    hear_from(&mut stream("/api/v1/logs/odd/stream"), "from two");
    std::fs::write(house.path("same"), "from same\nand on\n").unwrap();
    hear_from(&mut same, "and on");
    let (code, took) = server.stop();
    assert_eq!(code, Some(0));
    assert!(took < STOPS, "{took:?}");
    hear_from(&mut same, "\"reason\":\"shutdown\"");
    let log: String = server.log.iter().collect();
    assert!(!log.contains("left unfinished"), "{log}");
}

#[test]
fn debug_makes_the_log_say_more() {
    let house = House::new();
    let mut server = Server::start(&house, &["--listen", "127.0.0.1:0", "--debug"]);
    server.link();
    server.hear("server_monitor");
}

#[test]
fn listening_beyond_this_machine_warns_in_one_line() {
    let house = House::new();
    let mut server = Server::start(&house, &["--listen", "0.0.0.0:0"]);
    let (link, _) = server.link();
    assert!(link.starts_with("http://127.0.0.1:"), "{link}");
    assert!(server.hear("WARN").contains("put TLS in front"));
}

#[test]
fn a_unix_socket_serves_and_is_gone_afterwards() {
    let house = House::new();
    let socket = house.path("monitor.sock");
    let mut server = Server::start(&house, &["--listen", &format!("unix:{}", socket.display())]);
    server.link();
    let answer = get(&mut UnixStream::connect(&socket).unwrap(), "/healthz");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(server.stop().0, Some(0));
    assert!(!house::exists(&socket));
}

#[test]
fn a_group_that_does_not_exist_is_exit_2() {
    let said = House::new().run(&["--listen", "127.0.0.1:0", "--socket-group", "no-such-group"]);
    assert!(said.code == 2 && said.err.contains("no-such-group"), "{} {}", said.code, said.err);
}

#[test]
fn a_state_directory_that_cannot_be_made_is_exit_5() {
    let said = House::new().run(&["--listen", "127.0.0.1:0", "--state-dir", "/proc/nothing"]);
    assert!(said.code == 5 && said.err.contains("--state-dir"), "{} {}", said.code, said.err);
}

#[test]
fn a_started_server_reads_no_path_that_the_environment_plants() {
    let house = House::new();
    let mut command = house.command(&["config", "check"]);
    let planted = house.path("planted");
    std::fs::create_dir(&planted).unwrap();
    for program in ["sh", "ps", "ss", "ip", "df", "systemctl"] {
        house.write(&format!("planted/{program}"), "#!/bin/sh\ntouch \"$0.ran\"\n", 0o755);
    }
    assert!(command.env("PATH", &planted).status().unwrap().success());
    for args in [&["ps"][..], &["status"]] {
        assert!(house.command(args).env("PATH", &planted).stdout(Stdio::null()).status().unwrap().success());
    }
    let ran = std::fs::read_dir(&planted)
        .unwrap()
        .filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().ends_with(".ran"));
    assert_eq!(ran.count(), 0, "a planted program was run");
}
