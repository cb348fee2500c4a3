//! What is said to the desk and what it says: requests, plans, outcomes, errors. Plain data; not here: anything that acts.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::access::Role;
use domain::decide::{Deed, Refusal};
use domain::plan::Plan;
use domain::time::Wall;
use domain::{Cause, ProcessKey, Reading, Snapshot};
use store::{Actor, LocalStore};
use tokio::sync::watch;

use super::Condition;
use crate::policies::Policies;

/// What the desk works with.
#[derive(Clone)]
pub struct Tools {
    /// Where the operating system is read.
    pub roots: host::Roots,
    /// The newest look at the machine.
    pub snapshots: watch::Receiver<Option<Arc<Snapshot>>>,
    /// What is said about names.
    pub policies: Policies,
    /// Where the audit is.
    pub audit: Arc<dyn LocalStore>,
    /// From TERM to KILL.
    pub patience: Duration,
}

/// Who asks, and how the question came.
#[derive(Clone, Debug)]
pub struct Asker {
    /// As the audit names it.
    pub actor: Actor,
    /// What it may do here.
    pub role: Role,
    /// Where it comes from, for the audit.
    pub address: Option<IpAddr>,
    /// Processes of this machine through which the question came, and what they stand on: they are not ended. Where they
    /// could not be found, nobody is.
    pub way_in: Reading<Vec<u32>>,
    /// What has to hold at every signal; a person who asks waits for the answer, and wants it still.
    pub condition: Option<Condition>,
}

/// A plan with the name under which it can be carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Opaque, `[0-9a-f]{32}`. It is the same as long as the plan is.
    pub id: String,
    /// What would happen.
    pub plan: Plan,
    /// With a group: members that would be refused, and why.
    pub protected: Vec<(ProcessKey, String, Refusal)>,
    /// Why one's own way in would be lost.
    pub lockout: Option<Lockout>,
}

/// Why ending a process may lock the asker out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lockout {
    /// The process through which the asker comes in. Hostile text.
    pub name: String,
    /// Which.
    pub key: ProcessKey,
}

/// What became of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It ended after TERM.
    Ended,
    /// It ended after KILL.
    Killed,
    /// It had ended before a signal was sent.
    Gone,
    /// It ended, and another one took its place at once.
    CameBack,
    /// It is still there: it cannot be killed now, or KILL was not allowed any more.
    StillThere,
    /// This program stopped in between.
    Interrupted,
    /// It stands still until it is resumed.
    Paused,
    /// It goes on.
    Resumed,
}

impl Fate {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Killed => "killed",
            Self::Gone => "gone",
            Self::CameBack => "came_back",
            Self::StillThere => "still_there",
            Self::Interrupted => "interrupted",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
        }
    }
}

/// Why something is not as one might expect; its sentence stands in `deeds.ftl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It was a zombie: only its parent can take it away.
    Zombie {
        /// The parent.
        parent: ProcessKey,
        /// Its name. Hostile text.
        name: String,
    },
    /// It waits inside the kernel, mostly for a device, and hears no signal until that is over (state D).
    Uninterruptible,
    /// It was stopped, and was woken so that it could end by itself.
    WasStopped,
    /// It ended by itself before it was asked to.
    ByItself,
    /// KILL was refused: facts or policy changed after TERM.
    NoKill(Refusal),
    /// Another one took its place, started by this one.
    Restarted {
        /// Who started it again. Hostile text.
        by: String,
    },
}

impl Remark {
    /// The stable word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Zombie { .. } => "zombie",
            Self::Uninterruptible => "uninterruptible",
            Self::WasStopped => "was_stopped",
            Self::ByItself => "by_itself",
            Self::NoKill(_) => "no_kill",
            Self::Restarted { .. } => "restarted",
        }
    }
}

