//! What could be tidied up, and what is left alone and why (M13): a pure function of the snapshot, the outlook of each
//! process, and two things that are asked only for the few processes where they matter ([`Around`]).
//!
//! It permits nothing. Who ends a process after reading this comes through [`crate::decide`] like everybody else.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Duration;

use crate::ProcessKey;
use crate::decide::Refusal;
use crate::gap::Reading;
use crate::plan::Child;
use crate::process::Identity;
use crate::snapshot::{Process, Snapshot};
use crate::verdict::Mode;

/// Rest after which a process counts as unused: half a working day. An hour is a lunch; after a day nobody needs to be told.
pub const UNUSED_AFTER: Duration = Duration::from_secs(3 * 3600);

/// Percent of RAM from which a process is named for its memory: half of what `HIGH_MEMORY_USAGE` warns of, because here
/// nothing is wrong and somebody only wants room.
pub const HOG_PERCENT: f64 = 10.0;

/// What is not in a snapshot.
pub trait Around {
    /// Why the process would not be ended now.
    fn refusal(&self, process: &Process) -> Option<Refusal>;

    /// The session of the process: the pid of who opened it (setsid(2)).
    ///
    /// # Errors
    /// It cannot be told.
    fn session(&self, key: ProcessKey) -> Reading<u32>;

    /// For how long nothing was typed or written on a terminal (`pts/3`).
    ///
    /// # Errors
    /// It cannot be told.
    fn terminal_rest(&self, terminal: &str) -> Reading<Duration>;
}

/// Why a process may be dispensable: the strongest reason comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Left behind: who started it and the session that it belonged to are gone.
    Orphan,
    /// It did nothing for [`UNUSED_AFTER`], and nobody typed on its terminal.
    Unused,
    /// It takes [`HOG_PERCENT`] of the memory or more.
    MemoryHog,
    /// Somebody has it in front of them: on a terminal or a desktop.
    UserApp,
    /// It runs for a user without being seen.
    Background,
}

impl Why {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Orphan => "orphan",
            Self::Unused => "unused",
            Self::MemoryHog => "memory_hog",
            Self::UserApp => "user_app",
            Self::Background => "background",
        }
    }
}

/// A process that could be ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tidy {
    /// Which.
    pub key: ProcessKey,
    /// Its name. Hostile text.
    pub name: String,
    /// The application that it is part of. Hostile text.
    pub app: String,
    /// Why it may be dispensable.
    pub why: Why,
    /// Its resident set: an estimate, because shared pages stay while somebody else has them.
    pub frees_bytes: u64,
    /// Children of it that have ended and that only it can take away.
    pub zombies: u32,
    /// It has ended itself, and this parent has not taken it away: ending it once more does nothing.
    pub zombie_of: Option<Child>,
}

/// A process that is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub key: ProcessKey,
    /// Its name. Hostile text.
    pub name: String,
    /// Why.
    pub refusal: Refusal,
}

/// Everything, sorted out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleanup {
    /// What could be ended, the largest first.
    pub tidy: Vec<Tidy>,
    /// All others, by ascending pid.
    pub system: Vec<Kept>,
}

/// Sorts out the processes of a snapshot. `mode` decides which application a process counts to.
///
/// # Errors
/// The processes could not be read.
pub fn sort_out(snapshot: &Snapshot, mode: Mode, around: &impl Around) -> Reading<Cleanup> {
    let processes = snapshot.processes.as_deref().map_err(|gap| *gap)?;
    let mut zombies: HashMap<u32, u32> = HashMap::new();
    for zombie in processes.iter().filter(|process| process.sample.is_zombie()) {
        *zombies.entry(zombie.sample.ppid).or_default() += 1;
    }
    let mut all = Cleanup::default();
    for process in processes {
        let sample = &process.sample;
        let (key, name) = (sample.key, sample.identity.name.clone());
        match around.refusal(process) {
            Some(refusal) => all.system.push(Kept { key, name, refusal }),
            None => all.tidy.push(Tidy {
                key,
                app: process
                    .judged
                    .as_ref()
                    .map_or_else(|_| name.clone(), |judged| judged.of(mode).app.clone()),
                name,
                why: why(process, snapshot, around),
                frees_bytes: sample.rss_bytes,
                zombies: zombies.get(&key.pid).copied().unwrap_or(0),
                zombie_of: parent_of_zombie(process, snapshot),
            }),
        }
    }
    all.tidy.sort_by_key(|row| (Reverse(row.frees_bytes), row.key));
    Ok(all)
}

