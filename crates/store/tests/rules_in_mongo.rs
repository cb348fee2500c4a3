//! What only a database that other programs use too can do to rules of the autopilot: documents of any shape, foreign
//! changes, a server that is away or refuses. On a real MongoDB.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;
#[path = "common/mongo.rs"]
mod mongo;

use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{NOW, by};
use domain::autopilot::{
    Action, Fault, Invalid, Limits, Match, Progress, REHEARSAL_S, Rule, RuleMode, Trip, When,
};
use mongo::open;
use mongod::{DATABASE, Kind, Mongod, Other};
use mongodb::bson::{Bson, DateTime, Decimal128, Document, cstr, doc, oid::ObjectId, rawdoc};
use store::{
    HeldRule, LocalStore as _, MongoRules, RemoteFault, RuleFault, RuleStore, SqliteStore, StoreError,
    rule_limits,
};

const RULES: &str = "process_rules";
/// How long anything may take that has no time of its own: a machine may be busy with other tests.
const LIMIT: Duration = Duration::from_secs(60);

/// Rules on a server, and what this machine remembers of them.
struct House {
    rules: MongoRules,
    local: Arc<SqliteStore>,
    _holder: tempfile::TempDir,
}

impl House {
    fn at(url: &str) -> Self {
        let (holder, local) = common::sqlite();
        let local = Arc::new(local);
        Self { rules: open(url).0.rules(Some(Arc::clone(&local))), local, _holder: holder }
    }

    fn get(&self, id: &str) -> HeldRule {
        self.rules.rule(id).unwrap().unwrap()
    }

    fn put(&self, rule: &Rule) -> HeldRule {
        self.rules.put_rule(rule, false, by("rule_set")).unwrap()
    }

    /// Waits until the watch has begun: who starts does not wait for that long.
    fn watches(&self) {
        wait(LIMIT, "the watch", || self.rules.standing().is_ok());
    }

    fn actions(&self) -> Vec<String> {
        self.local.audit(None, 100).unwrap().into_iter().map(|row| row.action).collect()
    }
}

fn there(server: &Mongod) -> Other {
    server.other().on(RULES)
}

fn rule(id: &str) -> Rule {
    Rule {
        id: id.to_owned(),
        title: "커지는 작업".to_owned(),
        matches: Match { path: Some("/srv/app/*".to_owned()), known: Some(false), ..Match::default() },
        when: When { cpu_percent_over: Some(90.5), for_s: 60, ..When::default() },
        action: Action::End,
        mode: RuleMode::Rehearse,
        limits: Limits::default(),
        enabled: true,
    }
}

/// As another program would write it: numbers of any kind, fields left out, fields of its own.
fn foreign(id: &str) -> Document {
    doc! {
        "id": id, "match": { "path": "/srv/app/*" }, "when": { "for_s": 60.0, "age_s_over": 5 },
        "action": "end", "mode": "enforce", "limits": { "at_once": 2 },
    }
}

fn rehearsed() -> Progress {
    Progress { rehearsed: Duration::from_secs(REHEARSAL_S), would_have: 7, ..Progress::default() }
}

