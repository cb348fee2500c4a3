//! The store that forgets everything with the process: for tests and for looking around.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Role;
use domain::time::Wall;

use crate::audit::{Checker, Link, ORIGIN, link};
use crate::local::limits;
use crate::{
    Actor, AuditAbout, AuditMark, AuditRow, AuditStep, Ended, Entry, Factor, LocalStore, Name, NewSession,
    NewToken, NewTotp, NewUser, PasswordHash, SecretHash, Session, SetUp, StoreError, Subject, Token, Totp,
    User,
};

mod factor;
mod policy;
mod rules;

/// A [`LocalStore`] in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    revision: u64,
    generations: u64,
    set_up_over: bool,
    set_up: Option<SetUp>,
    users: BTreeMap<Name, User>,
    factors: HashMap<Name, factor::Kept>,
    sessions: HashMap<SecretHash, Session>,
    familiar: HashMap<(Name, SecretHash), Wall>,
    tokens: BTreeMap<Name, Token>,
    audit: Vec<(AuditRow, Link)>,
    policies: policy::Policies,
    rules: rules::Rules,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn append(&mut self, entry: Entry) -> u64 {
        let (id, previous) = self.audit.last().map_or((1, ORIGIN), |(row, link)| (row.id + 1, *link));
        let row = AuditRow::of(id, entry);
        let link = link(&previous, &row);
        self.audit.push((row, link));
        id
    }

    /// The next generation. One count for all users, so that a user who was removed and added again does
    /// not come back to an old one.
    const fn generation(&mut self) -> u64 {
        self.generations += 1;
        self.generations
    }

    fn add_user(&mut self, user: NewUser, entry: Entry) -> Result<(), StoreError> {
        if self.users.contains_key(&user.name) {
            return Err(StoreError::Exists { subject: Subject::User, name: user.name });
        }
        if self.users.len() >= limits::USERS {
            return Err(StoreError::Full { subject: Subject::User, limit: limits::USERS });
        }
        let NewUser { name, role, password } = user;
        let (created_at, generation) = (entry.at, self.generation());
        let user = User {
            name: name.clone(),
            role,
            password,
            created_at,
            last_login_at: None,
            generation,
            second_factor: None,
        };
        self.users.insert(name, user);
        self.set_up_over = true;
        self.set_up = None;
        self.revision += 1;
        self.append(entry);
        Ok(())
    }

    fn known_user(&self, name: &Name) -> Result<&User, StoreError> {
        self.users
            .get(name)
            .ok_or_else(|| StoreError::NotFound { subject: Subject::User, name: name.clone() })
    }

    /// Refuses what was proven against another generation.
    fn unchanged(&self, name: &Name, proven: u64) -> Result<(), StoreError> {
        match self.known_user(name)?.generation == proven {
            true => Ok(()),
            false => Err(StoreError::Changed { name: name.clone() }),
        }
    }

    /// Refuses to go on if `name` is the only admin.
    fn spare_last_admin(&self, name: &Name) -> Result<(), StoreError> {
        let mut admins = self.users.values().filter(|user| user.role == Role::Admin);
        match (admins.next(), admins.next()) {
            (Some(only), None) if only.name == *name => Err(StoreError::LastAdmin { name: name.clone() }),
            _ => Ok(()),
        }
    }

    fn end_sessions(&mut self, user: &Name) -> usize {
        let before = self.sessions.len();
        self.sessions.retain(|_, session| session.user != *user);
        before - self.sessions.len()
    }

    /// Revokes what `maker` made, and what the bearers of that made, as far as it may do more than `above`
    /// (`None`: all of it).
    fn revoke_made_by(&mut self, maker: Actor, above: Option<Role>, at: Wall) -> Vec<Name> {
        let mut makers = vec![maker];
        let mut revoked = Vec::new();
        while let Some(maker) = makers.pop() {
            for token in self.tokens.values_mut().filter(|token| token.created_by == maker.as_str()) {
                if token.revoked_at.is_none() && above.is_none_or(|role| token.role > role) {
                    token.revoked_at = Some(at);
                    makers.push(Actor::token(&token.name));
                    revoked.push(token.name.clone());
                }
            }
        }
        revoked.sort();
        revoked
    }

    /// Drops the oldest entries of `user` until at most `keep` are left.
    fn trim_sessions(&mut self, user: &Name, keep: usize) {
        let mut own: Vec<_> = self
            .sessions
            .values()
            .filter(|s| s.user == *user)
            .map(|s| (s.last_seen, s.created_at, s.id))
            .collect();
        own.sort_by_key(|(seen, created, _)| (*seen, *created));
        for (_, _, id) in own.iter().take(own.len().saturating_sub(keep)) {
            self.sessions.remove(id);
            self.revision += 1;
        }
    }

    fn trim_familiar(&mut self, user: &Name) {
        let mut own: Vec<_> =
            self.familiar.iter().filter(|((n, _), _)| n == user).map(|((_, m), t)| (*t, *m)).collect();
        own.sort_by_key(|(at, _)| *at);
        for (_, mark) in own.iter().take(own.len().saturating_sub(limits::FAMILIAR_PER_USER)) {
            self.familiar.remove(&(user.clone(), *mark));
        }
    }
}

