//! What every store does with policies, told once and lived by each of them; and what the one on disk survives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

#[path = "common/aliases.rs"]
mod aliases;
mod common;
#[path = "common/mongo.rs"]
mod mongo;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{NOW, by};
use domain::policy::{Change, Document, Key, Patch, Platform, Record, content_hash, seed};
use domain::time::Wall;
use mongo::Stores as _;
use mongod::{Kind, Mongod};
use store::{
    AuditCheck, LocalStore, MemoryStore, Outcome, PolicyStore, Seeded, SqliteStore, StateDir, StoreError,
    policy_limits,
};

fn key(name: &str, platform: Platform) -> Key {
    Key { name: name.into(), platform }
}

fn seeded(name: &str, platform: Platform, said: &str) -> Record {
    let mut record = Record::new(key(name, platform));
    record.description = said.into();
    record.seed = Some(content_hash(&record));
    record
}

fn forbid() -> Patch {
    Patch { terminatable: Some(false), ..Patch::default() }
}

fn found(store: &dyn PolicyStore, name: &str, os: Platform) -> Option<Record> {
    store.find_policy(name, os).unwrap().map(|held| held.document.record().unwrap().clone())
}

/// The whole life of a store.
fn story(store: &dyn PolicyStore, audit: &dyn LocalStore) {
    seeds_come_once_and_after_an_upgrade(store);
    an_operator_is_stronger_than_a_seed(store);
    the_system_comes_before_the_common(store);
    names_of_windows_have_no_case(store);
    aliases::other_names_protect_too(store);
    what_is_added_is_new(store);
    an_import_is_all_or_nothing_and_changes_nothing_twice(store);
    each_change_is_in_the_audit(store, audit);
    a_policy_is_bounded(store);
}

fn seeds_come_once_and_after_an_upgrade(store: &dyn PolicyStore) {
    let first = [seeded("nginx", Platform::Common, "one"), seeded("sshd", Platform::Linux, "one")];
    let revision = store.policy_revision().unwrap();
    assert_eq!(store.seed_policies(&first, NOW).unwrap(), Seeded { inserted: 2, updated: 0 });
    assert!(store.policy_revision().unwrap() > revision);
    let revision = store.policy_revision().unwrap();
    assert_eq!(store.seed_policies(&first, NOW).unwrap(), Seeded::default());
    assert_eq!(store.policy_revision().unwrap(), revision);

    store.set_policy(&key("sshd", Platform::Linux), &forbid(), by("policy_set")).unwrap();
    let later = Wall(NOW.0 + 5_000_000_000);
    let second = [seeded("nginx", Platform::Common, "two"), seeded("sshd", Platform::Linux, "two")];
    assert_eq!(store.seed_policies(&second, later).unwrap(), Seeded { inserted: 0, updated: 1 });
    let nginx = found(store, "nginx", Platform::Linux).unwrap();
    assert_eq!(
        (nginx.description.as_str(), nginx.created_at, nginx.updated_at),
        ("two", Some(NOW), Some(later))
    );
    let sshd = found(store, "sshd", Platform::Linux).unwrap();
    assert_eq!((sshd.description.as_str(), sshd.policy.terminatable), ("one", false));
}

fn an_operator_is_stronger_than_a_seed(store: &dyn PolicyStore) {
    store.set_policy(&key("own", Platform::Common), &forbid(), by("policy_set")).unwrap();
    let seeds = [seeded("own", Platform::Linux, "s"), seeded("gone", Platform::Linux, "s")];
    assert_eq!(store.seed_policies(&seeds, NOW).unwrap().inserted, 1);
    assert!(!found(store, "own", Platform::Linux).unwrap().policy.terminatable);

    let gone = key("gone", Platform::Linux);
    store.remove_policy(&gone, by("policy_removed")).unwrap();
    assert_eq!(store.removed_policies().unwrap().as_slice(), std::slice::from_ref(&gone));
    assert_eq!(store.seed_policies(&seeds, NOW).unwrap(), Seeded::default(), "what was removed came back");
    let again = store.remove_policy(&gone, by("policy_removed"));
    assert!(matches!(again, Err(StoreError::PolicyMissing { .. })), "{again:?}");
    store.set_policy(&gone, &Patch::default(), by("policy_set")).unwrap();
    assert_eq!(store.removed_policies().unwrap(), []);
}

