//! Tokens, as questions to the database.

use domain::Role;
use domain::time::Wall;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Fault, audit, bump_revision, users};
use crate::local::limits;
use crate::{Actor, Ended, Entry, Name, NewToken, SecretHash, StoreError, Subject, Token};

const COLUMNS: &str = "name, role, hash, created_by, created_at, last_used_at, revoked_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Token> {
    Ok(Token {
        name: users::name(row, 0)?,
        role: users::role(row, 1)?,
        hash: users::hash(row, 2)?,
        created_by: row.get(3)?,
        created_at: Wall(row.get(4)?),
        last_used_at: row.get::<_, Option<i64>>(5)?.map(Wall),
        revoked_at: row.get::<_, Option<i64>>(6)?.map(Wall),
    })
}

pub(super) fn list(connection: &Connection) -> Result<Vec<Token>, Fault> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM token ORDER BY name"))?;
    let tokens = statement.query_map([], from_row)?.collect::<Result<_, _>>()?;
    Ok(tokens)
}

pub(super) fn get(connection: &Connection, hash: &SecretHash) -> Result<Option<Token>, Fault> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM token WHERE hash = ?1"))?;
    Ok(statement.query_row([hash.as_bytes()], from_row).optional()?.filter(|token| token.hash == *hash))
}

pub(super) fn add(connection: &Connection, token: &NewToken, entry: Entry) -> Result<(), Fault> {
    let NewToken { name, role, hash } = token;
    let alive: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM token WHERE name = ?1 AND revoked_at IS NULL)",
        [name.as_str()],
        |row| row.get(0),
    )?;
    if alive {
        return Err(StoreError::Exists { subject: Subject::Token, name: name.clone() }.into());
    }
    let tokens: usize =
        connection.query_row("SELECT count(*) FROM token WHERE revoked_at IS NULL", [], |row| row.get(0))?;
    if tokens >= limits::TOKENS {
        return Err(StoreError::Full { subject: Subject::Token, limit: limits::TOKENS }.into());
    }
    connection.execute(
        "DELETE FROM token WHERE name = ?1 OR name IN (SELECT name FROM token WHERE revoked_at IS NOT NULL
           ORDER BY revoked_at DESC LIMIT -1 OFFSET ?2)",
        params![name.as_str(), limits::TOKENS],
    )?;
    connection.execute(
        "INSERT INTO token (name, role, hash, created_by, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![name.as_str(), role.word(), hash.as_bytes(), entry.actor.as_str(), entry.at.0],
    )?;
    bump_revision(connection)?;
    audit::append(connection, entry)?;
    Ok(())
}

pub(super) fn revoke(connection: &Connection, name: &Name, entry: Entry) -> Result<Ended, Fault> {
    let revoked = connection.execute(
        "UPDATE token SET revoked_at = ?2 WHERE name = ?1 AND revoked_at IS NULL",
        params![name.as_str(), entry.at.0],
    )?;
    if revoked == 0 {
        return Err(StoreError::NotFound { subject: Subject::Token, name: name.clone() }.into());
    }
    let tokens = revoke_made_by(connection, Actor::token(name), None, entry.at)?;
    bump_revision(connection)?;
    audit::append(connection, entry)?;
    Ok(Ended { sessions: 0, tokens })
}

/// Revokes what `maker` made, and what the bearers of that made, as far as it may do more than `above`
/// (`None`: all of it).
pub(super) fn revoke_made_by(
    connection: &Connection,
    maker: Actor,
    above: Option<Role>,
    at: Wall,
) -> Result<Vec<Name>, Fault> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM token WHERE created_by = ?1 AND revoked_at IS NULL"
    ))?;
    let mut makers = vec![maker];
    let mut revoked = Vec::new();
    while let Some(maker) = makers.pop() {
        let made: Vec<Token> =
            statement.query_map([maker.as_str()], from_row)?.collect::<Result<_, rusqlite::Error>>()?;
        for token in made.into_iter().filter(|token| above.is_none_or(|role| token.role > role)) {
            connection.execute(
                "UPDATE token SET revoked_at = ?2 WHERE name = ?1",
                params![token.name.as_str(), at.0],
            )?;
            makers.push(Actor::token(&token.name));
            revoked.push(token.name);
        }
    }
    revoked.sort();
    Ok(revoked)
}

pub(super) fn touch(connection: &Connection, hash: &SecretHash, at: Wall) -> Result<(), Fault> {
    connection
        .execute("UPDATE token SET last_used_at = ?2 WHERE hash = ?1", params![hash.as_bytes(), at.0])?;
    Ok(())
}
