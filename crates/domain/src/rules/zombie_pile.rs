//! `ZOMBIE_PILE`: it does not collect its ended children (wait(2)), and each keeps a pid.

use super::case::found_with;
use super::{Case, Rule};
use crate::finding::{Arg, Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "ZOMBIE_PILE",
    severity: Severity::Warning,
    plain: false,
    reads: &["children"],
    since: "0.1.0",
    check,
};

/// Zombies from which it speaks, and from which it is a warning.
const FROM: u32 = 10;
const MANY: u32 = 100;

fn check(case: &Case<'_>) -> Outcome {
    let zombies = case.world.zombies.get(&case.key().pid).copied().unwrap_or(0);
    if zombies < FROM {
        return Outcome::Clear;
    }
    let severity = if zombies >= MANY { Severity::Warning } else { Severity::Notice };
    let args = vec![("count", Arg::Number(f64::from(zombies)))];
    found_with(RULE.id, severity, args, vec![case.evidence("task", format!("{zombies} children in state Z"))])
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn a_few_zombies_are_ordinary_and_many_are_not() {
        for (count, expected) in [(9, None), (10, Some(Severity::Notice)), (100, Some(Severity::Warning))] {
            let mut subject = process("x", "/usr/bin/x");
            subject.world.zombies.insert(42, count);
            assert_eq!(subject.severity(&RULE), expected, "{count}");
        }
    }
}
