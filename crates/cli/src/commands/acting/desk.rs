//! The desk of `engine::deeds` without a server: on the server's store and audit, with the caller's own rights.

use std::sync::Arc;
use std::time::Duration;

use domain::cleanup::Cleanup;
use domain::decide::{Deed, Refusal};
use domain::verdict::Mode;
use domain::{ProcessKey, Reading, Role, Snapshot};
use engine::Engine;
use engine::deeds::{Asker, Connection, DeedError, Deeds, Outcome, Planned, Request, Tools, Wake};
use engine::policies::Policies;
use host::linux::closeup::{LookError, look_now};
use server::dto;
use store::{Entry, Held, LocalStore, MemoryStore, PolicyStore, StoreError};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use words::Words;

use super::super::policy::{self, Ground};
use super::super::{access, premises, sampling};
use super::signals::Signals;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::Failure;

/// Time between two looks at the machine.
const TICK: Duration = Duration::from_millis(300);
/// How long the first looks may take: thousands of processes on a machine that has no time left for us, which is when
/// somebody wants to end one.
const FIRST_LOOKS: Duration = Duration::from_secs(60);
/// From TERM to KILL.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long what is under way may take to stop.
const LAST_STEP: Duration = Duration::from_secs(2);

/// The desk, and who sits before it.
pub(crate) struct Desk {
    engine: Engine,
    deeds: Deeds,
    asker: Asker,
    audit: Arc<dyn LocalStore>,
    runtime: Runtime,
    first: Arc<Snapshot>,
}

impl Desk {
    /// Opens the store, looks at the machine twice and takes a seat.
    pub(super) fn open(loaded: &Loaded, words: &Words) -> Result<Self, Failure> {
        let broken = |error: std::io::Error| Failure::new(Exit::Failed, error.to_string());
        let by = access::by();
        let Ground { audit, policies } = policy::acting(loaded, &by, words)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(broken)?;
        let options = engine::Options { interval: TICK, premises: premises::of(&loaded.config) };
        let engine = Engine::start(sampling::thorough_sampler()?, options).map_err(broken)?;
        let policies = Policies::watch(policies);
        policies.teach(engine.handle());
        let snapshots = engine.handle().snapshots();
        let deeds = Deeds::open(tools(snapshots, policies, Arc::clone(&audit)))
            .map_err(|error| access::refused(&error, words))?;
        // This command does not stay.
        deeds.leave_pauses();
        let asker = deeds.asker(by.actor, Role::Admin, None, Connection::Terminal);
        // The second one has rates.
        let first = wait_for(&engine, &runtime, |snapshot| snapshot.seq >= 2)
            .ok_or_else(|| Failure::new(Exit::Failed, words.text("acting-no-look", &[])))?;
        Ok(Self { engine, deeds, asker, audit, runtime, first })
    }

