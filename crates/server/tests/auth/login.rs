//! Log-in, sessions and how they end by themselves.

use server::auth::{AuthError, Credential, Origin};

use super::*;

#[tokio::test]
async fn a_right_password_opens_a_session_and_a_wrong_one_does_not() {
    let world = World::with_admin();
    let opened = world.login("admin", GOOD, peer(1)).await.unwrap();
    assert_eq!(world.cookie(&opened).await.unwrap(), opened.caller);
    for (name, text) in [("admin", WRONG), ("Admin", GOOD), ("nobody", GOOD), ("-x y", GOOD), ("", "")] {
        let refused = world.login(name, text, peer(2)).await;
        assert!(wrong(&refused), "{name:?}: {refused:?}");
    }
}

#[tokio::test]
async fn a_session_id_is_no_token_and_a_token_no_session_id() {
    let world = World::with_admin();
    let opened = world.login("admin", GOOD, peer(1)).await.unwrap();
    let token = world.access.add_token(&opened.caller, peer(1), "ci", Role::Viewer).await.unwrap();
    let access = &world.access;
    assert!(access.authenticate(Credential::Bearer(token.expose()), peer(1)).await.is_ok());
    for crossed in [
        Credential::Cookie(token.expose()),
        Credential::Bearer(opened.session.expose()),
        Credential::Bearer(&format!("smt_{}", opened.session.expose())),
        Credential::Cookie(token.expose().trim_start_matches("smt_")),
        Credential::Cookie(opened.device.expose()),
        Credential::Cookie(""),
        Credential::Bearer("smt_"),
    ] {
        assert!(unauthenticated(&access.authenticate(crossed, peer(1)).await));
    }
}

#[tokio::test]
async fn a_session_ends_after_thirty_days_of_use() {
    let world = World::with_admin();
    let opened = world.login("admin", GOOD, peer(1)).await.unwrap();
    for _ in 0..29 {
        world.clock.pass(DAY);
        world.cookie(&opened).await.unwrap();
    }
    world.clock.pass(DAY);
    assert!(unauthenticated(&world.cookie(&opened).await));
    assert!(!world.access.revalidate(&opened.caller).await, "a stream outlives its session");
}

#[tokio::test]
async fn a_session_ends_after_seven_days_without_use() {
    let world = World::with_admin();
    let opened = world.login("admin", GOOD, peer(1)).await.unwrap();
    world.clock.pass(6 * DAY);
    world.cookie(&opened).await.unwrap();
    world.clock.pass(6 * DAY);
    world.cookie(&opened).await.unwrap();
    world.clock.pass(7 * DAY);
    assert!(unauthenticated(&world.cookie(&opened).await));
}

#[tokio::test]
async fn an_open_stream_keeps_its_session_in_use() {
    let world = World::with_admin();
    let opened = world.login("admin", GOOD, peer(1)).await.unwrap();
    for _ in 0..9 {
        world.clock.pass(DAY);
        assert!(world.access.revalidate(&opened.caller).await);
    }
    world.cookie(&opened).await.unwrap();
}

#[tokio::test]
async fn a_clock_that_jumps_back_an_hour_gives_a_session_one_hour_at_most() {
    let world = World::with_admin();
    let opened = world.login("admin", GOOD, peer(1)).await.unwrap();
    world.clock.set_wall(Wall(START.0 - 3_600_000_000_000));
    world.cookie(&opened).await.unwrap();
    world.clock.pass(7 * DAY);
    assert!(unauthenticated(&world.cookie(&opened).await), "idle time is counted from a future that is gone");

    let opened = world.login("admin", GOOD, peer(1)).await.unwrap();
    let now = world.clock.wall();
    world.clock.set_wall(Wall(now.0 - 365 * DAY.as_nanos() as i64));
    assert!(
        unauthenticated(&world.cookie(&opened).await),
        "a session of a clock a year ahead lives for a year"
    );
}

#[tokio::test]
async fn signing_out_ends_this_session_and_no_other() {
    let world = World::with_admin();
    let one = world.login("admin", GOOD, peer(1)).await.unwrap();
    let other = world.login("admin", GOOD, peer(1)).await.unwrap();
    world.access.logout(&one.caller, peer(1)).await.unwrap();
    assert!(unauthenticated(&world.cookie(&one).await));
    world.cookie(&other).await.unwrap();
}

#[tokio::test]
async fn a_new_log_in_ends_the_session_that_the_browser_had() {
    let world = World::with_admin();
    let old = world.login("admin", GOOD, peer(1)).await.unwrap();
    let origin = Origin { session: Some(old.session.expose()), ..Origin::of(peer(1)) };
    let new = world.access.login("admin", pass(GOOD), None, &origin).await.unwrap();
    assert!(unauthenticated(&world.cookie(&old).await), "the old session id still works");
    world.cookie(&new).await.unwrap();
}

#[tokio::test]
async fn at_most_two_passwords_are_hashed_at_once() {
    let world = World::with_admin();
    let tries: Vec<_> = (0..8)
        .map(|n| {
            let access = world.access.clone();
            tokio::spawn(async move { access.login("admin", pass(GOOD), None, &Origin::of(peer(n))).await })
        })
        .collect();
    let (mut opened, mut busy) = (0, 0);
    for attempt in tries {
        match attempt.await.unwrap() {
            Ok(_) => opened += 1,
            Err(AuthError::Busy { retry_after }) => {
                assert!(retry_after.as_secs() >= 1);
                busy += 1;
            }
            Err(other) => unreachable!("{other:?}"),
        }
    }
    assert!(opened >= 2 && busy >= 1, "{opened} opened, {busy} busy");
}
