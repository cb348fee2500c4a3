//! A database that somebody filled with rubbish: far too many documents, far too large ones, names that no process has.
//! Nothing of it permits anything, nothing hides a "no", and nothing makes us large.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;
#[path = "common/mongo.rs"]
mod mongo;

use std::time::{Duration, Instant};

use common::NOW;
use domain::policy::Platform;
use mongo::Stores as _;
use mongod::{COLLECTION, Kind, Mongod, Other};
use mongodb::bson::{Document, doc};
use store::{PolicyStore, PolicyTrouble, RuleStore as _, StoreError, policy_limits};

/// What a decision may wait at most (CONTRACTS §3: 10 s), and as much again for a machine that is busy with other tests.
const DECISION: Duration = Duration::from_secs(20);
/// What reading all of it may cost in memory. The large documents alone are 190 MB.
const MOST_BYTES: u64 = 150 * 1024 * 1024;
const MANY: usize = 100_000;

fn document(name: &str, platform: &str, terminatable: bool) -> Document {
    doc! { "name": name, "platform": platform, "policy": { "terminatable": terminatable } }
}

/// Twelve documents of 16 MB that permit something, made by the database itself: this process shall not hold them.
fn large(other: &Other, collection: &str, named: impl Fn(usize) -> Document) {
    other.insert_all((0..12).map(|n| {
        let mut document = named(n);
        document.insert("junk", "x".repeat(16_000));
        document
    }));
    for _ in 0..10 {
        let twice = doc! { "$set": { "junk": { "$concat": ["$junk", "$junk"] } } };
        let update = doc! { "q": { "junk": { "$exists": true } }, "u": [twice], "multi": true };
        other.command(doc! { "update": collection, "updates": [update] }).unwrap();
    }
}

/// The most memory that this process had since the last call, bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap() * 1024
}

fn forbidden(store: &dyn PolicyStore, name: &str) -> bool {
    let since = Instant::now();
    let found = store.find_policy(name, Platform::Linux).unwrap();
    assert!(since.elapsed() < DECISION, "{:?}", since.elapsed());
    found.is_some_and(|held| !held.document.terminatable())
}

#[test]
fn rubbish_permits_nothing_hides_no_no_and_does_not_make_us_large() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    let other = server.other();
    for chunk in 0..10 {
        let names = (0..MANY / 10).map(|n| document(&format!("junk {chunk} {n}"), "linux", true));
        other.insert_all(names);
    }
    // A "no" behind all of them, in every way that there is.
    other.insert(document("nginx", "common", false));
    other.insert(
        doc! { "name": "redis", "platform": "linux", "policy": { "terminatable": { "$where": "1" } } },
    );
    large(&other, COLLECTION, |n| document(&format!("large {n}"), "linux", true));

    peak();
    let before = peak();
    // The start goes as far as it can, and says what is wrong.
    let seeded = store.seed_policies(&[], NOW);
    assert!(matches!(seeded, Err(StoreError::Remote { .. })), "{seeded:?}");
    let troubles = store.policy_troubles().unwrap();
    let many = PolicyTrouble::TooMany { held: MANY + 14, kept: policy_limits::POLICIES };
    assert_eq!(troubles, [many]);
    assert!(store.policies().unwrap().len() <= policy_limits::POLICIES);
    store.policy_revision().unwrap();
    for name in ["nginx", "redis", "large 0", "large 11"] {
        assert!(forbidden(&store, name), "{name}");
    }
    let cost = peak().saturating_sub(before);
    assert!(cost < MOST_BYTES, "{} MiB", cost / 1024 / 1024);

    // The same of rules: nobody knows which of them are meant, and none is followed.
    let there = server.other().on("process_rules");
    there.insert_all(
        (0..MANY).map(|n| doc! { "id": format!("r{n}"), "match": { "path": "/*" }, "action": "end" }),
    );
    let (_holder, local) = common::sqlite();
    let rules = store.rules(Some(std::sync::Arc::new(local)));
    let since = Instant::now();
    let refused = rules.rules();
    assert!(matches!(refused, Err(StoreError::RulesFull { .. })), "{refused:?}");
    assert!(since.elapsed() < DECISION);
    there.delete(doc! {});
    large(&there, "process_rules", |n| {
        doc! { "id": format!("r{n}"), "match": { "path": "/srv/*" }, "when": { "for_s": 60 }, "action": "end" }
    });
    peak();
    let before = peak();
    let held = rules.rules().unwrap();
    assert!(held.len() == 12 && held.iter().all(|held| held.followed().is_none()));
    assert!(peak().saturating_sub(before) < MOST_BYTES);
}

#[test]
fn a_name_that_no_process_has_means_no_process() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (store, _) = server.store();
    let other = server.other();
    let odd = [
        "nginx\0",
        "\u{1b}]52;c;bmdpbng=\u{7}",
        "\u{202e}xnign",
        "nginx\n",
        " nginx",
        "NGINX",
        "ngin*",
        "^nginx$",
    ];
    for name in odd {
        other.insert(document(name, "linux", true));
        // An unreadable one of such a name protects that name, and no other.
        other.insert(doc! { "name": name, "platform": "common", "policy": [] });
    }
    // For the database a list holds what is in it: a policy of several names is the policy of none.
    other.insert(doc! { "name": ["nginx"], "platform": "linux", "policy": { "terminatable": true } });
    other.insert(doc! { "name": "nginx", "platform": ["linux"], "policy": [{ "terminatable": true }] });
    other.insert(document("nginx", "common", false));
    assert!(forbidden(&store, "nginx"), "its no was hidden");
    for name in odd {
        let found = store.find_policy(name, Platform::Linux).unwrap().unwrap();
        assert_eq!(found.document.name(), Some(name));
    }
    assert_eq!(store.find_policy("ngin", Platform::Linux).unwrap(), None);
    assert_eq!(store.policies().unwrap().len(), 2 * odd.len() + 3);
}
