//! What of a process could not be seen, by its reason: facts, and rules that could not look. And what would help.

use std::collections::BTreeMap;

use domain::Gap;
use domain::snapshot::Process;

use super::page::Teller;
use crate::commands::told;
use crate::show::page::Page;

/// The section of the page.
pub(super) fn section(page: &mut Page, process: &Process, teller: &Teller) {
    page.section(&teller.say("explain-unseen"));
    let (facts, rules) = (facts(process), blind(process, teller));
    if facts.is_empty() && rules.is_empty() {
        page.sentence(&teller.say("explain-all-seen"));
        return;
    }
    for (gap, labels) in &facts {
        let names: Vec<String> = labels.iter().map(|id| teller.say(id)).collect();
        line(page, "explain-unseen-fact", ("facts", &names.join(", ")), gap, teller);
    }
    for (gap, ids) in &rules {
        line(page, "explain-unseen-rule", ("rules", &ids.join(", ")), gap, teller);
    }
    let denied = Gap::Denied.word();
    if (facts.contains_key(denied) || rules.contains_key(denied)) && !teller.lacking.is_empty() {
        let capabilities = teller.lacking.join(" ");
        page.sentence(&teller.tell("explain-unseen-help", &[("capabilities", (&capabilities).into())]));
    }
}

fn line(page: &mut Page, id: &str, (name, what): (&str, &String), gap: &str, teller: &Teller) {
    let why = teller.say(&format!("gap-{gap}"));
    page.sentence(&teller.tell(id, &[(name, what.into()), ("why", (&why).into())]));
}

/// Labels of the facts that are missing, by the word of their gap.
fn facts(process: &Process) -> BTreeMap<&'static str, Vec<&'static str>> {
    let (sample, identity) = (&process.sample, &*process.sample.identity);
    let gaps = [
        ("explain-exe", identity.exe.as_ref().err()),
        ("explain-command", identity.cmdline.as_ref().err()),
        ("explain-user", identity.uid.as_ref().err()),
        ("explain-unit", identity.unit.as_ref().err()),
        ("explain-container", identity.container.as_ref().err()),
        ("explain-tty", identity.tty.as_ref().err()),
        ("explain-started", process.create_time.as_ref().err()),
        ("explain-ports", sample.sockets.as_ref().err()),
    ];
    let mut by_gap = BTreeMap::<_, Vec<_>>::new();
    for (label, gap) in gaps.into_iter().filter_map(|(label, gap)| Some((label, gap?))) {
        by_gap.entry(gap.word()).or_default().push(label);
    }
    by_gap
}

/// Rules that could not look, by the word of their gap.
fn blind(process: &Process, teller: &Teller) -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut by_gap = BTreeMap::<_, Vec<_>>::new();
    let judgement = told::judgement(process, teller.mode.into());
    for (rule, gap) in judgement.map(|judgement| judgement.blind.as_slice()).unwrap_or_default() {
        by_gap.entry(gap.word()).or_default().push(*rule);
    }
    by_gap
}