fn fault<T: std::fmt::Debug>(done: Result<T, StoreError>) -> RemoteFault {
    match done {
        Err(StoreError::Remote { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
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

#[test]
fn a_rule_is_a_document_as_other_programs_expect_it() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let house = House::at(&server.url());
    assert_eq!(house.rules.prepare().unwrap(), 0);
    house.put(&rule("leak"));
    let document = there(&server).all(doc! {}).swap_remove(0);
    let keys: Vec<_> = document.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "_id",
            "id",
            "title",
            "match",
            "when",
            "action",
            "mode",
            "limits",
            "enabled",
            "created_at",
            "updated_at"
        ]
    );
    for date in ["created_at", "updated_at"] {
        assert_eq!(document.get_datetime(date).unwrap(), &DateTime::from_millis(NOW.0 / 1_000_000));
    }
    let part = |of: &str| document.get_document(of).unwrap().clone();
    assert_eq!(part("match"), doc! { "path": "/srv/app/*", "known": false });
    assert_eq!(part("when"), doc! { "cpu_percent_over": 90.5, "for_s": 60_i64 });
    assert_eq!(part("limits"), doc! { "per_hour": 5_i64, "cooldown_s": 60_i64, "at_once": 3_i64 });
    assert_eq!(document.get_str("mode").unwrap(), "rehearse");
    // There is one rule of an id, whoever writes.
    let twice = there(&server).command(doc! { "insert": RULES, "documents": [{ "id": "leak" }] }).unwrap();
    assert!(twice.contains_key("writeErrors"), "{twice}");
}

#[test]
fn fields_of_another_program_survive_our_writes() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (house, other) = (House::at(&server.url()), there(&server));
    let number: Decimal128 = "12.50".parse().unwrap();
    let own = doc! {
        "_id": "an id of their own", "owner": ObjectId::new(), "price": number, "a.b": 1,
        "$odd": [1, { "deep": Bson::MaxKey }], "seen_at": DateTime::from_millis(1_700_000_000_001),
    };
    let mut document = foreign("theirs");
    document.extend(own.clone());
    other.insert(&document);
    assert_eq!(house.get("theirs").rule.unwrap().when.age_s_over, Some(5));

    house.put(&Rule { enabled: false, ..rule("theirs") });
    let after = other.all(doc! {}).swap_remove(0);
    for (key, value) in own {
        assert_eq!(after.get(&key), Some(&value), "{key}");
    }
    assert_eq!((after.get_bool("enabled").unwrap(), after.get_str("title").unwrap()), (false, "커지는 작업"));
    assert_eq!(house.put(&Rule { enabled: false, ..rule("theirs") }), house.get("theirs"));
    let written = house.actions();
    assert_eq!(
        written,
        ["rule_set", "rule_set"],
        "an intent and its outcome; the second time nothing changed"
    );
}

#[test]
fn whoever_writes_a_document_makes_it_rehearse_and_nothing_more() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (house, other) = (House::at(&server.url()), there(&server));
    other.insert(foreign("theirs"));
    let held = house.get("theirs");
    let enforced = held.rule.clone().unwrap();
    assert_eq!((enforced.mode, held.is_ripe()), (RuleMode::Enforce, false));
    assert_eq!(held.followed().unwrap().mode, RuleMode::Rehearse);
    // What the document claims about itself is not believed.
    other.update(doc! { "id": "theirs" }, doc! { "$set": { "overridden": true, "rehearsed_s": 1_000_000 } });
    assert!(!house.get("theirs").is_ripe());
    // After a day of rehearsal here it is followed as it stands, and begins anew when it becomes another one.
    house.rules.keep_progress(&[(&enforced, &rehearsed())]).unwrap();
    assert_eq!(house.get("theirs").followed(), Some(enforced.clone()));
    let again = open(&server.url()).0.rules(Some(Arc::clone(&house.local)));
    assert_eq!(again.rule("theirs").unwrap().unwrap().progress, rehearsed(), "another run of the program");
    other.update(doc! { "id": "theirs" }, doc! { "$set": { "match.path": "/usr/bin/*" } });
    assert_eq!(house.get("theirs").followed().unwrap().mode, RuleMode::Rehearse);
    // What was learnt of the old one is neither known of the new one nor written over what is.
    let moved = house.get("theirs").rule.unwrap();
    house.rules.keep_progress(&[(&enforced, &rehearsed())]).unwrap();
    assert!(!house.get("theirs").is_ripe());
    house.rules.keep_progress(&[(&moved, &rehearsed())]).unwrap();
    house.rules.keep_progress(&[(&enforced, &Progress::default())]).unwrap();
    assert!(house.get("theirs").is_ripe());
    // And another machine has its own day.
    assert_eq!(House::at(&server.url()).get("theirs").progress, Progress::default());
}

