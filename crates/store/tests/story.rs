//! What every local store does, told once and lived by each of them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod common;

use common::{DAY, NOW, add, by, name, recovery_code, second_factor, session, token, try_session, user};
use domain::Role;
use domain::time::Wall;
use store::{
    Actor, AuditAbout, AuditCheck, Entry, Factor, LocalStore, MemoryStore, NewSession, NewTotp, Outcome,
    PasswordHash, SecondFactor, SecretHash, SetUp, StoreError, Subject, TotpSecret,
};

/// The whole life of a store.
fn story(store: &dyn LocalStore) {
    the_set_up_makes_one_admin_and_is_over(store);
    users_have_one_name_each_and_one_admin_stays(store);
    sessions_end_with_what_they_were_proven_against(store);
    sessions_and_places_are_bounded(store);
    a_second_factor_is_asked_for_and_each_code_counts_once(store);
    a_second_factor_ends_what_was_proven_before(store);
    tokens_end_with_their_maker(store);
    what_changes_a_credential_raises_the_revision(store);
    the_audit_is_paged_and_whole(store);
}

fn the_set_up_makes_one_admin_and_is_over(store: &dyn LocalStore) {
    assert!(store.needs_set_up().unwrap());
    assert_eq!(store.set_up().unwrap(), None);
    let (first, second) = (SecretHash::of("first"), SecretHash::of("second"));
    let expires_at = Wall(NOW.0 + 1);
    store.put_set_up(SetUp { hash: first, expires_at }).unwrap();
    store.put_set_up(SetUp { hash: second, expires_at }).unwrap();

    let attempt = |token, at| {
        store.add_first_user(token, user("root", Role::Admin), Entry::new(at, Actor::anonymous(), "set_up"))
    };
    assert!(matches!(attempt(&first, NOW), Err(StoreError::SetUpToken)), "a replaced token was accepted");
    assert!(
        matches!(attempt(&second, expires_at), Err(StoreError::SetUpToken)),
        "an expired one was accepted"
    );
    attempt(&second, NOW).unwrap();
    assert!(matches!(attempt(&second, NOW), Err(StoreError::SetUpOver)), "the token worked twice");
    assert!(!store.needs_set_up().unwrap());
    assert_eq!(store.set_up().unwrap(), None);
    let again = store.put_set_up(SetUp { hash: first, expires_at });
    assert!(matches!(again, Err(StoreError::SetUpOver)), "a token was put out after the set-up");
}

fn users_have_one_name_each_and_one_admin_stays(store: &dyn LocalStore) {
    let twice = store.add_user(user("root", Role::Viewer), by("user_add"));
    assert!(matches!(twice, Err(StoreError::Exists { subject: Subject::User, .. })), "{twice:?}");
    add(store, "Anna", Role::Viewer);
    add(store, "anna", Role::Operator);
    let names: Vec<_> = store.users().unwrap().into_iter().map(|user| user.name.to_string()).collect();
    assert_eq!(names, ["Anna", "anna", "root"]);

    let last = |done| matches!(done, Err(StoreError::LastAdmin { .. }));
    assert!(last(store.remove_user(&name("root"), by("user_remove"))));
    assert!(last(store.set_role(&name("root"), Role::Operator, by("user_role"))));
    store.set_role(&name("root"), Role::Admin, by("user_role")).unwrap();
    store.set_role(&name("anna"), Role::Admin, by("user_role")).unwrap();
    store.set_role(&name("root"), Role::Viewer, by("user_role")).unwrap();
    assert!(last(store.remove_user(&name("anna"), by("user_remove"))));
    store.set_role(&name("root"), Role::Admin, by("user_role")).unwrap();
    store.remove_user(&name("anna"), by("user_remove")).unwrap();

    let gone = name("anna");
    assert_eq!(store.user(&gone).unwrap(), None);
    let missing = |error: &StoreError| matches!(error, StoreError::NotFound { subject: Subject::User, .. });
    assert!(missing(&store.remove_user(&gone, by("x")).unwrap_err()));
    assert!(missing(&store.set_role(&gone, Role::Admin, by("x")).unwrap_err()));
    let password = PasswordHash::from_phc("x".into());
    assert!(missing(&store.set_password(&gone, password, None, by("x")).unwrap_err()));
}

