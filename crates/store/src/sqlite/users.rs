//! Users and the set-up, as questions to the database.

use domain::Role;
use domain::time::Wall;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Fault, audit, bump_revision, odd_value, sessions, tokens};
use crate::local::limits;
use crate::{
    Actor, Ended, Entry, Name, NewUser, PasswordHash, SecondFactor, SecretHash, SetUp, StoreError, Subject,
    User,
};

pub(super) const COLUMNS: &str =
    "user.name, user.role, user.password, user.created_at, user.last_login_at, user.generation,
     (SELECT since FROM totp WHERE totp.user = user.name),
     (SELECT count(*) FROM recovery_code WHERE recovery_code.user = user.name)";

/// Reads [`COLUMNS`] from column `at` on.
pub(super) fn from_row(row: &Row<'_>, at: usize) -> rusqlite::Result<User> {
    Ok(User {
        name: name(row, at)?,
        role: role(row, at + 1)?,
        password: PasswordHash::from_phc(row.get(at + 2)?),
        created_at: Wall(row.get(at + 3)?),
        last_login_at: row.get::<_, Option<i64>>(at + 4)?.map(Wall),
        generation: row.get(at + 5)?,
        second_factor: match row.get::<_, Option<i64>>(at + 6)? {
            Some(since) => Some(SecondFactor { since: Wall(since), recovery_codes: row.get(at + 7)? }),
            None => None,
        },
    })
}

pub(super) fn name(row: &Row<'_>, column: usize) -> rusqlite::Result<Name> {
    row.get::<_, String>(column)?.parse().map_err(|_| odd_value(column, Type::Text, "not a name"))
}

pub(super) fn role(row: &Row<'_>, column: usize) -> rusqlite::Result<Role> {
    row.get::<_, String>(column)?.parse().map_err(|_| odd_value(column, Type::Text, "not a role"))
}

pub(super) fn hash(row: &Row<'_>, column: usize) -> rusqlite::Result<SecretHash> {
    Ok(SecretHash::from_bytes(row.get(column)?))
}

pub(super) fn list(connection: &Connection) -> Result<Vec<User>, Fault> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM user ORDER BY name"))?;
    let users = statement.query_map([], |row| from_row(row, 0))?.collect::<Result<_, _>>()?;
    Ok(users)
}

pub(super) fn get(connection: &Connection, name: &Name) -> Result<Option<User>, Fault> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM user WHERE name = ?1"))?;
    Ok(statement.query_row([name.as_str()], |row| from_row(row, 0)).optional()?)
}

pub(super) fn known(connection: &Connection, name: &Name) -> Result<User, Fault> {
    get(connection, name)?
        .ok_or_else(|| StoreError::NotFound { subject: Subject::User, name: name.clone() }.into())
}

/// Refuses what was proven against another generation.
pub(super) fn unchanged(connection: &Connection, name: &Name, proven: u64) -> Result<(), Fault> {
    if known(connection, name)?.generation == proven {
        Ok(())
    } else {
        Err(StoreError::Changed { name: name.clone() }.into())
    }
}

/// The next generation. One count for all users, so that a user who was removed and added again does not
/// come back to an old one.
pub(super) fn next_generation(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("UPDATE state SET generations = generations + 1 RETURNING generations", [], |row| {
        row.get(0)
    })
}

pub(super) fn needs_set_up(connection: &Connection) -> Result<bool, Fault> {
    Ok(connection.prepare_cached("SELECT NOT set_up_over FROM state")?.query_row([], |row| row.get(0))?)
}

pub(super) fn set_up(connection: &Connection) -> Result<Option<SetUp>, Fault> {
    let sql = "SELECT set_up_hash, set_up_expires_at FROM state
               WHERE set_up_hash IS NOT NULL AND set_up_expires_at IS NOT NULL";
    let read = |row: &Row<'_>| Ok(SetUp { hash: hash(row, 0)?, expires_at: Wall(row.get(1)?) });
    Ok(connection.query_row(sql, [], read).optional()?)
}

pub(super) fn put_set_up(connection: &Connection, set_up: &SetUp) -> Result<(), Fault> {
    if !needs_set_up(connection)? {
        return Err(StoreError::SetUpOver.into());
    }
    connection.execute(
        "UPDATE state SET set_up_hash = ?1, set_up_expires_at = ?2",
        params![set_up.hash.as_bytes(), set_up.expires_at.0],
    )?;
    Ok(())
}

