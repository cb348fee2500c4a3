//! Through which processes of this machine a question came (DESIGN §6.3): whoever ends one of them may lock the asker out.
//!
//! What is found is kept from being ended, so that naming one too many is harmless. Not here: what follows from it
//! (`domain::decide`).

use std::cell::Cell;
use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use domain::socket::{Proto, Socket};
use domain::{Gap, Reading};
use rustix::fd::{AsFd as _, OwnedFd};
use rustix::fs::{Mode, OFlags};

use crate::linux::kept_file::gap_of;
use crate::linux::one;
use crate::linux::processes::files;
use crate::linux::sockets::owners::Holdings;
use crate::parse::link;
use crate::parse::net_table::{self, Connection as Row};
use crate::roots::Roots;

/// How a question came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Over a connection of TCP.
    Tcp {
        /// The other end.
        peer: SocketAddr,
        /// This program's own end.
        local: SocketAddr,
        /// Where the asker sits, when that is known: behind a proxy it is not the other end.
        client: Option<IpAddr>,
    },
    /// Over a socket of this machine.
    Unix {
        /// Who is at the other end (`SO_PEERCRED`).
        pid: u32,
    },
    /// This program is what the asker started.
    Terminal,
}

/// The attempt that is named when something could not be read.
const ACTION: &str = "find the processes that a question came through";

/// Bytes of a table of connections that are read: about 400,000 of them.
const TABLE: usize = 64 << 20;

/// Generations that are followed upwards.
const GENERATIONS: usize = 256;

/// Longest path that the kernel gives for a link (`PATH_MAX`), and one to tell a cut one.
const LINK: usize = 4097;

/// Servers of secure shells.
const SHELL_SERVERS: [&str; 4] = ["sshd", "sshd-session", "sshd-auth", "dropbear"];

/// Programs that keep terminals running and let others attach to them.
const MULTIPLEXERS: [&str; 5] = ["tmux", "screen", "zellij", "dtach", "abduco"];

/// The pids of the processes through which it came and of everything above them, pid 1 left out; ascending. Looks at
/// every process of the machine: not for a tick.
///
/// # Errors
/// A gap if something that any process may read could not be read, for want of descriptors for example: then it is not
/// known who belongs to the way. What may not be read, as another user's, is left out.
pub fn way_in(roots: &Roots, connection: Connection) -> Reading<Vec<u32>> {
    let machine = Machine::open(roots)?;
    let mut way = BTreeSet::new();
    for pid in machine.nearest(connection) {
        machine.climb(pid, &mut way);
    }
    for pid in machine.attached(&way) {
        machine.climb(pid, &mut way);
    }
    machine.fault.get().map_or_else(|| Ok(way.into_iter().collect()), Err)
}

/// What is known of a process.
struct Known {
    ppid: u32,
    has_terminal: bool,
    uid: u32,
}

struct Machine {
    root: OwnedFd,
    pids: Vec<u32>,
    /// The first thing that went wrong.
    fault: Cell<Option<Gap>>,
}

