//! `policy import`: a list becomes policies, and every entry is answered for (M10).

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use server::dto::{self, ImportedEntry};
use store::lists::{self, Format, Row};
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

/// Imports the file, or only says what importing it would do.
pub(super) fn run(file: &Path, dry_run: bool, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let rows = rows(file, words)?;
    let by = access::by();
    let entry = source::entry(&by, "policy_imported");
    let done = if dry_run {
        dto::try_import(&rows, source::reading(loaded, out), entry, words)
    } else {
        dto::import(&rows, &*source::changing(loaded, &by, words)?, entry, words)
    };
    let done = done.map_err(|error| access::refused(&error, words))?;
    if out.json {
        out.document(&done)?;
    } else {
        report(&done.imported, dry_run, out)?;
    }
    let lines = &done.imported;
    let all_refused = !lines.is_empty() && lines.iter().all(ImportedEntry::is_refused);
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
        .map_err(|error| about(Exit::Failed, "policy-file-wrong", &dto::list_error(&error, words)))
}

/// Each entry on a line, and below it why.
fn report(lines: &[ImportedEntry], dry_run: bool, out: &mut Output) -> Result<(), Failure> {
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
    let count = |result: &str| lines.iter().filter(|line| line.change == result).count();
    let counts = ["created", "updated", "unchanged", "refused"].map(|result| (result, count(result).into()));
    out.line("")?;
    out.line(&words.text(if dry_run { "policy-import-would" } else { "policy-import-done" }, &counts))?;
    Ok(())
}

/// Why, and of what was refused also where it stands: its name may be missing.
fn explained(line: &ImportedEntry, words: &Words) -> String {
    if line.is_refused() { format!("{}: {}", line.place(words), line.why) } else { line.why.clone() }
}

fn cells(line: &ImportedEntry, words: &Words) -> [String; 5] {
    let none = || "-".to_owned();
    [
        words.text(&format!("policy-result-{}", line.change), &[]),
        if line.name.is_empty() { none() } else { safe(&line.name) },
        line.platform.map_or_else(none, str::to_owned),
        line.terminatable.map_or_else(none, |yes| yes_no(yes, words)),
        line.category.as_deref().map_or_else(none, safe),
    ]
}
