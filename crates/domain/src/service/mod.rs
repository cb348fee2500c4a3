//! Services as data: what the service manager says of its units, and what of it is shown.
//!
//! Here: the words and shapes. Which unit a wanted name stands for is in [`names`], what follows from all
//! of it in [`decide`]. Asking the manager is `host`'s work.

pub mod decide;
pub mod names;

use std::sync::Arc;

use crate::gap::{Gap, Reading};
use crate::time::Wall;

pub use decide::Services;

/// How a service is doing. The words are those of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It runs, or did its one job (`active`, `reloading`, `refreshing` of systemd).
    Active,
    /// It is stopped (`inactive`, `maintenance`).
    Inactive,
    /// It ended in a way that it should not have.
    Failed,
    /// It is being started. With `sub_state` `auto-restart` it waits to be started again after a failure.
    Activating,
    /// It is being stopped.
    Deactivating,
    /// Neither a unit nor a process has that name.
    NotFound,
    /// This system has services of a kind that this program does not read.
    Unsupported,
    /// It could not be learnt.
    Unknown,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Active,
        Self::Inactive,
        Self::Failed,
        Self::Activating,
        Self::Deactivating,
        Self::NotFound,
        Self::Unsupported,
        Self::Unknown,
    ];

    /// The word of the interface.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Failed => "failed",
            Self::Activating => "activating",
            Self::Deactivating => "deactivating",
            Self::NotFound => "not_found",
            Self::Unsupported => "unsupported",
            Self::Unknown => "unknown",
        }
    }

    /// What `ActiveState` of systemd means (org.freedesktop.systemd1(5)).
    #[must_use]
    pub fn of_systemd(active: &str) -> Self {
        match active {
            "active" | "reloading" | "refreshing" => Self::Active,
            "inactive" | "maintenance" => Self::Inactive,
            "failed" => Self::Failed,
            "activating" => Self::Activating,
            "deactivating" => Self::Deactivating,
            _ => Self::Unknown,
        }
    }
}

/// Who says how a service is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ServiceSource {
    /// systemd knows the unit.
    Systemd,
    /// A process of that name (or in the cgroup of that unit) was found.
    Process,
    /// Nobody.
    None,
}

impl ServiceSource {
    /// The word of the interface.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Systemd => "systemd",
            Self::Process => "process",
            Self::None => "none",
        }
    }
}

/// A unit as systemd tells of it. All texts are hostile: whoever may write unit files or start transient
/// units chooses them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its first name, as `ssh.service` (`Id`).
    pub id: String,
    /// All its names, the first one too (`Names`).
    pub names: Vec<String>,
    /// What it is, in a line (`Description`).
    pub description: String,
    /// `LoadState`: `loaded`, `not-found`, `masked`, `bad-setting`, `error`, …
    pub load_state: String,
    /// `ActiveState`.
    pub active_state: String,
    /// `SubState`.
    pub sub_state: String,
    /// When it got into its state; [`Gap::Unsupported`] if it was never in another one in this boot.
    pub since: Reading<Wall>,
    /// Main process; [`Gap::Unsupported`] when it has none.
    pub main_pid: Reading<u32>,
    /// How often the manager started it again after it ended (`NRestarts`).
    pub restarts: Reading<u32>,
    /// Memory of its cgroup, page cache included; [`Gap::Unsupported`] when nobody counts it (`[not set]`).
    pub memory_bytes: Reading<u64>,
    /// How its last run ended, as `success`, `exit-code`, `signal`, `start-limit-hit` (`Result`).
    pub result: Reading<String>,
    /// Exit status of its last main process, or the number of the signal that ended it (`ExecMainStatus`);
    /// [`Gap::Unsupported`] when none has ended.
    pub exit_status: Reading<i32>,
    /// Id of its log; `None` where there is no journal.
    pub log: Option<String>,
}

impl Unit {
    /// A unit of which nothing is known but its names and states.
    #[must_use]
    pub fn new(id: &str, load_state: &str, active_state: &str, sub_state: &str) -> Self {
        Self {
            id: id.to_owned(),
            names: vec![id.to_owned()],
            description: String::new(),
            load_state: load_state.to_owned(),
            active_state: active_state.to_owned(),
            sub_state: sub_state.to_owned(),
            since: Err(Gap::NotYet),
            main_pid: Err(Gap::NotYet),
            restarts: Err(Gap::NotYet),
            memory_bytes: Err(Gap::NotYet),
            result: Err(Gap::NotYet),
            exit_status: Err(Gap::NotYet),
            log: None,
        }
    }

    /// How it is doing.
    #[must_use]
    pub fn state(&self) -> State {
        State::of_systemd(&self.active_state)
    }

    /// Whether it exists beyond being named by somebody.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.load_state != "not-found" || !matches!(self.state(), State::Inactive)
    }
}

/// What the service manager of this machine is, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub enum Manager {
    /// systemd, and the units that matter: services, the wanted ones, failed ones, and sockets, paths and timers.
    Systemd(Vec<Unit>),
    /// There is none that this program knows: services are looked for among the processes.
    Absent,
    /// The system has services of a kind that this program does not read.
    Unsupported,
    /// systemd is there and could not be asked.
    Unreachable(Gap),
}

/// What is wanted, and what the manager said of it. A new one is made when anything of it changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The names that the configuration lists, in its order.
    pub wanted: Arc<[String]>,
    /// The manager's answer.
    pub manager: Manager,
}

/// A service as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The unit's name when systemd knows it, else the configured name. Unique in a list. Hostile text.
    pub id: String,
    /// The configured name of a watched one, else the unit's name without `.service`. Hostile text.
    pub name: String,
    /// How it is doing.
    pub state: State,
    /// systemd's finer state, as `running`, `exited`, `auto-restart`. Hostile text.
    pub sub_state: Reading<String>,
    /// What became of its configuration: `loaded`, `masked`, `not-found`, `bad-setting`, `error`. Hostile text.
    pub load_state: Reading<String>,
    /// Who says so.
    pub source: ServiceSource,
    /// Since when it has been in this state.
    pub since: Reading<Wall>,
    /// Its main process.
    pub main_pid: Reading<u32>,
    /// How often it was started again after it ended.
    pub restarts: Reading<u32>,
    /// Memory of all its processes.
    pub memory_bytes: Reading<u64>,
    /// What it is, in a line. Hostile text.
    pub description: Reading<String>,
    /// How its last run ended. Hostile text.
    pub result: Reading<String>,
    /// Exit status of its last main process, or the number of the signal that ended it.
    pub exit_status: Reading<i32>,
    /// The active socket, path or timer that starts it when it is needed; a gap when there is none.
    pub triggered_by: Reading<String>,
    /// Whether the configuration asks for it.
    pub watched: bool,
    /// Id of its log; a gap when it has none.
    pub log: Reading<String>,
}
