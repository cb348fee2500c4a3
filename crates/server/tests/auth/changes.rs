//! What a change ends: cookie, token and open stream, within 2 s, whoever made it. The time is the runtime's own, which
//! stands still while anything is done: on no machine does a test take longer by it.

use std::time::Duration;

use domain::time::Mono;
use server::auth::{AuthError, Caller, Credential, Origin};
use store::{Name, StoreError};
use tokio::time::Instant;

use super::*;

fn named(text: &str) -> Name {
    text.parse().unwrap()
}

/// Clocks that go with that of the runtime.
struct RuntimeClock(Instant);

impl RuntimeClock {
    fn passed(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_nanos()).unwrap()
    }
}

impl Clock for RuntimeClock {
    fn wall(&self) -> Wall {
        Wall(START.0.saturating_add_unsigned(self.passed()))
    }

    fn mono(&self) -> Mono {
        Mono(1_000_000_000 + self.passed())
    }
}

/// A server on a file, a user and a token in it, and a command line beside it.
struct Two {
    _holder: tempfile::TempDir,
    server: Access,
    command: SqliteStore,
    by: By,
}

impl Two {
    fn new() -> Self {
        let (holder, dir, store) = sqlite();
        let command = SqliteStore::open(&dir).unwrap();
        let clock = RuntimeClock(Instant::now());
        let by = By { at: clock.wall(), actor: Actor::cli("root"), address: None };
        add(&command, &by, "admin", Role::Admin);
        add(&command, &by, "anna", Role::Operator);
        Self { _holder: holder, server: Access::new(store, Arc::new(clock)), command, by }
    }

    /// Changes something while a request and a stream are alive; both must end.
    async fn ends(&self, what: &str, credential: Credential<'_>, change: impl FnOnce(&SqliteStore, &By)) {
        let caller = self.server.authenticate(credential, peer(1)).await.unwrap();
        let mut stream = Box::pin(self.server.watch(&caller));
        let early = tokio::time::timeout(Duration::from_secs(5), &mut stream).await;
        assert!(early.is_err(), "{what}: the stream ended before the change");
        change(&self.command, &self.by);
        let next = self.server.authenticate(credential, peer(1)).await;
        assert!(unauthenticated(&next), "{what}: the next request is let in: {next:?}");
        let late = tokio::time::timeout(Duration::from_secs(2), stream).await;
        assert!(late.is_ok(), "{what}: the stream is open after 2 s");
    }
}

/// Something that the command line does.
type Change<'a> = &'a dyn Fn(&SqliteStore, &By);

