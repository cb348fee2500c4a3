//! Getting in: the set-up, log-in and sign-out. What follows from a credential is in `credentials`, what users
//! do to their own account in `own` and `factor`, what admins do to users and tokens in `manage`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Role;
use domain::time::{Mono, Wall};
use store::{
    Actor, Entry, Factor, Journal, LocalStore, Name, NewSession, NewUser, Outcome, SecondFactor, SecretHash,
    SetUp, StoreError, User,
};

use super::chain::Chain;
use super::clock::{after, before};
use super::credentials::{Credentials, note};
use super::factor::Offers;
use super::limit::{self, Admitted, Limiter, Place, Try};
use super::password::Hashing;
use super::secret::hash_of_random;
use super::{AuthError, Caller, Clock, Code, Opened, Origin, Password, Peer, Secret, Via, blocking};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// A session ends after so long, whatever happens.
pub(crate) const SESSION_LIFE: Duration = DAY.saturating_mul(30);
/// A session ends when it was not used for so long.
pub(crate) const SESSION_IDLE: Duration = DAY.saturating_mul(7);
/// How long the device cookie is to be kept: as long as a place stays familiar.
pub const DEVICE_DAYS: u32 = 30;
/// A place is familiar for so long after a log-in.
const FAMILIAR: Duration = DAY.saturating_mul(DEVICE_DAYS);
/// The set-up link is good for so long.
const SETUP_LIFE: Duration = Duration::from_secs(15 * 60);

/// The one door to users, sessions, tokens and audit for everything that faces a network. Cheap to clone.
#[derive(Clone)]
pub struct Access {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Arc<dyn LocalStore>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) hashing: Hashing,
    pub(crate) limiter: Limiter,
    pub(crate) journal: Journal,
    pub(crate) credentials: Credentials,
    pub(crate) offers: Offers,
    chain: Mutex<Chain>,
    /// Until when, on the monotonic clock, the set-up token of this process is good. The wall clock alone
    /// would keep it alive when set back.
    setup_until: Mutex<Option<Mono>>,
}

/// What was proven, and when.
pub(crate) struct Proven {
    /// Whose password, as it was then.
    pub(crate) user: User,
    /// Beside the password.
    pub(crate) factor: Factor,
    pub(crate) now: Wall,
}