    /// The newest look at the machine.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        self.engine.handle().latest().unwrap_or_else(|| Arc::clone(&self.first))
    }

    /// Who has this pid now.
    pub(super) fn key_of(&self, pid: u32, deed: Deed, words: &Words) -> Result<ProcessKey, Failure> {
        let seen = |snapshot: &Snapshot| snapshot.process_by_pid(pid).map(|process| process.sample.key);
        if let Some(key) = seen(&self.snapshot()) {
            return Ok(key);
        }
        let none = || {
            let pid = pid.to_string();
            Failure::new(Exit::NoProcess, words.text("acting-no-process", &[("pid", (&pid).into())]))
        };
        match look_now(&host::Roots::default(), &self.snapshot().facts, pid) {
            // Younger than the last look.
            Ok(sample) => {
                let key = sample.key;
                let seen = |snapshot: &Snapshot| snapshot.process(key).is_some();
                wait_for(&self.engine, &self.runtime, seen).ok_or_else(none)?;
                Ok(key)
            }
            Err(LookError::Kernel) => {
                let refusal = Refusal::KernelThread;
                let entry = Entry::new(access::by().at, self.asker.actor.clone(), deed.word())
                    .key(&pid.to_string())
                    .outcome(store::Outcome::Refused)
                    .code(refusal.code());
                self.audit.append(entry).map_err(|error| access::refused(&error, words))?;
                Err(Failure::new(Exit::Refused, dto::refusal_reason(&refusal, words)))
            }
            Err(LookError::Denied) => {
                Err(Failure::new(Exit::Denied, words.text("problem-denied-detail", &[])))
            }
            Err(_) => Err(none()),
        }
    }

    /// What it is called. Hostile text.
    pub(super) fn name_of(&self, key: ProcessKey) -> String {
        let snapshot = self.snapshot();
        let process = snapshot.process(key);
        process.map_or_else(|| key.to_string(), |process| process.sample.identity.name.clone())
    }

    /// The pauses of the audit that are to end by themselves.
    pub(super) fn wakes(&self) -> Result<Vec<Wake>, StoreError> {
        engine::deeds::wakes(&*self.audit)
    }

    /// Lets a process go on because its pause is over. `again` writes no second refusal down.
    pub(super) fn end_pause(&self, wake: &Wake, again: bool) -> Result<Option<Outcome>, DeedError> {
        self.deeds.end_pause(wake, again)
    }

    /// What would happen.
    pub(super) fn plan(&self, deed: Deed, key: ProcessKey, group: bool) -> Result<Planned, DeedError> {
        self.deeds.plan(deed, key, group, &self.asker)
    }

    /// The plan as a document.
    pub(super) fn plan_document(&self, planned: &Planned, words: &Words) -> dto::Plan {
        plan_document(planned, &self.snapshot(), words)
    }

    /// From now on Ctrl-C and its like do not end the program, but are heard.
    pub(super) fn listen(&self) -> Result<Signals, Failure> {
        Signals::listen(&self.runtime).map_err(|error| Failure::new(Exit::Failed, error.to_string()))
    }

    /// What comes first: this, or a signal, by its number.
    pub(super) fn either<T>(&self, signals: &mut Signals, what: impl Future<Output = T>) -> Result<T, i32> {
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                signal = signals.next() => Err(signal),
                came = what => Ok(came),
            }
        })
    }

    /// Does it and waits for what comes of it. After a signal no KILL is sent any more, and after a second one nobody
    /// waits. With the first signal, if there was one.
    pub(super) fn carry_out(
        &self,
        request: Request,
        signals: &mut Signals,
    ) -> (Result<Outcome, DeedError>, Option<i32>) {
        // One that came before this has the last word.
        if let Err(signal) = self.either(signals, std::future::ready(())) {
            return (Err(DeedError::Stopping), Some(signal));
        }
        let mut answered = self.deeds.start(request, self.asker.clone());
        let signal = match self.either(signals, &mut answered) {
            Ok(answer) => return (answer.unwrap_or(Err(DeedError::Stopping)), None),
            Err(signal) => signal,
        };
        self.deeds.stop(LAST_STEP);
        let answer = match self.either(signals, answered) {
            Ok(Ok(answer)) => answer,
            // What was begun is told as `interrupted` by whoever acts next.
            Ok(Err(_)) | Err(_) => Err(DeedError::Stopping),
        };
        (answer, Some(signal))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.deeds.stop(LAST_STEP);
    }
}

/// The first snapshot for which this holds.
fn wait_for(engine: &Engine, runtime: &Runtime, holds: impl Fn(&Snapshot) -> bool) -> Option<Arc<Snapshot>> {
    let mut snapshots = engine.handle().snapshots();
    runtime.block_on(async {
        let wanted = snapshots.wait_for(|snapshot| snapshot.as_deref().is_some_and(&holds));
        let found = tokio::time::timeout(FIRST_LOOKS, wanted).await.ok()?.ok()?;
        found.clone()
    })
}

fn tools(
    snapshots: watch::Receiver<Option<Arc<Snapshot>>>,
    policies: Policies,
    audit: Arc<dyn LocalStore>,
) -> Tools {
    Tools { roots: host::Roots::default(), snapshots, policies, audit, patience: PATIENCE }
}

/// What ending processes of this snapshot would do, for showing it: a desk without the audit, at which nothing is ever done.
pub(in crate::commands) struct Planner {
    deeds: Deeds,
    asker: Asker,
}

impl Planner {
    /// A desk of its own.
    pub(in crate::commands) fn of(
        snapshot: &Arc<Snapshot>,
        policies: Vec<Held>,
        words: &Words,
    ) -> Result<Self, Failure> {
        let store = Arc::new(MemoryStore::with_policies(policies));
        let (_, snapshots) = watch::channel(Some(Arc::clone(snapshot)));
        let policies = Policies::watch(Arc::clone(&store) as Arc<dyn PolicyStore>);
        let deeds =
            Deeds::open(tools(snapshots, policies, store)).map_err(|error| access::refused(&error, words))?;
        let asker = deeds.asker(access::by().actor, Role::Admin, None, Connection::Terminal);
        Ok(Self { deeds, asker })
    }

    /// What could be tidied up.
    pub(in crate::commands) fn tidy(&self, snapshot: &Snapshot, mode: Mode) -> Reading<Cleanup> {
        self.deeds.tidy(snapshot, mode)
    }

    /// The plan for one of them. `None` if it has gone.
    pub(in crate::commands) fn plan(
        &self,
        key: ProcessKey,
        snapshot: &Snapshot,
        words: &Words,
    ) -> Option<dto::Plan> {
        let planned = self.deeds.plan(Deed::End, key, false, &self.asker).ok()?;
        Some(plan_document(&planned, snapshot, words))
    }
}

fn plan_document(planned: &Planned, snapshot: &Snapshot, words: &Words) -> dto::Plan {
    let name = snapshot.process(planned.plan.key).map(|process| process.sample.identity.name.clone());
    dto::Plan::new(planned, name, words)
}
