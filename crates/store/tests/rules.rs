//! What every store does with rules of the autopilot, told once and lived by each of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;
#[path = "common/mongo.rs"]
mod mongo;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use common::{NOW, by};
use domain::ProcessKey;
use domain::autopilot::{
    Action, Came, Invalid, Limits, Match, Noted, Progress, REHEARSAL_S, Rule, RuleMode, Trip, When,
};
use domain::time::Wall;
use mongo::Stores as _;
use mongod::{Kind, Mongod};
use proptest::prelude::*;
use store::{
    AuditCheck, HeldRule, LocalStore, MemoryStore, RuleStore, SqliteStore, StateDir, StoreError, rule_limits,
};

fn rule(id: &str) -> Rule {
    Rule {
        id: id.to_owned(),
        title: "a leaking worker".to_owned(),
        matches: Match { path: Some("/srv/app/*".to_owned()), ..Match::default() },
        when: When { cpu_percent_over: Some(90.0), for_s: 60, ..When::default() },
        action: Action::End,
        mode: RuleMode::Rehearse,
        limits: Limits::default(),
        enabled: true,
    }
}

fn enforced(id: &str) -> Rule {
    Rule { mode: RuleMode::Enforce, ..rule(id) }
}

fn rehearsed(seconds: u64) -> Progress {
    let noted = Noted {
        at: NOW,
        key: ProcessKey { pid: 7, started: 8 },
        name: "리크\u{1b}[2J".into(),
        came: Came::Rehearsed,
    };
    Progress {
        would_have: 3,
        done: 2,
        refused: 1,
        last: [noted].into(),
        deeds: [NOW, Wall(NOW.0 + 5)].into(),
        since: Some(NOW),
        rehearsed: Duration::from_secs(seconds),
        ..Progress::default()
    }
}

fn put(store: &dyn RuleStore, rule: &Rule) -> HeldRule {
    store.put_rule(rule, false, by("rule_set")).unwrap()
}

fn get(store: &dyn RuleStore, id: &str) -> HeldRule {
    store.rule(id).unwrap().unwrap()
}

