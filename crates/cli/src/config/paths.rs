//! Where the configuration and the state are: systemd's folders, the system's, or the user's (XDG base directories).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::keys::KEYS;

/// The state directory of a server that root runs.
pub(crate) const SYSTEM_STATE_DIR: &str = "/var/lib/server-monitor";
const SYSTEM_CONFIG: &str = "/etc/server-monitor";
const CONFIG_FILE: &str = "config.toml";

/// Variables that are read beside those of the keys.
const FOLDERS: &[&str] = &["CONFIGURATION_DIRECTORY", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"];

/// What the program knows about its caller: a few variables, the user, the working directory.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    variables: BTreeMap<String, String>,
    /// Effective user id.
    pub(crate) uid: u32,
    /// The working directory; `None` if it cannot be told.
    pub(crate) working_directory: Option<PathBuf>,
}

impl Environment {
    /// That of this process. Only the variables that mean something are kept; a value that is not
    /// UTF-8 is kept with replacement characters, so that its key refuses it.
    pub(crate) fn of_process() -> Self {
        let names = KEYS.iter().flat_map(|key| key.env.names()).chain(FOLDERS);
        let read = |name: &&str| {
            let value = std::env::var_os(name)?;
            Some(((*name).to_owned(), value.to_string_lossy().into_owned()))
        };
        Self {
            variables: names.filter_map(read).collect(),
            uid: rustix::process::geteuid().as_raw(),
            working_directory: std::env::current_dir().ok(),
        }
    }

    /// A variable that is set and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The configuration file when none was named.
    pub(crate) fn config_file(&self) -> Option<PathBuf> {
        if let Some(folder) = self.first_folder("CONFIGURATION_DIRECTORY") {
            return Some(folder.join(CONFIG_FILE));
        }
        if self.uid == 0 {
            return Some(Path::new(SYSTEM_CONFIG).join(CONFIG_FILE));
        }
        Some(self.xdg("XDG_CONFIG_HOME", ".config")?.join("server-monitor").join(CONFIG_FILE))
    }

    /// The state directory when none was named. Without a home it is the system's: it is then refused
    /// with its name, which says more than a guess.
    pub(crate) fn state_dir(&self) -> PathBuf {
        if self.uid == 0 {
            return SYSTEM_STATE_DIR.into();
        }
        self.xdg("XDG_STATE_HOME", ".local/state")
            .map_or(SYSTEM_STATE_DIR.into(), |home| home.join("server-monitor"))
    }

    /// systemd separates several folders with colons; the first is ours (systemd.exec(5)).
    pub(crate) fn first_folder(&self, variable: &str) -> Option<PathBuf> {
        self.get(variable)?.split(':').next().map(PathBuf::from)
    }

    /// A relative XDG path is to be ignored (XDG base directory specification).
    fn xdg(&self, variable: &str, below_home: &str) -> Option<PathBuf> {
        let named = self.get(variable).map(PathBuf::from).filter(|path| path.is_absolute());
        named.or_else(|| {
            Some(self.get("HOME").map(PathBuf::from).filter(|p| p.is_absolute())?.join(below_home))
        })
    }
}

#[cfg(test)]
impl Environment {
    /// An invented caller.
    pub(crate) fn invented(uid: u32, variables: &[(&str, &str)]) -> Self {
        let variables =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { variables, uid, working_directory: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_uses_the_folders_of_the_system() {
        let root = Environment::invented(0, &[("HOME", "/root"), ("XDG_STATE_HOME", "/root/x")]);
        assert_eq!(root.config_file(), Some("/etc/server-monitor/config.toml".into()));
        assert_eq!(root.state_dir(), PathBuf::from("/var/lib/server-monitor"));
    }

    #[test]
    fn a_user_uses_the_folders_of_the_home() {
        let user = Environment::invented(1000, &[("HOME", "/home/u"), ("XDG_CONFIG_HOME", "relative")]);
        assert_eq!(user.config_file(), Some("/home/u/.config/server-monitor/config.toml".into()));
        assert_eq!(user.state_dir(), PathBuf::from("/home/u/.local/state/server-monitor"));
        let xdg = Environment::invented(
            1000,
            &[("HOME", "/home/u"), ("XDG_CONFIG_HOME", "/c"), ("XDG_STATE_HOME", "/s")],
        );
        assert_eq!(xdg.config_file(), Some("/c/server-monitor/config.toml".into()));
        assert_eq!(xdg.state_dir(), PathBuf::from("/s/server-monitor"));
    }

    #[test]
    fn the_folder_of_systemd_comes_first() {
        let unit = Environment::invented(0, &[("CONFIGURATION_DIRECTORY", "/etc/a:/etc/b")]);
        assert_eq!(unit.config_file(), Some("/etc/a/config.toml".into()));
    }
}
