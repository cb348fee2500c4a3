//! What stands below the list, on stderr: what the `?` stand for, which rules could not look, and what would help.

use std::collections::BTreeMap;

use domain::Gap;
use domain::snapshot::Process;
use domain::verdict::Mode;
use words::Words;

use crate::commands::told;

/// The lines; none when everything was seen.
pub(super) fn lines(processes: &[&Process], mode: Mode, words: &Words) -> Vec<String> {
    let mut lines: Vec<String> = unread_ports(processes, words).into_iter().collect();
    lines.extend(blind(processes, mode, words));
    lines
}

fn unread_ports(processes: &[&Process], words: &Words) -> Option<String> {
    let denied = processes.iter().filter(|process| process.sample.sockets == Err(Gap::Denied)).count();
    if denied == 0 {
        return None;
    }
    Some(helped("ps-denied", denied, &[], &told::lacking(Some("ports")), words))
}

/// Rules that could not look, and at how many processes, by the reason.
fn blind(processes: &[&Process], mode: Mode, words: &Words) -> Vec<String> {
    let mut by_gap: BTreeMap<&str, (Gap, usize, Vec<&str>)> = BTreeMap::new();
    for process in processes {
        let Ok(judgement) = told::judgement(process, mode) else { continue };
        let mut counted: Vec<&str> = Vec::new();
        for (rule, gap) in &judgement.blind {
            let (_, count, rules) = by_gap.entry(gap.word()).or_insert((*gap, 0, Vec::new()));
            if !counted.contains(&gap.word()) {
                counted.push(gap.word());
                *count += 1;
            }
            if !rules.contains(rule) {
                rules.push(rule);
            }
        }
    }
    let line = |(gap, count, rules): (Gap, usize, Vec<&str>)| {
        let (rules, why) = (rules.join(", "), told::why(gap, words));
        let helps = if gap == Gap::Denied { told::lacking(None) } else { Vec::new() };
        helped("ps-blind", count, &[("rules", &rules), ("why", &why)], &helps, words)
    };
    by_gap.into_values().map(line).collect()
}

/// A sentence, and the one with what would help where something would.
fn helped(id: &str, count: usize, texts: &[(&str, &String)], helps: &[&str], words: &Words) -> String {
    let capabilities = helps.join(" ");
    let mut args = vec![("count", count.into())];
    args.extend(texts.iter().map(|(name, text)| (*name, (*text).into())));
    if helps.is_empty() {
        return words.text(id, &args);
    }
    args.push(("capabilities", (&capabilities).into()));
    words.text(&format!("{id}-help"), &args)
}
