//! One followed log: the thread that reads it, and what its viewers share.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use domain::log::{Kind, Level, Source};
use tokio::sync::watch;

use super::desk::Desk;
use super::ring::{self, KEPT_LINES, Ring};
use super::{Batch, Log, News, lock};

/// How long the follower waits for something new before it looks whether anybody still listens. What is
/// written wakes it at once; each awakening for nothing costs as much as reading a line.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long a follower goes on after its last viewer has left: a page that is loaded anew finds it running.
const LINGER: Duration = Duration::from_secs(1);
/// Time between two small batches, so that a busy log is not an event for each line.
const PACE: Duration = Duration::from_millis(50);
/// A batch of so many lines or bytes is followed by the next one at once.
const LARGE: (usize, usize) = (250, 64 * 1024);
/// Stack of a follower.
const STACK_BYTES: usize = 256 * 1024;

/// Which followed log: its id, and the least grave lines that are wanted. The journal is asked for these alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) id: String,
    pub(super) least: Option<Level>,
}

/// How far a feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The log is being opened.
    Opening,
    /// News up to this entry are there.
    Open(u64),
    /// Nothing more will come.
    Ended,
}

/// What the thread and the viewers of one log share.
#[derive(Debug)]
pub(super) struct Feed {
    pub(super) key: Key,
    /// What the id stood for when it was opened.
    stands_for: (String, Kind),
    phase: watch::Sender<Phase>,
    ring: Mutex<Ring>,
    ending: AtomicBool,
}

impl Feed {
    pub(super) fn new(key: Key, source: &Source) -> Self {
        Self {
            key,
            stands_for: (source.title.clone(), source.kind),
            phase: watch::Sender::new(Phase::Opening),
            ring: Mutex::default(),
            ending: AtomicBool::new(false),
        }
    }

    /// Whether the id still stands for the same log.
    pub(super) fn stands_for(&self, source: &Source) -> bool {
        self.stands_for.0 == source.title && self.stands_for.1 == source.kind
    }

    pub(super) const fn kind(&self) -> Kind {
        self.stands_for.1
    }

    /// Tells of every change of the phase.
    pub(super) fn phases(&self) -> watch::Receiver<Phase> {
        self.phase.subscribe()
    }

    pub(super) fn ring(&self) -> MutexGuard<'_, Ring> {
        lock(&self.ring)
    }

    /// The thread ends at its next look.
    pub(super) fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    fn take(&self, batch: Batch, most_bytes: usize) {
        let now = Instant::now();
        let mut ring = self.ring();
        for notice in batch.notices {
            ring.push(News::Notice(notice), now, most_bytes);
        }
        if !batch.lines.is_empty() {
            ring.push(ring::lines(batch.lines, batch.before), now, most_bytes);
        }
        ring.trim(now, most_bytes);
    }

    /// Tells viewers how far it is; they are not woken for nothing.
    fn tell(&self) {
        let phase = Phase::Open(self.ring().end());
        self.phase.send_if_modified(|told| {
            let differs = *told != phase;
            *told = phase;
            differs
        });
    }
}

/// Starts the thread of a feed that the desk has counted.
///
/// # Errors
/// The operating system's error if no thread can be started.
pub(super) fn start(desk: Arc<Desk>, feed: Arc<Feed>, log: Arc<dyn Log>) -> std::io::Result<()> {
    let running = Running { desk, feed };
    std::thread::Builder::new()
        .name("log-follower".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || running.run(&*log))
        .map(drop)
}

/// A thread at work. When it ends, by whatever way, the desk is told and so are the viewers.
struct Running {
    desk: Arc<Desk>,
    feed: Arc<Feed>,
}

impl Running {
    fn run(self, log: &dyn Log) {
        let mut follower = log.follow(KEPT_LINES, self.feed.key.least);
        // What is there already comes in several batches: viewers begin when all of it is here.
        let mut lines = 0;
        while lines < KEPT_LINES && !self.ends() {
            let batch = follower.next(Duration::ZERO);
            lines += batch.lines.len();
            let done = batch.lines.is_empty();
            self.feed.take(batch, self.desk.most_bytes());
            if done {
                break;
            }
        }
        self.feed.tell();
        let mut alone_since = None;
        while !self.ends() {
            let began = Instant::now();
            let batch = follower.next(PATIENCE);
            let bytes: usize = batch.lines.iter().map(|line| line.text.len()).sum();
            let large = batch.lines.len() >= LARGE.0 || bytes >= LARGE.1;
            let quiet = batch.lines.is_empty() && batch.notices.is_empty();
            self.feed.take(batch, self.desk.most_bytes());
            self.feed.tell();
            if self.desk.is_watched(&self.feed) {
                alone_since = None;
            } else if *alone_since.get_or_insert(began) + LINGER < Instant::now()
                && self.desk.forget_if_alone(&self.feed)
            {
                return;
            }
            if !quiet && !large {
                std::thread::sleep(PACE.saturating_sub(began.elapsed()));
            }
        }
    }

    fn ends(&self) -> bool {
        self.feed.ending.load(Ordering::Relaxed)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.desk.ended(&self.feed);
        self.feed.phase.send_replace(Phase::Ended);
    }
}