fn the_system_comes_before_the_common(store: &dyn PolicyStore) {
    store.set_policy(&key("own", Platform::Windows), &Patch::default(), by("policy_set")).unwrap();
    let at = |os| store.find_policy("own", os).unwrap().unwrap().document.platform().unwrap();
    assert_eq!((at(Platform::Windows), at(Platform::Linux)), (Platform::Windows, Platform::Common));
    assert_eq!(store.find_policy("owner", Platform::Linux).unwrap(), None);
    assert_eq!(store.find_policy("Own", Platform::Linux).unwrap(), None);
    let held = store.policies().unwrap();
    let names: Vec<_> = held.iter().map(|held| held.document.name().unwrap().to_owned()).collect();
    assert!(names.is_sorted(), "{names:?}");
    for one in held {
        assert_eq!(store.policy(&one.id).unwrap().as_ref(), Some(&one));
    }
    assert_eq!(store.policy(&"nothing".parse().unwrap()).unwrap(), None);
}

fn names_of_windows_have_no_case(store: &dyn PolicyStore) {
    let first = store.set_policy(&key("Chrome.exe", Platform::Windows), &forbid(), by("policy_set")).unwrap();
    let second =
        store.set_policy(&key("CHROME.EXE", Platform::Windows), &Patch::default(), by("policy_set")).unwrap();
    assert_eq!(
        (second.change, second.id, second.record.name.as_str()),
        (Change::Unchanged, first.id, "Chrome.exe")
    );
    assert!(!found(store, "chrome.exe", Platform::Windows).unwrap().policy.terminatable);
    store.remove_policy(&key("chrome.EXE", Platform::Windows), by("policy_removed")).unwrap();
    assert_eq!(found(store, "Chrome.exe", Platform::Windows), None);
}

fn what_is_added_is_new(store: &dyn PolicyStore) {
    let added = |name: &str| {
        let record = domain::policy::classify(name, "새 프로그램").0;
        store.add_policy(record, by("policy_added"))
    };
    assert_eq!(added("Fresh.exe").unwrap().change, Change::Created);
    for taken in ["Fresh.exe", "fresh.EXE"] {
        let (held, revision) = (store.policies().unwrap(), store.policy_revision().unwrap());
        let refused = added(taken);
        assert!(matches!(refused, Err(StoreError::PolicyExists { .. })), "{taken}: {refused:?}");
        assert_eq!((store.policies().unwrap(), store.policy_revision().unwrap()), (held, revision));
    }
    store.remove_policy(&key("Fresh.exe", Platform::Windows), by("policy_removed")).unwrap();
    assert_eq!(added("FRESH.exe").unwrap().record.name, "FRESH.exe");
    store.remove_policy(&key("FRESH.exe", Platform::Windows), by("policy_removed")).unwrap();
}

fn an_import_is_all_or_nothing_and_changes_nothing_twice(store: &dyn PolicyStore) {
    let list = || -> Vec<Record> {
        [("redis-server", "데이터베이스"), ("nginx", "웹 서버")]
            .map(|(name, said)| domain::policy::classify(name, said).0)
            .into()
    };
    let changes =
        |written: Vec<store::Written>| written.into_iter().map(|one| one.change).collect::<Vec<_>>();
    let first = store.import_policies(list(), by("policy_imported")).unwrap();
    assert_eq!(changes(first), [Change::Created, Change::Updated]);
    let (held, revision) = (store.policies().unwrap(), store.policy_revision().unwrap());
    let second = store.import_policies(list(), by("policy_imported")).unwrap();
    assert_eq!(changes(second), [Change::Unchanged, Change::Unchanged]);
    assert_eq!((store.policies().unwrap(), store.policy_revision().unwrap()), (held.clone(), revision));
    assert_eq!(found(store, "nginx", Platform::Linux).unwrap().created_at, Some(NOW));

    let mut bad = list();
    bad[0].description = "another".into();
    bad.push(Record {
        description: "x".repeat(policy_limits::DOCUMENT_BYTES),
        ..Record::new(key("huge", Platform::Linux))
    });
    let refused = store.import_policies(bad, by("policy_imported"));
    assert!(matches!(refused, Err(StoreError::PolicyTooLarge { .. })), "{refused:?}");
    assert_eq!(store.policies().unwrap(), held, "half an import was kept");
}

