//! What only a database that other programs use too can do to policies: documents of any shape, foreign changes,
//! an index that cannot be made, a server that is away, hangs, or refuses. On a real MongoDB.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;
#[path = "common/mongo.rs"]
mod mongo;
#[path = "common/proxy.rs"]
mod proxy;

use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{NOW, by};
use domain::policy::{Change, Document as Policy, Fault, Key, Patch, Platform, Record, Value, content_hash};
use mongo::{Stores as _, open};
use mongod::{COLLECTION, DATABASE, Kind, Mongod, Other};
use mongodb::bson::{Bson, DateTime, Decimal128, Document, cstr, doc, oid::ObjectId, rawdoc};
use proxy::Proxy;
use store::{
    LocalStore, MongoStore, Outcome, PolicyStore, PolicyTrouble, RemoteFault, SqliteStore, StoreError,
};

/// What a decision may wait at most (CONTRACTS §3: 10 s), and as much again for a machine that is busy with other tests.
const DECISION: Duration = Duration::from_secs(20);
/// How long anything may take that has no time of its own: a machine may be busy with other tests.
const LIMIT: Duration = Duration::from_secs(60);
/// A password that must not be told by anything.
const CANARY: &str = "canary-7f3a";

fn key(name: &str, platform: Platform) -> Key {
    Key { name: name.into(), platform }
}

fn forbid() -> Patch {
    Patch { terminatable: Some(false), ..Patch::default() }
}

fn document(name: &str, platform: &str, terminatable: bool) -> Document {
    doc! { "name": name, "platform": platform, "policy": { "terminatable": terminatable } }
}

fn found(store: &MongoStore, name: &str) -> Option<Policy> {
    store.find_policy(name, Platform::Linux).unwrap().map(|held| held.document)
}

/// Waits until it holds, at most so long.
/// How long it took.
fn wait(limit: Duration, what: &str, mut holds: impl FnMut() -> bool) -> Duration {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < limit, "{what}: not within {limit:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    since.elapsed()
}

/// Whether what is promised to take so long at most does, at least once in a few times: at the others a busy machine may
/// have been in the way.
fn is_kept(promise: Duration, mut took: impl FnMut() -> Duration) -> bool {
    (0..5).any(|_| took() <= promise)
}

