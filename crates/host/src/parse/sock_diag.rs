//! Netlink messages of sock_diag(7): what is asked and what comes back. Bytes only; the socket is in
//! `linux::sockets`. All numbers are in the machine's byte order, but ports and addresses in the network's.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use domain::socket::{Proto, Socket};

/// States of the kernel's `enum tcp_state` that waiting sockets are in; UDP uses the second for "unconnected".
const TCP_LISTEN: u8 = 10;
const TCP_CLOSE: u8 = 7;

const SOCK_DIAG_BY_FAMILY: u16 = 20;
const NLMSG_ERROR: u16 = 2;
const NLMSG_DONE: u16 = 3;
/// `NLM_F_REQUEST | NLM_F_DUMP`.
const DUMP_FLAGS: u16 = 0x0001 | 0x0300;
const NLM_F_DUMP_INTR: u16 = 0x0010;

const AF_INET: u8 = 2;
const AF_INET6: u8 = 10;
const IPPROTO_TCP: u8 = 6;
const IPPROTO_UDP: u8 = 17;

/// `struct nlmsghdr`.
const HEADER: usize = 16;
/// `struct inet_diag_req_v2`.
const REQUEST: usize = 56;

/// Offsets in `struct inet_diag_msg`.
const FAMILY: usize = 0;
const STATE: usize = 1;
const SOURCE_PORT: usize = 4;
const SOURCE: usize = 8;
const INODE: usize = 68;
const MESSAGE: usize = 72;

fn family(proto: Proto) -> u8 {
    match proto {
        Proto::Tcp | Proto::Udp => AF_INET,
        Proto::Tcp6 | Proto::Udp6 => AF_INET6,
    }
}

/// The state that waiting sockets of a protocol are in.
pub(super) fn waiting_state(proto: Proto) -> u8 {
    match proto {
        Proto::Tcp | Proto::Tcp6 => TCP_LISTEN,
        Proto::Udp | Proto::Udp6 => TCP_CLOSE,
    }
}

/// The request for all waiting sockets of a protocol. The kernel filters by state, so that it does not
/// even walk the table of connections.
#[must_use]
pub fn request(proto: Proto, sequence: u32) -> [u8; HEADER + REQUEST] {
    let mut bytes = [0; HEADER + REQUEST];
    let protocol = match proto {
        Proto::Tcp | Proto::Tcp6 => IPPROTO_TCP,
        Proto::Udp | Proto::Udp6 => IPPROTO_UDP,
    };
    let length = (HEADER + REQUEST) as u32;
    let states = 1_u32 << waiting_state(proto);
    let parts: [(usize, &[u8]); 7] = [
        (0, &length.to_ne_bytes()),
        (4, &SOCK_DIAG_BY_FAMILY.to_ne_bytes()),
        (6, &DUMP_FLAGS.to_ne_bytes()),
        (8, &sequence.to_ne_bytes()),
        (HEADER, &[family(proto)]),
        (HEADER + 1, &[protocol]),
        (HEADER + 4, &states.to_ne_bytes()),
    ];
    for (offset, part) in parts {
        for (to, from) in bytes.iter_mut().skip(offset).zip(part) {
            *to = *from;
        }
    }
    bytes
}

/// What ends a part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// More parts follow.
    More,
    /// All was said. `interrupted`: the table changed meanwhile, so that entries may be missing or twice.
    Done {
        /// See above.
        interrupted: bool,
    },
    /// The kernel refused, with this errno.
    Refused(i32),
    /// These bytes are no answer to the request.
    Malformed,
}

/// Hands every waiting socket with its inode in one received part to `found` and says what follows.
/// Messages with another sequence number belong to an abandoned request and are passed over.
pub fn parse(mut bytes: &[u8], proto: Proto, sequence: u32, mut found: impl FnMut(u64, Socket)) -> Answer {
    let mut interrupted = false;
    while !bytes.is_empty() {
        let (Some(length), Some(kind), Some(flags), Some(number)) =
            (u32_at(bytes, 0), u16_at(bytes, 4), u16_at(bytes, 6), u32_at(bytes, 8))
        else {
            return Answer::Malformed;
        };
        let length = length as usize;
        let Some(message) = bytes.get(HEADER..length) else { return Answer::Malformed };
        if number == sequence {
            interrupted |= flags & NLM_F_DUMP_INTR != 0;
            match kind {
                NLMSG_DONE => return Answer::Done { interrupted },
                NLMSG_ERROR => {
                    let Some(code) = u32_at(message, 0) else { return Answer::Malformed };
                    return Answer::Refused((code as i32).wrapping_neg());
                }
                SOCK_DIAG_BY_FAMILY => {
                    if message.len() < MESSAGE {
                        return Answer::Malformed;
                    }
                    if let Some((inode, socket)) = socket(message, proto) {
                        found(inode, socket);
                    }
                }
                _ => {}
            }
        }
        bytes = bytes.get(length.next_multiple_of(4)..).unwrap_or(&[]);
    }
    Answer::More
}

