//! Policies, as questions to the database. A document is kept as the JSON that other tools would read.

use domain::policy::{Document, Fault, Key, Patch, Platform, Record, Unreadable, Value, find, lookup, read};
use domain::time::Wall;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Fault as Failure, SqliteStore, audit, odd_value};
use crate::policy::policy_limits as limits;
use crate::policy::work::{self, Table};
use crate::policy::{document, parse_json};
use crate::{Entry, Held, PolicyId, PolicyStore, Seeded, StoreError, Written};

const COLUMNS: &str = "id, name, platform, document";

/// The key under which a row is kept, and its document. A row that says something else than its key is
/// broken, and protects what the key names.
fn from_row(row: &Row<'_>) -> rusqlite::Result<(Key, Held)> {
    let id: String = row.get(0)?;
    let id = id.parse().map_err(|_| odd_value(0, Type::Text, "not an id"))?;
    let (name, platform): (String, String) = (row.get(1)?, row.get(2)?);
    let platform = read::platform(&platform).ok_or_else(|| odd_value(2, Type::Text, "not a platform"))?;
    let key = Key { name, platform };
    let text: String = row.get(3)?;
    let raw = parse_json(text.as_bytes()).unwrap_or(Value::Text(text));
    let document = match document(raw) {
        Document::Readable(record) if record.key() == key => Document::Readable(record),
        Document::Readable(record) => broken(&key, Fault::Name, Value::Map(record.document())),
        Document::Unreadable(other) => broken(&key, other.why, other.raw),
    };
    Ok((key, Held { id, document }))
}

fn broken(key: &Key, why: Fault, raw: Value) -> Document {
    Document::Unreadable(Unreadable { name: Some(key.name.clone()), platform: Some(key.platform), why, raw })
}

fn all(connection: &Connection) -> Result<Vec<Held>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM policy ORDER BY name, platform");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_map([], |row| Ok(from_row(row)?.1))?.collect::<Result<_, _>>()?)
}

/// Every document about this name, however it is written.
fn about(connection: &Connection, name: &str) -> Result<Vec<(Key, Held)>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM policy WHERE folded = ?1 ORDER BY name, platform");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_map([lookup::folded(name)], from_row)?.collect::<Result<_, _>>()?)
}

/// Every document that may have this name among its aliases. Where names have no case, whatever has any: it is compared later.
fn also_called(connection: &Connection, name: &str, os: Platform) -> Result<Vec<Held>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM policy WHERE instr(document, '\"aliases\"') > 0 AND (?2 OR EXISTS (
           SELECT 1 FROM json_each(CASE WHEN json_valid(document) THEN document ELSE '{{}}' END) AS field,
                         json_each(CASE field.type WHEN 'array' THEN field.value ELSE json_array(field.atom) END) AS alias
           WHERE field.key = 'aliases' AND alias.value = ?1
         ))"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![name, os == Platform::Windows], |row| Ok(from_row(row)?.1))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn by_id(connection: &Connection, id: &PolicyId) -> Result<Option<Held>, Failure> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM policy WHERE id = ?1"))?;
    let found = statement.query_row([id.as_str()], from_row).optional()?;
    Ok(found.map(|(_, held)| held))
}

fn removed(connection: &Connection) -> Result<Vec<Key>, Failure> {
    let mut statement =
        connection.prepare_cached("SELECT name, platform FROM policy_removed ORDER BY at, name, platform")?;
    let key = |row: &Row<'_>| {
        let platform: String = row.get(1)?;
        let platform = read::platform(&platform).ok_or_else(|| odd_value(1, Type::Text, "not a platform"))?;
        Ok(Key { name: row.get(0)?, platform })
    };
    Ok(statement.query_map([], key)?.collect::<Result<_, _>>()?)
}

/// The tables inside one transaction.
struct Tables<'a>(&'a Connection);

