//! Why a deed is refused.

use std::fmt;

use crate::gap::Gap;

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

/// A reason against ending, pausing or resuming a process. [`Refusal::code`] is the stable word; the sentence
/// in both languages, with what an administrator would do instead, stands in `refusals.ftl` under its code with hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The asker only sees.
    Role,
    /// The first process of the system or container.
    Init,
    /// This program itself.
    Itself,
    /// What this program runs under.
    Ancestor,
    /// The asker's own way in.
    WayIn,
    /// It started a moment ago and was not seen since: its successor could not be told from it.
    Fresh,
    /// A thread of the kernel.
    KernelThread,
    /// A member of a system service.
    SystemService {
        /// The unit, for `systemctl stop`. Hostile text.
        unit: String,
    },
    /// A member of another container.
    OtherContainer {
        /// Its id or name. Hostile text.
        container: String,
    },
    /// It lives among user ids of its own: they prove nothing here.
    ForeignUsers,
    /// One of its user ids is root's.
    Root,
    /// Its user ids differ: it can become somebody else.
    MixedUsers,
    /// Its user is a daemon's or nobody.
    NotALoginUser {
        /// The user id.
        uid: u32,
    },
    /// A program of systemd itself, whoever runs it: what it keeps would go with it (M11).
    Systemd,
    /// An account of Windows itself.
    SystemAccount,
    /// The session of services.
    SessionZero,
    /// A host of Windows services.
    ServiceHost,
    /// A program of Windows itself.
    SignedCore,
    /// Nobody at a desktop started it.
    NotStartedByTheUser,
    /// The policies cannot be read now.
    PolicyUnavailable,
    /// The record of its name cannot be understood.
    PolicyUnreadable,
    /// Its record says that it belongs to the system.
    PolicySystem {
        /// In the operator's words. Hostile text.
        reason: String,
    },
    /// Its record forbids it.
    PolicyForbids {
        /// In the operator's words. Hostile text.
        reason: String,
    },
    /// A fact that decides could not be read.
    Unread {
        /// Which.
        fact: Fact,
        /// Why not.
        gap: Gap,
    },
    /// More processes are below it than can be told one by one: nobody could agree to them.
    GroupTooLarge,
    /// The rule that asks for it may do nothing any more: everything was stopped.
    AutopilotStopped,
    /// The rule that asks for it is not about this process any more.
    RuleNoLongerFits,
}

impl Refusal {
    /// The stable word of the interface.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Init => "init",
            Self::Itself => "itself",
            Self::Ancestor => "ancestor",
            Self::WayIn => "way_in",
            Self::Fresh => "fresh",
            Self::KernelThread => "kernel_thread",
            Self::SystemService { .. } => "system_service",
            Self::OtherContainer { .. } => "other_container",
            Self::ForeignUsers => "foreign_users",
            Self::Root => "root",
            Self::MixedUsers => "mixed_users",
            Self::NotALoginUser { .. } => "not_a_login_user",
            Self::Systemd => "systemd",
            Self::SystemAccount => "system_account",
            Self::SessionZero => "session_zero",
            Self::ServiceHost => "service_host",
            Self::SignedCore => "signed_core",
            Self::NotStartedByTheUser => "not_started_by_the_user",
            Self::PolicyUnavailable => "policy_unavailable",
            Self::PolicyUnreadable => "policy_unreadable",
            Self::PolicySystem { .. } => "policy_system",
            Self::PolicyForbids { .. } => "policy_forbids",
            Self::Unread { .. } => "unread",
            Self::GroupTooLarge => "group_too_large",
            Self::AutopilotStopped => "autopilot_stopped",
            Self::RuleNoLongerFits => "rule_no_longer_fits",
        }
    }
}
