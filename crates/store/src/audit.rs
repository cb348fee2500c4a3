//! The audit: what an entry says, and the chain of hashes that ties the entries together. Where the rows
//! lie is a backend's work; which events are recorded is decided by those who act.

use std::fmt;
use std::net::IpAddr;

use domain::time::Wall;
use sha2::{Digest, Sha256};

/// Who acted: `user:NAME`, `token:NAME`, `cli:UNIXNAME`, `autopilot:RULE` or `anonymous`.
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
}

impl AuditAbout {
    /// Whether nothing is left out.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        self.actions.is_empty() && self.name.is_none()
    }

    /// Whether a row is asked for.
    #[must_use]
    pub fn takes(&self, row: &AuditRow) -> bool {
        (self.actions.is_empty() || self.actions.contains(&row.action))
            && (self.name.is_none() || self.name == row.name)
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

/// A link of the chain: SHA-256 of the previous link and the row's canonical form.
pub(crate) type Link = [u8; 32];

/// What stands before the first row.
pub(crate) const ORIGIN: Link = [0; 32];

/// The link of `row` after `previous`. Each field goes in with its length, an absent one differs from an
/// empty one, so that no two rows have the same canonical form.
pub(crate) fn link(previous: &Link, row: &AuditRow) -> Link {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(row.id.to_be_bytes());
    hash.update(row.at.0.to_be_bytes());
    let address = row.address.map(|address| address.to_string());
    let texts = [
        Some(row.actor.as_str()),
        Some(row.action.as_str()),
        Some(row.outcome.word()),
        row.key.as_deref(),
        row.name.as_deref(),
        row.code.as_deref(),
        row.reason.as_deref(),
        address.as_deref(),
    ];
    for text in texts {
        match text {
            None => hash.update([0]),
            Some(text) => {
                hash.update([1]);
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
        }
    }
    hash.finalize().into()
}

/// What a check of the whole audit found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditCheck {
    /// Every row follows from the one before.
    Whole {
        /// How many rows there are.
        rows: u64,
    },
    /// The first place where the chain breaks.
    Broken {
        /// The id of the first row that is wrong or missing.
        id: u64,
        /// What is wrong there.
        why: AuditBreak,
    },
}

/// How the chain is broken at a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditBreak {
    /// The row is gone, rows after it are there.
    Missing,
    /// The row does not say what it said when it was written.
    Changed,
    /// The last rows are gone.
    CutOff,
}

/// Follows the chain row by row. A backend feeds it rows in the order of their ids, then its head.
#[derive(Debug)]
pub(crate) struct Checker {
    next: u64,
    previous: Link,
}

impl Checker {
    pub(crate) const fn new() -> Self {
        Self { next: 1, previous: ORIGIN }
    }

    /// Takes the next row with the link stored beside it; says what is wrong, if something is.
    pub(crate) fn row(&mut self, row: &AuditRow, stored: &Link) -> Result<(), AuditCheck> {
        if row.id != self.next {
            return Err(AuditCheck::Broken { id: self.next, why: AuditBreak::Missing });
        }
        if link(&self.previous, row) != *stored {
            return Err(AuditCheck::Broken { id: row.id, why: AuditBreak::Changed });
        }
        self.previous = *stored;
        self.next += 1;
        Ok(())
    }

    /// A row that cannot be read as one.
    pub(crate) const fn unreadable(&self) -> AuditCheck {
        AuditCheck::Broken { id: self.next, why: AuditBreak::Changed }
    }

    /// All rows were taken; `head` is the id and link of the row that was written last.
    pub(crate) fn finish(self, head: (u64, Link)) -> AuditCheck {
        let last = self.next - 1;
        if head.0 > last {
            AuditCheck::Broken { id: self.next, why: AuditBreak::CutOff }
        } else if head != (last, self.previous) {
            AuditCheck::Broken { id: last, why: AuditBreak::Changed }
        } else {
            AuditCheck::Whole { rows: last }
        }
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

    fn row(name: Option<&str>, code: Option<&str>) -> AuditRow {
        let mut entry = Entry::new(Wall(1), Actor::anonymous(), "log_in");
        entry.name = name.map(str::to_owned);
        entry.code = code.map(str::to_owned);
        AuditRow::of(1, entry)
    }

    #[test]
    fn text_that_moves_from_one_field_to_the_next_changes_the_link() {
        let links = [
            row(Some("a"), Some("bc")),
            row(Some("ab"), Some("c")),
            row(Some("abc"), Some("")),
            row(Some("abc"), None),
            row(None, Some("abc")),
        ]
        .map(|row| link(&ORIGIN, &row));
        for (i, one) in links.iter().enumerate() {
            assert!(links.iter().skip(i + 1).all(|other| other != one), "row {i} has the link of another");
        }
    }

    #[test]
    fn long_text_is_cut_at_a_character_boundary() {
        let entry = Entry::new(Wall(0), Actor::anonymous(), "x").reason(&"한".repeat(1000));
        let reason = entry.reason.unwrap();
        assert!(reason.len() <= 1024 && reason.ends_with('…'), "{} bytes", reason.len());
        assert_eq!(cut("한국어".into(), 4), "…");
    }
}