fn each_change_is_in_the_audit(store: &dyn PolicyStore, audit: &dyn LocalStore) {
    // Where the policies are kept elsewhere, what is about to be done is announced first.
    let rows = || {
        let mut rows = audit.audit(None, 1_000).unwrap();
        rows.retain(|row| row.outcome != Outcome::Intended);
        rows
    };
    let before = rows().len();
    store.set_policy(&key("audited", Platform::Linux), &forbid(), by("policy_set")).unwrap();
    store.set_policy(&key("audited", Platform::Linux), &forbid(), by("policy_set")).unwrap();
    let after = rows();
    assert_eq!(after.len(), before + 1, "a change that changes nothing is in the audit");
    assert_eq!((after[0].action.as_str(), after[0].name.as_deref()), ("policy_set", Some("audited")));
    assert_eq!(after[0].reason.as_deref(), Some("linux created: terminatable false"));
    assert!(matches!(audit.verify_audit().unwrap(), AuditCheck::Whole { .. }));
}

fn a_policy_is_bounded(store: &dyn PolicyStore) {
    let many =
        (0..=policy_limits::POLICIES).map(|n| Record::new(key(&format!("n{n}"), Platform::Linux))).collect();
    let full = store.import_policies(many, by("policy_imported"));
    assert!(matches!(full, Err(StoreError::PoliciesFull { .. })), "too many were taken");
    assert_eq!(found(store, "n1", Platform::Linux), None);
}

#[test]
fn the_store_in_memory_lives_it() {
    let store = MemoryStore::new();
    story(&store, &store);
}

#[test]
fn the_store_on_disk_lives_it() {
    let (_holder, store) = common::sqlite();
    story(&store, &store);
}

#[test]
fn the_store_in_mongodb_lives_it() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, audit) = server.store();
    story(&store, &*audit);
}

#[test]
fn the_store_in_a_replica_set_lives_it() {
    let Some(server) = Mongod::start(Kind::Set) else { return };
    let (store, audit) = server.store();
    story(&store, &*audit);
}

#[test]
fn the_catalogue_is_seeded_and_comes_back_as_it_was_written() {
    let (_holder, store) = common::sqlite();
    let seeds = seed::records();
    assert_eq!(store.seed_policies(&seeds, NOW).unwrap().inserted, seeds.len());
    assert_eq!(store.seed_policies(&seeds, NOW).unwrap(), Seeded::default());
    let untouched = store
        .policies()
        .unwrap()
        .into_iter()
        .filter(|held| held.document.record().is_some_and(seed::is_untouched));
    assert_eq!(untouched.count(), domain::catalogue::entries().len());
}

#[test]
fn a_row_that_was_tampered_with_protects_its_name() {
    let (_holder, dir) = common::state_dir();
    let store = SqliteStore::open(&dir).unwrap();
    for name in ["a", "b", "c"] {
        store.set_policy(&key(name, Platform::Linux), &Patch::default(), by("policy_set")).unwrap();
    }
    let raw = rusqlite::Connection::open(dir.path().join("local.db")).unwrap();
    raw.execute("UPDATE policy SET document = 'no json' WHERE name = 'a'", []).unwrap();
    raw.execute(
        "UPDATE policy SET document = (SELECT document FROM policy WHERE name = 'c') WHERE name = 'b'",
        [],
    )
    .unwrap();
    drop(raw);
    assert_eq!(store.policies().unwrap().len(), 3);
    for name in ["a", "b"] {
        let held = store.find_policy(name, Platform::Linux).unwrap().unwrap();
        assert!(
            matches!(&held.document, Document::Unreadable(broken) if broken.name.as_deref() == Some(name))
        );
        assert!(!held.document.terminatable());
    }
    let mended = store.set_policy(&key("a", Platform::Linux), &Patch::default(), by("policy_set")).unwrap();
    assert_eq!(mended.change, Change::Updated);
}

