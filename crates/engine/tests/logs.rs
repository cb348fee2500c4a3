//! Logs for many viewers, over invented sources: who is told what, how many threads it takes, and how it ends.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::log::{Kind, Level, Line, Notice, Source, Trouble};
use engine::logs::{Batch, Follow, Log, LogError, Logs, News, Sources, Tail, Viewer};

/// How long a test waits for something that has to happen.
const LIMIT: Duration = Duration::from_secs(60);

#[derive(Default)]
struct Machine {
    logs: Mutex<BTreeMap<String, Arc<Invented>>>,
    /// Reads that hang until the gate opens.
    gate: Mutex<Option<Receiver<()>>>,
    listings: AtomicUsize,
}

struct Invented {
    title: String,
    lines: Mutex<Vec<Line>>,
    trouble: Mutex<Option<Trouble>>,
    followers: AtomicUsize,
    opened: AtomicUsize,
    feeds: Mutex<Vec<Sender<Batch>>>,
    defect: AtomicBool,
}

impl Invented {
    fn new(title: &str) -> Arc<Self> {
        Arc::new(Self {
            title: title.to_owned(),
            lines: Mutex::default(),
            trouble: Mutex::default(),
            followers: AtomicUsize::default(),
            opened: AtomicUsize::default(),
            feeds: Mutex::default(),
            defect: AtomicBool::default(),
        })
    }

    fn write(&self, text: &str) {
        self.send(Batch { lines: vec![line(text)], before: None, notices: Vec::new() });
    }

    fn send(&self, batch: Batch) {
        self.lines.lock().unwrap().extend(batch.lines.iter().cloned());
        self.feeds.lock().unwrap().retain(|feed| feed.send(batch.clone()).is_ok());
    }
}

fn line(text: &str) -> Line {
    Line { at: None, text: text.to_owned(), truncated: false, level: None }
}

struct Shared(Arc<Machine>);
struct Opened(Arc<Invented>);

impl Sources for Shared {
    fn list(&self) -> Vec<Source> {
        self.0.listings.fetch_add(1, Ordering::SeqCst);
        if let Some(gate) = &*self.0.gate.lock().unwrap() {
            let _ = gate.recv();
        }
        self.0.logs.lock().unwrap().values().map(|log| Opened(Arc::clone(log)).source()).collect()
    }

    fn find(&self, id: &str) -> Option<Arc<dyn Log>> {
        let log = Arc::clone(self.0.logs.lock().unwrap().get(id)?);
        Some(Arc::new(Opened(log)))
    }
}

impl Log for Opened {
    fn kind(&self) -> Kind {
        Kind::File
    }

    fn source(&self) -> Source {
        let state = self.0.trouble.lock().unwrap().map_or(Ok(None), Err);
        Source { id: self.0.title.clone(), title: self.0.title.clone(), kind: Kind::File, state }
    }

    fn tail(&self, lines: usize, _: Option<Level>) -> Result<Tail, Trouble> {
        if let Some(trouble) = *self.0.trouble.lock().unwrap() {
            return Err(trouble);
        }
        let all = self.0.lines.lock().unwrap();
        let from = all.len().saturating_sub(lines);
        Ok(Tail { lines: all[from..].to_vec(), complete: from == 0, before: None })
    }

    fn earlier(&self, before: &str, _: usize, _: Option<Level>) -> Option<Result<Tail, Trouble>> {
        (before == "mark").then(|| Ok(Tail::default()))
    }

    fn follow(&self, lines: usize, least: Option<Level>) -> Box<dyn Follow> {
        self.0.opened.fetch_add(1, Ordering::SeqCst);
        let (feed, news) = channel();
        let first = match self.tail(lines, least) {
            Ok(tail) => Batch { lines: tail.lines, ..Batch::default() },
            Err(trouble) => Batch { lines: Vec::new(), before: None, notices: vec![Notice::Lost(trouble)] },
        };
        feed.send(first).unwrap();
        self.0.feeds.lock().unwrap().push(feed);
        self.0.followers.fetch_add(1, Ordering::SeqCst);
        Box::new(Following { log: Arc::clone(&self.0), news })
    }
}

