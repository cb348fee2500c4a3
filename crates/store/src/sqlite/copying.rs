//! The audit as it is copied to another place: in the order in which it was written, with the links of its chain.
//! Nothing is changed here.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use super::{SqliteStore, audit};
use crate::audit::Link;
use crate::{AuditAbout, AuditRow, StoreError};

/// Rows with their links, oldest first.
pub(crate) struct Linked {
    pub(crate) rows: Vec<(AuditRow, Link)>,
    /// The number up to which they go.
    pub(crate) last: u64,
}

impl SqliteStore {
    /// Which audit this is: an id that no other state directory has.
    pub(crate) fn audit_source(&self) -> Result<String, StoreError> {
        self.read(|c| Ok(c.query_row("SELECT audit_source FROM state", [], |row| row.get(0))?))
    }

    /// The rows after this one, at most `limit`; `None` if there are none. One that somebody else wrote over so that it is
    /// none any more is left out: the check of the chain names it.
    pub(crate) fn audit_after(&self, id: u64, limit: usize) -> Result<Option<Linked>, StoreError> {
        self.read(|c| {
            let sql = "SELECT id, link FROM audit WHERE id > ?1 ORDER BY id LIMIT ?2";
            let mut statement = c.prepare_cached(sql)?;
            let links: HashMap<u64, Option<Link>> = statement
                .query_map(params![id, limit], |row| Ok((row.get(0)?, row.get(1).ok())))?
                .collect::<Result<_, _>>()?;
            let Some(last) = links.keys().max().copied() else { return Ok(None) };
            let rows = audit::about(c, &AuditAbout::default(), Some(last.saturating_add(1)), links.len())?;
            let rows = rows.into_iter().rev().filter(|row| row.id > id);
            let linked = rows.filter_map(|row| Some((links.get(&row.id).copied()??, row)));
            let linked = linked.map(|(link, row)| (row, link));
            Ok(Some(Linked { rows: linked.collect(), last }))
        })
    }

    /// Number and link of this row, or of the last one before it.
    pub(crate) fn audit_at(&self, id: u64) -> Result<Option<(u64, Link)>, StoreError> {
        self.read(|c| {
            let sql = "SELECT id, link FROM audit WHERE id <= ?1 ORDER BY id DESC LIMIT 1";
            let mut statement = c.prepare_cached(sql)?;
            let id = i64::try_from(id).unwrap_or(i64::MAX);
            Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
        })
    }
}
