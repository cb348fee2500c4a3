//! The programs of one chapter.

use std::path::Path;

use toml::{Table, Value};

use crate::Fault;
use crate::table::{Row, rows};

/// An entry as it is written.
pub(crate) struct Program {
    pub(crate) name: String,
    pub(crate) platform: &'static str,
    pub(crate) chapter: String,
    pub(crate) category: String,
    pub(crate) nature: String,
    pub(crate) ko: String,
    pub(crate) en: String,
    pub(crate) app: Option<String>,
    pub(crate) aliases: Vec<String>,
    pub(crate) patterns: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) system: Option<bool>,
    pub(crate) terminatable: Option<bool>,
    pub(crate) generic: bool,
    pub(crate) users: Vec<String>,
    pub(crate) paths: Vec<String>,
    pub(crate) ports: Vec<u16>,
    pub(crate) public: Option<bool>,
    pub(crate) parents: Vec<String>,
}

const KEYS: &[&str] = &[
    "name",
    "category",
    "nature",
    "ko",
    "en",
    "app",
    "aliases",
    "patterns",
    "tags",
    "system",
    "terminatable",
    "generic",
    "expect",
];
const EXPECT: &[&str] = &["users", "paths", "ports", "public", "parents"];

/// All entries of a chapter.
pub(crate) fn of(
    table: &Table,
    platform: &'static str,
    chapter: &str,
    file: &Path,
) -> Result<Vec<Program>, Fault> {
    let rows = rows(table, "program").map_err(|error| format!("{}: {error}", file.display()))?;
    rows.into_iter().enumerate().map(|(at, row)| one(row, platform, chapter, file, at)).collect()
}

fn one(
    table: &Table,
    platform: &'static str,
    chapter: &str,
    file: &Path,
    at: usize,
) -> Result<Program, Fault> {
    let name = table.get("name").and_then(Value::as_str).unwrap_or("without a name");
    let row = Row { table, place: format!("{}: program {} ({name})", file.display(), at + 1) };
    row.only(KEYS)?;
    let none = Table::new();
    let expect = match table.get("expect") {
        None => &none,
        Some(value) => value.as_table().ok_or_else(|| row.wrong("expect", "is not a table"))?,
    };
    let expect = Row { table: expect, place: format!("{}: expect", row.place) };
    expect.only(EXPECT)?;
    Ok(Program {
        name: row.text("name")?,
        platform,
        chapter: chapter.to_owned(),
        category: row.text("category")?,
        nature: row.optional_text("nature")?.unwrap_or_else(|| "program".to_owned()),
        ko: row.text("ko")?,
        en: row.text("en")?,
        app: row.optional_text("app")?,
        aliases: row.texts("aliases")?,
        patterns: row.texts("patterns")?,
        tags: row.texts("tags")?,
        system: row.flag("system")?,
        terminatable: row.flag("terminatable")?,
        generic: row.flag("generic")?.unwrap_or(false),
        users: expect.texts("users")?,
        paths: expect.texts("paths")?,
        ports: expect.numbers("ports")?,
        public: expect.flag("public")?,
        parents: expect.texts("parents")?,
    })
}
