//! Sockets that wait for others: TCP listeners and unconnected UDP sockets. Outgoing connections are not ports.

use std::net::IpAddr;

/// The protocol of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proto {
    /// TCP over IPv4.
    Tcp,
    /// TCP over IPv6 (also IPv4, unless `IPV6_V6ONLY`).
    Tcp6,
    /// UDP over IPv4.
    Udp,
    /// UDP over IPv6.
    Udp6,
}

impl Proto {
    /// The stable word, as `ss` and `/proc/net` write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Tcp6 => "tcp6",
            Self::Udp => "udp",
            Self::Udp6 => "udp6",
        }
    }
}

/// Who could reach a socket, judged by the address it is bound to and by nothing else. A private
/// address may still be mapped to the internet by a cloud; a firewall may close a public one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exposure {
    /// This machine only.
    Loopback,
    /// Networks that are not routed on the internet (RFC 1918, RFC 4193, RFC 3927, RFC 4291 link-local, RFC 6598).
    Private,
    /// Any other address, and the unspecified one (`0.0.0.0`, `::`).
    Public,
}

impl Exposure {
    /// The stable word of the JSON contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::Public => "public",
        }
    }

    /// The exposure of a socket bound to `address`. An IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) is its IPv4 one.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            ip if ip.is_loopback() => Self::Loopback,
            IpAddr::V4(ip) => {
                let [a, b, ..] = ip.octets();
                let shared = a == 100 && (64..128).contains(&b);
                if ip.is_private() || ip.is_link_local() || shared { Self::Private } else { Self::Public }
            }
            IpAddr::V6(ip) if ip.is_unique_local() || ip.is_unicast_link_local() => Self::Private,
            IpAddr::V6(_) => Self::Public,
        }
    }
}

/// One waiting socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Socket {
    /// Protocol and address family.
    pub proto: Proto,
    /// The port, in host order; never 0.
    pub port: u16,
    /// The address it is bound to.
    pub address: IpAddr,
    /// Inode of its network namespace when that is not this program's own (namespaces(7)).
    pub netns: Option<u64>,
}

impl Socket {
    /// See [`Exposure::of`].
    #[must_use]
    pub fn exposure(&self) -> Exposure {
        Exposure::of(self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exposure_follows_the_bind_address() {
        for (address, expected) in [
            ("127.0.0.1", Exposure::Loopback),
            ("127.8.0.1", Exposure::Loopback),
            ("::1", Exposure::Loopback),
            ("::ffff:127.0.0.1", Exposure::Loopback),
            ("10.0.0.1", Exposure::Private),
            ("172.16.0.1", Exposure::Private),
            ("172.32.0.1", Exposure::Public),
            ("192.168.1.1", Exposure::Private),
            ("169.254.0.1", Exposure::Private),
            ("100.64.0.1", Exposure::Private),
            ("100.128.0.1", Exposure::Public),
            ("fe80::1", Exposure::Private),
            ("fd00::1", Exposure::Private),
            ("::ffff:10.0.0.1", Exposure::Private),
            ("0.0.0.0", Exposure::Public),
            ("::", Exposure::Public),
            ("203.0.113.9", Exposure::Public),
            ("2001:db8::1", Exposure::Public),
        ] {
            assert_eq!(address.parse().map(Exposure::of), Ok(expected), "{address}");
        }
    }
}
