//! What users do to their own account with their password: prove it, change it.

use store::{Entry, Factor, Outcome, SecretHash, User};

use super::access::{Inner, whole_seconds};
use super::limit::{Admitted, Place, Try};
use super::{Access, AuthError, Caller, Opened, Origin, Password, Peer, Via, password};

impl Access {
    /// Changes the caller's own password. All sessions of the user end; a new one is opened.
    ///
    /// # Errors
    /// [`AuthError::NotAUser`], [`AuthError::WrongCredentials`], [`AuthError::Password`],
    /// [`AuthError::TooMany`], [`AuthError::Busy`].
    pub async fn change_own_password(
        &self,
        caller: &Caller,
        current: Password,
        new: Password,
        origin: &Origin<'_>,
    ) -> Result<Opened, AuthError> {
        if caller.via != Via::Session {
            return Err(AuthError::NotAUser);
        }
        password::check_new(&caller.name, &new).map_err(AuthError::Password)?;
        let user = self.prove_own_password(caller, current, origin.peer, "user_password").await?;
        let hash = self.inner.hashing.hash_new(user.name.clone(), new).await?;
        let (actor, peer, places) = (caller.actor(), origin.peer, self.places(origin));
        self.with_store(move |inner| {
            let entry = Entry::new(inner.clock.wall(), actor, "user_password");
            let entry = entry.name(user.name.as_str()).address(peer.address());
            inner.store.set_password(&user.name, hash, Some(user.generation), entry)?;
            inner.renew_session(&user.name, Factor::Kept, peer, places)
        })
        .await
    }

    /// The caller's user, once the password is proven. A wrong one is written down as a failed `action`.
    pub(crate) async fn prove_own_password(
        &self,
        caller: &Caller,
        typed: Password,
        peer: Peer,
        action: &'static str,
    ) -> Result<User, AuthError> {
        if caller.via != Via::Session {
            return Err(AuthError::NotAUser);
        }
        let (name, session, actor) = (caller.name.clone(), caller.id, caller.actor());
        let (user, entry, admitted) = self
            .with_store(move |inner| {
                let user = inner.store.user(&name)?.ok_or(AuthError::Unauthenticated)?;
                let entry = Entry::new(inner.clock.wall(), actor, action);
                let entry = entry.name(name.as_str()).address(peer.address());
                let admitted = inner.admit_own(&session, &entry)?;
                Ok((user, entry, admitted))
            })
            .await?;
        let verified = self.inner.hashing.verify(typed, Some(user.password.clone()), false).await;
        if matches!(verified, Ok(true) | Err(_)) {
            self.inner.limiter.give_back(&admitted);
        }
        if verified? {
            return Ok(user);
        }
        self.with_store(move |inner| {
            inner.refused(entry.outcome(Outcome::Failed).code("wrong_credentials"));
            Err(AuthError::WrongCredentials)
        })
        .await
    }
}

impl Inner {
    /// Counts a try by session: who holds a stolen one cannot guess on, nor shut the owner out.
    pub(crate) fn admit_own(&self, session: &SecretHash, entry: &Entry) -> Result<Admitted, AuthError> {
        let admitted = self.limiter.admit(Try::At(Place::Session(*session)), self.clock.mono());
        admitted.map_err(|wait| {
            self.refused(entry.clone().outcome(Outcome::Refused).code("too_many_attempts"));
            AuthError::TooMany { retry_after: whole_seconds(wait) }
        })
    }
}