#[tokio::test(start_paused = true)]
async fn a_change_on_the_command_line_ends_sessions_and_streams_of_the_running_server() {
    let two = Two::new();
    let anna = named("anna");
    let changes: [(&str, Change<'_>); 3] = [
        ("role", &|store, by| drop(accounts::set_role(store, by, &anna, Role::Viewer).unwrap())),
        ("password", &|store, by| {
            let hash = password::hash_new(&anna, &pass(GOOD)).unwrap();
            accounts::set_password(store, by, &anna, hash).unwrap();
        }),
        ("removal", &|store, by| drop(accounts::remove_user(store, by, &anna).unwrap())),
    ];
    for (what, change) in changes {
        let opened = two.server.login("anna", pass(GOOD), None, &Origin::of(peer(1))).await.unwrap();
        two.ends(what, Credential::Cookie(opened.session.expose()), change).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_revoked_token_ends_requests_and_streams_of_the_running_server() {
    let two = Two::new();
    let token = accounts::add_token(&two.command, &two.by, &named("ci"), Role::Viewer).unwrap();
    let revoke =
        |store: &SqliteStore, by: &By| drop(accounts::revoke_token(store, by, &named("ci")).unwrap());
    two.ends("revoked", Credential::Bearer(token.expose()), revoke).await;
}

#[tokio::test(start_paused = true)]
async fn two_hundred_streams_of_one_caller_end_together() {
    let two = Two::new();
    let opened = two.server.login("anna", pass(GOOD), None, &Origin::of(peer(1))).await.unwrap();
    let streams: Vec<_> = (0..200).map(|_| tokio::spawn(two.server.watch(&opened.caller))).collect();
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(streams.iter().all(|stream| !stream.is_finished()), "a stream ended before the change");
    accounts::remove_user(&two.command, &two.by, &named("anna")).unwrap();
    let all = async {
        for stream in streams {
            stream.await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(2), all).await.expect("a stream is open after 2 s");
}

async fn caller(world: &World, name: &str) -> (server::auth::Opened, Caller) {
    let opened = world.login(name, GOOD, peer(1)).await.unwrap();
    let caller = opened.caller.clone();
    (opened, caller)
}

#[tokio::test]
async fn changing_the_own_password_ends_all_sessions_but_the_new_one() {
    let world = World::with_admin();
    let (here, me) = caller(&world, "admin").await;
    let (elsewhere, _) = caller(&world, "admin").await;
    let origin = Origin::of(peer(1));
    let weak = world.access.change_own_password(&me, pass(GOOD), pass("short"), &origin).await;
    assert!(matches!(weak, Err(AuthError::Password(_))), "{weak:?}");
    let new = "another good phrase";
    let opened = world.access.change_own_password(&me, pass(GOOD), pass(new), &origin).await.unwrap();
    world.cookie(&opened).await.unwrap();
    assert!(unauthenticated(&world.cookie(&here).await));
    assert!(unauthenticated(&world.cookie(&elsewhere).await));
    assert!(wrong(&world.login("admin", GOOD, peer(2)).await), "the old password still works");
    world.login("admin", new, peer(2)).await.unwrap();
}

#[tokio::test]
async fn the_own_password_is_not_changed_without_the_current_one() {
    let world = World::with_admin();
    let (_, me) = caller(&world, "admin").await;
    let side = world.access.set_password(&me, peer(1), "admin", pass("another good phrase")).await;
    assert!(matches!(side, Err(AuthError::NeedsCurrent)), "{side:?}");
    let token = world.access.add_token(&me, peer(1), "ci", Role::Admin).await.unwrap();
    let token = world.access.authenticate(Credential::Bearer(token.expose()), peer(1)).await.unwrap();
    let origin = Origin::of(peer(1));
    let by_token =
        world.access.change_own_password(&token, pass(GOOD), pass("another good phrase"), &origin).await;
    assert!(matches!(by_token, Err(AuthError::NotAUser)), "{by_token:?}");
    assert!(matches!(world.access.logout(&token, peer(1)).await, Err(AuthError::NotAUser)));
}

#[tokio::test]
async fn a_password_proven_before_it_changed_opens_nothing() {
    let world = World::with_admin();
    world.add("anna", Role::Operator);
    let login = {
        let access = world.access.clone();
        tokio::spawn(async move { access.login("anna", pass(GOOD), None, &Origin::of(peer(1))).await })
    };
    let hash = password::hash_new(&named("anna"), &pass("another good phrase")).unwrap();
    accounts::set_password(&*world.store, &world.by(), &named("anna"), hash).unwrap();
    // Whichever came first: no session lives that was opened by the old password.
    if let Ok(opened) = login.await.unwrap() {
        assert!(unauthenticated(&world.cookie(&opened).await));
    }
}

#[tokio::test]
async fn the_last_admin_stays_and_the_refusal_is_written_down() {
    let world = World::with_admin();
    let (_, me) = caller(&world, "admin").await;
    let removed = world.access.remove_user(&me, peer(1), "admin").await;
    assert!(matches!(removed, Err(AuthError::Store(StoreError::LastAdmin { .. }))), "{removed:?}");
    let row = world.access.audit(None, 1).await.unwrap().remove(0);
    assert_eq!((row.actor.as_str(), row.action.as_str()), ("user:admin", "user_remove"));
    assert_eq!((row.outcome.word(), row.code.as_deref()), ("refused", Some("last_admin")));
    assert!(row.address.is_some());
}

#[tokio::test]
async fn two_admins_who_demote_each_other_at_once_leave_one() {
    let world = World::with_admin();
    world.add("anna", Role::Admin);
    let (_, admin) = caller(&world, "admin").await;
    let (_, anna) = caller(&world, "anna").await;
    let (one, other) = tokio::join!(
        world.access.set_role(&admin, peer(1), "anna", Role::Viewer),
        world.access.set_role(&anna, peer(1), "admin", Role::Viewer),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}

#[tokio::test]
async fn a_demoted_admin_keeps_no_admin_token() {
    let world = World::with_admin();
    world.add("anna", Role::Admin);
    let (_, anna) = caller(&world, "anna").await;
    let token = world.access.add_token(&anna, peer(1), "back-door", Role::Admin).await.unwrap();
    let (_, admin) = caller(&world, "admin").await;
    let (user, ended) = world.access.set_role(&admin, peer(1), "anna", Role::Operator).await.unwrap();
    assert_eq!((user.role, ended.tokens), (Role::Operator, vec![named("back-door")]));
    assert!(unauthenticated(&world.access.authenticate(Credential::Bearer(token.expose()), peer(1)).await));
}
