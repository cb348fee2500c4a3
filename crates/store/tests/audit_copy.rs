//! The copy of the audit in a real MongoDB: all of it, once, in its order, whatever happens in between; and nothing here
//! waits for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;
#[path = "common/mongo.rs"]
mod mongo;
#[path = "common/proxy.rs"]
mod proxy;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{NOW, by};
use mongo::open;
use mongod::{DATABASE, Kind, Mongod, Other};
use mongodb::bson::{Bson, DateTime, Document, doc};
use proxy::Proxy;
use store::{
    Actor, AuditCopy, Copied, Entry, LocalStore as _, Outcome, RemoteFault, SqliteStore, StateDir, StoreError,
};

const AUDIT: &str = "audit";

fn local() -> (tempfile::TempDir, Arc<SqliteStore>) {
    let (holder, store) = common::sqlite();
    (holder, Arc::new(store))
}

fn write(local: &SqliteStore, count: usize) {
    local.append_all((0..count).map(|n| by("deed").name(&format!("process {n}"))).collect()).unwrap();
}

fn copy_of(url: &str, local: &Arc<SqliteStore>) -> AuditCopy {
    open(url).0.audit_copy(Arc::clone(local), "web-1")
}

/// Copies until nothing is left, and answers how much that was and whether there were rows of which nothing is known here.
fn finish(copy: &AuditCopy) -> Copied {
    let mut all = Copied::default();
    loop {
        let Copied { rows, strayed } = copy.copy().unwrap();
        all = Copied { rows: all.rows + rows, strayed: all.strayed | strayed };
        if rows == 0 {
            return all;
        }
    }
}

fn there(server: &Mongod) -> Other {
    server.other().on(AUDIT)
}

fn numbers(documents: &[Document]) -> Vec<i64> {
    documents.iter().map(|document| document.get_i64("entry").unwrap()).collect()
}

fn fault(done: Result<Copied, StoreError>) -> RemoteFault {
    match done {
        Err(StoreError::Remote { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

/// The links of the chain as they lie in the file.
fn links(folder: &Path) -> Vec<String> {
    let raw = rusqlite::Connection::open(folder.join("state/local.db")).unwrap();
    let mut rows = raw.prepare("SELECT lower(hex(link)) FROM audit ORDER BY id").unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn what_happened_while_the_database_was_away_arrives_once_and_in_its_order() {
    let Some(mut server) = Mongod::place(Kind::Set) else { return };
    let (holder, local) = local();
    write(&local, 1_203);
    let copy = copy_of(&server.url(), &local);
    assert_eq!(fault(copy.copy()), RemoteFault::Unreachable);
    server.run();
    // In bounded steps.
    let first = loop {
        // The driver may not have noticed yet that somebody is there.
        if let Ok(copied) = copy.copy() {
            break copied;
        }
    };
    assert_eq!(first, Copied { rows: 500, strayed: false });
    assert_eq!(finish(&copy), Copied { rows: 703, strayed: false });
    let documents = there(&server).all(doc! {});
    assert!(numbers(&documents).into_iter().eq(1..=1_203), "{} documents in another order", documents.len());
    let hashes: Vec<_> = documents.iter().map(|document| document.get_str("hash").unwrap()).collect();
    assert_eq!(hashes, links(holder.path()), "the chain of the copy is not that of the audit");

    // It goes away again in the middle, and what was acknowledged by nobody is neither lost nor there twice.
    write(&local, 1_000);
    assert_eq!(copy.copy().unwrap().rows, 500);
    server.stop();
    write(&local, 10);
    assert_eq!(fault(copy.copy()), RemoteFault::Unreachable);
    server.run();
    while copy.copy().is_err() {}
    finish(&copy);
    // After a crash MongoDB may put its documents in another order than before.
    let mut numbers = numbers(&there(&server).all(doc! {}));
    numbers.sort_unstable();
    assert!(numbers.iter().copied().eq(1..=2_213), "{} documents", numbers.len());
}

#[test]
fn a_row_is_a_document_with_everything_that_the_audit_says() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (_holder, local) = local();
    let entry = Entry::new(NOW, Actor::autopilot("leak"), "end")
        .outcome(Outcome::Refused)
        .key("42-1000")
        .name("nul\0 \u{1b}[2J $where")
        .code("root")
        .reason("비밀 없음")
        .address(Some("192.0.2.7".parse().unwrap()));
    local.append(entry).unwrap();
    local.append(Entry::new(NOW, Actor::anonymous(), "log_in")).unwrap();
    finish(&copy_of(&server.url(), &local));
    let [full, bare] = there(&server).all(doc! {}).try_into().unwrap();
    let keys: Vec<_> = full.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "_id", "action", "actor", "address", "at", "at_ns", "code", "entry", "hash", "host", "key",
            "name", "outcome", "reason", "source"
        ]
    );
    let text = |key: &str| full.get_str(key).unwrap();
    assert_eq!((text("host"), text("actor"), text("action")), ("web-1", "autopilot:leak", "end"));
    assert_eq!((text("key"), text("outcome"), text("code")), ("42-1000", "refused", "root"));
    assert_eq!((text("name"), text("reason")), ("nul\0 \u{1b}[2J $where", "비밀 없음"));
    assert_eq!((text("address"), text("hash").len()), ("192.0.2.7", 64));
    assert_eq!(full.get_datetime("at").unwrap(), &DateTime::from_millis(NOW.0 / 1_000_000));
    assert_eq!(full.get_i64("at_ns").unwrap(), NOW.0);
    for key in ["key", "name", "code", "reason", "address"] {
        assert_eq!(bare.get(key), Some(&Bson::Null), "{key}");
    }
}

#[test]
fn a_row_that_is_copied_twice_is_one_document() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (_holder, local) = local();
    write(&local, 700);
    let copies = [(); 3].map(|()| copy_of(&server.url(), &local));
    // Each of them believes that it is the only one.
    std::thread::scope(|scope| {
        for copy in &copies {
            scope.spawn(|| finish(copy));
        }
    });
    assert_eq!(there(&server).count(), 700);
    // After a restart it goes on where it was, and asks nothing while there is nothing.
    let again = copy_of(&server.url(), &local);
    assert_eq!(finish(&again), Copied::default());
    write(&local, 1);
    assert_eq!(finish(&again).rows, 1);
    assert_eq!(there(&server).count(), 701);
}

#[test]
fn machines_share_a_collection_and_documents_of_others_do_no_harm() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let other = there(&server);
    other.insert(doc! { "_id": 7, "entry": "many", "source": ["x"] });
    other.insert(doc! { "_id": { "gte": "a" } });
    other.insert(doc! { "_id": "-", "at": DateTime::MAX });
    let (_one_holder, one) = local();
    let (_two_holder, two) = local();
    let copies = [copy_of(&server.url(), &one), copy_of(&server.url(), &two)];
    for (local, copy) in [(&one, &copies[0]), (&two, &copies[1])] {
        write(local, 3);
        assert_eq!(finish(copy), Copied { rows: 3, strayed: false });
    }
    // Somebody claims to know what this audit will say: it is told, and what it really says comes all the same.
    let source = other.all(doc! { "host": "web-1" })[0].get_str("source").unwrap().to_owned();
    other.insert(doc! { "_id": format!("{source}-9999999999999999-ffffffffffffffff"), "entry": 1 });
    write(&one, 2);
    let again = copy_of(&server.url(), &one);
    assert_eq!(finish(&again), Copied { rows: 2, strayed: true });
    assert_eq!(other.count(), 3 + 6 + 1 + 2);
}

