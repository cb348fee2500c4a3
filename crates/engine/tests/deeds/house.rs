//! A desk with an engine that looks at this machine ten times a second, and a store in memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use domain::decide::{Deed, Mark};
use domain::policy::{Key, Patch, Platform};
use domain::snapshot::Process;
use domain::{ProcessKey, Role, Sample, Snapshot};
use engine::deeds::{Asker, DeedError, Deeds, Outcome, Request, Tools};
use engine::policies::Policies;
use engine::{Engine, Options, Source};
use host::{Roots, Sampler, SamplerOptions};
use store::{Actor, AuditRow, Entry, LocalStore, MemoryStore, PolicyStore};

use crate::pet::{LIMIT, Pet, until};

/// From TERM to KILL where somebody is to be killed.
pub(crate) const PATIENCE: Duration = Duration::from_millis(700);

/// From TERM to KILL where nobody is: however busy the machine is, who obeys is not killed.
const OBEYED: Duration = Duration::from_secs(60);

pub(crate) struct House {
    pub(crate) engine: Engine,
    pub(crate) deeds: Deeds,
    pub(crate) store: Arc<MemoryStore>,
    /// The mark of this pid is not what it was.
    pub(crate) forged: Arc<AtomicU32>,
}

pub(crate) struct Plan {
    pub(crate) patience: Duration,
    pub(crate) policies: Option<Arc<dyn PolicyStore>>,
    pub(crate) audit: Option<Arc<dyn LocalStore>>,
    /// It looks once each time that somebody says so here, instead of ten times a second.
    pub(crate) gate: Option<Receiver<()>>,
}

impl Default for Plan {
    fn default() -> Self {
        Self { patience: OBEYED, policies: None, audit: None, gate: None }
    }
}

/// The machine, but for one mark.
struct Forger {
    sampler: Sampler,
    gate: Option<Receiver<()>>,
    forged: Arc<AtomicU32>,
}

impl Source for Forger {
    fn sample(&mut self, recycled: Option<Sample>) -> Sample {
        // Once nobody is there to say so any more it looks as often as it can.
        let _ = self.gate.as_ref().map(Receiver::recv);
        let mut sample = self.sampler.sample(recycled);
        let pid = self.forged.load(Ordering::Acquire);
        for process in sample.processes.iter_mut().flatten().filter(|process| process.key.pid == pid) {
            process.mark = Mark::Numbered(1);
        }
        sample
    }
}

impl House {
    pub(crate) fn new() -> Self {
        Self::with(Plan::default())
    }

    /// One that soon kills who does not obey.
    pub(crate) fn killing() -> Self {
        Self::with(Plan { patience: PATIENCE, ..Plan::default() })
    }

    pub(crate) fn with(plan: Plan) -> Self {
        let forged = Arc::new(AtomicU32::new(0));
        let mut options = SamplerOptions::default();
        if plan.gate.is_some() {
            // Where every moment counts what decides nothing is left out.
            options.surroundings = Duration::ZERO;
        }
        let sampler = Sampler::new(Roots::default(), options).expect("a machine");
        let interval = Duration::from_millis(if plan.gate.is_some() { 1 } else { 100 });
        let source = Forger { sampler, gate: plan.gate, forged: Arc::clone(&forged) };
        let options = Options { interval, ..Options::default() };
        let engine = Engine::start(source, options).expect("an engine");
        let store = Arc::new(MemoryStore::new());
        let policies = Policies::watch(plan.policies.unwrap_or_else(|| store.clone()));
        until("the policies are known", || policies.known().is_some());
        let deeds = Deeds::open(Tools {
            roots: Roots::default(),
            snapshots: engine.handle().snapshots(),
            policies,
            audit: plan.audit.unwrap_or_else(|| store.clone()),
            patience: plan.patience,
        })
        .expect("a desk");
        Self { engine, deeds, store, forged }
    }

