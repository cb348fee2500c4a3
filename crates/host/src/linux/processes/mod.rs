//! The process scanner: one pass over `/proc` a tick, at the price of one small read per process.
//!
//! Here: the pass and its order (list, read, sockets, samples). Not here: what one process costs in a
//! tick (`slot`), what is read once (`identity`), sockets (`crate::linux::sockets`), parsing
//! (`crate::parse`), anything derived from two samples (`domain`).

mod containers;
mod descriptors;
pub(crate) mod files;
mod handle;
mod holder;
mod identity;
mod listing;
pub(crate) mod look;
mod mark;
mod name_service;
pub(crate) mod patience;
mod ports;
mod pulse;
mod slot;
mod surroundings;
mod tracked;
mod users;

use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::process::ProcessSample;
use domain::sample::HostFacts;
use domain::socket::Socket;
use domain::time::Mono;
use domain::{Cause, Gap, Reading};

use self::descriptors::Descriptors;
use self::identity::Identities;
use self::listing::Listing;
use self::mark::Marks;
use self::patience::{Lane, PATIENCE};
use self::ports::{Moment, Ports};
use self::slot::Slot;
use self::surroundings::Surroundings;
use self::tracked::{LINE, PIECE, Scan, Tracked};
use super::sockets::Sockets;
use crate::roots::Roots;

/// Scans over which what is not read in each is spread, unless told otherwise: 10 s at one a second.
const SPREAD: u64 = 10;

/// Facts about the system that a scan needs and that do not change while it runs.
#[derive(Clone, Debug)]
pub struct ProcessFacts {
    /// Clock ticks per second of process times (`sysconf(_SC_CLK_TCK)`).
    pub ticks_per_second: u64,
    /// Bytes in a page.
    pub page_bytes: u64,
    /// This program's own pid.
    pub own_pid: u32,
    /// The root folder: this program's own, or that of the recorded machine.
    pub root: PathBuf,
    /// Users of this host: `/etc/passwd`, or the recorded one beside a recorded root.
    pub passwd: PathBuf,
    /// Whether the root is the running kernel's `/proc`. A recorded one is asked for nothing but its
    /// files: no netlink, no name service.
    pub live: bool,
}

impl ProcessFacts {
    /// The facts of the machine below these roots.
    pub(crate) fn of(roots: &Roots, machine: &HostFacts) -> Self {
        Self {
            ticks_per_second: machine.ticks_per_second,
            page_bytes: machine.page_bytes,
            own_pid: std::process::id(),
            root: roots.root.clone(),
            passwd: roots.etc.join("passwd"),
            live: roots.proc == Roots::default().proc,
        }
    }
}

/// The scanner. Keeps descriptors and what it knows about each process from one pass to the next.
#[derive(Debug)]
pub struct Processes {
    root: PathBuf,
    facts: ProcessFacts,
    descriptors: Descriptors,
    opened: Option<Opened>,
    slots: Vec<Slot>,
    /// The table of the pass before, emptied; kept for its capacity.
    spare: Vec<Slot>,
    ports: Ports,
    round: u64,
    spread: u64,
    surroundings_limit: Duration,
    patience: Duration,
    serial: u64,
    line: Vec<u8>,
    piece: Vec<u8>,
}

/// What exists once the root could be opened.
#[derive(Debug)]
struct Opened {
    listing: Listing,
    identities: Identities,
    marks: Marks,
    sockets: Sockets,
    surroundings: Surroundings,
}

impl Processes {
    /// A scanner of the processes below `proc_root`. Raises the soft limit of descriptors to the hard
    /// one; opens nothing yet, the first [`Self::scan`] does.
    #[must_use]
    pub fn new(proc_root: &Path, facts: ProcessFacts) -> Self {
        Self {
            root: proc_root.to_owned(),
            facts,
            descriptors: Descriptors::raise(),
            opened: None,
            slots: Vec::new(),
            spare: Vec::new(),
            ports: Ports::new(),
            round: 0,
            spread: SPREAD,
            surroundings_limit: Duration::MAX,
            patience: PATIENCE,
            serial: 0,
            line: vec![0; LINE],
            piece: vec![0; PIECE],
        }
    }

