//! The audit, as questions to the database.

use domain::time::Wall;
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, Row, params, params_from_iter};

use super::{Fault, odd_value};
use crate::audit::{Checker, Link, link};
use crate::local::limits;
use crate::{Actor, AuditAbout, AuditCheck, AuditRow, Entry, Outcome};

const COLUMNS: &str = "id, at, actor, action, outcome, key, name, code, reason, address, link";

fn from_row(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    let outcome: String = row.get(4)?;
    let address: Option<String> = row.get(9)?;
    Ok(AuditRow {
        id: row.get(0)?,
        at: Wall(row.get(1)?),
        actor: Actor::stored(row.get(2)?),
        action: row.get(3)?,
        outcome: Outcome::from_word(&outcome).ok_or_else(|| odd_value(4, Type::Text, "not an outcome"))?,
        key: row.get(5)?,
        name: row.get(6)?,
        code: row.get(7)?,
        reason: row.get(8)?,
        address: address
            .map(|text| text.parse().map_err(|_| odd_value(9, Type::Text, "not an address")))
            .transpose()?,
    })
}

fn head(connection: &Connection) -> rusqlite::Result<(u64, Link)> {
    let mut statement = connection.prepare_cached("SELECT audit_id, audit_link FROM state")?;
    statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Appends after the head, not after the last row: rows cut off the end stay missed.
pub(super) fn append(connection: &Connection, entry: Entry) -> Result<u64, Fault> {
    let (last, previous) = head(connection)?;
    let row = AuditRow::of(last + 1, entry);
    let link = link(&previous, &row);
    let sql = "INSERT INTO audit (id, at, actor, action, outcome, key, name, code, reason, address, link)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    connection.prepare_cached(sql)?.execute(params![
        row.id,
        row.at.0,
        row.actor.as_str(),
        row.action,
        row.outcome.word(),
        row.key,
        row.name,
        row.code,
        row.reason,
        row.address.map(|address| address.to_string()),
        link,
    ])?;
    connection
        .prepare_cached("UPDATE state SET audit_id = ?1, audit_link = ?2")?
        .execute(params![row.id, link])?;
    Ok(row.id)
}

pub(super) fn page(
    connection: &Connection,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<AuditRow>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE id < ?1 ORDER BY id DESC LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement
        .query_map(params![column(before), limit.min(limits::AUDIT_PAGE)], from_row)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// No row has a number beyond what a column holds; a larger one asks for the newest.
fn column(before: Option<u64>) -> i64 {
    before.map_or(i64::MAX, |before| i64::try_from(before).unwrap_or(i64::MAX))
}

pub(super) fn about(
    connection: &Connection,
    about: &AuditAbout,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<AuditRow>, Fault> {
    let mut wanted = String::new();
    let mut values: Vec<Value> = vec![column(before).into()];
    if !about.actions.is_empty() {
        let places = vec!["?"; about.actions.len()].join(", ");
        wanted.push_str(&format!(" AND action IN ({places})"));
        values.extend(about.actions.iter().cloned().map(Value::from));
    }
    if let Some(name) = &about.name {
        wanted.push_str(" AND name = ?");
        values.push(name.clone().into());
    }
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE id < ?{wanted} ORDER BY id DESC LIMIT ?");
    values.push(i64::try_from(limit.min(limits::AUDIT_PAGE)).unwrap_or(i64::MAX).into());
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), from_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

pub(super) fn verify(connection: &Connection) -> Result<AuditCheck, Fault> {
    // Rows and head are read at one moment; a writer meanwhile is not seen.
    let moment = connection.unchecked_transaction()?;
    let mut statement = moment.prepare(&format!("SELECT {COLUMNS} FROM audit ORDER BY id"))?;
    let mut rows = statement.query([])?;
    let mut checker = Checker::new();
    while let Some(row) = rows.next()? {
        let checked = match (from_row(row), row.get(10)) {
            (Ok(row), Ok(link)) => checker.row(&row, &link),
            _ => Err(checker.unreadable()),
        };
        if let Err(broken) = checked {
            return Ok(broken);
        }
    }
    Ok(checker.finish(head(&moment)?))
}
