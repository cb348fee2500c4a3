//! The second factor: asked for after the right password, each code once, guessed by nobody, and no way to
//! switch it off without it.

use std::time::Duration;

use server::auth::{AuthError, Code, Enabled, Origin, Secret};
use store::StoreError;

use super::*;

const NEW: &str = "another good phrase";
const STEP: Duration = Duration::from_secs(30);

fn code(text: &str) -> Code {
    Code::new(text.to_owned())
}

/// What an authenticator shows at this moment.
fn shown(secret: &Secret, clock: &SetClock) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.expose()).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(clock.wall().0 / 1_000_000_000).unwrap()).to_string()
}

/// A world whose admin has a second factor, one step after it was confirmed.
struct Guarded {
    world: World,
    secret: Secret,
    enabled: Enabled,
}

impl Guarded {
    async fn new() -> Self {
        let world = World::with_admin();
        let me = world.login("admin", GOOD, peer(1)).await.unwrap().caller;
        let secret = world.access.offer_totp(&me, pass(GOOD), peer(1), "mon").await.unwrap().secret;
        let first = code(&shown(&secret, &world.clock));
        let enabled = world.access.confirm_totp(&me, first, &Origin::of(peer(1))).await.unwrap();
        world.clock.pass(STEP);
        Self { world, secret, enabled }
    }

    fn shown(&self) -> String {
        shown(&self.secret, &self.world.clock)
    }

    fn recovery(&self, n: usize) -> &str {
        self.enabled.recovery_codes[n].expose()
    }

    async fn log_in(&self, typed: &str, origin: &Origin<'_>) -> Result<Opened, AuthError> {
        self.world.access.login("admin", pass(GOOD), Some(code(typed)), origin).await
    }
}

fn required<T>(done: &Result<T, AuthError>) -> bool {
    matches!(done, Err(AuthError::TotpRequired))
}

