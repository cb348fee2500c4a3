//! Why a deed is refused.

use std::fmt;

use crate::gap::Gap;
use crate::supervisor::Supervisor;

/// Declares the facts, so that none is left out of [`Fact::ALL`].
macro_rules! facts {
    ($($(#[$said:meta])* $fact:ident = $word:literal,)*) => {
        /// What has to be known before anything is decided.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Fact {
            $($(#[$said])* $fact,)*
        }

        impl Fact {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$fact,)*];

            /// The stable word; its name for people stands in `deeds.ftl` as `deed-fact-WORD`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$fact => $word,)*
                }
            }
        }
    };
}

facts! {
    /// How it stands to this program and to the asker.
    Relation = "relation",
    /// Whether it is a thread of the kernel.
    KernelThread = "kernel_thread",
    /// Where its cgroup puts it.
    Cgroup = "cgroup",
    /// Whether its user ids mean what they mean here.
    UserNamespace = "user_namespace",
    /// Its user ids.
    Uids = "uids",
    /// Which user ids are people's.
    LoginUsers = "login_users",
    /// Which user id is nobody's.
    Nobody = "nobody",
    /// Its executable.
    Exe = "exe",
    /// Its arguments, where they tell what it runs.
    Arguments = "arguments",
    /// Under which names policies know it.
    Name = "name",
    /// The process itself.
    Process = "process",
    /// Its account of Windows.
    Account = "account",
    /// Its session of Windows.
    Session = "session",
    /// Whether it hosts services of Windows.
    ServiceHost = "service_host",
    /// Whether the system signed it.
    Signature = "signature",
    /// What it was started by.
    Parents = "parents",
    /// What kind of application it belongs to.
    Package = "package",
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Declares the refusals, so that none is left out of [`Refusal::CODES`].
macro_rules! refusals {
    ($($(#[$said:meta])* $refusal:ident $({ $($(#[$told:meta])* $part:ident: $of:ty,)* })? = $code:literal,)*) => {
        /// A reason against ending, pausing or resuming a process. [`Refusal::code`] is the stable word; the sentence
        /// in both languages, with what an administrator would do instead, stands in `refusals.ftl` under its code with hyphens.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum Refusal {
            $($(#[$said])* $refusal $({ $($(#[$told])* $part: $of,)* })?,)*
        }

        impl Refusal {
            /// The codes of all of them.
            pub const CODES: &[&str] = &[$($code,)*];

            /// The stable word of the interface.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$refusal { .. } => $code,)*
                }
            }
        }
    };
}

refusals! {
    /// The asker only sees.
    Role = "role",
    /// The first process of the system or container.
    Init = "init",
    /// This program itself.
    Itself = "itself",
    /// What this program runs under.
    Ancestor = "ancestor",
    /// The asker's own way in.
    WayIn = "way_in",
    /// It started a moment ago and was not seen since: its successor could not be told from it.
    Fresh = "fresh",
    /// A thread of the kernel.
    KernelThread = "kernel_thread",
    /// A member of a system service.
    SystemService {
        /// Who keeps it: that is how it is stopped.
        supervisor: Supervisor,
        /// As that calls it. Hostile text.
        unit: String,
    } = "system_service",
    /// A member of another container.
    OtherContainer {
        /// Its id or name. Hostile text.
        container: String,
    } = "other_container",
    /// It lives among user ids of its own: they prove nothing here.
    ForeignUsers = "foreign_users",
    /// One of its user ids is root's.
    Root = "root",
    /// Its user ids differ: it can become somebody else.
    MixedUsers = "mixed_users",
    /// Its user is a daemon's or nobody.
    NotALoginUser {
        /// The user id.
        uid: u32,
    } = "not_a_login_user",
    /// A program of systemd itself, whoever runs it: what it keeps would go with it (M11).
    Systemd = "systemd",
    /// An account of Windows itself.
    SystemAccount = "system_account",
    /// The session of services.
    SessionZero = "session_zero",
    /// A host of Windows services.
    ServiceHost = "service_host",
    /// A program of Windows itself.
    SignedCore = "signed_core",
    /// Nobody at a desktop started it.
    NotStartedByTheUser = "not_started_by_the_user",
    /// The policies cannot be read now.
    PolicyUnavailable = "policy_unavailable",
    /// The record of its name cannot be understood.
    PolicyUnreadable = "policy_unreadable",
    /// Its record says that it belongs to the system.
    PolicySystem {
        /// In the operator's words. Hostile text.
        reason: String,
    } = "policy_system",
    /// Its record forbids it.
    PolicyForbids {
        /// In the operator's words. Hostile text.
        reason: String,
    } = "policy_forbids",
    /// A fact that decides could not be read.
    Unread {
        /// Which.
        fact: Fact,
        /// Why not.
        gap: Gap,
    } = "unread",
    /// More processes are below it than can be told one by one: nobody could agree to them.
    GroupTooLarge = "group_too_large",
    /// The rule that asks for it may do nothing any more: everything was stopped.
    AutopilotStopped = "autopilot_stopped",
    /// The rule that asks for it is not about this process any more.
    RuleNoLongerFits = "rule_no_longer_fits",
}
