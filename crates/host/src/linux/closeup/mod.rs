//! A close look at one process: what is read when somebody is about to do something to it, and never in a tick
//! (DESIGN §6.1, 6.9).
//!
//! Here: the doors, and the state of one process. Not here: what is allowed (`domain::decide`), what is shown
//! (`domain::plan`), signals (`super::terminate`).

mod files;
mod restarter;
mod supervisor;
mod threads;
mod way_in;

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use domain::plan::{CloseLook, Restarter};
use domain::{Gap, ProcessKey, Reading};
use rustix::fd::{AsFd as _, BorrowedFd, OwnedFd};

use super::one::{self, folder};
use super::processes::files as proc;
use super::processes::patience::{Asked, Lane};
use crate::parse::{smaps_rollup, status};
use crate::roots::Roots;

pub use self::way_in::{Connection, way_in};
pub use super::processes::look::{LookError, look_now};

/// Room for `status`, `smaps_rollup` and `cgroup`.
const PIECE: usize = 64 * 1024;

/// How long one of the reads that may block is waited for: somebody waits for the whole.
const PATIENCE: Duration = Duration::from_secs(1);

/// Threads of close looks that are stuck now: however often one looks, there are only so many.
static STUCK: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);

/// What is read of a process for its plan. Each fact has its own gap; all are [`Gap::Gone`] when the process is.
#[must_use]
pub fn close_look(roots: &Roots, key: ProcessKey) -> CloseLook {
    match folder(roots, key.pid) {
        // What can be read in the folder after this is of the one that is meant.
        Ok(folder) if state_in(folder.as_fd(), key).is_some() => look_into(roots, folder),
        Ok(_) => nothing(Gap::Gone),
        Err(errno) => nothing(proc::gap(errno, "open the folder of a process")),
    }
}

fn nothing(gap: Gap) -> CloseLook {
    CloseLook {
        files_for_writing: Err(gap),
        frees_bytes: Err(gap),
        restarter: Err(gap),
        init_of_namespace: Err(gap),
    }
}

fn look_into(roots: &Roots, folder: OwnedFd) -> CloseLook {
    CloseLook {
        files_for_writing: files::for_writing(folder.as_fd()),
        frees_bytes: frees_bytes(folder.as_fd()),
        restarter: restarter(roots, folder.as_fd()),
        init_of_namespace: init_of_namespace(folder.as_fd()),
    }
}

/// The kernel walks over all mappings, and waits while the process changes them.
fn frees_bytes(folder: BorrowedFd<'_>) -> Reading<u64> {
    const ACTION: &str = "sum up its memory";
    let folder = proc::reading(rustix::io::fcntl_dupfd_cloexec(folder, 0), ACTION)?;
    within("memory", ACTION, move || {
        let text = text(folder.as_fd(), "smaps_rollup", ACTION)?;
        // One that has no memory any more has an empty file.
        smaps_rollup::proportional_bytes(&text).ok_or(Gap::Gone)
    })
}

/// The home of a user may lie on a server that does not answer.
fn restarter(roots: &Roots, folder: BorrowedFd<'_>) -> Reading<Option<Restarter>> {
    const ACTION: &str = "read who restarts it";
    let of = |folder: BorrowedFd<'_>| text(folder, "cgroup", "read the cgroup");
    let process = of(folder)?;
    let mut line = [0; one::LINE];
    let ppid = proc::reading(one::stat(folder, &mut line), ACTION)?.ok_or(Gap::failed(ACTION))?.ppid;
    // A parent that is gone was none that started it again.
    let parent = one::folder(roots, ppid).ok();
    let cgroup = parent.as_ref().and_then(|folder| of(folder.as_fd()).ok()).unwrap_or_default();
    let kept = parent.and_then(|folder| supervisor::service_of(folder.as_fd()));
    let own = one::root(roots).ok().and_then(|root| text(root.as_fd(), "self/cgroup", ACTION).ok());
    let roots = roots.clone();
    within("units", ACTION, move || {
        restarter::restarter(&roots, &process, &cgroup, &own.unwrap_or_default(), kept)
    })
}

fn init_of_namespace(folder: BorrowedFd<'_>) -> Reading<bool> {
    let text = text(folder, "status", "read its pids")?;
    status::innermost_pid(&text).map(|pid| pid == 1).ok_or(Gap::Unsupported)
}

/// A small file of a process, which the kernel writes in one piece.
fn text(folder: BorrowedFd<'_>, name: &str, action: &'static str) -> Reading<Vec<u8>> {
    let mut text = Vec::new();
    match proc::reading(proc::read(folder, name, &mut text, PIECE), action)? {
        false => Ok(text),
        true => Err(Gap::failed(action)),
    }
}

/// Reads on a thread of its own and waits no longer than [`PATIENCE`].
fn within<T: Send + 'static>(
    name: &'static str,
    action: &'static str,
    read: impl FnOnce() -> Reading<T> + Send + 'static,
) -> Reading<T> {
    match Lane::counting(name, Arc::clone(&STUCK)).ask_within(PATIENCE, read) {
        Asked::Done(answer) => answer,
        Asked::Late(_) | Asked::Refused => Err(Gap::failed(action)),
    }
}

/// The state letter of a process (proc_pid_stat(5)); `None` when it is gone or may not be seen.
#[must_use]
pub fn state_now(roots: &Roots, key: ProcessKey) -> Option<char> {
    state_in(folder(roots, key.pid).ok()?.as_fd(), key)
}

/// Whether one of its threads waits inside the kernel so that no signal reaches it, KILL included (state D).
#[must_use]
pub fn is_uninterruptible(roots: &Roots, key: ProcessKey) -> bool {
    let Ok(folder) = folder(roots, key.pid) else { return false };
    // The first thread may have ended before the others.
    match state_in(folder.as_fd(), key) {
        Some('D') => true,
        Some(_) => threads::any(folder.as_fd(), |state| state == 'D'),
        None => false,
    }
}

/// How a process stands, and how often its first thread has been given up the CPU: one that stands still runs on none, so
/// that two equal numbers say that it did not move in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stance {
    /// The state letter.
    pub state: char,
    /// Voluntary and involuntary switches together (proc_pid_status(5)).
    pub switches: u64,
}

/// How a process stands now; `None` when it is gone or may not be seen.
#[must_use]
pub fn stance_now(roots: &Roots, key: ProcessKey) -> Option<Stance> {
    let folder = folder(roots, key.pid).ok()?;
    let status = text(folder.as_fd(), "status", "read how it stands").ok()?;
    let switches = status::switches(&status)?;
    Some(Stance { state: state_in(folder.as_fd(), key)?, switches })
}

fn state_in(folder: BorrowedFd<'_>, key: ProcessKey) -> Option<char> {
    let mut line = [0; one::LINE];
    let stat = one::stat(folder, &mut line).ok()??;
    (stat.started == key.started).then_some(stat.state)
}