fn wrong_code<T>(done: &Result<T, AuthError>) -> bool {
    matches!(done, Err(AuthError::TotpWrong))
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_right_password_and_never_before() {
    let guarded = Guarded::new().await;
    let (access, from) = (&guarded.world.access, Origin::of(peer(2)));
    for typed in [None, Some(""), Some("  ")] {
        let asked = access.login("admin", pass(GOOD), typed.map(code), &from).await;
        assert!(required(&asked), "{typed:?}: {asked:?}");
    }
    let right = guarded.shown();
    for typed in [None, Some("000000"), Some(right.as_str()), Some(guarded.recovery(0))] {
        let refused = access.login("admin", pass(WRONG), typed.map(code), &Origin::of(peer(3))).await;
        assert!(wrong(&refused), "{typed:?} tells that there is a second factor: {refused:?}");
    }
    let opened = guarded.log_in(&right, &Origin::of(peer(4))).await.unwrap();
    assert_eq!(opened.second_factor.unwrap().recovery_codes, 10);
    guarded.world.cookie(&opened).await.unwrap();
}

#[tokio::test]
async fn an_account_without_a_second_factor_takes_no_notice_of_a_code() {
    let world = World::with_admin();
    let from = Origin::of(peer(1));
    world.access.login("admin", pass(GOOD), Some(code("000000")), &from).await.unwrap();
}

#[tokio::test]
async fn a_code_counts_once_also_after_a_restart() {
    let guarded = Guarded::new().await;
    let right = guarded.shown();
    guarded.log_in(&right, &Origin::of(peer(2))).await.unwrap();
    assert!(wrong_code(&guarded.log_in(&right, &Origin::of(peer(2))).await), "a code counted twice");
    let again = Access::new(guarded.world.store.clone(), guarded.world.clock.clone());
    let replayed = again.login("admin", pass(GOOD), Some(code(&right)), &Origin::of(peer(2))).await;
    assert!(wrong_code(&replayed), "a restart forgot that a code was used");
    guarded.world.clock.pass(STEP);
    guarded.log_in(&guarded.shown(), &Origin::of(peer(2))).await.unwrap();
}

#[tokio::test]
async fn the_code_that_confirmed_does_not_log_in() {
    let world = World::with_admin();
    let me = world.login("admin", GOOD, peer(1)).await.unwrap().caller;
    let secret = world.access.offer_totp(&me, pass(GOOD), peer(1), "mon").await.unwrap().secret;
    let first = shown(&secret, &world.clock);
    let from = Origin::of(peer(1));
    world.access.confirm_totp(&me, code(&first), &from).await.unwrap();
    assert!(wrong_code(&world.access.login("admin", pass(GOOD), Some(code(&first)), &from).await));
}

#[tokio::test]
async fn one_code_sent_twice_at_once_lets_one_in() {
    let guarded = Guarded::new().await;
    for typed in [guarded.shown(), guarded.recovery(0).to_owned()] {
        let (here, there) = (Origin::of(peer(2)), Origin::of(peer(3)));
        let (one, other) = tokio::join!(guarded.log_in(&typed, &here), guarded.log_in(&typed, &there));
        assert!(one.is_ok() != other.is_ok(), "{typed}: {one:?} {other:?}");
        assert!(wrong_code(&one) || wrong_code(&other), "{one:?} {other:?}");
    }
}

#[tokio::test]
async fn a_recovery_code_lets_in_once_and_is_counted_down() {
    let guarded = Guarded::new().await;
    let from = Origin::of(peer(2));
    let typed = guarded.recovery(3).to_uppercase().replace('-', " ");
    let opened = guarded.log_in(&typed, &from).await.unwrap();
    assert_eq!(opened.second_factor.unwrap().recovery_codes, 9);
    let told = guarded.world.access.second_factor(&opened.caller).await.unwrap().unwrap();
    assert_eq!(told.recovery_codes, 9);
    assert!(wrong_code(&guarded.log_in(guarded.recovery(3), &from).await), "a recovery code counted twice");
    guarded.log_in(guarded.recovery(4), &from).await.unwrap();
}

#[tokio::test]
async fn switching_on_ends_all_other_sessions_and_replaces_the_own_one() {
    let world = World::with_admin();
    let here = world.login("admin", GOOD, peer(1)).await.unwrap();
    let elsewhere = world.login("admin", GOOD, peer(1)).await.unwrap();
    let offer = world.access.offer_totp(&here.caller, pass(GOOD), peer(1), "mon").await.unwrap();
    world.cookie(&elsewhere).await.expect("an offer alone ends sessions");
    world.access.login("admin", pass(GOOD), None, &Origin::of(peer(1))).await.expect("an offer is in force");
    let first = code(&shown(&offer.secret, &world.clock));
    let enabled = world.access.confirm_totp(&here.caller, first, &Origin::of(peer(1))).await.unwrap();
    assert_eq!(enabled.recovery_codes.len(), 10);
    world.cookie(&enabled.opened).await.unwrap();
    assert!(unauthenticated(&world.cookie(&here).await));
    assert!(unauthenticated(&world.cookie(&elsewhere).await), "a session without the factor lives on");
}

#[tokio::test]
async fn an_offer_needs_the_password_and_waits_ten_minutes_for_its_own_session() {
    let world = World::with_admin();
    let me = world.login("admin", GOOD, peer(1)).await.unwrap().caller;
    let other = world.login("admin", GOOD, peer(1)).await.unwrap().caller;
    let (access, from) = (&world.access, Origin::of(peer(1)));
    assert!(wrong(&access.offer_totp(&me, pass(WRONG), peer(1), "mon").await));
    let nothing = access.confirm_totp(&me, code("000000"), &from).await;
    assert!(matches!(nothing, Err(AuthError::NoOffer)), "{nothing:?}");

    let void = access.offer_totp(&me, pass(GOOD), peer(1), "mon").await.unwrap().secret;
    let secret = access.offer_totp(&me, pass(GOOD), peer(1), "mon").await.unwrap().secret;
    assert_ne!(void.expose(), secret.expose());
    let now = |secret: &Secret| code(&shown(secret, &world.clock));
    assert!(wrong_code(&access.confirm_totp(&me, now(&void), &from).await), "a replaced offer is good");
    let stolen = access.confirm_totp(&other, now(&secret), &from).await;
    assert!(matches!(stolen, Err(AuthError::NoOffer)), "another session confirmed: {stolen:?}");
    world.clock.pass(Duration::from_secs(600));
    let late = access.confirm_totp(&me, now(&secret), &from).await;
    assert!(matches!(late, Err(AuthError::NoOffer)), "{late:?}");
    assert_eq!(access.second_factor(&me).await.unwrap(), None);

    let secret = access.offer_totp(&me, pass(GOOD), peer(1), "mon").await.unwrap().secret;
    accounts::set_password(
        &*world.store,
        &world.by(),
        &"admin".parse().unwrap(),
        password::hash_new(&"admin".parse().unwrap(), &pass(NEW)).unwrap(),
    )
    .unwrap();
    let stale = access.confirm_totp(&me, now(&secret), &from).await;
    assert!(matches!(stale, Err(AuthError::Store(StoreError::Changed { .. }))), "{stale:?}");
}

#[tokio::test]
async fn there_is_one_second_factor_and_switching_it_off_takes_password_and_code() {
    let guarded = Guarded::new().await;
    let (access, from) = (&guarded.world.access, Origin::of(peer(1)));
    let me = &guarded.enabled.opened.caller;
    let twice = access.offer_totp(me, pass(GOOD), peer(1), "mon").await;
    assert!(matches!(twice, Err(AuthError::Store(StoreError::FactorExists { .. }))), "{twice:?}");

    let right = guarded.shown();
    assert!(wrong(&access.remove_own_totp(me, pass(WRONG), code(&right), &from).await));
    assert!(wrong_code(&access.remove_own_totp(me, pass(GOOD), code("000000"), &from).await));
    assert!(required(&access.remove_own_totp(me, pass(GOOD), code(""), &from).await));
    let side = access.reset_totp(me, peer(1), "admin").await;
    assert!(matches!(side, Err(AuthError::NeedsCode)), "an admin's session resets its own factor: {side:?}");

    let opened = access.remove_own_totp(me, pass(GOOD), code(&right), &from).await.unwrap();
    assert_eq!(opened.second_factor, None);
    guarded.world.cookie(&opened).await.unwrap();
    assert!(unauthenticated(&guarded.world.cookie(&guarded.enabled.opened).await));
    guarded.world.login("admin", GOOD, peer(1)).await.unwrap();
    let nothing = access.remove_own_totp(&opened.caller, pass(GOOD), code(&right), &from).await;
    assert!(matches!(nothing, Err(AuthError::Store(StoreError::FactorMissing { .. }))), "{nothing:?}");
}

#[tokio::test]
async fn a_used_code_does_not_switch_it_off_and_a_recovery_code_does() {
    let guarded = Guarded::new().await;
    let from = Origin::of(peer(1));
    let right = guarded.shown();
    let me = guarded.log_in(&right, &from).await.unwrap().caller;
    let access = &guarded.world.access;
    assert!(wrong_code(&access.remove_own_totp(&me, pass(GOOD), code(&right), &from).await));
    access.remove_own_totp(&me, pass(GOOD), code(guarded.recovery(9)), &from).await.unwrap();
}

#[tokio::test]
async fn a_token_has_no_second_factor_of_its_own() {
    let guarded = Guarded::new().await;
    let (access, from) = (&guarded.world.access, Origin::of(peer(1)));
    let made = access.add_token(&guarded.enabled.opened.caller, peer(1), "admin", Role::Admin).await.unwrap();
    let token = access.authenticate(Credential::Bearer(made.expose()), peer(1)).await.unwrap();
    let refused = [
        access.offer_totp(&token, pass(GOOD), peer(1), "mon").await.err(),
        access.confirm_totp(&token, code("000000"), &from).await.err(),
        access.remove_own_totp(&token, pass(GOOD), code(&guarded.shown()), &from).await.err(),
    ];
    assert!(refused.iter().all(|error| matches!(error, Some(AuthError::NotAUser))), "{refused:?}");
    assert_eq!(access.second_factor(&token).await.unwrap(), None);
}

#[tokio::test]
async fn other_changes_leave_the_second_factor_alone() {
    let guarded = Guarded::new().await;
    let (world, from) = (&guarded.world, Origin::of(peer(1)));
    world.add("anna", Role::Admin);
    let me = &guarded.enabled.opened.caller;
    let renewed = world.access.change_own_password(me, pass(GOOD), pass(NEW), &from).await.unwrap();
    world.cookie(&renewed).await.unwrap();
    assert!(required(&world.login("admin", NEW, peer(1)).await), "a new password is enough to log in");

    let anna = world.login("anna", GOOD, peer(2)).await.unwrap().caller;
    world.access.set_password(&anna, peer(2), "admin", pass(GOOD)).await.unwrap();
    world.access.set_role(&anna, peer(2), "admin", Role::Viewer).await.unwrap();
    assert!(required(&world.login("admin", GOOD, peer(1)).await));

    world.access.remove_user(&anna, peer(2), "admin").await.unwrap();
    world.add("admin", Role::Viewer);
    world.login("admin", GOOD, peer(1)).await.expect("the factor of a removed user is asked for");
}

#[tokio::test]
async fn an_admin_takes_a_lost_factor_away_and_the_sessions_end() {
    let guarded = Guarded::new().await;
    let world = &guarded.world;
    world.add("anna", Role::Admin);
    let anna = world.login("anna", GOOD, peer(2)).await.unwrap().caller;
    assert_eq!(world.access.reset_totp(&anna, peer(2), "admin").await.unwrap().sessions, 1);
    assert!(unauthenticated(&world.cookie(&guarded.enabled.opened).await));
    world.login("admin", GOOD, peer(1)).await.unwrap();
    let nothing = world.access.reset_totp(&anna, peer(2), "admin").await;
    assert!(matches!(nothing, Err(AuthError::Store(StoreError::FactorMissing { .. }))), "{nothing:?}");
    let nobody = world.access.reset_totp(&anna, peer(2), "nobody").await;
    assert!(matches!(nobody, Err(AuthError::Store(StoreError::NotFound { .. }))), "{nobody:?}");
}

/// With the password known, six digits are all that is left to guess.
#[tokio::test]
async fn whoever_knows_the_password_gets_ten_guesses_and_then_one_in_ten_minutes() {
    let guarded = Guarded::new().await;
    let mut looked_at = 0;
    for n in 0..40 {
        let guess = guarded.log_in("000000", &Origin::of(peer(100 + n))).await;
        looked_at += usize::from(wrong_code(&guess));
        assert!(wrong_code(&guess) || too_many(&guess), "{guess:?}");
    }
    assert_eq!(looked_at, 10);
    let late = guarded.log_in(&guarded.shown(), &Origin::of(peer(900))).await;
    assert!(too_many(&late), "a guess is looked at after all: {late:?}");
    guarded.world.clock.pass(Duration::from_secs(600));
    assert!(wrong_code(&guarded.log_in("000000", &Origin::of(peer(200))).await));
    assert!(too_many(&guarded.log_in("000000", &Origin::of(peer(201))).await));
}

#[tokio::test]
async fn the_owner_gets_in_while_somebody_with_the_password_guesses_codes() {
    let guarded = Guarded::new().await;
    // From the very address at which the owner is known.
    for n in 0..12 {
        let _ = guarded.log_in("000000", &Origin::of(peer(if n % 2 == 0 { 1 } else { 100 + n }))).await;
        guarded.world.clock.pass(Duration::from_secs(1));
    }
    let here = Origin { device: Some(guarded.enabled.opened.device.expose()), ..Origin::of(peer(1)) };
    guarded.log_in(&guarded.shown(), &here).await.expect("the owner's own browser is shut out");
    let recovered = guarded.log_in(guarded.recovery(0), &Origin::of(peer(700))).await;
    recovered.expect("a recovery code does not help an owner on a new network");
}

#[tokio::test]
async fn a_code_that_is_missing_or_wrong_counts_as_a_wrong_try() {
    let guarded = Guarded::new().await;
    let mut refused = 0;
    for n in 0..20 {
        let typed = (n % 2 == 0).then(|| code("nonsense"));
        let tried = guarded.world.access.login("admin", pass(GOOD), typed, &Origin::of(peer(2))).await;
        refused += usize::from(too_many(&tried));
    }
    assert_eq!(refused, 10);
}

#[tokio::test]
async fn what_happens_to_a_second_factor_is_written_down_without_a_secret() {
    let guarded = Guarded::new().await;
    let (world, from) = (&guarded.world, Origin::of(peer(1)));
    let _ = world.access.login("admin", pass(GOOD), None, &from).await;
    let _ = guarded.log_in("000000", &from).await;
    let me = guarded.log_in(guarded.recovery(0), &from).await.unwrap().caller;
    let _ = world.access.remove_own_totp(&me, pass(GOOD), code("000000"), &from).await;
    world.access.remove_own_totp(&me, pass(GOOD), code(&guarded.shown()), &from).await.unwrap();
    let _ = world.access.reset_totp(&me, peer(1), "admin").await;
    let rows = world.store.audit(None, 9).unwrap();
    let told: Vec<_> = rows
        .iter()
        .rev()
        .map(|row| {
            let code = row.code.as_deref().or(row.reason.as_deref()).unwrap_or("-");
            format!("{} {} {} {code}", row.actor, row.action, row.outcome.word())
        })
        .collect();
    assert_eq!(
        told,
        [
            "user:admin totp_enable ok -",
            "user:admin session_renew ok -",
            "anonymous log_in failed totp_required",
            "anonymous log_in failed totp_wrong",
            "user:admin log_in ok by recovery code, 9 left",
            "user:admin totp_disable failed totp_wrong",
            "user:admin totp_disable ok -",
            "user:admin session_renew ok -",
            "user:admin totp_reset refused own_factor",
        ]
    );
    assert!(rows.iter().all(|row| row.name.as_deref() == Some("admin") && row.address.is_some()));
    let whole = format!("{rows:?}");
    for secret in guarded.enabled.recovery_codes.iter().chain([&guarded.secret]) {
        assert!(!whole.contains(secret.expose()));
    }
    assert!(!format!("{:?}", guarded.enabled).contains(guarded.recovery(0)));
}

#[tokio::test]
async fn a_stolen_state_directory_holds_no_recovery_code() {
    let (_holder, dir, store) = sqlite();
    let clock = Arc::new(SetClock::at(START));
    add(&*store, &By { at: START, actor: Actor::cli("root"), address: None }, "admin", Role::Admin);
    let access = Access::new(store, clock.clone());
    let me = access.login("admin", pass(GOOD), None, &Origin::of(peer(1))).await.unwrap().caller;
    let secret = access.offer_totp(&me, pass(GOOD), peer(1), "mon").await.unwrap().secret;
    let first = code(&shown(&secret, &clock));
    let enabled = access.confirm_totp(&me, first, &Origin::of(peer(1))).await.unwrap();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for code in &enabled.recovery_codes {
            assert!(!text.contains(code.expose()) && !text.contains(&code.expose().replace('-', "")));
        }
        assert!(!text.contains(secret.expose()), "the shared secret lies there in base 32");
    }
}
