//! Logs of an invented machine: written, flooded, lost and hung by the test.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::log::{Kind, Level, Line, Notice, Source, Trouble};
use engine::logs::{Batch, Follow, Log, Logs, Sources, Tail};

/// The id of the one log that every house has.
pub const LOG: &str = "app.log";

/// Which logs there are.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<BTreeMap<String, Arc<Invented>>>>);

impl Shelf {
    /// A shelf with logs of these ids.
    pub fn of(ids: &[&str]) -> Self {
        let shelf = Self::default();
        ids.iter().for_each(|id| shelf.add(id));
        shelf
    }

    pub fn add(&self, id: &str) {
        let log = Invented { id: id.to_owned(), ..Invented::default() };
        self.0.lock().unwrap().insert(id.to_owned(), Arc::new(log));
    }

    pub fn log(&self, id: &str) -> Arc<Invented> {
        Arc::clone(&self.0.lock().unwrap()[id])
    }

    pub fn logs(&self) -> Logs {
        Logs::new(Arc::new(self.clone()), "kim")
    }
}

/// One log.
#[derive(Default)]
pub struct Invented {
    id: String,
    lines: Mutex<Vec<Line>>,
    trouble: Mutex<Option<Trouble>>,
    /// Reads wait for it as long as it is there.
    gate: Mutex<Option<Receiver<()>>>,
    pub reading: AtomicUsize,
    followers: Mutex<Vec<Sender<Batch>>>,
}

impl Invented {
    pub fn write(&self, text: &str) {
        self.send(vec![line(text)], Vec::new());
    }

    /// Lines and what happened before them, in one batch.
    pub fn send(&self, lines: Vec<Line>, notices: Vec<Notice>) {
        for notice in &notices {
            match notice {
                Notice::Lost(trouble) => *self.trouble.lock().unwrap() = Some(*trouble),
                Notice::Back => *self.trouble.lock().unwrap() = None,
                _ => {}
            }
        }
        self.lines.lock().unwrap().extend(lines.iter().cloned());
        let batch = Batch { lines, before: None, notices };
        self.followers.lock().unwrap().retain(|follower| follower.send(batch.clone()).is_ok());
    }

    /// From now on reads hang, until what is returned is dropped.
    pub fn hang(&self) -> Sender<()> {
        let (open, gate) = channel();
        *self.gate.lock().unwrap() = Some(gate);
        open
    }

    fn read(&self) {
        self.reading.fetch_add(1, Ordering::SeqCst);
        if let Some(gate) = &*self.gate.lock().unwrap() {
            let _ = gate.recv();
        }
    }
}

pub fn line(text: impl Into<String>) -> Line {
    Line { at: None, text: text.into(), truncated: false, level: None }
}

struct Opened(Arc<Invented>);

impl Sources for Shelf {
    fn list(&self) -> Vec<Source> {
        let logs: Vec<_> = self.0.lock().unwrap().values().cloned().collect();
        logs.into_iter().map(|log| Opened(log).source()).collect()
    }

    fn find(&self, id: &str) -> Option<Arc<dyn Log>> {
        let log = Arc::clone(self.0.lock().unwrap().get(id)?);
        Some(Arc::new(Opened(log)))
    }
}

impl Log for Opened {
    fn kind(&self) -> Kind {
        Kind::File
    }

    fn source(&self) -> Source {
        let state = self.0.trouble.lock().unwrap().map_or(Ok(Some(0)), Err);
        Source { id: self.0.id.clone(), title: format!("/var/log/{}", self.0.id), kind: Kind::File, state }
    }

    fn tail(&self, lines: usize, _: Option<Level>) -> Result<Tail, Trouble> {
        self.0.read();
        if let Some(trouble) = *self.0.trouble.lock().unwrap() {
            return Err(trouble);
        }
        let all = self.0.lines.lock().unwrap();
        let from = all.len().saturating_sub(lines);
        Ok(Tail { lines: all[from..].to_vec(), complete: from == 0, before: None })
    }

    fn earlier(&self, _: &str, _: usize, _: Option<Level>) -> Option<Result<Tail, Trouble>> {
        None
    }

    fn follow(&self, lines: usize, least: Option<Level>) -> Box<dyn Follow> {
        let (follower, news) = channel();
        let first = match self.tail(lines, least) {
            Ok(tail) => Batch { lines: tail.lines, ..Batch::default() },
            Err(trouble) => Batch { lines: Vec::new(), before: None, notices: vec![Notice::Lost(trouble)] },
        };
        follower.send(first).unwrap();
        self.0.followers.lock().unwrap().push(follower);
        Box::new(Following(news))
    }
}

struct Following(Receiver<Batch>);

impl Follow for Following {
    fn next(&mut self, patience: Duration) -> Batch {
        self.0.recv_timeout(patience).unwrap_or_default()
    }
}
