//! `HIGH_MEMORY_USAGE`: a fifth of the machine's memory or more.

use super::case::{blind, found_with};
use super::{Case, Rule};
use crate::catalogue::Category;
use crate::finding::{Arg, Outcome, Severity};
use crate::gap::Gap;

pub(super) const RULE: Rule = Rule {
    id: "HIGH_MEMORY_USAGE",
    severity: Severity::Warning,
    plain: true,
    reads: &["memory_percent"],
    since: "0.1.0",
    check,
};

/// Percent of RAM from which it speaks (M6).
const FROM: f64 = 20.0;

fn check(case: &Case<'_>) -> Outcome {
    let percent = match case.process.memory_percent {
        Ok(percent) => percent,
        Err(Gap::NotYet) => return Outcome::Clear,
        Err(gap) => return blind(gap),
    };
    if percent < FROM {
        return Outcome::Clear;
    }
    // A database takes the memory that it was given.
    let severity =
        if case.weighs() && case.is(Category::Database) { Severity::Notice } else { Severity::Warning };
    let rss = case.process.sample.rss_bytes;
    let args =
        vec![("percent", Arg::Number((percent * 10.0).round() / 10.0)), ("bytes", Arg::Number(rss as f64))];
    found_with(RULE.id, severity, args, vec![case.evidence("status", format!("VmRSS: {} kB", rss / 1024))])
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn a_fifth_is_high() {
        for (percent, expected) in
            [(19.99, None), (20.0, Some(Severity::Warning)), (95.0, Some(Severity::Warning))]
        {
            let mut subject = process("x", "/usr/bin/x");
            subject.process.memory_percent = Ok(percent);
            assert_eq!(subject.severity(&RULE), expected, "{percent}");
        }
    }

    #[test]
    fn a_database_may_be_big_but_not_in_strict_mode() {
        let mut subject = process("redis-server", "/usr/bin/redis-server");
        subject.process.memory_percent = Ok(40.0);
        assert_eq!(subject.severity(&RULE), Some(Severity::Notice));
        assert_eq!(subject.strict().severity(&RULE), Some(Severity::Warning));
    }
}
