//! B18, B19 and B20: ids that climb out, what lies in the place of a log, and storms of rotation; over HTTP, on
//! real files.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::Role;
use engine::logs::{LogOptions, Logs, Origin, of_machine};
use serde_json::Value;

use crate::house::{BUSY, Ends, House, PATIENCE, Plan, Stream, eventually};

const SECRET: &str = "canary-of-another-folder";

/// A house with configured logs in `logs/`, and a secret beside that folder.
struct Place {
    house: House,
    token: String,
    folder: tempfile::TempDir,
}

impl Place {
    fn with(names: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("logs")).unwrap();
        fs::write(folder.path().join("secret"), format!("{SECRET}\n")).unwrap();
        let at = |name: &str| (name.to_owned(), Origin::File(folder.path().join("logs").join(name)));
        let configured = names.iter().map(|name| at(name)).collect();
        let sources = of_machine(LogOptions { configured, units: Vec::new() });
        let house = House::with(Plan { logs: Some(Logs::new(sources, "kim")), ..Plan::default() });
        let token = house.token(Role::Admin);
        Self { house, token, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("logs").join(name)
    }

    fn get(&self, path: &str) -> (u16, String) {
        let answer = self.house.get(path).token(&self.token).send();
        (answer.status, answer.text())
    }

    fn follow(&self, name: &str) -> Stream {
        let stream =
            self.house.get(&format!("/api/v1/logs/{name}/stream?lines=1")).token(&self.token).stream();
        assert_eq!(stream.head.status, 200);
        stream
    }
}

fn append(path: &Path, text: &str) {
    OpenOptions::new().append(true).create(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
}

fn texts(data: &Value) -> Vec<String> {
    data["lines"].as_array().unwrap().iter().map(|line| line["text"].as_str().unwrap().to_owned()).collect()
}

/// B18, first half.
#[test]
fn no_id_reaches_a_file_that_no_configuration_names() {
    let place = Place::with(&["a.log"]);
    append(&place.path("a.log"), "one\n");
    let absolute = place.folder.path().join("secret").to_string_lossy().replace('/', "%2f");
    for id in [
        "..%2fsecret",
        "..%252fsecret",
        "a.log%2f..%2f..%2fsecret",
        "..%5csecret",
        "..\\secret",
        "a.log%00",
        "%00",
        "secret",
        absolute.as_str(),
        "..%2f..%2f..%2f..%2f..%2fetc%2fshadow",
        "file:%2f%2f%2fetc%2fpasswd",
        ".",
        "..",
        "...",
        "a.log%20",
        "A.LOG",
        "a%2elog%2f",
        "%61.log%0a",
        "ａ.log",
        &"a".repeat(65),
        &"%2e".repeat(300),
    ] {
        for way in ["tail", "stream"] {
            let (status, body) = place.get(&format!("/api/v1/logs/{id}/{way}"));
            assert!(matches!(status, 400 | 404), "{id}: {status} {body}");
            assert!(!body.contains(SECRET) && !body.contains("root:"), "{id}: {body}");
        }
        let topic = format!("/api/v1/live?topics=logs:{id}");
        if id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.') && id.len() <= 64 {
            // A plain id that nobody has is said to be missing, and the stream goes on.
            let lost = place.house.get(&topic).token(&place.token).stream().next_of("logs").unwrap().data;
            let told = (&lost["notice"]["kind"], &lost["notice"]["state"], &lost["lines"]);
            assert_eq!(told, (&"lost".into(), &"missing".into(), &serde_json::json!([])), "{id}");
            continue;
        }
        let (status, body) = place.get(&topic);
        assert_eq!(status, 400, "{id}: {body}");
    }
    assert_eq!(place.get("/api/v1/logs/%61.log/tail").0, 200, "the same id, written with an escape");
}

