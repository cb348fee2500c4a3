//! Pausing and resuming: the reversible first step for a runaway program (issue "deciding and acting"). When a pause
//! ends is [`super::waking`]'s matter.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use domain::ProcessKey;
use domain::decide::{Deed, Mark};
use host::linux::closeup::state_now;
use host::linux::terminate;

use super::Desk;
use super::carry_out::{Allowed, Failed, Order, not_sent};
use super::types::{DeedError, Fate, Outcome};
use super::wakes::{self, Same};

/// How long a process may take to stand still, or to go on.
const HEEDED: Duration = Duration::from_secs(1);
const LOOK_AGAIN: Duration = Duration::from_millis(5);

impl Desk {
    /// Pauses or resumes them, the first one first. Nothing is sent before all are allowed: one that is refused leaves all alone.
    pub(super) fn halt(
        self: &Arc<Self>,
        keys: &[ProcessKey],
        order: &Order<'_>,
        wake_after: Option<Duration>,
    ) -> Vec<Result<Outcome, DeedError>> {
        let mut ready = Vec::with_capacity(keys.len());
        for key in keys {
            ready.push(self.may_halt(*key, order, wake_after));
            if ready.last().is_some_and(Result::is_err) {
                break;
            }
        }
        let refused = keys.iter().zip(&ready).find_map(|(key, one)| Some((*key, &one.as_ref().err()?.error)));
        let mut left_alone = refused.map(|(key, error)| self.because_of(key, error));
        let mut outcomes = Vec::with_capacity(keys.len());
        for (key, one) in keys.iter().zip(ready) {
            let done = match (one, &left_alone) {
                (Err(failed), _) => Err(failed),
                (Ok((allowed, _)), Some(error)) => {
                    Err(Failed { intent: Some(allowed.intent), error: error.clone() })
                }
                (Ok((allowed, same)), None) => self.stand(*key, allowed, same, order, wake_after),
            };
            let (intent, result) = match done {
                Ok((intent, outcome)) => (Some(intent), Ok(outcome)),
                Err(Failed { intent, error }) => (intent, Err(error)),
            };
            if left_alone.is_none() {
                left_alone = result.as_ref().err().map(|error| self.because_of(*key, error));
            }
            outcomes.push(self.close(order, *key, intent, result));
        }
        outcomes
    }

    pub(super) fn halt_one(
        self: &Arc<Self>,
        key: ProcessKey,
        order: &Order<'_>,
        wake_after: Option<Duration>,
    ) -> Result<(u64, Outcome), Failed> {
        let (allowed, same) = self.may_halt(key, order, wake_after)?;
        self.stand(key, allowed, same, order, wake_after)
    }

    /// Whether it may be paused or resumed, written down with what tells it from another.
    fn may_halt(
        &self,
        key: ProcessKey,
        order: &Order<'_>,
        wake_after: Option<Duration>,
    ) -> Result<(Allowed, Same), Failed> {
        let same = self.same(key);
        let said = wake_after
            .filter(|_| order.deed == Deed::Pause)
            .map(|lasts| wakes::announced(lasts, self.paused.is_handed_over(), &same));
        let order = &Order { more: said.as_deref().or(order.more), ..*order };
        Ok((self.allow(key, order)?, same))
    }

    /// STOP or CONT.
    fn stand(
        self: &Arc<Self>,
        key: ProcessKey,
        allowed: Allowed,
        same: Same,
        order: &Order<'_>,
        wake_after: Option<Duration>,
    ) -> Result<(u64, Outcome), Failed> {
        let pauses = order.deed == Deed::Pause;
        let Allowed { intent, permit, sample, .. } = self.renewed(key, allowed, order)?;
        let asked = Instant::now();
        let sent = if pauses {
            terminate::pause(&self.tools.roots, permit)
        } else {
            terminate::resume(&self.tools.roots, permit)
        };
        sent.map_err(|error| Failed { intent: Some(intent), error: not_sent(error) })?;
        if pauses {
            self.put_to_sleep(key, order, wake_after, intent, same);
        } else {
            self.paused.state().remove(key);
        }
        let verified = self.heeds(key, pauses);
        let outcome = Outcome {
            key,
            name: sample.identity.name.clone(),
            result: if pauses { Fate::Paused } else { Fate::Resumed },
            signals: vec![if pauses { "STOP" } else { "CONT" }],
            took: asked.elapsed(),
            verified,
            exit_status: None,
            restarted_as: None,
            freed_bytes: None,
            remark: None,
            members: Vec::new(),
        };
        Ok((intent, outcome))
    }

    /// Whether it stands still now, or goes on.
    fn heeds(&self, key: ProcessKey, pauses: bool) -> bool {
        let until = Instant::now() + HEEDED;
        loop {
            match state_now(&self.tools.roots, key) {
                None => return false,
                Some(state) if matches!(state, 'T' | 't') == pauses => return true,
                Some(_) if Instant::now() >= until => return false,
                Some(_) => thread::sleep(LOOK_AGAIN),
            }
        }
    }

    /// What tells it from another with its key.
    pub(super) fn same(&self, key: ProcessKey) -> Same {
        let Ok(newest) = self.newest() else { return Same::default() };
        let number = match newest.process(key).map(|process| process.sample.mark) {
            Some(Mark::Numbered(number)) => Some(number),
            _ => None,
        };
        Same { boot: self.trail.boot().cloned(), number }
    }
}