#[test]
fn documents_that_are_no_rules_are_listed_and_never_followed() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (house, other) = (House::at(&server.url()), there(&server));
    let with = |id: &str, field: &str, value: Bson| {
        let mut document = foreign(id);
        document.insert(field, value);
        document
    };
    other.insert(foreign("fine"));
    other.insert(with("where", "match", doc! { "$where": "sleep(10000)" }.into()));
    other.insert(with("everything", "match", doc! { "path": "*" }.into()));
    other.insert(with("name-alone", "match", doc! { "name": "sshd" }.into()));
    other.insert(with("text", "when", "60".into()));
    other.insert(with("kind", "action", doc! { "$ne": 1 }.into()));
    other.insert(with("large", "junk", "x".repeat(16 * 1024 * 1024 - 4096).into()));
    other.insert(with("nul\0\u{1b}[2J", "title", "x".into()));
    other.insert(with("x", "id", Bson::Null));
    other.insert(doc! { "owner": 1 });
    let mut twice = rawdoc! { "id": "twice", "match": { "path": "/srv/app/*" }, "when": { "for_s": 60 } };
    twice.append(cstr!("action"), "notify");
    twice.append(cstr!("action"), "end");
    other.insert(twice);
    for _ in 0..2 {
        other.insert(foreign("double"));
    }

    // None of them keeps the server from starting, and all but one are named.
    assert_eq!(house.rules.prepare().unwrap(), 12);
    let held = house.rules.rules().unwrap();
    let followed: Vec<_> =
        held.iter().filter(|held| held.followed().is_some()).map(|held| held.id.as_str()).collect();
    assert_eq!((held.len(), followed), (13, vec!["fine"]));
    for (id, why) in [
        ("where", Fault::Unknown("$where".into()).into()),
        ("everything", Invalid::Path.into()),
        ("name-alone", Invalid::NoIdentity.into()),
        ("text", Fault::Wrong("when").into()),
        ("kind", Fault::Wrong("action").into()),
        ("large", RuleFault::TooLarge),
        ("twice", Fault::Twice("action".into()).into()),
    ] {
        assert_eq!(house.get(id).rule, Err(why), "{id}");
    }
    assert_eq!(held.iter().filter(|held| held.rule == Err(RuleFault::Duplicate)).count(), 2);
    let odd = |held: &&HeldRule| !held.id.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    assert_eq!(held.iter().find(odd), None, "an id that is none");
    let mut ids: Vec<_> = held.iter().map(|held| &held.id).collect();
    ids.dedup();
    assert_eq!(ids.len(), 13, "two of them go by one id");

    // A rule that is written in the place of one mends it; two of one id are one after that.
    for id in ["where", "text", "twice", "double"] {
        house.put(&rule(id));
        assert_eq!(house.get(id).rule, Ok(rule(id)), "{id}");
    }
    assert_eq!(other.all(doc! { "id": "double" }).len(), 1);
    let refused = house.rules.put_rule(&rule("large"), false, by("rule_set"));
    assert!(matches!(refused, Err(StoreError::RuleTooLarge { .. })), "{refused:?}");
    // Whatever they go by, they can be removed.
    for held in house.rules.rules().unwrap() {
        house.rules.remove_rule(&held.id, by("rule_removed")).unwrap();
    }
    assert_eq!(other.count(), 0);
}

#[test]
fn more_rules_than_are_kept_are_none_at_all() {
    let Some(server) = Mongod::start(Kind::Alone) else { return };
    let (house, other) = (House::at(&server.url()), there(&server));
    other.insert_all((0..rule_limits::RULES).map(|n| foreign(&format!("r{n}"))));
    assert_eq!(house.rules.rules().unwrap().len(), rule_limits::RULES);
    other.insert(doc! { "junk": true });
    // Nobody can tell which one to leave out.
    for refused in
        [house.rules.rules().map(drop), house.rules.put_rule(&rule("r1"), false, by("x")).map(drop)]
    {
        assert!(matches!(refused, Err(StoreError::RulesFull { .. })), "{refused:?}");
    }
    other.delete(doc! { "junk": true });
    assert_eq!(house.rules.rules().unwrap().len(), rule_limits::RULES);
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
    let (house, other) = (House::at(&server.url()), there(server));
    house.watches();
    let revision = || house.rules.standing().unwrap().revision;
    let seen_after = |change: &dyn Fn()| {
        let before = revision();
        change();
        wait(LIMIT, "a change", || house.rules.standing().is_ok_and(|now| now.revision > before))
    };
    let changes: [&dyn Fn(); 3] = [
        &|| other.insert(foreign("seen")),
        &|| other.update(doc! { "id": "seen" }, doc! { "$set": { "enabled": false } }),
        &|| other.delete(doc! { "id": "seen" }),
    ];
    assert!(is_kept(promise, || changes.into_iter().map(seen_after).max().unwrap()));
    let at_rest = revision();
    house.local.stop_autopilot(by("autopilot_stop")).unwrap();
    assert!(revision() > at_rest, "a stop by another process of this machine");
}