/// B18, second half, and B19: links, FIFOs, devices and folders in the place of a log.
#[test]
fn what_is_no_log_is_refused_at_once_and_others_go_on() {
    let place = Place::with(&["a.log", "link", "chain", "fifo", "device", "folder", "socket"]);
    append(&place.path("a.log"), "one\n");
    symlink("../secret", place.path("link")).unwrap();
    symlink("link", place.path("chain")).unwrap();
    assert!(Command::new("mkfifo").arg(place.path("fifo")).status().unwrap().success());
    symlink("/dev/zero", place.path("device")).unwrap();
    fs::create_dir(place.path("folder")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(place.path("socket")).unwrap();
    for id in ["link", "chain", "fifo", "device", "folder", "socket"] {
        for way in ["tail", "stream"] {
            let began = Instant::now();
            let (status, body) = place.get(&format!("/api/v1/logs/{id}/{way}"));
            assert_eq!(status, 403, "{id}/{way}: {body}");
            assert!(body.contains("log_refused") && !body.contains(SECRET), "{id}: {body}");
            assert!(began.elapsed() < Duration::from_secs(3) + BUSY, "{id}/{way}: {:?}", began.elapsed());
        }
    }
    let began = Instant::now();
    let (status, list) = place.get("/api/v1/logs");
    assert!(status == 200 && !list.contains(SECRET), "{list}");
    assert!(began.elapsed() < Duration::from_secs(3) + BUSY, "{:?}", began.elapsed());
    assert_eq!(place.get("/api/v1/logs/a.log/tail").0, 200);
}

/// A5: a link swapped in between a check and the read.
#[test]
fn a_link_swapped_in_while_it_is_read_gives_nothing_of_another_folder() {
    let place = Place::with(&["a.log"]);
    let (log, beside, secret) =
        (place.path("a.log"), place.path("beside"), place.folder.path().join("secret"));
    append(&log, "mine\n");
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let _ends = Ends(&stop);
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                // Each exchange is one step: there is no moment without a file of that name.
                symlink(&secret, &beside).unwrap();
                fs::rename(&beside, &log).unwrap();
                fs::write(&beside, "mine\n").unwrap();
                fs::rename(&beside, &log).unwrap();
            }
        });
        let (mut read, mut refused) = (0, 0);
        let until = Instant::now() + Duration::from_secs(5);
        // Once is enough on a machine on which hardly any read meets the one or the other.
        while read == 0 || refused == 0 || ((read < 20 || refused < 20) && Instant::now() < until) {
            assert!(Instant::now() < until + PATIENCE, "{read} read, {refused} refused: nothing was tried");
            for path in ["/api/v1/logs/a.log/tail", "/api/v1/logs"] {
                let (status, body) = place.get(path);
                assert!(!body.contains(SECRET), "{body}");
                match (path.ends_with("tail"), status) {
                    (true, 200) => read += 1,
                    (true, _) => refused += 1,
                    _ => assert_eq!(status, 200, "{body}"),
                }
            }
        }
        let mut stream = place.house.get("/api/v1/logs/a.log/stream").token(&place.token).stream();
        let followed = Instant::now() + Duration::from_secs(2);
        while stream.head.status == 200 && Instant::now() < followed {
            let Some(event) = stream.next() else { break };
            assert!(!event.data.to_string().contains(SECRET), "{}", event.data);
        }
    });
}

/// B19, second half: a line without an end is bounded, and so is the answer.
#[test]
fn an_endless_line_is_bounded_and_others_go_on() {
    let place = Place::with(&["endless", "a.log"]);
    File::create(place.path("endless")).unwrap().set_len(8 << 30).unwrap();
    append(&place.path("a.log"), "one\n");
    let began = Instant::now();
    let (status, body) = place.get("/api/v1/logs/endless/tail?lines=1000");
    assert_eq!(status, 200);
    assert!(body.len() < 256 * 1024, "{} bytes", body.len());
    let tail: Value = serde_json::from_str(&body).unwrap();
    assert!(tail["lines"].as_array().unwrap().iter().all(|line| line["truncated"] == true), "{body}");
    let mut stream = place.follow("a.log");
    assert_eq!(texts(&stream.next().unwrap().data), ["one"]);
    assert!(began.elapsed() < Duration::from_secs(5) + BUSY, "{:?}", began.elapsed());
}

