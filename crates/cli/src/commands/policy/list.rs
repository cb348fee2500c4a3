//! `policy list` and `policy show`.

use domain::policy::{Document, Fault, Map, Platform, Record, Value, lookup};
use server::dto::{PolicyRow, policy_fault};
use store::{DocumentText, Held};
use words::Words;

use super::super::access;
use super::row::{self, Policies, safe, yes_no};
use super::source;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::show::page::Page;
use crate::show::table::{self, Column};

/// How much is shown of a record that cannot be read, in bytes.
const SHOWN: usize = 4 * 1024;

/// All policies, one a line.
pub(super) fn all(loaded: &Loaded, out: &mut Output) -> Outcome {
    let held = source::reading(loaded, out);
    if out.json {
        return documents(&held.iter().collect::<Vec<_>>(), out);
    }
    let head = ["name", "platform", "end", "what"];
    let mut rows = vec![head.map(|id| out.words.text(&format!("policy-column-{id}"), &[]))];
    rows.extend(held.iter().map(|held| line(held, out.words)));
    let columns = [Column::left(28), Column::left(8), Column::left(8), Column::left(1_000)];
    table::lines(columns, &rows, out.table_columns).iter().try_for_each(|line| out.line(line))?;
    Ok(Exit::Done)
}

fn line(held: &Held, words: &Words) -> [String; 4] {
    let name = safe(held.document.name().unwrap_or("?"));
    let platform = held.document.platform().map_or("?", Platform::word).to_owned();
    match &held.document {
        Document::Readable(record) => [
            name,
            platform,
            yes_no(held.document.terminatable(), words),
            format!("{} · {}", safe(&record.category), safe(row::description(record, words))),
        ],
        Document::Unreadable(broken) => [name, platform, yes_no(false, words), unreadable(broken.why, words)],
    }
}

fn unreadable(why: Fault, words: &Words) -> String {
    let why = policy_fault(why, words);
    words.text("policy-unreadable", &[("why", (&why).into())])
}

/// Every policy of a name, or the record of an id, whole.
pub(super) fn one(name: &str, loaded: &Loaded, out: &mut Output) -> Outcome {
    let held = source::reading(loaded, out);
    let named = |held: &&Held| {
        let os = held.document.platform().unwrap_or(Platform::Windows);
        held.id.as_str() == name
            || held.document.name().is_some_and(|named| lookup::is_called(named, name, os))
    };
    let found: Vec<&Held> = held.iter().filter(named).collect();
    if found.is_empty() {
        let none = out.words.text("policy-none", &[("name", (&safe(name)).into())]);
        return Err(Failure::new(Exit::Failed, none));
    }
    if out.json {
        return documents(&found, out);
    }
    let mut page = Page::new(out.columns, out.colour);
    found.iter().for_each(|held| told(&mut page, held, out.words));
    page.into_lines().iter().try_for_each(|line| out.line(line))?;
    Ok(Exit::Done)
}

fn documents(held: &[&Held], out: &mut Output) -> Outcome {
    out.document(&Policies {
        policies: held.iter().map(|held| PolicyRow::new(held, out.words)).collect::<Vec<_>>(),
    })?;
    Ok(Exit::Done)
}

fn told(page: &mut Page, held: &Held, words: &Words) {
    let name = safe(held.document.name().unwrap_or("?"));
    let platform = held.document.platform().map_or("?", Platform::word);
    page.section(&format!("{name} · {platform}"));
    match &held.document {
        Document::Readable(record) => facts(page, record, words),
        Document::Unreadable(broken) => {
            page.sentence(&unreadable(broken.why, words));
            page.sentence(&row::way_out(held, words));
            page.gap();
            let DocumentText { text, complete } = DocumentText::of(&held.document, SHOWN);
            text.lines().for_each(|line| page.sentence(&safe(line)));
            if !complete {
                page.sentence(&words.text("policy-not-all", &[]));
            }
        }
    }
}

fn facts(page: &mut Page, record: &Record, words: &Words) {
    let mut fact = |id: &str, text: String| {
        if !text.is_empty() {
            page.fact(&words.text(&format!("policy-fact-{id}"), &[]), &text);
        }
    };
    let policy = &record.policy;
    fact("what", safe(row::description(record, words)));
    fact("category", safe(&record.category));
    fact("end", yes_no(policy.terminatable, words));
    fact("system", yes_no(policy.is_system, words));
    fact("reason", safe(&policy.reason));
    fact("tags", safe(&record.tags.join(", ")));
    fact("aliases", safe(&record.aliases.clone().unwrap_or_default().join(", ")));
    fact("expect", record.expect.as_ref().map(|expect| safe(&expected(expect))).unwrap_or_default());
    let moment = |at: Option<_>| if at.is_none() { String::new() } else { access::moment(at) };
    fact("created", moment(record.created_at));
    fact("updated", moment(record.updated_at));
    let origin = match &record.seed {
        None => "policy-origin-own",
        Some(_) if domain::policy::seed::is_untouched(record) => "policy-origin-seed",
        Some(_) => "policy-origin-changed",
    };
    fact("origin", words.text(origin, &[]));
}

/// What is expected, on one line: `users root; ports 80, 443`.
fn expected(expect: &Map) -> String {
    let word = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => "?".to_owned(),
    };
    let words = |value: &Value| match value {
        Value::List(list) => list.iter().map(word).collect::<Vec<_>>().join(", "),
        one => word(one),
    };
    let said = expect.0.iter().map(|(key, value)| format!("{key} {}", words(value)));
    said.collect::<Vec<_>>().join("; ")
}
