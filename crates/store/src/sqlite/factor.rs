//! The second factor, as questions to the database.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Fault, audit, bump_revision, sessions, users};
use crate::{Ended, Entry, Factor, Name, NewTotp, StoreError, Totp, TotpSecret};

pub(super) fn get(connection: &Connection, user: &Name) -> Result<Option<Totp>, Fault> {
    let mut statement = connection.prepare_cached("SELECT secret, last_step FROM totp WHERE user = ?1")?;
    let found = statement.query_row([user.as_str()], |row| {
        Ok(Totp { secret: TotpSecret::from_bytes(row.get(0)?), last_step: row.get(1)? })
    });
    Ok(found.optional()?)
}

/// Uses up what was proven beside the password; refuses what does not prove it.
pub(super) fn consume(connection: &Connection, user: &Name, factor: &Factor) -> Result<(), Fault> {
    let used = match factor {
        Factor::Kept => true,
        Factor::None => get(connection, user)?.is_none(),
        Factor::Step(step) => {
            let sql = "UPDATE totp SET last_step = ?2 WHERE user = ?1 AND last_step < ?2";
            connection.execute(sql, params![user.as_str(), step])? > 0
        }
        Factor::Recovery(hash) => {
            let sql = "DELETE FROM recovery_code WHERE user = ?1 AND hash = ?2";
            connection.execute(sql, params![user.as_str(), hash.as_bytes()])? > 0
        }
    };
    if used { Ok(()) } else { Err(StoreError::FactorRefused { name: user.clone() }.into()) }
}

pub(super) fn enable(
    connection: &Connection,
    name: &Name,
    totp: &NewTotp,
    proven: u64,
    entry: Entry,
) -> Result<Ended, Fault> {
    users::unchanged(connection, name, proven)?;
    if get(connection, name)?.is_some() {
        return Err(StoreError::FactorExists { name: name.clone() }.into());
    }
    connection.execute(
        "INSERT INTO totp (user, secret, last_step, since) VALUES (?1, ?2, ?3, ?4)",
        params![name.as_str(), totp.secret.as_bytes(), totp.last_step, entry.at.0],
    )?;
    for hash in &totp.recovery_codes {
        connection.execute(
            "INSERT INTO recovery_code (user, hash) VALUES (?1, ?2)",
            params![name.as_str(), hash.as_bytes()],
        )?;
    }
    changed(connection, name, entry)
}

pub(super) fn remove(
    connection: &Connection,
    name: &Name,
    proven: Option<(u64, Factor)>,
    entry: Entry,
) -> Result<Ended, Fault> {
    users::known(connection, name)?;
    if let Some((generation, factor)) = proven {
        users::unchanged(connection, name, generation)?;
        consume(connection, name, &factor)?;
    }
    if connection.execute("DELETE FROM totp WHERE user = ?1", [name.as_str()])? == 0 {
        return Err(StoreError::FactorMissing { name: name.clone() }.into());
    }
    changed(connection, name, entry)
}

/// Ends what was proven before the change.
fn changed(connection: &Connection, name: &Name, entry: Entry) -> Result<Ended, Fault> {
    let generation = users::next_generation(connection)?;
    connection
        .execute("UPDATE user SET generation = ?2 WHERE name = ?1", params![name.as_str(), generation])?;
    let sessions = sessions::end_all_of(connection, name)?;
    bump_revision(connection)?;
    audit::append(connection, entry)?;
    Ok(Ended { sessions, tokens: Vec::new() })
}
