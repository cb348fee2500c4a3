//! A plan and what came of it as a page that a person reads from top to bottom. Everything of the system is made harmless.

use domain::Gap;
use domain::decide::Refusal;
use domain::snapshot::Snapshot;
use domain::text::visible;
use engine::deeds::Planned;
use server::dto;
use words::Words;

use crate::commands::told;
use crate::config::Loaded;
use crate::output::Output;
use crate::show::number;
use crate::show::page::Page;

/// Children, sockets, files and members that are told at most.
const MOST: usize = 20;

/// What is meant, and what would happen to it.
pub(super) fn of(
    planned: &Planned,
    group: bool,
    minutes: Option<u32>,
    snapshot: &Snapshot,
    loaded: &Loaded,
    out: &Output,
) -> Vec<String> {
    let words = out.words;
    let mut page = Page::new(out.columns, out.colour);
    let process = snapshot.process(planned.plan.key);
    if let Some(process) = process {
        page.line(&told::line(process, loaded.config.mode.into(), words), str::to_owned);
        fact(&mut page, words, "user", &told::user(process));
    }
    let name = process.map(|process| process.sample.identity.name.clone());
    let plan = dto::Plan::new(planned, name, words);
    fact(&mut page, words, "key", &plan.key);
    page.section(&words.text(&format!("acting-plan-{}", planned.plan.deed.word()), &[]));
    match &plan.reason {
        Some(reason) => {
            page.sentence(&words.text("acting-refused", &[("reason", reason.into())]));
            if matches!(planned.plan.refusal, Some(Refusal::Unread { gap: Gap::Denied, .. })) {
                page.sentence(&words.text("acting-denied-how", &[]));
            }
        }
        None => steps(&mut page, planned, &plan, group, minutes, words),
    }
    page.into_lines()
}

fn steps(
    page: &mut Page,
    planned: &Planned,
    plan: &dto::Plan,
    group: bool,
    minutes: Option<u32>,
    words: &Words,
) {
    let signals = plan.steps.iter().map(|step| match step.after_s {
        0 => step.signal.to_owned(),
        after => {
            let after = after.to_string();
            words.text("acting-signal-after", &[("signal", step.signal.into()), ("seconds", (&after).into())])
        }
    });
    fact(page, words, "signals", &signals.collect::<Vec<_>>().join(", "));
    if let Some(minutes) = minutes {
        let minutes = words.text("acting-wakes-after", &[("minutes", minutes.into())]);
        fact(page, words, "wakes", &minutes);
    }
    if !plan.children.is_empty() {
        let named = plan.children.iter().map(|child| {
            let pid = child.key.split('-').next().unwrap_or_default();
            format!("{} ({pid})", visible(&child.name))
        });
        let label = match (plan.kind, group) {
            (dto::Deed::End, true) => "along",
            (dto::Deed::End, false) => "left",
            (_, true) => "with",
            (_, false) => "without",
        };
        let mut told = listed(named, plan.children.len(), words);
        if !plan.complete {
            told = format!("{told}, {}", words.text("acting-told-not-all", &[]));
        }
        fact(page, words, label, &told);
    }
    if plan.kind == dto::Deed::End {
        lost(page, plan, words);
        unread(page, planned, words);
    }
    if let Some(why) = &plan.lockout.why {
        page.sentence(why);
    }
    if !plan.protected_members.is_empty() {
        page.section(&words.text("acting-told-protected", &[]));
        for member in plan.protected_members.iter().take(MOST) {
            page.sentence(&format!("{} ({}): {}", visible(&member.name), member.key, member.reason));
        }
    }
}

/// What goes with a process that ends; one that stands still keeps it.
fn lost(page: &mut Page, plan: &dto::Plan, words: &Words) {
    if let Some(sockets) = plan.sockets.as_ref().filter(|sockets| !sockets.is_empty()) {
        let told = sockets.iter().map(|socket| match socket.address.contains(':') {
            true => format!("{} [{}]:{}", socket.proto, socket.address, socket.port),
            false => format!("{} {}:{}", socket.proto, socket.address, socket.port),
        });
        fact(page, words, "sockets", &listed(told, sockets.len(), words));
    }
    if let Some(files) = plan.files_for_writing.as_ref().filter(|files| !files.is_empty()) {
        let mut told = listed(files.iter().map(|file| visible(file).into_owned()), files.len(), words);
        if !plan.files_complete {
            told = format!("{told}, {}", words.text("acting-told-not-all", &[]));
        }
        fact(page, words, "files", &told);
    }
    if let Some(bytes) = plan.frees_bytes {
        fact(page, words, "frees", &number::bytes(bytes));
    }
    if let Some(restarts) = &plan.restarts {
        let again = [("by", (&restarts.by).into()), ("command", (&restarts.what_to_do).into())];
        fact(page, words, "again", &words.text("acting-told-again", &again));
    }
    if plan.init_of_namespace == Some(true) {
        page.sentence(&words.text("acting-init-of-namespace", &[]));
    }
}

