//! What is done to users and tokens, each with its line in the audit: for the command line directly, for
//! HTTP behind [`super::Access`]. Every call waits for the disk.

use std::net::IpAddr;

use domain::Role;
use domain::time::Wall;
use store::{Actor, Ended, Entry, LocalStore, Name, NewToken, NewUser, Outcome, PasswordHash, StoreError};

use super::{AuthError, Secret};

/// Who does it, when and from where.
#[derive(Clone, Debug)]
pub struct By {
    /// Now.
    pub at: Wall,
    /// Who: `Actor::cli(unix_name)` on the command line.
    pub actor: Actor,
    /// From which address, over HTTP.
    pub address: Option<IpAddr>,
}

impl By {
    /// The entry of something done to `name`.
    pub(crate) fn entry(&self, action: &str, name: &Name) -> Entry {
        Entry::new(self.at, self.actor.clone(), action).name(name.as_str()).address(self.address)
    }
}

/// Writes down that the store refused it, where that is a decision and no mishap.
fn refusals_recorded<T>(
    store: &dyn LocalStore,
    refused: Entry,
    done: Result<T, StoreError>,
) -> Result<T, StoreError> {
    if let Err(error @ StoreError::LastAdmin { .. }) = &done {
        store.append(refused.outcome(Outcome::Refused).code("last_admin").reason(&error.to_string()))?;
    }
    done
}

/// Adds a user.
///
/// # Errors
/// [`StoreError::Exists`], [`StoreError::Full`], or the store cannot be used.
pub fn add_user(
    store: &dyn LocalStore,
    by: &By,
    name: &Name,
    role: Role,
    password: PasswordHash,
) -> Result<(), StoreError> {
    let entry = by.entry("user_add", name).reason(&format!("role {role}"));
    store.add_user(NewUser { name: name.clone(), role, password }, entry)
}

/// Gives a user another role. The user's sessions end, and the user's tokens that may do more than that.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::LastAdmin`], or the store cannot be used.
pub fn set_role(store: &dyn LocalStore, by: &By, name: &Name, role: Role) -> Result<Ended, StoreError> {
    let entry = by.entry("user_role", name).reason(&format!("role {role}"));
    refusals_recorded(store, entry.clone(), store.set_role(name, role, entry))
}

/// Gives a user another password. The user's sessions end.
///
/// # Errors
/// [`StoreError::NotFound`], or the store cannot be used.
pub fn set_password(
    store: &dyn LocalStore,
    by: &By,
    name: &Name,
    password: PasswordHash,
) -> Result<Ended, StoreError> {
    store.set_password(name, password, None, by.entry("user_password", name))
}

/// Takes the second factor of a user away, as after a lost phone. The user's sessions end.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::FactorMissing`], or the store cannot be used.
pub fn reset_totp(store: &dyn LocalStore, by: &By, name: &Name) -> Result<Ended, StoreError> {
    store.remove_totp(name, None, by.entry("totp_reset", name))
}

/// Removes a user with all sessions, and the tokens that this user made.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::LastAdmin`], or the store cannot be used.
pub fn remove_user(store: &dyn LocalStore, by: &By, name: &Name) -> Result<Ended, StoreError> {
    let entry = by.entry("user_remove", name);
    refusals_recorded(store, entry.clone(), store.remove_user(name, entry))
}

/// Makes a token. It is known only to whoever gets this answer; the store keeps its hash.
///
/// # Errors
/// [`StoreError::Exists`], [`StoreError::Full`], no random bytes, or the store cannot be used.
pub fn add_token(store: &dyn LocalStore, by: &By, name: &Name, role: Role) -> Result<Secret, AuthError> {
    let token = Secret::token()?;
    let entry = by.entry("token_add", name).reason(&format!("role {role}"));
    store.add_token(NewToken { name: name.clone(), role, hash: token.hash() }, entry)?;
    Ok(token)
}

/// Revokes a token, and those that its bearer made.
///
/// # Errors
/// [`StoreError::NotFound`], or the store cannot be used.
pub fn revoke_token(store: &dyn LocalStore, by: &By, name: &Name) -> Result<Ended, StoreError> {
    store.revoke_token(name, by.entry("token_revoke", name))
}