/// B20: files renamed away under a busy writer; what arrives is counted.
#[test]
fn a_storm_of_renames_loses_and_doubles_nothing() {
    let place = Place::with(&["a.log"]);
    let log = place.path("a.log");
    append(&log, "first\n");
    let mut stream = place.follow("a.log");
    assert_eq!(texts(&stream.next().unwrap().data), ["first"]);
    const ROTATIONS: usize = 6;
    const EACH: usize = 2000;
    // Lines that the viewer may be behind: so many are kept for it however slow it is.
    const BEHIND: usize = 800;
    let seen = Arc::new(AtomicUsize::new(0));
    let told = seen.clone();
    let writer = std::thread::spawn(move || {
        for rotation in 0..ROTATIONS {
            let mut file = OpenOptions::new().append(true).create(true).open(&log).unwrap();
            for number in 0..EACH {
                // Written in halves, so that lines are seen unfinished too; some after the file has lost its name.
                if number == EACH / 2 {
                    fs::rename(&log, log.with_extension(format!("log.{rotation}"))).unwrap();
                }
                write!(file, "{}-", rotation * EACH + number).unwrap();
                writeln!(file, "x").unwrap();
                if number % 100 == 0 {
                    eventually("that the viewer keeps up", || {
                        told.load(Ordering::Relaxed) + BEHIND > rotation * EACH + number
                    });
                }
            }
        }
        append(&log, "end\n");
    });
    let mut numbers = Vec::new();
    let until = Instant::now() + PATIENCE;
    'all: loop {
        assert!(Instant::now() < until, "no end after {} lines", numbers.len());
        seen.store(numbers.len(), Ordering::Relaxed);
        let event = stream.next().unwrap();
        if let Some(notice) = event.data.get("notice") {
            assert_eq!(notice["kind"], "rotated", "{notice}");
        }
        for text in texts(&event.data) {
            match text.strip_suffix("-x").and_then(|number| number.parse::<usize>().ok()) {
                Some(number) => numbers.push(number),
                None => {
                    assert_eq!(text, "end");
                    break 'all;
                }
            }
        }
    }
    writer.join().unwrap();
    // `end` may overtake the rest of a file that lost its name.
    let rest = Instant::now() + PATIENCE;
    while numbers.len() < ROTATIONS * EACH && Instant::now() < rest {
        numbers.extend(
            texts(&stream.next().unwrap().data)
                .iter()
                .filter_map(|text| text.strip_suffix("-x").and_then(|number| number.parse::<usize>().ok())),
        );
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (0..ROTATIONS * EACH).collect::<Vec<_>>());
}

/// B20: what is cut away unread is said, and the next lines come.
#[test]
fn what_a_cut_destroys_is_reported() {
    let place = Place::with(&["a.log"]);
    append(&place.path("a.log"), "first\n");
    let mut stream = place.follow("a.log");
    stream.next().unwrap();
    let mut kinds = Vec::new();
    for round in 0..5 {
        append(&place.path("a.log"), &format!("before {round}\n"));
        File::create(place.path("a.log")).unwrap();
        append(&place.path("a.log"), &format!("after {round}\n"));
        loop {
            let event = stream.next().unwrap();
            kinds.extend(event.data.get("notice").map(|notice| notice["kind"].clone()));
            if texts(&event.data).contains(&format!("after {round}")) {
                break;
            }
        }
    }
    assert!(kinds.iter().filter(|kind| **kind == "truncated").count() >= 3, "{kinds:?}");
    assert!(kinds.iter().all(|kind| *kind == "truncated"), "{kinds:?}");
}
