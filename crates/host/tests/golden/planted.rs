//! What was planted on the compromised server is found, all of it and nothing else, each by its own rule; what an
//! upgrade replaced is to be restarted and nothing worse.

use domain::finding::Arg;
use domain::snapshot::Process;
use domain::verdict::{Mode, Verdict};

use crate::servers::{judged, processes, server};

/// What `tests/machines/servers/compromised.sh` planted, by its unit, and the rule that must speak.
const PLANTED: [(&str, &str); 6] = [
    ("miner.service", "KERNEL_NAME_IMPOSTOR"),
    ("database.service", "NAME_PATH_MISMATCH"),
    ("updater.service", "DELETED_EXE"),
    ("loader.service", "MEMFD_EXE"),
    ("shell.service", "SHELL_WITH_SOCKET"),
    ("watch.service", "PRELOADED"),
];

fn unit(process: &Process) -> &str {
    process.sample.identity.unit.as_ref().ok().and_then(Option::as_deref).unwrap_or_default()
}

fn ids(process: &Process) -> Vec<&'static str> {
    let judged = process.judged.as_ref().unwrap().of(Mode::Contextual);
    judged.findings.iter().map(|finding| finding.id).collect()
}

#[test]
fn everything_planted_is_danger_or_urgent_by_its_own_rule_and_nothing_else_is() {
    let snapshot = judged(&server("compromised"));
    let mut found = Vec::new();
    for process in processes(&snapshot) {
        let verdict = process.judged.as_ref().unwrap().of(Mode::Contextual).verdict;
        let planted = PLANTED.iter().find(|(planted, _)| *planted == unit(process));
        let name = &process.sample.identity.name;
        assert_eq!(verdict >= Verdict::Danger, planted.is_some(), "{name}: {verdict:?}, {:?}", ids(process));
        if let Some((planted, rule)) = planted {
            assert!(ids(process).contains(rule), "{planted}: {:?}", ids(process));
            found.push(*planted);
        }
    }
    found.sort_unstable();
    let mut planted = PLANTED.map(|(planted, _)| planted);
    planted.sort_unstable();
    assert_eq!(found, planted);
}

#[test]
fn after_an_upgrade_it_is_said_which_units_to_restart_and_all_stay_as_they_were() {
    let (before, after) = (judged(&server("web")), judged(&server("upgraded")));
    let mut units: Vec<&str> = processes(&after)
        .iter()
        .filter(|process| ids(process).contains(&"NEEDS_RESTART"))
        .map(|process| {
            let judged = process.judged.as_ref().unwrap().of(Mode::Contextual);
            let finding = judged.findings.iter().find(|finding| finding.id == "NEEDS_RESTART").unwrap();
            assert_eq!(judged.verdict, Verdict::Safe, "{}", process.sample.identity.name);
            assert!(!ids(process).contains(&"DELETED_EXE"));
            match finding.args.first() {
                Some(("unit", Arg::Text(unit))) => unit.as_str(),
                other => panic!("{}: {other:?}", process.sample.identity.name),
            }
        })
        .collect();
    units.sort_unstable();
    units.dedup();
    println!("to be restarted: {units:?}");
    assert!(units.contains(&"nginx.service"), "its executable was replaced: {units:?}");
    assert!(units.len() > 1, "others use the libraries: {units:?}");
    assert!(processes(&before).iter().all(|process| !ids(process).contains(&"NEEDS_RESTART")));
}
