//! The end of a pause: what was paused for a time wakes by itself, when this program stops, and in the next one if this
//! one was killed. A wake belongs to one pause: of a process that somebody else let go on and paused again, nothing is ended here.

use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use domain::ProcessKey;
use domain::decide::Deed;
use domain::time::Wall;
use host::linux::closeup::state_now;

use super::Desk;
use super::carry_out::{Failed, Order};
use super::facts::on_behalf;
use super::paused::{Sleep, State};
use super::stance::{Found, Witness};
use super::trail::{About, END_WAKE};
use super::types::{DeedError, Outcome};
use super::wakes::{self, Same, Wake};

/// How often it is looked whose time has come, while anybody waits for it.
const BEAT: Duration = Duration::from_millis(100);
/// How soon it is tried again to wake one that could not be.
const RETRY: Duration = Duration::from_secs(5);
/// How often it is looked whether they still stand.
const LOOK: Duration = Duration::from_secs(1);
/// How often the audit is looked through for pauses of others.
const TAKE_UP: Duration = Duration::from_secs(5);
/// How much longer than a program that was left behind for it this one waits.
const GRACE: Duration = Duration::from_secs(5);
/// A pause of which nobody heard what came of it is taken up after this: its program may be about to send the signal.
const UNTOLD: Duration = Duration::from_secs(60);

impl Desk {
    /// Remembers when it wakes. Whoever pauses it again says anew when, or that it is kept.
    pub(super) fn put_to_sleep(
        self: &Arc<Self>,
        key: ProcessKey,
        order: &Order<'_>,
        wake_after: Option<Duration>,
        pause: u64,
        same: Same,
    ) {
        let mut state = self.paused.state();
        if wake_after.is_some() && self.paused.is_handed_over() {
            state.remove(key);
            return;
        }
        let (now, since) = (Instant::now(), host::clock::wall());
        let wakes = wake_after.and_then(|after| now.checked_add(after));
        let until = wake_after.filter(|_| wakes.is_some());
        let until = until.map(|after| Wall(since.0.saturating_add_unsigned(after.as_nanos() as u64)));
        let sleep = Sleep {
            wakes,
            since,
            until,
            actor: order.asker.actor.clone(),
            pause,
            same,
            witness: Witness::of_new(now),
            elsewhere: false,
            refused: false,
        };
        state.put(key, sleep);
        if wakes.is_some() {
            self.watch(&mut state);
        }
    }

    /// From now on somebody looks after those who are paused.
    fn watch(self: &Arc<Self>, state: &mut State) {
        if !state.watched {
            let desk = Arc::downgrade(self);
            let thread = thread::Builder::new().name("deeds-wake".to_owned());
            state.watched = thread.spawn(move || watch(&desk)).is_ok();
        }
    }

    /// Pauses for a time are only written down here from now on: whoever asks for them has them ended.
    pub(super) fn hand_over_waking(&self) {
        self.paused.hand_over();
    }

    /// From now on pauses that other programs left in the audit are ended here, when their time has come.
    pub(super) fn take_up(self: &Arc<Self>) {
        let mut state = self.paused.state();
        state.takes_up = true;
        self.watch(&mut state);
    }

    /// Takes up the pauses of others since that row of the audit; where to go on.
    fn take_up_since(&self, seen: u64) -> u64 {
        let audit = &*self.tools.audit;
        // The machine has to be seen before anybody can be told from others.
        let listed = self.newest().is_ok_and(|newest| newest.processes.is_ok());
        let newest = audit.audit(None, 1).ok().and_then(|rows| rows.first().map(|row| row.id));
        let Some(newest) = newest.filter(|newest| listed && *newest > seen) else { return seen };
        let Ok(found) = wakes::since(audit, seen.saturating_add(1)) else { return seen };
        let (now, wall) = (Instant::now(), host::clock::wall());
        let mut done = newest;
        for wake in found.into_iter().filter(|wake| !self.trail.is_own(wake.program.as_ref())) {
            if !wake.told && wake.passed(wall) < UNTOLD {
                done = done.min(wake.pause.saturating_sub(1));
                continue;
            }
            // One of another boot, or one that took its key over, is another process.
            let there = state_now(&self.tools.roots, wake.key).is_some();
            if !there || !wake.same.may_be(&self.same(wake.key)) {
                continue;
            }
            let left = wake.left(wall) + if wake.elsewhere { GRACE } else { Duration::ZERO };
            let sleep = Sleep {
                wakes: now.checked_add(left),
                since: wake.since,
                until: Some(wake.until()),
                actor: wake.actor,
                pause: wake.pause,
                same: wake.same,
                witness: Witness::of_old(now),
                elsewhere: wake.elsewhere,
                refused: false,
            };
            let mut state = self.paused.state();
            // A younger one of this program stands.
            if state.asleep.get(&wake.key).is_none_or(|own| own.pause < wake.pause) {
                state.put(wake.key, sleep);
            }
        }
        done
    }

