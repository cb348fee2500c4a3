//! Rules of the autopilot, as questions to the database.

use std::time::Duration;

use domain::autopilot::{Progress, Rule, Trip};
use domain::time::Wall;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row as Columns, ToSql, params};

use super::{Fault as Failure, SqliteStore, audit, odd_value};
use crate::policy::text_of;
use crate::rules::work::{self, Memory, Row, Table};
use crate::rules::{deeds_of, deeds_text, document_of, last_of, last_text};
use crate::{Entry, HeldRule, RuleFault, RuleStore, Standing, Stopped, StoreError};

/// What is remembered of a rule.
pub(super) const MEMORY: &str =
    "id, essence, overridden, since, rehearsed_s, would_have, done, refused, trip, trip_value, last, deeds";

/// The id of a rule and what is remembered of it, from the columns [`MEMORY`].
pub(super) fn memory_of(row: &Columns<'_>) -> rusqlite::Result<(String, Memory)> {
    let trip: Option<String> = row.get(8)?;
    let value: Option<u32> = row.get(9)?;
    let trip = trip
        .map(|word| Trip::of(&word, value.unwrap_or(0)).ok_or_else(|| odd_value(8, Type::Text, "no trip")))
        .transpose()?;
    let (last, deeds): (String, String) = (row.get(10)?, row.get(11)?);
    let progress = Progress {
        matching: 0,
        since: row.get::<_, Option<i64>>(3)?.map(Wall),
        rehearsed: Duration::from_secs(row.get(4)?),
        would_have: row.get(5)?,
        done: row.get(6)?,
        refused: row.get(7)?,
        trip,
        last: last_of(&last).ok_or_else(|| odd_value(10, Type::Text, "no doings"))?,
        deeds: deeds_of(&deeds).ok_or_else(|| odd_value(11, Type::Text, "no moments"))?,
    };
    Ok((row.get(0)?, Memory { essence: row.get(1)?, overridden: row.get(2)?, progress }))
}

/// The same into `table`, with the document where the table has one.
pub(super) fn write_memory(
    connection: &Connection,
    table: &str,
    id: &str,
    memory: &Memory,
    document: Option<&str>,
) -> Result<(), Failure> {
    let (column, value) = if document.is_some() { (", document", ", ?13") } else { ("", "") };
    let sql = format!(
        "INSERT OR REPLACE INTO {table} ({MEMORY}{column})
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12{value})"
    );
    let Memory { essence, overridden, progress } = memory;
    let Progress { matching: _, would_have, done, refused, last, deeds, trip, since, rehearsed } = progress;
    let since = since.map(|since| since.0);
    let (last, deeds) = (last_text(last), deeds_text(deeds));
    let (trip, value, rehearsed) = (trip.map(Trip::word), trip.map(Trip::value), rehearsed.as_secs());
    let mut values: Vec<&dyn ToSql> = vec![
        &id, essence, overridden, &since, &rehearsed, would_have, done, refused, &trip, &value, &last, &deeds,
    ];
    values.extend(document.as_ref().map(|text| text as &dyn ToSql));
    connection.prepare_cached(&sql)?.execute(values.as_slice())?;
    Ok(())
}

fn from_row(row: &Columns<'_>) -> rusqlite::Result<Row> {
    let (id, memory) = memory_of(row)?;
    let text: String = row.get(12)?;
    let document = document_of(&text);
    let fault = if document.is_some() { None } else { Some(RuleFault::NotADocument) };
    Ok(Row { id, document: document.unwrap_or_default(), fault, memory })
}