struct Following {
    log: Arc<Invented>,
    news: Receiver<Batch>,
}

impl Follow for Following {
    fn next(&mut self, patience: Duration) -> Batch {
        let news = self.news.recv_timeout(patience).unwrap_or_default();
        assert!(!self.log.defect.load(Ordering::SeqCst), "a defect in a reader");
        news
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.log.followers.fetch_sub(1, Ordering::SeqCst);
    }
}

fn machine(ids: &[&str]) -> (Arc<Machine>, Logs) {
    let machine = Arc::new(Machine::default());
    for id in ids {
        machine.logs.lock().unwrap().insert((*id).to_owned(), Invented::new(id));
    }
    let logs = Logs::new(Arc::new(Shared(Arc::clone(&machine))), "kim");
    (machine, logs)
}

fn log(machine: &Machine, id: &str) -> Arc<Invented> {
    Arc::clone(&machine.logs.lock().unwrap()[id])
}

async fn heard(viewer: &mut Viewer) -> Vec<String> {
    match tokio::time::timeout(LIMIT, viewer.next()).await.unwrap() {
        Some(News::Lines(lines)) => lines.iter().map(|line| line.text.clone()).collect(),
        Some(News::Notice(notice)) => vec![format!("{notice:?}")],
        None => vec!["nothing more".to_owned()],
    }
}

async fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + LIMIT;
    while !is_so() {
        assert!(Instant::now() < until, "{what} never happened");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_viewers_of_a_log_share_one_reader_and_each_gets_every_line_once() {
    let (machine, logs) = machine(&["a"]);
    let a = log(&machine, "a");
    (0..50).for_each(|number| a.write(&number.to_string()));
    let mut viewers = Vec::new();
    for _ in 0..40 {
        viewers.push(logs.follow("a", 3, None).await.unwrap());
    }
    assert_eq!((a.opened.load(Ordering::SeqCst), logs.followed()), (1, 1));
    a.write("new");
    a.send(Batch { lines: vec![line("newer")], before: None, notices: vec![Notice::Rotated] });
    for viewer in &mut viewers {
        assert_eq!(heard(viewer).await, ["47", "48", "49"]);
        assert_eq!(heard(viewer).await, ["new"]);
        assert_eq!(heard(viewer).await, ["Rotated"]);
        assert_eq!(heard(viewer).await, ["newer"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_later_begins_with_the_last_lines_as_they_are_then() {
    let (machine, logs) = machine(&["a"]);
    let a = log(&machine, "a");
    let mut first = logs.follow("a", 5, None).await.unwrap();
    assert_eq!(heard(&mut first).await, Vec::<String>::new(), "an empty log has no last lines, and says so");
    a.write("1");
    a.write("2");
    while heard(&mut first).await != ["2"] {}
    let mut second = logs.follow("a", 1, None).await.unwrap();
    assert_eq!(heard(&mut second).await, ["2"]);
    a.send(Batch { lines: Vec::new(), before: None, notices: vec![Notice::Lost(Trouble::Denied)] });
    assert_eq!(heard(&mut second).await, ["Lost(Denied)"]);
    let mut third = logs.follow("a", 1, None).await.unwrap();
    assert_eq!([heard(&mut third).await, heard(&mut third).await], [["2"], ["Lost(Denied)"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_ends_soon_after_its_last_viewer_and_not_before() {
    let (machine, logs) = machine(&["a"]);
    let a = log(&machine, "a");
    let first = logs.follow("a", 1, None).await.unwrap();
    let mut second = logs.follow("a", 1, None).await.unwrap();
    drop(first);
    heard(&mut second).await;
    // Longer than a reader goes on alone.
    for number in 0..30 {
        a.write(&number.to_string());
        assert_eq!(heard(&mut second).await, [number.to_string()]);
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    assert_eq!(a.opened.load(Ordering::SeqCst), 1);
    drop(second);
    eventually("the end of the reader", || a.followers.load(Ordering::SeqCst) == 0).await;
    eventually("the end of its thread", || logs.followed() == 0).await;
    let mut again = logs.follow("a", 1, None).await.unwrap();
    assert_eq!(heard(&mut again).await, ["29"]);
    assert_eq!(a.opened.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_that_does_not_read_is_told_exactly_how_many_lines_it_missed() {
    let (machine, logs) = machine(&["a"]);
    let a = log(&machine, "a");
    let mut slow = logs.follow("a", 1, None).await.unwrap();
    let mut fast = logs.follow("a", 1, None).await.unwrap();
    assert_eq!(heard(&mut slow).await, heard(&mut fast).await);
    let long = "x".repeat(16 * 1024);
    // More than is kept for anybody: 32 MiB in all.
    for _ in 0..200 {
        a.send(Batch { lines: vec![line(&long); 10], before: None, notices: Vec::new() });
    }
    a.write("end");
    let mut got = 0;
    loop {
        let lines = heard(&mut fast).await;
        if lines.last().is_some_and(|last| last == "end") {
            break;
        }
        got += lines.len();
    }
    assert!(got > 0);
    let mut read = 0;
    let mut missed = 0;
    loop {
        match tokio::time::timeout(LIMIT, slow.next()).await.unwrap().unwrap() {
            News::Notice(Notice::Skipped { lines }) => missed += lines,
            News::Notice(other) => panic!("{other:?}"),
            News::Lines(lines) => {
                read += lines.len() as u64;
                if lines.last().is_some_and(|last| last.text == "end") {
                    break;
                }
            }
        }
    }
    assert!(missed > 1000 && read < 1000, "{missed} missed, {read} read");
    assert_eq!(missed + read, 2001);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_most_32_logs_are_followed_and_a_place_is_free_again_afterwards() {
    let ids: Vec<String> = (0..33).map(|number| format!("log{number}")).collect();
    let (_machine, logs) = machine(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    let mut viewers = Vec::new();
    for id in &ids[..32] {
        viewers.push(logs.follow(id, 1, None).await.unwrap());
    }
    assert_eq!(logs.follow(&ids[32], 1, None).await.unwrap_err(), LogError::TooMany);
    assert!(logs.follow(&ids[0], 1, None).await.is_ok(), "one that is followed already takes no place");
    viewers.pop();
    eventually("a free place", || logs.followed() < 32).await;
    assert!(logs.follow(&ids[32], 1, None).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn other_levels_of_a_log_are_another_reader() {
    let (machine, logs) = machine(&["a"]);
    let _all = logs.follow("a", 1, None).await.unwrap();
    let _grave = logs.follow("a", 1, Some(Level::Error)).await.unwrap();
    assert_eq!(log(&machine, "a").opened.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_says_so_and_goes_on_when_it_can() {
    let (machine, logs) = machine(&["a"]);
    let a = log(&machine, "a");
    *a.trouble.lock().unwrap() = Some(Trouble::Denied);
    let mut viewer = logs.follow("a", 1, None).await.unwrap();
    assert_eq!(viewer.trouble(), Some(Trouble::Denied));
    assert_eq!(heard(&mut viewer).await, Vec::<String>::new());
    assert_eq!(heard(&mut viewer).await, ["Lost(Denied)"]);
    assert_eq!(logs.tail("a", 1, None).await, Err(LogError::Trouble(Kind::File, Trouble::Denied)));
    a.send(Batch { lines: vec![line("1")], before: None, notices: vec![Notice::Back] });
    assert_eq!(heard(&mut viewer).await, ["Back"]);
    assert_eq!(heard(&mut viewer).await, ["1"]);
    assert_eq!(logs.follow("a", 1, None).await.unwrap().trouble(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said() {
    let (_machine, logs) = machine(&["a"]);
    assert_eq!(logs.follow("b", 1, None).await.unwrap_err(), LogError::Unknown);
    assert_eq!(logs.tail("b", 1, None).await, Err(LogError::Unknown));
    assert_eq!(logs.earlier("a", "x", 1, None).await, Err(LogError::BadMark));
    assert_eq!(logs.earlier("a", "mark", 1, None).await, Ok(Tail::default()));
    assert_eq!(logs.followed(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_with_a_defect_ends_for_its_viewers_and_leaves_no_trace() {
    let (machine, logs) = machine(&["a"]);
    let a = log(&machine, "a");
    let mut viewer = logs.follow("a", 1, None).await.unwrap();
    assert_eq!(heard(&mut viewer).await, Vec::<String>::new());
    a.defect.store(true, Ordering::SeqCst);
    assert_eq!(heard(&mut viewer).await, ["nothing more"]);
    eventually("the end of its thread", || logs.followed() == 0).await;
    a.defect.store(false, Ordering::SeqCst);
    assert!(logs.follow("a", 1, None).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn when_everything_stops_viewers_learn_it_and_threads_end_in_time() {
    let (_machine, logs) = machine(&["a", "b"]);
    let mut viewer = logs.follow("a", 1, None).await.unwrap();
    heard(&mut viewer).await;
    let began = Instant::now();
    logs.stop();
    assert_eq!(heard(&mut viewer).await, ["nothing more"]);
    let waiting = logs.clone();
    assert!(tokio::task::spawn_blocking(move || waiting.wait(LIMIT)).await.unwrap());
    assert!(began.elapsed() < LIMIT / 2, "{:?}", began.elapsed());
    assert_eq!(logs.followed(), 0);
    assert_eq!(logs.follow("b", 1, None).await.unwrap_err(), LogError::Stopped);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_configuration_ends_what_stands_for_something_else_and_nothing_more() {
    let (_old, logs) = machine(&["a", "b", "c"]);
    let mut viewers = Vec::new();
    for id in ["a", "b", "c"] {
        let mut viewer = logs.follow(id, 1, None).await.unwrap();
        heard(&mut viewer).await;
        viewers.push(viewer);
    }
    let new = Arc::new(Machine::default());
    new.logs.lock().unwrap().insert("a".to_owned(), Invented::new("a"));
    new.logs.lock().unwrap().insert("b".to_owned(), Invented::new("another file"));
    logs.replace(Arc::new(Shared(Arc::clone(&new))));
    log(&_old, "a").write("still here");
    assert_eq!(heard(&mut viewers[0]).await, ["still here"]);
    assert_eq!(heard(&mut viewers[1]).await, ["nothing more"]);
    assert_eq!(heard(&mut viewers[2]).await, ["nothing more"]);
    log(&new, "b").write("of the other");
    let mut again = logs.follow("b", 1, None).await.unwrap();
    assert_eq!(heard(&mut again).await, ["of the other"]);
    assert_eq!(logs.follow("c", 1, None).await.unwrap_err(), LogError::Unknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_that_hang_leave_threads_for_others() {
    let (machine, logs) = machine(&["a"]);
    let (open, gate) = channel();
    *machine.gate.lock().unwrap() = Some(gate);
    let asked = Instant::now();
    let listings: Vec<_> = (0..20)
        .map(|_| {
            let logs = logs.clone();
            tokio::spawn(async move { logs.list().await })
        })
        .collect();
    eventually("as many reads as may be", || machine.listings.load(Ordering::SeqCst) == 4).await;
    // Others of the program are served meanwhile.
    tokio::time::timeout(LIMIT, tokio::task::spawn_blocking(|| ())).await.unwrap().unwrap();
    assert_eq!(machine.listings.load(Ordering::SeqCst), 4, "more reads at once than may be");
    drop(open);
    for listing in listings {
        let listed = listing.await.unwrap().map(|list| list.len());
        // Nobody waits for a place longer than 5 s, however busy the machine is.
        let turned_away = listed == Err(LogError::Busy) && asked.elapsed() >= Duration::from_secs(5);
        assert!(listed == Ok(1) || turned_away, "{listed:?}");
    }
}
