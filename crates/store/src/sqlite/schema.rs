//! The tables of the local database and the road from one version of them to the next.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::Fault;

/// Says in the file's header that it is ours (`PRAGMA application_id`): "smon".
pub(super) const APPLICATION_ID: i64 = 0x736d_6f6e;

/// Each step brings the tables from the version of its index to the next. A step that was released is
/// never edited; a change is a new step.
const STEPS: &[&str] = &[
    "
CREATE TABLE user (
  name          TEXT PRIMARY KEY,
  role          TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  password      TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  last_login_at INTEGER,
  generation    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  id         BLOB PRIMARY KEY CHECK (length(id) = 32),
  user       TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
  generation INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_user ON session (user, last_seen);

CREATE TABLE familiar (
  user TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
  mark BLOB NOT NULL CHECK (length(mark) = 32),
  at   INTEGER NOT NULL,
  PRIMARY KEY (user, mark)
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
  name         TEXT PRIMARY KEY,
  role         TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  hash         BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  created_by   TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  last_used_at INTEGER,
  revoked_at   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  action  TEXT NOT NULL,
  outcome TEXT NOT NULL,
  key     TEXT,
  name    TEXT,
  code    TEXT,
  reason  TEXT,
  address TEXT,
  link    BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TABLE state (
  one               INTEGER PRIMARY KEY CHECK (one = 1),
  revision          INTEGER NOT NULL,
  generations       INTEGER NOT NULL,
  set_up_over       INTEGER NOT NULL CHECK (set_up_over IN (0, 1)),
  set_up_hash       BLOB CHECK (length(set_up_hash) = 32),
  set_up_expires_at INTEGER,
  audit_id          INTEGER NOT NULL,
  audit_link        BLOB NOT NULL CHECK (length(audit_link) = 32)
) STRICT;
INSERT INTO state VALUES (1, 0, 0, 0, NULL, NULL, 0, zeroblob(32));
",
    "
CREATE TABLE totp (
  user      TEXT PRIMARY KEY REFERENCES user (name) ON DELETE CASCADE,
  secret    BLOB NOT NULL CHECK (length(secret) = 20),
  last_step INTEGER NOT NULL,
  since     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_code (
  user TEXT NOT NULL REFERENCES totp (user) ON DELETE CASCADE,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (user, hash)
) STRICT, WITHOUT ROWID;
",
    "
CREATE TABLE policy (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  folded   TEXT NOT NULL,
  platform TEXT NOT NULL CHECK (platform IN ('linux', 'windows', 'common')),
  document TEXT NOT NULL,
  UNIQUE (name, platform)
) STRICT, WITHOUT ROWID;
CREATE INDEX policy_by_folded ON policy (folded);

CREATE TABLE policy_removed (
  name     TEXT NOT NULL,
  platform TEXT NOT NULL CHECK (platform IN ('linux', 'windows', 'common')),
  at       INTEGER NOT NULL,
  PRIMARY KEY (name, platform)
) STRICT, WITHOUT ROWID;

ALTER TABLE state ADD COLUMN policy_revision INTEGER NOT NULL DEFAULT 0;
",
    "
CREATE TABLE process_rule (
  id          TEXT PRIMARY KEY,
  document    TEXT NOT NULL,
  essence     TEXT NOT NULL,
  overridden  INTEGER NOT NULL CHECK (overridden IN (0, 1)),
  since       INTEGER,
  rehearsed_s INTEGER NOT NULL CHECK (rehearsed_s >= 0),
  would_have  INTEGER NOT NULL,
  done        INTEGER NOT NULL,
  refused     INTEGER NOT NULL,
  trip        TEXT CHECK (trip IN ('too_many', 'too_often')),
  trip_value  INTEGER,
  last        TEXT NOT NULL,
  deeds       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE state ADD COLUMN rule_revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN autopilot_stopped_by TEXT;
ALTER TABLE state ADD COLUMN autopilot_stopped_at INTEGER;
",
    // Which audit this is, for a copy elsewhere: another state directory has another one, a restored one the same.
    "
CREATE TABLE rule_memory (
  id          TEXT PRIMARY KEY,
  essence     TEXT NOT NULL,
  overridden  INTEGER NOT NULL CHECK (overridden IN (0, 1)),
  since       INTEGER,
  rehearsed_s INTEGER NOT NULL CHECK (rehearsed_s >= 0),
  would_have  INTEGER NOT NULL,
  done        INTEGER NOT NULL,
  refused     INTEGER NOT NULL,
  trip        TEXT CHECK (trip IN ('too_many', 'too_often')),
  trip_value  INTEGER,
  last        TEXT NOT NULL,
  deeds       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE state ADD COLUMN audit_source TEXT NOT NULL DEFAULT '';
UPDATE state SET audit_source = lower(hex(randomblob(8)));
",
];

/// The newest version known here.
pub(super) const KNOWN: i64 = STEPS.len() as i64;

/// What a file says about itself.
pub(super) struct Found {
    /// Its schema version; 0 is a new file.
    pub(super) version: i64,
    /// Nothing was ever written into it, or it is ours.
    pub(super) ours: bool,
}

/// Reads what the file says about itself.
pub(super) fn found(connection: &Connection) -> rusqlite::Result<Found> {
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let new = version == 0 && application == 0 && tables == 0;
    Ok(Found { version, ours: new || application == APPLICATION_ID })
}

/// Brings the tables up to date, in one transaction.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for step in STEPS.iter().skip(usize::try_from(version).unwrap_or(usize::MAX)) {
        transaction.execute_batch(step)?;
    }
    if version < KNOWN {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", KNOWN)?;
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_the_first_version_keeps_its_users_and_gets_the_second_factor() {
        let mut old = Connection::open_in_memory().unwrap();
        old.execute_batch(STEPS[0]).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        old.execute("INSERT INTO user VALUES ('kim', 'admin', 'hash', 1, NULL, 1)", []).unwrap();
        migrate(&mut old).ok().unwrap();
        assert_eq!(found(&old).unwrap().version, KNOWN);
        let kim = crate::sqlite::users::get(&old, &"kim".parse().unwrap()).ok().unwrap().unwrap();
        assert_eq!(kim.second_factor, None);
        old.execute("INSERT INTO totp VALUES ('kim', zeroblob(20), 0, 0)", []).unwrap();
        let policies: i64 =
            old.query_row("SELECT count(*) + sum(policy_revision) FROM state", [], |row| row.get(0)).unwrap();
        assert_eq!(policies, 1, "the state of the first version did not get its count of policies");
    }

    #[test]
    fn a_database_of_the_third_version_keeps_its_policies_and_gets_rules_that_are_not_stopped() {
        let mut old = Connection::open_in_memory().unwrap();
        STEPS[..3].iter().for_each(|step| old.execute_batch(step).unwrap());
        old.pragma_update(None, "user_version", 3).unwrap();
        old.execute("INSERT INTO policy VALUES ('id', 'nginx', 'nginx', 'linux', '{}')", []).unwrap();
        migrate(&mut old).ok().unwrap();
        assert_eq!(found(&old).unwrap().version, KNOWN);
        let read = |sql: &str| -> i64 { old.query_row(sql, [], |row| row.get(0)).unwrap() };
        assert_eq!(read("SELECT count(*) FROM policy"), 1);
        assert_eq!(read("SELECT count(*) FROM process_rule"), 0);
        assert_eq!(read("SELECT rule_revision + (autopilot_stopped_by IS NOT NULL) FROM state"), 0);
    }
}
