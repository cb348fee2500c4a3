//! Those who guess are slowed, the owner is not: attack 10.

use server::auth::{AuthError, Credential, Origin};

use super::*;

#[tokio::test]
async fn guessing_from_one_address_is_slowed_and_the_wait_is_told() {
    let world = World::with_admin();
    let mut verified = 0;
    for _ in 0..40 {
        match world.login("admin", WRONG, peer(1)).await {
            Err(AuthError::WrongCredentials) => verified += 1,
            Err(AuthError::TooMany { retry_after }) => assert!((1..=5).contains(&retry_after.as_secs())),
            other => unreachable!("{other:?}"),
        }
    }
    assert_eq!(verified, 10);
    world.clock.pass(std::time::Duration::from_secs(5));
    world.login("admin", GOOD, peer(1)).await.unwrap();
}

#[tokio::test]
async fn the_owner_gets_in_from_a_known_address_while_a_thousand_addresses_guess() {
    let world = World::with_admin();
    world.login("admin", GOOD, peer(1)).await.unwrap();
    let mut slowed = 0;
    for n in 0..1_000 {
        for _ in 0..4 {
            let guess = world.access.authenticate(Credential::Bearer("smt_x"), peer(100 + n)).await;
            slowed += usize::from(too_many(&guess));
        }
    }
    assert!(slowed > 900, "only {slowed} of 4,000 guesses were slowed");
    for n in 0..20 {
        world.login("admin", WRONG, peer(100 + n)).await.unwrap_err();
    }
    world.login("admin", GOOD, peer(1)).await.unwrap();
    world.login("admin", GOOD, peer(5_000)).await.expect("an owner on a new network is shut out");
}

#[tokio::test]
async fn the_owners_browser_gets_in_from_the_very_address_that_guesses() {
    let world = World::with_admin();
    let opened = world.login("admin", GOOD, peer(1)).await.unwrap();
    let mut slowed = false;
    for _ in 0..30 {
        slowed |= too_many(&world.login("admin", WRONG, peer(1)).await);
    }
    assert!(slowed, "a known address may guess on and on");
    assert!(too_many(&world.login("admin", GOOD, peer(1)).await));
    let origin = Origin { device: Some(opened.device.expose()), ..Origin::of(peer(1)) };
    world.access.login("admin", pass(GOOD), None, &origin).await.unwrap();
    world.clock.pass(std::time::Duration::from_secs(1));
    world.login("admin", GOOD, peer(1)).await.expect("a known address waits longer than it is told");
}

#[tokio::test]
async fn a_device_is_known_for_its_own_account_for_thirty_days() {
    let world = World::with_admin();
    world.add("eve", Role::Viewer);
    let eve = world.login("eve", GOOD, peer(2)).await.unwrap();
    let origin = Origin { device: Some(eve.device.expose()), ..Origin::of(peer(3)) };
    let mut verified = 0;
    for _ in 0..30 {
        verified += usize::from(wrong(&world.access.login("admin", pass(WRONG), None, &origin).await));
    }
    assert_eq!(verified, 10, "a device known for another account counts as known");
    world.clock.pass(std::time::Duration::from_secs(5));
    assert!(wrong(&world.access.login("admin", pass(WRONG), None, &origin).await));
    assert!(too_many(&world.access.login("admin", pass(WRONG), None, &origin).await));
    world.access.login("eve", pass(GOOD), None, &origin).await.expect("a device known to eve is not known");
    world.clock.pass(31 * DAY);
    for _ in 0..20 {
        let _ = world.access.login("eve", pass(WRONG), None, &origin).await;
    }
    assert!(too_many(&world.access.login("eve", pass(GOOD), None, &origin).await), "known for ever");
}

#[tokio::test]
async fn wrong_tokens_count_with_wrong_passwords_and_right_ones_always_pass() {
    let world = World::with_admin();
    let opened = world.login("admin", GOOD, peer(9)).await.unwrap();
    let token = world.access.add_token(&opened.caller, peer(9), "ci", Role::Viewer).await.unwrap();
    let mut slowed = 0;
    for n in 0..50 {
        let guess = format!("smt_{n:043}");
        slowed +=
            usize::from(too_many(&world.access.authenticate(Credential::Bearer(&guess), peer(1)).await));
    }
    assert_eq!(slowed, 40);
    assert!(too_many(&world.login("admin", GOOD, peer(1)).await), "passwords have a count of their own");
    world.access.authenticate(Credential::Bearer(token.expose()), peer(1)).await.unwrap();
    world.access.authenticate(Credential::Cookie(opened.session.expose()), peer(1)).await.unwrap();
}

#[tokio::test]
async fn stale_cookies_and_revoked_tokens_are_no_guesses() {
    let world = World::with_admin();
    let opened = world.login("admin", GOOD, peer(9)).await.unwrap();
    let token = world.access.add_token(&opened.caller, peer(9), "ci", Role::Viewer).await.unwrap();
    world.access.revoke_token(&opened.caller, peer(9), "ci").await.unwrap();
    world.access.logout(&opened.caller, peer(9)).await.unwrap();
    for _ in 0..100 {
        let cookie = Credential::Cookie(opened.session.expose());
        assert!(unauthenticated(&world.access.authenticate(cookie, peer(1)).await));
        assert!(unauthenticated(
            &world.access.authenticate(Credential::Bearer(token.expose()), peer(1)).await
        ));
    }
    world.login("admin", GOOD, peer(1)).await.unwrap();
}

#[tokio::test]
async fn log_ins_to_an_own_account_do_not_pay_for_guesses_at_another() {
    let world = World::with_admin();
    world.add("eve", Role::Viewer);
    let mut verified = 0;
    for _ in 0..20 {
        world.login("eve", GOOD, peer(1)).await.unwrap();
        verified += usize::from(wrong(&world.login("admin", WRONG, peer(1)).await));
    }
    assert_eq!(verified, 10);
}

#[tokio::test]
async fn whoever_stole_a_session_cannot_guess_the_password_behind_it() {
    let world = World::with_admin();
    let opened = world.login("admin", GOOD, peer(1)).await.unwrap();
    let change = |current: &'static str| {
        let (access, caller) = (world.access.clone(), opened.caller.clone());
        async move {
            access
                .change_own_password(
                    &caller,
                    pass(current),
                    pass("another good phrase"),
                    &Origin::of(peer(2)),
                )
                .await
        }
    };
    let mut verified = 0;
    for _ in 0..20 {
        verified += usize::from(wrong(&change(WRONG).await));
    }
    assert_eq!(verified, 5);
    assert!(too_many(&change(GOOD).await));
    world.clock.pass(std::time::Duration::from_secs(10));
    change(GOOD).await.unwrap();
}
