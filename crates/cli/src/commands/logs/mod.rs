//! `logs`: which logs there are, their last lines, and what comes. They are read here, with the caller's own
//! rights; no server is needed.

mod interrupt;
mod print;
mod tail;

use domain::log::Source;
use domain::text::visible;
use server::dto;
use words::Words;

use super::sources;
use crate::args;
use crate::config::{Config, Loaded};
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::show::number;
use crate::show::table::{self, Column};

/// In the place of a size that there is none of, and of one that could not be read.
const NONE: &str = "-";
const UNREAD: &str = "?";

/// Runs it.
pub(crate) fn run(action: &args::Logs, loaded: &Loaded, out: &mut Output) -> Outcome {
    match action {
        args::Logs::List => list(&loaded.config, out),
        args::Logs::Tail(options) => tail::run(options, &loaded.config, out),
    }
}

fn list(config: &Config, out: &mut Output) -> Outcome {
    let (logs, user) = (sources::of(config).list(), sources::user());
    if out.json {
        let logs = logs.iter().map(|log| dto::Log::new(log, out.words, &user)).collect();
        out.document(&dto::LogList { logs })?;
        return Ok(Exit::Done);
    }
    if logs.is_empty() {
        out.say(&out.words.text("logs-none", &[]));
        return Ok(Exit::Done);
    }
    for line in rows(&logs, out) {
        out.line(&line)?;
    }
    out.flush()?;
    for log in &logs {
        if let Err(trouble) = log.state {
            let why = dto::log_reason(out.words, log.kind, trouble, &user);
            out.say(&of_log(out.words, &log.id, &why));
        }
    }
    Ok(Exit::Done)
}

fn rows(logs: &[Source], out: &Output) -> Vec<String> {
    let head = ["id", "state", "size", "title"];
    let mut rows = vec![head.map(|name| out.words.text(&format!("logs-column-{name}"), &[]))];
    rows.extend(logs.iter().map(|log| {
        let (state, size) = match log.state {
            Ok(Some(bytes)) => ("ok", number::bytes(bytes)),
            Ok(None) => ("ok", NONE.to_owned()),
            Err(trouble) => (trouble.state(), UNREAD.to_owned()),
        };
        let state = out.words.text(&format!("logs-state-{state}"), &[]);
        [visible(&log.id).into_owned(), state, size, visible(&log.title).into_owned()]
    }));
    let columns = [Column::left(64), Column::left(10), Column::right(8), Column::left(1000)];
    table::lines(columns, &rows, out.table_columns)
}

/// Something about one log, for stderr.
fn of_log(words: &Words, id: &str, what: &str) -> String {
    words.text("logs-about", &[("log", visible(id).as_ref().into()), ("what", what.into())])
}

/// A log whose id nobody has.
fn unknown(id: &str, words: &Words) -> Failure {
    Failure::new(Exit::Usage, words.text("logs-unknown", &[("log", visible(id).as_ref().into())]))
}