impl Access {
    /// Access to what `store` holds, by the time of `clock`.
    #[must_use]
    pub fn new(store: Arc<dyn LocalStore>, clock: Arc<dyn Clock>) -> Self {
        let inner = Inner {
            store,
            clock,
            hashing: Hashing::new(),
            limiter: Limiter::new(),
            journal: Journal::new(),
            credentials: Credentials::new(),
            offers: Offers::new(),
            chain: Mutex::new(Chain::new()),
            setup_until: Mutex::new(None),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Does work with the store on a thread that may wait for the disk.
    pub(crate) async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, AuthError> + Send + 'static,
    ) -> Result<T, AuthError> {
        let inner = Arc::clone(&self.inner);
        blocking(move || work(&inner)).await
    }

    /// Is the first admin still to be made?
    ///
    /// # Errors
    /// The store cannot be used.
    pub async fn needs_setup(&self) -> Result<bool, AuthError> {
        self.with_store(|inner| Ok(inner.store.needs_set_up()?)).await
    }

    /// Puts out the set-up token of this start: once, if no user exists or ever did. It dies with its use,
    /// after 15 minutes, and with the process.
    ///
    /// # Errors
    /// The store cannot be used, no random bytes.
    pub async fn setup_token(&self) -> Result<Option<Secret>, AuthError> {
        let token = Secret::random()?;
        self.with_store(move |inner| {
            let mut until = inner.setup_until.lock().unwrap_or_else(PoisonError::into_inner);
            if until.is_some() || !inner.store.needs_set_up()? {
                return Ok(None);
            }
            let expires_at = after(inner.clock.wall(), SETUP_LIFE);
            let life = u64::try_from(SETUP_LIFE.as_nanos()).unwrap_or(u64::MAX);
            inner.store.put_set_up(SetUp { hash: token.hash(), expires_at })?;
            *until = Some(Mono(inner.clock.mono().0.saturating_add(life)));
            Ok(Some(token))
        })
        .await
    }

    /// Makes the first admin for the bearer of the set-up token, and logs in.
    ///
    /// # Errors
    /// [`StoreError::SetUpOver`], [`StoreError::SetUpToken`], [`StoreError::InvalidName`],
    /// [`AuthError::Password`], [`AuthError::TooMany`], [`AuthError::Busy`].
    pub async fn setup(
        &self,
        token: &str,
        name: &str,
        password: Password,
        origin: &Origin<'_>,
    ) -> Result<Opened, AuthError> {
        let peer = origin.peer;
        let sent = hash_of_random(token);
        let live = self.with_store(move |inner| inner.live_setup(sent.as_ref(), peer)).await?;
        let name: Name = name.parse().map_err(StoreError::from)?;
        let hash = self.inner.hashing.hash_new(name.clone(), password).await?;
        let places = self.places(origin);
        self.with_store(move |inner| {
            let now = inner.clock.wall();
            let user = NewUser { name: name.clone(), role: Role::Admin, password: hash };
            let entry =
                Entry::new(now, Actor::user(&name), "set_up").name(name.as_str()).address(peer.address());
            inner.store.add_first_user(&live, user, entry)?;
            let user = inner.store.user(&name)?.ok_or(AuthError::Unauthenticated)?;
            inner.open_session(Proven { user, factor: Factor::None, now }, peer, places, "log_in")
        })
        .await
    }

    /// Lets a user in by name, password and, where the account has a second factor, a code. The session that
    /// the browser had ends. Nothing is said of a second factor before the password is right.
    ///
    /// # Errors
    /// [`AuthError::WrongCredentials`], [`AuthError::TotpRequired`], [`AuthError::TotpWrong`],
    /// [`AuthError::TooMany`], [`AuthError::Busy`].
    pub async fn login(
        &self,
        name: &str,
        password: Password,
        code: Option<Code>,
        origin: &Origin<'_>,
    ) -> Result<Opened, AuthError> {
        let peer = origin.peer;
        let places = self.places(origin);
        // A name that cannot be one is treated like one that nobody has.
        let account = SecretHash::of(name);
        let typed: Option<Name> = name.parse().ok();
        let device = places.device;
        let (user, admitted) = self
            .with_store(move |inner| {
                let user = typed.map(|name| inner.store.user(&name)).transpose()?.flatten();
                let admitted = inner.admit_login(user.as_ref(), account, device, peer)?;
                Ok((user, admitted))
            })
            .await?;
        let hash = user.as_ref().map(|user| user.password.clone());
        let verified = self.inner.hashing.verify(password, hash, admitted.crowded).await;
        let opened = match verified {
            Ok(proven) => {
                self.with_store(move |inner| match user {
                    Some(user) if proven => inner.enter(user, code.as_ref(), peer, places),
                    user => {
                        inner.login_refused(user.as_ref(), peer, Outcome::Failed, "wrong_credentials");
                        Err(AuthError::WrongCredentials)
                    }
                })
                .await
            }
            Err(error) => Err(error),
        };
        if !matches!(&opened, Err(error) if error.is_wrong_guess()) {
            self.inner.limiter.give_back(&admitted);
        }
        opened
    }

    /// Ends the caller's session.
    ///
    /// # Errors
    /// [`AuthError::NotAUser`] for a token; the store cannot be used.
    pub async fn logout(&self, caller: &Caller, peer: Peer) -> Result<(), AuthError> {
        if caller.via != Via::Session {
            return Err(AuthError::NotAUser);
        }
        let caller = caller.clone();
        self.with_store(move |inner| {
            let entry = Entry::new(inner.clock.wall(), caller.actor(), "log_out");
            let entry = entry.name(caller.name.as_str()).address(peer.address());
            inner.store.close_session(&caller.id, entry)?;
            Ok(())
        })
        .await
    }

    /// Writes a refusal of a request into the audit (a 403, a foreign Origin). Bounded for each actor, so
    /// that nobody fills the disk by being refused.
    pub async fn record_refusal(&self, entry: Entry) {
        let recorded = self.with_store(move |inner| {
            inner.refused(entry);
            Ok(())
        });
        if let Err(error) = recorded.await {
            tracing::error!(%error, "a refusal could not be written into the audit");
        }
    }

    /// The wall clock by which access judges, for entries made elsewhere.
    #[must_use]
    pub fn now(&self) -> Wall {
        self.inner.clock.wall()
    }

    pub(crate) fn places(&self, origin: &Origin<'_>) -> Places {
        Places {
            address: limit::mark_of(origin.peer),
            device: origin.device.and_then(hash_of_random),
            session: origin.session.and_then(hash_of_random),
        }
    }
}

/// What the browser brought along.
#[derive(Clone, Copy)]
pub(crate) struct Places {
    pub(crate) address: SecretHash,
    pub(crate) device: Option<SecretHash>,
    pub(crate) session: Option<SecretHash>,
}

impl Inner {
    /// What is known of the chain of the audit.
    pub(crate) fn chain(&self) -> MutexGuard<'_, Chain> {
        self.chain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The hash of the set-up token if it is the one that is out and alive.
    fn live_setup(&self, sent: Option<&SecretHash>, peer: Peer) -> Result<SecretHash, AuthError> {
        if !self.store.needs_set_up()? {
            return Err(StoreError::SetUpOver.into());
        }
        let until = *self.setup_until.lock().unwrap_or_else(PoisonError::into_inner);
        let in_time = until.is_some_and(|until| self.clock.mono() < until);
        let out = self.store.set_up()?.filter(|out| in_time && self.clock.wall() < out.expires_at);
        if let Some(hash) = sent.filter(|sent| out.is_some_and(|out| out.hash == **sent)) {
            return Ok(*hash);
        }
        self.guessed(peer, "set_up", "setup_token_invalid")?;
        Err(StoreError::SetUpToken.into())
    }

