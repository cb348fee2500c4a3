//! An audit that somebody edited with the file in hands: the first break is named.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;

use common::by;
use rusqlite::Connection;
use store::{AuditBreak, AuditCheck, AuditMark, AuditStep, LocalStore, SqliteStore, StateDir};

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
fn exchanged_entries_are_named_as_out_of_order() {
    for (one, other) in [(3, 5), (3, 4), (1, 10)] {
        let (_holder, store) = after(&format!(
            "UPDATE audit SET id = 99 WHERE id = {one}; UPDATE audit SET id = {one} WHERE id = {other};
             UPDATE audit SET id = {other} WHERE id = 99;"
        ));
        assert_eq!(store.verify_audit().unwrap(), broken(one, AuditBreak::Moved), "{one} and {other}");
    }
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
    assert_eq!(store.verify_audit().unwrap(), broken(0, AuditBreak::Added));
    let (_holder, store) = after(
        "INSERT INTO audit SELECT 11, at, actor, action, outcome, key, name, code, reason, address, link FROM audit WHERE id = 10",
    );
    assert_eq!(store.verify_audit().unwrap(), broken(11, AuditBreak::Added));
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

#[test]
fn a_number_below_zero_is_no_entry() {
    let (_holder, store) = after(
        "INSERT INTO audit SELECT -4, at, actor, action, outcome, key, name, code, reason, address, link FROM audit WHERE id = 1",
    );
    assert_eq!(store.verify_audit().unwrap(), broken(1, AuditBreak::Changed));
}

#[test]
fn a_head_that_was_set_back_is_named_and_nothing_more_is_written() {
    let (_holder, store) =
        after("UPDATE state SET audit_id = 6, audit_link = (SELECT link FROM audit WHERE id = 6)");
    assert_eq!(store.verify_audit().unwrap(), broken(7, AuditBreak::Added));
    assert!(store.append(by("next")).is_err());
    assert_eq!(store.audit(None, 1).unwrap()[0].id, 10);
}

#[test]
fn a_row_that_is_none_any_more_hides_no_other() {
    let (_holder, store) =
        after("UPDATE audit SET outcome = '?' WHERE id = 4; UPDATE audit SET address = 'x' WHERE id = 9");
    let ids: Vec<u64> = store.audit(None, 7).unwrap().iter().map(|row| row.id).collect();
    assert_eq!(ids, [10, 8, 7, 6, 5, 3, 2]);
    assert_eq!(store.verify_audit().unwrap(), broken(4, AuditBreak::Changed));
}

/// The mark of the last entry.
fn end_of(store: &SqliteStore) -> AuditMark {
    let mut mark = AuditMark::ORIGIN;
    loop {
        match store.audit_step(&mark).unwrap() {
            AuditStep::On(next) => mark = next,
            AuditStep::End(last) => return last,
            broken @ AuditStep::Broken { .. } => panic!("{broken:?}"),
        }
    }
}

/// What the file alone cannot show, because everything in it was written to fit: entries cut off the end together with the head.
/// A mark that was kept elsewhere does.
#[test]
fn a_mark_kept_elsewhere_misses_what_was_cut_off_with_the_head_or_written_anew() {
    let (holder, store) = after("");
    let mark = end_of(&store);
    assert_eq!((mark.id(), store.audit_step(&mark).unwrap()), (10, AuditStep::End(mark)));
    drop(store);
    let path = holder.path().join("state");
    let cut = "DELETE FROM audit WHERE id > 8; UPDATE state SET audit_id = 8, audit_link = (SELECT link FROM audit WHERE id = 8)";
    Connection::open(path.join("local.db")).unwrap().execute_batch(cut).unwrap();
    let store = SqliteStore::open(&StateDir::open_existing(&path).unwrap()).unwrap();
    assert_eq!(store.verify_audit().unwrap(), AuditCheck::Whole { rows: 8 });
    let found = |store: &SqliteStore| store.audit_step(&mark).unwrap();
    assert_eq!(found(&store), AuditStep::Broken { id: 9, why: AuditBreak::CutOff });
    for _ in 0..3 {
        store.append(by("written anew")).unwrap();
    }
    assert_eq!(store.verify_audit().unwrap(), AuditCheck::Whole { rows: 11 });
    assert_eq!(found(&store), AuditStep::Broken { id: 10, why: AuditBreak::Replaced });
}

#[test]
fn a_long_audit_is_looked_through_in_steps_and_the_break_is_found_in_any() {
    let (_holder, store) = after("");
    store.append_all((0..2_490).map(|n| by("deed").name(&n.to_string())).collect()).unwrap();
    let AuditStep::On(first) = store.audit_step(&AuditMark::ORIGIN).unwrap() else { panic!("no step") };
    let AuditStep::On(second) = store.audit_step(&first).unwrap() else { panic!("no second step") };
    assert!(first.id() >= 1_000 && second.id() > first.id() && second.id() < 2_500, "{first} {second}");
    assert_eq!(end_of(&store).id(), 2_500);
    for id in [first.id(), first.id() + 1, second.id(), 2_500] {
        let (holder, store) = after("");
        store.append_all((0..2_490).map(|n| by("deed").name(&n.to_string())).collect()).unwrap();
        let file = Connection::open(holder.path().join("state/local.db")).unwrap();
        file.execute_batch(&format!("UPDATE audit SET name = 'x' WHERE id = {id}")).unwrap();
        assert_eq!(store.verify_audit().unwrap(), broken(id, AuditBreak::Changed));
    }
}

#[test]
fn whoever_changes_something_changes_the_version() {
    let (holder, store) = after("");
    let before = store.audit_version().unwrap();
    assert_eq!(store.audit_version().unwrap(), before);
    store.append(by("own")).unwrap();
    let own = store.audit_version().unwrap();
    let file = Connection::open(holder.path().join("state/local.db")).unwrap();
    file.execute_batch("UPDATE audit SET name = 'x' WHERE id = 2").unwrap();
    assert!(before != own && own != store.audit_version().unwrap());
}
