//! Following a file through everything that becomes of it: growth, rotation, cuts, loss of the file or of the
//! right to read it. How one file is read is `generation`'s work, hearing of changes `watch`'s.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use domain::log::{Line, Notice, Trouble};

use super::super::open::{self, Found};
use super::batch::{Batch, Filling};
use super::generation::{BLOCK, Generation, Look};
use super::watch::Watch;

/// How often the name is looked at without a cause: a network file system tells nothing.
const CHECK: Duration = Duration::from_secs(1);

/// Lines come in batches at least this far apart, so that a busy writer costs few awakenings.
const PACE: Duration = Duration::from_millis(10);

/// How long a file that was replaced is read on: its writer learns later that it was (logrotate's `postrotate`).
const GRACE: Duration = Duration::from_secs(60);

/// Files that were replaced and are read on at the same time.
const OLD: usize = 8;

/// How long the name may be missing before it is said: a rotation removes it for a moment.
const AWAY: Duration = Duration::from_secs(2);

/// How long the end of the last line of a replaced file is waited for.
const UNFINISHED: Duration = Duration::from_secs(1);

/// A file that is followed.
#[derive(Debug)]
pub(super) struct FileFollower {
    path: PathBuf,
    /// How many of the last lines are given first.
    wanted: usize,
    /// Those that were not given yet.
    first: VecDeque<Line>,
    /// The files that had the name, in that order; the last one has it, if none is missing.
    files: VecDeque<Generation>,
    watch: Watch,
    /// What was said last about the log.
    lost: Option<Trouble>,
    /// The file that has the name may not be read any more.
    paused: bool,
    /// Since when nothing has the name.
    away: Option<Instant>,
    /// What is to be said before the next lines.
    notices: Vec<Notice>,
    checked: Option<Instant>,
    looked: Option<Instant>,
    /// The last look found nothing, and only something heard can change that before the next check.
    calm: bool,
    room: Vec<u8>,
}

impl FileFollower {
    pub(super) fn new(path: &Path, wanted: usize) -> Self {
        Self {
            path: path.to_owned(),
            wanted,
            first: VecDeque::new(),
            files: VecDeque::new(),
            watch: Watch::new(path.file_name().unwrap_or_default()),
            lost: None,
            paused: false,
            away: None,
            notices: Vec::new(),
            checked: None,
            looked: None,
            calm: false,
            room: vec![0; BLOCK],
        }
    }

    pub(super) fn next(&mut self, patience: Duration) -> Batch {
        let deadline = Instant::now() + patience;
        if let Some(early) = self.looked.and_then(|looked| PACE.checked_sub(looked.elapsed())) {
            std::thread::sleep(early.min(patience));
        }
        let mut for_nothing = 0_u32;
        loop {
            let now = Instant::now();
            let (batch, full) = self.look(now);
            if !batch.is_empty() {
                self.looked = (!full).then_some(now);
                return batch;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return batch;
            }
            self.watch.wait(left.min(CHECK));
            // What woke it twice for nothing does so all the time: half lines, or other files of the folder.
            for_nothing += 1;
            if for_nothing > 1 {
                std::thread::sleep(PACE.min(deadline.saturating_duration_since(Instant::now())));
            }
        }
    }

    /// What there is now, and whether there may be more.
    fn look(&mut self, now: Instant) -> (Batch, bool) {
        let heard = self.watch.heard();
        let due = heard.name || self.checked.is_none_or(|checked| now.duration_since(checked) >= CHECK);
        if self.calm && !due && !heard.anything {
            return (Filling::after(Vec::new()).done(), false);
        }
        if due {
            for name in heard.moved {
                self.take_up_moved(&name, now);
            }
            self.check(now);
            self.checked = Some(now);
        }
        let mut batch = Filling::after(std::mem::take(&mut self.notices));
        while !batch.is_full() {
            let Some(line) = self.first.pop_front() else { break };
            batch.push(line, || None);
        }
        self.read(&mut batch, now);
        self.retire(&mut batch, now);
        let full = batch.is_full() || !self.notices.is_empty();
        let batch = batch.done();
        // A file that was replaced is read on for a while without being heard.
        self.calm = batch.is_empty() && !full && self.files.len() <= 1;
        (batch, full)
    }