impl Machine {
    fn open(roots: &Roots) -> Reading<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = files::reading(rustix::fs::open(&roots.proc, flags, Mode::empty()), ACTION)?;
        let pid = |entry: std::io::Result<std::fs::DirEntry>| match entry {
            Ok(entry) => entry.file_name().to_str().and_then(|name| name.parse().ok()).map(Ok),
            Err(error) => Some(Err(error)),
        };
        let pids = std::fs::read_dir(&roots.proc).and_then(|names| names.filter_map(pid).collect());
        let pids = pids.map_err(|error| gap_of(&error, ACTION))?;
        Ok(Self { root, pids, fault: Cell::new(None) })
    }

    /// What was found, if it was; whatever is neither forbidden nor gone is a fault of the whole look.
    fn noted<T>(&self, found: Reading<T>) -> Option<T> {
        match found {
            Ok(found) => return Some(found),
            Err(Gap::Denied | Gap::Gone | Gap::Unsupported) => {}
            Err(gap) => self.fault.set(self.fault.get().or(Some(gap))),
        }
        None
    }

    /// Those that the question came from directly.
    fn nearest(&self, connection: Connection) -> Vec<u32> {
        match connection {
            Connection::Unix { pid } => vec![pid],
            Connection::Terminal => self.known(std::process::id()).map(|own| own.ppid).into_iter().collect(),
            Connection::Tcp { peer, local, client } => {
                let canonical = |end: SocketAddr| SocketAddr::new(end.ip().to_canonical(), end.port());
                let (peer, local) = (canonical(peer), canonical(local));
                let client =
                    client.map(|client| client.to_canonical()).filter(|client| !client.is_loopback());
                let rows = self.connections();
                // Seen from the other end, it is the local one.
                let other_end = |row: &&Row| row.local == peer && row.remote == local;
                let mut nearest = self.holders(rows.iter().filter(other_end));
                let mut shells = self.holders(rows.iter().filter(|row| Some(row.remote.ip()) == client));
                shells.retain(|pid| self.runs(*pid, &SHELL_SERVERS));
                nearest.append(&mut shells);
                nearest
            }
        }
    }

    fn connections(&self) -> Vec<Row> {
        let mut text = Vec::new();
        let mut rows = Vec::new();
        for (name, proto) in [("self/net/tcp", Proto::Tcp), ("self/net/tcp6", Proto::Tcp6)] {
            let read = files::reading(files::read(&self.root, name, &mut text, TABLE), ACTION);
            if self.noted(read).is_some() {
                rows.extend(net_table::connections(&text, proto));
            }
        }
        rows
    }

    /// Who holds one of these ends.
    fn holders<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> Vec<u32> {
        let entry = |row: &Row| {
            let (address, port) = (row.local.ip(), row.local.port());
            (row.inode, Socket { proto: Proto::Tcp, port, address, netns: None })
        };
        let mut table: Vec<_> = rows.map(entry).collect();
        table.sort_unstable();
        if table.is_empty() {
            return Vec::new();
        }
        let holds = |pid: &u32| {
            let folder = self.folder(*pid)?;
            let mut holdings = Holdings::default();
            holdings.refresh(Ok(folder.as_fd()), &table, 1);
            let inodes = self.noted(holdings.inodes())?;
            (!inodes.is_empty()).then_some(*pid)
        };
        self.pids.iter().filter_map(holds).collect()
    }

    /// Adds a process and everything above it.
    fn climb(&self, pid: u32, way: &mut BTreeSet<u32>) {
        let mut next = pid;
        for _ in 0..GENERATIONS {
            if next <= 1 || !way.insert(next) {
                return;
            }
            let Some(known) = self.known(next) else { return };
            next = known.ppid;
        }
    }

    /// Whoever sits at a terminal that is kept by a multiplexer of this way: its clients are not above it.
    fn attached(&self, way: &BTreeSet<u32>) -> Vec<u32> {
        let keeps = |pid: &u32| {
            let program = MULTIPLEXERS.iter().find(|program| self.runs(*pid, &[program]))?;
            Some((*program, self.known(*pid)?.uid))
        };
        let kept: Vec<_> = way.iter().filter_map(keeps).collect();
        if kept.is_empty() {
            return Vec::new();
        }
        let is_client = |pid: &u32| {
            let known = self.known(*pid).filter(|known| known.has_terminal);
            known.is_some_and(|known| {
                kept.iter().any(|(program, uid)| *uid == known.uid && self.runs(*pid, &[program]))
            })
        };
        self.pids.iter().copied().filter(|pid| !way.contains(pid) && is_client(pid)).collect()
    }

    fn known(&self, pid: u32) -> Option<Known> {
        let folder = self.folder(pid)?;
        let uid = self.noted(files::reading(rustix::fs::fstat(&folder), ACTION))?.st_uid;
        let mut line = [0; one::LINE];
        let stat = self.noted(files::reading(one::stat(&folder, &mut line), ACTION))??;
        Some(Known { ppid: stat.ppid, has_terminal: stat.tty_nr != 0, uid })
    }

    /// Whether it executes a program of one of these names.
    fn runs(&self, pid: u32, programs: &[&str]) -> bool {
        let mut buffer = vec![0; LINK];
        let target = self.folder(pid).and_then(|folder| {
            let target = files::reading(files::link(&folder, "exe", &mut buffer), ACTION);
            self.noted(target).map(|target| link::exe(target).path)
        });
        let name = target.as_deref().and_then(|path| Path::new(path).file_name()?.to_str());
        name.is_some_and(|name| programs.contains(&name))
    }

    fn folder(&self, pid: u32) -> Option<OwnedFd> {
        self.noted(files::reading(one::folder_in(&self.root, pid), ACTION))
    }
}
