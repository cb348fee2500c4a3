//! The rows of a CSV file (RFC 4180), read and written.

use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use domain::policy::{Map, Record, Value};

use super::{Entry, ListError, Place, Refused};
use crate::policy::DocumentJson;

/// What a spreadsheet would take for a formula; it is written with an apostrophe before it.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// What separates the tags in their cell.
const BETWEEN_TAGS: char = ';';

/// The columns that are exported.
const COLUMNS: [&str; 11] = [
    "name",
    "platform",
    "category",
    "description",
    "description_en",
    "is_system",
    "terminatable",
    "reason",
    "tags",
    "created_at",
    "updated_at",
];

/// Words of a header over names, and over descriptions.
const NAMES: [&str; 5] = ["name", "process", "process_name", "이름", "프로세스"];
const DESCRIPTIONS: [&str; 3] = ["description", "desc", "설명"];

pub(super) fn entries(text: &str) -> Result<Vec<(Place, Entry)>, ListError> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut entries = Vec::new();
    let mut header = None;
    let mut is_first = true;
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    for row in reader.records() {
        let row = row.map_err(|error| ListError::Syntax {
            line: error.position().map_or(1, |position| lines.at(position)),
            cause: error.to_string(),
        })?;
        let place = Place::Line(row.position().map_or(1, |position| lines.at(position)));
        if std::mem::take(&mut is_first) {
            header = Header::of(&row);
            if header.is_some() {
                continue;
            }
        }
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        entries.push((place, header.as_ref().map_or_else(|| plain(&row), |header| header.entry(&row))));
    }
    Ok(entries)
}

/// Counts lines from one row to the next. The reader's own count takes a row after CRLF for one of the line
/// before.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line on which the row at or after this place begins, from 1.
    fn at(&mut self, position: &csv::Position) -> usize {
        let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
        while let Some(byte) = self.text.get(self.at) {
            let is_break = *byte == b'\n' || (*byte == b'\r' && self.text.get(self.at + 1) != Some(&b'\n'));
            if self.at >= from && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += usize::from(is_break);
            self.at += 1;
        }
        self.line
    }
}

/// A row without a header over it.
fn plain(row: &StringRecord) -> Entry {
    let name = row.get(0).map(cell).unwrap_or_default();
    match (row.get(1), row.len()) {
        (Some(description), 2) => Entry::Bare(name, cell(description)),
        (None, _) => Entry::Odd(name, Refused::Shape),
        _ => Entry::Odd(name, Refused::Columns),
    }
}

/// What a cell says: without the apostrophe that keeps a spreadsheet from reckoning with it.
fn cell(text: &str) -> String {
    let text = text.trim();
    text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(text).to_owned()
}

/// The names of the columns.
struct Header {
    columns: Vec<String>,
    name: usize,
    description: usize,
}

impl Header {
    fn of(row: &StringRecord) -> Option<Self> {
        let columns: Vec<String> = row.iter().map(|cell| cell.trim().to_lowercase()).collect();
        let find = |words: &[&str]| columns.iter().position(|column| words.contains(&column.as_str()));
        let (name, description) = (find(&NAMES)?, find(&DESCRIPTIONS)?);
        Some(Self { columns, name, description })
    }

    fn entry(&self, row: &StringRecord) -> Entry {
        let get = |at: usize| row.get(at).map(cell);
        let (name, description) = (get(self.name), get(self.description));
        let is_whole =
            ["platform", "terminatable"].iter().all(|key| self.columns.iter().any(|column| column == key));
        match (name, description) {
            (Some(name), _) if is_whole => Entry::Whole(self.whole(&name, row)),
            (Some(name), Some(description)) => Entry::Bare(name, description),
            (name, _) => Entry::Odd(name.unwrap_or_default(), Refused::Shape),
        }
    }

    /// The document of a row with the exported columns. An empty cell says nothing.
    fn whole(&self, name: &str, row: &StringRecord) -> Value {
        let get = |key: &str| {
            let at = self.columns.iter().position(|column| column == key)?;
            row.get(at).map(cell).filter(|text| !text.is_empty())
        };
        let yes_no = |key: &str| {
            get(key).map(|text| match text.to_lowercase().as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => Value::Text(text),
            })
        };
        let mut map = Map(vec![("name".to_owned(), name.into())]);
        let mut policy = Map::default();
        for key in ["is_system", "terminatable"] {
            if let Some(value) = yes_no(key) {
                policy.set(key, value);
            }
        }
        if let Some(reason) = get("reason") {
            policy.set("reason", Value::Text(reason));
        }
        for key in ["platform", "category", "created_at", "updated_at"] {
            if let Some(text) = get(key) {
                map.set(key, Value::Text(text));
            }
        }
        let description = row.get(self.description).map(cell).unwrap_or_default();
        map.set("description", Value::Text(description.clone()));
        map.set("policy", Value::Map(policy));
        let tags = get("tags").unwrap_or_default();
        let tags = tags.split(BETWEEN_TAGS).map(str::trim).filter(|tag| !tag.is_empty());
        map.set("tags", Value::List(tags.map(Value::from).collect()));
        if let Some(english) = get("description_en") {
            let both = [("ko".to_owned(), Value::Text(description)), ("en".to_owned(), Value::Text(english))];
            map.set(
                "descriptions",
                Value::Map(both.into_iter().filter(|(_, text)| *text != "".into()).collect()),
            );
        }
        Value::Map(map)
    }
}

/// Policies as CSV, with a header. What has no column (aliases, what is expected, other programs' fields) is
/// in the JSON alone.
#[must_use]
pub fn write<'a>(records: impl IntoIterator<Item = &'a Record>) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record(COLUMNS);
    for record in records {
        let english = record.descriptions.as_ref().and_then(|said| said.en.clone()).unwrap_or_default();
        let document = record.document();
        let date = |key: &str| {
            let map = Map(document.get(key).map(|at| (key.to_owned(), at.clone())).into_iter().collect());
            let shown = serde_json::to_value(DocumentJson { id: None, map: &map }).unwrap_or_default();
            shown.get(key).and_then(|at| at.as_str().map(str::to_owned)).unwrap_or_default()
        };
        let row = [
            record.name.clone(),
            record.platform.word().to_owned(),
            record.category.clone(),
            record.description.clone(),
            english,
            record.policy.is_system.to_string(),
            record.policy.terminatable.to_string(),
            record.policy.reason.clone(),
            record.tags.join(&BETWEEN_TAGS.to_string()),
            date("created_at"),
            date("updated_at"),
        ];
        let _ = writer.write_record(row.map(|text| guarded(&text)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn guarded(text: &str) -> String {
    if text.starts_with(FORMULA) || text.starts_with('\'') && text[1..].starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
