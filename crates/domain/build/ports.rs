//! The known ports.

use toml::Table;

use crate::Fault;
use crate::table::{Row, rows};

/// A port as it is written.
pub(crate) struct Port {
    pub(crate) port: u16,
    pub(crate) service: String,
    pub(crate) kind: String,
    pub(crate) ko: String,
    pub(crate) en: String,
    pub(crate) why_ko: String,
    pub(crate) why_en: String,
}

const KEYS: &[&str] = &["port", "service", "kind", "ko", "en", "why_ko", "why_en"];

/// All of them.
pub(crate) fn of(table: &Table) -> Result<Vec<Port>, Fault> {
    let one = |(at, table): (usize, &Table)| {
        let row = Row { table, place: format!("ports.toml: port {}", at + 1) };
        row.only(KEYS)?;
        Ok(Port {
            port: row.number("port")?,
            service: row.text("service")?,
            kind: row.text("kind")?,
            ko: row.text("ko")?,
            en: row.text("en")?,
            why_ko: row.text("why_ko")?,
            why_en: row.text("why_en")?,
        })
    };
    rows(table, "port")?.into_iter().enumerate().map(one).collect()
}
