//! `DELETED_EXE`: the file that runs was removed and nothing took its place.

use super::case::{blind, found};
use super::{Case, Rule};
use crate::finding::{Outcome, Severity};
use crate::gap::Gap;

pub(super) const RULE: Rule = Rule {
    id: "DELETED_EXE",
    severity: Severity::Critical,
    plain: false,
    reads: &["exe", "exe_deleted", "replaced"],
    since: "0.1.0",
    check,
};

fn check(case: &Case<'_>) -> Outcome {
    let exe = match case.exe() {
        Ok(exe) => exe,
        Err(gap) => return blind(gap),
    };
    // A program in memory alone was never on a disk: that is `MEMFD_EXE`.
    if !exe.deleted || super::memfd_exe::is_memory(&exe.path) {
        return Outcome::Clear;
    }
    match case.standing.replaced {
        Ok(true) => Outcome::Clear,
        Ok(false) => found(RULE.id, Severity::Critical, vec![case.exe_evidence(exe)]),
        Err(Gap::Gone) => Outcome::Clear,
        Err(gap) => Outcome::Blind(gap),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn an_executable_without_successor_is_critical() {
        let planted = process("x", "/usr/local/bin/x").deleted();
        assert_eq!(planted.severity(&RULE), Some(Severity::Critical));
        assert_eq!(planted.findings(&RULE)[0].evidence[0].value, "/usr/local/bin/x (deleted)");
    }

    #[test]
    fn an_upgrade_explains_it() {
        let upgraded = process("nginx", "/usr/sbin/nginx").deleted().standing(|s| s.replaced = Ok(true));
        assert_eq!(upgraded.severity(&RULE), None);
    }

    #[test]
    fn not_knowing_of_a_successor_is_not_innocence() {
        let unseen = process("x", "/opt/x").deleted().standing(|s| s.replaced = Err(Gap::Denied));
        assert_eq!(unseen.ask(&RULE), Outcome::Blind(Gap::Denied));
    }
}
