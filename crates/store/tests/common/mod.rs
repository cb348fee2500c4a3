//! What the tests of the store share: names, users and entries with little to say.
#![allow(dead_code, reason = "each test program uses its part")]

use domain::Role;
use domain::time::Wall;
use store::{
    Actor, Entry, Factor, LocalStore, Name, NewSession, NewToken, NewTotp, NewUser, PasswordHash, SecretHash,
    SqliteStore, StateDir, StoreError, TotpSecret,
};

pub(crate) const DAY: i64 = 24 * 3600 * 1_000_000_000;
pub(crate) const NOW: Wall = Wall(1_800_000_000 * 1_000_000_000);

pub(crate) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

pub(crate) fn by(action: &str) -> Entry {
    Entry::new(NOW, Actor::cli("tester"), action)
}

pub(crate) fn user(text: &str, role: Role) -> NewUser {
    NewUser { name: name(text), role, password: PasswordHash::from_phc(format!("hash of {text}")) }
}

pub(crate) fn add(store: &dyn LocalStore, text: &str, role: Role) {
    store.add_user(user(text, role), by("user_add")).unwrap();
}

pub(crate) fn session(store: &dyn LocalStore, text: &str, id: &str, at: Wall) -> SecretHash {
    try_session(store, text, id, at, Factor::None).unwrap()
}

pub(crate) fn try_session(
    store: &dyn LocalStore,
    text: &str,
    id: &str,
    at: Wall,
    factor: Factor,
) -> Result<SecretHash, StoreError> {
    let generation = store.user(&name(text)).unwrap().unwrap().generation;
    let id = SecretHash::of(id);
    let new = NewSession {
        id,
        user: name(text),
        generation,
        factor,
        created_at: at,
        expires_at: Wall(at.0 + 30 * DAY),
        familiar: vec![SecretHash::of("home")],
        replaces: None,
    };
    store.open_session(new, by("log_in")).map(|()| id)
}

/// A second factor whose last code was of `step`, with recovery codes `code 0` to `code 9`.
pub(crate) fn second_factor(store: &dyn LocalStore, text: &str, step: u64) {
    let generation = store.user(&name(text)).unwrap().unwrap().generation;
    let totp = NewTotp {
        secret: TotpSecret::from_bytes([7; 20]),
        last_step: step,
        recovery_codes: (0..10).map(recovery_code).collect(),
    };
    store.enable_totp(&name(text), totp, generation, by("totp_enable")).unwrap();
}

pub(crate) fn recovery_code(n: u32) -> SecretHash {
    SecretHash::of(&format!("code {n}"))
}

pub(crate) fn token(text: &str, role: Role) -> NewToken {
    NewToken { name: name(text), role, hash: SecretHash::of(&format!("token {text}")) }
}

pub(crate) fn state_dir() -> (tempfile::TempDir, StateDir) {
    let holder = tempfile::tempdir().unwrap();
    let dir = StateDir::open_or_create(&holder.path().join("state")).unwrap();
    (holder, dir)
}

pub(crate) fn sqlite() -> (tempfile::TempDir, SqliteStore) {
    let (holder, dir) = state_dir();
    let store = SqliteStore::open(&dir).unwrap();
    (holder, store)
}
