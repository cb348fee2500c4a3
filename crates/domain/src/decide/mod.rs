//! Who may be ended, paused or resumed (M11, DESIGN §6): a pure function from facts, policy and asker to a
//! [`Permit`] or a [`Refusal`]. The page, the command line and the autopilot all come through here.
//!
//! Anything that could not be read is a reason to refuse. A policy takes permission away, it never gives it.

mod facts;
mod permit;
mod refusal;

pub use facts::{
    Account, Facts, LinuxFacts, LoginUsers, Mark, Package, Place, Relation, System, Uids, WindowsFacts,
};
pub use permit::{Deed, Permit, VALID_FOR};
pub use refusal::{Fact, Refusal};

use crate::access::Role;
use crate::time::Mono;

/// Where systemd keeps its own programs (file-hierarchy(7)): managers of users, too, which run as those users.
const OF_SYSTEMD: [&str; 2] = ["/usr/lib/systemd/", "/lib/systemd/"];

/// What the policies say about one process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The record that applies to its name and system; none is no objection.
    pub record: Option<Record>,
}

/// A record of a known process, as far as it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// It could be read.
    Read {
        /// Part of the operating system.
        is_system: bool,
        /// Whether it may be ended.
        terminatable: bool,
        /// Why, in the operator's words. Hostile text.
        reason: String,
    },
    /// It names the process and could not be read: a broken "no" never becomes a yes (CONTRACTS §5).
    Unreadable,
}

/// The policies could not be read just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

/// Decides whether somebody of this `role` may do `deed` to the process with these facts, at `now`.
///
/// `policy` is what the store said just now. The permit names this process and this deed, and dies [`VALID_FOR`] later.
///
/// # Errors
/// The first reason against it, the ones that hold for everybody first.
pub fn decide(
    deed: Deed,
    facts: &Facts,
    policy: &Result<Policy, Unavailable>,
    role: Role,
    now: Mono,
) -> Result<Permit, Refusal> {
    if role < Role::Operator {
        return Err(Refusal::Role);
    }
    relation(facts)?;
    if facts.mark == Mark::Fresh {
        return Err(Refusal::Fresh);
    }
    match &facts.system {
        System::Linux(linux) => protected_on_linux(linux)?,
        System::Windows(windows) => protected_on_windows(windows)?,
    }
    program(facts)?;
    objection(policy)?;
    Ok(Permit::new(deed, facts.key, facts.mark, now))
}

/// This program, what it stands on, and the asker's own way in.
fn relation(facts: &Facts) -> Result<(), Refusal> {
    if facts.key.pid <= 1 {
        return Err(Refusal::Init);
    }
    match facts.relation {
        Ok(Relation::Stranger) => Ok(()),
        Ok(Relation::Itself) => Err(Refusal::Itself),
        Ok(Relation::Ancestor) => Err(Refusal::Ancestor),
        Ok(Relation::WayIn) => Err(Refusal::WayIn),
        Err(gap) => Err(Refusal::Unread { fact: Fact::Relation, gap }),
    }
}

fn protected_on_linux(facts: &LinuxFacts) -> Result<(), Refusal> {
    let unread = |fact| move |gap| Refusal::Unread { fact, gap };
    if facts.kernel_thread.map_err(unread(Fact::KernelThread))? {
        return Err(Refusal::KernelThread);
    }
    match facts.place.as_ref().map_err(|gap| Refusal::Unread { fact: Fact::Cgroup, gap: *gap })? {
        Place::Session | Place::Unmanaged => {}
        Place::Service { supervisor, unit } => {
            return Err(Refusal::SystemService { supervisor: *supervisor, unit: unit.clone() });
        }
        Place::Container(container) => {
            return Err(Refusal::OtherContainer { container: container.clone() });
        }
    }
    if !facts.own_user_namespace.map_err(unread(Fact::UserNamespace))? {
        return Err(Refusal::ForeignUsers);
    }
    let uids = facts.uids.map_err(unread(Fact::Uids))?;
    let users = facts.login_users.map_err(unread(Fact::LoginUsers))?;
    let nobody = facts.nobody.map_err(unread(Fact::Nobody))?;
    match uids.all() {
        ids if ids.contains(&0) => Err(Refusal::Root),
        [real, others @ ..] if others.iter().any(|uid| *uid != real) => Err(Refusal::MixedUsers),
        [real, ..] if real == nobody || !users.contains(real) => Err(Refusal::NotALoginUser { uid: real }),
        _ => Ok(()),
    }
}

fn protected_on_windows(facts: &WindowsFacts) -> Result<(), Refusal> {
    let unread = |fact| move |gap| Refusal::Unread { fact, gap };
    match facts.account.map_err(unread(Fact::Account))? {
        Account::User => {}
        Account::System | Account::LocalService | Account::NetworkService => {
            return Err(Refusal::SystemAccount);
        }
    }
    if facts.session.map_err(unread(Fact::Session))? == 0 {
        return Err(Refusal::SessionZero);
    }
    if facts.service_host.map_err(unread(Fact::ServiceHost))? {
        return Err(Refusal::ServiceHost);
    }
    if facts.signed_core.map_err(unread(Fact::Signature))? {
        return Err(Refusal::SignedCore);
    }
    let below_shell = facts.below_explorer.map_err(unread(Fact::Parents))?;
    match facts.package.map_err(unread(Fact::Package))? {
        Package::Store => Ok(()),
        Package::Desktop if below_shell => Ok(()),
        Package::Desktop => Err(Refusal::NotStartedByTheUser),
    }
}

/// What it runs: the policies were asked for the names that follow from it.
fn program(facts: &Facts) -> Result<(), Refusal> {
    let exe = facts.exe.as_ref().map_err(|gap| Refusal::Unread { fact: Fact::Exe, gap: *gap })?;
    if matches!(facts.system, System::Linux(_)) && OF_SYSTEMD.iter().any(|folder| exe.starts_with(folder)) {
        return Err(Refusal::Systemd);
    }
    facts.arguments.map_err(|gap| Refusal::Unread { fact: Fact::Arguments, gap })
}

/// Which record speaks for it was decided by whoever asked the store: only names that it does not merely borrow count.
fn objection(policy: &Result<Policy, Unavailable>) -> Result<(), Refusal> {
    let policy = policy.as_ref().map_err(|Unavailable| Refusal::PolicyUnavailable)?;
    match &policy.record {
        None => Ok(()),
        Some(Record::Unreadable) => Err(Refusal::PolicyUnreadable),
        Some(Record::Read { is_system: true, reason, .. }) => {
            Err(Refusal::PolicySystem { reason: reason.clone() })
        }
        Some(Record::Read { terminatable: false, reason, .. }) => {
            Err(Refusal::PolicyForbids { reason: reason.clone() })
        }
        Some(Record::Read { .. }) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
