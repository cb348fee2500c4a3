//! Who calls, from where and with what; and how access says no.

use std::net::IpAddr;
use std::time::Duration;

use domain::Role;
use domain::time::Wall;
use store::{Actor, Name, SecondFactor, SecretHash, StoreError};

use super::{PasswordProblem, Secret};

/// What a client sends to prove who it is.
#[derive(Clone, Copy)]
pub enum Credential<'a> {
    /// The session id of the cookie.
    Cookie(&'a str),
    /// The token after `Authorization: Bearer`.
    Bearer(&'a str),
}

/// By which kind of credential a caller was let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// A user, by a session.
    Session,
    /// The bearer of a token.
    Token,
}

/// Somebody who was let in. Proof of it: only [`super::Access`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub(crate) name: Name,
    pub(crate) role: Role,
    pub(crate) via: Via,
    pub(crate) id: SecretHash,
    pub(crate) expires_at: Option<Wall>,
}

impl Caller {
    /// The user's or the token's name.
    #[must_use]
    pub const fn name(&self) -> &Name {
        &self.name
    }

    /// What the caller may do.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// By which kind of credential.
    #[must_use]
    pub const fn via(&self) -> Via {
        self.via
    }

    /// When a session ends whatever happens; a token has no end.
    #[must_use]
    pub const fn expires_at(&self) -> Option<Wall> {
        self.expires_at
    }

    /// May the caller do what `role` may?
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        self.role >= role
    }

    /// As the audit names the caller.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self.via {
            Via::Session => Actor::user(&self.name),
            Via::Token => Actor::token(&self.name),
        }
    }
}

/// Where a request comes from, trusted proxies already looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// Over TCP.
    Address(IpAddr),
    /// Over the unix socket, without a proxy that names the client.
    Local,
}

impl Peer {
    /// The address for the audit.
    #[must_use]
    pub const fn address(self) -> Option<IpAddr> {
        match self {
            Self::Address(address) => Some(address.to_canonical()),
            Self::Local => None,
        }
    }
}

/// From where somebody logs in.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// The client.
    pub peer: Peer,
    /// The device cookie that an earlier log-in set, if it was sent.
    pub device: Option<&'a str>,
    /// The session cookie that was sent along; that session ends with the new one.
    pub session: Option<&'a str>,
}

impl Origin<'_> {
    /// A client that sent no cookie.
    #[must_use]
    pub const fn of(peer: Peer) -> Self {
        Self { peer, device: None, session: None }
    }
}

/// A session that was just opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Who is let in.
    pub caller: Caller,
    /// The session id, for the session cookie.
    pub session: Secret,
    /// For the device cookie: `HttpOnly; SameSite=Strict`, [`super::DEVICE_DAYS`] days. It lets nobody in;
    /// it tells the owner's own browser from those who guess.
    pub device: Secret,
    /// The user's second factor, as it is now.
    pub second_factor: Option<SecondFactor>,
}

/// Why access was not given.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// No such credential, or it is expired or revoked (401).
    #[error("this credential is not valid, or not any more; log in again")]
    Unauthenticated,
    /// User name or password is wrong (401). Which of them is not said.
    #[error("user name or password is wrong")]
    WrongCredentials,
    /// The password is right; the account has a second factor, and no code came along (401).
    #[error("this account has a second factor; send a code of the authenticator, or a recovery code")]
    TotpRequired,
    /// The code is wrong, too old, or was used before (401).
    #[error("this code is wrong or was used before; take the next one")]
    TotpWrong,
    /// No offered second factor waits to be confirmed, or not any more (409).
    #[error("no second factor waits to be confirmed; begin again")]
    NoOffer,
    /// The own second factor is switched off with password and code (403).
    #[error("to switch off your own second factor, give password and code")]
    NeedsCode,
    /// Too many wrong attempts (429).
    #[error("too many wrong attempts; try again in {} s", retry_after.as_secs())]
    TooMany {
        /// When to try again, whole seconds.
        retry_after: Duration,
    },
    /// All places for hashing passwords are taken (429).
    #[error("busy checking passwords; try again in {} s", retry_after.as_secs())]
    Busy {
        /// When to try again, whole seconds.
        retry_after: Duration,
    },
    /// The password is not accepted (422).
    #[error(transparent)]
    Password(PasswordProblem),
    /// A token has no password (403).
    #[error("only a user who is logged in can do this")]
    NotAUser,
    /// The own password is changed with the current one (403).
    #[error("to change your own password, give the current one")]
    NeedsCurrent,
    /// What the store says: set-up over or its token wrong, a name taken or unknown, the last admin, or
    /// that it cannot be used now.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The operating system gives no random bytes (500).
    #[error("no random bytes from the operating system ({cause})")]
    NoRandom {
        /// The operating system's words.
        cause: String,
    },
    /// The QR code could not be drawn (500).
    #[error("the QR code could not be drawn ({cause})")]
    Qr {
        /// What the encoder says.
        cause: String,
    },
    /// Hashing failed (500).
    #[error("the password could not be hashed ({cause})")]
    Hash {
        /// What the hasher says.
        cause: String,
    },
    /// The work was stopped in the middle (500).
    #[error("interrupted ({cause}); try again")]
    Interrupted {
        /// What stopped it.
        cause: String,
    },
}

impl AuthError {
    /// Somebody typed something wrong, or too often, so that the try counts. Else it is no guess.
    pub(crate) const fn is_wrong_guess(&self) -> bool {
        matches!(self, Self::WrongCredentials | Self::TotpRequired | Self::TotpWrong | Self::TooMany { .. })
    }
}
