//! One process read anew, whatever an earlier scan knew of it: what is asked before anything is done to it (DESIGN §6.1).
//! Not here: sockets and surroundings, which decide nothing about that.

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use domain::process::{IoReadings, ProcessSample};
use domain::sample::HostFacts;
use domain::standing::Standing;
use domain::time::Timed;
use domain::{Cause, Gap, ProcessKey};
use rustix::fd::AsFd;
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use super::ProcessFacts;
use super::files;
use super::identity::{Identities, Seen};
use super::mark::Marks;
use super::patience::Lane;
use super::tracked::{PIECE, ended};
use crate::clock;
use crate::linux::one;
use crate::parse::{io, stat, statm};
use crate::roots::Roots;

const ACTION: &str = "read a process";
/// How long its arguments are waited for, which decide: a machine that is busy is when somebody wants to end something.
const ARGUMENTS: Duration = Duration::from_secs(1);

/// Threads of looks that are stuck now: however often one looks, there are only so many.
static STUCK: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);

/// Why nothing was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookError {
    /// Nobody has this pid.
    Gone,
    /// A thread of the kernel has it.
    Kernel,
    /// The system hides it (`hidepid`, proc(5)).
    Denied,
    /// It failed otherwise.
    Failed(Cause),
}

/// Whoever has the pid now, everything read in this call. Sockets and surroundings are [`Gap::NotYet`]. Opens everything
/// below one folder, which is that of one process for ever: no fact is a successor's.
///
/// # Errors
/// [`LookError`]; a single fact that cannot be read is a gap of its own.
pub fn look_now(roots: &Roots, machine: &HostFacts, pid: u32) -> Result<ProcessSample, LookError> {
    let facts = ProcessFacts::of(roots, machine);
    let root =
        rustix::fs::open(&roots.proc, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
    let root = root.map_err(look_error)?;
    let folder = one::folder_in(&root, pid).map_err(look_error)?;
    let marks = Marks::new(facts.live, facts.own_pid, facts.ticks_per_second);
    let number = marks.number(pid);
    // The owner before the line: procfs says 0 for one that is gone, and the line then fails.
    let uid = files::reading(rustix::fs::fstat(&folder).map(|stat| stat.st_uid), "read the owner");
    let mut line = [0; one::LINE];
    let line = one::line(&folder, &mut line).map_err(look_error)?;
    let failed = LookError::Failed(Cause { action: ACTION, errno: None });
    let stat = stat::parse(line).ok_or(if line.is_empty() { LookError::Gone } else { failed })?;
    if stat.kernel_thread {
        return Err(LookError::Kernel);
    }
    let lane = |name| Lane::counting(name, Arc::clone(&STUCK));
    let arguments = lane("arguments").waiting(ARGUMENTS);
    let mut identities = Identities::new(root.as_fd(), &facts, arguments, lane("names").waiting(ARGUMENTS));
    identities.begin_scan(1);
    let seen = Seen { comm: stat.comm, ended: ended(stat.state), tty_nr: stat.tty_nr, uid };
    let (identity, ..) = identities.read(folder.as_fd(), seen);

    let mut piece = [0; PIECE];
    let pages = files::read_piece(&folder, "statm", &mut piece).ok().and_then(statm::parse);
    let io = files::reading(files::read_piece(&folder, "io", &mut piece), "read the disk counters")
        .and_then(|text| io::parse(text).ok_or(Gap::failed("read the disk counters")));
    let latest = |value| IoReadings { latest: Timed { at: clock::mono(), value }, before: None };
    Ok(ProcessSample {
        key: ProcessKey { pid, started: stat.started },
        ppid: stat.ppid,
        state: stat.state,
        cpu_ticks: stat.cpu_ticks,
        threads: stat.threads,
        rss_bytes: pages.unwrap_or(stat.rss_pages).saturating_mul(facts.page_bytes),
        io: io.map(latest),
        identity: Arc::new(identity),
        sockets: Err(Gap::NotYet),
        standing: Arc::new(Standing::unread(Gap::NotYet)),
        mark: marks.mark(number, stat.started),
    })
}

fn look_error(errno: Errno) -> LookError {
    match errno {
        Errno::NOENT | Errno::SRCH | Errno::NOTDIR => LookError::Gone,
        Errno::ACCESS | Errno::PERM => LookError::Denied,
        other => LookError::Failed(Cause { action: ACTION, errno: Some(other.raw_os_error()) }),
    }
}