    /// Counts a wrong secret and writes it down.
    pub(crate) fn guessed(&self, peer: Peer, action: &str, code: &str) -> Result<(), AuthError> {
        let now = self.clock.mono();
        let admitted = self.limiter.admit(Try::Stranger { peer, account: None }, now);
        let entry = Entry::new(self.clock.wall(), Actor::anonymous(), action).address(peer.address());
        let entry = match &admitted {
            Ok(_) => entry.outcome(Outcome::Failed).code(code),
            Err(_) => entry.outcome(Outcome::Refused).code("too_many_attempts"),
        };
        self.note(entry, now);
        match admitted {
            Ok(_) => Ok(()),
            Err(wait) => Err(AuthError::TooMany { retry_after: whole_seconds(wait) }),
        }
    }

    /// Counts a log-in try by where it comes from.
    fn admit_login(
        &self,
        user: Option<&User>,
        account: SecretHash,
        device: Option<SecretHash>,
        peer: Peer,
    ) -> Result<Admitted, AuthError> {
        let mut tried = Try::Stranger { peer, account: Some(account) };
        if let Some(user) = user {
            // The device first: it stays apart from others who share the owner's address.
            for mark in device.into_iter().chain([limit::mark_of(peer)]) {
                if self.is_familiar(&user.name, mark)? {
                    tried = Try::At(Place::Familiar { account, mark });
                    break;
                }
            }
        }
        self.limiter.admit(tried, self.clock.mono()).map_err(|wait| {
            self.login_refused(user, peer, Outcome::Refused, "too_many_attempts");
            AuthError::TooMany { retry_after: whole_seconds(wait) }
        })
    }

