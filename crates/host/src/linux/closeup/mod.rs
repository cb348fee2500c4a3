//! A close look at one process: what is read when somebody is about to do something to it, and never in a tick
//! (DESIGN §6.1, 6.9).
//!
//! Here: the doors, and the state of one process. Not here: what is allowed (`domain::decide`), what is shown
//! (`domain::plan`), signals (`super::terminate`).

use domain::ProcessKey;
use rustix::fd::OwnedFd;
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use super::processes::files;
use crate::parse::stat;
use crate::roots::Roots;

pub use super::processes::look::{LookError, look_now};

/// Room for a `stat` line.
const LINE: usize = 2048;

/// The state letter of a process (proc_pid_stat(5)); `None` when it is gone or may not be seen.
#[must_use]
pub fn state_now(roots: &Roots, key: ProcessKey) -> Option<char> {
    let folder = folder(roots, key.pid).ok()?;
    let mut line = [0; LINE];
    let stat = stat::parse(files::read_piece(&folder, "stat", &mut line).ok()?)?;
    (stat.started == key.started).then_some(stat.state)
}

/// The folder of whoever has the pid: the same process for ever.
fn folder(roots: &Roots, pid: u32) -> Result<OwnedFd, Errno> {
    let root =
        rustix::fs::open(&roots.proc, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
    files::open_path(root?, files::Name::new(u64::from(pid)).as_str())
}
