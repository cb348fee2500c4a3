//! `end`, `pause` and `resume`: reads the key of a pid, shows what would happen, asks, and acts on that key with the caller's own
//! rights (CONTRACTS §1).
//!
//! Here: the order of these steps and the exit codes. The desk without a server is [`desk`], what is shown is [`page`].

mod desk;
mod page;

use std::io::{IsTerminal as _, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use domain::ProcessKey;
use domain::decide::{Deed, Refusal};
use engine::deeds::{self, DeedError, Ended, Planned, Request};
use server::dto;
use words::Words;

use self::desk::Desk;
pub(super) use self::desk::Planner;
use crate::args::{Pause, Resume, Target};
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Minutes of a pause when nobody says how many, as over HTTP.
const USUAL_PAUSE: u32 = 30;
/// Longest answer that is read to a question.
const ANSWER_BYTES: u64 = 256;

/// `end`.
pub(crate) fn end(target: &Target, loaded: &Loaded, out: &mut Output) -> Outcome {
    act(Deed::End, target, None, loaded, out)
}

/// `pause`. This command does not stay: another run of this program wakes the process.
pub(crate) fn pause(options: &Pause, loaded: &Loaded, out: &mut Output) -> Outcome {
    let minutes = (!options.keep).then(|| options.minutes.unwrap_or(USUAL_PAUSE));
    act(Deed::Pause, &options.target, minutes, loaded, out)
}

/// `resume`.
pub(crate) fn resume(options: &Resume, loaded: &Loaded, out: &mut Output) -> Outcome {
    if let Some(seconds) = options.after {
        std::thread::sleep(Duration::from_secs(seconds.into()));
    }
    act(Deed::Resume, &options.target, None, loaded, out)
}

fn act(deed: Deed, target: &Target, minutes: Option<u32>, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let typed = key_of(target, words)?;
    let desk = Desk::open(loaded, words)?;
    let key = match typed {
        Some(key) => key,
        None => desk.key_of(target.pid, deed, words)?,
    };
    let request = |plan: Option<String>| Request { deed, key, group: target.group, plan, wake_after: None };
    let planned = match desk.plan(deed, key, target.group) {
        Ok(planned) => planned,
        // It is refused all the same, and that is written down.
        Err(DeedError::Refused(_)) if !target.dry_run => {
            return finish(&desk, request(None), None, minutes, loaded, out);
        }
        Err(error) => return Err(failed(&error, key, &desk, words)),
    };
    if !out.json {
        let lines = page::of(&planned, target.group, minutes, &desk.snapshot(), loaded, out);
        lines.into_iter().try_for_each(|line| out.line(&line))?;
        out.flush()?;
    } else if target.dry_run || planned.plan.refusal.is_some() {
        out.document(&desk.plan_document(&planned, words))?;
        out.flush()?;
    }
    if target.dry_run {
        return Ok(foretold(&planned));
    }
    if planned.plan.refusal.is_none() && !target.yes {
        confirm(deed, &planned, &desk, words)?;
    }
    let id = planned.id.clone();
    finish(&desk, request(Some(id)), Some(&planned), minutes, loaded, out)
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

/// How it would end.
fn foretold(planned: &Planned) -> Exit {
    match &planned.plan.refusal {
        Some(refusal) => exit_of_refusal(refusal),
        None => Exit::Done,
    }
}

/// Asks on the terminal; `n`, nothing and the end of the input all mean no.
fn confirm(deed: Deed, planned: &Planned, desk: &Desk, words: &Words) -> Result<(), Failure> {
    use std::io::{BufRead as _, Read as _};
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(Failure::new(Exit::Usage, words.text("acting-no-terminal", &[])));
    }
    let name = desk.name_of(planned.plan.key);
    let pid = planned.plan.key.pid.to_string();
    let question = words.text(
        &format!("acting-ask-{}", page::word(deed)),
        &[("name", (&name).into()), ("pid", (&pid).into())],
    );
    let mut talk = std::io::stderr();
    // Nobody sees the question of a closed stderr; the answer to it is then no.
    let asked = write!(talk, "{question} [y/N] ").and_then(|()| talk.flush());
    let mut answer = String::new();
    let read = stdin.lock().take(ANSWER_BYTES).read_line(&mut answer);
    let yes = ["y", "yes", "예", "네", "ㅇ"];
    if asked.is_ok() && read.is_ok() && yes.contains(&answer.trim().to_lowercase().as_str()) {
        return Ok(());
    }
    Err(Failure::new(Exit::Failed, words.text("acting-not-done", &[])))
}

/// Does it, and tells what came of it.
fn finish(
    desk: &Desk,
    request: Request,
    planned: Option<&Planned>,
    minutes: Option<u32>,
    loaded: &Loaded,
    out: &mut Output,
) -> Outcome {
    let words = out.words;
    let (deed, key, group) = (request.deed, request.key, request.group);
    let done = desk.carry_out(request);
    let outcome = match done {
        Ok(outcome) => outcome,
        Err(error) => {
            // The page has told why a plan is refused; the JSON has it in the plan.
            let told = planned.is_some_and(|planned| {
                matches!(&error, DeedError::Refused(refusal) if planned.plan.refusal.as_ref() == Some(refusal))
            });
            return if told && !out.json {
                Ok(exit_of(&error))
            } else {
                Err(failed(&error, key, desk, words))
            };
        }
    };
    let exit = exit_of_outcome(&outcome);
    let document = dto::Outcome::new(&outcome, Some(&desk.snapshot()), words);
    if out.json {
        out.document(&document)?;
    } else {
        page::outcome(&document, out).into_iter().try_for_each(|line| out.line(&line))?;
    }
    out.flush()?;
    if let (Deed::Pause, Ended::Paused, Some(minutes)) = (deed, outcome.result, minutes) {
        wake_later(&outcome, group, minutes, loaded, words)?;
    }
    Ok(exit)
}

/// Leaves a run of this program behind that resumes what was paused, each by its own key.
fn wake_later(
    outcome: &deeds::Outcome,
    group: bool,
    minutes: u32,
    loaded: &Loaded,
    words: &Words,
) -> Result<(), Failure> {
    let members = outcome.members.iter().filter(|_| group).filter_map(|member| member.as_ref().ok());
    for key in std::iter::once(outcome.key).chain(members.map(|member| member.key)) {
        let mut command = Command::new("/proc/self/exe");
        command.args(["resume", &key.pid.to_string(), "--key", &key.to_string(), "--yes", "--json"]);
        command.args(["--after", &(u64::from(minutes) * 60).to_string()]);
        // The same folder, environment and files: it acts on the same store.
        command.arg("--state-dir").arg(super::access::state_dir(loaded));
        if let Some(file) = &loaded.file {
            command.arg("--config").arg(file);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Ctrl-C on this terminal is not meant for it.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        if let Err(error) = command.spawn() {
            let pid = key.pid.to_string();
            let cause = error.to_string();
            let said = [("pid", (&pid).into()), ("cause", (&cause).into())];
            return Err(Failure::new(Exit::Failed, words.text("acting-no-waker", &said)));
        }
    }
    Ok(())
}

/// Why nothing was done, with the exit code that fits.
fn failed(error: &DeedError, key: ProcessKey, desk: &Desk, words: &Words) -> Failure {
    Failure::new(exit_of(error), dto::deed_reason(error, key, Some(&desk.snapshot()), words))
}

fn exit_of(error: &DeedError) -> Exit {
    match error {
        DeedError::NeverSeen | DeedError::NotTheSame | DeedError::Gone => Exit::NoProcess,
        DeedError::Refused(refusal) => exit_of_refusal(refusal),
        DeedError::Member(protected) => exit_of_refusal(&protected.refusal),
        // A store that cannot be read or written is 5 (CONTRACTS §1).
        DeedError::Denied | DeedError::NoAudit(_) => Exit::Denied,
        DeedError::ChangedSincePlan | DeedError::Failed(_) | DeedError::Busy | DeedError::Stopping => {
            Exit::Failed
        }
    }
}

const fn exit_of_refusal(refusal: &Refusal) -> Exit {
    match refusal {
        Refusal::PolicyUnavailable => Exit::Denied,
        _ => Exit::Refused,
    }
}

fn exit_of_outcome(outcome: &deeds::Outcome) -> Exit {
    let own = match outcome.result {
        Ended::Gone => Exit::NoProcess,
        Ended::StillThere | Ended::Interrupted => Exit::Failed,
        Ended::Ended | Ended::Killed | Ended::CameBack | Ended::Paused | Ended::Resumed => Exit::Done,
    };
    let of_member = |member: &Result<deeds::Outcome, (ProcessKey, DeedError)>| match member {
        Ok(member) if matches!(member.result, Ended::StillThere | Ended::Interrupted) => Exit::Failed,
        // One that has gone meanwhile is what was wanted.
        Ok(_) | Err((_, DeedError::Gone | DeedError::NeverSeen | DeedError::NotTheSame)) => Exit::Done,
        Err((_, error)) => exit_of(error),
    };
    let worse = outcome.members.iter().map(of_member).find(|exit| *exit != Exit::Done);
    if own == Exit::Done { worse.unwrap_or(own) } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Cause;

    #[test]
    fn every_end_has_the_code_of_the_contract() {
        for (error, code) in [
            (DeedError::NeverSeen, Exit::NoProcess),
            (DeedError::NotTheSame, Exit::NoProcess),
            (DeedError::Gone, Exit::NoProcess),
            (DeedError::Refused(Refusal::Root), Exit::Refused),
            (DeedError::Refused(Refusal::PolicyUnavailable), Exit::Denied),
            (DeedError::Denied, Exit::Denied),
            (DeedError::NoAudit("full".into()), Exit::Denied),
            (DeedError::ChangedSincePlan, Exit::Failed),
            (DeedError::Failed(Cause { action: "send a signal", errno: None }), Exit::Failed),
            (DeedError::Busy, Exit::Failed),
        ] {
            assert_eq!(exit_of(&error), code, "{error:?}");
        }
    }
}
