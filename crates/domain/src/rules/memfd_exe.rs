//! `MEMFD_EXE`: the program is in memory alone (memfd_create(2)): there is no file to look at.

use super::case::{blind, found};
use super::{Case, Rule};
use crate::finding::{Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "MEMFD_EXE",
    severity: Severity::Critical,
    plain: false,
    reads: &["exe"],
    since: "0.1.0",
    check,
};

/// Whether the link of an executable leads into memory.
pub(super) fn is_memory(path: &str) -> bool {
    path.starts_with("/memfd:")
}

fn check(case: &Case<'_>) -> Outcome {
    match case.exe() {
        Ok(exe) if is_memory(&exe.path) => found(RULE.id, Severity::Critical, vec![case.exe_evidence(exe)]),
        Ok(_) => Outcome::Clear,
        Err(gap) => blind(gap),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;
    use crate::gap::Gap;

    #[test]
    fn a_program_in_memory_alone_is_critical_once() {
        let planted = process("x", "/memfd:x").deleted();
        assert_eq!(planted.severity(&RULE), Some(Severity::Critical));
        assert_eq!(planted.severity(&super::super::deleted_exe::RULE), None);
    }

    #[test]
    fn an_unreadable_executable_blinds_it() {
        let unseen = process("x", "/x").identity(|i| i.exe = Err(Gap::Denied));
        assert_eq!(unseen.ask(&RULE), Outcome::Blind(Gap::Denied));
    }
}