fn invalid<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> Invalid {
    match answer {
        Err(StoreError::RuleInvalid(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// The whole life of a store.
fn story(store: &dyn RuleStore, audit: &dyn LocalStore) {
    a_rule_is_kept_as_it_was_written(store, audit);
    nothing_is_enforced_without_a_day_of_rehearsal(store, audit);
    an_override_is_audited_and_goes_with_the_mode(store, audit);
    another_content_is_rehearsed_anew(store);
    what_stopped_itself_stays_stopped_until_it_is_reset(store, audit);
    the_stop_is_remembered_with_who_did_it(store, audit);
    a_rule_that_is_none_is_not_kept(store);
    rules_are_removed_and_bounded(store, audit);
}

fn a_rule_is_kept_as_it_was_written(store: &dyn RuleStore, audit: &dyn LocalStore) {
    let before = store.standing().unwrap().revision;
    let held = put(store, &rule("kept"));
    assert_eq!(
        (held.rule.as_ref(), held.created_at(), held.updated_at()),
        (Ok(&rule("kept")), Some(NOW), Some(NOW))
    );
    assert_eq!((get(store, "kept"), store.rules().unwrap()), (held.clone(), vec![held.clone()]));
    let revision = store.standing().unwrap().revision;
    assert!(revision > before);
    put(store, &rule("kept"));
    assert_eq!(store.standing().unwrap().revision, revision, "nothing changed");
    let renamed = Rule { title: "other".to_owned(), ..rule("kept") };
    let later = store::Entry::new(Wall(NOW.0 + 1_000_000_000), store::Actor::cli("tester"), "rule_set");
    let again = store.put_rule(&renamed, false, later).unwrap();
    assert_eq!(again.created_at(), Some(NOW));
    assert_ne!(again.updated_at(), Some(NOW));
    let row = &audit.audit(None, 1).unwrap()[0];
    assert_eq!(
        (row.name.as_deref(), row.reason.as_deref()),
        (Some("kept"), Some("updated: title; mode rehearse"))
    );
}

fn nothing_is_enforced_without_a_day_of_rehearsal(store: &dyn RuleStore, audit: &dyn LocalStore) {
    put(store, &rule("ripe"));
    assert_eq!(invalid(store.put_rule(&enforced("ripe"), false, by("rule_set"))), Invalid::NotRehearsed);
    store.keep_progress(&[(&rule("ripe"), &rehearsed(REHEARSAL_S - 1))]).unwrap();
    assert_eq!(invalid(store.put_rule(&enforced("ripe"), false, by("rule_set"))), Invalid::NotRehearsed);
    let rows = audit.audit(None, 1).unwrap();
    store.keep_progress(&[(&rule("ripe"), &rehearsed(REHEARSAL_S))]).unwrap();
    assert_eq!(audit.audit(None, 1).unwrap(), rows, "progress is nobody's doing");
    let held = put(store, &enforced("ripe"));
    assert_eq!((held.followed(), held.progress), (Some(enforced("ripe")), rehearsed(REHEARSAL_S)));
}

fn an_override_is_audited_and_goes_with_the_mode(store: &dyn RuleStore, audit: &dyn LocalStore) {
    let held = store.put_rule(&enforced("hasty"), true, by("rule_set")).unwrap();
    assert_eq!((held.overridden, held.followed()), (true, Some(enforced("hasty"))));
    assert_eq!(audit.audit(None, 1).unwrap()[0].code.as_deref(), Some("rehearsal_overridden"));
    assert!(put(store, &Rule { title: "still".to_owned(), ..enforced("hasty") }).overridden);
    assert!(!put(store, &rule("hasty")).overridden);
    assert_eq!(invalid(store.put_rule(&enforced("hasty"), false, by("rule_set"))), Invalid::NotRehearsed);
}

fn another_content_is_rehearsed_anew(store: &dyn RuleStore) {
    put(store, &rule("changed"));
    store.keep_progress(&[(&rule("changed"), &rehearsed(REHEARSAL_S))]).unwrap();
    let other = Rule { when: When { for_s: 10, ..rule("x").when }, ..rule("changed") };
    assert_eq!(
        invalid(store.put_rule(&Rule { mode: RuleMode::Enforce, ..other.clone() }, false, by("rule_set"))),
        Invalid::NotRehearsed
    );
    assert_eq!(put(store, &other).progress, Progress::default());
    // What was learnt of the old content comes too late.
    store.keep_progress(&[(&rule("changed"), &rehearsed(REHEARSAL_S))]).unwrap();
    store.trip_rule(&rule("changed"), Trip::TooMany { matching: 9 }, by("autopilot_tripped")).unwrap();
    assert_eq!(get(store, "changed").progress, Progress::default());
}

fn what_stopped_itself_stays_stopped_until_it_is_reset(store: &dyn RuleStore, audit: &dyn LocalStore) {
    let trip = Trip::TooMany { matching: 41 };
    put(store, &rule("stormy"));
    store.trip_rule(&rule("stormy"), trip, by("autopilot_tripped")).unwrap();
    let row = &audit.audit(None, 1).unwrap()[0];
    assert_eq!((row.code.as_deref(), row.reason.as_deref()), (Some("too_many"), Some("41")));
    store.keep_progress(&[(&rule("stormy"), &rehearsed(5))]).unwrap();
    put(store, &Rule { title: "another".to_owned(), ..rule("stormy") });
    assert_eq!(get(store, "stormy").progress.trip, Some(trip), "something but a reset let it go on");
    store.reset_rule("stormy", by("rule_reset")).unwrap();
    let progress = get(store, "stormy").progress;
    assert_eq!((progress.trip, progress.deeds.len(), progress.would_have), (None, 0, 3));
    let revision = store.standing().unwrap().revision;
    store.reset_rule("stormy", by("rule_reset")).unwrap();
    assert_eq!(store.standing().unwrap().revision, revision);
    assert!(matches!(store.reset_rule("nobody", by("x")), Err(StoreError::RuleMissing { .. })));
}

fn the_stop_is_remembered_with_who_did_it(store: &dyn RuleStore, audit: &dyn LocalStore) {
    assert_eq!(store.standing().unwrap().stopped, None);
    let before = store.standing().unwrap().revision;
    store.stop_autopilot(by("autopilot_stop")).unwrap();
    let standing = store.standing().unwrap();
    let stopped = standing.stopped.unwrap();
    assert_eq!((stopped.by.as_str(), stopped.at, standing.revision > before), ("cli:tester", NOW, true));
    let rows = audit.audit(None, 2).unwrap();
    store.stop_autopilot(by("autopilot_stop")).unwrap();
    assert_eq!(audit.audit(None, 2).unwrap(), rows, "it was stopped already");
    store.start_autopilot(by("autopilot_start")).unwrap();
    assert_eq!(store.standing().unwrap().stopped, None);
    assert_eq!(audit.audit(None, 1).unwrap()[0].action, "autopilot_start");
}

fn a_rule_that_is_none_is_not_kept(store: &dyn RuleStore) {
    let named =
        Rule { matches: Match { name: Some("node".to_owned()), ..Match::default() }, ..rule("named") };
    assert_eq!(invalid(store.put_rule(&named, true, by("rule_set"))), Invalid::NoIdentity);
    assert_eq!(invalid(store.put_rule(&rule("../x"), true, by("rule_set"))), Invalid::Id);
    assert_eq!(store.rule("named").unwrap(), None);
}

fn rules_are_removed_and_bounded(store: &dyn RuleStore, audit: &dyn LocalStore) {
    for held in store.rules().unwrap() {
        store.remove_rule(&held.id, by("rule_removed")).unwrap();
    }
    assert_eq!(store.rules().unwrap(), []);
    assert!(matches!(store.remove_rule("kept", by("x")), Err(StoreError::RuleMissing { .. })));
    for n in 0..rule_limits::RULES {
        put(store, &rule(&format!("r{n}")));
    }
    let full = store.put_rule(&rule("more"), false, by("rule_set"));
    assert!(matches!(full, Err(StoreError::RulesFull { .. })), "{full:?}");
    put(store, &Rule { title: "room for one that is there".to_owned(), ..rule("r1") });
    assert!(matches!(audit.verify_audit().unwrap(), AuditCheck::Whole { .. }));
}

#[test]
fn the_store_in_memory_lives_the_story() {
    let store = MemoryStore::new();
    story(&store, &store);
}

#[test]
fn the_store_on_disk_lives_the_story() {
    let (_holder, store) = common::sqlite();
    story(&store, &store);
}

#[test]
fn the_store_in_mongodb_lives_the_story() {
    lives_in_mongodb(Kind::Alone);
}

#[test]
fn the_store_in_a_replica_set_lives_the_story() {
    lives_in_mongodb(Kind::Set);
}

fn lives_in_mongodb(kind: Kind) {
    let Some(server) = Mongod::start(kind) else { return };
    let (_holder, local) = common::sqlite();
    let local = Arc::new(local);
    let rules = server.store().0.rules(Some(Arc::clone(&local)));
    rules.prepare().unwrap();
    story(&rules, &*local);
}

#[test]
fn what_is_kept_outlives_the_program() {
    let (_holder, dir) = common::state_dir();
    let first = SqliteStore::open(&dir).unwrap();
    put(&first, &rule("leak"));
    first.keep_progress(&[(&rule("leak"), &rehearsed(500))]).unwrap();
    first.trip_rule(&rule("leak"), Trip::TooOften { per_hour: 5 }, by("autopilot_tripped")).unwrap();
    first.stop_autopilot(by("autopilot_stop")).unwrap();
    drop(first);
    let second = SqliteStore::open(&dir).unwrap();
    let kept = Progress { trip: Some(Trip::TooOften { per_hour: 5 }), ..rehearsed(500) };
    assert_eq!(get(&second, "leak").progress, kept);
    assert!(second.standing().unwrap().stopped.is_some());
}

#[test]
fn a_rule_that_was_edited_in_the_database_is_not_enforced() {
    let (_holder, dir) = common::state_dir();
    let store = SqliteStore::open(&dir).unwrap();
    for id in ["wider", "moved", "odd", "none"] {
        store.put_rule(&enforced(id), true, by("rule_set")).unwrap();
    }
    let raw = rusqlite::Connection::open(dir.path().join("local.db")).unwrap();
    for (id, document) in [
        (
            "wider",
            r#"{"id":"wider","match":{"path":"/usr/bin/*"},"when":{"for_s":60},"action":"end","mode":"enforce"}"#,
        ),
        (
            "moved",
            r#"{"id":"other","match":{"path":"/usr/bin/*"},"when":{"for_s":60},"action":"end","mode":"enforce"}"#,
        ),
        (
            "odd",
            r#"{"id":"odd","match":{"name":"node"},"when":{"for_s":60},"action":"end","mode":"enforce"}"#,
        ),
        ("none", "no json"),
    ] {
        raw.execute("UPDATE process_rule SET document = ?2 WHERE id = ?1", [id, document]).unwrap();
    }
    assert_eq!(get(&store, "wider").followed().unwrap().mode, RuleMode::Rehearse);
    for id in ["moved", "odd", "none"] {
        assert_eq!(get(&store, id).followed(), None, "{id}");
    }
    assert_eq!(store.rules().unwrap().len(), 4);
}

#[test]
fn what_another_tool_wrote_into_a_rule_stays() {
    let (_holder, dir) = common::state_dir();
    let store = SqliteStore::open(&dir).unwrap();
    put(&store, &rule("leak"));
    let raw = rusqlite::Connection::open(dir.path().join("local.db")).unwrap();
    let sql =
        r#"UPDATE process_rule SET document = json_set(document, '$.owner', json('{"team":["a",1.5]}'))"#;
    raw.execute(sql, []).unwrap();
    let held = put(&store, &Rule { title: "new".to_owned(), ..rule("leak") });
    assert!(held.document.get("owner").is_some(), "{held:?}");
    assert_eq!(get(&store, "leak").document.get("owner"), held.document.get("owner"));
}

#[test]
fn the_stop_file_is_seen_made_and_taken_away() {
    let (_holder, dir) = common::state_dir();
    assert!(!dir.has_stop_file().unwrap());
    dir.make_stop_file().unwrap();
    dir.make_stop_file().unwrap();
    assert!(StateDir::open_existing(dir.path()).unwrap().has_stop_file().unwrap());
    dir.remove_stop_file().unwrap();
    dir.remove_stop_file().unwrap();
    assert!(!dir.has_stop_file().unwrap());
    std::os::unix::fs::symlink("/nowhere", dir.stop_file()).unwrap();
    assert!(dir.has_stop_file().unwrap(), "a link to nothing is there too");
    std::fs::remove_file(dir.stop_file()).unwrap();
    std::fs::create_dir(dir.stop_file()).unwrap();
    assert!(dir.has_stop_file().unwrap());
    assert!(dir.remove_stop_file().is_err());
}

#[test]
fn a_state_directory_that_is_gone_or_another_one_does_not_say_go_on() {
    let (holder, dir) = common::state_dir();
    std::fs::rename(dir.path(), holder.path().join("moved")).unwrap();
    assert!(dir.has_stop_file().is_err());
    std::fs::create_dir(dir.path()).unwrap();
    assert!(dir.has_stop_file().is_err());
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<char>(), 1..20).prop_map(|chars| chars.into_iter().collect())
}

prop_compose! {
    fn any_rule()(
        id in "[A-Za-z0-9._-]{1,64}",
        title in text(),
        name in proptest::option::of(text()),
        user in text(),
        category in proptest::option::of(proptest::sample::select(domain::catalogue::Category::ALL.to_vec())),
        known in any::<Option<bool>>(),
        cpu in proptest::option::of(1..5_000_000_u32),
        memory in proptest::option::of(1..99_999_u32),
        age in proptest::option::of(0..1_000_000_u64),
        for_s in 5..600_000_u64,
        action in proptest::sample::select(Action::ALL.to_vec()),
        limits in (1..=1000_u32, 0..600_000_u64, 1..=1000_u32),
        enabled in any::<bool>(),
    ) -> Rule {
        Rule {
            id,
            title,
            matches: Match { name, user: Some(user), category, known, ..Match::default() },
            when: When {
                cpu_percent_over: cpu.map(|thousandths| f64::from(thousandths) / 1000.0),
                memory_percent_over: memory.map(|thousandths| f64::from(thousandths) / 1000.0), age_s_over: age, for_s },
            action,
            mode: RuleMode::Rehearse,
            limits: Limits { per_hour: limits.0, cooldown_s: limits.1, at_once: limits.2 },
            enabled,
        }
    }
}

/// One file for all cases; each rule makes room for the next.
fn on_disk() -> &'static SqliteStore {
    static STORE: OnceLock<(tempfile::TempDir, SqliteStore)> = OnceLock::new();
    &STORE.get_or_init(common::sqlite).1
}

proptest! {
    #[test]
    fn every_rule_comes_back_from_its_document(rule in any_rule()) {
        let store = on_disk();
        put(store, &rule);
        let held = get(store, &rule.id);
        prop_assert_eq!(held.rule, Ok(rule.clone()));
        store.remove_rule(&rule.id, by("rule_removed")).unwrap();
    }
}
