//! Policies: the one trait of their store, and its limits. What a policy is and what follows from it is
//! `domain::policy`'s; how a backend keeps it is its own.

mod json;
pub(crate) mod work;

use std::fmt;
use std::str::FromStr;

use domain::policy::{Change, Document, Key, Patch, Platform, Record, lookup};
use domain::time::Wall;
use sha2::{Digest, Sha256};

pub use json::{DocumentJson, DocumentText, JsonError, document, parse_json};
pub(crate) use json::{parse_all, text_of, with_moments};

use crate::{Entry, StoreError};

/// How much is kept of policies.
pub mod policy_limits {
    /// Policies.
    pub const POLICIES: usize = 20_000;
    /// Removed ones that are remembered; beyond, those removed longest ago are forgotten.
    pub const REMOVED: usize = 20_000;
    /// One policy as a document, in bytes of JSON.
    pub const DOCUMENT_BYTES: usize = 64 * 1024;
}

/// The opaque id of a policy: `[A-Za-z0-9._-]{1,64}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyId(String);

impl PolicyId {
    /// The id under which a store of this machine keeps a policy. The same everywhere, so that a link to a
    /// policy outlives a restored backup.
    pub(crate) fn of(key: &Key) -> Self {
        let digest =
            Sha256::new().chain_update(key.platform.word()).chain_update([0]).chain_update(&key.name);
        let bytes = digest.finalize();
        Self(bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }

    /// An id as a backend keeps it. It must be made of the characters of an id.
    pub(crate) const fn kept(text: String) -> Self {
        Self(text)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no id of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id of a policy has 1 to 64 characters of A-Z a-z 0-9 . _ -")]
pub struct InvalidPolicyId;

impl FromStr for PolicyId {
    type Err = InvalidPolicyId;

    fn from_str(text: &str) -> Result<Self, InvalidPolicyId> {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        match (1..=64).contains(&text.len()) && text.bytes().all(good) {
            true => Ok(Self(text.to_owned())),
            false => Err(InvalidPolicyId),
        }
    }
}

/// A document as it is kept, whether it can be read as a policy or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Its id.
    pub id: PolicyId,
    /// What it says.
    pub document: Document,
}

impl Held {
    /// A policy as a store of this machine would keep it: for showing what the program brings along where there
    /// is no store.
    #[must_use]
    pub fn of(record: Record) -> Self {
        Self { id: PolicyId::of(&record.key()), document: Document::Readable(Box::new(record)) }
    }
}

/// What became of a policy that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Its id.
    pub id: PolicyId,
    /// Whether it is new, another one, or the same as before.
    pub change: Change,
    /// What is kept now.
    pub record: Record,
}

/// Something that keeps a store from holding policies as it should. Nothing stops for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyTrouble {
    /// Nothing keeps two policies of one name and platform apart: the index for it is not there yet.
    NoIndex,
    /// The same, and it cannot be made: these stand there more than once. At most a few are named.
    Duplicates(Vec<Key>),
    /// There are more documents than are read.
    TooMany {
        /// How many there are.
        held: usize,
        /// How many are read.
        kept: usize,
    },
}

impl PolicyTrouble {
    /// The stable word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NoIndex => "no_index",
            Self::Duplicates(_) => "duplicates",
            Self::TooMany { .. } => "too_many",
        }
    }
}

/// How many policies a seeding wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seeded {
    /// New ones.
    pub inserted: usize,
    /// Ones that nobody had touched, and that say something else in this version.
    pub updated: usize,
}

/// The policies by which it is judged whether a process may be ended (M9).
///
/// Each call is atomic and durable: what it acknowledged survives a crash of the program and of the machine.
/// A call that takes an [`Entry`] writes one line into the audit for each policy that it changed: the entry
/// with the policy's name, and what changed as its reason. Where nothing changed, nothing is written.
///
/// Names on Windows are told apart without case: what is written for `chrome.exe` goes into the policy of
/// `Chrome.exe`, if there is one for Windows.
pub trait PolicyStore: Send + Sync {
    /// Rises with every change of a policy, whichever process made it.
    fn policy_revision(&self) -> Result<u64, StoreError>;