fn why(process: &Process, snapshot: &Snapshot, around: &impl Around) -> Why {
    let identity = &process.sample.identity;
    if is_left_behind(process, snapshot, around) {
        Why::Orphan
    } else if is_unused(process, around) {
        Why::Unused
    } else if process.memory_percent.is_ok_and(|percent| percent >= HOG_PERCENT) {
        Why::MemoryHog
    } else if terminal(identity).is_some() || is_of_a_desktop(identity) {
        Why::UserApp
    } else {
        Why::Background
    }
}

/// Whether nobody is left to whom it belonged. A daemon that opened a session of its own, as tmux does, leads that and was not
/// left behind but sent away. What cannot be seen is not called an orphan.
fn is_left_behind(process: &Process, snapshot: &Snapshot, around: &impl Around) -> bool {
    let without_terminal = process.sample.identity.tty == Ok(None);
    let leader_is_gone = |session| {
        session != 0 && session != process.sample.key.pid && snapshot.process_by_pid(session).is_none()
    };
    without_terminal
        && is_adopted(process, snapshot)
        && around.session(process.sample.key).is_ok_and(leader_is_gone)
}

/// Whether who started it is gone, so that the first process has it, or the manager of the user's services, which takes in what
/// loses its parent below it (`PR_SET_CHILD_SUBREAPER`). What that manager itself started runs in no login session.
fn is_adopted(process: &Process, snapshot: &Snapshot) -> bool {
    let sample = &process.sample;
    if sample.ppid == 1 {
        return true;
    }
    let of_login =
        sample.identity.unit.as_ref().is_ok_and(|unit| unit.as_deref().is_some_and(is_login_scope));
    let parent = snapshot.process_by_pid(sample.ppid);
    of_login
        && parent.is_some_and(|parent| parent.sample.ppid == 1 && parent.sample.identity.name == "systemd")
}

/// `session-3.scope`: one log-in (pam_systemd(8)).
fn is_login_scope(unit: &str) -> bool {
    unit.starts_with("session-") && unit.ends_with(".scope")
}

/// What a desktop starts has a unit named so (systemd, "Desktop Environment Integration").
fn is_of_a_desktop(identity: &Identity) -> bool {
    identity.unit.as_ref().is_ok_and(|unit| unit.as_deref().is_some_and(|unit| unit.starts_with("app-")))
}

fn terminal(identity: &Identity) -> Option<&str> {
    identity.tty.as_ref().ok()?.as_deref()
}

/// Whether it did nothing for long enough and nobody was at its terminal either. Before it was watched for that long it is not
/// known, and then it is not said.
fn is_unused(process: &Process, around: &impl Around) -> bool {
    let long = |rest: Duration| rest >= UNUSED_AFTER;
    if process.sample.has_ended() || !process.idle.is_ok_and(long) {
        return false;
    }
    match &process.sample.identity.tty {
        Ok(None) => true,
        Ok(Some(terminal)) => around.terminal_rest(terminal).is_ok_and(long),
        Err(_) => false,
    }
}

fn parent_of_zombie(process: &Process, snapshot: &Snapshot) -> Option<Child> {
    let parent = snapshot.process_by_pid(process.sample.ppid).filter(|_| process.sample.is_zombie())?;
    Some(Child { key: parent.sample.key, name: parent.sample.identity.name.clone() })
}

#[cfg(test)]
#[path = "cleanup_tests.rs"]
mod tests;
