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
    /// What the environment that it was executed with made it load; none when that is to be read.
    environment: Option<Vec<String>>,
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
            environment: None,
        }
    }

    /// Something that belongs to it changed. What is known holds until it is read again, except where its executable
    /// became another: an upgrade must not be taken for a file that somebody removed.
    pub(in super::super) fn doubt(&mut self, another_exe: bool) {
        (self.read, self.ordered) = (None, None);
        if another_exe {
            self.environment = None;
            if self.standing.replaced.is_ok() {
                Arc::make_mut(&mut self.standing).replaced = Err(Gap::NotYet);
            }
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

    /// Whether, in its turn, it is to be read again because of what it did.
    pub(super) fn is_due(&self, round: u64) -> bool {
        self.ordered.is_none() && self.stirred && self.age(round).is_some_and(|age| age >= AFTER_DEEDS)
    }

    /// Whether something that it rests on became another since it was read.
    pub(super) fn rests_on_another(&self) -> bool {
        self.read.is_some_and(|read| self.places.iter().any(|place| place.changed_since(read)))
    }

    /// Whether it may be read again for that: an installation changes the same folder many times.
    pub(super) fn may_be_read_again(&self, round: u64) -> bool {
        self.ordered.is_none() && self.age(round).is_some_and(|age| age >= AFTER_CHANGE)
    }

    /// Scans since it was read.
    fn age(&self, round: u64) -> Option<u64> {
        self.read.map(|read| round.saturating_sub(read))
    }

    /// What the environment that it was executed with made it load, if that was read: it cannot change any more.
    pub(super) fn environment(&self) -> Option<Vec<String>> {
        self.environment.clone()
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
        self.environment = found.environment;
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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::atomic::Ordering;

    use rustix::fd::{AsFd as _, OwnedFd};
    use rustix::fs::{Mode, OFlags};

    use super::super::desk::Desk;
    use super::super::place::Places;
    use super::*;

    fn open(folder: &Path) -> OwnedFd {
        rustix::fs::open(folder, OFlags::PATH | OFlags::CLOEXEC, Mode::empty()).expect("a folder")
    }

    /// It was read in that scan, and rests on these.
    fn read(around: &mut Around, round: u64, places: Vec<Arc<Place>>) {
        let mut desk = Desk::new(|()| ());
        let ticket = desk.order(1, ()).expect("there is room");
        around.wait_for(ticket, Arc::new(Mutex::new(Standing::ordinary())));
        let environment = Some(vec!["a.so".to_owned()]);
        let found = Found { standing: Standing::ordinary(), places, orphaned: false, environment, round };
        around.take(ticket, found, &Arc::new(Standing::ordinary()));
    }

    #[test]
    fn who_rests_on_something_that_changed_is_read_again_for_that_and_then_no_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let (top, places) = (open(folder.path()), Places::default());
        let (place, known) = places.at(1, b"/lib", top.as_fd(), 1);
        let mut around = Around::new(Arc::new(Standing::unread(Gap::NotYet)));
        assert!(!known && !around.rests_on_another());
        read(&mut around, 5, vec![Arc::clone(&place)]);
        place.look(top.as_fd(), 30);
        assert!(!around.rests_on_another() && places.news().load(Ordering::Relaxed) == 0, "it is the same");
        std::fs::create_dir(folder.path().join("lib")).expect("made");
        place.look(top.as_fd(), 31);
        assert!(around.rests_on_another() && places.news().load(Ordering::Relaxed) == 1);
        assert!(!around.may_be_read_again(14) && around.may_be_read_again(15));
        read(&mut around, 32, vec![place]);
        assert!(!around.rests_on_another());
    }

    #[test]
    fn what_it_was_executed_with_holds_until_it_executes_another() {
        let mut around = Around::new(Arc::new(Standing::unread(Gap::NotYet)));
        assert_eq!(around.environment(), None);
        read(&mut around, 5, Vec::new());
        around.doubt(false);
        assert_eq!(
            around.environment(),
            Some(vec!["a.so".to_owned()]),
            "another owner changes nothing of it"
        );
        around.doubt(true);
        assert_eq!(around.environment(), None);
    }
}
