//! What this machine remembers of rules whose documents lie in a database that is somewhere else: how long it
//! rehearsed them, what they did here, whether they stopped themselves. Rules whose documents lie here too are in `rules`.

use std::collections::HashSet;

use domain::autopilot::{Progress, Trip};
use rusqlite::{Connection, OptionalExtension};

use super::rules::{MEMORY, memory_of, note_change, write_memory};
use super::{Fault, SqliteStore, audit};
use crate::rules::work::Memory;
use crate::{Entry, StoreError};

const TABLE: &str = "rule_memory";

/// What a rule remembers if it still has this content; else it begins anew.
fn of(connection: &Connection, id: &str, essence: &str) -> Result<Memory, Fault> {
    let sql = format!("SELECT {MEMORY} FROM {TABLE} WHERE id = ?1");
    let kept = connection.prepare_cached(&sql)?.query_row([id], memory_of).optional()?;
    let kept = kept.map(|(_, memory)| memory).filter(|memory| memory.essence == essence);
    Ok(kept.unwrap_or_else(|| Memory { essence: essence.to_owned(), ..Memory::default() }))
}

fn forget(connection: &Connection, id: &str) -> Result<(), Fault> {
    connection.execute(&format!("DELETE FROM {TABLE} WHERE id = ?1"), [id])?;
    Ok(())
}

impl SqliteStore {
    /// What is remembered of each rule, by id.
    pub(crate) fn rule_memories(&self) -> Result<Vec<(String, Memory)>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!("SELECT {MEMORY} FROM {TABLE}"))?;
            Ok(statement.query_map([], memory_of)?.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps what changed of a rule, or forgets it, and says so in the audit.
    pub(crate) fn remember_rule(
        &self,
        id: &str,
        memory: Option<&Memory>,
        said: Vec<Entry>,
    ) -> Result<(), StoreError> {
        self.write(|c| {
            match memory {
                Some(memory) => write_memory(c, TABLE, id, memory, None)?,
                None => forget(c, id)?,
            }
            note_change(c)?;
            said.into_iter().try_for_each(|entry| audit::append(c, entry).map(drop))
        })
    }

    /// Notes that a rule of this content stopped itself.
    pub(crate) fn trip_memory(
        &self,
        id: &str,
        essence: &str,
        trip: Trip,
        entry: Entry,
    ) -> Result<(), StoreError> {
        self.write(|c| {
            let mut memory = of(c, id, essence)?;
            memory.progress.trip = Some(trip);
            write_memory(c, TABLE, id, &memory, None)?;
            note_change(c)?;
            audit::append(c, entry).map(drop)
        })
    }

    /// Keeps how rules of these contents are doing, but for whether they stopped themselves, and forgets those of
    /// which there is no document any more.
    pub(crate) fn keep_memories(
        &self,
        kept: &[(&str, &str, &Progress)],
        known: &HashSet<&str>,
    ) -> Result<(), StoreError> {
        self.write(|c| {
            for (id, essence, progress) in kept {
                let mut memory = of(c, id, essence)?;
                memory.progress = Progress { trip: memory.progress.trip, ..(*progress).clone() };
                write_memory(c, TABLE, id, &memory, None)?;
            }
            let mut statement = c.prepare_cached(&format!("SELECT id FROM {TABLE}"))?;
            let all: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            all.iter().filter(|id| !known.contains(id.as_str())).try_for_each(|id| forget(c, id))
        })
    }
}
