//! `autopilot report`: what rules did, or would have done.

use domain::autopilot::{Progress, Rule};
use domain::text::visible;
use store::{HeldRule, StoreError};
use words::Words;

use super::super::access;
use super::{documents, look, refused, state};
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::output::Output;
use crate::show::page::Page;

/// Columns that the moment of a deed takes, with what stands before and after it.
const MOMENT: usize = 21;

/// Runs it.
pub(super) fn run(id: Option<&str>, loaded: &Loaded, out: &mut Output) -> Outcome {
    let seen = look(loaded, out)?;
    let wanted = |held: &&HeldRule| id.is_none_or(|id| held.id == id);
    let held: Vec<&HeldRule> = seen.held.iter().filter(wanted).collect();
    if let (Some(id), true) = (id, held.is_empty()) {
        return Err(refused(&StoreError::RuleMissing { id: id.to_owned() }, out.words));
    }
    if out.json {
        return documents(&held, out);
    }
    if held.is_empty() {
        out.say(&out.words.text("autopilot-no-rules", &[]));
        return Ok(Exit::Done);
    }
    let mut page = Page::new(out.columns, out.colour);
    held.iter().for_each(|held| told(&mut page, held, out.words));
    page.into_lines().iter().try_for_each(|line| out.line(line))?;
    out.say(&out.words.text("autopilot-as-kept", &[]));
    Ok(Exit::Done)
}

fn told(page: &mut Page, held: &HeldRule, words: &Words) {
    let id = visible(&held.id);
    let title = held.rule.as_ref().map_or_else(|_| String::new(), |rule| visible(&rule.title).into_owned());
    let said = [("id", id.as_ref().into()), ("title", (&title).into())];
    page.section(&words.text("autopilot-report-rule", &said));
    page.sentence(&state(held, words));
    if let Ok(rule) = &held.rule {
        page.sentence(&counts(rule, &held.progress, words));
    }
    for noted in held.progress.last.iter().rev() {
        let came = words.text(&format!("autopilot-became-{}", noted.came.word()), &[]);
        let at = access::moment(Some(noted.at));
        let text = format!("{came} · {} · {}", visible(&noted.name), noted.key);
        page.hanging(&format!("  {at}"), MOMENT, &text);
    }
}

/// What it did and would have done, on one line.
fn counts(rule: &Rule, progress: &Progress, words: &Words) -> String {
    let action = rule.action.word();
    let said = |what: &str, count: u64| words.text(what, &[("count", (&count.to_string()).into())]);
    let mut parts = vec![match progress.since {
        Some(at) => words.text("autopilot-report-since", &[("at", (&access::moment(Some(at))).into())]),
        None => words.text("autopilot-report-never", &[]),
    }];
    parts.push(said(&format!("autopilot-report-would_have-{action}"), progress.would_have));
    if progress.done > 0 {
        parts.push(said(&format!("autopilot-report-done-{action}"), progress.done));
    }
    if progress.refused > 0 {
        parts.push(said("autopilot-report-refused", progress.refused));
    }
    parts.join(" · ")
}