    /// One pass. `into` is an earlier result, taken apart so that the steady state allocates nothing
    /// per process.
    ///
    /// # Errors
    /// Only when the processes cannot be listed at all. One that vanishes in the middle is left out or
    /// carries [`Gap::Gone`].
    pub fn scan(&mut self, at: Mono, mut into: Vec<ProcessSample>) -> Reading<Vec<ProcessSample>> {
        let failed = |errno: rustix::io::Errno| {
            Gap::Failed(Cause { action: "list the processes", errno: Some(errno.raw_os_error()) })
        };
        let opened = match &mut self.opened {
            Some(opened) => opened,
            None => self.opened.insert(Opened::new(&self.root, &self.facts, self.patience).map_err(failed)?),
        };
        let Opened { listing, identities, marks, sockets, surroundings } = opened;
        listing.refresh().map_err(failed)?;
        self.round += 1;
        identities.begin_scan(self.round);

        let mut lost = false;
        let nothing = surroundings.nothing();
        let mut scan = Scan {
            root: listing.root(),
            listed: listing.entries(),
            at,
            round: self.round,
            spread: self.spread,
            page_bytes: self.facts.page_bytes,
            descriptors: &mut self.descriptors,
            identities,
            marks: *marks,
            nothing: &nothing,
            piece: &mut self.piece,
        };
        self.spare.clear();
        let mut known = self.slots.drain(..).peekable();
        for entry in listing.entries() {
            while let Some(gone) = known.next_if(|slot| slot.pid() < entry.pid) {
                gone.forget(scan.descriptors, &mut lost);
            }
            let slot = match known.next_if(|slot| slot.pid() == entry.pid) {
                Some(slot) => slot.refresh(&mut scan, *entry, &mut self.line, &mut lost),
                None => {
                    self.serial += 1;
                    Slot::new(&mut scan, *entry, self.serial, &mut self.line)
                }
            };
            self.spare.extend(slot);
        }
        known.for_each(|gone| gone.forget(scan.descriptors, &mut lost));
        std::mem::swap(&mut self.slots, &mut self.spare);

        let moment = Moment { root: listing.root(), at, round: self.round, spread: self.spread };
        self.ports.attribute(&mut self.slots, sockets, moment, lost);
        surroundings.attend(&mut self.slots, moment, self.surroundings_limit);

        let mut processes = self.slots.iter().filter_map(Slot::process);
        let mut written = 0;
        for (sample, process) in into.iter_mut().zip(&mut processes) {
            process.sample_over(sample);
            written += 1;
        }
        into.truncate(written);
        into.extend(processes.map(Tracked::sample));
        Ok(into)
    }

    /// Waiting sockets of the last pass whose owner may not be seen, or which the kernel itself holds.
    ///
    /// # Errors
    /// [`Gap::NotYet`] before the first pass; the reason when the kernel did not list its sockets.
    pub fn unowned_sockets(&self) -> Reading<Vec<Socket>> {
        self.ports.unowned().clone()
    }

    /// Pids of the last pass whose processes the system hides from this program (`hidepid` of proc(5)).
    /// They have no key, so that they can only be counted.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.slots.iter().filter(|slot| slot.is_hidden()).count()
    }

    /// Descriptors that are kept open.
    #[must_use]
    pub fn kept_descriptors(&self) -> usize {
        self.descriptors.kept()
    }

    /// Keeps at most so many descriptors open. Processes beyond cost an open and a close in every pass.
    pub fn set_descriptor_bound(&mut self, bound: usize) {
        self.descriptors.set_bound(bound);
    }

    /// How long one pass may read what stands around processes (`domain::standing`); whoever is left comes in a later
    /// one. Without a call it takes as long as it takes; with nothing, it is never read.
    pub fn set_surroundings_limit(&mut self, limit: Duration) {
        self.surroundings_limit = limit;
    }

    /// How long a pass waits for one read that may block, instead of 20 ms: for who would rather wait than have a gap.
    /// Before the first pass.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// What is read every so many passes is spread evenly over `rounds` of them (10 at one tick a second).
    pub fn set_spread(&mut self, rounds: u32) {
        self.spread = u64::from(rounds.max(1));
    }
}

impl Opened {
    fn new(root: &Path, facts: &ProcessFacts, patience: Duration) -> Result<Self, rustix::io::Errno> {
        let listing = Listing::open(root)?;
        let lane = |name| Lane::new(name).waiting(patience);
        let identities = Identities::new(listing.root(), facts, lane("arguments"), lane("names"));
        let marks = Marks::new(facts.live, facts.own_pid, facts.ticks_per_second);
        let sockets = Sockets::new(listing.root(), facts.live);
        let surroundings = Surroundings::new(listing.root(), facts)?;
        Ok(Self { listing, identities, marks, sockets, surroundings })
    }
}
