//! What could be tidied up, and what is left alone (CONTRACTS §4, M13).

use domain::cleanup::{self, UNUSED_AFTER};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Words;

use super::plan::NamedProcess;
use super::refusal::refusal_reason;

/// Why a process may be dispensable; where several hold, the first one here is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TidyWhy {
    /// Left behind: who started it and the session that it belonged to are gone.
    Orphan,
    /// It used no CPU and no storage for `unused_after_s`, and nobody typed on its terminal.
    Unused,
    /// It takes a tenth of the memory or more.
    MemoryHog,
    /// Somebody has it open on a terminal or a desktop.
    UserApp,
    /// It runs for a user without being seen.
    Background,
}

impl From<cleanup::Why> for TidyWhy {
    fn from(why: cleanup::Why) -> Self {
        match why {
            cleanup::Why::Orphan => Self::Orphan,
            cleanup::Why::Unused => Self::Unused,
            cleanup::Why::MemoryHog => Self::MemoryHog,
            cleanup::Why::UserApp => Self::UserApp,
            cleanup::Why::Background => Self::Background,
        }
    }
}

/// A process that could be ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TidyRow {
    /// `PID-STARTED`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The application that it is part of.
    pub app: String,
    /// Why it may be dispensable.
    pub why: TidyWhy,
    /// About so many bytes come back: its resident set. What it shares stays while somebody else has it; its plan knows better.
    pub frees_bytes: u64,
    /// Children of it that have ended and that only it can take away.
    pub zombies: u32,
    /// Only of a process that has ended already: the parent that has not taken it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zombie_of: Option<NamedProcess>,
}

/// A process that is left alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeptRow {
    /// `PID-STARTED`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The stable reason.
    pub code: String,
    /// The reason in the asker's language.
    pub why_not: String,
}

/// All processes, sorted out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cleanup {
    /// What could be ended, the largest first.
    pub tidy: Vec<TidyRow>,
    /// All others, by pid.
    pub system: Vec<KeptRow>,
    /// Seconds of rest after which a process is called unused. It has to be watched for so long first.
    pub unused_after_s: u64,
}

/// Answer of `GET cleanup`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CleanupAnswer {
    /// All processes, sorted out.
    pub cleanup: Cleanup,
}

impl CleanupAnswer {
    /// The clean-up in these words.
    #[must_use]
    pub fn new(all: &cleanup::Cleanup, words: &Words) -> Self {
        let tidy = all.tidy.iter().map(|row| TidyRow {
            key: row.key.to_string(),
            name: row.name.clone(),
            app: row.app.clone(),
            why: row.why.into(),
            frees_bytes: row.frees_bytes,
            zombies: row.zombies,
            zombie_of: row.zombie_of.as_ref().map(NamedProcess::from),
        });
        let system = all.system.iter().map(|row| KeptRow {
            key: row.key.to_string(),
            name: row.name.clone(),
            code: row.refusal.code().to_owned(),
            why_not: refusal_reason(&row.refusal, words),
        });
        let (tidy, system) = (tidy.collect(), system.collect());
        Self { cleanup: Cleanup { tidy, system, unused_after_s: UNUSED_AFTER.as_secs() } }
    }
}
