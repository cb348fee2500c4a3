//! Why a value is `null`: the reason, and the list of reasons that every object with readings carries.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::Reading;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a value is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// The operating system denies it to this program's user or capabilities.
    Denied,
    /// There is no such thing: the system does not offer it, or this object has none (a process without a terminal).
    Unsupported,
    /// It takes a second sample, or a later version of this program.
    NotYet,
    /// What it belongs to vanished while it was being read.
    Gone,
    /// The attempt failed.
    Failed,
}

impl From<domain::Gap> for Gap {
    fn from(gap: domain::Gap) -> Self {
        match gap {
            domain::Gap::Unsupported => Self::Unsupported,
            domain::Gap::Denied => Self::Denied,
            domain::Gap::NotYet => Self::NotYet,
            domain::Gap::Gone => Self::Gone,
            domain::Gap::Failed(_) => Self::Failed,
        }
    }
}

/// Every `null` of the object and why it is `null`. Keys are the names of the object itself; a null of an
/// object inside it is named by its path with dots, list positions as numbers: `cpu.percent`, `disks.0.inodes_percent`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = BTreeMap<String, Gap>)]
pub struct Gaps(BTreeMap<Cow<'static, str>, Gap>);

impl Gaps {
    /// The value, or nothing and the reason under `key`.
    pub(crate) fn take<T>(&mut self, key: impl Into<Cow<'static, str>>, reading: Reading<T>) -> Option<T> {
        match reading {
            Ok(value) => Some(value),
            Err(gap) => {
                self.0.insert(key.into(), gap.into());
                None
            }
        }
    }

    /// As [`Self::take`], where the thing itself may not exist: that is named [`Gap::Unsupported`].
    pub(crate) fn take_optional<T>(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        reading: Reading<Option<T>>,
    ) -> Option<T> {
        self.take(key, reading.and_then(|value| value.ok_or(domain::Gap::Unsupported)))
    }

    /// Names keys that a later version of this program fills.
    pub fn not_yet(&mut self, keys: &[&'static str]) {
        self.0.extend(keys.iter().map(|key| (Cow::Borrowed(*key), Gap::NotYet)));
    }

    /// Names keys of what has gone.
    pub fn gone(&mut self, keys: &[&'static str]) {
        self.0.extend(keys.iter().map(|key| (Cow::Borrowed(*key), Gap::Gone)));
    }

    /// `key` is not null any more.
    pub(crate) fn forget(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// The reason why `key` is null.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Gap> {
        self.0.get(key).copied()
    }
}