fn one(connection: &Connection, id: &str) -> Result<Option<Row>, Failure> {
    let sql = format!("SELECT {MEMORY}, document FROM process_rule WHERE id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id], from_row).optional()?)
}

fn all(connection: &Connection) -> Result<Vec<HeldRule>, Failure> {
    let sql = format!("SELECT {MEMORY}, document FROM process_rule ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], from_row)?.collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().map(Row::held).collect())
}

fn standing(connection: &Connection) -> Result<Standing, Failure> {
    let sql = "SELECT rule_revision, autopilot_stopped_by, autopilot_stopped_at FROM state";
    let read = |row: &Columns<'_>| {
        let by: Option<String> = row.get(1)?;
        let at: Option<i64> = row.get(2)?;
        let stopped = by.map(|by| Stopped { by, at: Wall(at.unwrap_or(0)) });
        Ok(Standing { revision: row.get(0)?, stopped })
    };
    Ok(connection.prepare_cached(sql)?.query_row([], read)?)
}

/// Notes that rules, or what is remembered of them, changed.
pub(super) fn note_change(connection: &Connection) -> Result<(), Failure> {
    connection.execute("UPDATE state SET rule_revision = rule_revision + 1", [])?;
    Ok(())
}

/// Puts the stop where it should be; `false` if it was there.
fn put_stop(connection: &Connection, stopped: Option<Stopped>) -> Result<bool, Failure> {
    if standing(connection)?.stopped.is_some() == stopped.is_some() {
        return Ok(false);
    }
    let (by, at) = stopped.map(|stopped| (stopped.by, stopped.at.0)).unzip();
    let sql = "UPDATE state SET autopilot_stopped_by = ?1, autopilot_stopped_at = ?2, \
               rule_revision = rule_revision + 1";
    connection.execute(sql, params![by, at])?;
    Ok(true)
}

/// The tables inside one transaction.
struct Tables<'a>(&'a Connection);

impl Table for Tables<'_> {
    type Error = Failure;

    fn row(&self, id: &str) -> Result<Option<Row>, Failure> {
        one(self.0, id)
    }

    fn count(&self) -> Result<usize, Failure> {
        Ok(self.0.prepare_cached("SELECT count(*) FROM process_rule")?.query_row([], |row| row.get(0))?)
    }

    fn write(&mut self, row: &Row) -> Result<(), Failure> {
        write_memory(self.0, "process_rule", &row.id, &row.memory, Some(&text_of(&row.document)))
    }

    fn delete(&mut self, id: &str) -> Result<(), Failure> {
        self.0.execute("DELETE FROM process_rule WHERE id = ?1", [id])?;
        Ok(())
    }

    fn changed(&mut self) -> Result<(), Failure> {
        note_change(self.0)
    }

    fn audit(&mut self, entry: Entry) -> Result<(), Failure> {
        audit::append(self.0, entry).map(drop)
    }
}

impl RuleStore for SqliteStore {
    fn standing(&self) -> Result<Standing, StoreError> {
        self.read(standing)
    }

    fn rules(&self) -> Result<Vec<HeldRule>, StoreError> {
        self.read(all)
    }

    fn rule(&self, id: &str) -> Result<Option<HeldRule>, StoreError> {
        self.read(|c| Ok(one(c, id)?.map(Row::held)))
    }

    fn put_rule(&self, rule: &Rule, overridden: bool, entry: Entry) -> Result<HeldRule, StoreError> {
        self.write(|c| work::put(&mut Tables(c), rule, overridden, entry))
    }

    fn remove_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| work::remove(&mut Tables(c), id, entry))
    }

    fn trip_rule(&self, rule: &Rule, trip: Trip, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| work::trip(&mut Tables(c), rule, trip, entry))
    }

    fn reset_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| work::reset(&mut Tables(c), id, entry))
    }

    fn keep_progress(&self, kept: &[(&Rule, &Progress)]) -> Result<(), StoreError> {
        self.write(|c| work::keep(&mut Tables(c), kept))
    }

    fn stop_autopilot(&self, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| {
            let stopped = Stopped { by: entry.actor().to_string(), at: entry.at() };
            if put_stop(c, Some(stopped))? {
                audit::append(c, entry)?;
            }
            Ok(())
        })
    }

    fn start_autopilot(&self, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| {
            put_stop(c, None)?;
            audit::append(c, entry).map(drop)
        })
    }
}
