//! What the server is told by its owner. Already checked values only: reading files, flags and the
//! environment is the command line's work.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use tokio::sync::watch;
use words::Lang;

use crate::http::dto::Mode;
use crate::thresholds::GaugeThresholds;

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

/// A path prefix: empty, or `/` and plain segments without an end slash. Safe in a header, in HTML and as a cookie path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BasePath(String);

/// The text is no path prefix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a base path is written /name or /name/name with letters, digits, '.', '_', '~' and '-', no part of it 'api', not {0:?}"
)]
pub struct BadBasePath(String);

/// Longest prefix that is accepted, bytes.
const LONGEST_BASE: usize = 256;

impl BasePath {
    /// The prefix; empty for the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The prefix with a slash at its end: what `<base href>` and a cookie's `Path` want.
    #[must_use]
    pub fn folder(&self) -> String {
        format!("{}/", self.0)
    }

    /// What follows the prefix in `path`, if it lies below it: `/x` or, for the prefix itself, nothing.
    #[must_use]
    pub fn below<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl std::str::FromStr for BasePath {
    type Err = BadBasePath;

    fn from_str(text: &str) -> Result<Self, BadBasePath> {
        let bad = || BadBasePath(text.chars().take(80).collect());
        let trimmed = text.strip_suffix('/').unwrap_or(text);
        if trimmed.is_empty() {
            return Ok(Self::default());
        }
        let plain = |segment: &str| {
            !matches!(segment, "" | "." | "..")
                && segment
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'~' | b'-'))
        };
        let segments = trimmed.strip_prefix('/').ok_or_else(bad)?;
        // Below `/api` a proxy that strips the prefix and one that does not could not be told apart.
        if trimmed.len() <= LONGEST_BASE
            && segments.split('/').all(plain)
            && !segments.split('/').any(|segment| segment == "api")
        {
            Ok(Self(trimmed.to_owned()))
        } else {
            Err(bad())
        }
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
    fn only_plain_absolute_prefixes_are_base_paths() {
        for (text, expected) in
            [("", ""), ("/", ""), ("/mon", "/mon"), ("/mon/", "/mon"), ("/a/b-c_d.e~f", "/a/b-c_d.e~f")]
        {
            assert_eq!(text.parse::<BasePath>().map(|base| base.0), Ok(expected.to_owned()));
        }
        for bad in [
            "//evil", "//", "mon", "/a//b", "/a/../b", "/.", "/a%2f", "/a?b", "/a\\b", "/a\"b", "/<x>",
            "/a\r\nb", "/é", "/a b", "http://x", "/api", "/x/api",
        ] {
            assert!(bad.parse::<BasePath>().is_err(), "{bad:?} was accepted");
        }
    }

    #[test]
    fn a_prefix_ends_at_a_slash() {
        let base: BasePath = "/mon".parse().unwrap_or_default();
        assert_eq!(base.below("/mon/healthz"), Some("/healthz"));
        assert_eq!(base.below("/mon"), Some(""));
        assert_eq!(base.below("/monitor"), None);
    }

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
