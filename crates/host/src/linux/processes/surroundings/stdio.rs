//! Whether standard input, output or error of a process is a socket of a network.

use domain::{Gap, Reading};
use rustix::fd::{AsFd, AsRawFd, BorrowedFd};
use rustix::io::Errno;

use super::super::files;
use super::root::Home;
use crate::parse::{link, net_table};

/// Longer than `socket:[18446744073709551615]`; longer targets are cut and are no sockets.
const TARGET: usize = 48;

/// The attribute of a socket that names its protocol (`net/socket.c`).
const PROTOCOL: &str = "system.sockprotoname";

/// What the names of protocols of the internet begin with: `TCPv6`, `UDP-Lite`, `RAWv6`.
const INTERNET: [&[u8]; 8] = [b"TCP", b"UDP", b"MPTCP", b"SCTP", b"DCCP", b"RAW", b"PING", b"SMC"];

/// Tables in which a socket of the internet stands, where the kernel does not tell its protocol.
const TABLES: [&str; 6] = ["net/tcp", "net/tcp6", "net/udp", "net/udp6", "net/raw", "net/raw6"];

/// Bytes of one table that are read.
const TABLE_LIMIT: usize = 4 * 1024 * 1024;

/// Whether one of the first three descriptors is a socket of a network. `root` is that of the process file system.
pub(super) fn is_network(root: BorrowedFd<'_>, process: BorrowedFd<'_>, home: &Home) -> Reading<bool> {
    let mut gap = None;
    for name in ["fd/0", "fd/1", "fd/2"] {
        let mut target = [0; TARGET];
        let socket = match files::link(process, name, &mut target) {
            Ok(target) => link::socket(target),
            // A long target was cut: it is a path. What is closed is no socket.
            Err(Errno::NAMETOOLONG | Errno::NOENT) => None,
            Err(errno) => {
                gap = Some(files::gap(errno, "read a descriptor"));
                continue;
            }
        };
        let Some(inode) = socket else { continue };
        match protocol(process, name, home).map_or_else(|| tabled(root, process, inode, home), Ok) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(reason) => gap = Some(reason),
        }
    }
    gap.map_or(Ok(false), Err)
}

/// What the socket itself says; `None` where it says nothing.
fn protocol(process: BorrowedFd<'_>, name: &str, home: &Home) -> Option<bool> {
    if !home.live {
        return None;
    }
    // By the folder that is open, not by the pid: that may be another's by now.
    let path = format!("/proc/self/fd/{}/{name}", process.as_fd().as_raw_fd());
    let mut value = [0; 32];
    let length = rustix::fs::getxattr(path, PROTOCOL, &mut value[..]).ok()?;
    let value = value.get(..length)?;
    Some(INTERNET.iter().any(|protocol| value.starts_with(protocol)))
}

/// Whether the socket stands in a table of the process's network namespace.
fn tabled(root: BorrowedFd<'_>, process: BorrowedFd<'_>, inode: u64, home: &Home) -> Reading<bool> {
    let mut text = Vec::new();
    let mut read = false;
    let folders: &[BorrowedFd<'_>] = if home.live { &[process] } else { &[process, root] };
    for (folder, table) in folders.iter().flat_map(|folder| TABLES.map(|table| (folder, table))) {
        match files::read(folder, table, &mut text, TABLE_LIMIT) {
            Ok(_) => read = true,
            // A kernel without that protocol.
            Err(Errno::NOENT) => continue,
            Err(errno) => return Err(files::gap(errno, "read a table of sockets")),
        }
        if net_table::names(&text, inode) {
            return Ok(true);
        }
    }
    if read { Ok(false) } else { Err(Gap::Unsupported) }
}