impl LocalStore for MemoryStore {
    fn revision(&self) -> Result<u64, StoreError> {
        Ok(self.state().revision)
    }

    fn needs_set_up(&self) -> Result<bool, StoreError> {
        Ok(!self.state().set_up_over)
    }

    fn set_up(&self) -> Result<Option<SetUp>, StoreError> {
        Ok(self.state().set_up.clone())
    }

    fn put_set_up(&self, set_up: SetUp) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.set_up_over {
            return Err(StoreError::SetUpOver);
        }
        state.set_up = Some(set_up);
        Ok(())
    }

    fn add_first_user(&self, token: &SecretHash, user: NewUser, entry: Entry) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.set_up_over {
            return Err(StoreError::SetUpOver);
        }
        if !state.set_up.as_ref().is_some_and(|out| out.hash == *token && entry.at < out.expires_at) {
            return Err(StoreError::SetUpToken);
        }
        state.add_user(user, entry)
    }

    fn users(&self) -> Result<Vec<User>, StoreError> {
        Ok(self.state().users.values().cloned().collect())
    }

    fn user(&self, name: &Name) -> Result<Option<User>, StoreError> {
        Ok(self.state().users.get(name).cloned())
    }

    fn add_user(&self, user: NewUser, entry: Entry) -> Result<(), StoreError> {
        self.state().add_user(user, entry)
    }

    fn set_role(&self, name: &Name, role: Role, entry: Entry) -> Result<Ended, StoreError> {
        let mut state = self.state();
        let mut ended = Ended::default();
        if state.known_user(name)?.role != role {
            state.spare_last_admin(name)?;
            let generation = state.generation();
            if let Some(user) = state.users.get_mut(name) {
                user.role = role;
                user.generation = generation;
            }
            ended.sessions = state.end_sessions(name);
            ended.tokens = state.revoke_made_by(Actor::user(name), Some(role), entry.at);
            state.revision += 1;
        }
        state.append(entry);
        Ok(ended)
    }

    fn set_password(
        &self,
        name: &Name,
        password: PasswordHash,
        proven: Option<u64>,
        entry: Entry,
    ) -> Result<Ended, StoreError> {
        let mut state = self.state();
        match proven {
            Some(generation) => state.unchanged(name, generation)?,
            None => drop(state.known_user(name)?),
        }
        let generation = state.generation();
        if let Some(user) = state.users.get_mut(name) {
            user.password = password;
            user.generation = generation;
        }
        let sessions = state.end_sessions(name);
        state.familiar.retain(|(user, _), _| user != name);
        state.revision += 1;
        state.append(entry);
        Ok(Ended { sessions, tokens: Vec::new() })
    }

    fn remove_user(&self, name: &Name, entry: Entry) -> Result<Ended, StoreError> {
        let mut state = self.state();
        state.known_user(name)?;
        state.spare_last_admin(name)?;
        state.users.remove(name);
        state.factors.remove(name);
        state.familiar.retain(|(user, _), _| user != name);
        let sessions = state.end_sessions(name);
        let tokens = state.revoke_made_by(Actor::user(name), None, entry.at);
        state.revision += 1;
        state.append(entry);
        Ok(Ended { sessions, tokens })
    }

    fn totp(&self, user: &Name) -> Result<Option<Totp>, StoreError> {
        Ok(self.state().totp(user))
    }

    fn enable_totp(
        &self,
        name: &Name,
        totp: NewTotp,
        proven: u64,
        entry: Entry,
    ) -> Result<Ended, StoreError> {
        self.state().enable_totp(name, totp, proven, entry)
    }

    fn remove_totp(
        &self,
        name: &Name,
        proven: Option<(u64, Factor)>,
        entry: Entry,
    ) -> Result<Ended, StoreError> {
        self.state().remove_totp(name, proven, entry)
    }

    fn open_session(&self, session: NewSession, entry: Entry) -> Result<(), StoreError> {
        let mut state = self.state();
        let NewSession { id, user, generation, factor, created_at, expires_at, familiar, replaces } = session;
        if state.users.get(&user).is_none_or(|known| known.generation != generation) {
            return Err(StoreError::Changed { name: user });
        }
        state.consume(&user, &factor)?;
        if let Some(known) = state.users.get_mut(&user) {
            known.last_login_at = Some(created_at);
        }
        if replaces.is_some_and(|old| state.sessions.remove(&old).is_some()) {
            state.revision += 1;
        }
        state.trim_sessions(&user, limits::SESSIONS_PER_USER - 1);
        for mark in familiar {
            state.familiar.insert((user.clone(), mark), created_at);
        }
        state.trim_familiar(&user);
        state
            .sessions
            .insert(id, Session { id, user, generation, created_at, expires_at, last_seen: created_at });
        state.append(entry);
        Ok(())
    }

    fn session(&self, id: &SecretHash) -> Result<Option<(Session, User)>, StoreError> {
        let state = self.state();
        Ok(state.sessions.get(id).and_then(|session| {
            let user = state.users.get(&session.user)?;
            (user.generation == session.generation).then(|| (session.clone(), user.clone()))
        }))
    }

    fn touch_session(&self, id: &SecretHash, at: Wall) -> Result<(), StoreError> {
        if let Some(session) = self.state().sessions.get_mut(id) {
            session.last_seen = at;
        }
        Ok(())
    }

    fn close_session(&self, id: &SecretHash, entry: Entry) -> Result<bool, StoreError> {
        let mut state = self.state();
        let closed = state.sessions.remove(id).is_some();
        if closed {
            state.revision += 1;
            state.append(entry);
        }
        Ok(closed)
    }

    fn sweep_sessions(&self, now: Wall, unseen_since: Wall) -> Result<usize, StoreError> {
        let mut state = self.state();
        let before = state.sessions.len();
        state.sessions.retain(|_, s| s.expires_at > now && s.last_seen >= unseen_since);
        Ok(before - state.sessions.len())
    }

    fn is_familiar(&self, user: &Name, marks: &[SecretHash], since: Wall) -> Result<bool, StoreError> {
        let state = self.state();
        Ok(marks.iter().any(|mark| state.familiar.get(&(user.clone(), *mark)).is_some_and(|at| *at >= since)))
    }

    fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        Ok(self.state().tokens.values().cloned().collect())
    }

    fn token(&self, hash: &SecretHash) -> Result<Option<Token>, StoreError> {
        Ok(self.state().tokens.values().find(|token| token.hash == *hash).cloned())
    }

    fn add_token(&self, token: NewToken, entry: Entry) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.tokens.get(&token.name).is_some_and(|old| old.revoked_at.is_none()) {
            return Err(StoreError::Exists { subject: Subject::Token, name: token.name });
        }
        if state.tokens.values().filter(|token| token.revoked_at.is_none()).count() >= limits::TOKENS {
            return Err(StoreError::Full { subject: Subject::Token, limit: limits::TOKENS });
        }
        let mut dead: Vec<_> =
            state.tokens.values().filter_map(|t| t.revoked_at.map(|at| (at, t.name.clone()))).collect();
        dead.sort();
        for (_, name) in dead.iter().take(dead.len().saturating_sub(limits::TOKENS)) {
            state.tokens.remove(name);
        }
        let NewToken { name, role, hash } = token;
        let token = Token {
            name: name.clone(),
            role,
            hash,
            created_by: entry.actor.as_str().to_owned(),
            created_at: entry.at,
            last_used_at: None,
            revoked_at: None,
        };
        state.tokens.insert(name, token);
        state.revision += 1;
        state.append(entry);
        Ok(())
    }

    fn revoke_token(&self, name: &Name, entry: Entry) -> Result<Ended, StoreError> {
        let mut state = self.state();
        match state.tokens.get_mut(name) {
            Some(token) if token.revoked_at.is_none() => token.revoked_at = Some(entry.at),
            _ => return Err(StoreError::NotFound { subject: Subject::Token, name: name.clone() }),
        }
        let tokens = state.revoke_made_by(Actor::token(name), None, entry.at);
        state.revision += 1;
        state.append(entry);
        Ok(Ended { sessions: 0, tokens })
    }

    fn touch_token(&self, hash: &SecretHash, at: Wall) -> Result<(), StoreError> {
        if let Some(token) = self.state().tokens.values_mut().find(|token| token.hash == *hash) {
            token.last_used_at = Some(at);
        }
        Ok(())
    }

    fn append(&self, entry: Entry) -> Result<u64, StoreError> {
        Ok(self.state().append(entry))
    }

    fn audit(&self, before: Option<u64>, limit: usize) -> Result<Vec<AuditRow>, StoreError> {
        let state = self.state();
        let older =
            state.audit.iter().rev().map(|(row, _)| row).filter(|row| before.is_none_or(|id| row.id < id));
        Ok(older.take(limit.min(limits::AUDIT_PAGE)).cloned().collect())
    }

    fn audit_about(
        &self,
        about: &AuditAbout,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let state = self.state();
        let older = state.audit.iter().rev().map(|(row, _)| row);
        let asked = older.filter(|row| before.is_none_or(|id| row.id < id) && about.takes(row));
        Ok(asked.take(limit.min(limits::AUDIT_PAGE)).cloned().collect())
    }

    fn audit_version(&self) -> Result<u64, StoreError> {
        Ok(self.state().audit.len() as u64)
    }

    fn audit_step(&self, after: &AuditMark) -> Result<AuditStep, StoreError> {
        let state = self.state();
        let head = state.audit.last().map_or((0, ORIGIN), |(row, link)| (row.id, *link));
        let mut checker = Checker::after(*after, head);
        for (row, link) in state.audit.iter().filter(|(row, _)| row.id >= after.id()) {
            if let Err((id, why)) = checker.row(row, link) {
                return Ok(AuditStep::Broken { id, why });
            }
        }
        Ok(checker.finish())
    }
}
