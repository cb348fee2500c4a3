//! The newest lines of one followed log, bounded in lines, bytes and age, and what was left out of them.
//!
//! Every viewer has a place in it. One that falls behind its oldest entry is told exactly how many lines it
//! missed: entries carry a tally of everything that came before them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::log::{Line, Notice, Trouble};

use super::{Lines, News};

/// Lines that are kept however old they are, for whoever begins to look.
pub(super) const KEPT_LINES: usize = 1000;
/// Bytes that those may take.
pub(super) const KEPT_BYTES: usize = 1024 * 1024;
/// How long more than those is kept for viewers that are a little behind.
const LAG: Duration = Duration::from_secs(5);

/// Everything that was told up to some point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Lines, those included that the follower itself left out.
    lines: u64,
    /// Bytes that were destroyed unread.
    destroyed: u64,
    /// Why nothing can be read, if so.
    trouble: Option<Trouble>,
}

impl Tally {
    fn add(&mut self, news: &News) {
        match news {
            News::Lines(lines) => self.lines += lines.len() as u64,
            News::Notice(Notice::Skipped { lines }) => self.lines = self.lines.saturating_add(*lines),
            News::Notice(Notice::Truncated { lost_bytes }) => {
                self.destroyed = self.destroyed.saturating_add(*lost_bytes);
            }
            News::Notice(Notice::Lost(trouble)) => self.trouble = Some(*trouble),
            News::Notice(Notice::Back) => self.trouble = None,
            News::Notice(Notice::Rotated) => {}
        }
    }

    /// What whoever stood here has to be told to stand at `later`.
    fn missed_until(&self, later: &Self) -> Vec<Notice> {
        let mut notices = Vec::new();
        if later.destroyed > self.destroyed {
            notices.push(Notice::Truncated { lost_bytes: later.destroyed - self.destroyed });
        }
        if later.lines > self.lines {
            notices.push(Notice::Skipped { lines: later.lines - self.lines });
        }
        match (self.trouble, later.trouble) {
            (before, after) if before == after => {}
            (_, Some(trouble)) => notices.push(Notice::Lost(trouble)),
            (_, None) => notices.push(Notice::Back),
        }
        notices
    }
}

#[derive(Debug)]
struct Entry {
    at: Instant,
    before: Tally,
    bytes: usize,
    news: News,
}

/// Where a viewer stands: the number of the entry that comes next, and what it has been told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    next: u64,
    told: Tally,
}

/// The entries that are kept.
#[derive(Debug, Default)]
pub(super) struct Ring {
    entries: VecDeque<Entry>,
    /// Number of the first entry that is kept.
    first: u64,
    lines: usize,
    bytes: usize,
    told: Tally,
}

impl Ring {
    /// Adds news that came at `now`. More than `most_bytes` is never kept, whatever viewers still need.
    pub(super) fn push(&mut self, news: News, now: Instant, most_bytes: usize) {
        let bytes = news.bytes();
        self.lines += news.count();
        self.bytes += bytes;
        let before = self.told;
        self.told.add(&news);
        self.entries.push_back(Entry { at: now, before, bytes, news });
        self.trim(now, most_bytes);
    }

    /// Lets go of what nobody needs any more.
    pub(super) fn trim(&mut self, now: Instant, most_bytes: usize) {
        while self.entries.len() > 1 {
            let Some(oldest) = self.entries.front() else { return };
            let spare = self.bytes > KEPT_BYTES
                || self.lines - oldest.news.count() >= KEPT_LINES
                || self.entries.len() > KEPT_LINES;
            let needed = now.saturating_duration_since(oldest.at) < LAG && self.bytes <= most_bytes;
            if !spare || needed {
                return;
            }
            self.lines -= oldest.news.count();
            self.bytes -= oldest.bytes;
            self.entries.pop_front();
            self.first += 1;
        }
    }

    /// Number of the entry that will come next.
    pub(super) fn end(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    /// For whoever begins to look: the last `count` lines, and where to go on.
    pub(super) fn last(&self, count: usize) -> (Vec<Line>, Option<Trouble>, Position) {
        let all = self.entries.iter().rev().filter_map(|entry| match &entry.news {
            News::Lines(lines) => Some(lines),
            News::Notice(_) => None,
        });
        let mut bytes = 0;
        let mut lines: Vec<Line> = all
            .flat_map(|lines| lines.iter().rev())
            .take(count)
            .take_while(|line| {
                bytes += weight(line);
                bytes <= KEPT_BYTES
            })
            .cloned()
            .collect();
        lines.reverse();
        (lines, self.told.trouble, Position { next: self.end(), told: self.told })
    }

    /// The news after `position`, which moves on; none if there are none. What is not kept any more is told
    /// as notices.
    pub(super) fn after(&self, position: &mut Position) -> Vec<News> {
        if position.next < self.first {
            let Some(oldest) = self.entries.front() else { return Vec::new() };
            let missed = position.told.missed_until(&oldest.before);
            *position = Position { next: self.first, told: oldest.before };
            if !missed.is_empty() {
                return missed.into_iter().map(News::Notice).collect();
            }
        }
        let Some(entry) =
            usize::try_from(position.next - self.first).ok().and_then(|at| self.entries.get(at))
        else {
            return Vec::new();
        };
        position.next += 1;
        position.told.add(&entry.news);
        vec![entry.news.clone()]
    }
}

impl News {
    fn count(&self) -> usize {
        if let Self::Lines(lines) = self { lines.len() } else { 0 }
    }

    /// What it takes in memory, about.
    fn bytes(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.iter().map(weight).sum(),
            Self::Notice(_) => size_of::<Entry>(),
        }
    }
}

fn weight(line: &Line) -> usize {
    line.text.len() + size_of::<Line>()
}

/// Lines as one piece of news, and the mark before them.
pub(super) fn lines(lines: Vec<Line>, before: Option<String>) -> News {
    News::Lines(Arc::new(Lines::new(lines, before)))
}

#[cfg(test)]
#[path = "ring_tests.rs"]
mod tests;
