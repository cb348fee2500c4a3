//! The audit, as questions to the database.

use domain::time::Wall;
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, Row, params, params_from_iter};

use super::{Fault, odd_value};
use crate::audit::{Checker, Link, STEP, has_moved, link};
use crate::local::limits;
use crate::{Actor, AuditAbout, AuditBreak, AuditMark, AuditRow, AuditStep, Entry, Outcome};

/// Rows before and after one that does not follow, among which its own place is looked for.
const NEIGHBOURS: u64 = 16;

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
    if let Some(actor) = &about.actor {
        wanted.push_str(
            " AND (actor = ? OR instr(actor, ':') > 0 AND substr(actor, instr(actor, ':') + 1) = ?)",
        );
        values.extend([actor.clone().into(), actor.clone().into()]);
    }
    // Without a LIMIT of its own: rows that are left out do not make a page look like the last one.
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE id < ?{wanted} ORDER BY id DESC");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), from_row)?;
    let rows = rows.filter(|row| !row.as_ref().is_err_and(is_odd)).take(limit.min(limits::AUDIT_PAGE));
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A row that somebody else wrote over and that is none any more: the check of the chain names it, and the others are read.
const fn is_odd(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error};
    matches!(
        error,
        FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..) | Utf8Error(..)
    )
}

/// One step of a check. Rows and head are read at one moment; a writer meanwhile is not seen.
pub(super) fn step(connection: &Connection, after: &AuditMark) -> Result<AuditStep, Fault> {
    let moment = connection.unchecked_transaction()?;
    // From the origin, whatever stands before the first row too.
    let from = if after.id() == 0 { i64::MIN } else { column(Some(after.id())) };
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE id >= ?1 ORDER BY id LIMIT ?2");
    let mut statement = moment.prepare_cached(&sql)?;
    let mut rows = statement.query(params![from, STEP + 1])?;
    let mut checker = Checker::after(*after, head(&moment)?);
    let mut taken = 0;
    while let Some(row) = rows.next()? {
        let checked = match (from_row(row), row.get(10)) {
            (Ok(row), Ok(link)) => checker.row(&row, &link).map_err(|broken| match broken {
                (id, AuditBreak::Changed) if moved(&moment, &row, &link) => (id, AuditBreak::Moved),
                broken => broken,
            }),
            _ => Err(checker.unreadable()),
        };
        if let Err((id, why)) = checked {
            return Ok(AuditStep::Broken { id, why });
        }
        taken += 1;
        if taken > STEP {
            return Ok(checker.on());
        }
    }
    Ok(checker.finish())
}

/// Whether a row that does not follow was written as one of its neighbours. A guess is worth a few of them.
fn moved(connection: &Connection, row: &AuditRow, link: &Link) -> bool {
    let around = (|| {
        let sql = "SELECT id, link FROM audit WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
        let mut statement = connection.prepare_cached(sql)?;
        let near = params![row.id.saturating_sub(NEIGHBOURS), row.id.saturating_add(NEIGHBOURS)];
        statement.query_map(near, |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<Vec<_>>>()
    })();
    around.is_ok_and(|around| has_moved(row, link, &around))
}

/// Another number whenever somebody else's commit may have changed something (`PRAGMA data_version`).
pub(super) fn version(connection: &Connection) -> Result<u64, Fault> {
    let version: i64 = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
    Ok(version.cast_unsigned())
}
