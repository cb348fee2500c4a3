//! One document of the policies by its id, whatever it says: corrected, removed, and no other with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;
#[path = "common/mongo.rs"]
mod mongo;

use common::{NOW, by};
use domain::policy::{Change, Document as Policy, Fault, Key, Patch, Platform, Record};
use mongo::Stores as _;
use mongod::{Kind, Mongod};
use mongodb::bson::{RawDocumentBuf, doc};
use store::{
    AuditRow, DocumentText, Held, LocalStore, MemoryStore, PolicyId, PolicyStore, Seeded, SqliteStore,
    StoreError,
};

fn key(name: &str, platform: Platform) -> Key {
    Key { name: name.into(), platform }
}

fn forbidding(name: &str, platform: Platform) -> Record {
    let mut record = Record::new(key(name, platform));
    record.policy.terminatable = false;
    record
}

fn unreadable(store: &dyn PolicyStore) -> Vec<Held> {
    let held = store.policies().unwrap();
    held.into_iter().filter(|held| held.document.record().is_none()).collect()
}

fn forbids(store: &dyn PolicyStore, name: &str) -> bool {
    let found = store.find_policy(name, Platform::Linux).unwrap();
    found.is_some_and(|held| !held.document.terminatable())
}

/// Newest first: what was done, to what, and what the row says of it.
fn audited(audit: &dyn LocalStore) -> Vec<(String, String, String)> {
    let said = |row: AuditRow| (row.action, row.name.unwrap_or_default(), row.reason.unwrap_or_default());
    audit.audit(None, 100).unwrap().into_iter().map(said).collect()
}

/// What every store does with documents by their ids.
fn story(store: &dyn PolicyStore, audit: &dyn LocalStore) {
    let seed = forbidding("nginx", Platform::Common);
    store.seed_policies(std::slice::from_ref(&seed), NOW).unwrap();
    let add = |platform| store.add_policy(forbidding("tool", platform), by("policy_set")).unwrap().id;
    let (linux, common) = (add(Platform::Linux), add(Platform::Common));

    // One goes and the other stays; nobody brings it back, and a second time there is nothing to remove.
    store.remove_document(&linux, by("policy_removed")).unwrap();
    assert!(store.policy(&linux).unwrap().is_none() && store.policy(&common).unwrap().is_some());
    assert_eq!(audited(audit)[0], ("policy_removed".into(), "tool".into(), "linux".into()));
    let gone = store.remove_document(&linux, by("policy_removed"));
    assert!(matches!(gone, Err(StoreError::DocumentMissing { ref id }) if *id == linux), "{gone:?}");
    let nginx = store.find_policy("nginx", Platform::Linux).unwrap().unwrap().id;
    store.remove_document(&nginx, by("policy_removed")).unwrap();
    assert_eq!(store.seed_policies(&[seed], NOW).unwrap(), Seeded::default());

    // A correction writes as any other change does, about what the document is about and nothing else.
    let rows = audited(audit).len();
    let same =
        store.correct_document(&common, forbidding("tool", Platform::Common), by("policy_set")).unwrap();
    assert_eq!((same.change, audited(audit).len()), (Change::Unchanged, rows));
    let mut new = forbidding("tool", Platform::Common);
    new.category = "database".into();
    let revision = store.policy_revision().unwrap();
    let changed = store.correct_document(&common, new, by("policy_set")).unwrap();
    assert_eq!((changed.change, &changed.id), (Change::Updated, &common));
    assert!(store.policy_revision().unwrap() > revision);
    let other = store.correct_document(&common, forbidding("other", Platform::Common), by("policy_set"));
    assert!(matches!(other, Err(StoreError::PolicyMissing { .. })), "{other:?}");
    assert!(!forbids(store, "other") && forbids(store, "tool"));
    let nothing: PolicyId = "nothing".parse().unwrap();
    let gone = store.correct_document(&nothing, forbidding("x", Platform::Linux), by("policy_set"));
    assert!(matches!(gone, Err(StoreError::DocumentMissing { .. })), "{gone:?}");
}

#[test]
fn the_store_in_memory_lives_it() {
    let store = MemoryStore::new();
    story(&store, &store);
}

#[test]
fn the_store_on_disk_lives_it_and_corrects_and_removes_a_row_that_was_tampered_with() {
    let (_holder, dir) = common::state_dir();
    let store = SqliteStore::open(&dir).unwrap();
    story(&store, &store);
    for name in ["a", "b"] {
        store.set_policy(&key(name, Platform::Linux), &Patch::default(), by("policy_set")).unwrap();
    }
    let raw = rusqlite::Connection::open(dir.path().join("local.db")).unwrap();
    raw.execute("UPDATE policy SET document = 'no json' WHERE name IN ('a', 'b')", []).unwrap();
    drop(raw);
    let broken = unreadable(&store);
    let text = DocumentText::of(&broken[0].document, 100);
    assert_eq!((broken.len(), text.text.as_str(), text.complete), (2, "no json", true));
    assert!(forbids(&store, "a") && forbids(&store, "b"));
    store.correct_document(&broken[0].id, Record::new(key("a", Platform::Linux)), by("policy_set")).unwrap();
    store.remove_document(&broken[1].id, by("policy_removed")).unwrap();
    assert!(unreadable(&store).is_empty() && !forbids(&store, "a") && !forbids(&store, "b"));
}

#[test]
fn the_store_in_a_replica_set_lives_it() {
    let Some(server) = Mongod::start(Kind::Set) else { return };
    let (store, audit) = server.store();
    story(&store, &*audit);
}

