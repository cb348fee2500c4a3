//! `MEMORY_GROWING`: it has grown for half an hour and more without ever giving something back: a leak, perhaps.

use super::case::found_with;
use super::{Case, Rule};
use crate::finding::{Arg, Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "MEMORY_GROWING",
    severity: Severity::Notice,
    plain: false,
    reads: &["rss_bytes", "trend"],
    since: "0.1.0",
    check,
};

/// Seconds that have to be looked back on.
const OVER: u64 = 30 * 60;
/// Growth below this is nobody's worry, bytes.
const LEAST: u64 = 128 << 20;

fn check(case: &Case<'_>) -> Outcome {
    let Some(trend) = case.world.trends.get(&case.key()) else { return Outcome::Clear };
    let now = case.process.sample.rss_bytes;
    let grown = now.saturating_sub(trend.rss_before);
    // Half as much again: what fills a cache levels off long before.
    if !trend.only_grew || trend.over_s < OVER || grown < LEAST || grown < trend.rss_before / 2 {
        return Outcome::Clear;
    }
    let args = vec![("bytes", Arg::Number(grown as f64)), ("seconds", Arg::Number(trend.over_s as f64))];
    let seen = format!("VmRSS: {} kB, {} kB before", now / 1024, trend.rss_before / 1024);
    found_with(RULE.id, Severity::Notice, args, vec![case.evidence("status", seen)])
}

#[cfg(test)]
mod tests {
    use super::super::Trend;
    use super::super::testing::process;
    use super::*;

    fn grown(from: u64, to: u64, over_s: u64, only_grew: bool) -> Option<Severity> {
        let mut subject = process("x", "/usr/bin/x");
        subject.process.sample.rss_bytes = to;
        let trend = Trend { rss_before: from, over_s, only_grew, ..Trend::default() };
        subject.world.trends.insert(subject.process.sample.key, trend);
        subject.severity(&RULE)
    }

    #[test]
    fn only_long_and_large_growth_counts() {
        const M: u64 = 1 << 20;
        assert_eq!(grown(100 * M, 400 * M, 3600, true), Some(Severity::Notice));
        assert_eq!(grown(100 * M, 400 * M, 60, true), None);
        assert_eq!(grown(100 * M, 400 * M, 3600, false), None);
        assert_eq!(grown(10 * M, 60 * M, 3600, true), None);
        assert_eq!(grown(4000 * M, 4200 * M, 3600, true), None);
        assert_eq!(grown(400 * M, 100 * M, 3600, true), None);
    }
}