fn fault<T: std::fmt::Debug>(done: Result<T, StoreError>) -> RemoteFault {
    match done {
        Err(StoreError::Remote { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

/// Asks for a decision, and answers how long it took.
fn asked(store: &MongoStore) -> (Result<(), RemoteFault>, Duration) {
    let since = Instant::now();
    let done = store.find_policy("nginx", Platform::Linux).map(drop).map_err(|error| match error {
        StoreError::Remote { fault, .. } => fault,
        other => panic!("{other:?}"),
    });
    (done, since.elapsed())
}

#[test]
fn a_policy_is_a_document_as_other_programs_expect_it() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    store.seed_policies(&[], NOW).unwrap();
    store.set_policy(&key("nginx", Platform::Common), &forbid(), by("policy_set")).unwrap();
    let document = server.other().one("nginx");
    assert!(document.get_object_id("_id").is_ok());
    let now = DateTime::from_millis(NOW.0 / 1_000_000);
    for date in ["created_at", "updated_at"] {
        assert_eq!(document.get_datetime(date).unwrap(), &now);
    }
    let keys: Vec<_> = document.keys().map(String::as_str).filter(|key| *key != "_id").collect();
    let expected =
        ["name", "platform", "category", "description", "policy", "tags", "created_at", "updated_at"];
    assert_eq!(keys, expected);
    let policy = document.get_document("policy").unwrap();
    assert_eq!(policy.keys().collect::<Vec<_>>(), ["is_system", "terminatable", "reason"]);
    assert_eq!(document.get_document("seed").ok(), None);
    assert_eq!(store.policy_troubles().unwrap(), []);
}

#[test]
fn fields_of_another_program_survive_our_writes() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    let other = server.other();
    let number: Decimal128 = "12.50".parse().unwrap();
    let mut foreign = document("theirs", "linux", true);
    let own =
        doc! { "owner": ObjectId::new(), "price": number, "a.b": 1, "$odd": [1, { "deep": Bson::MaxKey }] };
    foreign.extend(own.clone());
    foreign
        .get_document_mut("policy")
        .unwrap()
        .insert("theirs", Bson::Timestamp(mongodb::bson::Timestamp { time: 7, increment: 1 }));
    foreign.insert("_id", "an id of their own");
    other.insert(&foreign);

    let patch = Patch { terminatable: Some(false), category: Some("database".into()), ..Patch::default() };
    let written = store.set_policy(&key("theirs", Platform::Linux), &patch, by("policy_set")).unwrap();
    assert_eq!(written.change, Change::Updated);
    let after = other.one("theirs");
    for (key, value) in own {
        assert_eq!(after.get(&key), Some(&value), "{key}");
    }
    let policy = after.get_document("policy").unwrap();
    assert_eq!(
        (policy.get_bool("terminatable").unwrap(), after.get_str("category").unwrap()),
        (false, "database")
    );
    assert!(policy.get_timestamp("theirs").is_ok(), "{policy}");
    // What the patch does not speak of is not written.
    assert_eq!((after.get("tags"), after.get("description")), (None, None));
    // It has an id of ours, and that leads to it.
    assert_eq!(store.policy(&written.id).unwrap().unwrap().document.name(), Some("theirs"));
    store.remove_policy(&key("theirs", Platform::Linux), by("policy_removed")).unwrap();
    assert_eq!(other.count(), 0);
}

#[test]
fn a_change_of_another_field_at_the_same_time_is_not_undone() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    let other = server.other();
    other.insert(document("shared", "linux", true));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            other.update(doc! { "name": "shared" }, doc! { "$set": { "policy.terminatable": false } })
        });
        for n in 0..20 {
            let patch = Patch { description: Some(format!("설명 {n}")), ..Patch::default() };
            store.set_policy(&key("shared", Platform::Linux), &patch, by("policy_set")).unwrap();
        }
    });
    let after = other.one("shared");
    assert_eq!(after.get_str("description").unwrap(), "설명 19");
    assert!(!after.get_document("policy").unwrap().get_bool("terminatable").unwrap(), "their no was lost");
}

#[test]
fn documents_that_cannot_be_read_are_listed_and_protect_what_they_name() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    let other = server.other();
    other.insert(document("fine", "linux", true));
    other.insert(doc! { "name": "no-policy", "platform": "linux" });
    other.insert(doc! { "name": "text", "platform": "linux", "policy": { "terminatable": "true" } });
    other.insert(
        &doc! { "name": "where", "platform": "linux", "policy": { "terminatable": { "$where": "1" } } },
    );
    other.insert(doc! { "name": "nowhere", "platform": 7, "policy": { "terminatable": true } });
    other.insert(doc! { "name": { "$ne": "x" }, "platform": "linux", "policy": { "terminatable": true } });
    other.insert(doc! { "name": "*", "platform": "linux", "policy": { "terminatable": true } });
    other.insert(doc! { "name": "nul\0", "platform": "linux", "policy": { "terminatable": true } });
    let mut twice =
        rawdoc! { "a.b": 2_i64, "name": "twice", "platform": "linux", "policy": { "terminatable": false } };
    twice.append(cstr!("policy"), rawdoc! { "terminatable": true });
    other.insert(twice);
    let mut huge = document("huge", "linux", true);
    huge.insert("junk", "x".repeat(16 * 1024 * 1024 - 1024));
    other.insert(&huge);

    // All of them are listed, and none stops the start.
    assert_eq!(store.policies().unwrap().len(), 10);
    store.seed_policies(&[], NOW).unwrap();
    for (name, why) in [
        ("no-policy", Fault::Terminatable),
        ("text", Fault::Terminatable),
        ("where", Fault::Terminatable),
        ("nowhere", Fault::Platform),
        ("twice", Fault::Twice),
        ("huge", Fault::TooLarge),
    ] {
        let document = found(&store, name).unwrap();
        assert!(matches!(&document, Policy::Unreadable(broken) if broken.why == why), "{name}: {document:?}");
        assert!(!document.terminatable(), "{name}");
    }
    // A star is a name and nothing more.
    assert_eq!(found(&store, "anything"), None);
    assert!(found(&store, "nul").is_none() && found(&store, "nul\0").is_some());
    // Asking for a name is no question of another kind.
    for name in ["$where", "{\"$ne\":1}", ".*", ""] {
        assert_eq!(found(&store, name), None, "{name}");
    }

    // Setting a policy mends a document that can be mended, and says so of one that cannot.
    for name in ["no-policy", "text", "where", "nowhere", "twice"] {
        store.set_policy(&key(name, Platform::Linux), &forbid(), by("policy_set")).unwrap();
        assert!(found(&store, name).unwrap().record().is_some(), "{name}");
    }
    assert_eq!(other.one("twice").get_i64("a.b").unwrap(), 2);
    let refused = store.set_policy(&key("huge", Platform::Linux), &forbid(), by("policy_set"));
    assert!(matches!(refused, Err(StoreError::PolicyTooLarge { .. })), "{refused:?}");
    store.remove_policy(&key("huge", Platform::Linux), by("policy_removed")).unwrap();
    assert_eq!(found(&store, "huge"), None);
}

