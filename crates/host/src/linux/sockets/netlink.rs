//! Asking the kernel for waiting sockets: one `sock_diag` dump per protocol, over a kept socket.

use std::time::Duration;

use domain::socket::Proto;
use domain::{Cause, Gap};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::net::sockopt::{Timeout, set_socket_timeout};
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, recv, send, socket_with,
};

use super::{Entry, SOCKET_LIMIT};
use crate::parse::sock_diag::{Answer, parse, request};

/// The kernel fills parts of a dump up to this size.
const BUFFER: usize = 32 * 1024;

/// The kernel answers at once; this only keeps a broken one from holding the scan.
const PATIENCE: Duration = Duration::from_millis(100);

/// A table that changes all the time is taken as it is after so many tries.
const TRIES: u32 = 2;

/// Why there is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// This kernel does not list this protocol, or not to this program. It never will.
    Refused,
    /// It went wrong this time.
    Now(Gap),
}

#[derive(Debug)]
pub(super) struct Netlink {
    socket: OwnedFd,
    buffer: Vec<u8>,
    sequence: u32,
}

impl Netlink {
    pub(super) fn open() -> Result<Self, Errno> {
        let socket = socket_with(
            AddressFamily::NETLINK,
            SocketType::DGRAM,
            SocketFlags::CLOEXEC,
            Some(netlink::SOCK_DIAG),
        )?;
        set_socket_timeout(&socket, Timeout::Recv, Some(PATIENCE))?;
        Ok(Self { socket, buffer: vec![0; BUFFER], sequence: 0 })
    }

    /// Appends the waiting sockets of a protocol.
    pub(super) fn list(&mut self, proto: Proto, into: &mut Vec<Entry>) -> Result<(), Failure> {
        let start = into.len();
        for _ in 0..TRIES {
            into.truncate(start);
            if !self.dump(proto, into)? {
                break;
            }
        }
        Ok(())
    }

    /// One dump; whether the table changed under it.
    fn dump(&mut self, proto: Proto, into: &mut Vec<Entry>) -> Result<bool, Failure> {
        self.sequence = self.sequence.wrapping_add(1);
        send(&self.socket, &request(proto, self.sequence), SendFlags::empty()).map_err(failed)?;
        let limit = into.len() + SOCKET_LIMIT;
        loop {
            let (length, _) = match recv(&self.socket, self.buffer.as_mut_slice(), RecvFlags::empty()) {
                Err(Errno::INTR) => continue,
                received => received.map_err(failed)?,
            };
            let part = self.buffer.get(..length).unwrap_or_default();
            let answer = parse(part, proto, self.sequence, |inode, socket| {
                if into.len() < limit {
                    into.push((inode, socket));
                }
            });
            match answer {
                Answer::More if length > 0 => {}
                Answer::Done { interrupted } => return Ok(interrupted),
                Answer::Refused(errno) => return Err(refused(Errno::from_raw_os_error(errno))),
                Answer::More | Answer::Malformed => return Err(Failure::Now(Gap::failed(ACTION))),
            }
        }
    }
}

const ACTION: &str = "list waiting sockets (sock_diag)";

fn failed(errno: Errno) -> Failure {
    Failure::Now(Gap::Failed(Cause { action: ACTION, errno: Some(errno.raw_os_error()) }))
}

/// Errors that say what this kernel can and what it allows, not how it is now.
fn refused(errno: Errno) -> Failure {
    match errno {
        Errno::NOENT | Errno::INVAL | Errno::OPNOTSUPP | Errno::PERM | Errno::ACCESS => Failure::Refused,
        other => failed(other),
    }
}