impl Table for Tables<'_> {
    type Error = Failure;

    fn held(&self, key: &Key) -> Result<Option<(Key, Held)>, Failure> {
        let mut same = about(self.0, &key.name)?;
        same.retain(|(other, _)| other.platform == key.platform);
        let at = same
            .iter()
            .position(|(other, _)| other == key)
            .or_else(|| (key.platform == Platform::Windows && !same.is_empty()).then_some(0));
        Ok(at.map(|at| same.swap_remove(at)))
    }

    fn all(&self) -> Result<Vec<Held>, Failure> {
        all(self.0)
    }

    fn count(&self) -> Result<usize, Failure> {
        Ok(self.0.prepare_cached("SELECT count(*) FROM policy")?.query_row([], |row| row.get(0))?)
    }

    fn write(&mut self, id: &PolicyId, record: &Record, text: &str) -> Result<(), Failure> {
        let sql = "INSERT INTO policy (id, name, folded, platform, document) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (name, platform) DO UPDATE SET document = excluded.document";
        let folded = lookup::folded(&record.name);
        let values = params![id.as_str(), record.name, folded, record.platform.word(), text];
        self.0.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    fn by_id(&self, id: &PolicyId) -> Result<Option<Held>, Failure> {
        by_id(self.0, id)
    }

    fn delete_one(&mut self, id: &PolicyId) -> Result<(), Failure> {
        self.0.prepare_cached("DELETE FROM policy WHERE id = ?1")?.execute([id.as_str()])?;
        Ok(())
    }

    fn delete(&mut self, key: &Key) -> Result<(), Failure> {
        let sql = "DELETE FROM policy WHERE name = ?1 AND platform = ?2";
        self.0.prepare_cached(sql)?.execute(params![key.name, key.platform.word()])?;
        Ok(())
    }

    fn removed(&self) -> Result<Vec<Key>, Failure> {
        removed(self.0)
    }

    fn remember(&mut self, key: &Key, at: Wall) -> Result<(), Failure> {
        let sql = "INSERT INTO policy_removed (name, platform, at) VALUES (?1, ?2, ?3)
                   ON CONFLICT (name, platform) DO UPDATE SET at = excluded.at";
        self.0.execute(sql, params![key.name, key.platform.word(), at.0])?;
        let sql = "DELETE FROM policy_removed WHERE (name, platform) IN
                   (SELECT name, platform FROM policy_removed ORDER BY at DESC LIMIT -1 OFFSET ?1)";
        self.0.execute(sql, [limits::REMOVED])?;
        Ok(())
    }

    fn forget(&mut self, key: &Key) -> Result<(), Failure> {
        let sql = "DELETE FROM policy_removed WHERE name = ?1 AND platform = ?2";
        self.0.prepare_cached(sql)?.execute(params![key.name, key.platform.word()])?;
        Ok(())
    }

    fn changed(&mut self) -> Result<(), Failure> {
        self.0.execute("UPDATE state SET policy_revision = policy_revision + 1", [])?;
        Ok(())
    }

    fn audit(&mut self, entry: Entry) -> Result<(), Failure> {
        audit::append(self.0, entry).map(drop)
    }
}

impl PolicyStore for SqliteStore {
    fn policy_revision(&self) -> Result<u64, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare_cached("SELECT policy_revision FROM state")?;
            Ok(statement.query_row([], |row| row.get(0))?)
        })
    }

    fn policies(&self) -> Result<Vec<Held>, StoreError> {
        self.read(all)
    }

    fn policy(&self, id: &PolicyId) -> Result<Option<Held>, StoreError> {
        self.read(|c| by_id(c, id))
    }

    fn find_policy(&self, name: &str, os: Platform) -> Result<Option<Held>, StoreError> {
        self.read(|c| {
            let mut held: Vec<Held> = about(c, name)?.into_iter().map(|(_, held)| held).collect();
            held.extend(also_called(c, name, os)?);
            let found = find(held.iter().map(|held| &held.document), name, os);
            Ok(held.iter().find(|held| Some(&held.document) == found).cloned())
        })
    }

    fn set_policy(&self, key: &Key, patch: &Patch, entry: Entry) -> Result<Written, StoreError> {
        self.write(|c| work::set(&mut Tables(c), key, patch, entry))
    }

    fn add_policy(&self, record: Record, entry: Entry) -> Result<Written, StoreError> {
        self.write(|c| work::add(&mut Tables(c), record, entry))
    }

    fn import_policies(&self, records: Vec<Record>, entry: Entry) -> Result<Vec<Written>, StoreError> {
        self.write(|c| work::import(&mut Tables(c), records, entry))
    }

    fn remove_policy(&self, key: &Key, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| work::remove(&mut Tables(c), key, entry))
    }

    fn remove_document(&self, id: &PolicyId, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| work::remove_one(&mut Tables(c), id, entry))
    }

    fn correct_document(&self, id: &PolicyId, record: Record, entry: Entry) -> Result<Written, StoreError> {
        self.write(|c| work::correct(&mut Tables(c), id, record, entry))
    }

    fn seed_policies(&self, seeds: &[Record], at: Wall) -> Result<Seeded, StoreError> {
        self.write(|c| work::seed(&mut Tables(c), seeds, at))
    }

    fn removed_policies(&self) -> Result<Vec<Key>, StoreError> {
        self.read(removed)
    }
}
