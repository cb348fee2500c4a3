//! `policy check`: which documents of the store are broken, odd, or in each other's way.

use std::collections::HashMap;

use domain::policy::{Document, Platform, lookup};
use serde::Serialize;
use server::dto::{policy_fault, policy_problem};
use store::{Held, StoreError};

use super::super::access;
use super::backend;
use super::row::{self, safe};
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::output::Output;
use crate::show::table::{self, Column};

/// Something that is wrong with a document, or with the store of all of them.
#[derive(Debug, Serialize)]
struct Problem {
    id: Option<String>,
    name: Option<String>,
    platform: Option<&'static str>,
    problem: &'static str,
    why: String,
    /// What to do about a record that cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    way_out: Option<String>,
}

/// Looks at every document; exit code 6 if anything is wrong.
pub(super) fn run(loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let stored = backend::reading(loaded).and_then(|store| Ok((store.policies()?, store.policy_troubles()?)));
    let (held, troubles) = match stored {
        Ok(stored) => stored,
        // What the program brings along is in order: there is nothing to check yet.
        Err(error @ StoreError::Missing { .. }) => {
            out.say(&access::say(&error, words));
            (Vec::new(), Vec::new())
        }
        Err(error) => return Err(access::refused(&error, words)),
    };
    let mut problems = problems(&held, words);
    problems.extend(troubles.iter().map(|trouble| Problem {
        id: None,
        name: None,
        platform: None,
        problem: "store",
        why: backend::trouble(trouble, words),
        way_out: None,
    }));
    let exit = if problems.is_empty() { Exit::Done } else { Exit::Found };
    if out.json {
        out.document(&serde_json::json!({ "check": problems }))?;
        return Ok(exit);
    }
    if problems.is_empty() {
        out.line(&words.text("policy-check-clear", &[("count", held.len().into())]))?;
        return Ok(exit);
    }
    let rows: Vec<[String; 4]> = problems.iter().map(|problem| cells(problem, words)).collect();
    let columns = [Column::left(10), Column::left(34), Column::left(8), Column::left(1_000)];
    table::lines(columns, &rows, out.table_columns).iter().try_for_each(|line| out.line(line))?;
    if problems.iter().any(|problem| problem.way_out.is_some()) {
        out.say(&words.text("policy-check-way-out", &[]));
    }
    Ok(exit)
}

fn cells(problem: &Problem, words: &words::Words) -> [String; 4] {
    [
        words.text(&format!("policy-problem-{}", problem.problem), &[]),
        // What names nothing is told apart by its id.
        safe(problem.name.as_deref().or(problem.id.as_deref()).unwrap_or("-")),
        problem.platform.unwrap_or(if problem.id.is_some() { "?" } else { "-" }).to_owned(),
        problem.why.clone(),
    ]
}

fn problems(held: &[Held], words: &words::Words) -> Vec<Problem> {
    let mut first: HashMap<(String, Platform), String> = HashMap::new();
    let mut found = Vec::new();
    for one in held {
        let problem = |problem: &'static str, why: String| Problem {
            id: Some(one.id.to_string()),
            name: one.document.name().map(str::to_owned),
            platform: one.document.platform().map(Platform::word),
            problem,
            why,
            way_out: one.document.record().is_none().then(|| row::way_out(one, words)),
        };
        match &one.document {
            Document::Unreadable(broken) => {
                found.push(problem("unreadable", policy_fault(broken.why, words)));
            }
            Document::Readable(record) => {
                found.extend(policy_problem(&one.document, words).map(|why| problem("invalid", why)));
                let folds = record.platform == Platform::Windows;
                let name = if folds { lookup::folded(&record.name) } else { record.name.clone() };
                match first.get(&(name.clone(), record.platform)) {
                    Some(other) => {
                        let said = words.text("policy-duplicate", &[("name", (&safe(other)).into())]);
                        found.push(problem("duplicate", said));
                    }
                    None => drop(first.insert((name, record.platform), record.name.clone())),
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::policy::{Key, Record, Value, read};
    use words::{Lang, Words};

    fn held(name: &str, platform: Platform) -> Held {
        Held::of(Record::new(Key { name: name.into(), platform }))
    }

    #[test]
    fn what_is_broken_odd_or_twice_is_named() {
        let mut odd = Record::new(Key { name: "odd".into(), platform: Platform::Linux });
        odd.rest.set("tags", Value::Int(1));
        let raw = Value::Map([("name".to_owned(), Value::from("x"))].into_iter().collect());
        let broken = Held { document: read::read(raw), ..held("x", Platform::Linux) };
        let all = [
            held("fine", Platform::Linux),
            held("Fine", Platform::Linux),
            held("A.exe", Platform::Windows),
            held("a.exe", Platform::Windows),
            Held::of(odd),
            broken,
        ];
        for lang in Lang::ALL {
            let found = problems(&all, Words::of(lang));
            let told: Vec<_> = found.iter().map(|one| (one.problem, one.name.as_deref().unwrap())).collect();
            assert_eq!(told, [("duplicate", "a.exe"), ("invalid", "odd"), ("unreadable", "x")]);
            assert!(found[1].why.contains("tags"), "{}", found[1].why);
        }
    }
}
