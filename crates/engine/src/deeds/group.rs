//! Who is meant by a request: one process, or it with everything below it, each of them decided on alone.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use domain::decide::{Deed, Refusal};
use domain::plan::{CloseLook, Plan, draw};
use domain::process::ProcessSample;
use domain::{Gap, ProcessKey, Snapshot};

use super::Desk;
use super::facts::Weighed;
use super::names::script;
use super::types::{Asker, DeedError, Protected, Request};

/// How long a group waits for a list of processes that was made after it was asked for.
const FRESH_LIST: Duration = Duration::from_secs(3);

/// Whom a request is about.
pub(super) struct Members {
    /// Parents before children, so that none is started again by one that ends later.
    pub(super) keys: Vec<ProcessKey>,
    /// Those that the plan showed as protected.
    pub(super) left_out: Vec<Protected>,
}

/// A plan without what only a close look tells.
pub(super) struct Draft {
    /// Opaque. The same as long as what matters is.
    pub(super) id: String,
    pub(super) plan: Plan,
    pub(super) snapshot: Arc<Snapshot>,
    /// With a group: members that are refused.
    pub(super) protected: Vec<Protected>,
}

impl Desk {
    /// Whom the request is about, if the plan that was shown still holds.
    pub(super) fn members(&self, request: &Request, asker: &Asker) -> Result<Members, DeedError> {
        let alone = Members { keys: vec![request.key], left_out: Vec::new() };
        // A zombie has neither facts nor anything below it, and it gets no signal.
        let simple = !request.group && request.plan.is_none();
        if simple || self.look(request.key).is_ok_and(|sample| sample.has_ended()) {
            return Ok(alone);
        }
        if request.group {
            // A child of the last second is in no list yet.
            let seq = self.newest()?.seq;
            let _ = self.sight.wait(FRESH_LIST, |seen| seen.snapshot.seq > seq || self.is_stopping());
        }
        let draft = self.draft(request.deed, request.key, request.group, asker)?;
        if let Some(refusal) = draft.plan.refusal {
            return Err(DeedError::Refused(refusal));
        }
        match &request.plan {
            Some(id) if *id != draft.id => return Err(DeedError::ChangedSincePlan),
            Some(_) => {}
            None => {
                if let Some(first) = draft.protected.into_iter().next() {
                    return Err(DeedError::Member(Box::new(first)));
                }
                let below = draft.plan.children.iter().map(|child| child.key);
                return Ok(Members {
                    keys: std::iter::once(request.key).chain(below).collect(),
                    left_out: Vec::new(),
                });
            }
        }
        if !request.group {
            return Ok(alone);
        }
        let kept = |key: &ProcessKey| !draft.protected.iter().any(|protected| protected.key == *key);
        let below = draft.plan.children.iter().map(|child| child.key).filter(kept);
        Ok(Members { keys: std::iter::once(request.key).chain(below).collect(), left_out: draft.protected })
    }

    /// The plan as far as it says what would be done to whom.
    pub(super) fn draft(
        &self,
        deed: Deed,
        key: ProcessKey,
        group: bool,
        asker: &Asker,
    ) -> Result<Draft, DeedError> {
        let Weighed { process, decision } = self.weigh(deed, key, asker)?;
        let snapshot = self.newest()?;
        let refusal = decision.map(drop).err();
        let mut plan =
            draw(deed, key, group, &snapshot, refusal, not_looked_at()).ok_or(DeedError::NotTheSame)?;
        if process.sample.has_ended() {
            plan.steps.clear();
        }
        // Whoever may not be touched takes nobody along: with pid 1 that would be everybody.
        let weighed = group && plan.refusal.is_none();
        let protected = if weighed { self.weigh_children(&mut plan, asker)? } else { Vec::new() };
        let id = self.id(&plan, group, &process.sample, &snapshot, &protected);
        Ok(Draft { id, plan, snapshot, protected })
    }

    /// Decides on everything below; whoever ended meanwhile is left out of the plan.
    fn weigh_children(&self, plan: &mut Plan, asker: &Asker) -> Result<Vec<Protected>, DeedError> {
        let (mut protected, mut gone, mut away) = (Vec::new(), Vec::new(), false);
        for child in &plan.children {
            let refused = |refusal| Protected { key: child.key, name: child.name.clone(), refusal };
            // A store that hangs is waited for once, not once for each.
            let weighed = if away {
                Err(DeedError::Refused(Refusal::PolicyUnavailable))
            } else {
                self.weigh(plan.deed, child.key, asker)
            };
            match weighed {
                Ok(Weighed { decision: Ok(_), .. }) => {}
                Ok(Weighed { decision: Err(refusal), .. }) | Err(DeedError::Refused(refusal)) => {
                    away |= refusal == Refusal::PolicyUnavailable;
                    protected.push(refused(refusal));
                }
                Err(DeedError::Gone | DeedError::NeverSeen | DeedError::NotTheSame) => gone.push(child.key),
                Err(error) => return Err(error),
            }
        }
        plan.children.retain(|child| !gone.contains(&child.key));
        Ok(protected)
    }

    /// Made of what matters to whoever agrees: the deed, the process and what it runs for whom, whether it is permitted,
    /// and with a group everybody in it. Children that are not ended may come and go, and so may a name: otherwise
    /// whoever renames itself all the time could not be ended under any plan.
    fn id(
        &self,
        plan: &Plan,
        group: bool,
        sample: &ProcessSample,
        snapshot: &Snapshot,
        protected: &[Protected],
    ) -> String {
        let identity = &sample.identity;
        let refusals: HashMap<ProcessKey, &'static str> =
            protected.iter().map(|protected| (protected.key, protected.refusal.code())).collect();
        let half = |secret: &std::hash::RandomState| {
            let mut hasher = secret.build_hasher();
            (plan.deed, plan.key, sample.mark, group).hash(&mut hasher);
            plan.refusal.as_ref().map(Refusal::code).hash(&mut hasher);
            let path = identity.exe.as_ref().ok().map(|exe| (&exe.path, exe.deleted));
            let uids = identity.holder.uids.ok().map(domain::decide::Uids::all);
            // Not all arguments: many programs write there what they are about.
            (path, script(identity), uids).hash(&mut hasher);
            if group {
                for child in &plan.children {
                    let mark = snapshot.process(child.key).map(|child| child.sample.mark);
                    (child.key, mark, refusals.get(&child.key)).hash(&mut hasher);
                }
            }
            hasher.finish()
        };
        let [one, two] = &self.secrets;
        format!("{:016x}{:016x}", half(one), half(two))
    }
}

const fn not_looked_at() -> CloseLook {
    CloseLook {
        files_for_writing: Err(Gap::NotYet),
        frees_bytes: Err(Gap::NotYet),
        restarter: Err(Gap::NotYet),
        init_of_namespace: Err(Gap::NotYet),
    }
}
