//! Pausing and resuming: the reversible first step for a runaway program. What was paused for a time wakes by itself,
//! and when this program stops (issue "deciding and acting").

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use domain::decide::{Deed, Refusal};
use domain::time::Wall;
use domain::{ProcessKey, Snapshot};
use host::linux::closeup::state_now;
use host::linux::terminate;

use super::Desk;
use super::carry_out::{Allowed, Failed, Order, is_away, not_sent};
use super::facts::on_behalf;
use super::trail::{About, END_WAKE};
use super::types::{DeedError, Ended, Outcome, Pause, Pauses};

/// How long a process may take to stand still, or to go on.
const HEEDED: Duration = Duration::from_secs(1);
const LOOK_AGAIN: Duration = Duration::from_millis(5);
/// How often it is looked whose time has come, while anybody waits for it.
const BEAT: Duration = Duration::from_millis(100);
/// How soon it is tried again to wake one that could not be.
const RETRY: Duration = Duration::from_secs(5);
/// Paused processes that are remembered.
const MOST: usize = 1_024;

/// Whom this program paused.
#[derive(Default)]
pub(super) struct Paused {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Those who stand still because somebody asked for it here.
    asleep: HashMap<ProcessKey, Sleep>,
    /// The same, for whoever looks at it.
    shown: Arc<Pauses>,
    /// Somebody looks after them.
    watched: bool,
}

#[derive(Clone)]
struct Sleep {
    /// When it wakes by itself; nothing keeps it standing.
    wakes: Option<Instant>,
    since: Wall,
    /// When it was to wake, for people: the clock of the wall may be put.
    until: Option<Wall>,
    actor: store::Actor,
    /// That it may not be woken was written down already.
    refused: bool,
}

impl Paused {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those whose time has come.
    fn due(&self, all: bool) -> Vec<(ProcessKey, Sleep)> {
        let now = Instant::now();
        let state = self.state();
        let is_due = |sleep: &Sleep| sleep.wakes.is_some_and(|wakes| all || wakes <= now);
        let due = state.asleep.iter().filter(|(_, sleep)| is_due(sleep));
        due.map(|(key, sleep)| (*key, sleep.clone())).collect()
    }

    /// Everybody who stands still because of this program.
    pub(super) fn shown(&self) -> Arc<Pauses> {
        Arc::clone(&self.state().shown)
    }

    /// Forgets those that are kept and have gone. Whoever wakes by itself is found gone when it is woken: this list may be older than
    /// its pause.
    pub(super) fn forget_gone(&self, snapshot: &Snapshot) {
        let mut state = self.state();
        if state.asleep.is_empty() || snapshot.processes.is_err() {
            return;
        }
        let before = state.asleep.len();
        state.asleep.retain(|key, sleep| sleep.wakes.is_some() || snapshot.process(*key).is_some());
        if state.asleep.len() != before {
            state.show();
        }
    }
}

impl State {
    fn put(&mut self, key: ProcessKey, sleep: Sleep) {
        if self.asleep.len() >= MOST && !self.asleep.contains_key(&key) {
            // There is no room to remember it: the one that would wake next is forgotten last.
            let last = self.asleep.iter().max_by_key(|(_, sleep)| (sleep.wakes.is_none(), sleep.wakes));
            let last = last.map(|(key, _)| *key);
            last.and_then(|last| self.asleep.remove(&last));
        }
        self.asleep.insert(key, sleep);
        self.show();
    }

    fn remove(&mut self, key: ProcessKey) {
        if self.asleep.remove(&key).is_some() {
            self.show();
        }
    }

    fn show(&mut self) {
        let pause = |sleep: &Sleep| Pause {
            actor: sleep.actor.as_str().to_owned(),
            since: sleep.since,
            until: sleep.until,
        };
        self.shown = Arc::new(self.asleep.iter().map(|(key, sleep)| (*key, pause(sleep))).collect());
    }
}

