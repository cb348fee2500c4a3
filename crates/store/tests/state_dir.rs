//! The state directory against other users of the machine, and files of other versions and programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

use common::{add, by, name, token};
use domain::Role;
use rusqlite::Connection;
use store::{LocalStore, SqliteStore, StateDir, StoreError};

const STRANGER: u32 = 65_534;

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Every file with its owner, mode, size and time: what a reading command must not change.
fn listing(dir: &Path) -> BTreeMap<PathBuf, (u32, u32, u64, i64)> {
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let found = fs::symlink_metadata(&path).unwrap();
            let facts = (found.uid(), found.mode(), found.len(), found.mtime_nsec());
            (path, facts)
        })
        .collect()
}

/// Only root can make a stranger.
fn is_root() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        println!("SKIPPED state directory: it needs root");
    }
    root
}

#[test]
fn the_directory_is_0700_and_every_file_0600_while_in_use() {
    let (_holder, dir) = common::state_dir();
    let store = SqliteStore::open(&dir).unwrap();
    add(&store, "anna", Role::Admin);
    assert_eq!(mode(dir.path()), 0o700);
    let files = listing(dir.path());
    assert!(files.len() >= 3, "no log and no shared memory beside the database: {files:?}");
    for path in files.keys() {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
}

#[test]
fn missing_parents_are_made_for_the_owner_alone() {
    let holder = tempfile::tempdir().unwrap();
    StateDir::open_or_create(&holder.path().join("a/b")).unwrap();
    assert_eq!((mode(&holder.path().join("a")), mode(&holder.path().join("a/b"))), (0o700, 0o700));
}

#[test]
fn an_empty_directory_and_our_own_are_closed_to_others() {
    let (_holder, dir) = common::state_dir();
    for make in [false, true] {
        if make {
            drop(SqliteStore::open(&dir).unwrap());
            fs::set_permissions(dir.path().join("local.db"), fs::Permissions::from_mode(0o644)).unwrap();
        }
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let again = StateDir::open_or_create(dir.path()).unwrap();
        assert_eq!(mode(dir.path()), 0o700);
        drop(SqliteStore::open(&again).unwrap());
        assert_eq!(mode(&dir.path().join("local.db")), 0o600);
    }
}

#[test]
fn a_directory_with_other_things_in_it_is_not_closed_but_refused() {
    let holder = tempfile::tempdir().unwrap();
    fs::write(holder.path().join("thesis.txt"), "").unwrap();
    fs::set_permissions(holder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let refused = StateDir::open_or_create(holder.path()).unwrap_err();
    assert!(matches!(refused, StoreError::Exposed { mode: 0o755, .. }), "{refused:?}");
    assert_eq!(mode(holder.path()), 0o755);
}

#[test]
fn a_directory_that_others_may_write_is_refused() {
    let (_holder, dir) = common::state_dir();
    for open in [0o777, 0o1777, 0o770, 0o702] {
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(open)).unwrap();
        for refused in [StateDir::open_or_create(dir.path()), StateDir::open_existing(dir.path())] {
            let refused = refused.unwrap_err();
            assert!(matches!(&refused, StoreError::Exposed { mode, .. } if *mode == open), "{refused:?}");
            assert!(refused.to_string().contains("chmod 700"), "{refused}");
        }
    }
}

#[test]
fn a_command_never_makes_a_directory() {
    let holder = tempfile::tempdir().unwrap();
    let missing = holder.path().join("state");
    assert!(matches!(StateDir::open_existing(&missing), Err(StoreError::Missing { .. })));
    assert!(!missing.exists());
}

#[test]
fn a_file_in_place_of_the_directory_is_an_error_with_a_way_out() {
    let holder = tempfile::NamedTempFile::new().unwrap();
    for refused in [StateDir::open_or_create(holder.path()), StateDir::open_existing(holder.path())] {
        let refused = refused.unwrap_err();
        assert!(
            refused.is_access_problem() && refused.to_string().ends_with("name a directory"),
            "{refused}"
        );
    }
}

#[test]
fn a_strangers_directory_is_refused_by_the_server_and_kept_by_roots_commands() {
    if !is_root() {
        return;
    }
    let (_holder, dir) = common::state_dir();
    drop(SqliteStore::open(&dir).unwrap());
    chown(dir.path(), Some(STRANGER), Some(STRANGER)).unwrap();
    fs::remove_file(dir.path().join("local.db")).unwrap();
    let refused = StateDir::open_or_create(dir.path()).unwrap_err();
    assert!(matches!(refused, StoreError::Foreign { owner: STRANGER, .. }), "{refused:?}");

    let dir = StateDir::open_existing(dir.path()).unwrap();
    let store = SqliteStore::open(&dir).unwrap();
    add(&store, "anna", Role::Admin);
    let files = listing(dir.path());
    assert!(files.len() >= 3, "{files:?}");
    for (path, (owner, ..)) in files {
        assert_eq!(owner, STRANGER, "{}", path.display());
        assert_eq!(fs::metadata(&path).unwrap().gid(), STRANGER, "{}", path.display());
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn a_strangers_database_or_link_to_the_directory_is_refused() {
    if !is_root() {
        return;
    }
    let (holder, dir) = common::state_dir();
    let link = holder.path().join("link");
    symlink(dir.path(), &link).unwrap();
    StateDir::open_existing(&link).unwrap();
    std::os::unix::fs::lchown(&link, Some(STRANGER), None).unwrap();
    assert!(matches!(StateDir::open_existing(&link), Err(StoreError::Foreign { owner: STRANGER, .. })));

    drop(SqliteStore::open(&dir).unwrap());
    chown(dir.path().join("local.db"), Some(STRANGER), None).unwrap();
    let refused = SqliteStore::open(&dir).unwrap_err();
    assert!(matches!(refused, StoreError::Foreign { owner: STRANGER, .. }), "{refused:?}");
}

#[test]
fn what_is_planted_in_place_of_a_file_is_refused_and_not_touched() {
    let (holder, dir) = common::state_dir();
    let victim = holder.path().join("victim");
    fs::write(&victim, "").unwrap();
    for file in ["local.db", "local.db-wal", "local.db-shm", "local.db-journal"] {
        let path = dir.path().join(file);
        let plant: [(&str, &dyn Fn()); 5] = [
            ("a symbolic link", &|| symlink(&victim, &path).unwrap()),
            ("a symbolic link", &|| symlink(holder.path().join("nothing"), &path).unwrap()),
            ("a file with a second name", &|| fs::hard_link(&victim, &path).unwrap()),
            ("a directory", &|| fs::create_dir(&path).unwrap()),
            ("a FIFO", &|| {
                let kind = rustix::fs::FileType::Fifo;
                rustix::fs::mknodat(rustix::fs::CWD, &path, kind, rustix::fs::Mode::RUSR, 0).unwrap();
            }),
        ];
        for (what, plant) in plant {
            plant();
            for refused in [SqliteStore::open(&dir), SqliteStore::open_reading(&dir)] {
                let refused = refused.unwrap_err();
                assert!(
                    matches!(&refused, StoreError::Planted { found, .. } if *found == what),
                    "{file}: {refused:?}"
                );
            }
            drop(fs::remove_file(&path).or_else(|_| fs::remove_dir(&path)));
        }
    }
    assert_eq!(fs::read(&victim).unwrap(), b"");
    assert!(!holder.path().join("nothing").exists(), "something was made through a link");
}

#[test]
fn reading_changes_nothing_at_rest_and_sees_what_a_running_server_wrote() {
    let (_holder, dir) = common::state_dir();
    assert!(matches!(SqliteStore::open_reading(&dir), Err(StoreError::Missing { .. })));
    assert!(listing(dir.path()).is_empty(), "reading made a file");

    let server = SqliteStore::open(&dir).unwrap();
    add(&server, "anna", Role::Admin);
    let before = listing(dir.path());
    let reading = SqliteStore::open_reading(&dir).unwrap();
    assert!(reading.user(&name("anna")).unwrap().is_some(), "what is in the log is not seen");
    let refused = reading.remove_user(&name("anna"), by("user_remove")).unwrap_err();
    assert!(matches!(refused, StoreError::Unwritable { .. }), "{refused:?}");
    drop(reading);
    assert_eq!(listing(dir.path()), before);

    drop(server);
    let before = listing(dir.path());
    let reading = SqliteStore::open_reading(&dir).unwrap();
    assert!(reading.user(&name("anna")).unwrap().is_some());
    drop(reading);
    assert_eq!(listing(dir.path()), before, "reading at rest left something behind");
}

#[test]
fn a_path_with_odd_characters_is_read_as_it_is() {
    let holder = tempfile::tempdir().unwrap();
    let path = holder.path().join("100% #1?mode=memory&immutable=1 한");
    let dir = StateDir::open_or_create(&path).unwrap();
    add(&SqliteStore::open(&dir).unwrap(), "anna", Role::Admin);
    let reading = SqliteStore::open_reading(&dir).unwrap();
    assert!(reading.user(&name("anna")).unwrap().is_some());
}

#[test]
fn a_newer_database_is_refused_with_both_versions() {
    let (_holder, dir) = common::state_dir();
    drop(SqliteStore::open(&dir).unwrap());
    let file = Connection::open(dir.path().join("local.db")).unwrap();
    let known: i64 = file.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let newer = known + 1;
    file.pragma_update(None, "user_version", newer).unwrap();
    drop(file);
    let before = listing(dir.path());
    for refused in [SqliteStore::open(&dir), SqliteStore::open_reading(&dir)] {
        let refused = refused.unwrap_err();
        let StoreError::Newer { found, known: ours, .. } = &refused else { panic!("{refused:?}") };
        assert_eq!((*found, *ours), (newer, known));
        assert!(
            refused.to_string().contains(&format!("schema {newer}, this one knows {known}")),
            "{refused}"
        );
    }
    assert_eq!(listing(dir.path()), before, "a newer database was touched");
}

#[test]
fn the_database_of_another_program_and_garbage_are_refused() {
    let (_holder, dir) = common::state_dir();
    let path = dir.path().join("local.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    let refused = SqliteStore::open(&dir).unwrap_err();
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
    fs::write(&path, "not a database, but long enough to have a header ".repeat(100)).unwrap();
    for refused in [SqliteStore::open(&dir), SqliteStore::open_reading(&dir)] {
        let refused = refused.unwrap_err();
        assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
    }
}

#[test]
fn a_directory_that_cannot_be_written_says_so_with_a_way_out() {
    let refused = StateDir::open_or_create(Path::new("/proc/server-monitor-state")).unwrap_err();
    assert!(matches!(refused, StoreError::Unwritable { .. }), "{refused:?}");
    assert!(refused.is_access_problem() && refused.to_string().contains("--state-dir"), "{refused}");
}

#[test]
fn what_is_stolen_with_the_directory_is_hashes_and_the_secrets_of_authenticators() {
    let (_holder, dir) = common::state_dir();
    let store = SqliteStore::open(&dir).unwrap();
    add(&store, "anna", Role::Admin);
    common::session(&store, "anna", "canary-session", common::NOW);
    store.add_token(token("canary", Role::Admin), by("token_add")).unwrap();
    common::second_factor(&store, "anna", 1);
    for path in listing(dir.path()).into_keys() {
        let bytes = fs::read(&path).unwrap();
        for canary in ["canary-session", "token canary", "code 3"] {
            let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            assert!(!found, "{canary:?} lies in {}", path.display());
        }
    }
}
