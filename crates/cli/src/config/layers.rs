//! From the five places a value can come from to one: flag, environment, `.env`, file, default.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::dotenv::{self, DotEnv, Refused};
use super::error::{ConfigError, ConfigErrors, Place};
use super::file;
use super::keys::{Default, Env, KEYS, Key};
use super::kinds::Kind;
use super::paths::Environment;
use super::raw::Raw;
use super::{Config, Thresholds};

const DEFAULT_HOST: &str = "127.0.0.1";
const DEFAULT_PORT: &str = "8000";

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody said anything.
    Default,
    /// The configuration file.
    File(Place),
    /// `.env`.
    DotEnv(Place),
    /// The environment.
    Environment(Place),
    /// The command line.
    Flag(Place),
}

impl Origin {
    /// The stable word.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File(_) => "file",
            Self::DotEnv(_) => "dotenv",
            Self::Environment(_) => "environment",
            Self::Flag(_) => "flag",
        }
    }

    /// Where exactly.
    pub(crate) const fn place(&self) -> Option<&Place> {
        match self {
            Self::Default => None,
            Self::File(place) | Self::DotEnv(place) | Self::Environment(place) | Self::Flag(place) => {
                Some(place)
            }
        }
    }
}

/// What was given on the command line.
#[derive(Clone, Debug, std::default::Default)]
pub(crate) struct Given {
    /// `--config`.
    pub(crate) config: Option<PathBuf>,
    /// Flags by the name of their key; several for a list.
    pub(crate) flags: BTreeMap<&'static str, Vec<String>>,
}

/// A configuration and how it came about.
pub(crate) struct Loaded {
    /// The values.
    pub(crate) config: Config,
    /// Every key with the value as written (`None` if not set) and where it comes from, in the order of [`KEYS`].
    pub(crate) values: Vec<(&'static Key, Option<Raw>, Origin)>,
    /// The file that was read.
    pub(crate) file: Option<PathBuf>,
    /// A `.env` that is there and was not used.
    pub(crate) refused: Option<Refused>,
}

/// Without the values as they were written: a secret may be among them.
impl std::fmt::Debug for Loaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { config, values: _, file, refused } = self;
        f.debug_struct("Loaded")
            .field("config", config)
            .field("file", file)
            .field("refused", refused)
            .finish()
    }
}

impl Loaded {
    /// Where the value of a key comes from.
    pub(crate) fn origin(&self, name: &str) -> &Origin {
        self.values
            .iter()
            .find(|(key, ..)| key.name == name)
            .map_or(&Origin::Default, |(_, _, origin)| origin)
    }
}

/// Reads all places and checks every value, also those that another place overrides: a mistake that
/// waits for the day on which a flag is left out is found today.
///
/// # Errors
/// Every mistake that was found.
pub(crate) fn load(given: &Given, environment: &Environment) -> Result<Loaded, ConfigErrors> {
    let mut errors = Vec::new();
    let (path, entries) = read_file(given, environment, &mut errors);
    let beside = path.as_deref().and_then(Path::parent);
    let folders: Vec<&Path> = beside.into_iter().chain(environment.working_directory.as_deref()).collect();
    let (dotenv, refused) = match dotenv::read(&folders, environment.uid) {
        Ok(found) => (found, None),
        Err(refused) => (None, Some(refused)),
    };

    let state_dir = environment.state_dir();
    let mut config = Config::blank();
    let mut values = Vec::with_capacity(KEYS.len());
    for key in KEYS {
        let layers = [
            default_of(key, &state_dir).map(|raw| (raw, Origin::Default)),
            of_file(key, path.as_deref(), &entries),
            of_dotenv(key, dotenv.as_ref()),
            of_environment(key, environment),
            of_flag(key, given, environment),
        ];
        let mut chosen = (None, Origin::Default);
        for (raw, origin) in layers.into_iter().flatten() {
            match (key.apply)(&mut config, &raw) {
                Ok(()) => chosen = (Some(raw), origin),
                Err(_) => errors.extend(malformed(key, &raw, &origin)),
            }
        }
        values.push((key, chosen.0, chosen.1));
    }
    let loaded = Loaded { config, values, file: path.filter(|path| path.is_file()), refused };
    errors.extend(thresholds_in_order(&loaded));
    if errors.is_empty() { Ok(loaded) } else { Err(ConfigErrors(errors)) }
}

/// The file that was named must be there; the usual one may be missing.
fn read_file(
    given: &Given,
    environment: &Environment,
    errors: &mut Vec<ConfigError>,
) -> (Option<PathBuf>, Vec<file::Entry>) {
    let Some(path) = given.config.clone().or_else(|| environment.config_file()) else {
        return (None, Vec::new());
    };
    match file::read(&path) {
        Ok(entries) => (Some(path), entries),
        Err(found) => {
            let missing = |error: &ConfigError| matches!(error, ConfigError::Unreadable { error, .. } if error.kind() == std::io::ErrorKind::NotFound);
            if given.config.is_some() || !found.iter().all(missing) {
                errors.extend(found);
            }
            (Some(path), Vec::new())
        }
    }
}

