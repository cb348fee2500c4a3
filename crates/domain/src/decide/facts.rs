//! What is read of a process just before it is decided on. Each fact has its own gap.

use crate::gap::Reading;
use crate::key::ProcessKey;
use crate::process::{Identity, ProcessSample};
use crate::sample::HostFacts;
use crate::supervisor::Supervisor;

/// A process as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Which one.
    pub key: ProcessKey,
    /// What tells it from a successor with the same pid and start time.
    pub mark: Mark,
    /// How it stands to this program and to the asker.
    pub relation: Reading<Relation>,
    /// Path of its executable in its own root.
    pub exe: Reading<String>,
    /// Its arguments could be read, or no name that it goes by rests on them ([`Identity::needs_arguments`]).
    pub arguments: Reading<()>,
    /// What its operating system says of it.
    pub system: System,
}

/// What tells a process from another that got its pid within the same clock tick, so that its key is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The inode of its pidfd, as it was when the process was first seen: never used twice in a boot
    /// (pidfs, Linux 6.9; pidfd_open(2)).
    Numbered(u64),
    /// The kernel does not number pidfds, and the process was seen later than a second after its start: whoever has
    /// its pid and start time now is the same.
    Settled,
    /// The kernel does not number pidfds, and it was only seen within a second of its start.
    Fresh,
}

impl Facts {
    /// The facts of a process of Linux, from what was read of it and of the machine.
    #[must_use]
    pub fn of(sample: &ProcessSample, machine: &HostFacts, relation: Reading<Relation>) -> Self {
        let Identity { holder, exe, cmdline, .. } = &*sample.identity;
        let exe = exe.as_ref().map(|exe| exe.path.clone()).map_err(|gap| *gap);
        let arguments = match cmdline {
            Err(gap) if sample.identity.needs_arguments() => Err(*gap),
            _ => Ok(()),
        };
        let system = System::Linux(LinuxFacts {
            kernel_thread: holder.kernel_thread,
            place: holder.place.clone(),
            own_user_namespace: holder.own_user_namespace,
            uids: holder.uids,
            login_users: machine.login_users,
            nobody: machine.nobody,
        });
        Self { key: sample.key, mark: sample.mark, relation, exe, arguments, system }
    }
}

/// How a process stands to this program and to the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Nothing connects them.
    Stranger,
    /// It is this program, or a thread or helper process of it.
    Itself,
    /// This program is its child, or a child of its children.
    Ancestor,
    /// The request came through it: the asker's shell, terminal, SSH session, or the proxy.
    WayIn,
}

/// Facts by operating system.
#[derive(Clone, Debug, PartialEq)]
pub enum System {
    /// Linux.
    Linux(LinuxFacts),
    /// Windows.
    Windows(WindowsFacts),
}

/// The four user ids of a process (`Uid` of proc_pid_status(5), credentials(7)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uids {
    /// Who started it.
    pub real: u32,
    /// Whose rights it has.
    pub effective: u32,
    /// Whose rights it can take again.
    pub saved: u32,
    /// Whose files it opens.
    pub filesystem: u32,
}

impl Uids {
    /// All four, the real one first.
    #[must_use]
    pub const fn all(self) -> [u32; 4] {
        [self.real, self.effective, self.saved, self.filesystem]
    }
}

/// Where the cgroup of a process puts it (systemd: sd_pid_get_unit(3) and the user's sessions).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A user's: below `session-N.scope`, `user@UID.service`, or a job or session of cron, atd, sshd.
    Session,
    /// The cgroup of a system service, whatever the uid of this member.
    Service {
        /// Who keeps it.
        supervisor: Supervisor,
        /// As that calls it. Hostile text.
        unit: String,
    },
    /// Another container than this program's own.
    Container(String),
    /// No unit and no container: there is no systemd, or it does not manage this process.
    Unmanaged,
}

/// What Linux says.
#[derive(Clone, Debug, PartialEq)]
pub struct LinuxFacts {
    /// A thread of the kernel (`PF_KTHREAD`).
    pub kernel_thread: Reading<bool>,
    /// Where it is.
    pub place: Reading<Place>,
    /// Its user ids mean what they mean to this program (user_namespaces(7)).
    pub own_user_namespace: Reading<bool>,
    /// Its user ids.
    pub uids: Reading<Uids>,
    /// Ids of people: `UID_MIN` to `UID_MAX` of login.defs(5).
    pub login_users: Reading<LoginUsers>,
    /// The id that stands for nobody in particular (`/proc/sys/kernel/overflowuid`).
    pub nobody: Reading<u32>,
}

/// The account that a Windows process runs as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Account {
    /// A person's.
    User,
    /// `NT AUTHORITY\SYSTEM` (S-1-5-18).
    System,
    /// `NT AUTHORITY\LOCAL SERVICE` (S-1-5-19).
    LocalService,
    /// `NT AUTHORITY\NETWORK SERVICE` (S-1-5-20).
    NetworkService,
}

/// What kind of application a Windows process belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Package {
    /// From the store (UWP, MSIX).
    Store,
    /// An ordinary Win32 program.
    Desktop,
}

/// What Windows says.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowsFacts {
    /// Terminal session; services run in 0.
    pub session: Reading<u32>,
    /// Its account.
    pub account: Reading<Account>,
    /// It is `svchost.exe` of the system folder.
    pub service_host: Reading<bool>,
    /// Its image lies in the system folder and bears the system's own signature.
    pub signed_core: Reading<bool>,
    /// `explorer.exe` of the same session is among its ancestors.
    pub below_explorer: Reading<bool>,
    /// What it belongs to.
    pub package: Reading<Package>,
}

/// The ids of people, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginUsers {
    /// `UID_MIN`.
    pub first: u32,
    /// `UID_MAX`.
    pub last: u32,
}

impl LoginUsers {
    /// Whether this is the id of a person.
    #[must_use]
    pub const fn contains(self, uid: u32) -> bool {
        self.first <= uid && uid <= self.last
    }
}