#[test]
fn a_document_that_names_nothing_is_corrected_and_removed_by_its_id_and_no_other_with_it() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, audit) = server.store();
    let other = server.other();
    store.add_policy(forbidding("taken", Platform::Linux), by("policy_set")).unwrap();
    // A collection of somebody else: ids of their own, no names, names without a platform.
    other.insert(doc! { "_id": "user/1", "email": "kim@example.org", "roles": ["a"] });
    other.insert(doc! { "_id": "user/2", "email": "lee@example.org" });
    other.insert(
        doc! { "_id": { "a": 1 }, "name": 7, "platform": "linux", "policy": { "terminatable": true } },
    );
    other.insert(doc! { "name": "adrift", "team": "ours" });
    other.insert(doc! { "name": "taken", "platform": "solaris" });
    other.insert(&doc! { "large": "x".repeat(1024 * 1024) });
    let is = |held: &Held, part: &str| DocumentText::of(&held.document, 10_000).text.contains(part);
    let found = |part: &str| unreadable(&store).into_iter().find(|held| is(held, part)).unwrap().id;
    assert_eq!(unreadable(&store).len(), 6);

    // By its id alone it is looked at, and what is too large says that it is not all.
    let large = unreadable(&store)
        .into_iter()
        .find(|held| matches!(&held.document, Policy::Unreadable(broken) if broken.why == Fault::TooLarge));
    let large = large.unwrap();
    assert!(!DocumentText::of(&large.document, 10_000).complete);
    let (kim, lee) = (found("kim@"), found("lee@"));
    assert!(is(&store.policy(&kim).unwrap().unwrap(), "kim@example.org"));

    store.remove_document(&kim, by("policy_removed")).unwrap();
    assert_eq!(audited(&*audit)[0], ("policy_removed".into(), kim.to_string(), "?".into()));
    store.remove_document(&large.id, by("policy_removed")).unwrap();
    assert_eq!((unreadable(&store).len(), other.count()), (4, 5));
    assert!(store.policy(&lee).unwrap().is_some());

    // Corrected, it is a policy, and keeps what we do not know.
    let adrift = found("adrift");
    let taken = store.correct_document(&lee, forbidding("taken", Platform::Linux), by("policy_set"));
    assert!(matches!(taken, Err(StoreError::PolicyExists { .. })), "{taken:?}");
    let nowhere = found("solaris");
    let taken = store.correct_document(&nowhere, forbidding("taken", Platform::Linux), by("policy_set"));
    assert!(matches!(taken, Err(StoreError::PolicyExists { .. })), "{taken:?}");
    for (id, name) in [(&lee, "lee-tool"), (&adrift, "adrift"), (&found("\"name\": 7"), "seven")] {
        let written =
            store.correct_document(id, forbidding(name, Platform::Linux), by("policy_set")).unwrap();
        assert_eq!((&written.id, forbids(&store, name)), (id, true), "{name}");
    }
    assert_eq!(other.one("lee-tool").get_str("email").unwrap(), "lee@example.org");
    assert_eq!(other.one("adrift").get_str("team").unwrap(), "ours");
    let (_, name, said) = audited(&*audit).remove(0);
    assert_eq!((name.as_str(), said.as_str()), ("seven", "linux updated: terminatable false"));
    assert_eq!(unreadable(&store).len(), 1);
    assert!(matches!(
        store.correct_document(&large.id, forbidding("x", Platform::Linux), by("policy_set")),
        Err(StoreError::DocumentMissing { .. })
    ));
}

#[test]
fn documents_that_name_nothing_do_not_keep_policies_from_being_told_apart() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    let other = server.other();
    other.insert_all([doc! { "email": "kim@example.org" }, doc! { "email": "lee@example.org" }]);
    store.seed_policies(&[forbidding("nginx", Platform::Common)], NOW).unwrap();
    store.seed_policies(&[], NOW).unwrap();
    assert_eq!(store.policy_troubles().unwrap(), []);
    let twin = doc! { "name": "nginx", "platform": "common" };
    let refused = other.command(doc! { "insert": mongod::COLLECTION, "documents": [twin] }).unwrap();
    assert_eq!(refused.get_array("writeErrors").unwrap().len(), 1, "{refused}");
}

#[test]
fn of_two_policies_of_one_name_only_the_one_that_is_meant_is_removed() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    let other = server.other();
    let twin = |reason: &str| {
        doc! { "name": "twin", "platform": "linux", "policy": { "terminatable": reason == "yes", "reason": reason } }
    };
    other.insert(twin("no"));
    other.insert(twin("yes"));
    assert!(forbids(&store, "twin"));
    let no = store.find_policy("twin", Platform::Linux).unwrap().unwrap().id;
    store.remove_document(&no, by("policy_removed")).unwrap();
    assert!(other.count() == 1 && !forbids(&store, "twin"));
    // One is left: what is removed stays removed only when none is.
    assert!(store.removed_policies().unwrap().is_empty());
}

#[test]
fn a_document_whose_text_is_no_text_is_corrected_whole() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    let mut bytes =
        RawDocumentBuf::try_from(&doc! { "name": "garbled", "note": "XYZ" }).unwrap().into_bytes();
    let at = bytes.windows(3).position(|window| window == b"XYZ").unwrap();
    bytes[at] = 0xff;
    server.other().insert(RawDocumentBuf::from_bytes(bytes).unwrap());
    let broken = unreadable(&store).remove(0);
    assert!(!DocumentText::of(&broken.document, 1_000).complete);
    assert!(forbids(&store, "garbled"));
    store
        .correct_document(&broken.id, Record::new(key("garbled", Platform::Linux)), by("policy_set"))
        .unwrap();
    assert!(unreadable(&store).is_empty() && !forbids(&store, "garbled"));
}
