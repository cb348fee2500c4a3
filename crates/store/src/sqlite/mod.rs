//! The store of every installation: one file in the state directory. Here it is opened and its failures
//! are put into our words; the tables are in `schema`, the questions in a file for each kind of thing.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::{StateDir, StoreError};
use place::Place;

mod audit;
mod copying;
mod factor;
mod local;
mod memories;
mod place;
mod policies;
mod rules;
mod schema;
mod sessions;
mod tokens;
mod users;

pub(crate) use copying::Linked;

/// The database's name in the state directory.
pub(crate) const FILE: &str = "local.db";

/// How long a writer waits for another process.
const PATIENCE: Duration = Duration::from_secs(5);

/// A [`crate::LocalStore`] in a file. Several processes may have it open; a write waits for the others, at
/// most 5 s.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    reader: Mutex<Connection>,
    /// Absent when opened for reading. A connection of its own, so that nobody who reads waits for a disk
    /// that writes.
    writer: Option<Mutex<Connection>>,
    /// What was opened for writing.
    place: Option<Place>,
}

impl SqliteStore {
    /// Opens the database for reading and writing; makes it, or brings it up to date, if need be.
    ///
    /// # Errors
    /// What stands in the way of a safe use of the file, [`StoreError::Newer`], [`StoreError::Damaged`],
    /// [`StoreError::Busy`].
    pub fn open(dir: &StateDir) -> Result<Self, StoreError> {
        let path = dir.database(FILE)?;
        Self::open_writing(&path).map_err(|fault| fault.about(&path))
    }

    fn open_writing(path: &Path) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        let mut writer = Connection::open_with_flags(path, flags)?;
        harden(&writer)?;
        let found = check(&writer, path)?;
        writer.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        // Every commit is on the disk before it is acknowledged.
        writer.pragma_update(None, "synchronous", "FULL")?;
        if found.version < schema::KNOWN {
            schema::migrate(&mut writer)?;
        }
        let reader = Connection::open_with_flags(path, flags)?;
        harden(&reader)?;
        reader.pragma_update(None, "query_only", true)?;
        // Its first question makes the log, which has to be there to be known again.
        check(&reader, path)?;
        let place = Some(Place::of(path));
        Ok(Self {
            path: path.to_owned(),
            reader: Mutex::new(reader),
            writer: Some(Mutex::new(writer)),
            place,
        })
    }

    /// Opens the database for one reading command. Nothing is created and nothing is changed; whatever
    /// would write answers [`StoreError::Unwritable`]. Not to be kept open.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if there is none; else as [`Self::open`], and [`StoreError::Older`].
    pub fn open_reading(dir: &StateDir) -> Result<Self, StoreError> {
        let path = dir.existing_database(FILE)?;
        Self::open_read_only(&path).map_err(|fault| fault.about(&path))
    }

    fn open_read_only(path: &Path) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW
            | OpenFlags::SQLITE_OPEN_URI;
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        // Without a log nobody has the database open. Reading the file as it lies is then exact, and the
        // only way that leaves no shared-memory file behind. A server that starts meanwhile writes into a
        // log of its own first.
        let at_rest = !Path::new(&log).try_exists().unwrap_or(true);
        let reader = Connection::open_with_flags(uri(path, at_rest), flags)?;
        harden(&reader)?;
        let found = check(&reader, path)?;
        if found.version == 0 {
            return Err(StoreError::Missing { path: path.to_owned() }.into());
        }
        if found.version < schema::KNOWN {
            return Err(StoreError::Older {
                path: path.to_owned(),
                found: found.version,
                known: schema::KNOWN,
            }
            .into());
        }
        Ok(Self { path: path.to_owned(), reader: Mutex::new(reader), writer: None, place: None })
    }

    /// Asks something, seeing one moment of the database.
    fn read<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        ask(&lock(&self.reader)).map_err(|fault| fault.about(&self.path))
    }

    /// Changes something, all of it or nothing.
    fn write<T>(&self, change: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, StoreError> {
        let Some(writer) = &self.writer else {
            return Err(StoreError::Unwritable {
                path: self.path.clone(),
                cause: "opened for reading".to_owned(),
                way_out: "use a command that changes something".to_owned(),
            });
        };
        let mut writer = lock(writer);
        self.unmoved()?;
        let done = (|| {
            let transaction = Transaction::new(&mut writer, TransactionBehavior::Immediate)?;
            let done = change(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })();
        let done = done.map_err(|fault: Fault| fault.about(&self.path))?;
        // Acknowledged is what lies in the file that the next start opens.
        self.unmoved()?;
        Ok(done)
    }

    /// Refuses to write where nobody would find it again.
    fn unmoved(&self) -> Result<(), StoreError> {
        self.place.as_ref().map_or(Ok(()), Place::check)
    }
}

/// A panic in one call leaves no half change (the transaction rolls back), so the next one may go on.
fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Settings of every connection. The file may have been written by somebody else: nothing in it is executed
/// on trust, and the triggers that guard the audit cannot be passed by.
fn harden(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    // KiB, negative by SQLite's convention: the whole database is small, and so shall our memory be.
    connection.pragma_update(None, "cache_size", -512)?;
    Ok(())
}

/// Refuses a file that is not ours or newer than this program.
fn check(connection: &Connection, path: &Path) -> Result<schema::Found, Fault> {
    let found = schema::found(connection)?;
    if !found.ours {
        let cause = "it belongs to another program".to_owned();
        return Err(StoreError::Damaged { path: path.to_owned(), cause }.into());
    }
    if found.version > schema::KNOWN {
        return Err(
            StoreError::Newer { path: path.to_owned(), found: found.version, known: schema::KNOWN }.into()
        );
    }
    Ok(found)
}

/// The path as an SQLite URI, <https://www.sqlite.org/uri.html>.
fn uri(path: &Path, immutable: bool) -> OsString {
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    let mut uri = b"file:".to_vec();
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'%' | b'?' | b'#' => uri.extend(format!("%{byte:02x}").bytes()),
            byte => uri.push(*byte),
        }
    }
    if immutable {
        uri.extend(b"?immutable=1");
    }
    OsString::from_vec(uri)
}

/// A failure inside a question or change: ours, or the driver's, which does not leave this module.
enum Fault {
    Ours(StoreError),
    Driver(rusqlite::Error),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Ours(error)
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Driver(error)
    }
}

impl Fault {
    /// The failure in our words.
    fn about(self, path: &Path) -> StoreError {
        let error = match self {
            Self::Ours(error) => return error,
            Self::Driver(error) => error,
        };
        let path = path.to_owned();
        let cause = error.to_string();
        let owner = "run as its owner or as root";
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                StoreError::Busy { path, waited_s: PATIENCE.as_secs() }
            }
            Some(ErrorCode::DiskFull) => StoreError::NoSpace { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                StoreError::Unwritable { path, cause, way_out: owner.to_owned() }
            }
            Some(ErrorCode::SystemIoFailure) => {
                StoreError::Unwritable { path, cause, way_out: "check the disk".to_owned() }
            }
            Some(ErrorCode::CannotOpen) => StoreError::Unreadable { path, cause, way_out: owner.to_owned() },
            _ => StoreError::Damaged { path, cause },
        }
    }
}

/// A stored value that none of our versions writes.
fn odd_value(column: usize, kind: rusqlite::types::Type, what: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, what.into())
}

/// Notes that a credential may have ended or changed.
fn bump_revision(connection: &Connection) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE state SET revision = revision + 1")?.execute([])?;
    Ok(())
}
