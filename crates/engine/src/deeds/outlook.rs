//! What would be decided about every process of a snapshot: for showing a button, never for doing anything.
//!
//! Made once for each snapshot, whoever asks first, and for each process only when something changed that decides:
//! the facts of its identity, what is thought of it, its mark, how it stands to this program, the policies.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::Role;
use domain::decide::{Deed, Fact, Facts, Mark, Refusal, Relation, decide};
use domain::judging::Judged;
use domain::process::Identity;
use domain::snapshot::Process;
use domain::{Gap, ProcessKey, Reading, Snapshot};

use super::names::Names;
use crate::policies::{Policies, View};

/// Decisions about all processes of a snapshot, for an operator.
#[derive(Clone, Debug, Default)]
pub struct Outlooks {
    /// By ascending pid.
    all: Vec<Kept>,
}

impl Outlooks {
    /// What would be decided about this process.
    ///
    /// # Errors
    /// Why it would be refused; one that was not in the snapshot is unread.
    pub fn of(&self, key: ProcessKey) -> Result<(), &Refusal> {
        const UNREAD: &Refusal = &Refusal::Unread { fact: Fact::Process, gap: Gap::Gone };
        let at = self.all.binary_search_by_key(&key.pid, |kept| kept.key.pid).map_err(|_| UNREAD)?;
        let kept = self.all.get(at).filter(|kept| kept.key == key).ok_or(UNREAD)?;
        match &kept.decision {
            Ok(()) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }
}

/// A decision and what it was made of. What is the same object says the same.
#[derive(Clone, Debug)]
struct Kept {
    key: ProcessKey,
    identity: Arc<Identity>,
    judged: Reading<Arc<Judged>>,
    mark: Mark,
    relation: Relation,
    decision: Result<(), Arc<Refusal>>,
}

/// The outlooks of the newest snapshot.
pub(super) struct Cache {
    /// This program.
    own_pid: u32,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Which snapshot and which policies it was made of.
    of: Option<(u64, i64, (u64, bool))>,
    outlooks: Arc<Outlooks>,
}

impl Cache {
    pub(super) fn new(own_pid: u32) -> Self {
        Self { own_pid, state: Mutex::default() }
    }

    /// The outlooks of this snapshot.
    pub(super) fn outlooks(&self, snapshot: &Snapshot, policies: &Policies) -> Arc<Outlooks> {
        let view = policies.view();
        let of = (snapshot.seq, snapshot.at.0, view.version);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.of != Some(of) {
            let same_policies = state.of.is_some_and(|(_, _, version)| version == view.version);
            let before: &[Kept] = if same_policies { &state.outlooks.all } else { &[] };
            state.outlooks = Arc::new(self.look_out(snapshot, &view, before));
            state.of = Some(of);
        }
        Arc::clone(&state.outlooks)
    }

    /// Both lists are sorted by pid: one walk finds what was decided before.
    fn look_out(&self, snapshot: &Snapshot, view: &View, before: &[Kept]) -> Outlooks {
        let Ok(processes) = &snapshot.processes else { return Outlooks::default() };
        let kin = Kin::of(self.own_pid, snapshot);
        let now = host::clock::mono();
        let mut before = before.iter().peekable();
        let all = processes.iter().map(|process| {
            let sample = &process.sample;
            let relation = kin.relation(process);
            while before.next_if(|old| old.key.pid < sample.key.pid).is_some() {}
            if let Some(old) = before.peek().filter(|old| old.holds_for(process, relation)) {
                return (*old).clone();
            }
            let known = match &process.judged {
                Ok(judged) => judged.contextual.catalogue.clone(),
                Err(_) => domain::judge::recognise(process, domain::policy::Platform::Linux),
            };
            let policy = view.policy(&Names::of(&sample.identity, known).all(&sample.identity));
            let facts = Facts::of(sample, &snapshot.facts, Ok(relation));
            let decision = decide(Deed::End, &facts, &policy, Role::Operator, now);
            Kept {
                key: sample.key,
                identity: Arc::clone(&sample.identity),
                judged: process.judged.clone(),
                mark: sample.mark,
                relation,
                decision: decision.map(|_| ()).map_err(Arc::new),
            }
        });
        Outlooks { all: all.collect() }
    }
}

impl Kept {
    fn holds_for(&self, process: &Process, relation: Relation) -> bool {
        let same_judgement = match (&self.judged, &process.judged) {
            (Ok(one), Ok(two)) => Arc::ptr_eq(one, two),
            (Err(one), Err(two)) => one == two,
            _ => false,
        };
        let sample = &process.sample;
        (self.key, self.mark, self.relation) == (sample.key, sample.mark, relation)
            && same_judgement
            && Arc::ptr_eq(&self.identity, &sample.identity)
    }
}

/// This program and those whom it descends from, as a snapshot shows them.
struct Kin<'a> {
    own_pid: u32,
    own_exe: Option<&'a str>,
    ancestors: HashSet<u32>,
}

impl<'a> Kin<'a> {
    fn of(own_pid: u32, snapshot: &'a Snapshot) -> Self {
        let own = snapshot.process_by_pid(own_pid);
        let exe = own.and_then(|own| own.sample.identity.exe.as_ref().ok());
        let mut ancestors = HashSet::new();
        let mut next = own.map(|own| own.sample.ppid);
        // A circle ends where somebody would be met again.
        while let Some(pid) = next.filter(|pid| *pid > 0 && ancestors.insert(*pid)) {
            next = snapshot.process_by_pid(pid).map(|process| process.sample.ppid);
        }
        Self { own_pid, own_exe: exe.map(|exe| exe.path.as_str()), ancestors }
    }

    fn relation(&self, process: &Process) -> Relation {
        let sample = &process.sample;
        let exe = sample.identity.exe.as_ref().ok().map(|exe| exe.path.as_str());
        if sample.key.pid == self.own_pid || (exe.is_some() && exe == self.own_exe) {
            Relation::Itself
        } else if self.ancestors.contains(&sample.key.pid) {
            Relation::Ancestor
        } else {
            Relation::Stranger
        }
    }
}
