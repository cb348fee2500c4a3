//! Access: who is let in, as whom, and for how long.
//!
//! ```text
//! let access = Access::new(store, Arc::new(SystemClock::new()));
//! if let Some(token) = access.setup_token().await? { /* print the link with token.expose() */ }
//! access.setup(token, name, password, &origin).await?        -> Opened { caller, session, device }
//! access.login(name, password, code, &origin).await?         -> Opened: set both cookies
//! access.authenticate(Credential::Cookie(id), peer).await?   -> Caller: before routing, on every request
//! access.watch(&caller).await                                // ends when the credential dies: close the stream
//! access.record_refusal(entry)                               // a 403, into the audit
//! ```
//! The command line has no server: it hashes with [`password::hash_new`] and changes the store through
//! [`accounts`]. A running server takes notice with its next request.
//!
//! # How guessing is slowed without locking the owner out
//! * A right session cookie or token is let in whatever happens around it: both are 256 random bits.
//! * A password try from a device (cookie) or an address that logged in to this account within the last
//!   30 days is *familiar*. Each familiar place has its own count: ten tries, then one a second. Nothing that
//!   happens elsewhere slows it.
//! * Any other try is a *stranger's*: ten from one address (IPv6: /64, and forty from one /48), then one every
//!   5 s. The first three within an hour from an address depend on nobody else, so that an owner on a new
//!   network gets in while a thousand addresses guess. From the fourth on, strangers share one try every 2 s
//!   for each account and five a second for all accounts.
//! * A code of a second factor is looked at only after the right password, ten times, then once a minute from
//!   each device (cookie) that is known to the account, and once in ten minutes from all other places together.
//!   A recovery code is always looked at: it cannot be guessed, and lets its owner in while others guess.
//! * The current password, asked for when it or the second factor is changed, is counted by session: five tries,
//!   then one in 10 s.
//! * Wrong tokens and wrong set-up tokens count as strangers' tries of their address.
//! * A try that succeeded, or that was turned away because both places for hashing were taken, is given back.
//!   While strangers are many, they leave one of the two places free.
//! * All of it lives in bounded memory. When that is full of live entries, an address that is not in it has
//!   no three free tries.
//!
//! Does not belong here: HTTP, cookies' attributes, which route needs which role.

mod access;
pub mod accounts;
mod caller;
mod chain;
mod clock;
mod credentials;
mod factor;
mod limit;
mod manage;
mod own;
pub mod password;
mod secret;
mod totp;

pub use access::{Access, DEVICE_DAYS};
pub use accounts::By;
pub use caller::{AuthError, Caller, Credential, Opened, Origin, Peer, Via};
pub use chain::{Chain, ChainState};
pub use clock::{Clock, SetClock, SystemClock};
pub use factor::Enabled;
pub use password::PasswordProblem;
pub use secret::{Code, Password, Secret, TOKEN_PREFIX};
pub use totp::Offer;

/// Does work that waits for the disk or takes long on a thread where it may.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AuthError> + Send + 'static,
) -> Result<T, AuthError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => Err(AuthError::Interrupted { cause: stopped.to_string() }),
    }
}
