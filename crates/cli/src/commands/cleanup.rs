//! `cleanup`: what could be tidied up, and what is left alone and why (M13). It ends nothing.

use domain::cleanup::Cleanup;
use domain::text::visible;
use server::dto;

use super::acting::Planner;
use super::{policy, sampling};
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::output::Output;
use crate::show::number;
use crate::show::page::Page;

/// Runs it.
pub(crate) fn run(loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let policies = policy::reading(loaded, out);
    let snapshot = sampling::snapshot(loaded, policy::dictionary_of(&policies))?;
    let planner = Planner::of(&snapshot, policies, words)?;
    let all = planner.tidy(&snapshot, loaded.config.mode.into());
    let all = all.map_err(|gap| super::ps::unlisted(gap, out))?;
    let answer = dto::CleanupAnswer::new(&all, words);
    if out.json {
        out.document(&answer)?;
        return Ok(Exit::Done);
    }
    page(&all, &answer.cleanup, out).into_iter().try_for_each(|line| out.line(&line))?;
    Ok(Exit::Done)
}

fn page(all: &Cleanup, worded: &dto::Cleanup, out: &Output) -> Vec<String> {
    let words = out.words;
    let mut page = Page::new(out.columns, out.colour);
    if all.tidy.is_empty() {
        page.sentence(&words.text("acting-cleanup-nothing", &[]));
    } else {
        page.section(&words.text("acting-cleanup-tidy", &[("count", all.tidy.len().into())]));
        for row in &all.tidy {
            let why = words.text(&format!("cleanup-why-{}", row.why.word()), &[]);
            let name = visible(&row.name);
            let (pid, memory) = (row.key.pid.to_string(), number::bytes(row.frees_bytes));
            let said = [
                ("name", (&*name).into()),
                ("pid", (&pid).into()),
                ("memory", (&memory).into()),
                ("why", (&why).into()),
            ];
            page.sentence(&words.text("acting-cleanup-row", &said));
        }
        page.sentence(&words.text("acting-cleanup-how", &[]));
    }
    page.section(&words.text("acting-cleanup-system", &[("count", all.system.len().into())]));
    for (row, worded) in all.system.iter().zip(&worded.system) {
        let (name, pid) = (visible(&row.name), row.key.pid.to_string());
        let said = [("name", (&*name).into()), ("pid", (&pid).into()), ("why", (&worded.why_not).into())];
        page.sentence(&words.text("acting-cleanup-kept", &said));
    }
    page.into_lines()
}