impl Desk {
    /// Pauses or resumes them, the first one first. If that cannot be, the others are left alone.
    pub(super) fn halt(
        self: &Arc<Self>,
        keys: &[ProcessKey],
        order: &Order<'_>,
        wake_after: Option<Duration>,
    ) -> Vec<Result<Outcome, DeedError>> {
        let mut outcomes = Vec::with_capacity(keys.len());
        let mut away = false;
        for key in keys {
            let done = if away {
                Err(DeedError::Refused(Refusal::PolicyUnavailable).into())
            } else {
                self.halt_one(*key, order, wake_after)
            };
            let (intent, result) = match done {
                Ok((intent, outcome)) => (Some(intent), Ok(outcome)),
                Err(Failed { intent, error }) => (intent, Err(error)),
            };
            away |= result.as_ref().is_err_and(is_away);
            let stop = outcomes.is_empty() && result.is_err();
            outcomes.push(self.close(order, *key, intent, result));
            if stop {
                break;
            }
        }
        outcomes
    }

    fn halt_one(
        self: &Arc<Self>,
        key: ProcessKey,
        order: &Order<'_>,
        wake_after: Option<Duration>,
    ) -> Result<(u64, Outcome), Failed> {
        let Allowed { intent, permit, sample, .. } = self.allow(key, order)?;
        let asked = Instant::now();
        let pauses = order.deed == Deed::Pause;
        let sent = if pauses {
            terminate::pause(&self.tools.roots, permit)
        } else {
            terminate::resume(&self.tools.roots, permit)
        };
        sent.map_err(|error| Failed { intent: Some(intent), error: not_sent(error) })?;
        if pauses {
            self.put_to_sleep(key, order, wake_after);
        } else {
            self.paused.state().remove(key);
        }
        let verified = self.heeds(key, pauses);
        let outcome = Outcome {
            key,
            name: sample.identity.name.clone(),
            result: if pauses { Ended::Paused } else { Ended::Resumed },
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

    /// Remembers when it wakes. Whoever pauses it again says anew when, or that it is kept.
    fn put_to_sleep(self: &Arc<Self>, key: ProcessKey, order: &Order<'_>, wake_after: Option<Duration>) {
        let mut state = self.paused.state();
        let since = host::clock::wall();
        let wakes = wake_after.and_then(|after| Instant::now().checked_add(after));
        let until = wake_after.filter(|_| wakes.is_some());
        let until = until.map(|after| Wall(since.0.saturating_add_unsigned(after.as_nanos() as u64)));
        state.put(key, Sleep { wakes, since, until, actor: order.asker.actor.clone(), refused: false });
        if wakes.is_some() && !state.watched {
            let desk = Arc::downgrade(self);
            let thread = thread::Builder::new().name("deeds-wake".to_owned());
            state.watched = thread.spawn(move || watch(&desk)).is_ok();
        }
    }

    /// Wakes those whose time has come, or all who wake by themselves.
    pub(super) fn wake_due(self: &Arc<Self>, all: bool) {
        for (key, sleep) in self.paused.due(all) {
            let asker = on_behalf(&sleep.actor);
            let order = Order { deed: Deed::Resume, action: END_WAKE, asker: &asker, plan: None };
            let (intent, error) = match self.halt_one(key, &order, None) {
                Ok((intent, outcome)) => {
                    let _ = self.close(&order, key, Some(intent), Ok(outcome));
                    continue;
                }
                Err(Failed { intent, error }) => (intent, error),
            };
            if matches!(error, DeedError::Gone | DeedError::NeverSeen | DeedError::NotTheSame) {
                self.paused.state().remove(key);
                continue;
            }
            // It is tried again, and written down once.
            if intent.is_some() || !sleep.refused {
                let name = self.name_of(key);
                let about = About { asker: &asker, action: END_WAKE, key, name: &name };
                self.trail.close(&about, intent, Err(&error));
            }
            if let Some(sleep) = self.paused.state().asleep.get_mut(&key) {
                sleep.wakes = Some(Instant::now() + RETRY);
                sleep.refused = true;
            }
        }
    }
}

/// Until nobody is to wake by itself any more, or the desk is gone.
fn watch(desk: &Weak<Desk>) {
    while let Some(desk) = desk.upgrade() {
        desk.wake_due(false);
        let mut state = desk.paused.state();
        if state.asleep.values().all(|sleep| sleep.wakes.is_none()) {
            state.watched = false;
            return;
        }
        drop(state);
        drop(desk);
        thread::sleep(BEAT);
    }
}
