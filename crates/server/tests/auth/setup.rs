//! The set-up link: once, for fifteen minutes, and never again once a user existed.

use server::auth::{Access, AuthError, Opened, Origin, Secret, SystemClock};
use store::StoreError;

use super::*;

async fn set_up(world: &World, token: &Secret) -> Result<Opened, AuthError> {
    world.access.setup(token.expose(), "admin", pass(GOOD), &Origin::of(peer(1))).await
}

fn over<T>(done: &Result<T, AuthError>) -> bool {
    matches!(done, Err(AuthError::Store(StoreError::SetUpOver)))
}

fn invalid<T>(done: &Result<T, AuthError>) -> bool {
    matches!(done, Err(AuthError::Store(StoreError::SetUpToken)))
}

#[tokio::test]
async fn the_link_makes_one_admin_who_is_logged_in_and_then_is_dead() {
    let world = World::new();
    let token = world.access.setup_token().await.unwrap().unwrap();
    assert!(world.access.needs_setup().await.unwrap());
    assert!(world.access.setup_token().await.unwrap().is_none(), "a second link for one start");
    let opened = set_up(&world, &token).await.unwrap();
    let caller = world.cookie(&opened).await.unwrap();
    assert_eq!((caller.name().as_str(), caller.role()), ("admin", Role::Admin));
    assert!(over(&set_up(&world, &token).await));
    assert!(!world.access.needs_setup().await.unwrap());
}

#[tokio::test]
async fn the_link_is_dead_after_fifteen_minutes_even_if_the_clock_is_set_back() {
    let world = World::new();
    let token = world.access.setup_token().await.unwrap().unwrap();
    world.clock.pass(15 * MINUTE);
    assert!(invalid(&set_up(&world, &token).await));
    world.clock.set_wall(START);
    assert!(invalid(&set_up(&world, &token).await), "alive again by a clock set back");
    assert!(world.access.setup_token().await.unwrap().is_none(), "a new link without a restart");
}

#[tokio::test]
async fn the_link_lives_until_fifteen_minutes_are_over() {
    let world = World::new();
    let token = world.access.setup_token().await.unwrap().unwrap();
    world.clock.pass(15 * MINUTE - std::time::Duration::from_secs(1));
    set_up(&world, &token).await.unwrap();
}

#[tokio::test]
async fn a_restart_without_users_gives_a_new_link_and_kills_the_old_one() {
    let world = World::new();
    let old = world.access.setup_token().await.unwrap().unwrap();
    let world = World { access: Access::new(world.store.clone(), world.clock.clone()), ..world };
    assert!(invalid(&set_up(&world, &old).await), "the link of an earlier start works");
    let new = world.access.setup_token().await.unwrap().unwrap();
    assert!(invalid(&set_up(&world, &old).await));
    set_up(&world, &new).await.unwrap();
}

#[tokio::test]
async fn a_restart_with_users_gives_no_link() {
    let (_holder, dir, store) = sqlite();
    let access = Access::new(store, Arc::new(SystemClock::new()));
    let token = access.setup_token().await.unwrap().unwrap();
    access.setup(token.expose(), "admin", pass(GOOD), &Origin::of(peer(1))).await.unwrap();
    drop(access);
    let access = Access::new(Arc::new(SqliteStore::open(&dir).unwrap()), Arc::new(SystemClock::new()));
    assert!(access.setup_token().await.unwrap().is_none());
    let again = access.setup(token.expose(), "eve", pass(GOOD), &Origin::of(peer(1))).await;
    assert!(over(&again), "{again:?}");
}

#[tokio::test]
async fn a_user_made_on_the_command_line_ends_the_set_up() {
    let world = World::new();
    let token = world.access.setup_token().await.unwrap().unwrap();
    world.add("anna", Role::Viewer);
    assert!(over(&set_up(&world, &token).await));
}

#[tokio::test]
async fn a_refused_name_or_password_leaves_the_link_alive() {
    let world = World::new();
    let token = world.access.setup_token().await.unwrap().unwrap();
    let origin = Origin::of(peer(1));
    let bad_name = world.access.setup(token.expose(), "-rf", pass(GOOD), &origin).await;
    assert!(matches!(bad_name, Err(AuthError::Store(StoreError::InvalidName(_)))), "{bad_name:?}");
    let bad_password = world.access.setup(token.expose(), "admin", pass("short"), &origin).await;
    assert!(matches!(bad_password, Err(AuthError::Password(_))), "{bad_password:?}");
    set_up(&world, &token).await.unwrap();
}

#[tokio::test]
async fn guessing_the_link_is_slowed_and_does_not_stop_its_owner() {
    let world = World::new();
    let token = world.access.setup_token().await.unwrap().unwrap();
    let mut slowed = 0;
    for guess in 0..50 {
        let guess = format!("{guess:043}");
        let done = world.access.setup(&guess, "eve", pass(GOOD), &Origin::of(peer(1))).await;
        assert!(invalid(&done) || too_many(&done), "{done:?}");
        slowed += usize::from(too_many(&done));
    }
    assert_eq!(slowed, 40);
    set_up(&world, &token).await.unwrap();
}

#[tokio::test]
async fn two_who_race_for_the_link_make_one_admin() {
    let world = World::new();
    let token = world.access.setup_token().await.unwrap().unwrap();
    let attempt = |name: &'static str| {
        let (access, token) = (world.access.clone(), token.clone());
        tokio::spawn(
            async move { access.setup(token.expose(), name, pass(GOOD), &Origin::of(peer(1))).await },
        )
    };
    let (one, other) = (attempt("anna"), attempt("ben"));
    let done = [one.await.unwrap(), other.await.unwrap()];
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
    assert_eq!(world.store.users().unwrap().len(), 1);
}