/// `None` for what was not asked for: another family or state (older kernels filter less), port 0.
fn socket(message: &[u8], proto: Proto) -> Option<(u64, Socket)> {
    if *message.get(FAMILY)? != family(proto) || *message.get(STATE)? != waiting_state(proto) {
        return None;
    }
    let port = u16::from_be_bytes(array(message, SOURCE_PORT)?);
    let address: IpAddr = match proto {
        Proto::Tcp | Proto::Udp => Ipv4Addr::from(array::<4>(message, SOURCE)?).into(),
        Proto::Tcp6 | Proto::Udp6 => Ipv6Addr::from(array::<16>(message, SOURCE)?).into(),
    };
    let inode = u64::from(u32_at(message, INODE)?);
    (port != 0).then_some((inode, Socket { proto, port, address, netns: None }))
}

fn array<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    bytes.get(offset..offset.checked_add(N)?)?.try_into().ok()
}

fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    array(bytes, offset).map(u16::from_ne_bytes)
}

fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    array(bytes, offset).map(u32::from_ne_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SEQUENCE: u32 = 7;

    fn message(kind: u16, body: &[u8]) -> Vec<u8> {
        let length = (HEADER + body.len()) as u32;
        let mut bytes = Vec::new();
        bytes.extend(length.to_ne_bytes());
        bytes.extend(kind.to_ne_bytes());
        bytes.extend(2_u16.to_ne_bytes());
        bytes.extend(SEQUENCE.to_ne_bytes());
        bytes.extend(0_u32.to_ne_bytes());
        bytes.extend(body);
        bytes
    }

    fn listener(state: u8, port: u16, address: [u8; 4], inode: u32) -> Vec<u8> {
        let mut body = vec![0; MESSAGE];
        body[FAMILY] = AF_INET;
        body[STATE] = state;
        body[SOURCE_PORT..SOURCE_PORT + 2].copy_from_slice(&port.to_be_bytes());
        body[SOURCE..SOURCE + 4].copy_from_slice(&address);
        body[INODE..].copy_from_slice(&inode.to_ne_bytes());
        message(SOCK_DIAG_BY_FAMILY, &body)
    }

    fn read(bytes: &[u8]) -> (Vec<(u64, u16)>, Answer) {
        let mut found = Vec::new();
        let answer = parse(bytes, Proto::Tcp, SEQUENCE, |inode, socket| found.push((inode, socket.port)));
        (found, answer)
    }

    #[test]
    fn listeners_of_one_part_are_found() {
        let bytes = [
            listener(TCP_LISTEN, 8000, [127, 0, 0, 1], 4711),
            listener(1, 9000, [127, 0, 0, 1], 1),
            listener(TCP_LISTEN, 0, [0; 4], 2),
            message(NLMSG_DONE, &[0; 4]),
        ]
        .concat();
        assert_eq!(read(&bytes), (vec![(4711, 8000)], Answer::Done { interrupted: false }));
        assert_eq!(read(&listener(TCP_LISTEN, 22, [0; 4], 3)), (vec![(3, 22)], Answer::More));
    }

    #[test]
    fn a_refusal_keeps_its_errno() {
        assert_eq!(read(&message(NLMSG_ERROR, &(-2_i32).to_ne_bytes())), (vec![], Answer::Refused(2)));
    }

    #[test]
    fn an_answer_to_an_abandoned_request_is_passed_over() {
        let stale = listener(TCP_LISTEN, 22, [0; 4], 3);
        let mut found = 0;
        assert_eq!(parse(&stale, Proto::Tcp, SEQUENCE + 1, |_, _| found += 1), Answer::More);
        assert_eq!(found, 0);
    }

    #[test]
    fn lengths_that_lie_are_malformed_and_end_the_reading() {
        let mut short = listener(TCP_LISTEN, 22, [0; 4], 3);
        short[0..4].copy_from_slice(&u32::MAX.to_ne_bytes());
        assert_eq!(read(&short).1, Answer::Malformed);
        short[0..4].copy_from_slice(&0_u32.to_ne_bytes());
        assert_eq!(read(&short).1, Answer::Malformed);
        assert_eq!(read(&listener(TCP_LISTEN, 22, [0; 4], 3)[..40]).1, Answer::Malformed);
    }

    #[test]
    fn only_waiting_states_are_asked_for() {
        let bytes = request(Proto::Udp6, SEQUENCE);
        assert_eq!(u32_at(&bytes, 0), Some(72));
        assert_eq!((bytes[HEADER], bytes[HEADER + 1]), (AF_INET6, IPPROTO_UDP));
        assert_eq!(u32_at(&bytes, HEADER + 4), Some(1 << TCP_CLOSE));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_loop(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }
    }
}