pub(super) fn add_first(
    connection: &Connection,
    token: &SecretHash,
    user: NewUser,
    entry: Entry,
) -> Result<(), Fault> {
    if !needs_set_up(connection)? {
        return Err(StoreError::SetUpOver.into());
    }
    let out = set_up(connection)?;
    if !out.is_some_and(|out| out.hash == *token && entry.at < out.expires_at) {
        return Err(StoreError::SetUpToken.into());
    }
    add(connection, user, entry)
}

pub(super) fn add(connection: &Connection, user: NewUser, entry: Entry) -> Result<(), Fault> {
    let NewUser { name, role, password } = user;
    if get(connection, &name)?.is_some() {
        return Err(StoreError::Exists { subject: Subject::User, name }.into());
    }
    let users: usize = connection.query_row("SELECT count(*) FROM user", [], |row| row.get(0))?;
    if users >= limits::USERS {
        return Err(StoreError::Full { subject: Subject::User, limit: limits::USERS }.into());
    }
    let generation = next_generation(connection)?;
    connection.execute(
        "INSERT INTO user (name, role, password, created_at, generation) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![name.as_str(), role.word(), password.as_phc(), entry.at.0, generation],
    )?;
    connection
        .execute("UPDATE state SET set_up_over = 1, set_up_hash = NULL, set_up_expires_at = NULL", [])?;
    bump_revision(connection)?;
    audit::append(connection, entry)?;
    Ok(())
}

/// Refuses to go on if `user` is the only admin.
fn spare_last_admin(connection: &Connection, user: &User) -> Result<(), Fault> {
    let admins: i64 =
        connection.query_row("SELECT count(*) FROM user WHERE role = 'admin'", [], |row| row.get(0))?;
    if user.role == Role::Admin && admins <= 1 {
        return Err(StoreError::LastAdmin { name: user.name.clone() }.into());
    }
    Ok(())
}

pub(super) fn set_role(
    connection: &Connection,
    name: &Name,
    role: Role,
    entry: Entry,
) -> Result<Ended, Fault> {
    let user = known(connection, name)?;
    let mut ended = Ended::default();
    if user.role != role {
        spare_last_admin(connection, &user)?;
        let generation = next_generation(connection)?;
        connection.execute(
            "UPDATE user SET role = ?2, generation = ?3 WHERE name = ?1",
            params![name.as_str(), role.word(), generation],
        )?;
        ended.sessions = sessions::end_all_of(connection, name)?;
        ended.tokens = tokens::revoke_made_by(connection, Actor::user(name), Some(role), entry.at)?;
        bump_revision(connection)?;
    }
    audit::append(connection, entry)?;
    Ok(ended)
}

pub(super) fn set_password(
    connection: &Connection,
    name: &Name,
    password: &PasswordHash,
    proven: Option<u64>,
    entry: Entry,
) -> Result<Ended, Fault> {
    match proven {
        Some(generation) => unchanged(connection, name, generation)?,
        None => drop(known(connection, name)?),
    }
    let generation = next_generation(connection)?;
    connection.execute(
        "UPDATE user SET password = ?2, generation = ?3 WHERE name = ?1",
        params![name.as_str(), password.as_phc(), generation],
    )?;
    let sessions = sessions::end_all_of(connection, name)?;
    connection.execute("DELETE FROM familiar WHERE user = ?1", [name.as_str()])?;
    bump_revision(connection)?;
    audit::append(connection, entry)?;
    Ok(Ended { sessions, tokens: Vec::new() })
}

pub(super) fn remove(connection: &Connection, name: &Name, entry: Entry) -> Result<Ended, Fault> {
    let user = known(connection, name)?;
    spare_last_admin(connection, &user)?;
    let sessions = sessions::end_all_of(connection, name)?;
    connection.execute("DELETE FROM user WHERE name = ?1", [name.as_str()])?;
    let tokens = tokens::revoke_made_by(connection, Actor::user(name), None, entry.at)?;
    bump_revision(connection)?;
    audit::append(connection, entry)?;
    Ok(Ended { sessions, tokens })
}
