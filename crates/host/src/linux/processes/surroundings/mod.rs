//! What stands around processes (`domain::standing`), and whose turn it is to be read: who is new first, then who
//! became another, then everybody in turns, all within a limit of time per scan. Not here: how one is read (`reader`).
//!
//! A process is read when it is new or executed something, and again when it did something or when what it
//! rests on changed: its executable, the folders on the way to it and those of its libraries. These are few and
//! shared by many (`place`), so that a process that sleeps costs nothing.

mod owners;
mod place;
mod preload;
mod reader;
mod root;
mod stdio;
mod turn;

use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::Gap;
use domain::standing::Standing;
use rustix::fd::BorrowedFd;
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use super::ProcessFacts;
use super::files;
use super::patience::{Asked, Lane, PATIENCE};
use super::ports::Moment;
use super::slot::Slot;
use super::tracked::Tracked;
use crate::parse::link;

use self::reader::Reader;
use self::root::Home;
pub(super) use self::turn::Around;

/// Scans in which everybody's turn comes once.
const CYCLE: usize = 30;

/// Processes that are read again in one scan without having become another.
const READ_AGAIN: usize = 20;

/// How long one reading is waited for where there is no limit: the thread may wait for a CPU.
const LONGEST: Duration = Duration::from_millis(500);

/// The readings of this scanner.
#[derive(Debug)]
pub(super) struct Surroundings {
    reader: Arc<Reader>,
    lane: Lane,
    /// How long one reading is waited for.
    patience: Duration,
    /// What most processes share.
    nothing: Arc<Standing>,
    gone: Arc<Standing>,
    ordinary: Arc<Standing>,
    /// Where in the table those are who are new, and who became another, kept for their capacity.
    first: Queue,
    second: Queue,
    /// The pid that was visited last.
    visited: u32,
}

/// Who waits to be read.
#[derive(Debug, Default)]
struct Queue {
    indices: Vec<usize>,
    /// The pid whose turn came last: the next is behind it, so that nobody can keep the others waiting.
    last: u32,
}

/// Room for the name of a namespace.
const NAMESPACE: usize = 64;

