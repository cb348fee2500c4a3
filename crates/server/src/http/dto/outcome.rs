//! What came of ending, pausing or resuming processes (CONTRACTS §4).

use domain::Snapshot;
use domain::text::visible;
use engine::deeds::{self, DeedError, Remark};
use serde::Serialize;
use utoipa::ToSchema;
use words::{Value, Words};

use super::gaps::Gaps;
use super::plan::ProtectedProcess;
use super::refusal::refusal_reason;
use crate::http::deed_error;

/// What became of a process.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Outcome {
    /// `PID-STARTED`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// `ended`, `killed`, `gone`, `came_back`, `still_there`, `interrupted`, `paused` or `resumed`.
    pub result: &'static str,
    /// What was sent, in order: `TERM`, `KILL`, `STOP`, `CONT`.
    pub signals: Vec<&'static str>,
    /// Milliseconds from the first signal to the result.
    pub took_ms: u64,
    /// A fresh look at the machine showed it.
    pub verified: bool,
    /// Its exit status, or 128 and the number of the signal; absent where that could not be learnt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_status: Option<i32>,
    /// Who took its place, as `PID-STARTED`; absent when nobody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restarted_as: Option<String>,
    /// Bytes that it gave back; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freed_bytes: Option<u64>,
    /// What happened, in the asker's language.
    pub message: String,
    /// With `group`: what became of the others, each judged alone.
    pub members: Vec<Member>,
}

/// What became of one of a group.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Member {
    /// Something was done.
    #[schema(no_recursion)]
    Done(Outcome),
    /// It was left alone.
    Left(ProtectedProcess),
}

impl Outcome {
    /// The outcome in these words. `now` names those that nothing else names.
    #[must_use]
    pub fn new(outcome: &deeds::Outcome, now: Option<&Snapshot>, words: &Words) -> Self {
        let member = |member: &Result<deeds::Outcome, (domain::ProcessKey, DeedError)>| match member {
            Ok(outcome) => Member::Done(Self::new(outcome, now, words)),
            Err((key, error)) => Member::Left(ProtectedProcess {
                key: key.to_string(),
                name: name_of(*key, now),
                code: error.code().to_owned(),
                reason: deed_error::sentence(error, *key, now, words),
            }),
        };
        Self {
            key: outcome.key.to_string(),
            name: outcome.name.clone(),
            result: outcome.result.word(),
            signals: outcome.signals.clone(),
            took_ms: u64::try_from(outcome.took.as_millis()).unwrap_or(u64::MAX),
            verified: outcome.verified,
            exit_status: outcome.exit_status,
            restarted_as: outcome.restarted_as.map(|key| key.to_string()),
            freed_bytes: outcome.freed_bytes,
            message: message(outcome, words),
            members: outcome.members.iter().map(member).collect(),
        }
    }
}

/// What a process is called: by its key where nobody knows its name any more.
pub(crate) fn name_of(key: domain::ProcessKey, now: Option<&Snapshot>) -> String {
    let process = now.and_then(|now| now.process(key));
    process.map_or_else(|| key.to_string(), |process| process.sample.identity.name.clone())
}

/// What happened, and what else is to be said of it.
fn message(outcome: &deeds::Outcome, words: &Words) -> String {
    let name = visible(&outcome.name);
    let name: (&str, Value<'_>) = ("name", (&*name).into());
    let result = words.text(&format!("deed-{}", outcome.result.word()), &[name]);
    let more = match &outcome.remark {
        None => return result,
        // These say all there is to say.
        Some(Remark::Zombie { parent, name: of }) => {
            let (of, pid) = (visible(of), parent.pid.to_string());
            return words
                .text("deed-remark-zombie", &[name, ("parent", (&*of).into()), ("pid", (&pid).into())]);
        }
        Some(Remark::ByItself) => return words.text("deed-remark-by_itself", &[name]),
        Some(Remark::Uninterruptible) => words.text("deed-remark-uninterruptible", &[]),
        Some(Remark::WasStopped) => words.text("deed-remark-was_stopped", &[]),
        Some(Remark::NoKill(refusal)) => {
            words.text("deed-remark-no_kill", &[("reason", (&refusal_reason(refusal, words)).into())])
        }
        Some(Remark::Restarted { by }) => {
            words.text("deed-remark-restarted", &[("by", (&*visible(by)).into())])
        }
    };
    format!("{result} {more}")
}

/// What is said when another one took the place of a process some time after it had ended.
pub(crate) fn came_back(name: &str, by: &str, words: &Words) -> String {
    let result = words.text("deed-came_back", &[("name", (&*visible(name)).into())]);
    let by = words.text("deed-remark-restarted", &[("by", (&*visible(by)).into())]);
    format!("{result} {by}")
}

/// What became of one of several.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EndRow {
    /// `PID-STARTED`, as it was asked for.
    pub key: String,
    /// Its name; `null` (`gone`) where nobody knows it any more.
    #[schema(required)]
    pub name: Option<String>,
    /// What became of it; `null` (`unsupported`) when nothing was done.
    #[schema(required)]
    pub outcome: Option<Outcome>,
    /// The stable reason why nothing was done; `null` (`unsupported`) when something was.
    #[schema(required)]
    pub code: Option<String>,
    /// The reason in the asker's language; `null` (`unsupported`) when something was done.
    #[schema(required)]
    pub reason: Option<String>,
    /// Every `null` of this object and why.
    pub gaps: Gaps,
}

/// Answer of `POST ends`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Ends {
    /// One row for each process, in the order asked for.
    pub ends: Vec<EndRow>,
}