    /// Forgets whoever does not stand as it did: its next pause is somebody else's.
    fn notice_moved(&self) {
        let all: Vec<_> =
            self.paused.state().asleep.iter().map(|(key, sleep)| (*key, sleep.clone())).collect();
        for (key, mut sleep) in all {
            if sleep.witness.look(&self.tools.roots, key) == Found::Moved {
                if sleep.wakes.is_some() {
                    // Where that fails it is found again by whoever takes it up.
                    let _ = wakes::note_resumed(&*self.tools.audit, &self.wake_of(key, &sleep));
                }
                self.paused.state().forget(key, sleep.pause);
            } else if let Some(kept) = self.paused.state().asleep.get_mut(&key)
                && kept.pause == sleep.pause
            {
                kept.witness = sleep.witness;
            }
        }
    }

    fn wake_of(&self, key: ProcessKey, sleep: &Sleep) -> Wake {
        let until = sleep.until.unwrap_or(sleep.since);
        let lasts = u64::try_from(until.0.saturating_sub(sleep.since.0)).unwrap_or(0);
        Wake {
            pause: sleep.pause,
            key,
            name: self.name_of(key),
            actor: sleep.actor.clone(),
            since: sleep.since,
            lasts: Duration::from_nanos(lasts),
            elsewhere: sleep.elsewhere,
            program: None,
            told: true,
            same: sleep.same.clone(),
        }
    }

    /// Wakes those whose time has come, or all who wake by themselves.
    pub(super) fn wake_due(self: &Arc<Self>, all: bool) {
        for (key, mut sleep) in self.paused.due(all) {
            // It may have moved since it was looked at last.
            if sleep.witness.look(&self.tools.roots, key) == Found::Moved {
                let _ = wakes::note_resumed(&*self.tools.audit, &self.wake_of(key, &sleep));
                self.paused.state().forget(key, sleep.pause);
                continue;
            }
            let ended = self.end_pause(&self.wake_of(key, &sleep), sleep.refused);
            let mut state = self.paused.state();
            match ended {
                Ok(_) => state.forget(key, sleep.pause),
                // It is tried again, and written down once.
                Err(_) => {
                    let kept = state.asleep.get_mut(&key).filter(|kept| kept.pause == sleep.pause);
                    if let Some(kept) = kept {
                        kept.wakes = Some(Instant::now() + RETRY);
                        kept.refused = true;
                    }
                }
            }
        }
    }

    /// Lets a process go on because its pause is over. `None` if there is nobody to be woken: it has gone, or somebody
    /// else paused or resumed it since. `quiet` writes no refusal down.
    pub(super) fn end_pause(
        self: &Arc<Self>,
        wake: &Wake,
        quiet: bool,
    ) -> Result<Option<Outcome>, DeedError> {
        let key = wake.key;
        let open = wakes::since(&*self.tools.audit, wake.pause);
        let open = open.map_err(|error| DeedError::NoAudit(error.to_string()))?;
        if !open.iter().any(|open| open.pause == wake.pause) || !wake.same.may_be(&self.same(key)) {
            return Ok(None);
        }
        let asker = on_behalf(&wake.actor);
        let of = wakes::of_pause(wake.pause);
        let order =
            Order { deed: Deed::Resume, action: END_WAKE, asker: &asker, plan: None, more: Some(&of) };
        let Failed { intent, error } = match self.halt_one(key, &order, None) {
            Ok((intent, outcome)) => return self.close(&order, key, Some(intent), Ok(outcome)).map(Some),
            Err(failed) => failed,
        };
        let gone = matches!(error, DeedError::Gone | DeedError::NeverSeen | DeedError::NotTheSame);
        if intent.is_some() || !(quiet || gone) {
            let name = self.name_of(key);
            let about = About { asker: &asker, action: END_WAKE, key, name: &name };
            self.trail.close(&about, intent, Err(&error));
        }
        if gone { Ok(None) } else { Err(error) }
    }
}

/// Until nobody is to wake by itself any more, or the desk is gone.
fn watch(desk: &Weak<Desk>) {
    let (mut seen, mut looked, mut taken_up) = (0, Instant::now(), None::<Instant>);
    while let Some(desk) = desk.upgrade() {
        let takes_up = desk.paused.state().takes_up && !desk.is_stopping();
        if takes_up && taken_up.is_none_or(|at| at.elapsed() >= TAKE_UP) {
            let before = seen;
            seen = desk.take_up_since(seen);
            // Until there is a first look at the machine it is asked again soon.
            taken_up = (before != seen || taken_up.is_some()).then(Instant::now);
        }
        if looked.elapsed() >= LOOK {
            desk.notice_moved();
            looked = Instant::now();
        }
        desk.wake_due(false);
        let mut state = desk.paused.state();
        if !state.takes_up && state.asleep.values().all(|sleep| sleep.wakes.is_none()) {
            state.watched = false;
            return;
        }
        drop(state);
        drop(desk);
        thread::sleep(BEAT);
    }
}
