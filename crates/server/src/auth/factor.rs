//! The second factor of a user: offered, confirmed, asked for, switched off. Reading and reckoning codes is
//! `totp`'s work; that a code counts once is the store's.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::time::Mono;
use lru::LruCache;
use store::{Entry, Factor, Name, NewTotp, Outcome, SecondFactor, SecretHash, StoreError, TotpSecret, User};

use super::access::{Inner, Places, Proven, whole_seconds};
use super::limit::{Place, Try};
use super::totp::{self, Offer, Read};
use super::{Access, AuthError, Caller, Code, Opened, Origin, Password, Peer, Secret, Via};

/// So long an offered secret waits for its first code.
const OFFER_LIFE: Duration = Duration::from_secs(10 * 60);
/// How many offers wait at once; the oldest goes.
const OFFERS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(255);

/// A secret that was shown and not yet proven to have arrived.
struct Waiting {
    user: Name,
    generation: u64,
    secret: TotpSecret,
    until: Mono,
}

/// Offered secrets, by the session that asked for them. In memory only: one that is never confirmed leaves
/// no trace.
pub(crate) struct Offers {
    waiting: Mutex<LruCache<SecretHash, Waiting>>,
}

impl Offers {
    pub(crate) fn new() -> Self {
        Self { waiting: Mutex::new(LruCache::sparse(OFFERS)) }
    }

    fn put(&self, session: SecretHash, offer: Waiting, now: Mono) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let over: Vec<_> = waiting.iter().filter(|(_, old)| old.until <= now).map(|(id, _)| *id).collect();
        for id in over {
            waiting.pop(&id);
        }
        waiting.put(session, offer);
    }

    /// The secret that waits, with the generation of the user that it was offered to.
    fn peek(&self, session: &SecretHash, user: &Name, now: Mono) -> Option<(TotpSecret, u64)> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let offer = waiting.peek(session).filter(|offer| offer.user == *user && now < offer.until)?;
        Some((offer.secret.clone(), offer.generation))
    }

    fn forget(&self, session: &SecretHash) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop(session);
    }
}

/// A second factor that was just switched on.
#[derive(Clone, Debug)]
pub struct Enabled {
    /// The session in place of the caller's; all of the user's have ended.
    pub opened: Opened,
    /// Shown once; the store keeps their hashes.
    pub recovery_codes: Vec<Secret>,
}

impl Access {
    /// What may be told of the caller's second factor; a token has none.
    ///
    /// # Errors
    /// The store cannot be used.
    pub async fn second_factor(&self, caller: &Caller) -> Result<Option<SecondFactor>, AuthError> {
        if caller.via != Via::Session {
            return Ok(None);
        }
        let name = caller.name.clone();
        self.with_store(move |inner| Ok(inner.store.user(&name)?.and_then(|user| user.second_factor))).await
    }

    /// Offers the caller a shared secret, once the own password is proven. Nothing is switched on before
    /// [`Self::confirm_totp`]; an earlier offer is void.
    ///
    /// # Errors
    /// [`StoreError::FactorExists`], [`AuthError::NotAUser`], [`AuthError::WrongCredentials`],
    /// [`AuthError::TooMany`], [`AuthError::Busy`].
    pub async fn offer_totp(
        &self,
        caller: &Caller,
        password: Password,
        peer: Peer,
        host: &str,
    ) -> Result<Offer, AuthError> {
        let user = self.prove_own_password(caller, password, peer, "totp_enable").await?;
        if user.second_factor.is_some() {
            return Err(StoreError::FactorExists { name: user.name }.into());
        }
        let secret = totp::random_secret()?;
        let offered = totp::offer(&secret, &user.name, host)?;
        let now = self.inner.clock.mono();
        let life = u64::try_from(OFFER_LIFE.as_nanos()).unwrap_or(u64::MAX);
        let until = Mono(now.0.saturating_add(life));
        let waiting = Waiting { user: user.name, generation: user.generation, secret, until };
        self.inner.offers.put(caller.id, waiting, now);
        Ok(offered)
    }

    /// Switches the second factor on: the code shows that the offered secret has arrived. All sessions of
    /// the user end; a new one is opened.
    ///
    /// # Errors
    /// [`AuthError::NotAUser`], [`AuthError::NoOffer`], [`AuthError::TotpWrong`], [`AuthError::TooMany`].
    pub async fn confirm_totp(
        &self,
        caller: &Caller,
        code: Code,
        origin: &Origin<'_>,
    ) -> Result<Enabled, AuthError> {
        if caller.via != Via::Session {
            return Err(AuthError::NotAUser);
        }
        let (caller, peer, places) = (caller.clone(), origin.peer, self.places(origin));
        self.with_store(move |inner| {
            let now = inner.clock.wall();
            let name = caller.name.clone();
            let entry =
                Entry::new(now, caller.actor(), "totp_enable").name(name.as_str()).address(peer.address());
            let waiting = inner.offers.peek(&caller.id, &name, inner.clock.mono());
            let (secret, generation) = waiting.ok_or(AuthError::NoOffer)?;
            let admitted = inner.admit_own(&caller.id, &entry)?;
            let last_step = match totp::read(&code) {
                Some(Read::Digits(digits)) => totp::matching_step(&secret, &digits, now),
                _ => None,
            };
            let Some(last_step) = last_step else {
                inner.refused(entry.outcome(Outcome::Failed).code("totp_wrong"));
                return Err(AuthError::TotpWrong);
            };
            inner.limiter.give_back(&admitted);
            let (recovery_codes, hashes) = totp::recovery_codes()?;
            let totp = NewTotp { secret, last_step, recovery_codes: hashes };
            inner.store.enable_totp(&name, totp, generation, entry)?;
            inner.offers.forget(&caller.id);
            let opened = inner.renew_session(&name, Factor::Kept, peer, places)?;
            Ok(Enabled { opened, recovery_codes })
        })
        .await
    }

