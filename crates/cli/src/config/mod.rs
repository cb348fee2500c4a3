//! The configuration: which keys there are, where their values come from, and what they mean.
//!
//! Flag > environment > `.env` > file > default. Here: the checked values and the way to them. Not
//! here: what the server does with them.

mod dotenv;
mod error;
mod file;
mod keys;
mod kinds;
mod layers;
mod paths;
mod raw;
mod show;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use ipnet::IpNet;
use server::dto::Mode;
use server::{BasePath, Listen, TrustedProxy};

pub(crate) use server::Thresholds;
use words::Lang;

pub(crate) use error::ConfigErrors;
pub(crate) use keys::{Flag, KEYS, Key, Reload};
pub(crate) use kinds::{LogSource, one_host};
pub(crate) use layers::{Given, Loaded, Origin, load};
pub(crate) use paths::{Environment, SYSTEM_STATE_DIR};
pub(crate) use raw::Raw;
pub(crate) use show::{json, text};

/// The whole configuration, checked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Config {
    /// Where the server listens; never empty.
    pub(crate) listen: Vec<Listen>,
    /// Path below which everything is served.
    pub(crate) base_path: BasePath,
    /// Proxies whose headers count.
    pub(crate) trusted_proxies: Vec<TrustedProxy>,
    /// Names that may stand in a `Host` header, lower case.
    pub(crate) allowed_hosts: Vec<String>,
    /// Callers that may read `/metrics` without a token.
    pub(crate) metrics_allow: Vec<IpNet>,
    /// Group that may connect to the unix socket.
    pub(crate) socket_group: Option<String>,
    /// Where users, tokens and the audit are kept.
    pub(crate) state_dir: PathBuf,
    /// Language of the terminal.
    pub(crate) lang: Lang,
    /// Whether the log says more.
    pub(crate) debug: bool,
    /// When the CPU is tight and at its limit.
    pub(crate) cpu: Thresholds,
    /// Likewise memory.
    pub(crate) memory: Thresholds,
    /// Likewise disks.
    pub(crate) disk: Thresholds,
    /// How verdicts are made.
    pub(crate) mode: Mode,
    /// Where the operating system keeps programs.
    pub(crate) standard_paths: Vec<PathBuf>,
    /// Services that are watched.
    pub(crate) services: Vec<String>,
    /// Logs that are watched, by id.
    pub(crate) logs: BTreeMap<String, LogSource>,
    /// The policy database.
    pub(crate) mongo_url: Option<Secret>,
    /// Its database.
    pub(crate) db_name: String,
    /// Its collection.
    pub(crate) collection_name: String,
}

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(pub(crate) String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(domain::mask::MASK)
    }
}

impl Config {
    /// What the keys are applied to. Every field is set by the default of its key before anybody sees it.
    fn blank() -> Self {
        Self {
            listen: Vec::new(),
            base_path: BasePath::default(),
            trusted_proxies: Vec::new(),
            allowed_hosts: Vec::new(),
            metrics_allow: Vec::new(),
            socket_group: None,
            state_dir: PathBuf::new(),
            lang: Lang::En,
            debug: false,
            cpu: Thresholds::default(),
            memory: Thresholds::default(),
            disk: Thresholds::default(),
            mode: Mode::Contextual,
            standard_paths: Vec::new(),
            services: Vec::new(),
            logs: BTreeMap::new(),
            mongo_url: None,
            db_name: String::new(),
            collection_name: String::new(),
        }
    }
}
