//! [`LocalStore`] over the questions of this folder: which of them read, which change.

use domain::Role;
use domain::time::Wall;

use super::{SqliteStore, audit, factor, sessions, tokens, users};
use crate::{
    AuditAbout, AuditMark, AuditRow, AuditStep, Ended, Entry, Factor, LocalStore, Name, NewSession, NewToken,
    NewTotp, NewUser, PasswordHash, SecretHash, Session, SetUp, StoreError, Token, Totp, User,
};

impl LocalStore for SqliteStore {
    fn revision(&self) -> Result<u64, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare_cached("SELECT revision FROM state")?;
            Ok(statement.query_row([], |row| row.get(0))?)
        })
    }

    fn needs_set_up(&self) -> Result<bool, StoreError> {
        self.read(users::needs_set_up)
    }

    fn set_up(&self) -> Result<Option<SetUp>, StoreError> {
        self.read(users::set_up)
    }

    fn put_set_up(&self, set_up: SetUp) -> Result<(), StoreError> {
        self.write(|c| users::put_set_up(c, &set_up))
    }

    fn add_first_user(&self, token: &SecretHash, user: NewUser, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| users::add_first(c, token, user, entry))
    }

    fn users(&self) -> Result<Vec<User>, StoreError> {
        self.read(users::list)
    }

    fn user(&self, name: &Name) -> Result<Option<User>, StoreError> {
        self.read(|c| users::get(c, name))
    }

    fn add_user(&self, user: NewUser, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| users::add(c, user, entry))
    }

    fn set_role(&self, name: &Name, role: Role, entry: Entry) -> Result<Ended, StoreError> {
        self.write(|c| users::set_role(c, name, role, entry))
    }

    fn set_password(
        &self,
        name: &Name,
        password: PasswordHash,
        proven: Option<u64>,
        entry: Entry,
    ) -> Result<Ended, StoreError> {
        self.write(|c| users::set_password(c, name, &password, proven, entry))
    }

    fn remove_user(&self, name: &Name, entry: Entry) -> Result<Ended, StoreError> {
        self.write(|c| users::remove(c, name, entry))
    }

    fn totp(&self, user: &Name) -> Result<Option<Totp>, StoreError> {
        self.read(|c| factor::get(c, user))
    }

    fn enable_totp(
        &self,
        name: &Name,
        totp: NewTotp,
        proven: u64,
        entry: Entry,
    ) -> Result<Ended, StoreError> {
        self.write(|c| factor::enable(c, name, &totp, proven, entry))
    }

    fn remove_totp(
        &self,
        name: &Name,
        proven: Option<(u64, Factor)>,
        entry: Entry,
    ) -> Result<Ended, StoreError> {
        self.write(|c| factor::remove(c, name, proven, entry))
    }

    fn open_session(&self, session: NewSession, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| sessions::open(c, &session, entry))
    }

    fn session(&self, id: &SecretHash) -> Result<Option<(Session, User)>, StoreError> {
        self.read(|c| sessions::get(c, id))
    }

    fn touch_session(&self, id: &SecretHash, at: Wall) -> Result<(), StoreError> {
        self.write(|c| sessions::touch(c, id, at))
    }

    fn close_session(&self, id: &SecretHash, entry: Entry) -> Result<bool, StoreError> {
        self.write(|c| sessions::close(c, id, entry))
    }

    fn sweep_sessions(&self, now: Wall, unseen_since: Wall) -> Result<usize, StoreError> {
        self.write(|c| sessions::sweep(c, now, unseen_since))
    }

    fn is_familiar(&self, user: &Name, marks: &[SecretHash], since: Wall) -> Result<bool, StoreError> {
        self.read(|c| sessions::is_familiar(c, user, marks, since))
    }

    fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        self.read(tokens::list)
    }

    fn token(&self, hash: &SecretHash) -> Result<Option<Token>, StoreError> {
        self.read(|c| tokens::get(c, hash))
    }

    fn add_token(&self, token: NewToken, entry: Entry) -> Result<(), StoreError> {
        self.write(|c| tokens::add(c, &token, entry))
    }

    fn revoke_token(&self, name: &Name, entry: Entry) -> Result<Ended, StoreError> {
        self.write(|c| tokens::revoke(c, name, entry))
    }

    fn touch_token(&self, hash: &SecretHash, at: Wall) -> Result<(), StoreError> {
        self.write(|c| tokens::touch(c, hash, at))
    }

    fn append(&self, entry: Entry) -> Result<u64, StoreError> {
        self.write(|c| audit::append(c, entry))
    }

    fn append_all(&self, entries: Vec<Entry>) -> Result<(), StoreError> {
        self.write(|c| entries.into_iter().try_for_each(|entry| audit::append(c, entry).map(drop)))
    }

    fn audit(&self, before: Option<u64>, limit: usize) -> Result<Vec<AuditRow>, StoreError> {
        self.audit_about(&AuditAbout::default(), before, limit)
    }

    fn audit_about(
        &self,
        about: &AuditAbout,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<AuditRow>, StoreError> {
        self.read(|c| audit::about(c, about, before, limit))
    }

    fn audit_version(&self) -> Result<u64, StoreError> {
        self.unmoved()?;
        self.read(audit::version)
    }

    fn audit_step(&self, after: &AuditMark) -> Result<AuditStep, StoreError> {
        self.read(|c| audit::step(c, after))
    }
}