#[test]
fn a_permission_never_passes_by_a_no_of_the_same_name() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    let other = server.other();
    for terminatable in [true, false, true] {
        other.insert(document("double", "linux", terminatable));
    }
    // The server goes on, and says what is in the way of the index.
    store.seed_policies(&[], NOW).unwrap();
    let trouble = PolicyTrouble::Duplicates(vec![key("double", Platform::Linux)]);
    assert_eq!(store.policy_troubles().unwrap(), [trouble]);
    assert_eq!(store.policies().unwrap().len(), 3);
    assert!(!found(&store, "double").unwrap().terminatable());
    // Removing the policy removes all of it; then the index can be made.
    store.remove_policy(&key("double", Platform::Linux), by("policy_removed")).unwrap();
    assert_eq!(other.count(), 0);
    assert_eq!(store.policy_troubles().unwrap(), [PolicyTrouble::NoIndex]);
    store.seed_policies(&[], NOW).unwrap();
    assert_eq!(store.policy_troubles().unwrap(), []);
}

#[test]
fn an_operators_no_for_every_system_is_not_shadowed_by_a_seed() {
    let Some(server) = Mongod::start(Kind::Set) else { return };
    let (store, _) = server.store();
    server.other().insert(document("nginx", "common", false));
    let mut seed = Record::new(key("nginx", Platform::Linux));
    seed.seed = Some(content_hash(&seed));
    assert_eq!(store.seed_policies(&[seed], NOW).unwrap().inserted, 0);
    assert!(!found(&store, "nginx").unwrap().terminatable());
}

#[test]
fn what_one_server_removed_is_not_seeded_by_another() {
    let Some(server) = Mongod::start(Kind::Set) else { return };
    let seeds = [Record::new(key("gone", Platform::Linux))];
    let (one, _) = server.store();
    let (two, _) = server.store();
    one.seed_policies(&seeds, NOW).unwrap();
    one.remove_policy(&key("gone", Platform::Linux), by("policy_removed")).unwrap();
    assert_eq!(two.seed_policies(&seeds, NOW).unwrap().inserted, 0);
    assert_eq!(two.removed_policies().unwrap(), [key("gone", Platform::Linux)]);
}

#[test]
fn two_servers_that_start_at_once_seed_each_policy_once() {
    let Some(server) = Mongod::start(Kind::Set) else { return };
    let seeds: Vec<_> = (0..300).map(|n| Record::new(key(&format!("n{n}"), Platform::Linux))).collect();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| server.store().0.seed_policies(&seeds, NOW).unwrap());
        }
    });
    assert_eq!(server.other().count(), 300);
}

#[test]
fn a_change_of_another_program_is_seen_within_two_seconds_in_a_replica_set() {
    let Some(server) = Mongod::start(Kind::Set) else { return };
    seen_within(&server, Duration::from_secs(2));
}

#[test]
fn a_change_of_another_program_is_seen_within_thirty_seconds_on_a_single_server() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    seen_within(&server, Duration::from_secs(30));
}

