//! `/proc/net/{tcp,tcp6,udp,udp6}` (proc_net(5)): the sockets of a network namespace, as text. Used for
//! foreign namespaces and where the kernel has no `sock_diag`; never in the tick for this one's own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use domain::socket::{Proto, Socket};

use super::sock_diag::waiting_state;
use super::text::{lines, number, words};

/// `TCP_ESTABLISHED` of the kernel's states.
const ESTABLISHED: u32 = 1;

/// Waiting sockets with their inodes. `netns` is handed through. Lines that are none are left out, as is
/// the heading.
pub fn waiting(text: &[u8], proto: Proto, netns: Option<u64>) -> impl Iterator<Item = (u64, Socket)> {
    lines(text).filter_map(move |line| row(line, proto, netns))
}

/// Whether the table names this socket, whatever state it is in.
#[must_use]
pub fn names(text: &[u8], inode: u64) -> bool {
    // The same column as in `row`.
    lines(text).any(|line| words(line).nth(9).and_then(number) == Some(inode))
}

/// A connection of TCP: the inode of this end, where it is, and where the other one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Inode of the socket.
    pub inode: u64,
    /// This end.
    pub local: SocketAddr,
    /// The other end.
    pub remote: SocketAddr,
}

/// Connections that stand (`ESTABLISHED`) and are held by somebody. An address of version 4 that is written as one of
/// version 6 becomes the former.
pub fn connections(text: &[u8], proto: Proto) -> impl Iterator<Item = Connection> {
    lines(text).filter_map(move |line| {
        let mut columns = words(line);
        let local = end(columns.nth(1)?, proto)?;
        let remote = end(columns.next()?, proto)?;
        let state = hexadecimal(columns.next()?)?;
        let inode = number(columns.nth(5)?)?;
        (state == ESTABLISHED && inode != 0).then_some(Connection { inode, local, remote })
    })
}

/// `address:port`.
fn end(text: &[u8], proto: Proto) -> Option<SocketAddr> {
    let colon = text.iter().position(|byte| *byte == b':')?;
    let port = u16::try_from(hexadecimal(text.get(colon + 1..)?)?).ok()?;
    Some(SocketAddr::new(address(text.get(..colon)?, proto)?.to_canonical(), port))
}

/// `sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …`
fn row(line: &[u8], proto: Proto, netns: Option<u64>) -> Option<(u64, Socket)> {
    let mut columns = words(line);
    let local = columns.nth(1)?;
    let state = hexadecimal(columns.nth(1)?)?;
    let inode = number(columns.nth(5)?)?;
    let colon = local.iter().position(|byte| *byte == b':')?;
    let address = address(local.get(..colon)?, proto)?;
    let port = u16::try_from(hexadecimal(local.get(colon + 1..)?)?).ok()?;
    (state == u32::from(waiting_state(proto)) && port != 0)
        .then_some((inode, Socket { proto, port, address, netns }))
}

/// Words of 32 bits in the machine's own byte order, printed as hexadecimal numbers.
fn address(text: &[u8], proto: Proto) -> Option<IpAddr> {
    let word = |text: &[u8]| hexadecimal(text).map(u32::to_ne_bytes);
    match proto {
        Proto::Tcp | Proto::Udp => {
            (text.len() == 8).then(|| word(text).map(|bytes| Ipv4Addr::from(bytes).into()))?
        }
        Proto::Tcp6 | Proto::Udp6 => {
            if text.len() != 32 {
                return None;
            }
            let mut bytes = [0_u8; 16];
            for (part, digits) in bytes.chunks_exact_mut(4).zip(text.chunks_exact(8)) {
                part.copy_from_slice(&word(digits)?);
            }
            Some(Ipv6Addr::from(bytes).into())
        }
    }
}

/// A number of at most eight hexadecimal digits.
fn hexadecimal(text: &[u8]) -> Option<u32> {
    let digits = !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit);
    if digits { u32::from_str_radix(std::str::from_utf8(text).ok()?, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TCP: &[u8] = b"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
        0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 28187 1 0000000000000000 100 0 0 10 0\n   \
        1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 28190 1 0000000000000000 20 4 30 10 -1\n   \
        2: 00000000:0016 00000000:0000 0A 0000";

    #[test]
    #[cfg(target_endian = "little")]
    fn listeners_are_kept_connections_and_cut_lines_are_not() {
        let found: Vec<_> = waiting(TCP, Proto::Tcp, Some(7)).collect();
        let address = IpAddr::from([127, 0, 0, 1]);
        assert_eq!(found, [(28187, Socket { proto: Proto::Tcp, port: 8080, address, netns: Some(7) })]);
    }

    #[test]
    fn a_connection_is_named_by_its_inode_and_by_no_other_number() {
        assert!(names(TCP, 28187) && names(TCP, 28190));
        assert!(!names(TCP, 100) && !names(TCP, 0) && !names(b"", 1));
    }

    #[test]
    #[cfg(target_endian = "little")]
    fn an_address_of_version_six_is_four_words() {
        let text = b"  0: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 07 0:0 00:0 0 0 0 99 2 0 0\n";
        let found: Vec<_> = waiting(text, Proto::Udp6, None).collect();
        assert_eq!(
            found,
            [(
                99,
                Socket { proto: Proto::Udp6, port: 631, address: Ipv6Addr::LOCALHOST.into(), netns: None }
            )]
        );
    }

    #[test]
    fn a_connected_or_unbound_udp_socket_is_no_port() {
        let text = b"1: 00000000:0277 00000000:0000 01 0:0 00:0 0 0 0 5 2 0 0\n2: 00000000:0000 00000000:0000 07 0:0 00:0 0 0 0 6 2 0 0\n";
        assert_eq!(waiting(text, Proto::Udp, None).count(), 0);
    }

    #[test]
    #[cfg(target_endian = "little")]
    fn a_connection_has_two_ends_and_a_listener_is_none() {
        let ends = |local: &str, remote: &str| (local.parse().unwrap(), remote.parse().unwrap());
        let (local, remote) = ends("127.0.0.1:8080", "127.0.0.1:40000");
        let found: Vec<_> = connections(TCP, Proto::Tcp).collect();
        assert_eq!(found, [Connection { inode: 28190, local, remote }]);
        let mapped = b"  1: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000100007F:9C40 01 0:0 00:0 0 0 0 99 2 0 0\n";
        let found: Vec<_> = connections(mapped, Proto::Tcp6).collect();
        assert_eq!(found, [Connection { inode: 99, local, remote }], "the same two ends");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = connections(&bytes, Proto::Tcp).count() + connections(&bytes, Proto::Tcp6).count();
            let _ = names(&bytes, 1);
            let _ = waiting(&bytes, Proto::Tcp, None).count() + waiting(&bytes, Proto::Udp6, None).count();
        }
    }
}
