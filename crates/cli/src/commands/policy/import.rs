//! `policy import`: a list becomes policies, and every entry is answered for (M10).

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use domain::policy::classify::PlatformRule;
use domain::policy::{Record, Why};
use serde::Serialize;
use store::lists::{self, Accepted, Format, ListError, Place, Refused, Row};
use store::{MemoryStore, PolicyStore, Written};
use words::Words;

use super::super::access;
use super::row::{safe, yes_no};
use super::source;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::show::table::{self, Column};
use crate::show::width;

/// Before the lines that say why.
const INDENT: &str = "          ";

/// What became of all entries.
#[derive(Debug, Serialize)]
struct Report<'a> {
    import: &'a [Line],
}

/// What became of one entry.
#[derive(Debug, Serialize)]
struct Line {
    name: String,
    platform: Option<&'static str>,
    category: Option<String>,
    is_system: Option<bool>,
    terminatable: Option<bool>,
    result: &'static str,
    why: String,
    line: Option<usize>,
    entry: Option<usize>,
}

/// Imports the file, or only says what importing it would do.
pub(super) fn run(file: &Path, dry_run: bool, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let rows = rows(file, words)?;
    let records: Vec<Record> = rows
        .iter()
        .filter_map(|row| row.outcome.as_ref().ok())
        .map(|accepted| accepted.record.clone())
        .collect();
    let by = access::by();
    let entry = source::entry(&by, "policy_imported");
    let written = if dry_run {
        // On a copy: what would become of each is found out by doing it.
        MemoryStore::with_policies(source::reading(loaded, out)).import_policies(records, entry)
    } else {
        source::changing(loaded, &by, words)?.import_policies(records, entry)
    };
    let written = written.map_err(|error| access::refused(&error, words))?;
    let lines = lines(&rows, written, words);
    if out.json {
        out.document(&Report { import: &lines })?;
    } else {
        report(&lines, dry_run, out)?;
    }
    let all_refused = !lines.is_empty() && lines.iter().all(|line| line.result == "refused");
    Ok(if all_refused { Exit::Failed } else { Exit::Done })
}

