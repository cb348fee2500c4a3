//! Ending processes: TERM, time to obey, KILL with a second permit, and a fresh look at what came of it (DESIGN §6.5).
//!
//! All who are meant are asked first and waited for together, so that a group takes no longer than one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::access::Role;
use domain::decide::{Deed, Fact, Refusal};
use domain::process::ProcessSample;
use domain::{Gap, ProcessKey, Snapshot};
use host::linux::closeup::is_uninterruptible;
use host::linux::terminate::{self, Ending, NotSent};

use super::Desk;
use super::carry_out::{Allowed, Failed, Order, not_sent};
use super::ongoing::{self, Claim, Lead};
use super::sight::{Post, Successor, Vigil, newest_start, successor};
use super::types::{DeedError, Fate, Outcome, Remark};

/// How often somebody who waits looks whether the program is stopping.
const SLICE: Duration = Duration::from_millis(50);
/// How long the kernel may take to end a process that was killed.
const AFTER_KILL: Duration = Duration::from_secs(3);
/// How long a successor that is started at once may take, before the list is read that is believed.
const SETTLED: Duration = Duration::from_millis(200);
/// How long a parent may take to take its dead child away.
const REAPED: Duration = Duration::from_secs(1);
/// How long a fresh list is waited for.
const FRESH_LIST: Duration = Duration::from_secs(4);
/// How long a successor is watched for after that.
const WATCHED: Duration = Duration::from_secs(60);

/// One that was asked to end, or needs not be.
struct Leaving {
    key: ProcessKey,
    name: String,
    /// `None` when nothing was intended, because there is nothing to be done.
    intent: Option<u64>,
    signals: Vec<&'static str>,
    asked: Instant,
    frees: Option<u64>,
    remark: Option<Remark>,
    place: Option<(Post, Arc<Snapshot>)>,
    /// The process, once it was asked. Kept until everything is known about its end.
    held: Option<Ending>,
    stage: Stage,
    lead: Option<Lead>,
}

/// One of those who are meant, before anything is sent to anybody.
enum Ready {
    Allowed(Box<Allowed>),
    /// Nothing has to be sent to it.
    Over(Box<Leaving>),
}

impl Ready {
    const fn intent(&self) -> Option<u64> {
        match self {
            Self::Allowed(allowed) => Some(allowed.intent),
            Self::Over(leaving) => leaving.intent,
        }
    }
}

enum Stage {
    /// TERM was sent.
    Asked,
    /// KILL was sent.
    Killed,
    /// Somebody else is at it.
    Follows(Arc<ongoing::Ending>),
    /// It came to this at that moment.
    Over(Fate, Instant),
}

impl Leaving {
    fn over(&mut self, how: Fate) {
        self.stage = Stage::Over(how, Instant::now());
    }

    /// Nothing was sent; whoever follows hears why.
    fn fails(self, error: DeedError) -> Failed {
        if let Some(lead) = &self.lead {
            lead.tell(&Err(error.clone()));
        }
        Failed { intent: self.intent, error }
    }
}

/// Looks once at everybody who is waited for, up to [`SLICE`]; answers whether somebody still is. One after the other, to
/// the end of each, would take the time of the slowest for that of all who come after it.
fn wait_a_little(
    all: &mut [Result<Leaving, Failed>],
    how: Fate,
    waits: impl Fn(&Leaving) -> bool,
    left: impl Fn(&Leaving) -> Duration,
) -> bool {
    let mut slice = SLICE;
    for leaving in all.iter_mut().flatten().filter(|leaving| waits(leaving)) {
        let Some(ending) = &leaving.held else { continue };
        let left = left(leaving);
        if ending.wait(left.min(slice)) == Ok(true) {
            leaving.over(how);
        } else if !left.is_zero() {
            slice = Duration::ZERO;
        }
    }
    slice.is_zero()
}

