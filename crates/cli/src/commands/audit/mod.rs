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
use crate::show::width;

/// Before a reason that has a line of its own.
const INDENT: &str = "    ";

/// Runs it.
pub(crate) fn run(options: &Audit, loaded: &Loaded, out: &mut Output) -> Outcome {
    if options.check {
        return check::run(options, loaded, out);
    }
    let words = out.words;
    let (there, rows, chain) = match access::reading(loaded, words)? {
        Ok(store) => {
            let rows = rows(&store, options).map_err(|error| access::refused(&error, words))?;
            let found = check::look(&store, None).map_err(|error| access::refused(&error, words))?;
            (true, rows, found.chain())
        }
        Err(path) => {
            let path = visible(&path.to_string_lossy()).into_owned();
            out.say(&words.text("store-missing", &[("path", (&path).into())]));
            (false, Vec::new(), check::nothing())
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
    if rows.is_empty() && there {
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
    let lines: Vec<[String; 6]> = rows.iter().map(line).collect();
    let [at, actor, action, outcome, about] = [20, 24, 18, 40, 40].map(Column::left);
    let room = out.table_columns;
    if room == usize::MAX {
        let columns = [at, actor, action, outcome, about, Column::left(1_000)];
        return table::lines(columns, &lines, room).iter().try_for_each(|line| out.line(line));
    }
    // A screen has seldom room for the reason beside the others.
    let heads: Vec<[String; 5]> =
        lines.into_iter().map(|[at, by, did, came, about, _]| [at, by, did, came, about]).collect();
    for (head, row) in table::lines([at, actor, action, outcome, about], &heads, room).iter().zip(rows) {
        out.line(head)?;
        let reason = visible(row.reason.as_deref().unwrap_or_default());
        for part in width::wrapped(&reason, room.saturating_sub(INDENT.len())) {
            out.line(format!("{INDENT}{part}").trim_end())?;
        }
    }
    Ok(())
}
