//! The audit: what an entry says, and which entries are asked for. The chain of hashes that ties them together is in
//! `chain`; where the rows lie is a backend's work; which events are recorded is decided by those who act.

use std::fmt;
use std::net::IpAddr;

use domain::time::Wall;

mod chain;

pub use chain::{AuditBreak, AuditCheck, AuditMark, AuditStep, InvalidMark};
pub(crate) use chain::{Checker, Link, ORIGIN, STEP, has_moved, link};

/// Who acted: `user:NAME`, `token:NAME`, `cli:UNIXNAME`, `autopilot:RULE`, `server` or `anonymous`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor(String);

impl Actor {
    /// A user with a session.
    #[must_use]
    pub fn user(name: &crate::Name) -> Self {
        Self(format!("user:{name}"))
    }

    /// The bearer of a token.
    #[must_use]
    pub fn token(name: &crate::Name) -> Self {
        Self(format!("token:{name}"))
    }

    /// Somebody on the command line, by the name (or the uid) that the system knows.
    #[must_use]
    pub fn cli(unix_name: &str) -> Self {
        Self(cut(format!("cli:{unix_name}"), limits::ACTOR))
    }

    /// A rule of the autopilot, by its id.
    #[must_use]
    pub fn autopilot(rule: &str) -> Self {
        Self(cut(format!("autopilot:{rule}"), limits::ACTOR))
    }

    /// The server itself, about itself.
    #[must_use]
    pub fn server() -> Self {
        Self("server".to_owned())
    }

    /// Nobody we know.
    #[must_use]
    pub fn anonymous() -> Self {
        Self("anonymous".to_owned())
    }

    /// As stored and shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the name alone or the whole of who acted.
    fn goes_by(&self, name: &str) -> bool {
        self.0 == name || self.0.split_once(':').is_some_and(|(_, own)| own == name)
    }

    /// The actor written in a stored row.
    pub(crate) const fn stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Ok,
    /// Not allowed; `code` says why.
    Refused,
    /// Tried and failed; `code` says why.
    Failed,
    /// Announced; its result is a later entry.
    Intended,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Refused, Self::Failed, Self::Intended];

    /// The stable word used in JSON and in the store.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Intended => "intended",
        }
    }

    /// The outcome that a stored word names.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// The longest texts that are kept, in bytes. What is longer is cut and ends in `…`.
mod limits {
    pub(super) const ACTOR: usize = 80;
    pub(super) const ACTION: usize = 64;
    pub(super) const KEY: usize = 64;
    pub(super) const NAME: usize = 256;
    pub(super) const CODE: usize = 64;
    pub(super) const REASON: usize = 1024;
}

/// One thing that somebody did or was refused. Its texts may be hostile: they are bounded here and made
/// harmless where they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(crate) at: Wall,
    pub(crate) actor: Actor,
    pub(crate) action: String,
    pub(crate) outcome: Outcome,
    pub(crate) key: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) address: Option<IpAddr>,
}

impl Entry {
    /// An entry with outcome `ok` and nothing else said. `action` is a stable snake_case word.
    #[must_use]
    pub fn new(at: Wall, actor: Actor, action: &str) -> Self {
        Self {
            at,
            actor,
            action: cut(action.to_owned(), limits::ACTION),
            outcome: Outcome::Ok,
            key: None,
            name: None,
            code: None,
            reason: None,
            address: None,
        }
    }

    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Wall {
        self.at
    }

    /// Who acted.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// With another outcome.
    #[must_use]
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// With the process key it is about.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.key = Some(cut(key.to_owned(), limits::KEY));
        self
    }

    /// With the name it is about: of a user, a token, a process.
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        self.name = Some(cut(name.to_owned(), limits::NAME));
        self
    }

    /// With the stable code of why.
    #[must_use]
    pub fn code(mut self, code: &str) -> Self {
        self.code = Some(cut(code.to_owned(), limits::CODE));
        self
    }

    /// With a sentence of why.
    #[must_use]
    pub fn reason(mut self, reason: &str) -> Self {
        self.reason = Some(cut(reason.to_owned(), limits::REASON));
        self
    }

    /// With the address of the client it came from.
    #[must_use]
    pub fn address(mut self, address: Option<IpAddr>) -> Self {
        self.address = address;
        self
    }
}

/// Which rows of the audit are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditAbout {
    /// One of these was done; all, if there is none here.
    pub actions: Vec<String>,
    /// It was done to what has this name.
    pub name: Option<String>,
    /// Somebody with this name did it, or, with a kind before it as in `user:kim`, exactly this one.
    pub actor: Option<String>,
}

impl AuditAbout {
    /// Whether nothing is left out.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        self.actions.is_empty() && self.name.is_none() && self.actor.is_none()
    }

    /// Whether a row is asked for.
    #[must_use]
    pub fn takes(&self, row: &AuditRow) -> bool {
        (self.actions.is_empty() || self.actions.contains(&row.action))
            && (self.name.is_none() || self.name == row.name)
            && self.actor.as_deref().is_none_or(|actor| row.actor.goes_by(actor))
    }
}

/// An entry as it stands in the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Rises by one; the first is 1.
    pub id: u64,
    /// When it happened.
    pub at: Wall,
    /// Who acted.
    pub actor: Actor,
    /// What was done, a stable word.
    pub action: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The process key it is about.
    pub key: Option<String>,
    /// The name it is about.
    pub name: Option<String>,
    /// Why, a stable word.
    pub code: Option<String>,
    /// Why, a sentence.
    pub reason: Option<String>,
    /// Where it came from.
    pub address: Option<IpAddr>,
}

impl AuditRow {
    /// The row that an entry becomes.
    pub(crate) fn of(id: u64, entry: Entry) -> Self {
        let Entry { at, actor, action, outcome, key, name, code, reason, address } = entry;
        Self { id, at, actor, action, outcome, key, name, code, reason, address }
    }
}

/// The text, cut to `limit` bytes at a character boundary and then ending in `…`.
fn cut(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        let mut end = limit.saturating_sub('…'.len_utf8());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_at_a_character_boundary() {
        let entry = Entry::new(Wall(0), Actor::anonymous(), "x").reason(&"한".repeat(1000));
        let reason = entry.reason.unwrap();
        assert!(reason.len() <= 1024 && reason.ends_with('…'), "{} bytes", reason.len());
        assert_eq!(cut("한국어".into(), 4), "…");
    }

    #[test]
    fn somebody_is_found_by_the_name_alone_and_by_kind_and_name() {
        let kim = Actor::user(&"kim".parse().unwrap());
        for (asked, found) in
            [("kim", true), ("user:kim", true), ("ki", false), ("cli:kim", false), ("user", false)]
        {
            assert_eq!(kim.goes_by(asked), found, "{asked}");
        }
        assert!(Actor::anonymous().goes_by("anonymous") && !Actor::cli("user:kim").goes_by("kim"));
    }
}