impl Desk {
    /// Ends them, the first one first. Nothing is sent before all are allowed: one that is refused leaves all alone.
    pub(super) fn end(
        self: &Arc<Self>,
        keys: &[ProcessKey],
        order: &Order<'_>,
    ) -> Vec<Result<Outcome, DeedError>> {
        let mut ready = Vec::with_capacity(keys.len());
        for key in keys {
            let one = match self.may_leave(*key, order) {
                // One below may go with the one above.
                Err(Failed { intent, error }) if !ready.is_empty() && is_gone(&error) => {
                    Ok(Ready::Over(Box::new(self.went_along(*key, intent))))
                }
                one => one,
            };
            let stop = one.is_err();
            ready.push(one);
            if stop {
                break;
            }
        }
        let refused = keys.iter().zip(&ready).find_map(|(key, one)| Some((*key, &one.as_ref().err()?.error)));
        let mut left_alone = refused.map(|(key, error)| self.because_of(key, error));
        let mut all: Vec<Result<Leaving, Failed>> = Vec::with_capacity(keys.len());
        for (key, one) in keys.iter().zip(ready) {
            all.push(match (one, &left_alone) {
                (Err(failed), _) => Err(failed),
                (Ok(one), Some(error)) => Err(Failed { intent: one.intent(), error: error.clone() }),
                (Ok(Ready::Over(over)), None) => Ok(*over),
                (Ok(Ready::Allowed(allowed)), None) => match self.ask_to_leave(*key, *allowed, order) {
                    Err(Failed { intent, error }) if !all.is_empty() && is_gone(&error) => {
                        Ok(self.went_along(*key, intent))
                    }
                    Err(failed) => {
                        left_alone = Some(self.because_of(*key, &failed.error));
                        Err(failed)
                    }
                    asked => asked,
                },
            });
        }
        self.wait_for_all(&mut all);
        self.kill_the_rest(&mut all, order);
        self.wait_for_the_killed(&mut all);
        // Those whom others end come last: what is led here is told before anybody is waited for.
        let mut outcomes: Vec<Option<Result<Outcome, DeedError>>> = Vec::new();
        let mut following = Vec::new();
        for (at, (key, leaving)) in keys.iter().zip(all).enumerate() {
            outcomes.push(match leaving {
                Err(Failed { intent, error }) => Some(self.close(order, *key, intent, Err(error))),
                Ok(Leaving { stage: Stage::Follows(ending), intent, .. }) => {
                    following.push((at, *key, intent, ending));
                    None
                }
                Ok(leaving) => Some(self.conclude(leaving, order)),
            });
        }
        let longest = self.tools.patience + AFTER_KILL + FRESH_LIST + crate::policies::PATIENCE * 4;
        for (at, key, intent, ending) in following {
            let outcome = self.close(order, key, intent, ending.outcome(longest));
            if let Some(place) = outcomes.get_mut(at) {
                *place = Some(outcome);
            }
        }
        outcomes.into_iter().flatten().collect()
    }

    /// Whether it may be asked to end, if anybody is there to hear it.
    fn may_leave(&self, key: ProcessKey, order: &Order<'_>) -> Result<Ready, Failed> {
        let sample = self.look(key)?;
        if sample.has_ended() {
            return Ok(Ready::Over(Box::new(self.already_dead(&sample, order)?)));
        }
        Ok(Ready::Allowed(Box::new(self.allow(key, order)?)))
    }

    /// TERM.
    fn ask_to_leave(&self, key: ProcessKey, allowed: Allowed, order: &Order<'_>) -> Result<Leaving, Failed> {
        let Allowed { intent, permit, sample, post, before, frees } = self.renewed(key, allowed, order)?;
        let mut leaving = Leaving {
            key,
            name: sample.identity.name.clone(),
            intent: Some(intent),
            signals: Vec::new(),
            asked: Instant::now(),
            frees,
            remark: None,
            place: Some((post, before)),
            held: None,
            stage: Stage::Over(Fate::Gone, Instant::now()),
            lead: None,
        };
        match self.ongoing.claim(key) {
            Claim::Follow(ending) => {
                leaving.stage = Stage::Follows(ending);
                return Ok(leaving);
            }
            Claim::Lead(lead) => leaving.lead = Some(lead),
        }
        if self.is_stopping() {
            return Err(leaving.fails(DeedError::Stopping));
        }
        match terminate::end(&self.tools.roots, permit) {
            Ok(ending) => (leaving.held, leaving.stage) = (Some(ending), Stage::Asked),
            Err(NotSent::Gone) => {
                leaving.remark = Some(Remark::ByItself);
                return Ok(leaving);
            }
            Err(error) => return Err(leaving.fails(not_sent(error))),
        }
        leaving.signals.push("TERM");
        if sample.state == 'T' {
            self.wake_to_leave(&mut leaving, order);
        }
        Ok(leaving)
    }

