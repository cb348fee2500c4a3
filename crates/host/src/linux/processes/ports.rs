//! Which process owns which waiting socket. Descriptors are read when a process is new, when it
//! executed something else, and when a socket has no known owner; not in every scan.

use std::sync::Arc;
use std::time::Instant;

use domain::Reading;
use domain::socket::Socket;
use domain::time::Mono;
use rustix::fd::BorrowedFd;

use super::slot::{self, Slot};
use super::tracked::Tracked;
use crate::linux::sockets::search::Search;
use crate::linux::sockets::{Entry, Sockets};

/// A process that did something is looked at again after so many spreads: it may have been handed a socket.
const SPREADS_PER_LOOK: u64 = 6;

/// The moment of a scan.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) root: BorrowedFd<'a>,
    pub(super) at: Mono,
    pub(super) round: u64,
    pub(super) spread: u64,
}

/// Owners from scan to scan.
#[derive(Debug)]
pub(super) struct Ports {
    search: Search,
    /// For each socket of the table whether it has an owner.
    owned: Vec<bool>,
    unowned: Reading<Vec<Socket>>,
    nothing: Arc<[Socket]>,
}

impl Ports {
    pub(super) fn new() -> Self {
        Self {
            search: Search::default(),
            owned: Vec::new(),
            unowned: Err(domain::Gap::NotYet),
            nothing: Arc::default(),
        }
    }

    pub(super) fn unowned(&self) -> &Reading<Vec<Socket>> {
        &self.unowned
    }

    /// Finds foreign namespaces, makes a new table and gives every process its sockets. `lost` says
    /// that a process vanished that had some.
    pub(super) fn attribute(
        &mut self,
        slots: &mut [Slot],
        sockets: &mut Sockets,
        moment: Moment<'_>,
        lost: bool,
    ) {
        follow_namespaces(slots, sockets, moment);
        sockets.refresh(moment.root, moment.round.is_multiple_of(moment.spread));

        let mut moved = sockets.changed() || lost || self.unowned.is_err();
        for process in slot::tracked(slots) {
            if wants_look(process, moment) {
                moved |= process.refresh_holdings(moment.root, sockets.table(), moment.round);
            }
        }
        if moved {
            self.mark(slots, sockets.table());
        }
        moved |= self.find_missing(slots, sockets.table(), moment);
        if moved {
            self.hand_out(slots, sockets);
        }
    }

    /// Looks for the owners of sockets that have none: first among those who did something, then,
    /// if that is affordable, among all. Returns whether it looked.
    fn find_missing(&mut self, slots: &mut [Slot], table: &[Entry], moment: Moment<'_>) -> bool {
        let mut looked = false;
        for among_all in [false, true] {
            if !self.missing(table, moment.at).any(|_| true)
                || (among_all && !self.search.may_walk(moment.at))
            {
                return looked;
            }
            let begun = Instant::now();
            for process in slot::tracked(slots) {
                if (among_all || process.is_active()) && !process.holdings.read_in(moment.round) {
                    process.refresh_holdings(moment.root, table, moment.round);
                    looked = true;
                }
            }
            self.mark(slots, table);
            if among_all {
                self.search.walked(moment.at, begun.elapsed());
            }
        }
        let in_vain: Vec<u64> = self.missing(table, moment.at).collect();
        for inode in in_vain {
            self.search.note_in_vain(inode, moment.at);
        }
        looked
    }

    /// Inodes of sockets without an owner, of which one is to be looked for now.
    fn missing<'s>(&'s self, table: &'s [Entry], at: Mono) -> impl Iterator<Item = u64> + 's {
        let unowned =
            table.iter().zip(&self.owned).filter(|(_, owned)| !**owned).map(|((inode, _), _)| *inode);
        unowned.filter(move |inode| self.search.wanted(*inode, at))
    }

    /// Notes which sockets have an owner.
    fn mark(&mut self, slots: &mut [Slot], table: &[Entry]) {
        self.owned.clear();
        self.owned.resize(table.len(), false);
        for process in slot::tracked(slots) {
            for inode in process.holdings.inodes().unwrap_or_default() {
                if let Ok(at) = table.binary_search_by_key(inode, |(inode, _)| *inode)
                    && let Some(owned) = self.owned.get_mut(at)
                {
                    *owned = true;
                }
            }
        }
        let (owned, search) = (&self.owned, &mut self.search);
        search.retain(|inode| {
            table
                .binary_search_by_key(&inode, |(inode, _)| *inode)
                .is_ok_and(|at| owned.get(at) == Some(&false))
        });
    }

    fn hand_out(&mut self, slots: &mut [Slot], sockets: &Sockets) {
        let status = sockets.status();
        let table = sockets.table();
        for process in slot::tracked(slots) {
            let held = status.and_then(|()| process.holdings.inodes()).map(|inodes| of(inodes, table));
            let same = match (&held, &process.sockets) {
                (Ok(held), Ok(before)) => held[..] == before[..],
                (Err(gap), Err(before)) => gap == before,
                _ => false,
            };
            if !same {
                process.sockets =
                    held.map(|held| if held.is_empty() { Arc::clone(&self.nothing) } else { held.into() });
            }
        }
        self.unowned = status.map(|()| {
            let mut sockets: Vec<Socket> = table
                .iter()
                .zip(&self.owned)
                .filter(|(_, owned)| !**owned)
                .map(|((_, socket), _)| *socket)
                .collect();
            sockets.sort_unstable();
            sockets.dedup();
            sockets
        });
    }
}

/// Ascending, each once: two sockets of one process on one address (`SO_REUSEPORT`) are one line.
fn of(inodes: &[u64], table: &[Entry]) -> Vec<Socket> {
    let mut sockets: Vec<Socket> = inodes
        .iter()
        .filter_map(|inode| table.binary_search_by_key(inode, |(inode, _)| *inode).ok())
        .filter_map(|at| table.get(at).map(|(_, socket)| *socket))
        .collect();
    sockets.sort_unstable();
    sockets.dedup();
    sockets
}

fn wants_look(process: &Tracked, moment: Moment<'_>) -> bool {
    let phase = process.serial() + moment.round;
    let seldom = phase.is_multiple_of(moment.spread * SPREADS_PER_LOOK);
    let due = phase.is_multiple_of(moment.spread);
    match process.holdings.inodes() {
        _ if process.holdings.unread() => true,
        // Denied, or it holds some and may close them.
        Err(_) => due,
        Ok(inodes) if !inodes.is_empty() => due,
        Ok(_) => seldom && process.did_something(),
    }
}

/// Reads the tables of foreign namespaces that are due, each through the first member that is there.
fn follow_namespaces(slots: &mut [Slot], sockets: &mut Sockets, moment: Moment<'_>) {
    let foreign = sockets.foreign();
    for process in slot::tracked(slots) {
        if let Some(namespace) = process.netns {
            foreign.note(namespace);
        }
    }
    for namespace in foreign.due(moment.round) {
        let members = slot::tracked(slots).filter(|process| process.netns == Some(namespace));
        let mut read = false;
        for member in members {
            read = member
                .with_folder(moment.root, |folder| {
                    foreign.read(namespace, folder, moment.round + moment.spread)
                })
                .is_ok();
            if read {
                break;
            }
        }
        if !read {
            foreign.forget(namespace);
        }
    }
}
