//! Following a part of the journal: `journalctl --follow`, begun anew after the last entry that was taken
//! whenever it ends, so that nothing is lost or doubled while it, journald or the files come and go.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::log::{Level, Line, Notice, Trouble};

use crate::parse::journal::Entry;
use crate::roots::Roots;

use super::super::follow::{Batch, Filling};
use super::super::mark::{Mark, Spot, is_cursor};
use super::command::{Heard, Running};
use super::read::newest;
use super::{Boot, Part, access, lines_of};

/// Lines come in batches at least this far apart, so that a busy writer costs few awakenings.
const PACE: Duration = Duration::from_millis(10);

/// How soon it is begun anew after its first failure; twice as late after each further one.
const SOON: Duration = Duration::from_millis(200);

/// And how late at most.
const LATE: Duration = Duration::from_secs(10);

/// After so many failures in a row it is said.
const FAILURES: u32 = 3;

/// What ran so long did not fail at once.
const LASTING: Duration = Duration::from_secs(1);

/// Where a line begins.
#[derive(Debug)]
struct Place {
    /// Its entry; an entry of several lines is written once.
    cursor: Arc<str>,
    /// Lines of that entry before it.
    before: u32,
}

impl Place {
    fn mark(self) -> Mark {
        Mark(Spot::Journal { cursor: self.cursor.as_ref().to_owned(), before: self.before })
    }
}

/// A part of the journal that is followed.
#[derive(Debug)]
pub(in super::super) struct JournalFollower {
    roots: Roots,
    part: Part,
    least: Option<Level>,
    /// How many of the last lines are given first; `None` when they were.
    wanted: Option<usize>,
    running: Option<(Running, Instant)>,
    /// The last entry that was taken.
    cursor: Option<String>,
    /// Lines that were taken and not given yet, and where each begins.
    lines: VecDeque<(Line, Option<Place>)>,
    lost: Option<Trouble>,
    notices: Vec<Notice>,
    failures: u32,
    retry: Option<Instant>,
    looked: Option<Instant>,
}

impl JournalFollower {
    pub(in super::super) fn new(roots: &Roots, part: &Part, wanted: usize, least: Option<Level>) -> Self {
        Self {
            roots: roots.clone(),
            part: part.clone(),
            least,
            wanted: Some(wanted),
            running: None,
            cursor: None,
            lines: VecDeque::new(),
            lost: None,
            notices: Vec::new(),
            failures: 0,
            retry: None,
            looked: None,
        }
    }

    pub(in super::super) fn next(&mut self, patience: Duration) -> Batch {
        let deadline = Instant::now() + patience;
        if let Some(early) = self.looked.and_then(|looked| PACE.checked_sub(looked.elapsed())) {
            std::thread::sleep(early.min(patience));
        }
        loop {
            if self.lines.is_empty() {
                let left = deadline.saturating_duration_since(Instant::now());
                self.read(left);
            }
            let mut batch = Filling::after(std::mem::take(&mut self.notices));
            while !batch.is_full() {
                let Some((line, place)) = self.lines.pop_front() else { break };
                batch.push(line, || place.map(Place::mark));
            }
            let batch = batch.done();
            if !batch.is_empty() || Instant::now() >= deadline {
                self.looked = self.lines.is_empty().then(Instant::now);
                return batch;
            }
        }
    }

    /// Takes what comes next, waiting for it no longer than this.
    fn read(&mut self, limit: Duration) {
        let now = Instant::now();
        if let Some(early) = self.retry.and_then(|retry| retry.checked_duration_since(now)) {
            return std::thread::sleep(early.min(limit));
        }
        let begun = if self.running.is_some() { Ok(()) } else { self.begin(now) };
        if let Err(trouble) = begun {
            return self.failed(now, Some(trouble));
        }
        // The last lines of a boot that is over are all there will ever be.
        let Some((running, since)) = &mut self.running else {
            return std::thread::sleep(if self.lines.is_empty() { limit } else { Duration::ZERO });
        };
        let (lasting, mut came) = (since.elapsed() >= LASTING, false);
        let (cursor, lines) = (&mut self.cursor, &mut self.lines);
        let heard =
            running.read(if self.lost.is_some() { limit.min(LASTING) } else { limit }, |entry: Entry| {
                came = true;
                // What cannot be gone on from is not taken for a place; its lines are.
                let place = String::from_utf8(entry.cursor.clone()).ok().filter(|place| is_cursor(place));
                let shared: Option<Arc<str>> = place.as_deref().map(Arc::from);
                if place.is_some() {
                    *cursor = place;
                }
                lines.extend(
                    lines_of(&entry)
                        .into_iter()
                        .zip(0..)
                        .map(|(line, before)| (line, shared.clone().map(|cursor| Place { cursor, before }))),
                );
            });
        if came || lasting {
            self.failures = 0;
            if self.lost.take().is_some() {
                self.notices.push(Notice::Back);
            }
        }
        if heard == Heard::End {
            self.running = None;
            let trouble = access::state(&self.roots, &self.part).err();
            self.failed(Instant::now(), trouble);
        }
    }

    fn begin(&mut self, now: Instant) -> Result<(), Trouble> {
        if let Some(wanted) = self.wanted {
            let (tail, newest) = newest(&self.roots, &self.part, wanted, self.least)?;
            self.lines.extend(tail.lines.into_iter().map(|line| (line, None)));
            self.cursor = newest;
            self.wanted = None;
            if self.lost.take().is_some() {
                self.notices.push(Notice::Back);
            }
        }
        access::state(&self.roots, &self.part)?;
        if self.part.boot == Some(Boot::Last) {
            return Ok(());
        }
        // Without an entry to go on from everything is new: there was nothing.
        let mut words = vec!["--follow".to_owned(), "--no-tail".to_owned()];
        words.extend(self.cursor.iter().map(|cursor| format!("--after-cursor={cursor}")));
        self.running = Some((Running::start(&self.roots, &self.part, self.least, &words)?, now));
        Ok(())
    }

    fn failed(&mut self, now: Instant, trouble: Option<Trouble>) {
        self.failures = self.failures.saturating_add(1);
        let wait = SOON.saturating_mul(1 << self.failures.saturating_sub(1).min(16)).min(LATE);
        self.retry = Some(now + wait);
        let trouble = trouble.or((self.failures >= FAILURES).then_some(Trouble::Failed));
        if let Some(trouble) = trouble.filter(|trouble| self.lost != Some(*trouble)) {
            self.lost = Some(trouble);
            self.notices.push(Notice::Lost(trouble));
        }
    }
}
