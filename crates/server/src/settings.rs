//! What the server is told by its owner. Already checked values only: reading files, flags and the
//! environment is the command line's work.

mod base_path;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use tokio::sync::watch;
use words::Lang;

use crate::http::dto::Mode;
use crate::thresholds::GaugeThresholds;

pub use base_path::{BadBasePath, BasePath};

/// Where to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// A TCP address; port 0 lets the system choose.
    Tcp(SocketAddr),
    /// A unix socket, `unix:PATH`.
    Unix(PathBuf),
}

/// A peer whose forwarding headers are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustedProxy {
    /// Peers in this network.
    Net(IpNet),
    /// Whoever may open the unix socket.
    Unix,
}

/// Bounds of what one server takes upon itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; beyond it new ones are closed at once.
    pub connections: usize,
    /// Connections at once of one address that is neither loopback nor a trusted proxy.
    pub connections_per_address: usize,
    /// Live streams at once.
    pub streams: usize,
    /// Live streams at once of one user or token.
    pub streams_per_user: usize,
    /// Header lines of one request.
    pub headers: usize,
    /// Bytes of request line and headers together.
    pub head_bytes: usize,
    /// Bytes of a request body.
    pub body_bytes: usize,
    /// Time for a request's headers to arrive; also the longest that an idle connection is kept.
    pub head_timeout: Duration,
    /// Time for a whole request to be answered; does not end a stream.
    pub request_timeout: Duration,
    /// Longest time without the client taking a byte that waits for it.
    pub write_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            connections_per_address: 512,
            streams: 512,
            streams_per_user: 256,
            headers: 64,
            head_bytes: 32 * 1024,
            body_bytes: 64 * 1024,
            head_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(10),
        }
    }
}

/// Settings that hold until the server is started again.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: Vec<Listen>,
    /// Group that may use the unix socket, already looked up.
    pub socket_gid: Option<u32>,
    /// Bounds.
    pub limits: Limits,
    /// Time between two ticks of the engine, told to viewers.
    pub tick: Duration,
    /// What can change while the server runs.
    pub live: LiveSettings,
}

/// Settings that can be changed while the server runs.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LiveSettings {
    /// Path below which everything works; empty for the root.
    pub base_path: BasePath,
    /// Peers whose forwarding headers are believed; empty means nobody.
    pub trusted_proxies: Vec<TrustedProxy>,
    /// Host names besides IP literals and `localhost`, without port.
    pub allowed_hosts: Vec<String>,
    /// Addresses that may read `/metrics` without a token; empty means nobody.
    pub metrics_allow: Vec<IpNet>,
    /// How processes are judged unless asked otherwise.
    pub mode: Mode,
    /// Language of answers to clients that prefer none.
    pub lang: Option<Lang>,
    /// What colours the gauges of the page; told to each viewer when its stream begins.
    pub thresholds: GaugeThresholds,
}

impl LiveSettings {
    /// Whether forwarding headers of `address` count; `None` is a peer on the unix socket.
    #[must_use]
    pub fn trusts(&self, address: Option<IpAddr>) -> bool {
        self.trusted_proxies.iter().any(|proxy| match (proxy, address) {
            (TrustedProxy::Unix, None) => true,
            (TrustedProxy::Net(net), Some(address)) => net.contains(&address.to_canonical()),
            _ => false,
        })
    }
}

/// The door through which SIGHUP changes [`LiveSettings`]. Whatever else changed in the file needs a restart.
#[derive(Clone, Debug)]
pub struct Reload(Arc<watch::Sender<Arc<LiveSettings>>>);

impl Reload {
    /// A door that starts with `settings`.
    #[must_use]
    pub fn new(settings: LiveSettings) -> Self {
        Self(Arc::new(watch::Sender::new(Arc::new(settings))))
    }

    /// Puts new settings in force: they hold from the next request.
    pub fn replace(&self, settings: LiveSettings) {
        self.0.send_replace(Arc::new(settings));
    }

    /// The settings in force.
    #[must_use]
    pub fn current(&self) -> Arc<LiveSettings> {
        Arc::clone(&self.0.borrow())
    }
}

/// Names of the configuration keys among `old` and `new` that differ and hold only from the next start.
#[must_use]
pub fn needs_restart(old: &Settings, new: &Settings) -> Vec<&'static str> {
    let mut keys = Vec::new();
    if old.listen != new.listen {
        keys.push("listen");
    }
    if old.socket_gid != new.socket_gid {
        keys.push("socket_group");
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_list_of_proxies_trusts_nobody() {
        let settings = LiveSettings::default();
        assert!(!settings.trusts(None));
        assert!(!settings.trusts(Some(IpAddr::from([127, 0, 0, 1]))));
    }

    #[test]
    fn a_mapped_address_is_the_address_it_maps() {
        let net = "127.0.0.0/8".parse().map(TrustedProxy::Net);
        let settings = LiveSettings { trusted_proxies: net.into_iter().collect(), ..LiveSettings::default() };
        assert!("::ffff:127.0.0.1".parse().is_ok_and(|mapped| settings.trusts(Some(mapped))));
        assert!(!settings.trusts(None));
    }
}
