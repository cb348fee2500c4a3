//! `KERNEL_NAME_IMPOSTOR`: it calls itself as the kernel's threads are called, and has an executable.
//! Kernel threads are no processes here, so that whatever comes by is none.

use super::case::found;
use super::{Case, Rule};
use crate::catalogue::{Category, Platform, named};
use crate::finding::{Evidence, Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "KERNEL_NAME_IMPOSTOR",
    severity: Severity::Critical,
    plain: false,
    reads: &["name", "cmdline"],
    since: "0.1.0",
    check,
};

/// How the names of kernel threads begin (kernel/workqueue.c, kernel/softirq.c, `ps -ef` of many machines).
const BEGINS: [&str; 12] = [
    "kworker/",
    "ksoftirqd/",
    "migration/",
    "rcu_",
    "kswapd",
    "kthreadd",
    "jbd2/",
    "cpuhp/",
    "watchdog/",
    "irq/",
    "scsi_eh_",
    "xfsaild/",
];

fn check(case: &Case<'_>) -> Outcome {
    let identity = &case.process.sample.identity;
    let title = identity.cmdline.as_deref().ok().and_then(<[String]>::first).map_or("", String::as_str);
    let mut evidence: Vec<Evidence> = Vec::new();
    if is_kernel_name(&identity.comm) {
        evidence.push(case.evidence("comm", identity.comm.clone()));
    }
    // ps(1) writes kernel threads in brackets; a program has to write them itself.
    if title.strip_prefix('[').and_then(|rest| rest.split(']').next()).is_some_and(is_kernel_name) {
        evidence.push(case.evidence("cmdline", title));
    }
    if evidence.is_empty() {
        return Outcome::Clear;
    }
    if let Ok(exe) = case.exe() {
        evidence.push(case.exe_evidence(exe));
    }
    found(RULE.id, Severity::Critical, evidence)
}

fn is_kernel_name(name: &str) -> bool {
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    BEGINS.iter().any(|begin| bare.starts_with(begin))
        || named(bare, Platform::Linux).is_some_and(|entry| entry.category == Category::Kernel)
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn a_program_with_a_kernel_threads_name_is_critical() {
        for name in ["kworker/0:1", "[kworker/0:1]", "ksoftirqd/3", "rcu_preempt", "kswapd0"] {
            assert_eq!(process(name, "/usr/bin/sleep").severity(&RULE), Some(Severity::Critical), "{name}");
        }
    }

    #[test]
    fn brackets_in_the_title_are_noticed_too() {
        let dressed =
            process("x", "/opt/x").identity(|i| i.cmdline = Ok(vec!["[kworker/u8:2-events]".to_owned()]));
        assert_eq!(dressed.severity(&RULE), Some(Severity::Critical));
    }

    #[test]
    fn other_names_are_not_the_kernels() {
        for name in ["worker", "kwalletd", "irqbalance", "[", "migrate"] {
            assert_eq!(process(name, "/usr/bin/x").severity(&RULE), None, "{name}");
        }
    }
}
