//! One deed to one process up to its permit: what is decided and written down before any signal.

use std::sync::Arc;

use domain::decide::{Deed, Permit};
use domain::process::ProcessSample;
use domain::time::Mono;
use domain::{Cause, ProcessKey, Snapshot};
use host::linux::closeup::close_look;
use host::linux::terminate::NotSent;

use super::Desk;
use super::sight::Post;
use super::trail::About;
use super::types::{Asker, DeedError, Happening, Outcome, Protected, Request};

/// How long it takes at most from here to the signal, nanoseconds.
const USED_WITHIN: u64 = 1_000_000_000;

/// Who asked for what, for everything that is written down about it.
#[derive(Clone, Copy)]
pub(super) struct Order<'a> {
    pub(super) deed: Deed,
    /// As the audit calls it.
    pub(super) action: &'static str,
    pub(super) asker: &'a Asker,
    pub(super) plan: Option<&'a str>,
    /// What the intent says beside that.
    pub(super) more: Option<&'a str>,
}

impl<'a> Order<'a> {
    fn of(request: &'a Request, asker: &'a Asker) -> Self {
        Self {
            deed: request.deed,
            action: request.deed.word(),
            asker,
            plan: request.plan.as_deref(),
            more: None,
        }
    }
}

/// A process to which it may be done now. The permit does not last.
pub(super) struct Allowed {
    pub(super) intent: u64,
    pub(super) permit: Permit,
    pub(super) sample: ProcessSample,
    pub(super) post: Post,
    /// The list in which it is.
    pub(super) before: Arc<Snapshot>,
    /// Bytes that it gives back when it ends.
    pub(super) frees: Option<u64>,
}

/// What was refused or failed, and the intent that has to be closed.
pub(super) struct Failed {
    pub(super) intent: Option<u64>,
    pub(super) error: DeedError,
}

impl From<DeedError> for Failed {
    fn from(error: DeedError) -> Self {
        Self { intent: None, error }
    }
}

impl Desk {
    /// Does what is asked for. Whatever comes of it is in the audit when this returns.
    pub(super) fn run(self: &Arc<Self>, request: &Request, asker: &Asker) -> Result<Outcome, DeedError> {
        let order = Order::of(request, asker);
        let members =
            if self.is_stopping() { Err(DeedError::Stopping) } else { self.members(request, asker) };
        let members = match members {
            Ok(members) => members,
            Err(error) => return self.close(&order, request.key, None, Err(error)),
        };
        let mut outcomes = match request.deed {
            Deed::End => self.end(&members.keys, &order),
            Deed::Pause | Deed::Resume => self.halt(&members.keys, &order, request.wake_after),
        }
        .into_iter();
        let first = outcomes.next().unwrap_or(Err(DeedError::NeverSeen));
        let mut first = first?;
        let others = members.keys.iter().skip(1).zip(outcomes);
        first.members.extend(others.map(|(key, outcome)| outcome.map_err(|error| (*key, error))));
        let left_out = members.left_out.into_iter();
        first.members.extend(left_out.map(|left| Err((left.key, DeedError::Refused(left.refusal)))));
        Ok(first)
    }

    /// Writes down that nobody was free to do it.
    pub(super) fn turn_away(&self, request: &Request, asker: &Asker) {
        let _ = self.close(&Order::of(request, asker), request.key, None, Err(DeedError::Busy));
    }

    /// Decides, writes the intent down, and decides again: what was written down may have taken its time.
    pub(super) fn allow(&self, key: ProcessKey, order: &Order<'_>) -> Result<Allowed, Failed> {
        // The plan that was shown knows which of them is meant.
        if order.plan.is_none() && self.sight.is_shared(key) {
            return Err(DeedError::NotTheSame.into());
        }
        let weighed = self.weigh(order.deed, key, order.asker)?;
        weighed.decision.map(drop).map_err(DeedError::Refused)?;
        let name = weighed.process.sample.identity.name.clone();
        let about = About { asker: order.asker, action: order.action, key, name: &name };
        let intent = self.trail.intend(&about, order)?;
        self.tell(Happening::Begun {
            deed: order.deed,
            key,
            name: name.clone(),
            actor: order.asker.actor.as_str().to_owned(),
        });
        let late = |error| Failed { intent: Some(intent), error };
        let looked = order.deed == Deed::End;
        let frees = if looked { close_look(&self.tools.roots, key).frees_bytes.ok() } else { None };
        let weighed = self.weigh(order.deed, key, order.asker).map_err(late)?;
        let before = self.newest().map_err(late)?;
        let Some(listed) = before.process(key) else { return Err(late(DeedError::Gone)) };
        let post = Post::of(listed, &before);
        let permit = weighed.decision.map_err(|refusal| late(DeedError::Refused(refusal)))?;
        Ok(Allowed { intent, permit, sample: weighed.process.sample, post, before, frees })
    }

    /// The same with a permit that still holds when it is used: the others of a group were decided on meanwhile.
    pub(super) fn renewed(
        &self,
        key: ProcessKey,
        allowed: Allowed,
        order: &Order<'_>,
    ) -> Result<Allowed, Failed> {
        let soon = Mono(host::clock::mono().0.saturating_add(USED_WITHIN));
        if allowed.permit.holds(soon) {
            return Ok(allowed);
        }
        let late = |error| Failed { intent: Some(allowed.intent), error };
        let weighed = self.weigh(order.deed, key, order.asker).map_err(late)?;
        let permit = weighed.decision.map_err(|refusal| late(DeedError::Refused(refusal)))?;
        Ok(Allowed { permit, sample: weighed.process.sample, ..allowed })
    }

    /// Why the others of a group are left alone when this happened to one of them.
    pub(super) fn because_of(&self, key: ProcessKey, error: &DeedError) -> DeedError {
        match error {
            DeedError::Refused(refusal) => DeedError::Member(Box::new(Protected {
                key,
                name: self.name_of(key),
                refusal: refusal.clone(),
            })),
            error => error.clone(),
        }
    }

    /// Writes down what came of it and tells everybody.
    pub(super) fn close(
        &self,
        order: &Order<'_>,
        key: ProcessKey,
        intent: Option<u64>,
        result: Result<Outcome, DeedError>,
    ) -> Result<Outcome, DeedError> {
        let name = match &result {
            Ok(outcome) => outcome.name.clone(),
            Err(_) => self.name_of(key),
        };
        let about = About { asker: order.asker, action: order.action, key, name: &name };
        self.trail.close(&about, intent, result.as_ref());
        self.tell(Happening::Done {
            actor: order.asker.actor.as_str().to_owned(),
            deed: order.deed,
            outcome: result.clone().map_err(|error| (key, error)),
        });
        result
    }

    /// The name of a process as it was seen last; empty if it never was.
    pub(super) fn name_of(&self, key: ProcessKey) -> String {
        let newest = self.newest().ok();
        let process = newest.as_ref().and_then(|snapshot| snapshot.process(key));
        process.map(|process| process.sample.identity.name.clone()).unwrap_or_default()
    }

    pub(super) fn tell(&self, happening: Happening) {
        // Nobody may be listening.
        let _ = self.happenings.send(happening);
    }
}

/// What kept a signal from being sent.
pub(super) fn not_sent(error: NotSent) -> DeedError {
    match error {
        NotSent::Gone => DeedError::Gone,
        NotSent::NotTheSame => DeedError::NotTheSame,
        NotSent::Denied => DeedError::Denied,
        NotSent::NotPermitted => {
            DeedError::Failed(Cause { action: "use the permit before it expired", errno: None })
        }
        NotSent::Failed(cause) => DeedError::Failed(cause),
    }
}