    /// The newest snapshot.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        until("a snapshot", || self.engine.handle().latest().is_some());
        self.engine.handle().latest().unwrap()
    }

    /// Waits until a snapshot shows what is looked for.
    pub(crate) fn sees(&self, what: &str, so: impl Fn(&Process) -> bool) -> ProcessKey {
        let mut key = None;
        until(what, || {
            let snapshot = self.snapshot();
            key = snapshot.processes.as_ref().unwrap().iter().find(|one| so(one)).map(|one| one.sample.key);
            key.is_some()
        });
        key.unwrap()
    }

    /// The key of a child, once it is seen as what it is: an exec may be under way, and its arguments not be read yet.
    pub(crate) fn key(&self, pet: &Pet) -> ProcessKey {
        let name = || std::fs::read_to_string(format!("/proc/{}/comm", pet.pid)).unwrap_or_default();
        self.sees("the child", |one| {
            let identity = &one.sample.identity;
            one.sample.key.pid == pet.pid && identity.comm == name().trim_end() && identity.cmdline.is_ok()
        })
    }

    /// The key of its only child of this name.
    pub(crate) fn child_of(&self, pid: u32, name: &str) -> ProcessKey {
        self.sees("its child", |one| one.sample.ppid == pid && one.sample.identity.name == name)
    }

    pub(crate) fn do_it(&self, request: Request) -> Result<Outcome, DeedError> {
        wait(self.deeds.start(request, ann()))
    }

    pub(crate) fn end(&self, key: ProcessKey) -> Result<Outcome, DeedError> {
        self.do_it(request(Deed::End, key))
    }

    /// What the audit holds about a process, oldest first.
    pub(crate) fn audit(&self, key: ProcessKey) -> Vec<AuditRow> {
        audit_of(&*self.store, key)
    }

    /// Action, outcome and code of each row.
    pub(crate) fn told(&self, key: ProcessKey) -> Vec<String> {
        self.audit(key).iter().map(told).collect()
    }

    /// Forbids to end what is called so.
    pub(crate) fn forbid(&self, name: &str) {
        let key = Key { name: name.to_owned(), platform: Platform::Linux };
        let patch = Patch { terminatable: Some(false), ..Patch::default() };
        let entry = Entry::new(host::clock::wall(), Actor::cli("root"), "policy_set");
        self.store.set_policy(&key, &patch, entry).expect("a policy");
    }
}

/// Action, outcome and code of a row.
pub(crate) fn told(row: &AuditRow) -> String {
    format!("{} {} {}", row.action, row.outcome.word(), row.code.as_deref().unwrap_or("-"))
}

pub(crate) fn audit_of(store: &dyn LocalStore, key: ProcessKey) -> Vec<AuditRow> {
    let rows = store.audit(None, 1000).expect("the audit");
    let key = key.to_string();
    rows.into_iter().rev().filter(|row| row.key.as_deref() == Some(&key)).collect()
}

pub(crate) fn request(deed: Deed, key: ProcessKey) -> Request {
    Request { deed, key, group: false, plan: None, wake_after: None }
}

pub(crate) fn ann() -> Asker {
    asker("ann", Role::Operator)
}

pub(crate) fn asker(name: &str, role: Role) -> Asker {
    Asker {
        actor: Actor::user(&name.parse().unwrap()),
        role,
        address: None,
        way_in: Ok(Vec::new()),
        condition: None,
    }
}

pub(crate) fn wait(
    answer: tokio::sync::oneshot::Receiver<Result<Outcome, DeedError>>,
) -> Result<Outcome, DeedError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime
        .block_on(async { tokio::time::timeout(LIMIT, answer).await })
        .expect("an answer in time")
        .expect("an answer")
}

/// An exit status where the kernel tells it to who is not the parent (Linux 6.15).
pub(crate) fn told_exit_status(status: i32) -> Option<i32> {
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").expect("a kernel");
    let mut numbers = release.split(['.', '-']).map(|number| number.parse::<u32>().unwrap_or(0));
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    (version >= (6, 15)).then_some(status)
}
