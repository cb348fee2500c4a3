//! The rules: what speaks for or against a process. One file each, with its tests; one line in [`RULES`].
//!
//! What a rule sees, why it matters, when it is wrong and what to do is worded in `locales/*/rules.ftl`
//! under its id; `docs/RULES.md`, `rules list` and the page's help are made from both.

mod case;
mod cpu_hog;
mod crash_loop;
mod deleted_exe;
mod exposed_database;
mod high_memory_usage;
mod kernel_name_impostor;
mod memfd_exe;
mod memory_growing;
mod name_path_mismatch;
mod needs_restart;
mod open_ports;
mod preloaded;
mod running_as_root;
mod runs_from_tmp;
mod shell_with_socket;
mod suspicious_path;
#[cfg(test)]
pub(crate) mod testing;
mod zombie_pile;

pub use case::{Case, Trend, World};

use crate::finding::{Outcome, Severity};

/// A fact that a rule reads, as the keys of a process name it.
pub type Fact = &'static str;

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable, never used again for something else.
    pub id: &'static str,
    /// The gravest it can be.
    pub severity: Severity,
    /// One of the five plain rules of strict mode (M6).
    pub plain: bool,
    /// What it reads.
    pub reads: &'static [Fact],
    /// The version that brought it.
    pub since: &'static str,
    /// Looks at one process.
    pub check: fn(&Case<'_>) -> Outcome,
}

/// All rules. The order is that of their findings: what to read first, first.
pub const RULES: &[Rule] = &[
    kernel_name_impostor::RULE,
    memfd_exe::RULE,
    name_path_mismatch::RULE,
    deleted_exe::RULE,
    runs_from_tmp::RULE,
    preloaded::RULE,
    shell_with_socket::RULE,
    exposed_database::RULE,
    suspicious_path::RULE,
    open_ports::PUBLIC_PORT,
    open_ports::SYSTEM_PORT,
    running_as_root::RULE,
    high_memory_usage::RULE,
    memory_growing::RULE,
    cpu_hog::RULE,
    crash_loop::RULE,
    zombie_pile::RULE,
    needs_restart::RULE,
];

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_shout() {
        let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert!(ids.iter().all(|id| id.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
    }

    #[test]
    fn the_plain_rules_are_the_five_that_were_asked_for() {
        let mut plain: Vec<&str> = RULES.iter().filter(|rule| rule.plain).map(|rule| rule.id).collect();
        plain.sort_unstable();
        assert_eq!(
            plain,
            ["HIGH_MEMORY_USAGE", "PUBLIC_PORT", "RUNNING_AS_ROOT", "SUSPICIOUS_PATH", "SYSTEM_PORT"]
        );
    }

    #[test]
    fn a_rule_says_what_it_reads() {
        for rule in RULES {
            assert!(!rule.reads.is_empty(), "{}", rule.id);
        }
    }
}
