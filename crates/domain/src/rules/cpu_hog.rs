//! `CPU_HOG`: it has kept a core busy for minutes without a pause.

use super::case::found_with;
use super::{Case, Rule};
use crate::catalogue::Nature;
use crate::finding::{Arg, Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "CPU_HOG",
    severity: Severity::Warning,
    plain: false,
    reads: &["cpu_percent", "trend"],
    since: "0.1.0",
    check,
};

/// Seconds from which it speaks, and from which it is a warning for what is not known.
const FROM: u64 = 5 * 60;
const LONG: u64 = 30 * 60;

fn check(case: &Case<'_>) -> Outcome {
    let busy = case.world.trends.get(&case.key()).map_or(0, |trend| trend.busy_s);
    if busy < FROM {
        return Outcome::Clear;
    }
    let severity = match (case.nature(), busy >= LONG) {
        // A compiler works; that is what it was started for.
        (Some(Nature::BuildTool), _) => Severity::Info,
        (None, true) => Severity::Warning,
        _ => Severity::Notice,
    };
    let args = vec![("seconds", Arg::Number(busy as f64))];
    found_with(RULE.id, severity, args, vec![case.evidence("stat", "utime + stime")])
}

#[cfg(test)]
mod tests {
    use super::super::Trend;
    use super::super::testing::process;
    use super::*;

    fn busy(name: &str, exe: &str, busy_s: u64) -> Option<Severity> {
        let mut subject = process(name, exe);
        subject.world.trends.insert(subject.process.sample.key, Trend { busy_s, ..Trend::default() });
        subject.severity(&RULE)
    }

    #[test]
    fn minutes_of_a_whole_core_are_noticed() {
        assert_eq!(busy("nginx", "/usr/sbin/nginx", 299), None);
        assert_eq!(busy("nginx", "/usr/sbin/nginx", 7200), Some(Severity::Notice));
        assert_eq!(busy("unheard-of", "/opt/x", 600), Some(Severity::Notice));
        assert_eq!(busy("unheard-of", "/opt/x", 1800), Some(Severity::Warning));
    }
}
