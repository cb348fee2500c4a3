//! What stands around processes (`domain::standing`), and whose turn it is to be read: who is new first, then who
//! became another, then everybody in turns, all within a limit of time per scan. Not here: how one is read (`reader`).
//!
//! A process is read when it is new or executed something, and again when it did something or when what it
//! rests on changed: its executable, the folders on the way to it and those of its libraries. These are few and
//! shared by many (`place`), so that a process that sleeps costs nothing.

mod desk;
mod owners;
mod place;
mod preload;
mod reader;
mod root;
mod stdio;
mod turn;

use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::standing::Standing;
use domain::{Gap, Reading};
use rustix::fd::BorrowedFd;
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use super::ProcessFacts;
use super::files;
use super::ports::Moment;
use super::slot::Slot;
use super::tracked::Tracked;
use crate::parse::link;

use self::desk::{Desk, Ticket};
use self::place::Place;
use self::reader::{Found, Reader};
use self::root::Home;
pub(super) use self::turn::Around;

/// Scans in which everybody's turn comes once.
const CYCLE: usize = 30;

/// Processes that are read again in one scan without having become another.
const READ_AGAIN: usize = 20;

/// How long a reading may hold up the others before its thread is given up, between scans and where a scan waits
/// for all.
const HELD_UP: Duration = Duration::from_secs(2);
const HELD_UP_AT_ONCE: Duration = Duration::from_millis(500);

/// What is asked of the thread that reads.
#[derive(Debug)]
enum Question {
    /// What stands around a process.
    Read {
        process: OwnedFd,
        uid: Reading<u32>,
        round: u64,
        environment: Option<Vec<String>>,
        so_far: Arc<Mutex<Standing>>,
    },
    /// Whether what a process rests on became another.
    LookAgain { process: OwnedFd, places: Vec<Arc<Place>>, round: u64 },
}

/// The readings of this scanner.
#[derive(Debug)]
pub(super) struct Surroundings {
    desk: Desk<Question, Option<Found>>,
    /// What most processes share.
    nothing: Arc<Standing>,
    gone: Arc<Standing>,
    ordinary: Arc<Standing>,
    /// Where in the table those are who are new, and who became another, kept for their capacity.
    first: Queue,
    second: Queue,
    /// Those who rest on something that became another.
    third: Queue,
    /// Grows with each place that became another, and how much of that everybody has been read for.
    news: Arc<AtomicU64>,
    heard: u64,
    /// The pids that were visited last, to look at what they rest on, and to read them again.
    looked: u32,
    visited: u32,
}

/// Who waits to be read.
#[derive(Debug, Default)]
struct Queue {
    indices: Vec<usize>,
    /// The pid whose turn came last: the next is behind it, so that nobody can keep the others waiting.
    last: u32,
}