fn seen_within(server: &Mongod, promise: Duration) {
    let (store, _) = server.store();
    let other = server.other();
    other.insert(document("seen", "linux", true));
    let mut revision = store.policy_revision().unwrap();
    let mut terminatable = true;
    let mut seen_after = |change: Document| {
        other.update(doc! { "name": "seen" }, doc! { "$set": change });
        let took = wait(LIMIT, "a change", || store.policy_revision().is_ok_and(|now| now > revision));
        revision = store.policy_revision().unwrap();
        took
    };
    // The stream is opened behind the first reading; a change before that is read by its opening.
    let first = || {
        terminatable = !terminatable;
        seen_after(doc! { "policy.terminatable": terminatable })
    };
    assert!(is_kept(promise, first));
    let mut number = 0;
    let later = || {
        number += 1;
        seen_after(doc! { "description": format!("다른 프로그램 {number}") })
    };
    assert!(is_kept(promise, later));
    assert_eq!(found(&store, "seen").unwrap().terminatable(), terminatable);
}

#[test]
fn a_server_that_is_away_refuses_in_time_and_is_back_by_itself() {
    let Some(mut server) = Mongod::start(Kind::Set) else { return };
    let (store, _) = server.store();
    store.set_policy(&key("nginx", Platform::Linux), &forbid(), by("policy_set")).unwrap();
    store.policy_revision().unwrap();
    server.stop();
    let (done, took) = asked(&store);
    assert_eq!(done, Err(RemoteFault::Unreachable));
    assert!(took < DECISION, "{took:?}");
    assert_eq!(fault(store.policy_revision()), RemoteFault::Unreachable);
    let since = Instant::now();
    let refused = store.set_policy(&key("nginx", Platform::Linux), &Patch::default(), by("policy_set"));
    assert_eq!(fault(refused), RemoteFault::Unreachable);
    assert!(since.elapsed() < DECISION);

    server.run();
    wait(LIMIT, "the database", || store.policy_revision().is_ok());
    assert!(!found(&store, "nginx").unwrap().terminatable());
    // What happens after that is seen as before.
    let revision = store.policy_revision().unwrap();
    server.other().update(doc! { "name": "nginx" }, doc! { "$set": { "category": "web-server" } });
    wait(LIMIT, "a change", || store.policy_revision().is_ok_and(|now| now > revision));
}

#[test]
fn a_primary_that_steps_down_is_waited_for() {
    let Some(server) = Mongod::start(Kind::Set) else { return };
    let (store, _) = server.store();
    store.set_policy(&key("nginx", Platform::Linux), &forbid(), by("policy_set")).unwrap();
    // The only member comes back as the primary when its time is over.
    let _ =
        server.other().admin(doc! { "replSetStepDown": 5, "secondaryCatchUpPeriodSecs": 0, "force": true });
    let (done, took) = asked(&store);
    assert!(took < DECISION && matches!(done, Ok(()) | Err(RemoteFault::Unreachable)), "{done:?} {took:?}");
    wait(LIMIT, "the primary", || asked(&store).0.is_ok());
    store.set_policy(&key("nginx", Platform::Linux), &Patch::default(), by("policy_set")).unwrap();
}

#[test]
fn a_server_that_hangs_refuses_in_time_and_is_back_by_itself() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let proxy = Proxy::to(server.port());
    let (store, _) = open(&proxy.url());
    store.set_policy(&key("nginx", Platform::Linux), &forbid(), by("policy_set")).unwrap();
    proxy.hold(true);
    let (done, took) = asked(&store);
    assert!(matches!(done, Err(RemoteFault::TooSlow | RemoteFault::Unreachable)), "{done:?}");
    assert!(took < DECISION, "{took:?}");
    proxy.hold(false);
    wait(LIMIT, "the database", || asked(&store).0.is_ok());
}

