//! `ps`: the processes of this machine, now, and what is thought of them. Applications first, their members on demand.
//!
//! Here: what is listed in which order, and how it ends. `rows` makes the lines, `groups` puts applications together,
//! `footer` says what could not be seen.

mod footer;
mod groups;
mod rows;

use std::cmp::Reverse;

use domain::snapshot::{Process, Snapshot};
use domain::verdict::{Mode, Verdict};
use domain::{Gap, Reading};
use server::dto;

use super::{policy, sampling, told, watch};
use crate::args::{Ps, Sort};
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Runs it.
pub(crate) fn run(options: &Ps, loaded: &Loaded, out: &mut Output) -> Outcome {
    if options.watch {
        return watch::run(options, loaded, out);
    }
    let snapshot = sampling::snapshot(loaded, policy::dictionary(loaded, out))?;
    let all = match &snapshot.processes {
        Ok(processes) => processes,
        Err(gap) => return Err(unlisted(*gap, out)),
    };
    let mode: Mode = loaded.config.mode.into();
    let listed = chosen(all, options, mode);
    if out.json {
        let whole = |process: &Process| dto::Process::new(process, loaded.config.mode, out.words);
        let processes = listed.iter().copied().map(whole).collect();
        out.document(&dto::ProcessList { processes })?;
    } else {
        for line in lines(&listed, &snapshot, options, mode, out) {
            out.line(&line)?;
        }
        out.flush()?;
        footer::lines(&listed, mode, out.words).iter().for_each(|line| out.say(line));
    }
    if options.check { check(all, mode, out) } else { Ok(Exit::Done) }
}

/// Why there is no list.
pub(super) fn unlisted(gap: Gap, out: &Output) -> Failure {
    let exit = if gap == Gap::Denied { Exit::Denied } else { Exit::Failed };
    let why = told::why(gap, out.words);
    Failure::new(exit, out.words.text("ps-unlisted", &[("why", (&why).into())]))
}

/// What was asked for, in the order that was asked for.
fn chosen<'a>(all: &'a [Process], options: &Ps, mode: Mode) -> Vec<&'a Process> {
    let only = options.only.map(Verdict::from);
    let fits = |process: &&Process| only.is_none_or(|only| told::verdict(process, mode) == Ok(only));
    let mut processes: Vec<&Process> = all.iter().filter(fits).collect();
    // Whoever asks for one verdict looks for what is wrong.
    let usual = if only.is_some() { Sort::Verdict } else { Sort::Cpu };
    sort(&mut processes, options.sort.unwrap_or(usual), mode);
    processes
}

/// The greatest first; what is not known comes last. Of equals the one with the lower pid is first.
fn sort(processes: &mut [&Process], by: Sort, mode: Mode) {
    let greatest = |value: fn(&Process) -> Reading<f64>| {
        move |a: &&Process, b: &&Process| {
            let known = |process: &Process| value(process).unwrap_or(f64::NEG_INFINITY);
            known(b).total_cmp(&known(a)).then(a.sample.key.cmp(&b.sample.key))
        }
    };
    match by {
        Sort::Memory => processes.sort_by(greatest(|process| Ok(process.sample.rss_bytes as f64))),
        Sort::Io => processes.sort_by(greatest(|process| process.io_rates.map(|(read, write)| read + write))),
        Sort::Pid => processes.sort_by_key(|process| process.sample.key),
        Sort::Cpu | Sort::Verdict => processes.sort_by(greatest(|process| process.cpu_percent)),
    }
    if by == Sort::Verdict {
        // Stable: equally grave ones stay by CPU.
        processes.sort_by_key(|process| Reverse(told::gravity(process, mode)));
    }
}

fn lines(listed: &[&Process], snapshot: &Snapshot, options: &Ps, mode: Mode, out: &Output) -> Vec<String> {
    if options.line {
        return listed.iter().map(|process| told::line(process, mode, out.words)).collect();
    }
    if options.flat || options.only.is_some() || options.sort.is_some() {
        return rows::flat(listed, snapshot, mode, out);
    }
    rows::grouped(&groups::of(listed, mode), options.members, mode, out)
}

/// Whether anything is danger or urgent among all, whatever was listed.
fn check(all: &[Process], mode: Mode, out: &Output) -> Outcome {
    let count = |verdict| all.iter().filter(|process| told::verdict(process, mode) == Ok(verdict)).count();
    let (danger, urgent) = (count(Verdict::Danger), count(Verdict::Urgent));
    if danger + urgent == 0 {
        return Ok(Exit::Done);
    }
    out.say(&out.words.text("ps-check-found", &[("danger", danger.into()), ("urgent", urgent.into())]));
    Ok(Exit::Found)
}

#[cfg(test)]
#[path = "ps_tests.rs"]
mod tests;