fn sessions_end_with_what_they_were_proven_against(store: &dyn LocalStore) {
    add(store, "ben", Role::Operator);
    let ben = name("ben");
    let first = session(store, "ben", "first", NOW);
    let (found, of) = store.session(&first).unwrap().unwrap();
    assert_eq!((found.user, found.last_seen, of.role), (ben.clone(), NOW, Role::Operator));
    assert_eq!(of.last_login_at, Some(NOW));
    store.touch_session(&first, Wall(NOW.0 + 5)).unwrap();
    assert_eq!(store.session(&first).unwrap().unwrap().0.last_seen, Wall(NOW.0 + 5));
    assert!(store.session(&SecretHash::of("First")).unwrap().is_none());

    assert!(store.close_session(&first, by("log_out")).unwrap());
    assert!(!store.close_session(&first, by("log_out")).unwrap());
    assert!(store.session(&first).unwrap().is_none());

    for (id, change) in [("role", true), ("password", false)] {
        let open = session(store, "ben", id, NOW);
        let proven = store.user(&ben).unwrap().unwrap().generation;
        let ended = if change {
            store.set_role(&ben, Role::Viewer, by("user_role")).unwrap()
        } else {
            store
                .set_password(&ben, PasswordHash::from_phc("new".into()), Some(proven), by("user_password"))
                .unwrap()
        };
        assert_eq!(ended.sessions, 1);
        assert!(store.session(&open).unwrap().is_none(), "a session outlived a new {id}");
        let late = NewSession {
            id: open,
            user: ben.clone(),
            generation: proven,
            factor: Factor::None,
            created_at: NOW,
            expires_at: Wall(NOW.0 + DAY),
            familiar: vec![],
            replaces: None,
        };
        let late = store.open_session(late, by("log_in"));
        assert!(matches!(late, Err(StoreError::Changed { .. })), "an old {id} opened a session: {late:?}");
        let late = store.set_password(&ben, PasswordHash::from_phc("x".into()), Some(proven), by("x"));
        assert!(matches!(late, Err(StoreError::Changed { .. })), "{late:?}");
    }

    let open = session(store, "ben", "removal", NOW);
    let proven = store.user(&ben).unwrap().unwrap().generation;
    assert_eq!(store.remove_user(&ben, by("user_remove")).unwrap().sessions, 1);
    assert!(store.session(&open).unwrap().is_none());
    add(store, "ben", Role::Viewer);
    assert!(store.session(&open).unwrap().is_none(), "a new user of an old name has the old session");
    assert!(store.user(&ben).unwrap().unwrap().generation > proven);
}

fn sessions_and_places_are_bounded(store: &dyn LocalStore) {
    add(store, "eve", Role::Viewer);
    let ids: Vec<_> = (0..60).map(|n| session(store, "eve", &format!("eve {n}"), Wall(NOW.0 + n))).collect();
    let alive = |id: &&SecretHash| store.session(id).unwrap().is_some();
    assert_eq!(ids.iter().filter(alive).count(), 50);
    assert!(ids.iter().skip(10).all(|id| alive(&id)), "others than the oldest were dropped");

    let fresh = session(store, "eve", "fresh", Wall(NOW.0 + 10 * DAY));
    let swept = store.sweep_sessions(Wall(NOW.0 + 10 * DAY), Wall(NOW.0 + 3 * DAY)).unwrap();
    assert!(swept >= 49 && alive(&&fresh), "{swept} swept");
    store.sweep_sessions(Wall(NOW.0 + 40 * DAY), Wall(0)).unwrap();
    assert!(!alive(&&fresh), "an expired session was kept");

    let eve = name("eve");
    let (home, else_where) = (SecretHash::of("home"), SecretHash::of("elsewhere"));
    let since = Wall(NOW.0 + DAY);
    assert!(store.is_familiar(&eve, &[else_where, home], since).unwrap());
    assert!(!store.is_familiar(&eve, &[else_where], since).unwrap());
    assert!(!store.is_familiar(&eve, &[home], Wall(NOW.0 + 11 * DAY)).unwrap(), "familiar for ever");
    assert!(!store.is_familiar(&name("root"), &[home], Wall(0)).unwrap(), "familiar for another user");
    let generation = store.user(&eve).unwrap().unwrap().generation;
    let places = |n: i64| (0..10).map(|m| SecretHash::of(&format!("place {n} {m}"))).collect();
    for n in 0..10 {
        let at = Wall(NOW.0 + 20 * DAY + n);
        let new = NewSession {
            id: SecretHash::of(&format!("place {n}")),
            user: eve.clone(),
            generation,
            factor: Factor::None,
            created_at: at,
            expires_at: Wall(at.0 + DAY),
            familiar: places(n),
            replaces: (n == 9).then(|| SecretHash::of("place 8")),
        };
        store.open_session(new, by("log_in")).unwrap();
    }
    assert!(!store.is_familiar(&eve, &[home], Wall(0)).unwrap(), "more than fifty places are kept");
    assert!(store.is_familiar(&eve, &[SecretHash::of("place 9 0")], Wall(0)).unwrap());
    assert!(store.session(&SecretHash::of("place 8")).unwrap().is_none(), "a replaced session lives on");
    assert!(store.session(&SecretHash::of("place 7")).unwrap().is_some());
}

