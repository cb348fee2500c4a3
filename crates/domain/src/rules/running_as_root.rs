//! `RUNNING_AS_ROOT`: what it does wrong, it does with all rights.

use super::case::{blind, found};
use super::{Case, Rule};
use crate::finding::{Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "RUNNING_AS_ROOT",
    severity: Severity::Warning,
    plain: true,
    reads: &["uid", "writers"],
    since: "0.1.0",
    check,
};

fn check(case: &Case<'_>) -> Outcome {
    match case.process.sample.identity.uid {
        Ok(0) => found(RULE.id, weigh(case), vec![case.evidence("status", "Uid: 0")]),
        Ok(_) => Outcome::Clear,
        Err(gap) => blind(gap),
    }
}

/// A notice; a warning where somebody besides root can change what root runs (DESIGN §3.1).
fn weigh(case: &Case<'_>) -> Severity {
    if !case.weighs() || case.standing.writers.is_ok_and(|writers| writers.not_root_alone) {
        return Severity::Warning;
    }
    let usual = case.expected().is_some_and(|entry| entry.system || entry.expect.users.contains(&"root"));
    if usual { Severity::Info } else { Severity::Notice }
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;
    use crate::standing::Writers;

    #[test]
    fn root_is_worth_a_notice_where_it_is_not_expected() {
        assert_eq!(process("nginx", "/usr/sbin/nginx").root().severity(&RULE), Some(Severity::Info));
        assert_eq!(process("unheard-of", "/opt/x").root().severity(&RULE), Some(Severity::Notice));
        assert_eq!(
            process("nginx", "/usr/sbin/nginx").root().strict().severity(&RULE),
            Some(Severity::Warning)
        );
        assert_eq!(process("unheard-of", "/opt/x").severity(&RULE), None);
    }

    #[test]
    fn only_the_number_makes_somebody_root() {
        let named = |uid, name: &str| {
            process("x", "/opt/x").identity(|i| (i.uid, i.username) = (Ok(uid), Ok(Some(name.to_owned()))))
        };
        assert_eq!(named(1000, "root").severity(&RULE), None);
        assert_eq!(named(0, "nobody").severity(&RULE), Some(Severity::Notice));
    }

    #[test]
    fn root_running_what_others_can_write_is_a_warning() {
        let open = Writers { not_root_alone: true, strangers: false };
        let subject = process("nginx", "/usr/sbin/nginx").root().standing(|s| s.writers = Ok(open));
        assert_eq!(subject.severity(&RULE), Some(Severity::Warning));
    }
}
