//! Every key of the configuration, once: help, `config show`, the table of the documentation, the
//! environment, the flags and the checks all come from [`KEYS`]. What a key is for is said by the message
//! `config-key-<name>` in both languages.

use super::Config;
use super::kinds::{self, Fit, Kind};
use super::raw::Raw;

/// One key.
pub(crate) struct Key {
    /// Its name in the file. The flag, if it has one, is the same with `-` for `_`.
    pub(crate) name: &'static str,
    /// What it takes.
    pub(crate) kind: Kind,
    /// What holds when nobody says anything.
    pub(crate) default: Default,
    /// Whether a running server takes a new value.
    pub(crate) reload: Reload,
    /// The names it has in the environment.
    pub(crate) env: Env,
    /// How it is given on the command line.
    pub(crate) flag: Flag,
    /// Whether its value is a secret: never shown, never a flag.
    pub(crate) secret: bool,
    /// Puts the value into the configuration.
    pub(crate) apply: fn(&mut Config, &Raw) -> Fit<()>,
}

/// A default value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Default {
    /// Nothing: the key is not set.
    Unset,
    /// A text.
    Text(&'static str),
    /// A list of texts.
    List(&'static [&'static str]),
    /// A number.
    Number(u8),
    /// `false`.
    Off,
    /// An empty table.
    NoTable,
    /// The state directory of the caller (CONTRACTS §2): `/var/lib/server-monitor` as root, the XDG folder otherwise.
    StateDirectory,
}

impl Default {
    /// As TOML writes it; `None` where there is no fixed one, or nothing to show.
    pub(crate) fn toml(self) -> Option<String> {
        let raw = match self {
            Self::Unset | Self::StateDirectory | Self::NoTable | Self::Off => return None,
            Self::Text("") | Self::List([]) => return None,
            Self::Text(text) => Raw::Text(text.to_owned()),
            Self::List(list) => Raw::List(list.iter().map(|item| Raw::Text((*item).to_owned())).collect()),
            Self::Number(number) => Raw::Number(number.into()),
        };
        Some(raw.toml())
    }
}

/// Whether SIGHUP is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reload {
    /// A running server takes it at SIGHUP.
    Live,
    /// It takes a restart.
    Restart,
}