    /// Sees what has the name now.
    fn check(&mut self, now: Instant) {
        self.watch.folder(self.path.parent().unwrap_or(Path::new("/")));
        let found = open::find(&self.path);
        let trouble = match found {
            Ok(found) if self.files.back().is_some_and(|file| file.identity == found.identity) => {
                let opened = self.keep(&found);
                self.paused = opened.is_err();
                opened.err()
            }
            Ok(found) => self.take_up(&found, now).err(),
            Err(Trouble::Missing) if !self.files.is_empty() => {
                let since = *self.away.get_or_insert(now);
                if now.duration_since(since) < AWAY {
                    return;
                }
                Some(Trouble::Missing)
            }
            Err(trouble) => Some(trouble),
        };
        match trouble {
            Some(trouble) if self.lost != Some(trouble) => self.notices.push(Notice::Lost(trouble)),
            None if self.lost.is_some() => self.notices.push(Notice::Back),
            _ => {}
        }
        self.lost = trouble;
    }

    /// The same file has the name as before. What is open could be read on when the right to read it was taken
    /// away; it is not.
    fn keep(&mut self, found: &Found) -> Result<(), Trouble> {
        self.away = None;
        let file = found.open()?;
        match self.files.back_mut() {
            Some(kept) if kept.broken => kept.reopened(file),
            _ => {}
        }
        Ok(())
    }

    /// Another file has the name than before, or the first one.
    fn take_up(&mut self, found: &Found, now: Instant) -> Result<(), Trouble> {
        let file = found.open()?;
        (self.away, self.paused) = (None, false);
        let first = self.checked.is_none() || (self.files.is_empty() && self.lost != Some(Trouble::Missing));
        let generation = if first {
            let (generation, lines) = Generation::from_end(file, found.identity, self.wanted, now)?;
            self.first.extend(lines);
            generation
        } else {
            let mut generation = Generation::whole(file, found.identity, now);
            generation.notice = self.lost.is_none().then_some(Notice::Rotated);
            generation
        };
        self.watch.file(generation.file());
        self.files.push_back(generation);
        Ok(())
    }

    /// A file had the name since the last look and lost it again.
    fn take_up_moved(&mut self, name: &std::ffi::OsStr, now: Instant) {
        let Ok(found) = open::find(&self.path.with_file_name(name)) else { return };
        if !self.files.is_empty() && self.files.iter().all(|file| file.identity != found.identity) {
            // What cannot be opened is said when the name itself is looked at.
            let _ = self.take_up(&found, now);
        }
    }

    /// Reads the files in the order in which they had the name, until a notice has to stand before what follows.
    fn read(&mut self, batch: &mut Filling, now: Instant) {
        if self.paused {
            return;
        }
        let newest = self.files.len().saturating_sub(1);
        for (age, file) in self.files.iter_mut().enumerate() {
            if let Some(notice) = file.notice.take() {
                batch.say(notice, &mut self.notices);
            }
            if !self.notices.is_empty() {
                return;
            }
            match file.look(batch, &mut self.room, now) {
                Ok(Look::End) => {}
                Ok(Look::Full) => return,
                Ok(Look::Cut(lost_bytes)) => {
                    return batch.say(Notice::Truncated { lost_bytes }, &mut self.notices);
                }
                Err(trouble) => {
                    if self.lost != Some(trouble) {
                        batch.say(Notice::Lost(trouble), &mut self.notices);
                    }
                    self.lost = Some(trouble);
                    file.broken = true;
                    if age < newest {
                        // Its name is gone, and with it the way to open it again.
                        self.files.remove(age);
                    }
                    return;
                }
            }
        }
    }

    /// Lets go of files that were replaced and have nothing more to give.
    fn retire(&mut self, batch: &mut Filling, now: Instant) {
        while self.files.len() > 1 && !batch.is_full() {
            let surplus = self.files.len() > OLD + 1;
            let Some(file) = self.files.front_mut() else { return };
            let still = now.duration_since(file.grew);
            if file.has_unfinished() && (surplus || still >= UNFINISHED) {
                file.end_line(batch);
            }
            if !surplus && still < GRACE {
                return;
            }
            self.files.pop_front();
        }
    }
}
