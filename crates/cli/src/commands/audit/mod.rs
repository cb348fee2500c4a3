//! `audit`: who did what, and every refusal, newest first. Whether it is whole is looked at in `check`.

mod check;

use domain::text::visible;
use server::dto::{self, AuditChain, AuditRow};
use store::{AuditAbout, LocalStore as _, SqliteStore};

use super::access;
use crate::args::Audit;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::show::table::{self, Column};

/// Runs it.
pub(crate) fn run(options: &Audit, loaded: &Loaded, out: &mut Output) -> Outcome {
    if options.check {
        return check::run(options, loaded, out);
    }
    let words = out.words;
    let (rows, chain) = match access::reading(loaded, words)? {
        Ok(store) => {
            let rows = rows(&store, options).map_err(|error| access::refused(&error, words))?;
            let found = check::look(&store, None).map_err(|error| access::refused(&error, words))?;
            (rows, found.chain())
        }
        Err(path) => {
            let path = visible(&path.to_string_lossy()).into_owned();
            out.say(&words.text("store-missing", &[("path", (&path).into())]));
            (Vec::new(), check::nothing())
        }
    };
    let chain = AuditChain::new(&chain, words);
    if let Some(reason) = &chain.reason {
        out.say(&words.text("acting-audit-broken", &[("reason", reason.into())]));
    }
    if out.json {
        out.document(&dto::Audit { audit: rows, chain })?;
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
        out.say(&words.text("acting-audit-nothing", &[]));
    }
    print(&rows, out)?;
    Ok(Exit::Done)
}

fn rows(store: &SqliteStore, options: &Audit) -> Result<Vec<AuditRow>, store::StoreError> {
    let about = AuditAbout {
        actions: options.action.clone(),
        name: options.name.clone(),
        actor: options.actor.clone(),
    };
    let mut rows: Vec<AuditRow> = Vec::new();
    while rows.len() < options.rows {
        let before = rows.last().map(|row| row.id);
        let page = store.audit_about(&about, before, options.rows - rows.len())?;
        if page.is_empty() {
            break;
        }
        rows.extend(page.iter().map(dto::AuditRow::from));
    }
    Ok(rows)
}

fn print(rows: &[AuditRow], out: &mut Output) -> Result<(), Failure> {
    let safe = |text: &Option<String>| visible(text.as_deref().unwrap_or("-")).into_owned();
    let line = |row: &AuditRow| {
        let outcome = out.words.text(&format!("acting-outcome-{}", row.outcome), &[]);
        let outcome = match &row.code {
            Some(code) if code != row.outcome => format!("{outcome} ({})", visible(code)),
            _ => outcome,
        };
        let about = match (&row.name, &row.key) {
            (Some(name), Some(key)) => format!("{} {}", visible(name), visible(key)),
            (name, key) => safe(&name.clone().or_else(|| key.clone())),
        };
        let at = row.at.get(..19).unwrap_or(&row.at).replace('T', " ");
        [
            format!("{at}Z"),
            visible(&row.actor).into_owned(),
            visible(&row.action).into_owned(),
            outcome,
            about,
            safe(&row.reason),
        ]
    };
    let rows: Vec<[String; 6]> = rows.iter().map(line).collect();
    let columns = [
        Column::left(20),
        Column::left(24),
        Column::left(18),
        Column::left(40),
        Column::left(40),
        Column::left(1_000),
    ];
    table::lines(columns, &rows, out.columns).iter().try_for_each(|line| out.line(line))
}