    /// A stopped process hears TERM only when it goes on.
    fn wake_to_leave(&self, leaving: &mut Leaving, order: &Order<'_>) {
        let allowed = self.weigh(Deed::Resume, leaving.key, order.asker).map(|weighed| weighed.decision);
        if let Ok(Ok(permit)) = allowed
            && terminate::resume(&self.tools.roots, permit).is_ok()
        {
            leaving.signals.push("CONT");
            leaving.remark = Some(Remark::WasStopped);
        }
    }

    /// It ended before it was asked to.
    fn went_along(&self, key: ProcessKey, intent: Option<u64>) -> Leaving {
        Leaving {
            key,
            name: self.name_of(key),
            intent,
            signals: Vec::new(),
            asked: Instant::now(),
            frees: None,
            remark: Some(Remark::ByItself),
            place: None,
            held: None,
            stage: Stage::Over(Fate::Gone, Instant::now()),
            lead: None,
        }
    }

    /// Nothing is left that could hear a signal.
    fn already_dead(&self, sample: &ProcessSample, order: &Order<'_>) -> Result<Leaving, DeedError> {
        if order.asker.role < Role::Operator {
            return Err(DeedError::Refused(Refusal::Role));
        }
        let snapshot = self.newest()?;
        Ok(Leaving {
            key: sample.key,
            name: sample.identity.name.clone(),
            intent: None,
            signals: Vec::new(),
            asked: Instant::now(),
            frees: None,
            remark: zombie_of(sample.ppid, &snapshot),
            place: None,
            held: None,
            stage: Stage::Over(Fate::StillThere, Instant::now()),
            lead: None,
        })
    }

    /// Until all have ended, their time is up, or the program stops.
    fn wait_for_all(&self, all: &mut [Result<Leaving, Failed>]) {
        let asked = |leaving: &Leaving| matches!(leaving.stage, Stage::Asked);
        let left = |leaving: &Leaving| self.tools.patience.saturating_sub(leaving.asked.elapsed());
        while wait_a_little(all, Fate::Ended, asked, left) {
            if self.is_stopping() {
                all.iter_mut().flatten().filter(|one| asked(one)).for_each(|one| one.over(Fate::Interrupted));
            }
        }
    }

    /// KILL, if facts and policy still allow it.
    fn kill_the_rest(&self, all: &mut [Result<Leaving, Failed>], order: &Order<'_>) {
        let mut away = false;
        for leaving in all.iter_mut().flatten() {
            let (Stage::Asked, Some(ending)) = (&leaving.stage, &leaving.held) else { continue };
            let weighed = if away {
                Err(DeedError::Refused(Refusal::PolicyUnavailable))
            } else {
                self.weigh(order.deed, leaving.key, order.asker)
            };
            let permit = match weighed {
                Ok(weighed) => weighed.decision,
                Err(DeedError::Refused(refusal)) => Err(refusal),
                Err(_) => Err(Refusal::Unread { fact: Fact::Process, gap: Gap::Gone }),
            };
            away |= permit == Err(Refusal::PolicyUnavailable);
            if ending.wait(Duration::ZERO) == Ok(true) {
                leaving.over(Fate::Ended);
            } else if self.is_stopping() {
                leaving.over(Fate::Interrupted);
            } else {
                match permit.map(|permit| ending.kill(permit)) {
                    Ok(Ok(())) => {
                        leaving.signals.push("KILL");
                        leaving.stage = Stage::Killed;
                    }
                    Ok(Err(NotSent::Gone)) => leaving.over(Fate::Ended),
                    Ok(Err(_)) => leaving.over(Fate::StillThere),
                    Err(refusal) => {
                        leaving.remark = Some(self.why_no_kill(leaving.key, refusal));
                        leaving.over(Fate::StillThere);
                    }
                }
            }
        }
    }

