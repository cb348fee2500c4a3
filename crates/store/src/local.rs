//! The one trait of the local store, and its limits. How a backend keeps what is asked of it is its own.

use domain::Role;
use domain::time::Wall;

use crate::{
    AuditAbout, AuditCheck, AuditMark, AuditRow, AuditStep, Ended, Entry, Factor, Name, NewSession, NewToken,
    NewTotp, NewUser, PasswordHash, SecretHash, Session, SetUp, StoreError, Token, Totp, User,
};

/// How much is kept of each thing.
pub mod limits {
    /// Users.
    pub const USERS: usize = 1_000;
    /// Tokens that are not revoked; of the revoked ones as many are remembered.
    pub const TOKENS: usize = 1_000;
    /// Sessions of one user; the oldest goes when one more is opened.
    pub const SESSIONS_PER_USER: usize = 50;
    /// Familiar places of one user; the one used longest ago goes.
    pub const FAMILIAR_PER_USER: usize = 50;
    /// Rows that one call of [`super::LocalStore::audit`] answers at most.
    pub const AUDIT_PAGE: usize = 1_000;
}

/// Users, sessions, tokens and audit of one machine.
///
/// Each call is atomic and durable: what it acknowledged survives a crash of the program and of the machine.
/// A call that takes an [`Entry`] writes it with the change or not at all; the store fills in nothing but
/// what its words here say.
pub trait LocalStore: Send + Sync {
    /// Rises with every change that may end or change a credential, whichever process made it.
    fn revision(&self) -> Result<u64, StoreError>;

    // --- set-up

    /// Is the set-up still to be done: no user exists, and none ever did?
    fn needs_set_up(&self) -> Result<bool, StoreError>;

    /// The set-up token that is out.
    fn set_up(&self) -> Result<Option<SetUp>, StoreError>;

    /// Puts a set-up token out in place of any other. [`StoreError::SetUpOver`] once a user existed.
    fn put_set_up(&self, set_up: SetUp) -> Result<(), StoreError>;

    /// Adds the first user for the bearer of the set-up token, and ends the set-up for good. Of two that
    /// race, one wins. [`StoreError::SetUpOver`], or [`StoreError::SetUpToken`] if `token` is not the one
    /// that is out or is expired at `entry`'s time.
    fn add_first_user(&self, token: &SecretHash, user: NewUser, entry: Entry) -> Result<(), StoreError>;

    // --- users

    /// All users, by name.
    fn users(&self) -> Result<Vec<User>, StoreError>;

    /// One user.
    fn user(&self, name: &Name) -> Result<Option<User>, StoreError>;

    /// Adds a user, and ends the set-up for good. [`StoreError::Exists`], [`StoreError::Full`].
    fn add_user(&self, user: NewUser, entry: Entry) -> Result<(), StoreError>;

    /// Gives a user another role; ends the user's sessions and, of the tokens that this user (or the bearer of
    /// such a token) made, those that may do more than the new role. The role that the user has already changes nothing but is recorded.
    /// [`StoreError::NotFound`], [`StoreError::LastAdmin`].
    fn set_role(&self, name: &Name, role: Role, entry: Entry) -> Result<Ended, StoreError>;

    /// Gives a user another password and ends the user's sessions. [`StoreError::NotFound`]; with `proven`,
    /// [`StoreError::Changed`] if the user's generation is another by now.
    fn set_password(
        &self,
        name: &Name,
        password: PasswordHash,
        proven: Option<u64>,
        entry: Entry,
    ) -> Result<Ended, StoreError>;

    /// Removes a user with all sessions, and revokes the tokens that this user (or the bearer of such a token) made.
    /// [`StoreError::NotFound`], [`StoreError::LastAdmin`].
    fn remove_user(&self, name: &Name, entry: Entry) -> Result<Ended, StoreError>;

    // --- second factor

    /// What is kept of a user's second factor; `None` if there is no such user, or no factor.
    fn totp(&self, user: &Name) -> Result<Option<Totp>, StoreError>;

    /// Gives a user a second factor and ends the user's sessions. [`StoreError::NotFound`],
    /// [`StoreError::Changed`] if the user's generation is not the proven one, [`StoreError::FactorExists`].
    fn enable_totp(&self, name: &Name, totp: NewTotp, proven: u64, entry: Entry)
    -> Result<Ended, StoreError>;

