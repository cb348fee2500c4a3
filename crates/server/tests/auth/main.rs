//! Access as the router and the command line see it, on both stores, by clocks that the tests move.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod changes;
mod guessing;
mod login;
mod secrets;
mod setup;
mod totp;

use std::net::IpAddr;
use std::sync::Arc;

use domain::Role;
use domain::time::Wall;
use server::auth::{
    Access, AuthError, By, Caller, Clock, Credential, Opened, Origin, Password, Peer, SetClock, accounts,
    password,
};
use store::{Actor, LocalStore, MemoryStore, SqliteStore, StateDir};

const GOOD: &str = "correct horse battery";
const WRONG: &str = "incorrect horse battery";
const START: Wall = Wall(1_800_000_000 * 1_000_000_000);
const MINUTE: std::time::Duration = std::time::Duration::from_secs(60);
const DAY: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// Access over a store in memory, with clocks that stand.
struct World {
    access: Access,
    store: Arc<MemoryStore>,
    clock: Arc<SetClock>,
}

impl World {
    fn new() -> Self {
        let (store, clock) = (Arc::new(MemoryStore::new()), Arc::new(SetClock::at(START)));
        Self { access: Access::new(store.clone(), clock.clone()), store, clock }
    }

    /// With a user `admin`, made on the command line.
    fn with_admin() -> Self {
        let world = Self::new();
        world.add("admin", Role::Admin);
        world
    }

    fn by(&self) -> By {
        By { at: self.clock.wall(), actor: Actor::cli("root"), address: None }
    }

    fn add(&self, name: &str, role: Role) {
        add(&*self.store, &self.by(), name, role);
    }

    async fn login(&self, name: &str, text: &str, peer: Peer) -> Result<Opened, AuthError> {
        self.access.login(name, pass(text), None, &Origin::of(peer)).await
    }

    async fn cookie(&self, opened: &Opened) -> Result<Caller, AuthError> {
        self.access.authenticate(Credential::Cookie(opened.session.expose()), peer(1)).await
    }
}

fn add(store: &dyn LocalStore, by: &By, name: &str, role: Role) {
    let name = name.parse().unwrap();
    let hash = password::hash_new(&name, &pass(GOOD)).unwrap();
    accounts::add_user(store, by, &name, role, hash).unwrap();
}

fn sqlite() -> (tempfile::TempDir, StateDir, Arc<SqliteStore>) {
    let holder = tempfile::tempdir().unwrap();
    let dir = StateDir::open_or_create(&holder.path().join("state")).unwrap();
    let store = Arc::new(SqliteStore::open(&dir).unwrap());
    (holder, dir, store)
}

fn pass(text: &str) -> Password {
    Password::new(text.to_owned())
}

fn peer(n: u32) -> Peer {
    Peer::Address(IpAddr::V4((0xc633_6400 + n).into()))
}

fn unauthenticated<T>(done: &Result<T, AuthError>) -> bool {
    matches!(done, Err(AuthError::Unauthenticated))
}

fn wrong<T>(done: &Result<T, AuthError>) -> bool {
    matches!(done, Err(AuthError::WrongCredentials))
}

fn too_many<T>(done: &Result<T, AuthError>) -> bool {
    matches!(done, Err(AuthError::TooMany { .. }))
}