impl Surroundings {
    /// `proc` is the root of the process file system.
    pub(super) fn new(proc: BorrowedFd<'_>, facts: &ProcessFacts) -> Result<Self, Errno> {
        let mut buffer = [0; NAMESPACE];
        let home = Home {
            live: facts.live,
            top: Arc::new(rustix::fs::open(&facts.root, OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?),
            mounts: files::link(proc, "self/ns/mnt", &mut buffer).ok().and_then(link::namespace),
        };
        let proc = rustix::io::fcntl_dupfd_cloexec(proc, 0)?;
        Ok(Self {
            reader: Arc::new(Reader {
                home,
                proc,
                places: place::Places::default(),
                lists: preload::Lists::default(),
            }),
            lane: Lane::new("surroundings"),
            patience: PATIENCE,
            nothing: Arc::new(Standing::unread(Gap::NotYet)),
            gone: Arc::new(Standing::unread(Gap::Gone)),
            ordinary: Arc::new(Standing::ordinary()),
            first: Queue::default(),
            second: Queue::default(),
            visited: 0,
        })
    }

    /// Reads for so long as `limit` allows; whoever is left comes in a later scan.
    pub(super) fn attend(&mut self, slots: &mut [Slot], moment: Moment<'_>, limit: Duration) {
        let begun = Instant::now();
        self.lane.begin_scan();
        self.patience = limit.clamp(PATIENCE, LONGEST);
        self.first.indices.clear();
        self.second.indices.clear();
        for (index, slot) in slots.iter_mut().enumerate() {
            let Some(process) = slot.process_mut() else { continue };
            process.around.hear(moment.round, &self.ordinary);
            if process.has_ended() {
                process.around.end(&self.gone);
            } else if process.around.is_awaited() {
                continue;
            } else if process.around.is_new() {
                self.first.indices.push(index);
            } else if process.around.is_doubtful(moment.round) {
                self.second.indices.push(index);
            }
        }
        let affordable = || begun.elapsed() < limit;
        let (mut first, mut second) = (std::mem::take(&mut self.first), std::mem::take(&mut self.second));
        if self.read_queue(slots, &mut first, moment, affordable)
            && self.read_queue(slots, &mut second, moment, affordable)
        {
            self.visit(slots, moment, affordable);
        }
        (self.first, self.second) = (first, second);
    }

    /// Reads them in turns. Returns whether all were read.
    fn read_queue(
        &mut self,
        slots: &mut [Slot],
        queue: &mut Queue,
        moment: Moment<'_>,
        affordable: impl Fn() -> bool,
    ) -> bool {
        let pid = |index: &usize| slots.get(*index).map_or(0, Slot::pid);
        let behind = queue.indices.partition_point(|index| pid(index) <= queue.last);
        let (before, after) = queue.indices.split_at(behind);
        for index in after.iter().chain(before) {
            let Some(slot) = slots.get_mut(*index) else { continue };
            let pid = slot.pid();
            let read = |process| affordable() && self.read(process, moment);
            if !slot.process_mut().is_none_or(read) {
                return false;
            }
            queue.last = pid;
        }
        true
    }

    /// Goes through the table, a part in each scan, and reads who did something or rests on something that changed.
    fn visit(&mut self, slots: &mut [Slot], moment: Moment<'_>, affordable: impl Fn() -> bool) {
        let first = slots.partition_point(|slot| slot.pid() <= self.visited);
        let mut left = READ_AGAIN;
        for step in 0..slots.len().div_ceil(CYCLE) {
            let Some(slot) = slots.get_mut((first + step) % slots.len()) else { return };
            if left == 0 || !affordable() {
                return;
            }
            let pid = slot.pid();
            if let Some(process) = slot.process_mut().filter(|process| !process.has_ended()) {
                let went_on = self.look_again(process, moment);
                if process.around.is_due(moment.round) {
                    left -= 1;
                    if !self.read(process, moment) {
                        return;
                    }
                }
                if !went_on {
                    return;
                }
            }
            self.visited = pid;
        }
    }

    /// What stands around a process whose turn has not come.
    pub(super) fn nothing(&self) -> Arc<Standing> {
        Arc::clone(&self.nothing)
    }

    /// Reads one process. Returns whether there is patience for more.
    fn read(&mut self, process: &mut Tracked, moment: Moment<'_>) -> bool {
        let Ok(folder) = own_folder(process, moment) else { return true };
        let so_far = Arc::new(Mutex::new(Standing::unread(Gap::NotYet)));
        let (reader, known, round, uid) =
            (Arc::clone(&self.reader), Arc::clone(&so_far), moment.round, process.uid());
        match self.lane.ask_within(self.patience, move || reader.read(&folder, uid, round, &known)) {
            Asked::Done(found) => process.around.take(found, round, &self.ordinary),
            Asked::Late(late) => {
                let known = so_far.lock().unwrap_or_else(PoisonError::into_inner).clone();
                process.around.wait_for(late, known);
            }
            Asked::Refused => return false,
        }
        true
    }

    /// Looks whether what a process rests on changed, where nobody did so lately. Returns whether there is
    /// patience for more.
    fn look_again(&mut self, process: &Tracked, moment: Moment<'_>) -> bool {
        let mut places = process.around.places_to_look_at(moment.round);
        if places.is_empty() {
            return true;
        }
        let Ok(folder) = own_folder(process, moment) else {
            places.iter().for_each(|place| place.let_go(moment.round));
            return true;
        };
        let (reader, round, asked) = (Arc::clone(&self.reader), moment.round, places.clone());
        match self.lane.ask_within(self.patience, move || reader.look_again(&folder, &asked, round)) {
            // One that is late lets go of them when it comes back.
            Asked::Done(()) | Asked::Late(_) => true,
            Asked::Refused => {
                places.drain(..).for_each(|place| place.let_go(round));
                false
            }
        }
    }
}

/// The folder of a process, for a thread that may outlive the process and this scanner.
fn own_folder(process: &Tracked, moment: Moment<'_>) -> Result<OwnedFd, Errno> {
    process.with_folder(moment.root, |folder| rustix::io::fcntl_dupfd_cloexec(folder, 0)).flatten()
}