fn a_second_factor_is_asked_for_and_each_code_counts_once(store: &dyn LocalStore) {
    add(store, "finn", Role::Admin);
    let finn = name("finn");
    assert_eq!((store.totp(&finn).unwrap(), store.user(&finn).unwrap().unwrap().second_factor), (None, None));
    second_factor(store, "finn", 100);
    assert_eq!(store.totp(&finn).unwrap().unwrap().last_step, 100);
    let told = |left| Some(SecondFactor { since: NOW, recovery_codes: left });
    assert_eq!(store.user(&finn).unwrap().unwrap().second_factor, told(10));

    let open = |id: &str, factor| try_session(store, "finn", id, NOW, factor);
    for (n, factor) in
        [Factor::None, Factor::Step(100), Factor::Step(99), Factor::Recovery(SecretHash::of("no code"))]
            .into_iter()
            .enumerate()
    {
        let refused = open(&format!("finn {n}"), factor);
        assert!(matches!(refused, Err(StoreError::FactorRefused { .. })), "{factor:?}: {refused:?}");
    }
    assert_eq!(store.user(&finn).unwrap().unwrap().last_login_at, None, "a refused log-in left a trace");

    open("step", Factor::Step(101)).unwrap();
    assert!(open("again", Factor::Step(101)).is_err(), "a code counted twice");
    assert!(open("before", Factor::Step(100)).is_err(), "a code older than the last one counted");
    let by_code = open("recovered", Factor::Recovery(recovery_code(3))).unwrap();
    assert!(open("again", Factor::Recovery(recovery_code(3))).is_err(), "a recovery code counted twice");
    assert_eq!(store.session(&by_code).unwrap().unwrap().1.second_factor, told(9));
    open("kept", Factor::Kept).unwrap();
    assert_eq!(store.totp(&finn).unwrap().unwrap().last_step, 101);

    add(store, "gina", Role::Viewer);
    for factor in [Factor::Step(500), Factor::Recovery(recovery_code(4))] {
        let borrowed = try_session(store, "gina", "gina", NOW, factor);
        assert!(matches!(borrowed, Err(StoreError::FactorRefused { .. })), "{factor:?} of another user");
    }
    assert_eq!(store.user(&finn).unwrap().unwrap().second_factor, told(9));
}

fn a_second_factor_ends_what_was_proven_before(store: &dyn LocalStore) {
    let finn = name("finn");
    let state = || store.user(&finn).unwrap().unwrap();
    let totp = || NewTotp { secret: TotpSecret::from_bytes([8; 20]), last_step: 0, recovery_codes: vec![] };
    let again = store.enable_totp(&finn, totp(), state().generation, by("x"));
    assert!(matches!(again, Err(StoreError::FactorExists { .. })), "{again:?}");
    let proven = state().generation;

    let revision = store.revision().unwrap();
    for (generation, factor) in [
        (proven, Factor::Step(101)),
        (proven, Factor::None),
        (proven - 1, Factor::Step(102)),
        (proven, Factor::Recovery(recovery_code(3))),
    ] {
        assert!(store.remove_totp(&finn, Some((generation, factor)), by("x")).is_err(), "{factor:?}");
    }
    assert_eq!(store.revision().unwrap(), revision);
    let ended = store.remove_totp(&finn, Some((proven, Factor::Step(102))), by("totp_disable")).unwrap();
    assert!(ended.sessions >= 3 && store.revision().unwrap() > revision, "{ended:?}");
    assert_eq!((store.totp(&finn).unwrap(), state().second_factor), (None, None));
    let nothing = store.remove_totp(&finn, None, by("x"));
    assert!(matches!(nothing, Err(StoreError::FactorMissing { .. })), "{nothing:?}");

    let old = state().generation;
    let open = session(store, "finn", "without", NOW);
    second_factor(store, "finn", 0);
    assert!(store.session(&open).unwrap().is_none(), "a session without the factor lives on");
    let late = store.enable_totp(&finn, totp(), old, by("x"));
    assert!(matches!(late, Err(StoreError::Changed { .. })), "{late:?}");

    store.set_role(&finn, Role::Viewer, by("user_role")).unwrap();
    store.set_password(&finn, PasswordHash::from_phc("new".into()), None, by("user_password")).unwrap();
    assert_eq!(state().second_factor.unwrap().recovery_codes, 10, "a new password takes the factor away");
    store.remove_user(&finn, by("user_remove")).unwrap();
    add(store, "finn", Role::Viewer);
    assert_eq!((store.totp(&finn).unwrap(), state().second_factor), (None, None), "inherited by name");
    let gone = store.remove_totp(&name("nobody"), None, by("x"));
    assert!(matches!(gone, Err(StoreError::NotFound { subject: Subject::User, .. })), "{gone:?}");
}

