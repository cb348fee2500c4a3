//! Which services are shown and how they are doing: a pure function of what is wanted, what the service
//! manager said, and the processes.
//!
//! What the manager says changes rarely and is worked out once for each [`Table`]; what has to be looked up
//! among the processes is looked up again when they were read again.

use std::sync::Arc;

use super::{Manager, Service, ServiceSource, State, Table, Unit, names};
use crate::gap::{Gap, Reading};
use crate::snapshot::Process;

/// The services of one tick.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Services {
    shown: Vec<Arc<Service>>,
    others: Arc<[Arc<Service>]>,
    /// What is looked for among the processes, and its place in `shown`.
    lookups: Arc<[(usize, Lookup)]>,
}

/// A wanted name that goes by its process.
#[derive(Clone, Debug, PartialEq)]
struct Lookup {
    name: String,
    /// Units whose cgroup its processes may be in, when their manager does not answer.
    units: Vec<String>,
    /// What holds when there is no such process.
    without: (State, Gap),
}

impl Services {
    /// What follows from a table and the processes of now.
    #[must_use]
    pub fn decide(table: &Table, processes: Reading<&[Process]>) -> Self {
        let mut shown: Vec<Arc<Service>> = Vec::new();
        let mut lookups = Vec::new();
        for name in &*table.wanted {
            for row in watched(name, &table.manager) {
                let service = match row {
                    Row::Told(service) => service,
                    Row::Look(lookup) => {
                        let service = Arc::new(lookup.look(processes));
                        lookups.push((shown.len(), lookup));
                        service
                    }
                };
                // Two wanted names may stand for one unit: it is one service, and ids are unique.
                if shown.iter().any(|earlier| earlier.id == service.id) {
                    lookups.retain(|(at, _)| *at != shown.len());
                } else {
                    shown.push(service);
                }
            }
        }
        let mut others = Vec::new();
        if let Manager::Systemd(units) = &table.manager {
            let mut rest: Vec<&Unit> =
                units.iter().filter(|unit| !shown.iter().any(|service| service.id == unit.id)).collect();
            rest.sort_by(|one, other| one.id.cmp(&other.id));
            rest.dedup_by(|one, other| one.id == other.id);
            let row = |unit: &Unit| Arc::new(of_unit(plain(&unit.id), unit, units, false));
            for unit in rest {
                if unit.state() == State::Failed {
                    shown.push(row(unit));
                } else if unit.id.ends_with(".service") && unit.exists() {
                    others.push(row(unit));
                }
            }
        }
        Self { shown, others: others.into(), lookups: lookups.into() }
    }

    /// The same table with processes that were read later. What did not change is not made anew.
    #[must_use]
    pub fn again(self: &Arc<Self>, processes: Reading<&[Process]>) -> Arc<Self> {
        let mut changed = None;
        for (at, lookup) in self.lookups.iter() {
            let service = lookup.look(processes);
            if self.shown.get(*at).is_some_and(|known| **known != service) {
                let next = changed.get_or_insert_with(|| (**self).clone());
                if let Some(place) = next.shown.get_mut(*at) {
                    *place = Arc::new(service);
                }
            }
        }
        changed.map_or_else(|| Arc::clone(self), Arc::new)
    }

    /// The watched ones in the order of the configuration, then failed units by name.
    #[must_use]
    pub fn shown(&self) -> &[Arc<Service>] {
        &self.shown
    }

    /// All other loaded service units, by name.
    #[must_use]
    pub fn others(&self) -> &[Arc<Service>] {
        &self.others
    }
}

enum Row {
    Told(Arc<Service>),
    Look(Lookup),
}

/// The rows of a wanted name: one, or those of all instances of a template.
fn watched(name: &str, manager: &Manager) -> Vec<Row> {
    let look = |units, without| vec![Row::Look(Lookup { name: name.to_owned(), units, without })];
    match manager {
        Manager::Systemd(units) => {
            if let Some(stem) = names::template(name) {
                let instances: Vec<_> =
                    instances(stem, units).map(|unit| told(plain(&unit.id), unit, units)).collect();
                if !instances.is_empty() {
                    return instances;
                }
            }
            let named = |candidate: &String| {
                units.iter().find(|unit| unit.exists() && unit.names.iter().any(|name| name == candidate))
            };
            match names::units(name).iter().find_map(named) {
                Some(unit) => vec![told(name, unit, units)],
                None => look(Vec::new(), (State::NotFound, Gap::Unsupported)),
            }
        }
        Manager::Absent => look(Vec::new(), (State::NotFound, Gap::Unsupported)),
        Manager::Unreachable(gap) => look(names::units(name), (State::Unknown, *gap)),
        Manager::Unsupported => {
            let unsupported = Service { state: State::Unsupported, ..blank(name, Gap::Unsupported) };
            vec![Row::Told(Arc::new(unsupported))]
        }
    }
}