/// The names of a key in the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Env {
    /// None.
    None,
    /// One variable, also in `.env`.
    Variable([&'static str; 1]),
    /// `HOST` and `PORT` together; also in `.env`.
    HostAndPort,
    /// `LC_ALL`, `LC_MESSAGES`, `LANG`; not in `.env`.
    Locale,
    /// `STATE_DIRECTORY` of systemd; not in `.env`.
    StateDirectory,
}

impl Env {
    /// The variables.
    pub(crate) fn names(&self) -> &[&'static str] {
        match self {
            Self::None => &[],
            Self::Variable(name) => name,
            Self::HostAndPort => &["HOST", "PORT"],
            Self::Locale => &["LC_ALL", "LC_MESSAGES", "LANG"],
            Self::StateDirectory => &["STATE_DIRECTORY"],
        }
    }
}

/// How a key is given on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flag {
    /// Not at all.
    None,
    /// With every command.
    Global,
    /// With `serve`.
    Serve,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Key {
    /// The flag without its dashes.
    pub(crate) fn flag_name(&self) -> String {
        self.name.replace('_', "-")
    }

    /// The id of the message that says what the key is for.
    pub(crate) fn doc(&self) -> String {
        format!("config-key-{}", self.name)
    }

    /// What the environment, a flag or the default gives when it says nothing special.
    const fn new(
        name: &'static str,
        kind: Kind,
        default: Default,
        apply: fn(&mut Config, &Raw) -> Fit<()>,
    ) -> Self {
        Self {
            name,
            kind,
            default,
            reload: Reload::Restart,
            env: Env::None,
            flag: Flag::Serve,
            secret: false,
            apply,
        }
    }

    const fn live(mut self) -> Self {
        self.reload = Reload::Live;
        self
    }

    const fn env(mut self, env: Env) -> Self {
        self.env = env;
        self
    }

    const fn flag(mut self, flag: Flag) -> Self {
        self.flag = flag;
        self
    }

    const fn secret(mut self) -> Self {
        self.secret = true;
        self.flag = Flag::None;
        self
    }
}

/// All keys, in the order in which they are shown.
pub(crate) static KEYS: &[Key] = &[
    Key::new("listen", Kind::Listen, Default::List(&["127.0.0.1:8000"]), |c, raw| {
        set(&mut c.listen, kinds::listen(raw))
    })
    .env(Env::HostAndPort),
    Key::new("base_path", Kind::BasePath, Default::Text(""), |c, raw| {
        set(&mut c.base_path, kinds::base_path(raw))
    })
    .env(Env::Variable(["BASE_PATH"]))
    .live(),
    Key::new("trusted_proxies", Kind::Proxies, Default::List(&[]), |c, raw| {
        set(&mut c.trusted_proxies, kinds::proxies(raw))
    })
    .live(),
    Key::new("allowed_hosts", Kind::Hosts, Default::List(&[]), |c, raw| {
        set(&mut c.allowed_hosts, kinds::hosts(raw))
    })
    .live(),
    Key::new("metrics_allow", Kind::Networks, Default::List(&[]), |c, raw| {
        set(&mut c.metrics_allow, kinds::networks(raw))
    })
    .live(),
    Key::new("socket_group", Kind::Name, Default::Unset, |c, raw| {
        set_some(&mut c.socket_group, kinds::name(raw))
    }),
    Key::new("state_dir", Kind::Directory, Default::StateDirectory, |c, raw| {
        set(&mut c.state_dir, kinds::directory(raw))
    })
    .env(Env::StateDirectory)
    .flag(Flag::Global),
    Key::new("lang", Kind::Lang, Default::Text("en"), |c, raw| set(&mut c.lang, kinds::lang(raw)))
        .env(Env::Locale)
        .flag(Flag::Global)
        .live(),
    Key::new("debug", Kind::Switch, Default::Off, |c, raw| set(&mut c.debug, kinds::switch(raw)))
        .env(Env::Variable(["DEBUG"]))
        .live(),
    Key::new("cpu_warn", Kind::Percent, Default::Number(60), |c, raw| {
        set(&mut c.cpu.warn, kinds::percent(raw))
    })
    .live(),
    Key::new("cpu_bad", Kind::Percent, Default::Number(80), |c, raw| {
        set(&mut c.cpu.bad, kinds::percent(raw))
    })
    .live(),
    Key::new("memory_warn", Kind::Percent, Default::Number(60), |c, raw| {
        set(&mut c.memory.warn, kinds::percent(raw))
    })
    .live(),
    Key::new("memory_bad", Kind::Percent, Default::Number(80), |c, raw| {
        set(&mut c.memory.bad, kinds::percent(raw))
    })
    .live(),
    Key::new("disk_warn", Kind::Percent, Default::Number(60), |c, raw| {
        set(&mut c.disk.warn, kinds::percent(raw))
    })
    .live(),
    Key::new("disk_bad", Kind::Percent, Default::Number(80), |c, raw| {
        set(&mut c.disk.bad, kinds::percent(raw))
    })
    .live(),
    Key::new("mode", Kind::Mode, Default::Text("contextual"), |c, raw| set(&mut c.mode, kinds::mode(raw)))
        .live(),
    Key::new("standard_paths", Kind::Directories, Default::List(STANDARD_PATHS), |c, raw| {
        set(&mut c.standard_paths, kinds::directories(raw))
    })
    .live(),
    Key::new("services", Kind::Names, Default::List(SERVICES), |c, raw| {
        set(&mut c.services, kinds::names(raw))
    })
    .live(),
    Key::new("logs", Kind::Logs, Default::NoTable, |c, raw| set(&mut c.logs, kinds::logs(raw)))
        .live()
        .flag(Flag::None),
    Key::new("mongo_url", Kind::MongoUrl, Default::Unset, |c, raw| {
        set_some(&mut c.mongo_url, kinds::mongo_url(raw).map(super::Secret))
    })
    .env(Env::Variable(["MONGO_URL"]))
    .secret(),
    Key::new("db_name", Kind::Name, Default::Text("process_monitor"), |c, raw| {
        set(&mut c.db_name, kinds::name(raw))
    })
    .env(Env::Variable(["DB_NAME"]))
    .flag(Flag::None),
    Key::new("collection_name", Kind::Collection, Default::Text("known_processes"), |c, raw| {
        set(&mut c.collection_name, kinds::collection(raw))
    })
    .env(Env::Variable(["COLLECTION_NAME"]))
    .flag(Flag::None),
];

/// Where an operating system keeps programs (CONTRACTS §2).
const STANDARD_PATHS: &[&str] = if cfg!(windows) {
    &["C:\\Windows", "C:\\Program Files", "C:\\Program Files (x86)"]
} else {
    &["/usr", "/bin", "/sbin", "/lib", "/lib64", "/opt", "/snap", "/nix/store"]
};

const SERVICES: &[&str] = &["nginx", "sshd", "rsyslog", "docker", "python"];

fn set<T>(place: &mut T, value: Fit<T>) -> Fit<()> {
    *place = value?;
    Ok(())
}

fn set_some<T>(place: &mut Option<T>, value: Fit<T>) -> Fit<()> {
    set(place, value.map(Some))
}

/// The key of that name.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The name of the key that comes nearest to `written`.
pub(crate) fn nearest(written: &str) -> &'static str {
    let written = written.to_ascii_lowercase().replace('-', "_");
    let near = |key: &Key| strsim::normalized_damerau_levenshtein(&written, key.name);
    let best = KEYS.iter().max_by(|a, b| near(a).total_cmp(&near(b)));
    best.map_or("listen", |key| key.name)
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
