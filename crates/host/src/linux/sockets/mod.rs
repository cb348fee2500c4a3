//! The table of waiting sockets: of this network namespace from the kernel's `sock_diag`, of others
//! from `/proc/PID/net`. Not here: which process owns which (`linux::processes::ports`), parsing
//! (`crate::parse::{sock_diag, net_table}`).

mod foreign;
mod netlink;
pub(crate) mod owners;
pub(crate) mod search;

use domain::socket::{Proto, Socket};
use domain::{Gap, Reading};
use rustix::fd::BorrowedFd;
use rustix::io::Errno;

use self::foreign::Foreign;
use self::netlink::{Failure, Netlink};
use super::processes::files;
use crate::parse::{link, net_table};

/// A waiting socket and its inode, by which its owners are found.
pub(crate) type Entry = (u64, Socket);

/// Sockets that are taken of one namespace and protocol.
const SOCKET_LIMIT: usize = 262_144;

/// Bytes of a table of `/proc/net` that are read. Listeners come first in that of TCP.
const TABLE_LIMIT: usize = 1024 * 1024;

const PROTOS: [(Proto, &str); 4] =
    [(Proto::Tcp, "net/tcp"), (Proto::Tcp6, "net/tcp6"), (Proto::Udp, "net/udp"), (Proto::Udp6, "net/udp6")];

/// Where the sockets of this program's own namespace come from, for one protocol.
#[derive(Debug)]
enum Source {
    Kernel,
    /// The kernel has no `sock_diag` for it, or a recorded root is read. Read every so many scans.
    File(Reading<Vec<Entry>>),
}

/// The table of the latest scan and what it takes to make the next one.
#[derive(Debug)]
pub(crate) struct Sockets {
    netlink: Option<Netlink>,
    sources: [Source; 4],
    foreign: Foreign,
    table: Vec<Entry>,
    /// The table of the scan before, kept for comparing and for its capacity.
    before: Vec<Entry>,
    status: Reading<()>,
    changed: bool,
}

impl Sockets {
    /// `live` is whether the running kernel is asked, or only the files below `root`.
    pub(crate) fn new(root: BorrowedFd<'_>, live: bool) -> Self {
        let mut buffer = [0; 64];
        let own = files::link(root, "self/ns/net", &mut buffer).ok().and_then(link::namespace);
        let netlink = if live { Netlink::open().ok() } else { None };
        let source = || if netlink.is_some() { Source::Kernel } else { Source::File(Err(Gap::NotYet)) };
        Self {
            sources: [source(), source(), source(), source()],
            netlink,
            foreign: Foreign::new(own),
            table: Vec::new(),
            before: Vec::new(),
            status: Err(Gap::NotYet),
            changed: false,
        }
    }

    /// Makes a new table. `due` says that files are to be read again as well.
    pub(crate) fn refresh(&mut self, root: BorrowedFd<'_>, due: bool) {
        std::mem::swap(&mut self.table, &mut self.before);
        self.table.clear();
        let status = self.list_own(root, due);
        self.foreign.append(&mut self.table);
        self.table.sort_unstable();
        self.table.dedup();
        self.changed = status != self.status || self.table != self.before;
        self.status = status;
    }

    fn list_own(&mut self, root: BorrowedFd<'_>, due: bool) -> Reading<()> {
        for ((proto, file), source) in PROTOS.into_iter().zip(&mut self.sources) {
            if let (Source::Kernel, Some(netlink)) = (&*source, &mut self.netlink) {
                match netlink.list(proto, &mut self.table) {
                    Ok(()) => continue,
                    Err(Failure::Refused) => *source = Source::File(Err(Gap::NotYet)),
                    Err(Failure::Now(gap)) => return Err(gap),
                }
            }
            if let Source::File(kept) = source {
                if due || *kept == Err(Gap::NotYet) {
                    let mut sockets = Vec::new();
                    *kept = match read_table(root, file, proto, None, &mut sockets) {
                        Ok(()) => Ok(sockets),
                        // A kernel without IPv6 has no such table, and no such sockets.
                        Err(Errno::NOENT) => Ok(sockets),
                        Err(errno) => Err(files::gap(errno, "read the table of sockets")),
                    };
                }
                self.table.extend_from_slice(kept.as_ref().map_err(|gap| *gap)?);
            }
        }
        Ok(())
    }

    /// The table, ascending by inode.
    pub(crate) fn table(&self) -> &[Entry] {
        &self.table
    }

    /// Whether the kernel listed its sockets.
    pub(crate) fn status(&self) -> Reading<()> {
        self.status
    }

    /// Whether the latest table says something else than the one before.
    pub(crate) fn changed(&self) -> bool {
        self.changed
    }

    /// The foreign namespaces.
    pub(crate) fn foreign(&mut self) -> &mut Foreign {
        &mut self.foreign
    }
}

/// Appends the waiting sockets of one file of `/proc/net` or `/proc/PID/net`.
fn read_table(
    folder: BorrowedFd<'_>,
    file: &str,
    proto: Proto,
    netns: Option<u64>,
    into: &mut Vec<Entry>,
) -> Result<(), Errno> {
    let mut text = Vec::new();
    files::read(folder, file, &mut text, TABLE_LIMIT)?;
    into.extend(net_table::waiting(&text, proto, netns).take(SOCKET_LIMIT));
    Ok(())
}