    /// All documents, by name and platform. One that cannot be read is among them.
    fn policies(&self) -> Result<Vec<Held>, StoreError>;

    /// One document.
    fn policy(&self, id: &PolicyId) -> Result<Option<Held>, StoreError>;

    /// The document that holds for a process called `name` on `os` ([`domain::policy::find`]).
    fn find_policy(&self, name: &str, os: Platform) -> Result<Option<Held>, StoreError>;

    /// Changes the policy of this key as the patch says; makes one if there is none.
    /// [`StoreError::PoliciesFull`], [`StoreError::PolicyTooLarge`].
    fn set_policy(&self, key: &Key, patch: &Patch, entry: Entry) -> Result<Written, StoreError>;

    /// Adds a policy. [`StoreError::PolicyExists`], [`StoreError::PoliciesFull`], [`StoreError::PolicyTooLarge`].
    ///
    /// A backend that can look and write in one step does so; this one looks first.
    fn add_policy(&self, record: Record, entry: Entry) -> Result<Written, StoreError> {
        let Key { name, platform } = record.key();
        let is_taken = |held: &Held| {
            held.document.platform() == Some(platform)
                && held.document.name().is_some_and(|named| lookup::is_called(named, &name, platform))
        };
        if self.policies()?.iter().any(is_taken) {
            return Err(StoreError::PolicyExists { name, platform });
        }
        let mut written = self.import_policies(vec![record], entry)?;
        written.pop().ok_or(StoreError::PolicyMissing { name, platform })
    }

    /// Writes whole policies over what is kept of them, all or none, and answers for each in its place.
    /// [`StoreError::PoliciesFull`], [`StoreError::PolicyTooLarge`].
    fn import_policies(&self, records: Vec<Record>, entry: Entry) -> Result<Vec<Written>, StoreError>;

    /// Removes a policy and remembers that it was: no seed brings it back.
    /// [`StoreError::PolicyMissing`].
    fn remove_policy(&self, key: &Key, entry: Entry) -> Result<(), StoreError>;

    /// Removes the document of this id, whatever it says, and no other. Where nothing is left about what it named, that
    /// is remembered as [`Self::remove_policy`] does. In the audit one that names nothing goes by its id.
    /// [`StoreError::DocumentMissing`].
    fn remove_document(&self, id: &PolicyId, entry: Entry) -> Result<(), StoreError>;

    /// Makes a policy of the document of this id, whatever it said. What it is about, as far as it tells, stays; so do
    /// fields of other programs. [`StoreError::DocumentMissing`], [`StoreError::PolicyMissing`] where it is about
    /// something else, [`StoreError::PolicyExists`], [`StoreError::PolicyTooLarge`].
    fn correct_document(&self, id: &PolicyId, record: Record, entry: Entry) -> Result<Written, StoreError>;

    /// Takes the policies that the program brings along, as [`domain::policy::seed::plan`] says. Not in the
    /// audit: nobody did it.
    fn seed_policies(&self, seeds: &[Record], at: Wall) -> Result<Seeded, StoreError>;

    /// What was removed and not written again since.
    fn removed_policies(&self) -> Result<Vec<Key>, StoreError>;

    /// What keeps this store from holding policies as it should. A store of this machine alone has nothing to tell.
    fn policy_troubles(&self) -> Result<Vec<PolicyTrouble>, StoreError> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_opaque_and_harmless() {
        let id = |name: &str| PolicyId::of(&Key { name: name.into(), platform: Platform::Linux });
        assert_ne!(id("a"), id("b"));
        assert_eq!(id("../../x\n").as_str().parse(), Ok(id("../../x\n")));
        for bad in ["", "a/b", "a b", "ㄱ", &"x".repeat(65)] {
            assert_eq!(bad.parse::<PolicyId>(), Err(InvalidPolicyId), "{bad}");
        }
        // What another backend calls its ids.
        assert!("65f1c0ffee0123456789abcd".parse::<PolicyId>().is_ok());
    }
}
