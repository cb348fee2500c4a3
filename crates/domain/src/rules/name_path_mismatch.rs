//! `NAME_PATH_MISMATCH`: it has the name of a known program, and its executable is not that program's.

use super::case::{blind, found_with};
use super::{Case, Rule};
use crate::catalogue::{Category, Trust};
use crate::finding::{Arg, Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "NAME_PATH_MISMATCH",
    severity: Severity::Critical,
    plain: false,
    reads: &["name", "exe"],
    since: "0.1.0",
    check,
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(known) = case.known else { return Outcome::Clear };
    // The kernel's names have a rule of their own, and no path that could be named here.
    if known.entry.category == Category::Kernel {
        return Outcome::Clear;
    }
    let exe = match case.exe() {
        Ok(exe) => exe,
        Err(gap) => return blind(gap),
    };
    // Another root has other paths; what is open to all there is seen by its own rule.
    if known.trust != Trust::Mismatch {
        return Outcome::Clear;
    }
    let expected = known.entry.expect.paths.first().copied().unwrap_or_default();
    let args = vec![
        ("program", Arg::Text(known.entry.name.to_owned())),
        ("expected", Arg::Text(expected.to_owned())),
        ("exe", Arg::Text(exe.path.clone())),
    ];
    found_with(RULE.id, Severity::Critical, args, vec![case.exe_evidence(exe)])
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn a_borrowed_name_is_critical() {
        assert_eq!(process("nginx", "/home/eve/nginx").severity(&RULE), Some(Severity::Critical));
        assert_eq!(process("nginx", "/usr/sbin/nginx").severity(&RULE), None);
        assert_eq!(process("unheard-of", "/home/eve/x").severity(&RULE), None);
        assert_eq!(process("kworker/0:1", "/usr/bin/x").severity(&RULE), None, "that is another rule's");
    }
}