impl Queue {
    /// Turns it so that whoever comes first is at its end.
    fn begin(&mut self, slots: &[Slot]) {
        let pid = |index: &usize| slots.get(*index).map_or(0, Slot::pid);
        let behind = self.indices.partition_point(|index| pid(index) <= self.last);
        self.indices.rotate_left(behind);
        self.indices.reverse();
    }
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
        let reader =
            Reader { home, proc, places: place::Places::default(), lists: preload::Lists::default() };
        let news = reader.places.news();
        let work = move |question| match question {
            Question::Read { process, uid, round, environment, so_far } => {
                Some(reader.read(&process, uid, round, environment, &so_far))
            }
            Question::LookAgain { process, places, round } => {
                reader.look_again(&process, &places, round);
                None
            }
        };
        Ok(Self {
            desk: Desk::new(work),
            nothing: Arc::new(Standing::unread(Gap::NotYet)),
            gone: Arc::new(Standing::unread(Gap::Gone)),
            ordinary: Arc::new(Standing::ordinary()),
            first: Queue::default(),
            second: Queue::default(),
            third: Queue::default(),
            news,
            heard: 0,
            looked: 0,
            visited: 0,
        })
    }

    /// What stands around a process whose turn has not come.
    pub(super) fn nothing(&self) -> Arc<Standing> {
        Arc::clone(&self.nothing)
    }

    /// Has read who is new and who became another, and waits for that no longer than `limit`: what comes later is
    /// taken in a later scan.
    pub(super) fn attend(&mut self, slots: &mut [Slot], moment: Moment<'_>, limit: Duration) {
        let begun = Instant::now();
        while let Some((ticket, found)) = self.desk.answer(Duration::ZERO) {
            self.give(slots, ticket, found);
        }
        self.give_up(slots, HELD_UP);
        self.queue_up(slots, moment.round);
        if limit.is_zero() {
            return;
        }
        let (mut first, mut second) = (std::mem::take(&mut self.first), std::mem::take(&mut self.second));
        let stall = if limit == Duration::MAX { HELD_UP_AT_ONCE } else { limit };
        loop {
            if self.order_all(slots, &mut first, moment) {
                self.order_all(slots, &mut second, moment);
            }
            let left = limit.saturating_sub(begun.elapsed());
            if self.desk.outstanding() == 0 || left.is_zero() {
                break;
            }
            match self.desk.answer(left.min(stall)) {
                Some((ticket, found)) => self.give(slots, ticket, found),
                None if limit == Duration::MAX && self.give_up(slots, HELD_UP_AT_ONCE) => {
                    self.queue_up(slots, moment.round);
                    (first.indices, second.indices) =
                        (std::mem::take(&mut self.first.indices), std::mem::take(&mut self.second.indices));
                }
                None => break,
            }
        }
        let idle = first.indices.is_empty() && second.indices.is_empty();
        (self.first, self.second) = (first, second);
        if idle {
            self.visit(slots, moment);
        }
    }

    /// Notes who is to be read.
    fn queue_up(&mut self, slots: &mut [Slot], round: u64) {
        self.first.indices.clear();
        self.second.indices.clear();
        for (index, slot) in slots.iter_mut().enumerate() {
            let Some(process) = slot.process_mut() else { continue };
            if process.has_ended() {
                process.around.end(&self.gone);
            } else if process.around.is_awaited() {
                continue;
            } else if process.around.is_new() {
                self.first.indices.push(index);
            } else if process.around.is_doubtful(round) {
                self.second.indices.push(index);
            }
        }
        self.first.begin(slots);
        self.second.begin(slots);
    }

    /// Orders the readings of a queue as far as there is room. Returns whether that was all.
    fn order_all(&mut self, slots: &mut [Slot], queue: &mut Queue, moment: Moment<'_>) -> bool {
        while let Some(index) = queue.indices.last() {
            let Some(slot) = slots.get_mut(*index) else { return true };
            let pid = slot.pid();
            if !slot.process_mut().is_none_or(|process| self.order(pid, process, moment)) {
                return false;
            }
            queue.last = pid;
            queue.indices.pop();
        }
        true
    }

    /// Orders the reading of one process. Returns whether there was room.
    fn order(&mut self, pid: u32, process: &mut Tracked, moment: Moment<'_>) -> bool {
        if !self.desk.has_room() {
            return false;
        }
        // Gone, or no descriptor is left: it is seen in the next scan.
        let Ok(folder) = own_folder(process, moment) else { return true };
        let so_far = Arc::new(Mutex::new(Standing::unread(Gap::NotYet)));
        let (uid, round) = (process.uid(), moment.round);
        let (environment, for_the_reader) = (process.around.environment(), Arc::clone(&so_far));
        let question = Question::Read { process: folder, uid, round, environment, so_far: for_the_reader };
        let ticket = self.desk.order(pid, question);
        if let Some(ticket) = ticket {
            process.around.wait_for(ticket, so_far);
        }
        ticket.is_some()
    }

    /// Has read again who rests on something that changed, and then who did something, as many as are read in one scan.
    /// Nobody waits for that.
    fn visit(&mut self, slots: &mut [Slot], moment: Moment<'_>) {
        self.look_around(slots, moment);
        let left = self.follow_changes(slots, moment, READ_AGAIN);
        self.follow_deeds(slots, moment, left);
    }

    /// Goes through the table, a part in each scan, and has looked at what those in it rest on.
    fn look_around(&mut self, slots: &mut [Slot], moment: Moment<'_>) {
        let first = slots.partition_point(|slot| slot.pid() <= self.looked);
        let count = slots.len();
        for step in 0..count.div_ceil(CYCLE) {
            let Some(slot) = slots.get_mut((first + step) % count) else { return };
            if !self.desk.has_room() {
                return;
            }
            let pid = slot.pid();
            self.looked = pid;
            if let Some(process) = slot.process_mut().filter(|process| !process.has_ended()) {
                self.look_again(pid, process, moment);
            }
        }
    }

    /// Orders the readings of those who rest on something that became another. Returns how many more may be ordered.
    fn follow_changes(&mut self, slots: &mut [Slot], moment: Moment<'_>, mut left: usize) -> usize {
        let news = self.news.load(Ordering::Acquire);
        if news == self.heard {
            return left;
        }
        let mut queue = std::mem::take(&mut self.third);
        queue.indices.clear();
        let mut settled = true;
        for (index, slot) in slots.iter_mut().enumerate() {
            let Some(process) = slot.process_mut().filter(|process| !process.has_ended()) else { continue };
            if process.around.rests_on_another() {
                settled = false;
                if process.around.may_be_read_again(moment.round) {
                    queue.indices.push(index);
                }
            }
        }
        // Whatever changes from now on makes it another number.
        if settled {
            self.heard = news;
        }
        queue.begin(slots);
        while left > 0
            && let Some(index) = queue.indices.pop()
            && let Some(slot) = slots.get_mut(index)
        {
            let pid = slot.pid();
            if !slot.process_mut().is_none_or(|process| self.order(pid, process, moment)) {
                break;
            }
            queue.last = pid;
            left -= 1;
        }
        self.third = queue;
        left
    }

    /// Goes through the table, a part in each scan, and has read who did something.
    fn follow_deeds(&mut self, slots: &mut [Slot], moment: Moment<'_>, mut left: usize) {
        let first = slots.partition_point(|slot| slot.pid() <= self.visited);
        let count = slots.len();
        for step in 0..count.div_ceil(CYCLE) {
            let Some(slot) = slots.get_mut((first + step) % count) else { return };
            if left == 0 || !self.desk.has_room() {
                return;
            }
            let pid = slot.pid();
            self.visited = pid;
            let process = slot.process_mut().filter(|process| !process.has_ended());
            if let Some(process) = process.filter(|process| process.around.is_due(moment.round)) {
                left -= 1;
                self.order(pid, process, moment);
            }
        }
    }

    /// Has looked whether what a process rests on changed, where nobody did so lately.
    fn look_again(&mut self, pid: u32, process: &Tracked, moment: Moment<'_>) {
        let places = process.around.places_to_look_at(moment.round);
        if places.is_empty() {
            return;
        }
        let ordered = own_folder(process, moment).ok().and_then(|folder| {
            let question =
                Question::LookAgain { process: folder, places: places.clone(), round: moment.round };
            self.desk.order(pid, question)
        });
        if ordered.is_none() {
            places.iter().for_each(|place| place.let_go(moment.round));
        }
    }

    /// Hands over what was read.
    fn give(&self, slots: &mut [Slot], ticket: Ticket, found: Option<Found>) {
        if let (Some(found), Some(process)) = (found, process_of(slots, ticket)) {
            process.around.take(ticket, found, &self.ordinary);
        }
    }

    /// Gives up a thread that is held up for so long. Returns whether there was one.
    fn give_up(&mut self, slots: &mut [Slot], patience: Duration) -> bool {
        let Some((stuck, behind)) = self.desk.give_up(patience) else { return false };
        if let Some(process) = process_of(slots, stuck) {
            process.around.be_late();
        }
        for ticket in behind {
            if let Some(process) = process_of(slots, ticket) {
                process.around.give_back(ticket);
            }
        }
        true
    }
}

fn process_of(slots: &mut [Slot], ticket: Ticket) -> Option<&mut Tracked> {
    let at = slots.binary_search_by_key(&ticket.pid, |slot| slot.pid()).ok()?;
    slots.get_mut(at)?.process_mut()
}

/// The folder of a process, for a thread that may outlive the process and this scanner.
fn own_folder(process: &Tracked, moment: Moment<'_>) -> Result<OwnedFd, Errno> {
    process.with_folder(moment.root, |folder| rustix::io::fcntl_dupfd_cloexec(folder, 0)).flatten()
}
