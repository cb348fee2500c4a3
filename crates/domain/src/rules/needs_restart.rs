//! `NEEDS_RESTART`: an upgrade replaced its executable or a library of it. Advice, never a danger.

use super::case::found_with;
use super::{Case, Rule};
use crate::finding::{Arg, Evidence, Outcome, Severity};
use crate::gap::Gap;

pub(super) const RULE: Rule = Rule {
    id: "NEEDS_RESTART",
    severity: Severity::Info,
    plain: false,
    reads: &["exe_deleted", "replaced", "stale_libraries", "unit"],
    since: "0.1.0",
    check,
};

/// Libraries that are named; a person needs one to believe it.
const NAMED: usize = 3;

fn check(case: &Case<'_>) -> Outcome {
    let mut evidence: Vec<Evidence> = Vec::new();
    let deleted = case.exe().ok().filter(|exe| exe.deleted);
    if let (Some(exe), Ok(true)) = (deleted, case.standing.replaced) {
        evidence.push(case.exe_evidence(exe));
    }
    let libraries = case.standing.stale_libraries.as_deref();
    for library in libraries.unwrap_or_default().iter().take(NAMED) {
        evidence.push(case.evidence("maps", format!("{library} (deleted)")));
    }
    if evidence.is_empty() {
        return match libraries {
            Ok(_) | Err(Gap::Gone) => Outcome::Clear,
            Err(gap) => Outcome::Blind(*gap),
        };
    }
    let unit = case.process.sample.identity.unit.clone().ok().flatten();
    let args = unit.map(|unit| vec![("unit", Arg::Text(unit))]).unwrap_or_default();
    found_with(RULE.id, Severity::Info, args, evidence)
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn a_replaced_executable_or_library_is_advice_with_the_unit_to_restart() {
        let by_exe = process("nginx", "/usr/sbin/nginx")
            .deleted()
            .standing(|s| s.replaced = Ok(true))
            .identity(|i| i.unit = Ok(Some("nginx.service".to_owned())));
        assert_eq!(by_exe.severity(&RULE), Some(Severity::Info));
        assert_eq!(by_exe.findings(&RULE)[0].args, [("unit", Arg::Text("nginx.service".to_owned()))]);
        let by_library = process("nginx", "/usr/sbin/nginx")
            .standing(|s| s.stale_libraries = Ok(vec!["/usr/lib/libssl.so.3".to_owned(); 9]));
        assert_eq!(by_library.findings(&RULE)[0].evidence.len(), NAMED);
    }

    #[test]
    fn a_removed_executable_without_successor_is_not_an_upgrade() {
        assert_eq!(process("x", "/opt/x").deleted().severity(&RULE), None);
    }

    #[test]
    fn unreadable_maps_are_said() {
        let unseen = process("x", "/opt/x").standing(|s| s.stale_libraries = Err(Gap::Denied));
        assert_eq!(unseen.ask(&RULE), Outcome::Blind(Gap::Denied));
    }
}