fn malformed(key: &'static Key, raw: &Raw, origin: &Origin) -> Option<ConfigError> {
    let place = origin.place()?.clone();
    let got = if key.secret { domain::mask::MASK.to_owned() } else { raw.toml() };
    Some(ConfigError::Malformed { place, key, got })
}

/// The value of a key when nobody says anything.
pub(crate) fn default_of(key: &Key, state_dir: &Path) -> Option<Raw> {
    Some(match key.default {
        Default::Unset => return None,
        Default::Text(text) => Raw::Text(text.to_owned()),
        Default::List(list) => Raw::List(list.iter().map(|item| Raw::Text((*item).to_owned())).collect()),
        Default::Number(number) => Raw::Number(number.into()),
        Default::Off => Raw::Bool(false),
        Default::NoTable => Raw::Table(Vec::new()),
        Default::StateDirectory => Raw::Text(state_dir.to_string_lossy().into_owned()),
    })
}

fn of_file(key: &Key, path: Option<&Path>, entries: &[file::Entry]) -> Option<(Raw, Origin)> {
    let (_, raw, line) = entries.iter().find(|(found, ..)| found.name == key.name)?;
    Some((raw.clone(), Origin::File(Place::Line(path?.to_owned(), *line))))
}

fn of_dotenv(key: &Key, dotenv: Option<&DotEnv>) -> Option<(Raw, Origin)> {
    let dotenv = dotenv?;
    let get =
        |name: &str| dotenv.variables.get(name).map(|(value, _)| value.as_str()).filter(|v| !v.is_empty());
    let (raw, names) = match &key.env {
        Env::Variable(names) => (key.kind.read(get(names[0])?), &names[..]),
        Env::HostAndPort => (host_and_port(get)?, key.env.names()),
        Env::None | Env::Locale | Env::StateDirectory => return None,
    };
    let line = names.iter().filter_map(|name| dotenv.variables.get(*name)).map(|(_, line)| *line).min()?;
    Some((raw, Origin::DotEnv(Place::Line(dotenv.path.clone(), line))))
}

fn of_environment(key: &Key, environment: &Environment) -> Option<(Raw, Origin)> {
    let get = |name: &str| environment.get(name);
    let (raw, name) = match &key.env {
        Env::None => return None,
        Env::Variable(names) => (key.kind.read(get(names[0])?), names[0].to_owned()),
        Env::HostAndPort => {
            let set: Vec<_> = key.env.names().iter().copied().filter(|name| get(name).is_some()).collect();
            (host_and_port(get)?, set.join(" "))
        }
        Env::Locale => {
            let (name, value) = key.env.names().iter().find_map(|name| Some((*name, get(name)?)))?;
            // C and POSIX ask for no language, so the file may.
            if matches!(value.split('.').next(), Some("C" | "POSIX")) {
                return None;
            }
            (Raw::Text(words::Lang::from_env(Some(value), None, None).word().to_owned()), name.to_owned())
        }
        Env::StateDirectory => {
            let folder = environment.first_folder("STATE_DIRECTORY")?;
            (Raw::Text(folder.to_string_lossy().into_owned()), "STATE_DIRECTORY".to_owned())
        }
    };
    Some((raw, Origin::Environment(Place::Environment(name))))
}

/// `HOST` and `PORT` are one address; the one that is missing has its default.
fn host_and_port<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Option<Raw> {
    let (host, port) = (get("HOST"), get("PORT"));
    if host.is_none() && port.is_none() {
        return None;
    }
    let (host, port) = (host.unwrap_or(DEFAULT_HOST), port.unwrap_or(DEFAULT_PORT));
    let bracketed = host.contains(':') && !host.starts_with('[');
    Some(Raw::Text(if bracketed { format!("[{host}]:{port}") } else { format!("{host}:{port}") }))
}

fn of_flag(key: &Key, given: &Given, environment: &Environment) -> Option<(Raw, Origin)> {
    let written = given.flags.get(key.name)?;
    let raw = if key.kind.is_list() {
        Raw::List(written.iter().flat_map(|text| key.kind.read(text).items().to_vec()).collect())
    } else {
        let last = written.last()?;
        match (key.kind, &environment.working_directory) {
            // Only on the command line is a relative path somebody's own.
            (Kind::Directory, Some(here)) if !last.is_empty() => {
                Raw::Text(here.join(last).to_string_lossy().into_owned())
            }
            _ => key.kind.read(last),
        }
    };
    Some((raw, Origin::Flag(Place::Flag(format!("--{}", key.flag_name())))))
}

fn thresholds_in_order(loaded: &Loaded) -> Vec<ConfigError> {
    let config = &loaded.config;
    let pairs = [
        ("cpu_warn", "cpu_bad", config.cpu),
        ("memory_warn", "memory_bad", config.memory),
        ("disk_warn", "disk_bad", config.disk),
    ];
    let wrong = |(warn, bad, Thresholds { warn: low, bad: high })| {
        let place = loaded.origin(warn).place().or(loaded.origin(bad).place()).cloned();
        (low >= high).then_some(ConfigError::Thresholds { place, keys: (warn, bad), values: (low, high) })
    };
    pairs.into_iter().filter_map(wrong).collect()
}

#[cfg(test)]
#[path = "layers_tests.rs"]
mod tests;