fn told(name: &str, unit: &Unit, all: &[Unit]) -> Row {
    Row::Told(Arc::new(of_unit(name, unit, all, true)))
}

fn instances<'a>(stem: &'a str, units: &'a [Unit]) -> impl Iterator<Item = &'a Unit> {
    let is_instance = move |unit: &&Unit| {
        let rest = unit.id.strip_prefix(stem).and_then(|rest| rest.strip_suffix(".service"));
        rest.is_some_and(|instance| !instance.is_empty()) && unit.exists()
    };
    units.iter().filter(is_instance)
}

fn plain(unit: &str) -> &str {
    unit.strip_suffix(".service").unwrap_or(unit)
}

/// A service of which nothing is known, for that reason.
fn blank(name: &str, why: Gap) -> Service {
    Service {
        id: name.to_owned(),
        name: name.to_owned(),
        state: State::Unknown,
        sub_state: Err(why),
        load_state: Err(why),
        source: ServiceSource::None,
        since: Err(why),
        main_pid: Err(why),
        restarts: Err(why),
        memory_bytes: Err(why),
        description: Err(why),
        result: Err(why),
        exit_status: Err(why),
        triggered_by: Err(Gap::Unsupported),
        watched: true,
        log: Err(Gap::Unsupported),
    }
}

fn of_unit(name: &str, unit: &Unit, all: &[Unit], watched: bool) -> Service {
    let text = |text: &String| if text.is_empty() { Err(Gap::Unsupported) } else { Ok(text.clone()) };
    Service {
        id: unit.id.clone(),
        name: name.to_owned(),
        state: unit.state(),
        sub_state: text(&unit.sub_state),
        load_state: text(&unit.load_state),
        source: ServiceSource::Systemd,
        since: unit.since,
        main_pid: unit.main_pid,
        restarts: unit.restarts,
        memory_bytes: unit.memory_bytes,
        description: text(&unit.description),
        result: unit.result.clone(),
        exit_status: unit.exit_status,
        triggered_by: trigger(unit, all).ok_or(Gap::Unsupported),
        watched,
        log: unit.log.clone().ok_or(Gap::Unsupported),
    }
}

/// What starts a stopped service when it is needed: its socket, path or timer, if that is active.
fn trigger(unit: &Unit, all: &[Unit]) -> Option<String> {
    let stem = unit.id.strip_suffix(".service").filter(|_| unit.state() == State::Inactive)?;
    let is_trigger = |other: &&Unit| {
        let kind = other.id.strip_prefix(stem);
        kind.is_some_and(|kind| matches!(kind, ".socket" | ".path" | ".timer"))
            && other.state() == State::Active
    };
    all.iter().find(is_trigger).map(|other| other.id.clone())
}

impl Lookup {
    /// The service as its processes show it.
    fn look(&self, processes: Reading<&[Process]>) -> Service {
        let (state, why) = self.without;
        let processes = match processes {
            Ok(processes) => processes,
            Err(gap) => return blank(&self.name, gap),
        };
        let mut oldest: Option<&Process> = None;
        let mut memory = 0u64;
        for process in processes.iter().filter(|process| self.is(process)) {
            memory = memory.saturating_add(process.sample.rss_bytes);
            let age = |process: &Process| (process.sample.key.started, process.sample.key.pid);
            if oldest.is_none_or(|known| age(process) < age(known)) {
                oldest = Some(process);
            }
        }
        match oldest {
            None => Service { state, ..blank(&self.name, why) },
            Some(main) => Service {
                state: State::Active,
                source: ServiceSource::Process,
                since: main.create_time.map(|seconds| crate::time::Wall((seconds * 1e9) as i64)),
                main_pid: Ok(main.sample.key.pid),
                memory_bytes: Ok(memory),
                ..blank(&self.name, why)
            },
        }
    }

    fn is(&self, process: &Process) -> bool {
        let identity = &process.sample.identity;
        if process.sample.has_ended() {
            return false;
        }
        let in_unit = || matches!(&identity.unit, Ok(Some(unit)) if self.units.contains(unit));
        let inside = || matches!(&identity.container, Ok(Some(_)));
        names::is_process(&self.name, &identity.name) || !self.units.is_empty() && in_unit() && !inside()
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