    /// Takes the second factor away with its recovery codes, and ends the user's sessions. With `proven` only
    /// if the user's generation is that one ([`StoreError::Changed`]) and the factor is good
    /// ([`StoreError::FactorRefused`]). [`StoreError::NotFound`], [`StoreError::FactorMissing`].
    fn remove_totp(
        &self,
        name: &Name,
        proven: Option<(u64, Factor)>,
        entry: Entry,
    ) -> Result<Ended, StoreError>;

    // --- sessions

    /// Opens a session, notes the log-in, uses up the code and makes its places familiar.
    /// [`StoreError::Changed`] if the user's generation is not the proven one (or the user is gone),
    /// [`StoreError::FactorRefused`] if the user has a second factor and none was proven, or a code was used
    /// before. Of two sessions with one code, one is opened.
    fn open_session(&self, session: NewSession, entry: Entry) -> Result<(), StoreError>;

    /// The session of that id with its user, if both are there and of the same generation. Times are not
    /// judged here.
    fn session(&self, id: &SecretHash) -> Result<Option<(Session, User)>, StoreError>;

    /// Notes that a session was used. Of one that is gone nothing is noted.
    fn touch_session(&self, id: &SecretHash, at: Wall) -> Result<(), StoreError>;

    /// Ends a session; `false` (and nothing recorded) if there is none.
    fn close_session(&self, id: &SecretHash, entry: Entry) -> Result<bool, StoreError>;

    /// Forgets the sessions that ended before `now` or were not seen since `unseen_since`; how many.
    fn sweep_sessions(&self, now: Wall, unseen_since: Wall) -> Result<usize, StoreError>;

    /// Did a log-in of that user since `since` come from any of these places?
    fn is_familiar(&self, user: &Name, marks: &[SecretHash], since: Wall) -> Result<bool, StoreError>;

    // --- tokens

    /// All tokens, the revoked ones too, by name.
    fn tokens(&self) -> Result<Vec<Token>, StoreError>;

    /// The token of that hash, revoked or not.
    fn token(&self, hash: &SecretHash) -> Result<Option<Token>, StoreError>;

    /// Adds a token; a revoked one of that name makes room. [`StoreError::Exists`], [`StoreError::Full`].
    fn add_token(&self, token: NewToken, entry: Entry) -> Result<(), StoreError>;

    /// Revokes a token and those that its bearer made. [`StoreError::NotFound`] if there is none that is alive.
    fn revoke_token(&self, name: &Name, entry: Entry) -> Result<Ended, StoreError>;

    /// Notes that a token was used. Of one that is gone nothing is noted.
    fn touch_token(&self, hash: &SecretHash, at: Wall) -> Result<(), StoreError>;

    // --- audit

    /// Writes down what happened; its id.
    fn append(&self, entry: Entry) -> Result<u64, StoreError>;

    /// The same of several things, in their order; a backend that can writes all or none.
    fn append_all(&self, entries: Vec<Entry>) -> Result<(), StoreError> {
        entries.into_iter().try_for_each(|entry| self.append(entry).map(drop))
    }

    /// The rows before `before` (or the newest), newest first, at most `limit` and at most
    /// [`limits::AUDIT_PAGE`].
    fn audit(&self, before: Option<u64>, limit: usize) -> Result<Vec<AuditRow>, StoreError>;

    /// The same of the rows that are about this alone.
    fn audit_about(
        &self,
        about: &AuditAbout,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<AuditRow>, StoreError>;

    /// Another number when anything may have changed since, whoever changed it; the same when nothing did. Also says that what is
    /// written would be lost, as a write does: [`StoreError::Replaced`].
    fn audit_version(&self) -> Result<u64, StoreError>;

    /// Looks at the next rows of the audit, a bounded number, after a mark up to which all was good. That mark is looked
    /// for too: rows that went with it are missed.
    fn audit_step(&self, after: &AuditMark) -> Result<AuditStep, StoreError>;

    /// Reads the whole audit and names the first place where its chain breaks.
    fn verify_audit(&self) -> Result<AuditCheck, StoreError> {
        let mut mark = AuditMark::ORIGIN;
        loop {
            match self.audit_step(&mark)? {
                AuditStep::On(next) => mark = next,
                AuditStep::End(last) => return Ok(AuditCheck::Whole { rows: last.id() }),
                AuditStep::Broken { id, why } => return Ok(AuditCheck::Broken { id, why }),
            }
        }
    }
}