#[test]
fn an_audit_that_was_restored_is_copied_on_and_nothing_that_was_copied_is_lost() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (holder, dir) = common::state_dir();
    let first = Arc::new(SqliteStore::open(&dir).unwrap());
    write(&first, 600);
    finish(&copy_of(&server.url(), &first));
    drop(first);
    let backup = holder.path().join("backup.db");
    std::fs::copy(dir.path().join("local.db"), &backup).unwrap();
    let first = Arc::new(SqliteStore::open(&dir).unwrap());
    write(&first, 50);
    assert_eq!(finish(&copy_of(&server.url(), &first)).rows, 50);
    drop(first);
    std::fs::copy(&backup, dir.path().join("local.db")).unwrap();
    let restored = Arc::new(SqliteStore::open(&StateDir::open_existing(dir.path()).unwrap()).unwrap());
    restored.append(by("another_deed")).unwrap();
    let copy = copy_of(&server.url(), &restored);
    // That there were other rows is told, and only the one that is new is written.
    assert_eq!(finish(&copy), Copied { rows: 1, strayed: true });
    let documents = there(&server).all(doc! { "entry": 601 });
    let actions: Vec<_> = documents.iter().map(|document| document.get_str("action").unwrap()).collect();
    assert_eq!((there(&server).count(), actions), (651, vec!["deed", "another_deed"]));
}

#[test]
fn who_may_only_read_there_is_told_so_and_the_audit_goes_on() {
    let Some(server) = Mongod::start(Kind::Guarded) else { return };
    let user = |name: &str, role: &str, db: &str| {
        doc! { "createUser": name, "pwd": "pass", "roles": [{ "role": role, "db": db }] }
    };
    server.other().admin(user("root", "root", "admin")).unwrap();
    let at = |name: &str| format!("mongodb://{name}:pass@127.0.0.1:{}/", server.port());
    Other::new(&at("root")).admin(user("reader", "read", DATABASE)).unwrap();
    let (_holder, local) = local();
    let (policies, _) = open(&at("reader"));
    let copy = policies.audit_copy(Arc::clone(&local), "web-1");
    write(&local, 3);
    for _ in 0..3 {
        assert_eq!(fault(copy.copy()), RemoteFault::Denied);
        // What ails the copy is no trouble of the policies.
        store::PolicyStore::policy_revision(&policies).unwrap();
    }
    write(&local, 3);
    let rows = local.audit(None, 10).unwrap();
    assert_eq!(rows.len(), 6);
}

#[test]
fn a_database_that_hangs_holds_up_the_copy_and_nobody_else() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (_holder, local) = local();
    let proxy = Proxy::to(server.port());
    let copy = copy_of(&proxy.url(), &local);
    write(&local, 1);
    finish(&copy);
    proxy.hold(true);
    write(&local, 1);
    std::thread::scope(|scope| {
        let copying = scope.spawn(|| copy.copy());
        while !copying.is_finished() {
            let since = Instant::now();
            write(&local, 1);
            // The copy waits five times as long.
            assert!(since.elapsed() < Duration::from_secs(6), "an entry waited for the copy");
            std::thread::sleep(Duration::from_millis(100));
        }
        assert!(matches!(fault(copying.join().unwrap()), RemoteFault::TooSlow | RemoteFault::Unreachable));
    });
    proxy.hold(false);
    while copy.copy().is_err() {}
    finish(&copy);
    let rows = local.audit(None, 1).unwrap()[0].id;
    assert_eq!(there(&server).count(), rows);
}