#[test]
fn while_the_database_is_away_it_is_not_known_what_may_be_done_and_a_stop_holds() {
    let Some(mut server) = Mongod::start(Kind::Set) else { return };
    let house = House::at(&server.url());
    house.put(&rule("leak"));
    house.watches();
    assert_eq!(house.rules.standing().unwrap().stopped, None);
    server.stop();
    assert_eq!(fault(house.rules.rules()), RemoteFault::Unreachable);
    assert!(house.rules.standing().is_err(), "it is not known what may be done");
    assert_eq!(fault(house.rules.put_rule(&rule("new"), false, by("rule_set"))), RemoteFault::Unreachable);
    // What happens here is remembered here.
    let trip = Trip::TooMany { matching: 9 };
    house.rules.trip_rule(&rule("leak"), trip, by("autopilot_tripped")).unwrap();
    house.rules.keep_progress(&[(&rule("leak"), &rehearsed())]).unwrap();
    house.rules.stop_autopilot(by("autopilot_stop")).unwrap();
    assert!(house.rules.standing().unwrap().stopped.is_some(), "a stop needs no database");

    server.run();
    wait(LIMIT, "the database", || house.rules.rules().is_ok());
    assert_eq!(house.get("leak").progress, Progress { trip: Some(trip), ..rehearsed() });
    house.rules.start_autopilot(by("autopilot_start")).unwrap();
    house.watches();
    let before = house.rules.standing().unwrap().revision;
    there(&server).update(doc! { "id": "leak" }, doc! { "$set": { "enabled": false } });
    wait(LIMIT, "a change", || house.rules.standing().is_ok_and(|now| now.revision > before));
    assert!(!house.get("leak").rule.unwrap().enabled);
}

#[test]
fn a_server_that_refuses_writes_still_has_its_rules_read() {
    let Some(server) = Mongod::start(Kind::Guarded) else { return };
    let user = |name: &str, role: &str, db: &str| {
        doc! { "createUser": name, "pwd": "pass", "roles": [{ "role": role, "db": db }] }
    };
    server.other().admin(user("root", "root", "admin")).unwrap();
    let at = |name: &str| format!("mongodb://{name}:pass@127.0.0.1:{}/", server.port());
    let root = Other::new(&at("root")).on(RULES);
    root.admin(user("reader", "read", DATABASE)).unwrap();
    root.insert(foreign("theirs"));
    let house = House::at(&at("reader"));
    assert_eq!(fault(house.rules.prepare()), RemoteFault::Denied);
    assert_eq!(fault(house.rules.put_rule(&rule("leak"), false, by("rule_set"))), RemoteFault::Denied);
    let told: Vec<_> =
        house.local.audit(None, 2).unwrap().into_iter().map(|row| row.outcome.word()).collect();
    assert_eq!(told, ["failed", "intended"]);
    assert!(house.get("theirs").followed().is_some());
    house.watches();
    // What happens here does not need to be written there.
    house
        .rules
        .trip_rule(&house.get("theirs").rule.unwrap(), Trip::TooOften { per_hour: 5 }, by("x"))
        .unwrap();
    house.rules.reset_rule("theirs", by("rule_reset")).unwrap();
}
