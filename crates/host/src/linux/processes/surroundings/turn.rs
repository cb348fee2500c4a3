//! What is known of the surroundings of one process, and whether it is to be read again.

use std::sync::{Arc, Mutex, PoisonError};

use domain::Gap;
use domain::standing::Standing;

use super::desk::Ticket;
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
    /// The order of its reading, and what is known of it so far.
    ordered: Option<(Ticket, Arc<Mutex<Standing>>)>,
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
            ordered: None,
            places: Vec::new(),
        }
    }

    /// Something that belongs to it changed. What is known holds until it is read again, except where its executable
    /// became another: an upgrade must not be taken for a file that somebody removed.
    pub(in super::super) fn doubt(&mut self, another_exe: bool) {
        (self.read, self.ordered) = (None, None);
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
        self.ordered.is_some()
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
        self.ordered.is_none()
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

    /// Its reading was ordered.
    pub(super) fn wait_for(&mut self, ticket: Ticket, so_far: Arc<Mutex<Standing>>) {
        self.ordered = Some((ticket, so_far));
    }

    /// It was read, by this order. One that was made before it became another says nothing any more.
    pub(super) fn take(&mut self, ticket: Ticket, found: Found, ordinary: &Arc<Standing>) {
        if self.ordered.as_ref().is_none_or(|(ordered, _)| *ordered != ticket) {
            return;
        }
        if found.standing == **ordinary {
            self.standing = Arc::clone(ordinary);
        } else if found.standing != *self.standing {
            self.standing = Arc::new(found.standing);
        }
        self.places = found.places;
        self.orphaned = found.orphaned;
        (self.known, self.read, self.stirred, self.ordered) = (true, Some(found.round), false, None);
    }

    /// Its reading is held up. A process of which nothing was known has at least what came so far.
    pub(super) fn be_late(&mut self) {
        if let Some((_, so_far)) = self.ordered.as_ref().filter(|_| !self.known) {
            self.standing = Arc::new(so_far.lock().unwrap_or_else(PoisonError::into_inner).clone());
        }
    }

    /// Its reading was not begun, and has to be ordered again.
    pub(super) fn give_back(&mut self, ticket: Ticket) {
        self.ordered.take_if(|(ordered, _)| *ordered == ticket);
    }

    /// It ended: what is known stays, as its identity does.
    pub(super) fn end(&mut self, gone: &Arc<Standing>) {
        self.ordered = None;
        if !self.known {
            self.standing = Arc::clone(gone);
            self.known = true;
        }
    }
}
