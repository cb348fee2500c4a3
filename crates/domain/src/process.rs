//! A process as it was read: what rarely changes (its identity) and what changes every tick.

use std::sync::Arc;

use crate::catalogue::{Platform, runs_others};
use crate::decide::{Mark, Place, Uids};
use crate::gap::{Gap, Reading};
use crate::key::ProcessKey;
use crate::socket::Socket;
use crate::standing::Standing;
use crate::time::Timed;

/// Facts that are read once per key, and again when something says that they changed (DESIGN §2.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// `comm`, lengthened from the arguments or the executable where the kernel cut it at 15 bytes. Hostile text.
    pub name: String,
    /// `comm` as the kernel has it (proc_pid_comm(5)). Hostile text.
    pub comm: String,
    /// The executable.
    pub exe: Reading<Exe>,
    /// The arguments, secrets already masked ([`crate::mask`]). Hostile text.
    pub cmdline: Reading<Vec<String>>,
    /// Effective user id.
    pub uid: Reading<u32>,
    /// The user's name; `Ok(None)` when no such user exists.
    pub username: Reading<Option<String>>,
    /// systemd unit, from the cgroup path; `Ok(None)` when it runs in none.
    pub unit: Reading<Option<String>>,
    /// Id of the container it runs in, when that is not this program's own; `Ok(None)` otherwise.
    pub container: Reading<Option<String>>,
    /// Controlling terminal as `pts/3` or `tty1`; `Ok(None)` when it has none.
    pub tty: Reading<Option<String>>,
    /// Whose it is, for the question whether it may be ended.
    pub holder: Holder,
}

/// Bytes at which the kernel cuts a name (`TASK_COMM_LEN` − 1, proc_pid_comm(5)).
const COMM_LIMIT: usize = 15;

impl Identity {
    /// Whether its arguments tell a name that it goes by and nothing else does: what an interpreter or a shell runs, or the rest
    /// of a name that the kernel cut.
    #[must_use]
    pub fn needs_arguments(&self) -> bool {
        let exe = self.exe.as_ref().ok().and_then(|exe| exe.path.rsplit('/').next()).unwrap_or_default();
        let cut = self.comm.len() >= COMM_LIMIT && self.name == self.comm && !exe.starts_with(&self.comm);
        cut || [exe, &self.name, &self.comm].into_iter().any(|name| runs_others(name, Platform::Linux))
    }
}

/// To whom a process belongs, as far as that decides whether it may be ended (DESIGN §6.2). On a system that
/// knows other facts all of it is [`crate::Gap::Unsupported`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// A thread of the kernel (`PF_KTHREAD`).
    pub kernel_thread: Reading<bool>,
    /// All four user ids.
    pub uids: Reading<Uids>,
    /// Where its cgroup puts it.
    pub place: Reading<Place>,
    /// Its user ids mean what they mean to this program (user_namespaces(7)).
    pub own_user_namespace: Reading<bool>,
}

impl Holder {
    /// Nothing of it could be read, for this reason.
    #[must_use]
    pub const fn unread(gap: Gap) -> Self {
        Self { kernel_thread: Err(gap), uids: Err(gap), place: Err(gap), own_user_namespace: Err(gap) }
    }

    /// An ordinary process of one user that no unit manages.
    #[must_use]
    pub const fn of_user(uid: u32) -> Self {
        let uids = Uids { real: uid, effective: uid, saved: uid, filesystem: uid };
        Self {
            kernel_thread: Ok(false),
            uids: Ok(uids),
            place: Ok(Place::Unmanaged),
            own_user_namespace: Ok(true),
        }
    }
}

/// The executable of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exe {
    /// Path in the process's own root, without ` (deleted)`. Hostile text.
    pub path: String,
    /// The file was removed or replaced after the process was started.
    pub deleted: bool,
}

/// Bytes that a process caused to be moved to or from storage (`read_bytes`, `write_bytes` of proc_pid_io(5)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IoCounters {
    /// Bytes fetched from storage since the process started.
    pub read_bytes: u64,
    /// Bytes sent to storage since the process started.
    pub write_bytes: u64,
}

/// The latest reading of the disk counters and the one before it: a rate needs both, and they are
/// not read on every tick (DESIGN §2.4).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IoReadings {
    /// The latest.
    pub latest: Timed<IoCounters>,
    /// The one before, if there was one.
    pub before: Option<Timed<IoCounters>>,
}

/// One process in one sample.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcessSample {
    /// Its identity within this boot.
    pub key: ProcessKey,
    /// Pid of its parent; 0 for none in this pid namespace.
    pub ppid: u32,
    /// State letter of proc_pid_stat(5): R, S, D, T, t, Z, X, I.
    pub state: char,
    /// CPU time in user and kernel mode since its start, in clock ticks.
    pub cpu_ticks: u64,
    /// Threads.
    pub threads: u32,
    /// Resident set, bytes.
    pub rss_bytes: u64,
    /// Disk counters.
    pub io: Reading<IoReadings>,
    /// What rarely changes.
    pub identity: Arc<Identity>,
    /// Its waiting sockets, ascending, each once; a gap when its descriptors may not be seen.
    pub sockets: Reading<Arc<[Socket]>>,
    /// What stands around it; [`crate::Gap::NotYet`] until its turn has come.
    pub standing: Arc<Standing>,
    /// What tells it from a successor with the same key, taken when it was first seen.
    pub mark: Mark,
}

impl ProcessSample {
    /// Whether all of it has ended, so that it does nothing more and hears no signal: a zombie, or one that is being taken away.
    /// One whose first thread has ended before the others is in state Z as well, but counts more than one thread; a zombie
    /// counts one, and none while it is taken away (`num_threads` of proc_pid_stat(5)).
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        match self.state {
            'X' => true,
            'Z' => self.threads <= 1,
            _ => false,
        }
    }

    /// Whether it has ended and its parent has not taken it away yet (wait(2)).
    #[must_use]
    pub const fn is_zombie(&self) -> bool {
        self.state == 'Z' && self.has_ended()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn who_has_ended_and_who_waits_to_be_taken_away() {
        for (state, threads, ended, zombie) in [
            ('S', 1, false, false),
            ('Z', 1, true, true),
            ('Z', 0, true, true),
            ('Z', 2, false, false),
            ('Z', 40, false, false),
            ('X', 1, true, false),
            ('X', 0, true, false),
            ('T', 3, false, false),
        ] {
            let mut sample = crate::testing::process(42, 1);
            (sample.state, sample.threads) = (state, threads);
            assert_eq!((sample.has_ended(), sample.is_zombie()), (ended, zombie), "{state} {threads}");
        }
    }
}
