//! Known ports: what waits there by custom, and why it matters who can reach it.

use super::Role;

include!(concat!(env!("OUT_DIR"), "/ports.rs"));

/// What kind of service a port stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PortKind {
    /// Meant for everybody: web, mail, DNS.
    Public,
    /// For people who log in: ssh, VPN, remote desktops.
    Access,
    /// Data: databases, caches, queues, file shares.
    Data,
    /// Steers machines or programs: container engines, panels, debuggers.
    Control,
    /// Tells about machines: metrics, logs, discovery.
    Insight,
}

impl PortKind {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Access => "access",
            Self::Data => "data",
            Self::Control => "control",
            Self::Insight => "insight",
        }
    }
}

/// One port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPort {
    /// Its number.
    pub port: u16,
    /// The short name of the service, as `ssh`.
    pub service: &'static str,
    /// What kind it is.
    pub kind: PortKind,
    /// What waits there.
    pub what: Role,
    /// Why it matters who can reach it.
    pub exposed: Role,
}

/// All known ports, ascending.
#[must_use]
pub fn known_ports() -> &'static [KnownPort] {
    PORTS
}

/// What waits on this port by custom.
#[must_use]
pub fn known_port(port: u16) -> Option<&'static KnownPort> {
    PORTS.binary_search_by_key(&port, |known| known.port).ok().map(|at| &PORTS[at])
}