fn rows(file: &Path, words: &Words) -> Result<Vec<Row>, Failure> {
    let path = safe(&file.to_string_lossy());
    let about = |exit: Exit, id: &str, why: &str| {
        Failure::new(exit, words.text(id, &[("path", (&path).into()), ("why", why.into())]))
    };
    let format = Format::of(file).ok_or_else(|| about(Exit::Usage, "policy-file-format", ""))?;
    let unread = |error: std::io::Error| {
        let exit = match error.kind() {
            std::io::ErrorKind::PermissionDenied => Exit::Denied,
            std::io::ErrorKind::NotFound => Exit::Usage,
            _ => Exit::Failed,
        };
        about(exit, "policy-file-unread", &error.to_string())
    };
    // Looked at before it is opened: opening a FIFO waits for its other end.
    if !std::fs::metadata(file).map_err(unread)?.is_file() {
        return Err(about(Exit::Usage, "policy-file-kind", ""));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(lists::FILE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    File::open(file).map_err(unread)?.take(most).read_to_end(&mut bytes).map_err(unread)?;
    lists::read(&bytes, format)
        .map_err(|error| about(Exit::Failed, "policy-file-wrong", &wrong(&error, words)))
}

fn wrong(error: &ListError, words: &Words) -> String {
    match error {
        ListError::TooLarge { limit } => {
            words.text("policy-list-too-large", &[("limit", (&(limit / (1024 * 1024)).to_string()).into())])
        }
        ListError::TooMany { limit } => {
            words.text("policy-list-too-many", &[("limit", (&limit.to_string()).into())])
        }
        ListError::Encoding { line } => {
            words.text("policy-list-encoding", &[("line", (&line.to_string()).into())])
        }
        ListError::Syntax { line, cause } => words.text(
            "policy-list-syntax",
            &[("line", (&line.to_string()).into()), ("cause", (&safe(cause)).into())],
        ),
        ListError::NoList => words.text("policy-list-none", &[]),
    }
}

fn lines(rows: &[Row], written: Vec<Written>, words: &Words) -> Vec<Line> {
    let mut written = written.into_iter();
    let line = |row: &Row| {
        let (line, entry) = match row.place {
            Place::Line(line) => (Some(line), None),
            Place::Entry(entry) => (None, Some(entry)),
        };
        let done = row.outcome.as_ref().map(|Accepted { why, .. }| (why, written.next()));
        match done {
            Ok((why, Some(Written { change, record, .. }))) => Line {
                name: record.name,
                platform: Some(record.platform.word()),
                category: Some(record.category),
                is_system: Some(record.policy.is_system),
                terminatable: Some(record.policy.terminatable),
                result: change.word(),
                why: why
                    .as_ref()
                    .map_or_else(|| words.text("policy-why-whole", &[]), |why| classified(why, words)),
                line,
                entry,
            },
            Ok((_, None)) => refused_line(row, (line, entry), words.text("policy-refused-shape", &[])),
            Err(refused) => refused_line(row, (line, entry), refusal(*refused, words)),
        }
    };
    rows.iter().map(line).collect()
}

fn refused_line(row: &Row, (line, entry): (Option<usize>, Option<usize>), why: String) -> Line {
    Line {
        name: row.name.clone(),
        platform: None,
        category: None,
        is_system: None,
        terminatable: None,
        result: "refused",
        why,
        line,
        entry,
    }
}

/// Which rules gave the answer.
fn classified(why: &Why, words: &Words) -> String {
    let platform = match why.platform {
        PlatformRule::Exe => words.text("policy-why-exe", &[]),
        PlatformRule::Windows => words.text("policy-why-windows", &[]),
        PlatformRule::Common(word) => words.text("policy-why-common", &[("word", word.into())]),
        PlatformRule::Else => words.text("policy-why-else", &[]),
    };
    let system = match why.system {
        Some(word) => words.text("policy-why-system", &[("word", word.into())]),
        None => words.text("policy-why-application", &[]),
    };
    let category = match why.category {
        Some(word) => words.text("policy-why-category", &[("word", word.into())]),
        None => words.text("policy-why-general", &[]),
    };
    [platform, category, system].join(" · ")
}

fn refusal(refused: Refused, words: &Words) -> String {
    match refused {
        Refused::Shape => words.text("policy-refused-shape", &[]),
        Refused::Columns => words.text("policy-refused-columns", &[]),
        Refused::Invalid(invalid) => source::invalid(invalid, words),
        Refused::Broken(fault) => {
            words.text(&format!("policy-fault-{}", fault.word().replace('_', "-")), &[])
        }
        Refused::Repeats(place) => {
            words.text("policy-refused-repeats", &[("place", (&place_of(place, words)).into())])
        }
    }
}

fn place_of(place: Place, words: &Words) -> String {
    match place {
        Place::Line(line) => words.text("policy-place-line", &[("number", (&line.to_string()).into())]),
        Place::Entry(entry) => words.text("policy-place-entry", &[("number", (&entry.to_string()).into())]),
    }
}

/// Each entry on a line, and below it why.
fn report(lines: &[Line], dry_run: bool, out: &mut Output) -> Result<(), Failure> {
    let words = out.words;
    let head = ["result", "name", "platform", "end", "category"];
    let mut rows = vec![head.map(|id| words.text(&format!("policy-column-{id}"), &[]))];
    rows.extend(lines.iter().map(|line| cells(line, words)));
    let columns = [Column::left(10), Column::left(32), Column::left(8), Column::left(8), Column::left(64)];
    let whys = std::iter::once(String::new()).chain(lines.iter().map(|line| explained(line, words)));
    for (row, why) in table::lines(columns, &rows, out.columns).iter().zip(whys) {
        out.line(row)?;
        let room = out.columns.saturating_sub(INDENT.len());
        for part in width::wrapped(&why, room).iter().filter(|part| !part.is_empty()) {
            out.line(format!("{INDENT}{part}").trim_end())?;
        }
    }
    let count = |result: &str| lines.iter().filter(|line| line.result == result).count();
    let counts = ["created", "updated", "unchanged", "refused"].map(|result| (result, count(result).into()));
    out.line("")?;
    out.line(&words.text(if dry_run { "policy-import-would" } else { "policy-import-done" }, &counts))?;
    Ok(())
}

/// Why, and of what was refused also where it stands: its name may be missing.
fn explained(line: &Line, words: &Words) -> String {
    let place = match (line.line, line.entry) {
        (Some(line), _) => place_of(Place::Line(line), words),
        (None, Some(entry)) => place_of(Place::Entry(entry), words),
        (None, None) => String::new(),
    };
    if line.result == "refused" { format!("{place}: {}", line.why) } else { line.why.clone() }
}

fn cells(line: &Line, words: &Words) -> [String; 5] {
    let none = || "-".to_owned();
    [
        words.text(&format!("policy-result-{}", line.result), &[]),
        if line.name.is_empty() { none() } else { safe(&line.name) },
        line.platform.map_or_else(none, str::to_owned),
        line.terminatable.map_or_else(none, |yes| yes_no(yes, words)),
        line.category.as_deref().map_or_else(none, safe),
    ]
}
