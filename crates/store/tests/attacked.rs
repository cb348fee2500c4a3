//! A database that somebody edits, takes away or replaces while it is open: nothing panics, and what is acknowledged lies in the
//! file that the next start opens. Attack 30.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::by;
use rusqlite::Connection;
use store::{AuditBreak, AuditCheck, LocalStore, SqliteStore, StateDir, StoreError};

fn ten_entries() -> (tempfile::TempDir, SqliteStore, PathBuf) {
    let (holder, store) = common::sqlite();
    for n in 1..=10 {
        store.append(by("deed").name(&format!("entry {n}"))).unwrap();
    }
    let path = holder.path().join("state/local.db");
    (holder, store, path)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    PathBuf::from(format!("{}{end}", path.display()))
}

fn open(path: &Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open(&StateDir::open_existing(path.parent().unwrap()).unwrap())
}

#[test]
fn what_another_client_does_to_the_audit_meanwhile_is_seen_without_a_new_start() {
    let (_holder, store, path) = ten_entries();
    let file = Connection::open(&path).unwrap();
    file.execute_batch("DROP TRIGGER audit_is_never_deleted; DELETE FROM audit WHERE id = 4").unwrap();
    assert_eq!(store.verify_audit().unwrap(), AuditCheck::Broken { id: 4, why: AuditBreak::Missing });
    assert_eq!(store.append(by("next")).unwrap(), 11);
}

#[test]
fn nothing_is_acknowledged_into_a_database_that_was_taken_away() {
    for taken in ["", "-wal"] {
        let (_holder, store, path) = ten_entries();
        let (taken, aside) = (beside(&path, taken), beside(&path, ".aside"));
        fs::rename(&taken, &aside).unwrap();
        let refused = store.append(by("into the void")).unwrap_err();
        assert!(matches!(&refused, StoreError::Replaced { path } if *path == taken), "{refused:?}");
        assert!(matches!(store.audit_version(), Err(StoreError::Replaced { .. })));
        assert_eq!(store.audit(None, 20).unwrap().len(), 10, "what was there is still read");
        // Put back, it goes on by itself.
        fs::rename(&aside, &taken).unwrap();
        assert_eq!(store.append(by("back")).unwrap(), 11);
        drop(store);
        assert_eq!(open(&path).unwrap().verify_audit().unwrap(), AuditCheck::Whole { rows: 11 });
    }
}

#[test]
fn nothing_is_acknowledged_into_a_database_that_another_one_took_the_place_of() {
    let (_holder, store, path) = ten_entries();
    let (other_holder, other, other_path) = ten_entries();
    drop(other);
    fs::rename(other_path, &path).unwrap();
    assert!(matches!(store.append(by("x")), Err(StoreError::Replaced { .. })));
    assert!(matches!(store.revoke_token(&common::name("t"), by("x")), Err(StoreError::Replaced { .. })));
    drop((store, other_holder));
}

/// Every way of writing over the file itself: an answer or an error, each time, and after an error nothing was acknowledged.
#[test]
fn a_database_that_is_written_over_gives_errors_and_no_panic() {
    type Blow = fn(&Path);
    let blows: [(&str, Blow); 6] = [
        ("cut to nothing", |path| {
            drop(fs::OpenOptions::new().write(true).truncate(true).open(path).unwrap())
        }),
        ("cut in half", |path| {
            let half = fs::metadata(path).unwrap().len() / 2;
            fs::OpenOptions::new().write(true).open(path).unwrap().set_len(half).unwrap();
        }),
        ("garbage", |path| {
            let long = fs::metadata(path).unwrap().len();
            overwrite(path, &vec![0xa5; usize::try_from(long).unwrap()]);
        }),
        ("garbage after the header", |path| {
            let mut bytes = fs::read(path).unwrap();
            bytes[4096..].fill(0x5a);
            overwrite(path, &bytes);
        }),
        ("its log is cut", |path| {
            drop(fs::OpenOptions::new().write(true).truncate(true).open(beside(path, "-wal")).unwrap());
        }),
        ("its log is garbage", |path| {
            let long = fs::metadata(beside(path, "-wal")).unwrap().len();
            overwrite(&beside(path, "-wal"), &vec![0xa5; usize::try_from(long).unwrap()]);
        }),
    ];
    for (what, blow) in blows {
        for checkpointed in [false, true] {
            let (_holder, store, path) = ten_entries();
            if checkpointed {
                let file = Connection::open(&path).unwrap();
                file.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).unwrap();
            }
            blow(&path);
            // Whatever is said: it is said.
            let acknowledged: Vec<u64> = (0..20).filter_map(|_| store.append(by("after")).ok()).collect();
            let _ = (store.audit(None, 100), store.users(), store.verify_audit(), store.revision());
            drop(store);
            match open(&path).and_then(|store| Ok((store.verify_audit()?, store.audit(None, 1_000)?))) {
                Ok((AuditCheck::Whole { .. }, rows)) => {
                    let lost = acknowledged.iter().find(|id| !rows.iter().any(|row| row.id == **id));
                    assert_eq!(
                        lost, None,
                        "{what}, checkpointed {checkpointed}: it is whole and something is lost"
                    );
                }
                // Named, or refused with a way out.
                Ok((AuditCheck::Broken { .. }, _)) | Err(_) => {}
            }
        }
    }
}

/// In place: the file stays the same file.
fn overwrite(path: &Path, bytes: &[u8]) {
    use std::io::Write as _;
    fs::OpenOptions::new().write(true).open(path).unwrap().write_all(bytes).unwrap();
}

#[test]
fn an_older_copy_written_over_the_file_is_named_or_refused() {
    let (_holder, store, path) = ten_entries();
    drop(store);
    let older = fs::read(&path).unwrap();
    let store = open(&path).unwrap();
    for n in 0..40 {
        store.append(by("later").name(&format!("{n} {}", "x".repeat(200)))).unwrap();
    }
    let file = Connection::open(&path).unwrap();
    file.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(())).unwrap();
    drop(file);
    let mark = match store.audit_step(&store::AuditMark::ORIGIN).unwrap() {
        store::AuditStep::End(mark) => mark,
        other => panic!("{other:?}"),
    };
    assert_eq!(mark.id(), 50);
    drop(store);
    fs::write(&path, older).unwrap();
    let store = open(&path).unwrap();
    assert_eq!(store.verify_audit().unwrap(), AuditCheck::Whole { rows: 10 }, "the file alone cannot tell");
    assert_eq!(
        store.audit_step(&mark).unwrap(),
        store::AuditStep::Broken { id: 11, why: AuditBreak::CutOff }
    );
}