    /// One that is ending, but for a thread that waits in the kernel, has no facts any more: KILL would change nothing.
    fn why_no_kill(&self, key: ProcessKey, refusal: Refusal) -> Remark {
        match refusal {
            Refusal::Unread { .. } if is_uninterruptible(&self.tools.roots, key) => Remark::Uninterruptible,
            refusal => Remark::NoKill(refusal),
        }
    }

    fn wait_for_the_killed(&self, all: &mut [Result<Leaving, Failed>]) {
        let until = Instant::now() + AFTER_KILL;
        let killed = |leaving: &Leaving| matches!(leaving.stage, Stage::Killed);
        while wait_a_little(all, Fate::Killed, killed, |_| until.saturating_duration_since(Instant::now())) {}
        for leaving in all.iter_mut().flatten().filter(|leaving| killed(leaving)) {
            if is_uninterruptible(&self.tools.roots, leaving.key) {
                leaving.remark = Some(Remark::Uninterruptible);
            }
            leaving.over(Fate::StillThere);
        }
    }

    /// Looks at what came of it, writes it down and tells everybody.
    fn conclude(self: &Arc<Self>, leaving: Leaving, order: &Order<'_>) -> Result<Outcome, DeedError> {
        let Leaving { key, name, intent, signals, asked, frees, remark, place, held, stage, lead } = leaving;
        let Stage::Over(how, at) = stage else {
            return self.close(order, key, intent, Err(DeedError::Failed(NO_END)));
        };
        let mut outcome = Outcome {
            key,
            name,
            result: how,
            signals,
            took: at.saturating_duration_since(asked),
            verified: false,
            exit_status: None,
            restarted_as: None,
            freed_bytes: None,
            remark,
            members: Vec::new(),
        };
        if let (Fate::Ended | Fate::Killed | Fate::Gone, Some((post, before))) = (how, place) {
            if how != Fate::Gone {
                outcome.freed_bytes = frees;
            }
            self.look_after(&mut outcome, post, &before, at, order);
            // It is told once its parent has taken it away: by now it mostly has.
            outcome.exit_status = held.and_then(|ending| ending.exit_status());
        }
        let outcome = self.close(order, key, intent, Ok(outcome));
        if let Some(lead) = lead {
            lead.tell(&outcome);
        }
        outcome
    }

    /// A fresh list: is it gone, and did another one take its place?
    fn look_after(
        &self,
        outcome: &mut Outcome,
        post: Post,
        before: &Snapshot,
        at: Instant,
        order: &Order<'_>,
    ) {
        let seen = self.sight.wait(FRESH_LIST, |seen| {
            let age = seen.begun.saturating_duration_since(at);
            let state = post.within(&seen.snapshot).map(|process| process.sample.state);
            let settled = match state {
                None => seen.snapshot.processes.is_ok() && age >= SETTLED,
                Some('Z' | 'X') => age >= REAPED,
                Some(_) => false,
            };
            settled || self.is_stopping()
        });
        let Some(after) = seen.map(|seen| seen.snapshot) else { return };
        if after.seq <= before.seq || after.processes.is_err() {
            return;
        }
        match post.within(&after) {
            None => outcome.verified = true,
            Some(dead) if dead.sample.has_ended() => {
                outcome.remark = zombie_of(dead.sample.ppid, &after).or(outcome.remark.take());
            }
            Some(_) => return,
        }
        let found = successor(&post, before, &after).or_else(|| {
            let actor = order.asker.actor.clone();
            let (until, since) = (Instant::now() + WATCHED, newest_start(&after));
            self.sight.wait_for_return(Vigil { post, actor, until, since }, &after)
        });
        if let Some(Successor { key, by }) = found {
            outcome.result = Fate::CameBack;
            outcome.restarted_as = Some(key);
            outcome.remark = Some(Remark::Restarted { by });
        }
    }
}

const NO_END: domain::Cause = domain::Cause { action: "learn what came of it", errno: None };

const fn is_gone(error: &DeedError) -> bool {
    matches!(error, DeedError::Gone | DeedError::NeverSeen | DeedError::NotTheSame)
}

/// Only its parent can take it away.
fn zombie_of(ppid: u32, snapshot: &Snapshot) -> Option<Remark> {
    let parent = snapshot.process_by_pid(ppid)?;
    Some(Remark::Zombie { parent: parent.sample.key, name: parent.sample.identity.name.clone() })
}