#[test]
fn wrong_names_passwords_and_rights_are_told_apart_and_told_nobody() {
    let Some(server) = Mongod::start(Kind::Guarded) else { return };
    let user = |name: &str, roles: Vec<Document>| {
        doc! { "createUser": name, "pwd": CANARY, "roles": roles }
    };
    // The first user is made from this machine without a name, and may make the others.
    let admin = server.other();
    admin.admin(user("root", vec![doc! { "role": "root", "db": "admin" }])).unwrap();
    let at = |name: &str, password: &str| format!("mongodb://{name}:{password}@127.0.0.1:{}/", server.port());
    let root = Other::new(&at("root", CANARY));
    root.admin(user("reader", vec![doc! { "role": "read", "db": DATABASE }])).unwrap();
    root.insert(document("nginx", "linux", false));

    let reader = open(&at("reader", CANARY)).0;
    assert!(!found(&reader, "nginx").unwrap().terminatable());
    assert_eq!(fault(reader.seed_policies(&[], NOW)), RemoteFault::Denied);
    let set = || {
        reader.set_policy(
            &key("nginx", Platform::Linux),
            &Patch { category: Some("x".into()), ..Patch::default() },
            by("policy_set"),
        )
    };
    assert_eq!(fault(set()), RemoteFault::Denied);
    assert!(reader.policy_revision().is_ok(), "who may only read can read: {:?}", reader.policy_revision());

    let wrong = open(&at("root", "canary-7f3a-wrong")).0;
    let refused = wrong.policies().unwrap_err();
    assert_eq!(fault(wrong.find_policy("nginx", Platform::Linux)), RemoteFault::Credentials);
    let nameless = open(&server.url()).0;
    assert!(matches!(fault(nameless.policies()), RemoteFault::Denied | RemoteFault::Credentials));
    let local = Arc::new(store::MemoryStore::new()) as Arc<dyn LocalStore>;
    let malformed = MongoStore::open(&format!("mongodb://root:{CANARY}@@/?x"), DATABASE, COLLECTION, local);
    for error in [refused, set().unwrap_err(), malformed.err().unwrap()] {
        let told = format!("{error} {error:?}");
        assert!(!told.contains("canary") && !told.contains("root"), "{told}");
    }
}

#[test]
fn nothing_is_changed_that_the_audit_cannot_hold() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (_holder, dir) = common::state_dir();
    drop(SqliteStore::open(&dir).unwrap());
    let unwritable = Arc::new(SqliteStore::open_reading(&dir).unwrap()) as Arc<dyn LocalStore>;
    let store = MongoStore::open(&server.url(), DATABASE, COLLECTION, unwritable).unwrap();
    let refused = store.set_policy(&key("nginx", Platform::Linux), &forbid(), by("policy_set"));
    assert!(matches!(refused, Err(StoreError::Unwritable { .. })), "{refused:?}");
    assert_eq!(server.other().count(), 0);
}

#[test]
fn the_audit_tells_what_was_meant_and_what_became_of_it() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, audit) = server.store();
    store.set_policy(&key("nginx", Platform::Linux), &forbid(), by("policy_set")).unwrap();
    let told: Vec<_> =
        audit.audit(None, 10).unwrap().into_iter().map(|row| (row.outcome, row.name.unwrap())).collect();
    assert_eq!(told, [(Outcome::Ok, "nginx".to_owned()), (Outcome::Intended, "nginx".to_owned())]);
}

#[test]
fn names_of_windows_are_found_whatever_their_case() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    server.other().insert(document("Chrome.EXE", "windows", false));
    server.other().insert(document("chrome.exe", "linux", true));
    let held = store.find_policy("chrome.exe", Platform::Windows).unwrap().unwrap();
    assert_eq!(held.document.name(), Some("Chrome.EXE"));
    assert_eq!(found(&store, "Chrome.EXE"), None);
}

#[test]
fn a_list_goes_from_one_kind_of_store_to_the_other_and_back() {
    let Some(server) = Mongod::start(Kind::Set) else { return };
    let (_holder, disk) = common::sqlite();
    let (mongo, _) = server.store();
    let mut odd = Record::new(key("odd", Platform::Linux));
    odd.rest.set("theirs", Value::List(vec![Value::Int(1), Value::Null, Value::Float(0.5)]));
    let first: Vec<Record> = domain::policy::seed::records().into_iter().take(200).chain([odd]).collect();
    disk.import_policies(first, by("policy_imported")).unwrap();
    let exported = |store: &dyn PolicyStore| -> Vec<Record> {
        store.policies().unwrap().iter().map(|held| held.document.record().unwrap().clone()).collect()
    };
    mongo.import_policies(exported(&disk), by("policy_imported")).unwrap();
    assert_eq!(exported(&mongo), exported(&disk));
    let back = disk.import_policies(exported(&mongo), by("policy_imported")).unwrap();
    assert!(back.iter().all(|written| written.change == Change::Unchanged));
}

#[test]
fn a_store_can_be_let_go_anywhere() {
    let Some(server) = Mongod::start(Kind::Set) else { return };
    let (store, _) = server.store();
    store.policy_revision().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async move { drop(store) });
}