/// What may go with it as well: it could not be read.
fn unread(page: &mut Page, planned: &Planned, words: &Words) {
    let plan = &planned.plan;
    let gaps = [
        ("sockets", plan.sockets.as_ref().err()),
        ("files", plan.files_for_writing.as_ref().err()),
        ("frees", plan.frees_bytes.as_ref().err()),
        ("again", plan.restarter.as_ref().err()),
    ];
    for (id, gap) in gaps {
        if let Some(gap) = gap {
            fact(page, words, id, &told::why(*gap, words));
        }
    }
}

/// What came of it, and of each of a group.
pub(super) fn outcome(outcome: &dto::Outcome, out: &Output) -> Vec<String> {
    let words = out.words;
    let mut page = Page::new(out.columns, out.colour);
    page.gap();
    page.hanging("", 0, &outcome.message);
    if let Some(bytes) = outcome.freed_bytes {
        fact(&mut page, words, "freed", &number::bytes(bytes));
    }
    if let Some(status) = outcome.exit_status {
        fact(&mut page, words, "status", &status.to_string());
    }
    if let Some(key) = &outcome.restarted_as {
        fact(&mut page, words, "restarted", key);
    }
    for member in &outcome.members {
        match member {
            dto::Member::Done(done) => page.sentence(&done.message),
            dto::Member::Left(left) => {
                page.sentence(&format!("{} ({}): {}", visible(&left.name), left.key, left.reason));
            }
        }
    }
    page.into_lines()
}

fn fact(page: &mut Page, words: &Words, id: &str, text: &str) {
    page.fact(&words.text(&format!("acting-fact-{id}"), &[]), text);
}

/// The first of them, and how many more there are.
fn listed(texts: impl Iterator<Item = String>, count: usize, words: &Words) -> String {
    let mut told: Vec<String> = texts.take(MOST).collect();
    if let Some(more) = count.checked_sub(MOST).filter(|more| *more > 0) {
        told.push(words.text("acting-told-more", &[("count", more.into())]));
    }
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use domain::ProcessKey;
    use domain::decide::Deed;
    use domain::plan::{Child, Plan, Written};
    use words::Lang;

    use super::super::testing;
    use super::*;

    fn told(plan: Plan) -> Vec<String> {
        let words = Words::of(Lang::En);
        let planned = Planned { id: String::new(), plan, protected: Vec::new(), lockout: None };
        let mut page = Page::new(80, false);
        steps(&mut page, &planned, &dto::Plan::new(&planned, None, words), false, None, words);
        page.into_lines()
    }

    fn plan() -> Plan {
        let one = Child { key: ProcessKey { pid: 7, started: 70 }, name: "one".to_owned() };
        Plan { children: vec![one], ..testing::plan(Deed::End) }
    }

    #[test]
    fn that_not_all_files_are_named_is_told() {
        for complete in [false, true] {
            let files = Written { paths: vec!["/srv/a".to_owned()], complete };
            let lines = told(Plan { files_for_writing: Ok(files), ..plan() });
            let line = lines.iter().find(|line| line.contains("/srv/a")).expect("its file");
            assert_eq!(line.contains("too many to name"), !complete, "{line}");
        }
    }

    #[test]
    fn what_could_not_be_read_is_not_passed_over() {
        let lines = told(plan());
        assert!(
            !lines.iter().any(|line| line.contains("ports closing") || line.contains("files")),
            "{lines:#?}"
        );
        let (sockets, files) = (Err(Gap::Denied), Err(Gap::NotYet));
        let lines = told(Plan {
            sockets,
            files_for_writing: files,
            restarter: Err(Gap::Denied),
            frees_bytes: Err(Gap::Gone),
            ..plan()
        });
        for (label, why) in [
            ("ports closing", "not allowed to see"),
            ("files written", "not yet known"),
            ("memory freed", "it has ended"),
            ("starts it", "not allowed to see"),
        ] {
            let found = lines.iter().any(|line| line.trim().starts_with(label) && line.ends_with(why));
            assert!(found, "{label:?} {why:?} in {lines:#?}");
        }
    }

    #[test]
    fn that_more_are_below_it_than_are_told_is_said() {
        let all = told(plan()).join("\n");
        let some = told(Plan { complete: false, ..plan() }).join("\n");
        assert!(all.contains("one (7)") && !all.contains("too many"), "{all}");
        assert!(some.contains("one (7), and others: too many to name"), "{some}");
    }
}
