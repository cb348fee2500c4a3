//! A replica set whose primary goes: nothing is decided while there is none, and another one is found without help.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;
#[path = "common/mongo.rs"]
mod mongo;

use std::sync::Arc;
use std::time::{Duration, Instant};

use common::by;
use domain::policy::{Key, Patch, Platform};
use mongo::Stores as _;
use mongod::Cluster;
use mongodb::bson::doc;
use store::{LocalStore as _, MongoStore, PolicyStore as _, RemoteFault, RuleStore as _, StoreError};

/// What a decision may wait at most (CONTRACTS §3: 10 s), and as much again for a machine that is busy with other tests.
const DECISION: Duration = Duration::from_secs(20);
/// How long it may take until a new primary is there and known.
const ELECTED: Duration = Duration::from_secs(120);

fn wait(limit: Duration, what: &str, mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < limit, "{what}: not within {limit:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether nginx may be ended, as a decision asks, and in its time.
fn decided(store: &MongoStore) -> Result<bool, RemoteFault> {
    let since = Instant::now();
    let found = store.find_policy("nginx", Platform::Linux);
    assert!(since.elapsed() < DECISION, "{:?}", since.elapsed());
    match found {
        Ok(held) => Ok(held.expect("its policy was lost").document.terminatable()),
        Err(StoreError::Remote { fault, .. }) => Err(fault),
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_a_primary_nothing_is_decided_and_the_next_one_is_found_by_itself() {
    let Some(mut cluster) = Cluster::start() else { return };
    let (store, _) = cluster.store();
    let (_holder, local) = common::sqlite();
    let local = Arc::new(local);
    let (rules, copy) =
        (store.rules(Some(Arc::clone(&local))), store.audit_copy(Arc::clone(&local), "web-1"));
    let nginx = Key { name: "nginx".into(), platform: Platform::Linux };
    let forbid = Patch { terminatable: Some(false), ..Patch::default() };
    store.set_policy(&nginx, &forbid, by("policy_set")).unwrap();
    local.append(by("deed")).unwrap();
    assert_eq!(copy.copy().unwrap().rows, 1);
    assert_eq!(decided(&store), Ok(false));
    wait(ELECTED, "the watch", || store.policy_revision().is_ok() && rules.standing().is_ok());

    let first = cluster.primary().unwrap();
    let (second, third) = ((first + 1) % 3, (first + 2) % 3);
    // The one that is left cannot be elected: it answers, but it is no primary.
    cluster.stop(first);
    cluster.stop(second);
    assert_eq!(decided(&store), Err(RemoteFault::Unreachable));
    assert!(store.set_policy(&nginx, &Patch::default(), by("policy_set")).is_err());
    wait(ELECTED, "that it is known", || store.policy_revision().is_err() && rules.standing().is_err());
    local.append(by("deed")).unwrap();
    assert!(copy.copy().is_err());
    assert_eq!(cluster.primary(), None);

    cluster.run(second);
    wait(ELECTED, "a primary", || decided(&store).is_ok());
    let now = cluster.primary().unwrap();
    assert!([second, third].contains(&now), "{now} takes writes, and {first} is off");
    assert_eq!(decided(&store), Ok(false), "a no was lost");
    // What is seen by watching goes on, and so does the copy.
    wait(ELECTED, "the watch", || store.policy_revision().is_ok() && rules.standing().is_ok());
    let before = (store.policy_revision().unwrap(), rules.standing().unwrap().revision);
    let other = cluster.other();
    other.update(doc! { "name": "nginx" }, doc! { "$set": { "category": "web-server" } });
    other.on("process_rules").insert(doc! { "id": "theirs" });
    wait(ELECTED, "a change", || {
        store.policy_revision().is_ok_and(|now| now > before.0)
            && rules.standing().is_ok_and(|now| now.revision > before.1)
    });
    wait(ELECTED, "the copy", || copy.copy().is_ok_and(|copied| copied.rows == 0));
    assert_eq!(cluster.other().on("audit").count(), 2);

    // The one that was first comes back, and whoever is the primary then: nothing changes.
    cluster.run(first);
    wait(ELECTED, "a primary", || cluster.primary().is_some());
    wait(ELECTED, "a decision", || decided(&store) == Ok(false));
    store
        .set_policy(&nginx, &Patch { description: Some("x".into()), ..Patch::default() }, by("policy_set"))
        .unwrap();
}
