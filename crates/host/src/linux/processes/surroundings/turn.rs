//! What is known of the surroundings of one process, and whether it is to be read again.

use std::sync::Arc;

use domain::Gap;
use domain::standing::Standing;

use super::super::patience::Late;
use super::place::Place;
use super::reader::Found;

/// Scans after which a process that did something is read again, and one that rests on something that changed or
/// whose executable was removed.
const AFTER_DEEDS: u64 = 60;
const AFTER_CHANGE: u64 = 10;

/// The surroundings of one process.
#[derive(Debug)]
pub(in super::super) struct Around {
    pub(in super::super) standing: Arc<Standing>,
    /// Whether anything was ever read of the program that it runs.
    known: bool,
    /// The scan in which it was read; none when it has to be.
    read: Option<u64>,
    /// It did something since.
    stirred: bool,
    /// Its executable was removed and has no successor, yet: an installation may be under way.
    orphaned: bool,
    late: Option<Late<Found>>,
    places: Vec<Arc<Place>>,
}

impl Around {
    /// Of a process that nobody has looked around.
    pub(in super::super) fn new(nothing: Arc<Standing>) -> Self {
        Self {
            standing: nothing,
            known: false,
            read: None,
            stirred: false,
            orphaned: false,
            late: None,
            places: Vec::new(),
        }
    }

    /// Something that belongs to it changed. What is known holds until it is read again, except where its executable
    /// became another: an upgrade must not be taken for a file that somebody removed.
    pub(in super::super) fn doubt(&mut self, another_exe: bool) {
        (self.read, self.late) = (None, None);
        if another_exe && self.standing.replaced.is_ok() {
            Arc::make_mut(&mut self.standing).replaced = Err(Gap::NotYet);
        }
    }

    /// What it did itself in a scan.
    pub(in super::super) fn stir(&mut self, active: bool) {
        self.stirred |= active;
    }

    /// Whether an answer is still to come.
    pub(super) fn is_awaited(&self) -> bool {
        self.late.is_some()
    }

    /// Whether nothing is known of it.
    pub(super) fn is_new(&self) -> bool {
        !self.known
    }

    /// Whether what is known may be wrong by now.
    pub(super) fn is_doubtful(&self, round: u64) -> bool {
        self.read.is_none_or(|read| self.orphaned && round.saturating_sub(read) >= AFTER_CHANGE)
    }

    /// Whether, in its turn, it is to be read again.
    pub(super) fn is_due(&self, round: u64) -> bool {
        self.late.is_none()
            && self.read.is_some_and(|read| {
                let age = round.saturating_sub(read);
                (self.stirred && age >= AFTER_DEEDS)
                    || (age >= AFTER_CHANGE && self.places.iter().any(|place| place.changed_since(read)))
            })
    }

    /// What it rests on, as far as somebody has to look there and nobody else does.
    pub(super) fn places_to_look_at(&self, round: u64) -> Vec<Arc<Place>> {
        self.places.iter().filter(|place| place.claim(round)).map(Arc::clone).collect()
    }

    /// It was read.
    pub(super) fn take(&mut self, found: Found, round: u64, ordinary: &Arc<Standing>) {
        if found.standing == **ordinary {
            self.standing = Arc::clone(ordinary);
        } else if found.standing != *self.standing {
            self.standing = Arc::new(found.standing);
        }
        self.places = found.places;
        self.orphaned = found.orphaned;
        self.answered(round);
    }

    /// The answer is late. A process of which nothing was known has at least what came so far.
    pub(super) fn wait_for(&mut self, late: Late<Found>, so_far: Standing) {
        if !self.known {
            self.standing = Arc::new(so_far);
        }
        self.late = Some(late);
    }

    /// Takes an answer that came late.
    pub(super) fn hear(&mut self, round: u64, ordinary: &Arc<Standing>) {
        match self.late.as_ref().map(Late::poll) {
            Some(Ok(Some(found))) => self.take(found, round, ordinary),
            // The thread is gone; asked again when its turn comes.
            Some(Err(_)) => {
                self.answered(round);
                self.stirred = true;
            }
            Some(Ok(None)) | None => {}
        }
    }

    fn answered(&mut self, round: u64) {
        (self.known, self.read, self.stirred, self.late) = (true, Some(round), false, None);
    }

    /// It ended: what is known stays, as its identity does.
    pub(super) fn end(&mut self, gone: &Arc<Standing>) {
        self.late = None;
        if !self.known {
            self.standing = Arc::clone(gone);
            self.known = true;
        }
    }
}