fn tokens_end_with_their_maker(store: &dyn LocalStore) {
    let made_by = |actor: Actor| Entry::new(NOW, actor, "token_add");
    store.add_token(token("scraper", Role::Viewer), by("token_add")).unwrap();
    let twice = store.add_token(token("scraper", Role::Admin), by("token_add"));
    assert!(matches!(twice, Err(StoreError::Exists { subject: Subject::Token, .. })), "{twice:?}");
    let hash = token("scraper", Role::Viewer).hash;
    let found = store.token(&hash).unwrap().unwrap();
    assert_eq!(
        (found.created_by.as_str(), found.role, found.last_used_at),
        ("cli:tester", Role::Viewer, None)
    );
    store.touch_token(&hash, Wall(NOW.0 + 9)).unwrap();
    assert_eq!(store.token(&hash).unwrap().unwrap().last_used_at, Some(Wall(NOW.0 + 9)));

    add(store, "carl", Role::Admin);
    let carl = name("carl");
    store.add_token(token("low", Role::Viewer), made_by(Actor::user(&carl))).unwrap();
    store.add_token(token("high", Role::Admin), made_by(Actor::user(&carl))).unwrap();
    store.add_token(token("child", Role::Admin), made_by(Actor::token(&name("high")))).unwrap();
    let ended = store.set_role(&carl, Role::Operator, by("user_role")).unwrap();
    assert_eq!(ended.tokens, [name("child"), name("high")], "a demoted admin keeps an admin token");
    let ended = store.remove_user(&carl, by("user_remove")).unwrap();
    assert_eq!(ended.tokens, [name("low")]);
    let alive = store.tokens().unwrap().into_iter().filter(|token| token.revoked_at.is_none());
    assert_eq!(alive.map(|token| token.name).collect::<Vec<_>>(), [name("scraper")]);

    store.revoke_token(&name("scraper"), by("token_revoke")).unwrap();
    assert_eq!(store.token(&hash).unwrap().unwrap().revoked_at, Some(NOW));
    let twice = store.revoke_token(&name("scraper"), by("token_revoke"));
    assert!(matches!(twice, Err(StoreError::NotFound { subject: Subject::Token, .. })), "{twice:?}");
    let next = store::NewToken { hash: SecretHash::of("new"), ..token("scraper", Role::Viewer) };
    store.add_token(next, by("token_add")).unwrap();
    assert!(store.token(&hash).unwrap().is_none(), "the old token of a reused name is still known");
}

fn what_changes_a_credential_raises_the_revision(store: &dyn LocalStore) {
    add(store, "dora", Role::Viewer);
    let dora = name("dora");
    let id = session(store, "dora", "dora", NOW);
    let mut last = store.revision().unwrap();
    let mut rises = |what: &str, rises: bool| {
        let now = store.revision().unwrap();
        assert_eq!(now > last, rises, "{what}");
        last = now;
    };
    store.set_role(&dora, Role::Operator, by("x")).unwrap();
    rises("a new role", true);
    store.set_role(&dora, Role::Operator, by("x")).unwrap();
    rises("the same role", false);
    store.set_password(&dora, PasswordHash::from_phc("x".into()), None, by("x")).unwrap();
    rises("a new password", true);
    let id_of_new = session(store, "dora", "new", NOW);
    store.touch_session(&id, NOW).unwrap();
    store.append(by("x")).unwrap();
    rises("a log-in, a use and an entry", false);
    store.close_session(&id_of_new, by("x")).unwrap();
    rises("a sign-out", true);
    store.add_token(token("t", Role::Viewer), by("x")).unwrap();
    rises("a new token", true);
    store.revoke_token(&name("t"), by("x")).unwrap();
    rises("a revoked token", true);
    store.remove_user(&dora, by("x")).unwrap();
    rises("a removed user", true);
}

