//! `logs tail`: the last lines, and with `-f` what comes, until Ctrl-C, SIGTERM or a reader that has enough.

use std::sync::Arc;
use std::time::Duration;

use domain::log::{Level, Notice, Trouble};
use engine::logs::Log;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use server::dto;

use super::interrupt::Interrupt;
use super::{of_log, print, sources, unknown};
use crate::args::LogTail;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// How long the follower waits before it looks whether it shall end.
const PATIENCE: Duration = Duration::from_millis(200);

/// Runs it.
pub(super) fn run(options: &LogTail, config: &Config, out: &mut Output) -> Outcome {
    let log = sources::of(config).find(&options.source).ok_or_else(|| unknown(&options.source, out.words))?;
    let least = options.level.map(Level::from);
    if options.follow {
        return follow(&log, options, least, out);
    }
    let tail = log.tail(options.lines, least).map_err(|trouble| refused(&log, trouble, options, out))?;
    if out.json {
        out.document(&dto::LogTail::from(&tail))?;
    } else {
        for line in &tail.lines {
            out.line(&print::line(line, out.colour))?;
        }
    }
    Ok(Exit::Done)
}

/// The system's denial, our own refusal, or what is not there now.
fn refused(log: &Arc<dyn Log>, trouble: Trouble, options: &LogTail, out: &Output) -> Failure {
    let exit = match trouble {
        Trouble::Denied => Exit::Denied,
        Trouble::NotAFile | Trouble::LeadsOut => Exit::Refused,
        Trouble::Missing | Trouble::Failed => Exit::Failed,
    };
    let why = dto::log_reason(out.words, log.kind(), trouble, &sources::user());
    Failure::new(exit, of_log(out.words, &options.source, &why))
}

fn follow(log: &Arc<dyn Log>, options: &LogTail, least: Option<Level>, out: &mut Output) -> Outcome {
    let interrupt = Interrupt::watch().map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    if let Err(trouble) = log.source().state {
        return Err(refused(log, trouble, options, out));
    }
    let mut follower = log.follow(options.lines, least);
    while !interrupt.came() && !reader_has_gone() {
        let batch = follower.next(PATIENCE);
        for notice in &batch.notices {
            tell(*notice, log, options, out)?;
        }
        if out.json {
            if !batch.lines.is_empty() {
                let lines = batch.lines.iter().map(dto::LogLine::from).collect();
                out.document(&dto::LogEvent { lines, before: batch.before.clone(), notice: None })?;
            }
        } else {
            for line in &batch.lines {
                out.line(&print::line(line, out.colour))?;
            }
        }
        out.flush()?;
    }
    Ok(Exit::Done)
}

/// A notice is a result for programs and talk for people.
fn tell(notice: Notice, log: &Arc<dyn Log>, options: &LogTail, out: &mut Output) -> Result<(), Failure> {
    let user = sources::user();
    if out.json {
        let notice = dto::LogNotice::new(notice, log.kind(), out.words, &user);
        return out.document(&dto::LogEvent { lines: Vec::new(), before: None, notice: Some(notice) });
    }
    let what = print::notice(notice, log.kind(), out.words, &user);
    out.say(&of_log(out.words, &options.source, &what));
    Ok(())
}

/// Whether stdout is a pipe whose other end is closed. A log that stays quiet would not learn it by writing.
fn reader_has_gone() -> bool {
    let stdout = std::io::stdout();
    let mut descriptors = [PollFd::new(&stdout, PollFlags::empty())];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    let ready = poll(&mut descriptors, Some(&at_once)).is_ok_and(|count| count > 0);
    let gone = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
    ready && descriptors.iter().any(|descriptor| descriptor.revents().intersects(gone))
}
