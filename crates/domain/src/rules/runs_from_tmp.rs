//! `RUNS_FROM_TMP`: the executable lies where everybody may put one.

use super::case::{blind, found};
use super::{Case, Rule};
use crate::finding::{Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "RUNS_FROM_TMP",
    severity: Severity::Critical,
    plain: false,
    reads: &["exe"],
    since: "0.1.0",
    check,
};

/// Folders that any program may write, and that are empty after a reboot or may be cleared at any time.
const OPEN: [&str; 4] = ["/tmp/", "/var/tmp/", "/dev/shm/", "/run/user/"];

/// Whether a path lies in such a folder.
pub(super) fn is_open(path: &str) -> bool {
    OPEN.iter().any(|folder| path.starts_with(folder))
}

fn check(case: &Case<'_>) -> Outcome {
    match case.exe() {
        Ok(exe) if is_open(&exe.path) => found(RULE.id, Severity::Critical, vec![case.exe_evidence(exe)]),
        Ok(_) => Outcome::Clear,
        Err(gap) => blind(gap),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn a_program_in_a_folder_of_everybody_is_critical() {
        for exe in ["/tmp/x", "/var/tmp/.a/x", "/dev/shm/x", "/run/user/1000/x"] {
            assert_eq!(process("x", exe).severity(&RULE), Some(Severity::Critical), "{exe}");
        }
        for exe in ["/tmpx/x", "/usr/bin/x", "/home/ann/tmp/x"] {
            assert_eq!(process("x", exe).severity(&RULE), None, "{exe}");
        }
    }
}