fn the_audit_is_asked_for_a_part(store: &dyn LocalStore) {
    for (action, name) in [("part_a", "x"), ("part_b", "x"), ("part_a", "y' OR 1=1 --")] {
        store.append(by(action).name(name)).unwrap();
    }
    let asked = |actions: &[&str], name: Option<&str>, before: Option<u64>, limit: usize| {
        let actions = actions.iter().map(|action| (*action).to_owned()).collect();
        let about = AuditAbout { actions, name: name.map(str::to_owned), actor: None };
        let rows = store.audit_about(&about, before, limit).unwrap();
        assert!(rows.iter().all(|row| about.takes(row)));
        rows.iter()
            .map(|row| (row.id, row.action.clone(), row.name.clone().unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    assert_eq!(asked(&["part_a"], None, None, 10).len(), 2);
    assert_eq!(asked(&["part_a", "part_b"], Some("x"), None, 10).len(), 2);
    assert_eq!(asked(&[], Some("y' OR 1=1 --"), None, 10).len(), 1);
    assert_eq!(asked(&["part_a"], Some("nobody"), None, 10), []);
    let newest = asked(&["part_a", "part_b"], None, None, 1);
    let older = asked(&["part_a", "part_b"], None, Some(newest[0].0), 10);
    assert_eq!(older.iter().map(|(_, action, _)| action.as_str()).collect::<Vec<_>>(), ["part_b", "part_a"]);
    let by_whom = |actor: &str| {
        let about = AuditAbout { actor: Some(actor.to_owned()), ..AuditAbout::default() };
        let rows = store.audit_about(&about, None, 10).unwrap();
        assert!(!about.is_everything() && rows.iter().all(|row| about.takes(row)));
        rows.into_iter().map(|row| row.actor.to_string()).collect::<Vec<_>>()
    };
    for actor in
        [Actor::user(&name("own")), Actor::token(&name("own")), Actor::cli("a:b"), Actor::anonymous()]
    {
        store.append(Entry::new(NOW, actor, "by_whom")).unwrap();
    }
    assert_eq!(by_whom("own"), ["token:own", "user:own"]);
    assert_eq!(by_whom("user:own"), ["user:own"]);
    assert_eq!(
        (by_whom("a:b"), by_whom("b").len(), by_whom("ow' OR 1 --").len()),
        (vec!["cli:a:b".to_owned()], 0, 0)
    );
    assert_eq!(by_whom("anonymous").last().map(String::as_str), Some("anonymous"));
    let all = AuditAbout::default();
    assert!(all.is_everything());
    assert_eq!(store.audit_about(&all, None, 7).unwrap(), store.audit(None, 7).unwrap());
}

fn the_audit_is_paged_and_whole(store: &dyn LocalStore) {
    let before = store.audit(None, 1).unwrap()[0].id;
    let entry = Entry::new(Wall(-5), Actor::anonymous(), "request")
        .outcome(Outcome::Refused)
        .key("12-345")
        .name("'; DROP TABLE audit; --\u{202e}\0")
        .code("role")
        .reason("needs admin")
        .address(Some("2001:db8::1".parse().unwrap()));
    let id = store.append(entry).unwrap();
    assert_eq!(id, before + 1);
    let row = store.audit(None, 1).unwrap().remove(0);
    assert_eq!((row.id, row.at, row.outcome), (id, Wall(-5), Outcome::Refused));
    assert_eq!(row.name.as_deref(), Some("'; DROP TABLE audit; --\u{202e}\0"));
    assert_eq!(row.address, Some("2001:db8::1".parse().unwrap()));

    for _ in 0..1_500 {
        store.append(by("filler")).unwrap();
    }
    assert_eq!(store.audit(None, usize::MAX).unwrap().len(), 1_000);
    let mut ids = Vec::new();
    while let page = store.audit(ids.last().copied(), 400).unwrap()
        && !page.is_empty()
    {
        ids.extend(page.into_iter().map(|row| row.id));
    }
    let all: Vec<_> = (1..=id + 1_500).rev().collect();
    assert_eq!(ids, all, "pages overlap or leave something out");
    assert_eq!(store.verify_audit().unwrap(), AuditCheck::Whole { rows: id + 1_500 });
    the_audit_is_asked_for_a_part(store);
}

#[test]
fn the_memory_store_lives_the_story() {
    story(&MemoryStore::new());
}

#[test]
fn the_sqlite_store_lives_the_story() {
    let (_holder, store) = common::sqlite();
    story(&store);
}
