//! Carrying intents out at the desk, where a rule is an operator and nothing more.

use std::time::Duration;

use domain::access::Role;
use domain::autopilot::{Action, Came, Intent};
use domain::decide::{Deed, Refusal};
use store::Actor;
use tokio::sync::oneshot;
use tokio::sync::oneshot::error::TryRecvError;

use crate::deeds::{Asker, Condition, DeedError, Deeds, Fate, Outcome, Request};

/// A process that a rule paused wakes by itself after this.
const WAKES_AFTER: Duration = Duration::from_secs(30 * 60);

/// Deeds that may be under way at once; what comes beyond is tried later.
const AT_ONCE: usize = 64;

type Answer = Result<Outcome, DeedError>;

/// Intents at the desk whose outcome is not known yet.
#[derive(Default)]
pub(super) struct UnderWay(Vec<(Intent, oneshot::Receiver<Answer>)>);

impl UnderWay {
    /// Has an intent carried out as long as this holds; `false` if there is no room for it now, or if it is no deed.
    pub(super) fn begin(&mut self, intent: &Intent, holds: Condition, deeds: &Deeds) -> bool {
        let Some(deed) = deed_of(intent.action) else { return false };
        if self.0.len() >= AT_ONCE {
            return false;
        }
        let asker = Asker {
            actor: Actor::autopilot(&intent.rule),
            role: Role::Operator,
            address: None,
            way_in: Ok(Vec::new()),
            condition: Some(holds),
        };
        let request =
            Request { deed, key: intent.key, group: false, plan: None, wake_after: Some(WAKES_AFTER) };
        self.0.push((intent.clone(), deeds.start(request, asker)));
        true
    }

    /// The intents of which it is known by now what came of them.
    pub(super) fn finished(&mut self) -> Vec<(Intent, Came)> {
        let mut finished = Vec::new();
        self.0.retain_mut(|(intent, answer)| {
            let came = match answer.try_recv() {
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Closed) => Came::Later,
                Ok(answer) => came_of(&answer),
            };
            finished.push((intent.clone(), came));
            false
        });
        finished
    }
}

/// The deed of an action; telling is none.
pub(super) const fn deed_of(action: Action) -> Option<Deed> {
    match action {
        Action::Notify => None,
        Action::Pause => Some(Deed::Pause),
        Action::End => Some(Deed::End),
    }
}

/// What an answer of the desk is to a rule.
fn came_of(answer: &Answer) -> Came {
    match answer {
        Ok(outcome) => match outcome.result {
            Fate::Ended | Fate::Killed | Fate::CameBack | Fate::Paused => Came::Done,
            Fate::StillThere => Came::Refused,
            Fate::Gone | Fate::Interrupted | Fate::Resumed => Came::Later,
        },
        Err(
            DeedError::Refused(
                Refusal::PolicyUnavailable
                | Refusal::Fresh
                | Refusal::AutopilotStopped
                | Refusal::RuleNoLongerFits,
            )
            | DeedError::Busy
            | DeedError::Stopping
            | DeedError::NoAudit(_)
            | DeedError::ChangedSincePlan
            | DeedError::Gone
            | DeedError::NeverSeen
            | DeedError::NotTheSame,
        ) => Came::Later,
        Err(DeedError::Refused(_) | DeedError::Member(_) | DeedError::Denied | DeedError::Failed(_)) => {
            Came::Refused
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_tried_is_tried_later_and_what_is_protected_is_not() {
        for (error, came) in [
            (DeedError::Refused(Refusal::PolicyUnavailable), Came::Later),
            (DeedError::NoAudit(String::new()), Came::Later),
            (DeedError::Busy, Came::Later),
            (DeedError::Refused(Refusal::AutopilotStopped), Came::Later),
            (DeedError::Refused(Refusal::RuleNoLongerFits), Came::Later),
            (DeedError::Gone, Came::Later),
            (DeedError::Refused(Refusal::Root), Came::Refused),
            (DeedError::Denied, Came::Refused),
        ] {
            assert_eq!(came_of(&Err(error.clone())), came, "{error:?}");
        }
    }
}
