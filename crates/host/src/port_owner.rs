//! Who holds a port, for the message of a program that finds its own taken. It takes a whole sample: not for a tick.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use domain::sample::Sample;
use domain::socket::{Proto, Socket};
use domain::{Gap, Reading};

use crate::roots::Roots;
use crate::sampler::{Sampler, SamplerOptions};

/// The process that listens on a TCP port in the way of `address`, with its pid and name (hostile text);
/// `Ok(None)` when nobody does. Of several that share a socket the one with the lowest pid is given.
///
/// # Errors
/// `Denied` when somebody listens there who may not be seen (it takes `CAP_SYS_PTRACE`); otherwise the
/// gap of the processes.
pub fn port_owner(address: SocketAddr) -> Reading<Option<(u32, String)>> {
    let options = SamplerOptions { surroundings: Duration::ZERO, ..SamplerOptions::default() };
    let sampler = Sampler::new(Roots::default(), options);
    let mut sampler = sampler.map_err(|_| Gap::failed("open the process file system"))?;
    owner_in(&sampler.sample(None), address)
}

fn owner_in(sample: &Sample, address: SocketAddr) -> Reading<Option<(u32, String)>> {
    let processes = sample.processes.as_ref().map_err(|gap| *gap)?;
    let owner = processes.iter().find(|process| {
        process.sockets.as_ref().is_ok_and(|sockets| sockets.iter().any(|socket| in_the_way(socket, address)))
    });
    if let Some(owner) = owner {
        return Ok(Some((owner.key.pid, owner.identity.name.clone())));
    }
    let unowned = sample.unowned_sockets.as_ref().map_err(|gap| *gap)?;
    if unowned.iter().any(|socket| in_the_way(socket, address)) { Err(Gap::Denied) } else { Ok(None) }
}

/// Whether a TCP listener keeps another from `address`: the same port, and the same address or all addresses.
fn in_the_way(socket: &Socket, address: SocketAddr) -> bool {
    let listener = matches!(socket.proto, Proto::Tcp | Proto::Tcp6) && socket.netns.is_none();
    let (held, wanted) = (socket.address.to_canonical(), address.ip().to_canonical());
    let same_family = held.is_ipv4() == wanted.is_ipv4();
    // `::` takes IPv4 as well, unless IPV6_V6ONLY says otherwise, which cannot be seen here.
    let all = |ip: IpAddr| ip.is_unspecified() && (same_family || ip.is_ipv6());
    listener && socket.port == address.port() && (held == wanted || all(held) || all(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    fn listener(proto: Proto, address: &str) -> Socket {
        let address: SocketAddr = address.parse().expect("an address");
        Socket { proto, port: address.port(), address: address.ip(), netns: None }
    }

    #[test]
    fn a_listener_is_in_the_way_where_bind_would_fail() {
        for (held, wanted, expected) in [
            ("127.0.0.1:80", "127.0.0.1:80", true),
            ("127.0.0.1:80", "127.0.0.1:81", false),
            ("127.0.0.1:80", "127.0.0.2:80", false),
            ("0.0.0.0:80", "127.0.0.1:80", true),
            ("127.0.0.1:80", "0.0.0.0:80", true),
            ("[::]:80", "127.0.0.1:80", true),
            ("[::1]:80", "127.0.0.1:80", false),
            ("0.0.0.0:80", "[::1]:80", false),
            ("0.0.0.0:80", "[::]:80", true),
            ("[::ffff:127.0.0.1]:80", "127.0.0.1:80", true),
        ] {
            let held_by = listener(Proto::Tcp, held);
            assert_eq!(
                in_the_way(&held_by, wanted.parse().expect("an address")),
                expected,
                "{held} {wanted}"
            );
        }
    }

    #[test]
    fn neither_udp_nor_another_network_namespace_is_in_the_way() {
        let wanted = "127.0.0.1:80".parse().expect("an address");
        assert!(!in_the_way(&listener(Proto::Udp, "127.0.0.1:80"), wanted));
        assert!(!in_the_way(&Socket { netns: Some(1), ..listener(Proto::Tcp, "127.0.0.1:80") }, wanted));
    }

    #[test]
    fn the_owner_of_a_taken_port_is_named() {
        let held = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = held.local_addr().expect("bound");
        let owner = port_owner(address).expect("own sockets may be seen");
        let comm = std::fs::read_to_string("/proc/self/comm").expect("read");
        println!("{address} is held by {owner:?}");
        let (pid, name) = owner.expect("somebody holds it");
        assert_eq!(pid, std::process::id());
        assert!(name.starts_with(comm.trim()), "{name} is not {comm}");
        drop(held);
        let later = port_owner(address).expect("they may be seen");
        assert!(later.is_none_or(|(pid, _)| pid != std::process::id()), "it was given back");
    }
}
