//! Waiting sockets of other network namespaces: every so many scans the tables of one member of each
//! are read, because `sock_diag` tells of its own namespace only.

use std::collections::BTreeMap;

use rustix::fd::BorrowedFd;

use super::{Entry, PROTOS, read_table};

/// Namespaces that are followed.
const NAMESPACE_LIMIT: usize = 4096;

/// Namespaces that are read in one scan.
const READ_PER_SCAN: usize = 16;

#[derive(Debug, Default)]
struct Namespace {
    sockets: Vec<Entry>,
    /// The first scan in which it is read again.
    next: u64,
}

/// The foreign namespaces that are known.
#[derive(Debug)]
pub(crate) struct Foreign {
    own: Option<u64>,
    known: BTreeMap<u64, Namespace>,
}

impl Foreign {
    pub(super) fn new(own: Option<u64>) -> Self {
        Self { own, known: BTreeMap::new() }
    }

    /// Takes note of a namespace that a process is in.
    pub(crate) fn note(&mut self, namespace: u64) {
        if self.own.is_some_and(|own| own != namespace) && self.known.len() < NAMESPACE_LIMIT {
            self.known.entry(namespace).or_default();
        }
    }

    /// The namespaces to read in this scan, at most a few.
    pub(crate) fn due(&self, round: u64) -> Vec<u64> {
        let due = self.known.iter().filter(|(_, namespace)| namespace.next <= round);
        due.map(|(inode, _)| *inode).take(READ_PER_SCAN).collect()
    }

    /// Reads a namespace through the folder of a member.
    pub(crate) fn read(&mut self, inode: u64, member: BorrowedFd<'_>, next: u64) {
        let Some(namespace) = self.known.get_mut(&inode) else { return };
        namespace.sockets.clear();
        for (proto, file) in PROTOS {
            // A table that is denied or missing is left out; the next member may do better.
            let _ = read_table(member, file, proto, Some(inode), &mut namespace.sockets);
        }
        namespace.next = next;
    }

    /// Nobody is in it any more.
    pub(crate) fn forget(&mut self, inode: u64) {
        self.known.remove(&inode);
    }

    pub(super) fn append(&self, table: &mut Vec<Entry>) {
        self.known.values().for_each(|namespace| table.extend_from_slice(&namespace.sockets));
    }
}
