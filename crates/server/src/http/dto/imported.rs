//! What became of a list of policies (M10), entry by entry: the same for the page and the command line.

use domain::policy::classify::PlatformRule;
use domain::policy::{Invalid, Why};
use serde::Serialize;
use store::lists::{Accepted, ListError, Place, Refused, Row};
use store::{MemoryStore, PolicyStore, StoreError, Written};
use utoipa::ToSchema;
use words::Words;

use super::policy::policy_fault;

/// Answer of `POST policies/import`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ImportReport {
    /// What became of each entry, in the order in which they stand there.
    pub imported: Vec<ImportedEntry>,
}

/// What became of one entry.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ImportedEntry {
    /// The name as it stands there, or as it is kept.
    pub name: String,
    /// `linux`, `windows` or `common`; `null` for one that was refused.
    #[schema(required)]
    pub platform: Option<&'static str>,
    /// Its category.
    #[schema(required)]
    pub category: Option<String>,
    /// Part of the operating system.
    #[schema(required)]
    pub is_system: Option<bool>,
    /// Whether it may be ended as far as this policy is concerned.
    #[schema(required)]
    pub terminatable: Option<bool>,
    /// `created`, `updated`, `unchanged` or `refused`.
    pub change: &'static str,
    /// Which rules classified it, or why it was refused, in words.
    pub why: String,
    /// The line on which it begins, from 1.
    #[schema(required)]
    pub line: Option<usize>,
    /// The how-manieth it is, from 1, where lines cannot be told.
    #[schema(required)]
    pub entry: Option<usize>,
}

impl ImportedEntry {
    /// It did not become a policy.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.change == REFUSED
    }

    /// Where it stands, in words.
    #[must_use]
    pub fn place(&self, words: &Words) -> String {
        match (self.line, self.entry) {
            (Some(line), _) => place(Place::Line(line), words),
            (None, Some(entry)) => place(Place::Entry(entry), words),
            (None, None) => String::new(),
        }
    }
}

const REFUSED: &str = "refused";

/// Writes what can be a policy of these entries into the store, all or none, and answers for each of them.
///
/// # Errors
/// What the store says; nothing was written then.
pub fn import(
    rows: &[Row],
    store: &dyn PolicyStore,
    entry: store::Entry,
    words: &Words,
) -> Result<ImportReport, StoreError> {
    let accepted = rows.iter().filter_map(|row| row.outcome.as_ref().ok());
    let records = accepted.map(|accepted| accepted.record.clone()).collect();
    let written = store.import_policies(records, entry)?;
    Ok(ImportReport { imported: entries(rows, written, words) })
}

/// What [`import`] would do to a store that holds this, found out by doing it on a copy.
///
/// # Errors
/// As [`import`].
pub fn try_import(
    rows: &[Row],
    held: Vec<store::Held>,
    entry: store::Entry,
    words: &Words,
) -> Result<ImportReport, StoreError> {
    import(rows, &MemoryStore::with_policies(held), entry, words)
}

fn entries(rows: &[Row], written: Vec<Written>, words: &Words) -> Vec<ImportedEntry> {
    let mut written = written.into_iter();
    let one = |row: &Row| {
        let done = row.outcome.as_ref().map(|Accepted { why, .. }| (why, written.next()));
        match done {
            Ok((why, Some(written))) => taken(row, why.as_ref(), written, words),
            // The store answers for every record; one that it did not answer for was not taken.
            Ok((_, None)) => refused(row, words.text("policy-refused-shape", &[])),
            Err(why) => refused(row, refusal(*why, words)),
        }
    };
    rows.iter().map(one).collect()
}

fn taken(row: &Row, why: Option<&Why>, written: Written, words: &Words) -> ImportedEntry {
    let Written { change, record, .. } = written;
    let (line, entry) = position(row.place);
    ImportedEntry {
        name: record.name,
        platform: Some(record.platform.word()),
        category: Some(record.category),
        is_system: Some(record.policy.is_system),
        terminatable: Some(record.policy.terminatable),
        change: change.word(),
        why: why.map_or_else(|| words.text("policy-why-whole", &[]), |why| classified(why, words)),
        line,
        entry,
    }
}

fn refused(row: &Row, why: String) -> ImportedEntry {
    let (line, entry) = position(row.place);
    ImportedEntry {
        name: row.name.clone(),
        platform: None,
        category: None,
        is_system: None,
        terminatable: None,
        change: REFUSED,
        why,
        line,
        entry,
    }
}

const fn position(place: Place) -> (Option<usize>, Option<usize>) {
    match place {
        Place::Line(line) => (Some(line), None),
        Place::Entry(entry) => (None, Some(entry)),
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
        Refused::Invalid(invalid) => policy_invalid(invalid, words),
        Refused::Broken(fault) => policy_fault(fault, words),
        Refused::Repeats(at) => {
            words.text("policy-refused-repeats", &[("place", (&place(at, words)).into())])
        }
    }
}

fn place(place: Place, words: &Words) -> String {
    let (id, number) = match place {
        Place::Line(line) => ("policy-place-line", line),
        Place::Entry(entry) => ("policy-place-entry", entry),
    };
    words.text(id, &[("number", (&number.to_string()).into())])
}

/// What may not be written into a policy, in words.
#[must_use]
pub fn policy_invalid(invalid: Invalid, words: &Words) -> String {
    let id = format!("policy-invalid-{}", invalid.why.word().replace('_', "-"));
    words.text(&id, &[("key", invalid.key.into())])
}

/// Why nothing of a list can be read, in words; what it quotes is made harmless.
#[must_use]
pub fn list_error(error: &ListError, words: &Words) -> String {
    let number = |id: &str, key: &str, number: usize| words.text(id, &[(key, (&number.to_string()).into())]);
    match error {
        ListError::TooLarge { limit } => number("policy-list-too-large", "limit", limit / (1024 * 1024)),
        ListError::TooMany { limit } => number("policy-list-too-many", "limit", *limit),
        ListError::Encoding { line } => number("policy-list-encoding", "line", *line),
        ListError::Syntax { line, cause } => words.text(
            "policy-list-syntax",
            &[("line", (&line.to_string()).into()), ("cause", domain::text::visible(cause).as_ref().into())],
        ),
        ListError::NoList => words.text("policy-list-none", &[]),
    }
}
