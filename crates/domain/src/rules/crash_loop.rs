//! `CRASH_LOOP`: its unit was restarted again and again within minutes.

use super::case::{blind, found_with};
use super::{Case, Rule};
use crate::finding::{Arg, Evidence, Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "CRASH_LOOP",
    severity: Severity::Warning,
    plain: false,
    reads: &["unit", "restarts"],
    since: "0.1.0",
    check,
};

/// Restarts within ten minutes from which it speaks.
const FROM: u32 = 3;

fn check(case: &Case<'_>) -> Outcome {
    let unit = match &case.process.sample.identity.unit {
        Ok(Some(unit)) => unit,
        Ok(None) => return Outcome::Clear,
        Err(gap) => return blind(*gap),
    };
    let restarts = case.world.restarts.get(unit).copied().unwrap_or(0);
    if restarts < FROM {
        return Outcome::Clear;
    }
    let args = vec![("unit", Arg::Text(unit.clone())), ("restarts", Arg::Number(f64::from(restarts)))];
    let place = format!("systemctl show {unit} -p NRestarts");
    found_with(RULE.id, Severity::Warning, args, vec![Evidence { place, value: format!("+{restarts}") }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn three_restarts_in_ten_minutes_are_a_loop() {
        for (restarts, expected) in [(2, None), (3, Some(Severity::Warning))] {
            let mut subject =
                process("x", "/usr/bin/x").identity(|i| i.unit = Ok(Some("x.service".to_owned())));
            subject.world.restarts.insert("x.service".to_owned(), restarts);
            assert_eq!(subject.severity(&RULE), expected, "{restarts}");
        }
    }
}
