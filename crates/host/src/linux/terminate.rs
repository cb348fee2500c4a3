//! Doing to a process what a permit allows, through a pidfd and nothing else (DESIGN §6.4, pidfd_open(2)).
//!
//! Here: holding the right process and sending it the permitted signals. Not here: whether that is allowed
//! (`domain::decide`), how long to wait and what to tell (`engine`).

use std::time::Duration;

use domain::decide::{Deed, Mark, Permit};
use domain::time::Mono;
use domain::{Cause, ProcessKey};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

use super::exit_status::exit_status;
use super::one;
use crate::clock;
use crate::roots::Roots;

/// File system of pidfds that have numbers of their own (`PID_FS_MAGIC`, statfs(2)).
const PID_FS: i64 = 0x5049_4446;

/// Why nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// The process has ended.
    Gone,
    /// Its pid belongs to another process by now.
    NotTheSame,
    /// The operating system denies it.
    Denied,
    /// The permit is older than it may be, or for another deed or process.
    NotPermitted,
    /// It failed otherwise.
    Failed(Cause),
}

/// A process that was asked to end, held so that nobody else can be meant.
#[derive(Debug)]
pub struct Ending {
    held: Held,
}

/// Asks a process to end (SIGTERM).
///
/// # Errors
/// [`NotSent`]; then no signal was sent.
pub fn end(roots: &Roots, permit: Permit) -> Result<Ending, NotSent> {
    let held = Held::by(roots, permit, Deed::End)?;
    held.send(Signal::TERM)?;
    Ok(Ending { held })
}

/// Stops a process until it is resumed (SIGSTOP).
///
/// # Errors
/// [`NotSent`]; then no signal was sent.
pub fn pause(roots: &Roots, permit: Permit) -> Result<(), NotSent> {
    Held::by(roots, permit, Deed::Pause)?.send(Signal::STOP)
}

/// Lets a stopped process go on (SIGCONT).
///
/// # Errors
/// [`NotSent`]; then no signal was sent.
pub fn resume(roots: &Roots, permit: Permit) -> Result<(), NotSent> {
    Held::by(roots, permit, Deed::Resume)?.send(Signal::CONT)
}

impl Ending {
    /// Whether it has ended within `patience`. Blocks until it has.
    ///
    /// # Errors
    /// The error of poll(2).
    pub fn wait(&self, patience: Duration) -> Result<bool, Cause> {
        self.held.has_ended(patience)
    }

    /// Ends it for good (SIGKILL). `again` is a second permit for the same process: facts and policy were read anew
    /// after the first signal (DESIGN §6.5).
    ///
    /// # Errors
    /// [`NotSent`]; then no signal was sent, and it can be tried again.
    pub fn kill(&self, again: Permit) -> Result<(), NotSent> {
        let same = again.key() == self.held.key && again.deed() == Deed::End && again.holds(clock::mono());
        if !same {
            return Err(NotSent::NotPermitted);
        }
        self.held.send(Signal::KILL)
    }

    /// How it ended: its exit status, or 128 and the number of the signal. `None` until its parent has taken it away, and
    /// where the kernel does not tell strangers (before Linux 6.15).
    #[must_use]
    pub fn exit_status(&self) -> Option<i32> {
        exit_status(&self.held.pidfd)
    }
}

/// A process held by a pidfd that was seen to be the permitted one's.
#[derive(Debug)]
struct Held {
    pidfd: OwnedFd,
    key: ProcessKey,
}

impl Held {
    /// Uses the permit up. The pidfd first, then what tells the process from others, then whether it still lives:
    /// what was read in between is its own.
    fn by(roots: &Roots, permit: Permit, deed: Deed) -> Result<Self, NotSent> {
        let now: Mono = clock::mono();
        if permit.deed() != deed || !permit.holds(now) {
            return Err(NotSent::NotPermitted);
        }
        let key = permit.key();
        let pid = i32::try_from(key.pid).ok().and_then(Pid::from_raw).ok_or(NotSent::Gone)?;
        let pidfd = pidfd_open(pid, PidfdFlags::empty()).map_err(not_sent)?;
        let held = Self { pidfd, key };
        if let Mark::Numbered(number) = permit.mark()
            && number_of(&held.pidfd) != Some(number)
        {
            return Err(NotSent::NotTheSame);
        }
        let started = started(roots, key.pid)?;
        if held.has_ended(Duration::ZERO).map_err(NotSent::Failed)? {
            return Err(NotSent::Gone);
        }
        if started == key.started { Ok(held) } else { Err(NotSent::NotTheSame) }
    }

    fn send(&self, signal: Signal) -> Result<(), NotSent> {
        pidfd_send_signal(&self.pidfd, signal).map_err(not_sent)
    }

    /// A pidfd is readable once its process has ended, a zombie included.
    fn has_ended(&self, patience: Duration) -> Result<bool, Cause> {
        let until = clock::mono().0.saturating_add(u64::try_from(patience.as_nanos()).unwrap_or(u64::MAX));
        loop {
            let left = Duration::from_nanos(until.saturating_sub(clock::mono().0));
            let left = Timespec::try_from(left).unwrap_or(Timespec { tv_sec: i64::MAX, tv_nsec: 0 });
            match poll(&mut [PollFd::new(&self.pidfd, PollFlags::IN)], Some(&left)) {
                Ok(ready) => return Ok(ready > 0),
                Err(Errno::INTR) => {}
                Err(errno) => {
                    return Err(Cause { action: "wait for a process", errno: Some(errno.raw_os_error()) });
                }
            }
        }
    }
}

/// The number of the process that a pidfd of it bears for ever, where the kernel numbers them (pidfs, Linux 6.9).
/// `None` when there is no such process, or no such numbers.
#[must_use]
pub fn number(pid: u32) -> Option<u64> {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw)?;
    number_of(&pidfd_open(pid, PidfdFlags::empty()).ok()?)
}

fn number_of(pidfd: &OwnedFd) -> Option<u64> {
    // Before pidfs every pidfd had the one inode of anonymous files.
    let numbered = rustix::fs::fstatfs(pidfd).is_ok_and(|found| found.f_type == PID_FS);
    numbered.then(|| rustix::fs::fstat(pidfd).ok()).flatten().map(|stat| stat.st_ino)
}

/// The raw start value of whoever has the pid now.
fn started(roots: &Roots, pid: u32) -> Result<u64, NotSent> {
    let mut line = [0; one::LINE];
    let folder = one::folder(roots, pid).map_err(not_sent)?;
    let stat = one::stat(folder, &mut line).map_err(not_sent)?;
    stat.map(|stat| stat.started).ok_or(NotSent::Gone)
}

fn not_sent(errno: Errno) -> NotSent {
    match errno {
        Errno::SRCH | Errno::NOENT => NotSent::Gone,
        Errno::PERM | Errno::ACCESS => NotSent::Denied,
        other => NotSent::Failed(Cause { action: "reach a process", errno: Some(other.raw_os_error()) }),
    }
}
