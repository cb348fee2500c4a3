//! What the local store holds, as plain data. Rules about it are in [`crate::LocalStore`].

use domain::Role;
use domain::time::Wall;

use crate::{Factor, Name, PasswordHash, SecondFactor, SecretHash};

/// A user as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The name, unique.
    pub name: Name,
    /// What the user may do.
    pub role: Role,
    /// The password's hash.
    pub password: PasswordHash,
    /// When the user was added.
    pub created_at: Wall,
    /// The last log-in, if there was one.
    pub last_login_at: Option<Wall>,
    /// Rises with every change of password, role or second factor: what was proven against an older one is
    /// void.
    pub generation: u64,
    /// The second factor, if the user has one.
    pub second_factor: Option<SecondFactor>,
}

/// A user to be added.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The name.
    pub name: Name,
    /// What the user may do.
    pub role: Role,
    /// The password's hash.
    pub password: PasswordHash,
}

/// A session as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Hash of the session id.
    pub id: SecretHash,
    /// Whose session it is.
    pub user: Name,
    /// The user's generation at log-in.
    pub generation: u64,
    /// When it began.
    pub created_at: Wall,
    /// When it ends whatever happens.
    pub expires_at: Wall,
    /// When it was last used, to the minute.
    pub last_seen: Wall,
}

/// A session to be opened for a user whose password was just proven.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Hash of the session id.
    pub id: SecretHash,
    /// Whose session it is.
    pub user: Name,
    /// The generation that the password was proven against; another one by now means no session.
    pub generation: u64,
    /// What was proven beside the password.
    pub factor: Factor,
    /// Now.
    pub created_at: Wall,
    /// When it ends whatever happens.
    pub expires_at: Wall,
    /// Marks of the places (address, device) that this log-in makes familiar for this user.
    pub familiar: Vec<SecretHash>,
    /// The session that this one replaces, if the same browser had one.
    pub replaces: Option<SecretHash>,
}

/// A token as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The name, unique.
    pub name: Name,
    /// What its bearer may do.
    pub role: Role,
    /// Hash of the token.
    pub hash: SecretHash,
    /// Who made it, as in the audit: `user:NAME`, `cli:UNIXNAME`.
    pub created_by: String,
    /// When it was made.
    pub created_at: Wall,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Wall>,
    /// When it was revoked; it is dead since then.
    pub revoked_at: Option<Wall>,
}

/// A token to be added. Who made it and when is taken from the audit entry.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// The name.
    pub name: Name,
    /// What its bearer may do.
    pub role: Role,
    /// Hash of the token.
    pub hash: SecretHash,
}

/// The set-up token that is out, if one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// Hash of the token.
    pub hash: SecretHash,
    /// From this moment on it is dead.
    pub expires_at: Wall,
}

/// What a change of a user or token ended besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// How many sessions.
    pub sessions: usize,
    /// The tokens that were revoked because of who made them.
    pub tokens: Vec<Name>,
}
