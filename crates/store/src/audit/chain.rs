//! The chain of hashes that ties the entries of the audit together, and how it is looked through, a step at a time.
//!
//! The hash has no key: it shows edits by whoever does not write everything after them anew, the head included. Who can
//! write the file as its owner can do that too, or put an older copy in place; an [`AuditMark`] that is kept somewhere else shows it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::AuditRow;

/// A link of the chain: SHA-256 of the previous link and the row's canonical form.
pub(crate) type Link = [u8; 32];

/// What stands before the first row.
pub(crate) const ORIGIN: Link = [0; 32];

/// Rows that one step looks at: so long, and no longer, whoever reads beside it waits.
pub(crate) const STEP: usize = 1_000;

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

/// An entry of the audit and the link that ties it to all before it. Whoever keeps one elsewhere can tell later
/// whether that entry and everything before it are still those. As text `ID:HASH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditMark {
    id: u64,
    link: Link,
}

impl AuditMark {
    /// Before the first entry.
    pub const ORIGIN: Self = Self { id: 0, link: ORIGIN };

    pub(crate) const fn new(id: u64, link: Link) -> Self {
        Self { id, link }
    }

    /// The entry; 0 is before the first one.
    #[must_use]
    pub const fn id(&self) -> u64 {
        self.id
    }
}

impl fmt::Display for AuditMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.id)?;
        self.link.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The text is no mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mark is the number of an entry, a colon and 64 hexadecimal digits, as a check prints it")]
pub struct InvalidMark;

impl FromStr for AuditMark {
    type Err = InvalidMark;

    fn from_str(text: &str) -> Result<Self, InvalidMark> {
        let (id, hash) = text.split_once(':').ok_or(InvalidMark)?;
        let is_plain =
            |text: &str, digit: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|byte| digit(&byte));
        if !is_plain(id, u8::is_ascii_digit) || !is_plain(hash, u8::is_ascii_hexdigit) || hash.len() != 64 {
            return Err(InvalidMark);
        }
        let id = id.parse().map_err(|_| InvalidMark)?;
        let mut link = ORIGIN;
        for (n, byte) in link.iter_mut().enumerate() {
            let digits = hash.get(2 * n..2 * n + 2).ok_or(InvalidMark)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| InvalidMark)?;
        }
        Ok(Self { id, link })
    }
}

/// What a check of the whole audit found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// What one step of a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditStep {
    /// All fits up to this entry, and there are more.
    On(AuditMark),
    /// All fits up to this entry, and it is the last one.
    End(AuditMark),
    /// The first place where it does not fit.
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
    /// Another row stands in its place: their order was changed.
    Moved,
    /// The row was slipped in before the first or after the last one that was written.
    Added,
    /// The last rows are gone.
    CutOff,
    /// The row was seen whole before and is another one by now, with all that follows: the database is another copy, or
    /// was written anew.
    Replaced,
}

impl AuditBreak {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Missing, Self::Changed, Self::Moved, Self::Added, Self::CutOff, Self::Replaced];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Added => "added",
            Self::CutOff => "cut_off",
            Self::Replaced => "replaced",
        }
    }
}

/// Follows the chain row by row, from a mark on. A backend feeds it rows in the order of their ids, the row of the mark
/// first (from the origin: the first of all).
#[derive(Debug)]
pub(crate) struct Checker {
    mark: AuditMark,
    /// Id and link of the row that was written last.
    head: (u64, Link),
    next: u64,
    previous: Link,
}

impl Checker {
    /// All up to `mark` was good; `head` is the id and link of the row that was written last.
    pub(crate) const fn after(mark: AuditMark, head: (u64, Link)) -> Self {
        // The row of the mark comes once more, so that it is known to be there.
        let next = if mark.id == 0 { 1 } else { mark.id };
        Self { mark, head, next, previous: mark.link }
    }

    /// Takes the next row with the link stored beside it; says what is wrong, if something is.
    pub(crate) fn row(&mut self, row: &AuditRow, stored: &Link) -> Result<(), (u64, AuditBreak)> {
        if row.id < self.next || self.next > self.head.0 && row.id > self.mark.id {
            return Err((row.id, AuditBreak::Added));
        }
        if row.id > self.next {
            return Err((self.next, AuditBreak::Missing));
        }
        if row.id == self.mark.id {
            if *stored != self.mark.link {
                return Err((row.id, AuditBreak::Replaced));
            }
        } else if link(&self.previous, row) != *stored {
            return Err((row.id, AuditBreak::Changed));
        }
        self.previous = *stored;
        self.next += 1;
        Ok(())
    }

    /// A row that cannot be read as one.
    pub(crate) const fn unreadable(&self) -> (u64, AuditBreak) {
        (self.next, AuditBreak::Changed)
    }

    /// Up to here everything fits; there are more rows.
    pub(crate) const fn on(&self) -> AuditStep {
        AuditStep::On(AuditMark::new(self.next - 1, self.previous))
    }

    /// All rows were taken.
    pub(crate) fn finish(self) -> AuditStep {
        let (head, last) = (self.head, self.next - 1);
        let broken = |id, why| AuditStep::Broken { id, why };
        if last < self.mark.id {
            // The row of the mark did not come.
            broken(self.mark.id.min(head.0 + 1), AuditBreak::CutOff)
        } else if head.0 > last {
            broken(self.next, AuditBreak::CutOff)
        } else if head.0 < last {
            // The row of the mark is beyond it.
            broken(head.0 + 1, AuditBreak::Added)
        } else if head.1 != self.previous {
            broken(last, AuditBreak::Changed)
        } else {
            AuditStep::End(AuditMark::new(last, self.previous))
        }
    }
}

/// Whether a row that does not follow was written as one of those around it, going by the links that stand beside them.
pub(crate) fn has_moved(row: &AuditRow, stored: &Link, around: &[(u64, Link)]) -> bool {
    let mut elsewhere = row.clone();
    around.iter().any(|(id, _)| {
        elsewhere.id = *id;
        *id != row.id && around.iter().any(|(_, previous)| link(previous, &elsewhere) == *stored)
    })
}

#[cfg(test)]
mod tests {
    use domain::time::Wall;

    use super::*;
    use crate::{Actor, Entry};

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
    fn a_mark_is_read_as_it_is_written_and_nothing_else_is() {
        let mark = AuditMark::new(120, link(&ORIGIN, &row(None, None)));
        assert_eq!(mark.to_string().parse(), Ok(mark));
        let hash = "a".repeat(64);
        for odd in
            ["", "1", "1:", &hash, &format!(":{hash}"), &format!("+1:{hash}"), &format!("1:{hash}0"), "1:é"]
        {
            assert_eq!(odd.parse::<AuditMark>(), Err(InvalidMark), "{odd}");
        }
        assert!(format!("1:{}", "é".repeat(32)).parse::<AuditMark>().is_err());
    }

    #[test]
    fn every_break_has_a_word_of_its_own() {
        let words: std::collections::BTreeSet<_> =
            AuditBreak::ALL.into_iter().map(AuditBreak::word).collect();
        assert_eq!(words.len(), AuditBreak::ALL.len());
    }
}