/// What came of a deed.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// To which process.
    pub key: ProcessKey,
    /// Its name. Hostile text.
    pub name: String,
    /// What became of it.
    pub result: Fate,
    /// What was sent, in order.
    pub signals: Vec<&'static str>,
    /// From the first signal to the result.
    pub took: Duration,
    /// A fresh look at the machine showed it.
    pub verified: bool,
    /// How it ended, if that could be learnt: an exit status, or 128 and the signal.
    pub exit_status: Option<i32>,
    /// Who took its place.
    pub restarted_as: Option<ProcessKey>,
    /// Bytes that it gave back.
    pub freed_bytes: Option<u64>,
    /// What else is to be said.
    pub remark: Option<Remark>,
    /// With a group: what became of the others, each judged alone.
    pub members: Vec<Result<Self, (ProcessKey, DeedError)>>,
}

/// Why nothing was done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeedError {
    /// Nobody ever saw that process.
    #[error("no such process was seen")]
    NeverSeen,
    /// Its pid belongs to another process now.
    #[error("this pid belongs to another process now")]
    NotTheSame,
    /// The plan that was shown does not hold any more.
    #[error("it changed since the plan was made; look at it again")]
    ChangedSincePlan,
    /// It has ended.
    #[error("it has ended already")]
    Gone,
    /// It is not allowed.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// One below it may not be ended, so that the whole group is left alone.
    #[error("refused: {} below it is protected ({})", .0.key, .0.refusal.code())]
    Member(Box<Protected>),
    /// The operating system denies it.
    #[error("the operating system denies it; run as the owner of the process or as root")]
    Denied,
    /// It failed otherwise.
    #[error("it failed")]
    Failed(Cause),
    /// The audit cannot be written: nothing is done that is not recorded.
    #[error("the audit cannot be written, so nothing was done: {0}")]
    NoAudit(String),
    /// Too much is being done already.
    #[error("too much is being ended at once; ask again in a moment")]
    Busy,
    /// This program is stopping.
    #[error("the program is stopping")]
    Stopping,
}

/// A member of a group that is protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protected {
    /// Which.
    pub key: ProcessKey,
    /// Its name. Hostile text.
    pub name: String,
    /// Why.
    pub refusal: Refusal,
}

impl DeedError {
    /// The stable word of the interface and of the audit.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NeverSeen => "no_such_process",
            Self::NotTheSame => "not_the_same_process",
            Self::ChangedSincePlan => "changed_since_plan",
            Self::Gone => "gone",
            Self::Refused(refusal) => refusal.code(),
            Self::Member(protected) => protected.refusal.code(),
            Self::Denied => "denied",
            Self::Failed(_) => "failed",
            Self::NoAudit(_) => "audit_unavailable",
            Self::Busy => "busy",
            Self::Stopping => "stopping",
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// What to do.
    pub deed: Deed,
    /// To whom.
    pub key: ProcessKey,
    /// With everything below it.
    pub group: bool,
    /// The plan that was shown, if one was.
    pub plan: Option<String>,
    /// For [`Deed::Pause`]: when it wakes by itself; `None` keeps it standing.
    pub wake_after: Option<Duration>,
}

/// That a process stands still because somebody asked for it here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Who asked for it.
    pub actor: String,
    /// Since when.
    pub since: Wall,
    /// When it goes on by itself; `None` keeps it standing until it is resumed.
    pub until: Option<Wall>,
}

/// The pauses of this program, by process.
pub type Pauses = HashMap<ProcessKey, Pause>;

/// Something happened at the desk, for everybody who watches.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// It was begun.
    Begun {
        /// What.
        deed: Deed,
        /// To whom.
        key: ProcessKey,
        /// Its name. Hostile text.
        name: String,
        /// By whom.
        actor: String,
    },
    /// It came to this.
    Done {
        /// By whom.
        actor: String,
        /// What.
        deed: Deed,
        /// What came of it.
        outcome: Result<Outcome, (ProcessKey, DeedError)>,
    },
    /// Some time after it was ended, another one took its place.
    CameBack {
        /// Who had ended it.
        actor: String,
        /// The one that ended.
        key: ProcessKey,
        /// Its name. Hostile text.
        name: String,
        /// The one that runs now.
        successor: ProcessKey,
        /// Who started it again. Hostile text.
        by: String,
    },
}