#[test]
fn writers_at_once_lose_nothing_of_each_other() {
    let (_holder, dir) = common::state_dir();
    drop(SqliteStore::open(&dir).unwrap());
    let patches = [
        Patch { category: Some("one".into()), ..Patch::default() },
        Patch { description: Some("two".into()), ..Patch::default() },
        Patch { tags: Some(vec!["three".into()]), ..Patch::default() },
        forbid(),
    ];
    std::thread::scope(|scope| {
        for (at, patch) in patches.iter().enumerate() {
            let dir = &dir;
            scope.spawn(move || {
                let store = SqliteStore::open(dir).unwrap();
                store.set_policy(&key("shared", Platform::Linux), patch, by("policy_set")).unwrap();
                for n in 0..20 {
                    store
                        .set_policy(&key(&format!("{at}-{n}"), Platform::Linux), patch, by("policy_set"))
                        .unwrap();
                }
            });
        }
    });
    let store = SqliteStore::open(&dir).unwrap();
    assert_eq!(store.policies().unwrap().len(), 81);
    let shared = found(&store, "shared", Platform::Linux).unwrap();
    assert_eq!((shared.category.as_str(), shared.description.as_str(), shared.tags.len()), ("one", "two", 1));
    assert!(!shared.policy.terminatable);
    assert!(matches!(store.verify_audit().unwrap(), AuditCheck::Whole { rows: 84 }));
}

#[test]
fn a_store_opened_for_reading_writes_no_policy() {
    let (_holder, dir) = common::state_dir();
    drop(SqliteStore::open(&dir).unwrap());
    let store = SqliteStore::open_reading(&dir).unwrap();
    assert_eq!(store.policies().unwrap(), []);
    let refused = store.seed_policies(&seed::records(), NOW);
    assert!(matches!(refused, Err(StoreError::Unwritable { .. })), "{refused:?}");
}

/// Where the child is to write. The test starts its own program again with this set.
const CHILD: &str = "STORE_POLICY_KILL_TEST_DIR";
const KILLS: usize = 200;

/// Imports three policies at a time and says each time that they were acknowledged.
fn import_until_killed(dir: &Path) {
    let store = SqliteStore::open(&StateDir::open_existing(dir).unwrap()).unwrap();
    let mut out = std::io::stdout().lock();
    for n in store.policies().unwrap().len() / 3.. {
        let three = (0..3).map(|part| Record::new(key(&format!("{n}-{part}"), Platform::Linux))).collect();
        store.import_policies(three, by("policy_imported")).unwrap();
        writeln!(out, "acknowledged {n}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn no_import_that_was_acknowledged_is_lost_to_kill_9_and_none_is_half_there() {
    if let Some(dir) = std::env::var_os(CHILD) {
        return import_until_killed(Path::new(&dir));
    }
    let (_holder, dir) = common::state_dir();
    drop(SqliteStore::open(&dir).unwrap());
    for round in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "no_import_that_was_acknowledged_is_lost_to_kill_9_and_none_is_half_there",
                "--nocapture",
            ])
            .env(CHILD, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = lines
            .map_while(Result::ok)
            .filter_map(|line| Some(line.strip_prefix("acknowledged ")?.parse::<usize>().unwrap()));
        // Another number of writes each time, so that the kill falls into another moment.
        let mut last = said.by_ref().nth(round % 5).expect("the child ended by itself");
        child.kill().unwrap();
        child.wait().unwrap();
        last = said.last().unwrap_or(last);
        let store = SqliteStore::open(&dir).unwrap();
        let held = store.policies().unwrap().len();
        assert!(
            held >= 3 * (last + 1) && held.is_multiple_of(3),
            "round {round}: {held} policies, {last} acknowledged"
        );
        assert_eq!(store.verify_audit().unwrap(), AuditCheck::Whole { rows: held as u64 });
    }
}
