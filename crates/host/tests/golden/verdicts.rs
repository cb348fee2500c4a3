//! The exact verdict on every process of every recording, and what must hold of healthy servers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::finding::Severity;
use domain::snapshot::Process;
use domain::verdict::{Mode, Verdict};

use crate::servers::{judged, processes, server};

/// The recordings of servers on which nothing is wrong.
const HEALTHY: [&str; 4] = ["plain", "web", "containers", "upgraded"];
/// How many of 100 processes of such a server may be a person's to confirm.
const CAUTIONS_OF_100: usize = 2;

/// One line for each kind of process: what is thought of it in both modes, who runs it, why. Without pids.
fn table(processes: &[Process]) -> String {
    let mut lines: BTreeMap<(std::cmp::Reverse<Verdict>, String), usize> = BTreeMap::new();
    for process in processes {
        let judged = process.judged.as_ref().unwrap();
        let (contextual, strict) = (judged.of(Mode::Contextual), judged.of(Mode::Strict));
        let identity = &process.sample.identity;
        let user = match &identity.username {
            Ok(Some(name)) => name.clone(),
            _ => identity.uid.map_or("?".to_owned(), |uid| uid.to_string()),
        };
        let entry = contextual.catalogue.as_ref().map_or("-", |known| known.entry.name);
        let found = contextual.findings.iter().filter(|finding| finding.severity > Severity::Info);
        let found: Vec<String> =
            found.map(|finding| format!("{} {}", finding.severity.word(), finding.id)).collect();
        let blind: Vec<String> =
            contextual.blind.iter().map(|(rule, gap)| format!("blind {rule} ({})", gap.word())).collect();
        let mut line = format!(
            "{:<7} {:<7} {:<24} {:<16} {:<24} {:<16}",
            contextual.verdict.word(),
            strict.verdict.word(),
            identity.name,
            user,
            entry,
            contextual.app
        );
        // Writing into a String cannot fail.
        let _ = write!(line, " {}", [found, blind].concat().join(", "));
        *lines.entry((std::cmp::Reverse(contextual.verdict), line.trim_end().to_owned())).or_default() += 1;
    }
    let head = format!(
        "{:>3} {:<7} {:<7} {:<24} {:<16} {:<24} {:<16} why",
        "", "here", "strict", "name", "user", "known as", "app"
    );
    let rows = lines.into_iter().map(|((_, line), count)| format!("{count:>3} {line}"));
    std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\n")
}

macro_rules! exact {
    ($($test:ident $name:literal)+) => {
        $(#[test] fn $test() { insta::assert_snapshot!($name, table(processes(&judged(&server($name))))); })+
    };
}

exact! {
    the_verdicts_on_a_plain_server_are_these "plain"
    the_verdicts_on_a_web_server_are_these "web"
    the_verdicts_on_a_container_host_are_these "containers"
    the_verdicts_on_a_compromised_server_are_these "compromised"
    the_verdicts_after_an_upgrade_are_these "upgraded"
}

#[test]
fn on_healthy_servers_nothing_is_a_danger_and_hardly_anything_is_to_be_confirmed() {
    for name in HEALTHY {
        let snapshot = judged(&server(name));
        let of = |verdict| {
            let here =
                |process: &&Process| process.judged.as_ref().unwrap().of(Mode::Contextual).verdict == verdict;
            processes(&snapshot)
                .iter()
                .filter(here)
                .map(|process| process.sample.identity.name.as_str())
                .collect::<Vec<_>>()
        };
        let count = processes(&snapshot).len();
        let (cautions, dangers) = (of(Verdict::Caution), [of(Verdict::Danger), of(Verdict::Urgent)].concat());
        println!("{name}: {count} processes, {} to be confirmed: {cautions:?}", cautions.len());
        assert!(dangers.is_empty(), "{name}: {dangers:?}");
        assert!(cautions.len() * 100 <= CAUTIONS_OF_100 * count, "{name}: {cautions:?} of {count}");
    }
}
