//! `GET /api/v1/logs`, a log's tail and its stream, and logs on the live stream.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use domain::Role;
use domain::log::{Notice, Trouble};
use engine::logs::{LogOptions, Logs, Origin, of_machine};
use serde_json::{Value, json};

use crate::house::{BUSY, Ends, House, LOG, PATIENCE, Plan, Shelf, Stream, eventually, line};

/// A house whose logs are files of a folder of its own.
struct Folder {
    house: House,
    token: String,
    folder: tempfile::TempDir,
}

impl Folder {
    fn with(names: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| (name.to_owned(), Origin::File(folder.path().join(name)));
        let configured = names.iter().map(|name| at(name)).collect();
        let sources = of_machine(LogOptions { configured, units: Vec::new() });
        let house = House::with(Plan { logs: Some(Logs::new(sources, "kim")), ..Plan::default() });
        let token = house.token(Role::Viewer);
        Self { house, token, folder }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn append(&self, name: &str, text: &str) {
        append(&self.path(name), text);
    }

    fn get(&self, path: &str) -> (u16, Value) {
        let answer = self.house.get(&format!("/api/v1/logs{path}")).token(&self.token).send();
        (answer.status, answer.json())
    }

    fn stream(&self, path: &str) -> Stream {
        let stream = self.house.get(&format!("/api/v1/{path}")).token(&self.token).stream();
        assert_eq!(stream.head.status, 200);
        stream
    }
}

fn append(path: &Path, text: &str) {
    let mut file = OpenOptions::new().append(true).create(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn numbered(range: std::ops::Range<u32>) -> String {
    range.map(|number| format!("line {number}\n")).collect()
}

fn texts(data: &Value) -> Vec<String> {
    let lines = data["lines"].as_array().unwrap_or_else(|| panic!("no lines in {data}"));
    lines.iter().map(|line| line["text"].as_str().unwrap().to_owned()).collect()
}

/// Lines and notices of a stream until a line says `end`.
fn until_end(stream: &mut Stream) -> (Vec<String>, Vec<Value>) {
    let (mut lines, mut notices) = (Vec::new(), Vec::new());
    let until = Instant::now() + PATIENCE;
    loop {
        assert!(Instant::now() < until, "no end after {} lines, {notices:?}", lines.len());
        let event = stream.next().unwrap();
        notices.extend(event.data.get("notice").cloned());
        lines.extend(texts(&event.data));
        if lines.last().is_some_and(|last| last == "end") {
            lines.pop();
            return (lines, notices);
        }
    }
}

#[test]
fn the_list_says_how_each_log_stands_and_what_to_do() {
    let there = Folder::with(&["a.log", "missing.log", "fifo", "folder", "link"]);
    there.append("a.log", "one\n");
    fs::create_dir(there.path("folder")).unwrap();
    assert!(Command::new("mkfifo").arg(there.path("fifo")).status().unwrap().success());
    symlink("/etc/hostname", there.path("link")).unwrap();
    let (status, body) = there.get("");
    assert_eq!((status, body.as_object().unwrap().len()), (200, 1), "{body}");
    let row = |id: &str| {
        let rows = body["logs"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("{id} is not in {body}")).clone()
    };
    let title = there.path("a.log").to_string_lossy().into_owned();
    assert_eq!(
        row("a.log"),
        json!({"id": "a.log", "title": title, "kind": "file", "state": "ok", "reason": null, "size": 4,
            "gaps": {"reason": "unsupported"}})
    );
    for (id, state, says) in [
        ("missing.log", "missing", "no such file"),
        ("fifo", "denied", "not a regular file"),
        ("folder", "denied", "not a regular file"),
        ("link", "denied", "a link that leads out"),
    ] {
        let row = row(id);
        assert_eq!(row["state"], state, "{row}");
        assert!(row["reason"].as_str().is_some_and(|reason| reason.contains(says)), "{row}");
        assert!(row["size"].is_null() && row["gaps"]["size"].is_string(), "{row}");
    }
    let (_, korean) = there.get("?lang=ko");
    assert!(korean.to_string().contains("일반 파일이 아니라"), "{korean}");
}

#[test]
fn a_tail_is_the_last_lines_and_leads_back_to_the_first() {
    let there = Folder::with(&["a.log"]);
    there.append("a.log", &numbered(0..250));
    let (status, tail) = there.get("/a.log/tail");
    assert_eq!((status, texts(&tail).len(), &tail["complete"]), (200, 20, &false.into()));
    assert_eq!(texts(&tail)[19], "line 249");
    assert_eq!(tail["lines"][0], json!({"text": "line 230"}), "a file says neither when nor how grave");
    let mut all = texts(&tail);
    let mut mark = tail["before"].as_str().unwrap().to_owned();
    loop {
        let (status, earlier) = there.get(&format!("/a.log/tail?lines=100&before={mark}"));
        assert_eq!(status, 200);
        all.splice(0..0, texts(&earlier));
        if earlier["complete"] == true {
            assert!(earlier.get("before").is_none(), "{earlier}");
            break;
        }
        mark = earlier["before"].as_str().unwrap().to_owned();
    }
    assert_eq!(all, numbered(0..250).lines().collect::<Vec<_>>());
    let (_, whole) = there.get("/a.log/tail?lines=1000&level=error");
    assert_eq!((texts(&whole).len(), &whole["complete"]), (250, &true.into()));
}

#[test]
fn what_is_asked_wrongly_or_cannot_be_read_has_a_code() {
    let there = Folder::with(&["a.log", "missing.log", "fifo", "link"]);
    there.append("a.log", "one\n");
    assert!(Command::new("mkfifo").arg(there.path("fifo")).status().unwrap().success());
    symlink("/etc/passwd", there.path("link")).unwrap();
    for way in ["tail", "stream"] {
        for (path, status, code) in [
            (format!("/nothing/{way}"), 404, "log_unknown"),
            (format!("/missing.log/{way}"), 404, "log_missing"),
            (format!("/fifo/{way}"), 403, "log_refused"),
            (format!("/link/{way}"), 403, "log_refused"),
            (format!("/a.log/{way}?lines=0"), 400, "bad_query"),
            (format!("/a.log/{way}?lines=1001"), 400, "bad_query"),
            (format!("/a.log/{way}?lines=-1"), 400, "bad_query"),
            (format!("/a.log/{way}?level=loud"), 400, "bad_query"),
        ] {
            let (got, problem) = there.get(&path);
            assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{path}: {problem}");
            assert!(!problem["detail"].as_str().unwrap().contains("log-reason"), "{problem}");
        }
    }
    for mark in ["x", "f1", "f-1-2", "%2e%2e%2f", "f1-2%00", &"f".repeat(600)] {
        let (status, problem) = there.get(&format!("/a.log/tail?before={mark}"));
        assert_eq!((status, problem["code"].as_str()), (400, Some("bad_query")), "{mark}: {problem}");
    }
    let (_, problem) = there.get("/fifo/tail?lang=ko");
    assert!(problem["detail"].as_str().unwrap().contains("일반 파일이 아니라"), "{problem}");
}

/// As the contract has it: the system's own denial is 403 with the way to fix it.
#[test]
fn a_denied_log_names_the_command_that_helps() {
    let shelf = Shelf::of(&[LOG]);
    shelf.log(LOG).send(Vec::new(), vec![Notice::Lost(Trouble::Denied)]);
    let house = House::with(Plan { logs: Some(shelf.logs()), ..Plan::default() });
    let token = house.token(Role::Viewer);
    for way in ["tail", "stream"] {
        let answer = house.get(&format!("/api/v1/logs/{LOG}/{way}")).token(&token).send();
        assert_eq!((answer.status, answer.code().as_str()), (403, "log_denied"));
        assert!(answer.text().contains("usermod -aG adm kim"), "{}", answer.text());
    }
}

#[test]
fn a_stream_begins_with_the_last_lines_and_goes_on_with_each_new_one() {
    let there = Folder::with(&["a.log"]);
    there.append("a.log", &numbered(0..50));
    let mut stream = there.stream("logs/a.log/stream?lines=3");
    assert_eq!(stream.head.header("content-type"), Some("text/event-stream"));
    assert_eq!(stream.head.header("x-accel-buffering"), Some("no"));
    assert_eq!(stream.head.header("cache-control"), Some("no-store"));
    assert_eq!(stream.head.header("content-encoding"), None);
    let first = stream.next().unwrap();
    assert_eq!((first.name.as_str(), first.id), ("", None));
    assert_eq!(texts(&first.data), ["line 47", "line 48", "line 49"]);
    there.append("a.log", "half a ");
    there.append("a.log", "line\nend\n");
    assert_eq!(until_end(&mut stream).0, ["half a line"]);
}

#[test]
fn an_empty_log_begins_with_no_lines_and_says_so() {
    let there = Folder::with(&["a.log"]);
    there.append("a.log", "");
    let mut stream = there.stream("logs/a.log/stream");
    assert_eq!(stream.next().unwrap().data, json!({"lines": []}));
    there.append("a.log", "one\n");
    let data = stream.next().unwrap().data;
    assert_eq!(data["lines"], json!([{"text": "one"}]));
    assert!(data["before"].is_string() && data.get("notice").is_none(), "{data}");
}

#[test]
fn lines_appear_without_delay() {
    let there = Folder::with(&["a.log"]);
    there.append("a.log", "");
    let mut stream = there.stream("logs/a.log/stream");
    stream.next().unwrap();
    // The quickest counts: on a machine on which much else runs most are late.
    let mut quickest = Duration::MAX;
    for number in 0..100 {
        let written = Instant::now();
        there.append("a.log", &format!("{number}\n"));
        assert_eq!(texts(&stream.next().unwrap().data), [number.to_string()]);
        quickest = quickest.min(written.elapsed());
        if quickest < Duration::from_millis(300) {
            return;
        }
    }
    panic!("none of a hundred came within 300 ms, the quickest after {quickest:?}");
}

#[test]
fn any_number_of_viewers_of_a_log_share_one_reader_which_ends_after_them() {
    let there = Folder::with(&["a.log"]);
    there.append("a.log", "one\n");
    let mut streams: Vec<_> = (0..20).map(|_| there.stream("logs/a.log/stream?lines=1")).collect();
    streams.extend((0..5).map(|_| there.stream("live?topics=logs:a.log")));
    for stream in &mut streams[..20] {
        assert_eq!(texts(&stream.next().unwrap().data), ["one"]);
    }
    for stream in &mut streams[20..] {
        assert_eq!(texts(&stream.next_of("logs").unwrap().data), ["one"]);
    }
    assert_eq!(there.house.logs.followed(), 1);
    there.append("a.log", "two\n");
    for stream in &mut streams[..20] {
        assert_eq!(texts(&stream.next().unwrap().data), ["two"]);
    }
    drop(streams);
    eventually("the end of the reader", || there.house.logs.followed() == 0);
}

#[test]
fn the_live_stream_carries_several_logs_beside_the_machine() {
    let there = Folder::with(&["a.log", "b.log"]);
    there.append("a.log", &numbered(0..30));
    there.append("b.log", "b\n");
    let mut stream = there.stream("live?topics=snapshot,logs:a.log,logs:b.log,logs:a.log");
    let (mut a, mut b, mut snapshots) = (Vec::new(), Vec::new(), 0);
    let until = Instant::now() + PATIENCE;
    while a.len() < 20 || b.is_empty() || snapshots < 2 {
        assert!(Instant::now() < until, "{a:?} {b:?} {snapshots}");
        let event = stream.next().unwrap();
        match event.name.as_str() {
            "snapshot" => snapshots += 1,
            "logs" if event.data["log"] == "a.log" => a.extend(texts(&event.data)),
            "logs" if event.data["log"] == "b.log" => b.extend(texts(&event.data)),
            other => assert_eq!(other, "hello"),
        }
        assert!(event.name != "logs" || event.id.is_none(), "logs are not resumed");
    }
    assert_eq!((a.first().unwrap().as_str(), b.as_slice()), ("line 10", ["b".to_owned()].as_slice()));
    there.append("b.log", "more\n");
    let event = stream.next_of("logs").unwrap();
    assert_eq!((&event.data["log"], &event.data["lines"]), (&json!("b.log"), &json!([{"text": "more"}])));
    assert_eq!(there.house.logs.followed(), 2, "a topic that is named twice is one");
}

#[test]
fn too_many_logs_on_one_live_stream_are_refused() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    let ask = |count: usize| {
        let topics: Vec<String> = (0..count).map(|number| format!("logs:l{number}")).collect();
        house.get(&format!("/api/v1/live?topics={}", topics.join(","))).token(&token)
    };
    assert_eq!(ask(8).stream().head.status, 200);
    let refused = ask(9).send();
    assert_eq!((refused.status, refused.code().as_str()), (400, "bad_query"));
}

#[test]
fn a_log_that_is_not_there_is_said_on_the_live_stream_which_goes_on() {
    let there = Folder::with(&["a.log"]);
    let mut stream = there.stream("live?topics=snapshot,logs:a.log,logs:nothing&lang=ko");
    let mut notices = Vec::new();
    while notices.len() < 2 {
        let event = stream.next_of("logs").unwrap();
        assert_eq!(event.data["lines"], json!([]));
        if let Some(notice) = event.data.get("notice") {
            assert_eq!((&notice["kind"], &notice["state"]), (&"lost".into(), &"missing".into()));
            notices.push((event.data["log"].clone(), notice["reason"].as_str().unwrap().to_owned()));
        }
    }
    notices.sort_by_key(|(log, _)| log.to_string());
    assert!(notices[0].1.contains("그런 파일이 없습니다"), "{notices:?}");
    assert!(notices[1].1.contains("그런 로그가 없습니다"), "{notices:?}");
    assert!(stream.next_of("snapshot").is_some());
    there.append("a.log", "one\n");
    let until = Instant::now() + PATIENCE;
    let mut heard = Vec::new();
    while heard.last() != Some(&json!(["one"])) {
        assert!(Instant::now() < until, "{heard:?}");
        let event = stream.next_of("logs").unwrap();
        heard.push(
            event
                .data
                .get("notice")
                .map_or_else(|| json!(texts(&event.data)), |notice| notice["kind"].clone()),
        );
    }
    assert!(heard.contains(&"back".into()), "{heard:?}");
}

#[test]
fn what_happens_to_a_log_comes_as_notices_on_its_stream() {
    let shelf = Shelf::of(&[LOG]);
    let house = House::with(Plan { logs: Some(shelf.logs()), ..Plan::default() });
    let mut stream =
        house.get(&format!("/api/v1/logs/{LOG}/stream")).token(&house.token(Role::Viewer)).stream();
    stream.next().unwrap();
    let all = vec![
        Notice::Rotated,
        Notice::Truncated { lost_bytes: 7 },
        Notice::Skipped { lines: 3 },
        Notice::Lost(Trouble::Denied),
        Notice::Back,
    ];
    shelf.log(LOG).send(vec![line("end")], all);
    let (_, notices) = until_end(&mut stream);
    assert_eq!(notices[0], json!({"kind": "rotated"}));
    assert_eq!(notices[1], json!({"kind": "truncated", "lost_bytes": 7}));
    assert_eq!(notices[2], json!({"kind": "skipped", "lines": 3}));
    assert_eq!((&notices[3]["kind"], &notices[3]["state"]), (&"lost".into(), &"denied".into()));
    assert!(notices[3]["reason"].as_str().unwrap().contains("usermod"));
    assert_eq!(notices[4], json!({"kind": "back"}));
}

#[test]
fn a_viewer_that_does_not_read_is_told_how_many_lines_it_missed() {
    let shelf = Shelf::of(&[LOG]);
    let mut plan = Plan { logs: Some(shelf.logs()), ..Plan::default() };
    // It is not to be given up before it reads on.
    plan.limits.write_timeout = PATIENCE * 2;
    let house = House::with(plan);
    let mut slow =
        house.get(&format!("/api/v1/logs/{LOG}/stream")).token(&house.token(Role::Viewer)).stream();
    assert_eq!(slow.next().unwrap().data, json!({"lines": []}));
    let long = "x".repeat(16 * 1024);
    // Far more than the kernel and the server together keep for one viewer.
    for _ in 0..200 {
        shelf.log(LOG).send(vec![line(&long); 10], Vec::new());
    }
    shelf.log(LOG).write("end");
    eventually("all lines taken in", || house.block(tail_of(&house)) == "end");
    let (lines, notices) = until_end(&mut slow);
    let missed: u64 = notices.iter().map(|notice| notice["lines"].as_u64().unwrap()).sum();
    assert!(notices.iter().all(|notice| notice["kind"] == "skipped"), "{notices:?}");
    assert!(missed > 500 && lines.len() < 1500, "{missed} missed, {} read", lines.len());
    assert_eq!(missed + lines.len() as u64, 2000);
}

/// What a second viewer sees last.
async fn tail_of(house: &House) -> String {
    let mut viewer = house.logs.follow(LOG, 1, None).await.unwrap();
    match viewer.next().await {
        Some(engine::logs::News::Lines(lines)) => {
            lines.last().map(|line| line.text.clone()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

#[test]
fn as_many_logs_as_can_be_are_followed_and_one_more_is_refused() {
    let ids: Vec<String> = (0..33).map(|number| format!("log{number}")).collect();
    let shelf = Shelf::of(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    let house = House::with(Plan { logs: Some(shelf.logs()), ..Plan::default() });
    let token = house.token(Role::Viewer);
    let open = |id: &str| house.get(&format!("/api/v1/logs/{id}/stream")).token(&token);
    let mut streams: Vec<_> = ids[..32].iter().map(|id| open(id).stream()).collect();
    assert!(streams.iter().all(|stream| stream.head.status == 200));
    let refused = open(&ids[32]).send();
    assert_eq!((refused.status, refused.code().as_str()), (429, "too_many_requests"));
    assert!(refused.header("retry-after").is_some());
    let mut live = house.get("/api/v1/live?topics=logs:log32").token(&token).stream();
    let lost = live.next_of("logs").unwrap().data["notice"].clone();
    assert_eq!((&lost["kind"], &lost["state"]), (&"lost".into(), &"denied".into()));
    streams.pop();
    assert_eq!(
        live.next_of("logs").unwrap().data["notice"],
        json!({"kind": "back"}),
        "a free place is taken"
    );
}

#[test]
fn reads_that_hang_hold_up_nothing_else() {
    let shelf = Shelf::of(&[LOG, "other"]);
    let house = House::with(Plan { logs: Some(shelf.logs()), ..Plan::default() });
    let token = house.token(Role::Viewer);
    let gate = shelf.log(LOG).hang();
    let hung: Vec<_> = (0..6)
        .map(|_| {
            let request = house.get(&format!("/api/v1/logs/{LOG}/tail")).token(&token);
            std::thread::spawn(move || request.send().status)
        })
        .collect();
    eventually("reads at their limit", || {
        shelf.log(LOG).reading.load(std::sync::atomic::Ordering::SeqCst) > 0
    });
    let began = Instant::now();
    assert_eq!(house.get("/healthz").send().status, 200);
    assert_eq!(house.get("/api/v1/me").token(&token).send().status, 200);
    assert!(house.get("/api/v1/live").token(&token).stream().next_of("snapshot").is_some());
    assert!(began.elapsed() < Duration::from_secs(2) + BUSY, "{:?}", began.elapsed());
    drop(gate);
    let answers: Vec<u16> = hung.into_iter().map(|read| read.join().unwrap()).collect();
    assert!(answers.iter().all(|status| matches!(status, 200 | 503)), "{answers:?}");
}

#[test]
fn a_stopping_server_says_bye_on_log_streams_even_in_a_flood() {
    let shelf = Shelf::of(&[LOG]);
    let mut house = House::with(Plan { logs: Some(shelf.logs()), ..Plan::default() });
    let mut stream =
        house.get(&format!("/api/v1/logs/{LOG}/stream")).token(&house.token(Role::Viewer)).stream();
    stream.next().unwrap();
    let (flood, stop) = (shelf.log(LOG), std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)));
    let stopped = stop.clone();
    let _ends = Ends(&stop);
    let flooding = std::thread::spawn(move || {
        while !stopped.load(std::sync::atomic::Ordering::Relaxed) {
            flood.send(vec![line("x".repeat(100)); 100], Vec::new());
            std::thread::sleep(Duration::from_millis(2));
        }
    });
    let reading = std::thread::spawn(move || {
        let last = std::iter::from_fn(|| stream.next()).inspect(|event| drop(texts(&event.data))).last();
        last.unwrap()
    });
    let took = house.stop();
    assert!(took < Duration::from_secs(2) + BUSY, "{took:?}");
    let bye = reading.join().unwrap();
    assert_eq!((bye.name.as_str(), bye.data), ("bye", json!({"lines": [], "reason": "shutdown"})));
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    flooding.join().unwrap();
    assert!(house.logs.wait(PATIENCE), "a reader goes on");
}