    /// Switches the caller's own second factor off. All sessions of the user end; a new one is opened.
    ///
    /// # Errors
    /// [`StoreError::FactorMissing`], [`AuthError::NotAUser`], [`AuthError::WrongCredentials`],
    /// [`AuthError::TotpRequired`], [`AuthError::TotpWrong`], [`AuthError::TooMany`], [`AuthError::Busy`].
    pub async fn remove_own_totp(
        &self,
        caller: &Caller,
        password: Password,
        code: Code,
        origin: &Origin<'_>,
    ) -> Result<Opened, AuthError> {
        let user = self.prove_own_password(caller, password, origin.peer, "totp_disable").await?;
        let (caller, peer, places) = (caller.clone(), origin.peer, self.places(origin));
        self.with_store(move |inner| {
            let entry = Entry::new(inner.clock.wall(), caller.actor(), "totp_disable");
            let entry = entry.name(user.name.as_str()).address(peer.address());
            if user.second_factor.is_none() {
                return Err(StoreError::FactorMissing { name: user.name }.into());
            }
            let removed = inner.prove_factor(&user, Some(&code), places.device).and_then(|factor| {
                let proven = Some((user.generation, factor));
                Ok(inner.store.remove_totp(&user.name, proven, entry.clone())?)
            });
            removed.map_err(|error| inner.factor_refused(error, entry))?;
            inner.renew_session(&user.name, Factor::None, peer, places)
        })
        .await
    }
}

impl Inner {
    /// What the code proves, if the user has a second factor: asked only once the password is proven. A
    /// code is not used up by this.
    pub(crate) fn prove_factor(
        &self,
        user: &User,
        code: Option<&Code>,
        device: Option<SecretHash>,
    ) -> Result<Factor, AuthError> {
        let Some(kept) = self.store.totp(&user.name)? else { return Ok(Factor::None) };
        let Some(code) = code.filter(|code| !code.is_blank()) else { return Err(AuthError::TotpRequired) };
        match totp::read(code) {
            // Not counted: nobody guesses 120 bits, and its owner may need it while others guess.
            Some(Read::Recovery(hash)) => Ok(Factor::Recovery(hash)),
            Some(Read::Digits(digits)) => {
                let place = self.code_place(user, device)?;
                let admitted = self.limiter.admit(Try::At(place), self.clock.mono());
                let admitted =
                    admitted.map_err(|wait| AuthError::TooMany { retry_after: whole_seconds(wait) })?;
                let step = totp::matching_step(&kept.secret, &digits, self.clock.wall());
                let step = step.filter(|step| *step > kept.last_step).ok_or(AuthError::TotpWrong)?;
                self.limiter.give_back(&admitted);
                Ok(Factor::Step(step))
            }
            None => Err(AuthError::TotpWrong),
        }
    }

    /// Where a code is counted: by its device cookie if that is known to the account. An address is not
    /// enough: who shares it with the owner could use up the owner's tries.
    fn code_place(&self, user: &User, device: Option<SecretHash>) -> Result<Place, AuthError> {
        let account = SecretHash::of(user.name.as_str());
        Ok(match device {
            Some(device) if self.is_familiar(&user.name, device)? => Place::CodeFrom { account, device },
            _ => Place::Code(account),
        })
    }

    /// Writes down that a factor was not proven, as far as that is why.
    pub(crate) fn factor_refused(&self, error: AuthError, entry: Entry) -> AuthError {
        let error = match error {
            AuthError::Store(StoreError::FactorRefused { .. }) => AuthError::TotpWrong,
            other => other,
        };
        let written = match &error {
            AuthError::TotpRequired => Some((Outcome::Failed, "totp_required")),
            AuthError::TotpWrong => Some((Outcome::Failed, "totp_wrong")),
            AuthError::TooMany { .. } => Some((Outcome::Refused, "too_many_attempts")),
            _ => None,
        };
        if let Some((outcome, code)) = written {
            self.refused(entry.outcome(outcome).code(code));
        }
        error
    }

    /// A session in place of those that a change of the own account has just ended.
    pub(crate) fn renew_session(
        &self,
        name: &Name,
        factor: Factor,
        peer: Peer,
        places: Places,
    ) -> Result<Opened, AuthError> {
        let user = self.store.user(name)?.ok_or(AuthError::Unauthenticated)?;
        self.open_session(Proven { user, factor, now: self.clock.wall() }, peer, places, "session_renew")
    }
}
