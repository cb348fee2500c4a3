//! `cleanup`: what could be tidied up, and what is left alone and why (M13). It ends nothing.

use domain::Snapshot;
use domain::cleanup::{Cleanup, Tidy};
use domain::text::visible;
use server::dto::{self, KeptRow};
use words::Words;

use super::acting::Planner;
use super::{policy, sampling, told};
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
    page(&all, &answer.cleanup, &snapshot, out).into_iter().try_for_each(|line| out.line(&line))?;
    Ok(Exit::Done)
}

fn page(all: &Cleanup, worded: &dto::Cleanup, snapshot: &Snapshot, out: &Output) -> Vec<String> {
    let words = out.words;
    let mut page = Page::new(out.columns, out.colour);
    if all.tidy.is_empty() {
        page.sentence(&words.text("acting-cleanup-nothing", &[]));
    } else {
        page.section(&words.text("acting-cleanup-tidy", &[("count", all.tidy.len().into())]));
        for row in &all.tidy {
            page.sentence(&tidy(row, snapshot, words));
        }
        page.sentence(&words.text("acting-cleanup-how", &[]));
    }
    page.section(&words.text("acting-cleanup-system", &[("count", all.system.len().into())]));
    for (why_not, rows) in by_reason(&worded.system) {
        page.sentence(why_not);
        let names: Vec<String> =
            rows.iter().map(|row| format!("{} {}", visible(&row.name), pid_of(&row.key))).collect();
        page.hanging("", 4, &names.join(", "));
    }
    page.into_lines()
}

/// `python3 PID 4321 PORT 3000 · http.server · 18 MB · runs in the background`
fn tidy(row: &Tidy, snapshot: &Snapshot, words: &Words) -> String {
    let listed = snapshot.process(row.key);
    let title = listed.map_or_else(|| format!("{} PID {}", visible(&row.name), row.key.pid), told::title);
    let app = (row.app != row.name).then(|| visible(&row.app).into_owned());
    let why = words.text(&format!("cleanup-why-{}", row.why.word()), &[]);
    [Some(title), app, Some(number::bytes(row.frees_bytes)), Some(why)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Those that are left alone for the same reason stand together, in the order of their first one.
fn by_reason(rows: &[KeptRow]) -> Vec<(&str, Vec<&KeptRow>)> {
    let mut reasons: Vec<(&str, Vec<&KeptRow>)> = Vec::new();
    for row in rows {
        match reasons.iter_mut().find(|(why, _)| *why == row.why_not) {
            Some((_, together)) => together.push(row),
            None => reasons.push((&row.why_not, vec![row])),
        }
    }
    reasons
}

/// The pid of `PID-STARTED`.
fn pid_of(key: &str) -> &str {
    key.split_once('-').map_or(key, |(pid, _)| pid)
}
