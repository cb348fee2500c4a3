//! `end`, `pause` and `resume`: reads the key of a pid, shows what would happen, asks, and acts on that key with the caller's own
//! rights (CONTRACTS §1).
//!
//! Here: the order of these steps. The desk without a server is [`desk`], what is shown is [`page`], the question
//! [`confirm`], the exit codes [`exits`], and the end of a pause [`mod@wake`].

mod confirm;
mod desk;
mod exits;
mod page;
mod signals;
#[cfg(test)]
mod testing;
mod wake;

use std::time::Duration;

use domain::ProcessKey;
use domain::decide::Deed;
use engine::deeds::{DeedError, Planned, Request};
use server::dto;
use words::Words;

use self::desk::Desk;
pub(super) use self::desk::Planner;
use self::signals::Signals;
pub(crate) use self::wake::run as wake;
use crate::args::{Pause, Target};
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Minutes of a pause when nobody says how many, as over HTTP.
const USUAL_PAUSE: u32 = 30;

/// `end`.
pub(crate) fn end(target: &Target, loaded: &Loaded, out: &mut Output) -> Outcome {
    act(Deed::End, target, None, loaded, out)
}

/// `pause`.
pub(crate) fn pause(options: &Pause, loaded: &Loaded, out: &mut Output) -> Outcome {
    let minutes = (!options.keep).then(|| options.minutes.unwrap_or(USUAL_PAUSE));
    act(Deed::Pause, &options.target, minutes, loaded, out)
}

/// `resume`.
pub(crate) fn resume(target: &Target, loaded: &Loaded, out: &mut Output) -> Outcome {
    act(Deed::Resume, target, None, loaded, out)
}

fn act(deed: Deed, target: &Target, minutes: Option<u32>, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let typed = key_of(target, words)?;
    let desk = Desk::open(loaded, words)?;
    let key = match typed {
        Some(key) => key,
        None => desk.key_of(target.pid, deed, words)?,
    };
    let mut signals = desk.listen()?;
    let wake_after = minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
    let request = |plan: Option<String>| Request { deed, key, group: target.group, plan, wake_after };
    let planned = match desk.plan(deed, key, target.group) {
        Ok(planned) => planned,
        // It is refused all the same, and that is written down.
        Err(DeedError::Refused(_)) if !target.dry_run => {
            return finish(&desk, request(None), None, &mut signals, loaded, out);
        }
        Err(error) => return Err(failed(&error, key, &desk, words)),
    };
    let asks = planned.plan.refusal.is_none() && !target.yes && !target.dry_run;
    let shown = show(&planned, target, minutes, asks, &desk, loaded, out);
    if target.dry_run {
        shown?;
        return Ok(exits::foretold(&planned));
    }
    match shown {
        // Nobody agrees to what nobody saw.
        Err(Failure::ClosedPipe) if asks => {
            return Err(Failure::new(Exit::Failed, words.text("acting-not-shown", &[])));
        }
        // Whoever said yes before has it done, whether anybody reads about it or not.
        Err(Failure::ClosedPipe) => {}
        shown => shown?,
    }
    if asks {
        confirm::confirm(&planned, &desk, &mut signals, words)?;
    }
    let id = planned.id.clone();
    finish(&desk, request(Some(id)), Some(&planned), &mut signals, loaded, out)
}

/// The key that was typed. It has to be that of the pid beside it.
fn key_of(target: &Target, words: &Words) -> Result<Option<ProcessKey>, Failure> {
    let Some(typed) = &target.key else { return Ok(None) };
    match typed.parse::<ProcessKey>() {
        Ok(key) if key.pid == target.pid => Ok(Some(key)),
        _ => Err(Failure::new(
            Exit::Usage,
            words.text("acting-key", &[("pid", (&target.pid.to_string()).into())]),
        )),
    }
}

/// The process and the plan. Of a JSON answer only a plan that is the answer is a part; whoever is asked reads it beside that.
fn show(
    planned: &Planned,
    target: &Target,
    minutes: Option<u32>,
    asks: bool,
    desk: &Desk,
    loaded: &Loaded,
    out: &mut Output,
) -> Result<(), Failure> {
    let page = |out: &Output| page::of(planned, target.group, minutes, &desk.snapshot(), loaded, out);
    if !out.json {
        page(out).into_iter().try_for_each(|line| out.line(&line))?;
    } else if asks {
        page(out).into_iter().for_each(|line| out.beside(&line));
    } else if target.dry_run || planned.plan.refusal.is_some() {
        out.document(&desk.plan_document(planned, out.words))?;
    }
    out.flush()
}

/// Does it, and tells what came of it.
fn finish(
    desk: &Desk,
    request: Request,
    planned: Option<&Planned>,
    signals: &mut Signals,
    loaded: &Loaded,
    out: &mut Output,
) -> Outcome {
    let words = out.words;
    let (key, wakes) = (request.key, request.wake_after.is_some());
    let (done, signal) = desk.carry_out(request, signals);
    let outcome = match (done, signal) {
        (Ok(outcome), _) => outcome,
        (Err(DeedError::Stopping), Some(signal)) => {
            return Err(Failure::interrupted(signal, words.text("acting-not-done", &[])));
        }
        (Err(error), _) => {
            // The page has told why a plan is refused; the JSON has it in the plan.
            let told = planned.is_some_and(|planned| {
                matches!(&error, DeedError::Refused(refusal) if planned.plan.refusal.as_ref() == Some(refusal))
            });
            return if told && !out.json {
                Ok(exits::exit_of(&error))
            } else {
                Err(failed(&error, key, desk, words))
            };
        }
    };
    // Before anything is told, which may fail: what stands still is not forgotten.
    let waker = wakes.then(|| wake::later(desk, &outcome, loaded));
    if signal.is_some() {
        confirm::below_the_keys();
    }
    let document = dto::Outcome::new(&outcome, Some(&desk.snapshot()), words);
    let told = if out.json {
        out.document(&document)
    } else {
        page::outcome(&document, out).into_iter().try_for_each(|line| out.line(&line))
    };
    match told.and_then(|()| out.flush()) {
        Ok(()) | Err(Failure::ClosedPipe) => {}
        Err(failure) => return Err(failure),
    }
    if let Some(waker) = waker {
        wake::tell(waker, &outcome, out)?;
    }
    match signal {
        Some(signal) => Err(Failure::Interrupted { signal, lines: Vec::new() }),
        None => Ok(exits::exit_of_outcome(&outcome)),
    }
}

/// Why nothing was done, with the exit code that fits.
fn failed(error: &DeedError, key: ProcessKey, desk: &Desk, words: &Words) -> Failure {
    Failure::new(exits::exit_of(error), dto::deed_reason(error, key, Some(&desk.snapshot()), words))
}
