//! What is done over HTTP to users, tokens and the audit. Which role a caller needs for it is the router's
//! business; what it does is [`super::accounts`]'.

use domain::Role;
use store::{AuditAbout, AuditRow, Ended, Name, Outcome, StoreError, Token, User};

use super::access::Inner;
use super::{Access, AuthError, By, Caller, Password, Peer, Secret, Via, accounts};

impl Inner {
    fn by(&self, caller: &Caller, peer: Peer) -> By {
        By { at: self.clock.wall(), actor: caller.actor(), address: peer.address() }
    }
}

fn name_of(text: &str) -> Result<Name, AuthError> {
    Ok(text.parse::<Name>().map_err(StoreError::from)?)
}

impl Access {
    /// All users, by name.
    ///
    /// # Errors
    /// The store cannot be used.
    pub async fn users(&self) -> Result<Vec<User>, AuthError> {
        self.with_store(|inner| Ok(inner.store.users()?)).await
    }

    /// One user.
    ///
    /// # Errors
    /// [`StoreError::InvalidName`], [`StoreError::NotFound`], or the store cannot be used.
    pub async fn user(&self, name: &str) -> Result<User, AuthError> {
        let name = name_of(name)?;
        self.with_store(move |inner| inner.user(&name)).await
    }

    /// Adds a user.
    ///
    /// # Errors
    /// [`StoreError::InvalidName`], [`StoreError::Exists`], [`AuthError::Password`], [`AuthError::Busy`].
    pub async fn add_user(
        &self,
        caller: &Caller,
        peer: Peer,
        name: &str,
        role: Role,
        password: Password,
    ) -> Result<User, AuthError> {
        let name = name_of(name)?;
        let hash = self.inner.hashing.hash_new(name.clone(), password).await?;
        let caller = caller.clone();
        self.with_store(move |inner| {
            accounts::add_user(&*inner.store, &inner.by(&caller, peer), &name, role, hash)?;
            inner.user(&name)
        })
        .await
    }

    /// Gives a user another role.
    ///
    /// # Errors
    /// As [`accounts::set_role`].
    pub async fn set_role(
        &self,
        caller: &Caller,
        peer: Peer,
        name: &str,
        role: Role,
    ) -> Result<(User, Ended), AuthError> {
        let (name, caller) = (name_of(name)?, caller.clone());
        self.with_store(move |inner| {
            let ended = accounts::set_role(&*inner.store, &inner.by(&caller, peer), &name, role)?;
            Ok((inner.user(&name)?, ended))
        })
        .await
    }

    /// Gives another user another password.
    ///
    /// # Errors
    /// [`AuthError::NeedsCurrent`] for the caller's own; as [`accounts::set_password`].
    pub async fn set_password(
        &self,
        caller: &Caller,
        peer: Peer,
        name: &str,
        password: Password,
    ) -> Result<Ended, AuthError> {
        let name = name_of(name)?;
        if caller.via == Via::Session && caller.name == name {
            return Err(AuthError::NeedsCurrent);
        }
        let known = name.clone();
        self.with_store(move |inner| inner.user(&known)).await?;
        let hash = self.inner.hashing.hash_new(name.clone(), password).await?;
        let caller = caller.clone();
        self.with_store(move |inner| {
            Ok(accounts::set_password(&*inner.store, &inner.by(&caller, peer), &name, hash)?)
        })
        .await
    }

    /// Takes the second factor of another user away.
    ///
    /// # Errors
    /// [`AuthError::NeedsCode`] for the caller's own; as [`accounts::reset_totp`].
    pub async fn reset_totp(&self, caller: &Caller, peer: Peer, name: &str) -> Result<Ended, AuthError> {
        let (name, caller) = (name_of(name)?, caller.clone());
        self.with_store(move |inner| {
            let by = inner.by(&caller, peer);
            if caller.via == Via::Session && caller.name == name {
                inner.refused(by.entry("totp_reset", &name).outcome(Outcome::Refused).code("own_factor"));
                return Err(AuthError::NeedsCode);
            }
            Ok(accounts::reset_totp(&*inner.store, &by, &name)?)
        })
        .await
    }

    /// Removes a user.
    ///
    /// # Errors
    /// As [`accounts::remove_user`].
    pub async fn remove_user(&self, caller: &Caller, peer: Peer, name: &str) -> Result<Ended, AuthError> {
        let (name, caller) = (name_of(name)?, caller.clone());
        self.with_store(move |inner| {
            Ok(accounts::remove_user(&*inner.store, &inner.by(&caller, peer), &name)?)
        })
        .await
    }

    /// All tokens, the revoked ones too, by name.
    ///
    /// # Errors
    /// The store cannot be used.
    pub async fn tokens(&self) -> Result<Vec<Token>, AuthError> {
        self.with_store(|inner| Ok(inner.store.tokens()?)).await
    }

    /// Makes a token, to be shown once.
    ///
    /// # Errors
    /// [`StoreError::InvalidName`]; as [`accounts::add_token`].
    pub async fn add_token(
        &self,
        caller: &Caller,
        peer: Peer,
        name: &str,
        role: Role,
    ) -> Result<Secret, AuthError> {
        let (name, caller) = (name_of(name)?, caller.clone());
        self.with_store(move |inner| {
            accounts::add_token(&*inner.store, &inner.by(&caller, peer), &name, role)
        })
        .await
    }

    /// Revokes a token.
    ///
    /// # Errors
    /// [`StoreError::InvalidName`]; as [`accounts::revoke_token`].
    pub async fn revoke_token(&self, caller: &Caller, peer: Peer, name: &str) -> Result<Ended, AuthError> {
        let (name, caller) = (name_of(name)?, caller.clone());
        self.with_store(move |inner| {
            Ok(accounts::revoke_token(&*inner.store, &inner.by(&caller, peer), &name)?)
        })
        .await
    }

    /// The rows of the audit before `before` (or the newest), newest first; at most a thousand.
    ///
    /// # Errors
    /// The store cannot be used.
    pub async fn audit(&self, before: Option<u64>, limit: usize) -> Result<Vec<AuditRow>, AuthError> {
        self.with_store(move |inner| Ok(inner.store.audit(before, limit)?)).await
    }

    /// The same of the rows that are about this alone.
    ///
    /// # Errors
    /// The store cannot be used.
    pub async fn audit_about(
        &self,
        about: AuditAbout,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<AuditRow>, AuthError> {
        self.with_store(move |inner| Ok(inner.store.audit_about(&about, before, limit)?)).await
    }
}

impl Inner {
    fn user(&self, name: &Name) -> Result<User, AuthError> {
        let missing = || StoreError::NotFound { subject: store::Subject::User, name: name.clone() };
        Ok(self.store.user(name)?.ok_or_else(missing)?)
    }
}
