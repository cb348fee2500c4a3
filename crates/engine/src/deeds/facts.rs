//! A process as it is now, and what is decided about it now: nothing of a decision comes from an earlier look but
//! the mark by which a successor would be known (DESIGN §6.1, §6.4).

use std::sync::Arc;

use domain::access::Role;
use domain::decide::{Deed, Fact, Facts, Mark, Permit, Refusal, Relation, decide};
use domain::judge::recognise;
use domain::policy::Platform;
use domain::process::ProcessSample;
use domain::snapshot::Process;
use domain::{Gap, ProcessKey, Reading, Snapshot};
use host::linux::closeup::{LookError, look_now};
use host::linux::kin;

use super::Desk;
use super::condition;
use super::names::Names;
use super::types::{Asker, DeedError};

/// How often a process may be somebody else by name while the policies are asked about it.
const CHANGES: usize = 3;

/// What was read, and what follows.
pub(super) struct Weighed {
    pub(super) process: Process,
    pub(super) decision: Result<Permit, Refusal>,
}

impl Desk {
    /// Reads the process and the policies now, and decides.
    pub(super) fn weigh(&self, deed: Deed, key: ProcessKey, asker: &Asker) -> Result<Weighed, DeedError> {
        let mut before = Looked::new(self.look(key)?);
        for _ in 0..CHANGES {
            let policy = self.tools.policies.now(&before.names());
            // The store may have taken seconds: what is decided on is what is so after its answer.
            let looked = Looked::new(self.look(key)?);
            if policy.is_ok() && looked.names() != before.names() {
                before = looked;
                continue;
            }
            let snapshot = self.newest()?;
            let relation = self.relation(key.pid, asker);
            let facts = Facts::of(&looked.process.sample, &snapshot.facts, relation);
            let wanted = condition::holds(asker, &looked.process, &snapshot);
            let decision =
                wanted.and_then(|()| decide(deed, &facts, &policy, asker.role, host::clock::mono()));
            return Ok(Weighed { process: looked.process, decision });
        }
        Err(DeedError::Refused(Refusal::Unread { fact: Fact::Name, gap: Gap::NotYet }))
    }

    /// The process as it is now, if it is the one that is meant.
    pub(super) fn look(&self, key: ProcessKey) -> Result<ProcessSample, DeedError> {
        let unread = |gap| DeedError::Refused(Refusal::Unread { fact: Fact::Process, gap });
        let snapshot = self.newest()?;
        let listed = snapshot.processes.as_ref().map_err(|gap| unread(*gap))?;
        let remembered = listed
            .binary_search_by_key(&key.pid, |process| process.sample.key.pid)
            .ok()
            .and_then(|at| listed.get(at))
            .filter(|process| process.sample.key == key)
            .map(|process| (process.sample.mark, &process.sample.identity));
        let mut sample = match look_now(&self.tools.roots, &snapshot.facts, key.pid) {
            Ok(sample) => sample,
            Err(LookError::Gone) if remembered.is_some() || self.sight.has_seen(key) => {
                return Err(DeedError::Gone);
            }
            Err(LookError::Gone) => return Err(DeedError::NeverSeen),
            Err(LookError::Kernel) => return Err(DeedError::Refused(Refusal::KernelThread)),
            Err(LookError::Denied) => return Err(unread(Gap::Denied)),
            Err(LookError::Failed(cause)) => return Err(unread(Gap::Failed(cause))),
        };
        if sample.key != key {
            return Err(DeedError::NotTheSame);
        }
        let (mark, identity) = match remembered {
            Some(remembered) => remembered,
            // It was gone from the list: whoever has its pid and start time now took them over.
            None if self.sight.has_seen(key) => return Err(DeedError::NotTheSame),
            None => return Err(DeedError::NeverSeen),
        };
        if matches!(mark, Mark::Numbered(_)) && sample.mark != mark {
            return Err(DeedError::NotTheSame);
        }
        sample.mark = mark;
        if sample.has_ended() {
            // Of one that ended only this is left: it is told of as who it was.
            sample.identity = Arc::clone(identity);
        }
        Ok(sample)
    }

    /// How it stands to this program and to the asker.
    fn relation(&self, pid: u32, asker: &Asker) -> Reading<Relation> {
        let roots = &self.tools.roots;
        if pid == self.own_pid {
            return Ok(Relation::Itself);
        }
        if kin::lineage(roots, self.own_pid)?.iter().any(|ancestor| ancestor.pid == pid) {
            return Ok(Relation::Ancestor);
        }
        if asker.way_in.as_ref().map_err(|gap| *gap)?.contains(&pid) {
            return Ok(Relation::WayIn);
        }
        // Where its file may not be seen, that alone refuses it later, with a better reason.
        match kin::same_executable(roots, pid, self.own_pid) {
            Ok(true) => Ok(Relation::Itself),
            _ => Ok(Relation::Stranger),
        }
    }

    /// The newest snapshot.
    pub(super) fn newest(&self) -> Result<Arc<Snapshot>, DeedError> {
        let newest = self.tools.snapshots.borrow().clone();
        newest.ok_or(DeedError::Refused(Refusal::Unread { fact: Fact::Process, gap: Gap::NotYet }))
    }
}

/// A process and the names that it goes by.
struct Looked {
    process: Process,
    names: Names,
}

impl Looked {
    fn new(sample: ProcessSample) -> Self {
        let process = Process {
            sample,
            cpu_percent: Err(Gap::NotYet),
            memory_percent: Err(Gap::NotYet),
            io_rates: Err(Gap::NotYet),
            create_time: Err(Gap::NotYet),
            judged: Err(Gap::NotYet),
            idle: Err(Gap::NotYet),
        };
        let names = Names::of(&process.sample.identity, recognise(&process, Platform::Linux));
        Self { process, names }
    }

    fn names(&self) -> Vec<&str> {
        self.names.all(&self.process.sample.identity)
    }
}

/// Whoever has this program do something later on its own account, as waking what was paused.
pub(super) fn on_behalf(actor: &store::Actor) -> Asker {
    Asker {
        actor: actor.clone(),
        role: Role::Operator,
        address: None,
        way_in: Ok(Vec::new()),
        condition: None,
    }
}
