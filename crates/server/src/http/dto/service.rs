//! A service (CONTRACTS §4): in the snapshot, in `GET services` and on the command line.

use domain::service::{Service as DomainService, ServiceSource as DomainSource, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::gaps::Gaps;
use super::number::rfc3339;

/// How a service is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceState {
    /// It runs, or did its one job.
    Active,
    /// It is stopped.
    Inactive,
    /// It ended in a way that it should not have.
    Failed,
    /// It is being started; with `sub_state` `auto-restart` it waits to be started again after a failure.
    Activating,
    /// It is being stopped.
    Deactivating,
    /// Neither a unit nor a process has that name.
    NotFound,
    /// This system has services of a kind that is not read.
    Unsupported,
    /// It could not be learnt; `gaps` says why.
    Unknown,
}

impl From<State> for ServiceState {
    fn from(state: State) -> Self {
        match state {
            State::Active => Self::Active,
            State::Inactive => Self::Inactive,
            State::Failed => Self::Failed,
            State::Activating => Self::Activating,
            State::Deactivating => Self::Deactivating,
            State::NotFound => Self::NotFound,
            State::Unsupported => Self::Unsupported,
            State::Unknown => Self::Unknown,
        }
    }
}

/// Who says how a service is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceSource {
    /// systemd knows the unit.
    Systemd,
    /// A process of that name, or in the cgroup of that unit, was found.
    Process,
    /// Nobody.
    None,
}

impl From<DomainSource> for ServiceSource {
    fn from(source: DomainSource) -> Self {
        match source {
            DomainSource::Systemd => Self::Systemd,
            DomainSource::Process => Self::Process,
            DomainSource::None => Self::None,
        }
    }
}

/// A service. Names, states of systemd and descriptions are hostile text.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Service {
    /// The unit's name when systemd knows it, else the configured name. Unique in a list.
    pub id: String,
    /// The configured name of a watched one, else the unit's name without `.service`.
    pub name: String,
    /// How it is doing.
    pub state: ServiceState,
    /// systemd's finer state, as `running`, `exited`, `auto-restart`.
    #[schema(required)]
    pub sub_state: Option<String>,
    /// Who says so.
    pub source: ServiceSource,
    /// Since when it has been in this state; of one that goes by its process, when that was started.
    #[schema(required, format = DateTime)]
    pub since: Option<String>,
    /// Its main process.
    #[schema(required)]
    pub main_pid: Option<u32>,
    /// How often it was started again after it ended.
    #[schema(required)]
    pub restarts: Option<u32>,
    /// Memory of all its processes, bytes; `null` (`unsupported`) where nobody counts it.
    #[schema(required)]
    pub memory_bytes: Option<u64>,
    /// What it is, in a line.
    #[schema(required)]
    pub description: Option<String>,
    /// What became of its configuration: `loaded`, `masked` (it may not be started), `not-found`, `bad-setting`, `error`.
    #[schema(required)]
    pub load_state: Option<String>,
    /// How its last run ended: `success`, `exit-code`, `signal`, `timeout`, `oom-kill`, `start-limit-hit`, …
    #[schema(required)]
    pub result: Option<String>,
    /// Exit status of its last main process, or the number of the signal that ended it (`result` is `signal` or
    /// `core-dump`); `null` (`unsupported`) when none has ended.
    #[schema(required)]
    pub exit_status: Option<i32>,
    /// The active socket, path or timer that starts it when it is needed.
    #[schema(required)]
    pub triggered_by: Option<String>,
    /// Whether the configuration asks for it.
    pub watched: bool,
    /// Id of its log in `logs/{id}`.
    #[schema(required)]
    pub log: Option<String>,
    /// Every `null` of this object and why.
    pub gaps: Gaps,
}

impl From<&DomainService> for Service {
    fn from(service: &DomainService) -> Self {
        let mut gaps = Gaps::default();
        Self {
            id: service.id.clone(),
            name: service.name.clone(),
            state: service.state.into(),
            sub_state: gaps.take("sub_state", service.sub_state.clone()),
            source: service.source.into(),
            since: gaps.take("since", service.since.map(rfc3339)),
            main_pid: gaps.take("main_pid", service.main_pid),
            restarts: gaps.take("restarts", service.restarts),
            memory_bytes: gaps.take("memory_bytes", service.memory_bytes),
            description: gaps.take("description", service.description.clone()),
            load_state: gaps.take("load_state", service.load_state.clone()),
            result: gaps.take("result", service.result.clone()),
            exit_status: gaps.take("exit_status", service.exit_status),
            triggered_by: gaps.take("triggered_by", service.triggered_by.clone()),
            watched: service.watched,
            log: gaps.take("log", service.log.clone()),
            gaps,
        }
    }
}

/// Answer of `GET services`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ServiceList {
    /// The watched ones in the order of the configuration, then failed units by name; with `all` all other
    /// loaded service units after them, by name.
    pub services: Vec<Service>,
}

impl ServiceList {
    /// The services of a tick.
    #[must_use]
    pub fn of(services: &domain::service::Services, all: bool) -> Self {
        let others = if all { services.others() } else { &[] };
        Self {
            services: services
                .shown()
                .iter()
                .chain(others)
                .map(|service| Service::from(&**service))
                .collect(),
        }
    }
}