    /// Did this address or device log in to the account of late?
    pub(crate) fn is_familiar(&self, user: &Name, mark: SecretHash) -> Result<bool, AuthError> {
        Ok(self.store.is_familiar(user, &[mark], before(self.clock.wall(), FAMILIAR))?)
    }

    /// Lets in whose password was just proven, if the second factor is too.
    fn enter(
        &self,
        user: User,
        code: Option<&Code>,
        peer: Peer,
        places: Places,
    ) -> Result<Opened, AuthError> {
        let name = user.name.clone();
        let opened = self.prove_factor(&user, code, places.device).and_then(|factor| {
            let now = self.clock.wall();
            self.open_session(Proven { user, factor, now }, peer, places, "log_in")
        });
        opened.map_err(|error| {
            let entry = Entry::new(self.clock.wall(), Actor::anonymous(), "log_in").name(name.as_str());
            self.factor_refused(error, entry.address(peer.address()))
        })
    }

    /// Writes a refusal or a failed try down.
    pub(crate) fn refused(&self, entry: Entry) {
        self.note(entry, self.clock.mono());
    }

    /// A store that cannot write is reported in the log: a refusal stands also when it cannot be written down.
    fn note(&self, entry: Entry, now: Mono) {
        if let Err(error) = self.journal.refusal(&*self.store, entry, now) {
            tracing::error!(%error, "a refusal could not be written into the audit");
        }
    }

    /// Writes a failed log-in down. What was typed as name is written only if it is a user's: people type
    /// their password into the wrong field.
    fn login_refused(&self, user: Option<&User>, peer: Peer, outcome: Outcome, code: &str) {
        let mut entry =
            Entry::new(self.clock.wall(), Actor::anonymous(), "log_in").outcome(outcome).code(code);
        if let Some(user) = user {
            entry = entry.name(user.name.as_str());
        }
        self.refused(entry.address(peer.address()));
    }

    /// Opens a session for a user who was just proven.
    pub(crate) fn open_session(
        &self,
        proven: Proven,
        peer: Peer,
        places: Places,
        action: &str,
    ) -> Result<Opened, AuthError> {
        let Proven { user, factor, now } = proven;
        let (session, device) = (Secret::random()?, Secret::random()?);
        let expires_at = after(now, SESSION_LIFE);
        let new = NewSession {
            id: session.hash(),
            user: user.name.clone(),
            generation: user.generation,
            factor,
            created_at: now,
            expires_at,
            familiar: vec![places.address, device.hash()],
            replaces: places.session,
        };
        let entry = Entry::new(now, Actor::user(&user.name), action).name(user.name.as_str());
        let by_recovery = matches!(factor, Factor::Recovery(_));
        let second_factor = user.second_factor.map(|told| SecondFactor {
            recovery_codes: told.recovery_codes.saturating_sub(usize::from(by_recovery)),
            ..told
        });
        let entry = match second_factor {
            Some(left) if by_recovery => {
                entry.reason(&format!("by recovery code, {} left", left.recovery_codes))
            }
            _ => entry,
        };
        match self.store.open_session(new, entry.address(peer.address())) {
            // Between proof and session the password, role or user changed.
            Err(StoreError::Changed { .. }) => return Err(AuthError::WrongCredentials),
            other => other?,
        }
        note(self.store.sweep_sessions(now, before(now, SESSION_IDLE)));
        let caller = Caller {
            name: user.name,
            role: user.role,
            via: Via::Session,
            id: session.hash(),
            expires_at: Some(expires_at),
        };
        Ok(Opened { caller, session, device, second_factor })
    }
}

/// Rounded up: who waits so long is let in.
pub(crate) fn whole_seconds(wait: Duration) -> Duration {
    Duration::from_secs(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
}
