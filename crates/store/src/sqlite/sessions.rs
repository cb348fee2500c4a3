//! Sessions and familiar places, as questions to the database.

use domain::time::Wall;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Fault, audit, bump_revision, factor, users};
use crate::local::limits;
use crate::{Entry, Name, NewSession, SecretHash, Session, StoreError, User};

pub(super) fn open(connection: &Connection, session: &NewSession, entry: Entry) -> Result<(), Fault> {
    let NewSession { id, user, generation, factor, created_at, expires_at, familiar, replaces } = session;
    let name = user.as_str();
    let noted = connection.execute(
        "UPDATE user SET last_login_at = ?3 WHERE name = ?1 AND generation = ?2",
        params![name, generation, created_at.0],
    )?;
    if noted == 0 {
        return Err(StoreError::Changed { name: user.clone() }.into());
    }
    factor::consume(connection, user, factor)?;
    let mut dropped = 0;
    if let Some(old) = replaces {
        dropped += connection.execute("DELETE FROM session WHERE id = ?1", [old.as_bytes()])?;
    }
    dropped += connection.execute(
        "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE user = ?1
           ORDER BY last_seen DESC, created_at DESC LIMIT -1 OFFSET ?2)",
        params![name, limits::SESSIONS_PER_USER - 1],
    )?;
    if dropped > 0 {
        bump_revision(connection)?;
    }
    for mark in familiar {
        connection.execute(
            "INSERT INTO familiar (user, mark, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (user, mark) DO UPDATE SET at = excluded.at",
            params![name, mark.as_bytes(), created_at.0],
        )?;
    }
    connection.execute(
        "DELETE FROM familiar WHERE user = ?1 AND mark IN (SELECT mark FROM familiar WHERE user = ?1
           ORDER BY at DESC LIMIT -1 OFFSET ?2)",
        params![name, limits::FAMILIAR_PER_USER],
    )?;
    connection.execute(
        "INSERT INTO session (id, user, generation, created_at, expires_at, last_seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?4)",
        params![id.as_bytes(), name, generation, created_at.0, expires_at.0],
    )?;
    audit::append(connection, entry)?;
    Ok(())
}

pub(super) fn get(connection: &Connection, id: &SecretHash) -> Result<Option<(Session, User)>, Fault> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT session.id, session.user, session.generation, session.created_at, session.expires_at,
                session.last_seen, {}
         FROM session JOIN user ON user.name = session.user AND user.generation = session.generation
         WHERE session.id = ?1",
        users::COLUMNS,
    ))?;
    let found = statement.query_row([id.as_bytes()], |row| {
        let session = Session {
            id: users::hash(row, 0)?,
            user: users::name(row, 1)?,
            generation: row.get(2)?,
            created_at: Wall(row.get(3)?),
            expires_at: Wall(row.get(4)?),
            last_seen: Wall(row.get(5)?),
        };
        Ok((session, users::from_row(row, 6)?))
    });
    Ok(found.optional()?.filter(|(session, _)| session.id == *id))
}

pub(super) fn touch(connection: &Connection, id: &SecretHash, at: Wall) -> Result<(), Fault> {
    connection.execute("UPDATE session SET last_seen = ?2 WHERE id = ?1", params![id.as_bytes(), at.0])?;
    Ok(())
}

pub(super) fn close(connection: &Connection, id: &SecretHash, entry: Entry) -> Result<bool, Fault> {
    let closed = connection.execute("DELETE FROM session WHERE id = ?1", [id.as_bytes()])? > 0;
    if closed {
        bump_revision(connection)?;
        audit::append(connection, entry)?;
    }
    Ok(closed)
}

pub(super) fn end_all_of(connection: &Connection, user: &Name) -> rusqlite::Result<usize> {
    connection.execute("DELETE FROM session WHERE user = ?1", [user.as_str()])
}

pub(super) fn sweep(connection: &Connection, now: Wall, unseen_since: Wall) -> Result<usize, Fault> {
    let sql = "DELETE FROM session WHERE expires_at <= ?1 OR last_seen < ?2";
    Ok(connection.execute(sql, [now.0, unseen_since.0])?)
}

pub(super) fn is_familiar(
    connection: &Connection,
    user: &Name,
    marks: &[SecretHash],
    since: Wall,
) -> Result<bool, Fault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM familiar WHERE user = ?1 AND mark = ?2 AND at >= ?3)";
    let mut statement = connection.prepare_cached(sql)?;
    for mark in marks {
        if statement.query_row(params![user.as_str(), mark.as_bytes(), since.0], |row| row.get(0))? {
            return Ok(true);
        }
    }
    Ok(false)
}
