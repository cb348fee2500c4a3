//! An audit that somebody edited with the file in hands: the first break is named.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod common;

use common::by;
use rusqlite::Connection;
use store::{AuditBreak, AuditCheck, LocalStore, SqliteStore, StateDir};

/// Ten entries, then an edit of the file by somebody who knows SQL.
fn after(edit: &str) -> (tempfile::TempDir, SqliteStore) {
    let (holder, store) = common::sqlite();
    for n in 1..=10 {
        store.append(by("deed").name(&format!("entry {n}"))).unwrap();
    }
    drop(store);
    let path = holder.path().join("state");
    let file = Connection::open(path.join("local.db")).unwrap();
    file.execute_batch("DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted;").unwrap();
    file.execute_batch(edit).unwrap();
    drop(file);
    let store = SqliteStore::open(&StateDir::open_existing(&path).unwrap()).unwrap();
    (holder, store)
}

fn broken(id: u64, why: AuditBreak) -> AuditCheck {
    AuditCheck::Broken { id, why }
}

#[test]
fn an_untouched_audit_is_whole() {
    let (_holder, store) = after("");
    assert_eq!(store.verify_audit().unwrap(), AuditCheck::Whole { rows: 10 });
}

#[test]
fn a_changed_entry_is_named() {
    for edit in ["name = 'innocent'", "at = at + 1", "outcome = 'failed'", "outcome = '?'", "reason = ''"] {
        let (_holder, store) = after(&format!("UPDATE audit SET {edit} WHERE id = 4"));
        assert_eq!(store.verify_audit().unwrap(), broken(4, AuditBreak::Changed), "{edit}");
    }
}

#[test]
fn a_removed_entry_is_named() {
    let (_holder, store) = after("DELETE FROM audit WHERE id = 7");
    assert_eq!(store.verify_audit().unwrap(), broken(7, AuditBreak::Missing));
}

#[test]
fn two_exchanged_entries_are_named() {
    let (_holder, store) = after(
        "UPDATE audit SET id = 99 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 5;
         UPDATE audit SET id = 5 WHERE id = 99;",
    );
    assert_eq!(store.verify_audit().unwrap(), broken(3, AuditBreak::Changed));
}

#[test]
fn entries_cut_off_the_end_are_missed_also_after_new_ones() {
    let (_holder, store) = after("DELETE FROM audit WHERE id > 8");
    assert_eq!(store.verify_audit().unwrap(), broken(9, AuditBreak::CutOff));
    store.append(by("next")).unwrap();
    assert_eq!(store.verify_audit().unwrap(), broken(9, AuditBreak::Missing));
}

#[test]
fn an_entry_slipped_in_is_named() {
    let (_holder, store) = after(
        "INSERT INTO audit SELECT 0, at, actor, action, outcome, key, name, code, reason, address, link FROM audit WHERE id = 1",
    );
    assert_eq!(store.verify_audit().unwrap(), broken(1, AuditBreak::Missing));
    let (_holder, store) = after(
        "INSERT INTO audit SELECT 11, at, actor, action, outcome, key, name, code, reason, address, link FROM audit WHERE id = 10",
    );
    assert_eq!(store.verify_audit().unwrap(), broken(11, AuditBreak::Changed));
}

#[test]
fn the_tables_themselves_refuse_to_change_or_delete_an_entry() {
    let (holder, store) = common::sqlite();
    store.append(by("deed")).unwrap();
    let file = Connection::open(holder.path().join("state/local.db")).unwrap();
    for edit in ["UPDATE audit SET name = 'x'", "DELETE FROM audit"] {
        let refused = file.execute_batch(edit).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{edit}: {refused}");
    }
    assert_eq!(store.verify_audit().unwrap(), AuditCheck::Whole { rows: 1 });
}
