//! What is thought of a process (CONTRACTS §4): modes, verdicts, findings, and their sentences.
//!
//! Ids and arguments are the same for everybody; what is worded is worded here, for the API and the command line alike.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::catalogue::{self, Trust};
use domain::dictionary::Note;
use domain::finding;
use domain::judge::Judgement;
use domain::snapshot::Process;
use domain::text::visible;
use domain::verdict;
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;
use words::{Lang, Value, Words};

/// How processes are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// By what is expected of each program.
    #[default]
    Contextual,
    /// By the five plain rules alone.
    Strict,
}

impl Mode {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Contextual, Self::Strict];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contextual => "contextual",
            Self::Strict => "strict",
        }
    }
}

impl From<Mode> for verdict::Mode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Contextual => Self::Contextual,
            Mode::Strict => Self::Strict,
        }
    }
}

/// What a person should make of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Known, and nothing speaks against it.
    Safe,
    /// Confirm its use.
    Caution,
    /// Check soon.
    Danger,
    /// Act now.
    Urgent,
}

impl From<verdict::Verdict> for Verdict {
    fn from(verdict: verdict::Verdict) -> Self {
        match verdict {
            verdict::Verdict::Safe => Self::Safe,
            verdict::Verdict::Caution => Self::Caution,
            verdict::Verdict::Danger => Self::Danger,
            verdict::Verdict::Urgent => Self::Urgent,
        }
    }
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Expected of this program, or advice. Does not colour.
    Info,
    /// Worth knowing.
    Notice,
    /// Check soon.
    Warning,
    /// Act now.
    Critical,
}

impl Severity {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

impl From<finding::Severity> for Severity {
    fn from(severity: finding::Severity) -> Self {
        match severity {
            finding::Severity::Info => Self::Info,
            finding::Severity::Notice => Self::Notice,
            finding::Severity::Warning => Self::Warning,
            finding::Severity::Critical => Self::Critical,
        }
    }
}

/// What kind of work a program does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Part of the kernel.
    Kernel,
    /// The system does not run without it.
    Core,
    /// Databases.
    Database,
    /// Serves a network: mail, DNS, VPN, remote access.
    NetworkService,
    /// Works for the system: logs, time, devices, sessions.
    SystemService,
    /// Watches.
    Monitoring,
    /// Runs containers.
    ContainerRuntime,
    /// Web servers and proxies.
    WebServer,
    /// Runs programs written in a language.
    Runtime,
    /// Queues, storage, orchestration, CI.
    Infrastructure,
    /// Tools.
    SystemUtility,
    /// Everything else.
    General,
}

impl From<catalogue::Category> for Category {
    fn from(category: catalogue::Category) -> Self {
        use catalogue::Category as Known;
        match category {
            Known::Kernel => Self::Kernel,
            Known::Core => Self::Core,
            Known::Database => Self::Database,
            Known::NetworkService => Self::NetworkService,
            Known::SystemService => Self::SystemService,
            Known::Monitoring => Self::Monitoring,
            Known::ContainerRuntime => Self::ContainerRuntime,
            Known::WebServer => Self::WebServer,
            Known::Runtime => Self::Runtime,
            Known::Infrastructure => Self::Infrastructure,
            Known::SystemUtility => Self::SystemUtility,
            Known::General => Self::General,
        }
    }
}

/// A value that a message is worded with.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Arg {
    /// Hostile text.
    Text(String),
    /// A count, a port, a percentage.
    #[serde(serialize_with = "number")]
    Number(f64),
}

/// Whole numbers without a fraction: a port is `80`, not `80.0`.
fn number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

/// Something that a rule noticed about a process.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Finding {
    /// Stable id of the rule, as `PUBLIC_PORT`.
    pub id: &'static str,
    /// What its message is worded with.
    pub args: BTreeMap<&'static str, Arg>,
    /// How grave it is here.
    pub severity: Severity,
    /// What it says, in the asker's language. Absent in live rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    pub message: Option<String>,
    /// What it was seen by, one piece a line: `/proc/1324/exe → /tmp/x (deleted)`. Characters that could move a cursor or
    /// turn a line around stand there as escapes.
    pub evidence: String,
}

impl Finding {
    /// The finding, with its message if there are words for it.
    pub(super) fn new(finding: &finding::Finding, words: Option<&Words>) -> Self {
        let arg = |arg: &finding::Arg| match arg {
            finding::Arg::Text(text) => Arg::Text(text.clone()),
            finding::Arg::Number(number) => Arg::Number(*number),
        };
        Self {
            id: finding.id,
            args: finding.args.iter().map(|(name, value)| (*name, arg(value))).collect(),
            severity: finding.severity.into(),
            message: words.map(|words| message(finding, words)),
            evidence: evidence(finding),
        }
    }
}

/// What a finding says.
#[must_use]
pub fn message(finding: &finding::Finding, words: &Words) -> String {
    let harmless: Vec<_> = finding
        .args
        .iter()
        .map(|(name, value)| match value {
            finding::Arg::Text(text) => (*name, Err(visible(text))),
            finding::Arg::Number(number) => (*name, Ok(*number)),
        })
        .collect();
    let args: Vec<(&str, Value<'_>)> = harmless
        .iter()
        .map(|(name, value)| match value {
            Ok(number) => (*name, Value::Number(*number)),
            Err(text) => (*name, Value::Text(text)),
        })
        .collect();
    words.text(&format!("finding-{}", finding.id), &args)
}

/// One piece a line; a line end inside of one would forge another.
fn evidence(finding: &finding::Finding) -> String {
    let pieces =
        finding.evidence.iter().map(|piece| format!("{} → {}", visible(&piece.place), visible(&piece.value)));
    pieces.collect::<Vec<_>>().join("\n")
}

/// Why a process was judged so.
#[must_use]
pub fn reason(process: &Process, judgement: &Judgement, mode: Mode, words: &Words) -> String {
    let counts =
        |finding: &&finding::Finding| mode == Mode::Strict || finding.severity >= finding::Severity::Warning;
    let grave = judgement.findings.iter().filter(counts).count();
    match judgement.worst().filter(|_| grave > 0) {
        None => {
            let id = unspoken(process, judgement);
            let blind = judgement.blind.len();
            words.text(&format!("verdict-reason-{id}"), &[("blind", blind.into())])
        }
        Some(worst) => {
            let id = spoken(judgement, mode);
            let (message, more) = (message(worst, words), grave - 1);
            let args = [("message", (&message).into()), ("more", more.into())];
            words.text(&format!("verdict-reason-{id}"), &args)
        }
    }
}

/// The reason where no finding speaks against a process.
fn unspoken(process: &Process, judgement: &Judgement) -> &'static str {
    let from_anywhere = judgement.catalogue.as_ref().is_some_and(|known| known.trust == Trust::FromAnywhere);
    match judgement.known {
        true if judgement.findings.is_empty() => "known",
        true => "known-noted",
        false if !from_anywhere => "unknown",
        false if process.sample.standing.writers.is_ok() => "untrusted",
        false => "unverified",
    }
}

/// The reason where at least one does.
const fn spoken(judgement: &Judgement, mode: Mode) -> &'static str {
    match (mode, judgement.known, &judgement.catalogue) {
        (Mode::Contextual, true, _) => "known-found",
        (Mode::Contextual, false, Some(_)) => "untrusted-found",
        (Mode::Contextual, false, None) => "unknown-found",
        (Mode::Strict, true, _) => "strict-known-found",
        (Mode::Strict, false, _) => "strict-unknown-found",
    }
}

/// What the program does, where the catalogue may be believed, or an operator who wrote about it. Harmless to print.
#[must_use]
pub fn role(judgement: &Judgement, lang: Lang) -> Option<Cow<'_, str>> {
    if let Some(entry) = believed(judgement) {
        return Some(Cow::Borrowed(match lang {
            Lang::Ko => entry.role.ko,
            Lang::En => entry.role.en,
        }));
    }
    let note = noted(judgement)?;
    let text = match lang {
        Lang::Ko => &note.ko,
        Lang::En => &note.en,
    };
    (!text.is_empty()).then(|| visible(text))
}

/// What an operator wrote about it, where that may be believed.
fn noted(judgement: &Judgement) -> Option<&Note> {
    judgement.note.as_deref().filter(|_| judgement.known)
}

/// The entry that describes the process. One that only borrows a name has none.
fn believed(judgement: &Judgement) -> Option<&'static catalogue::Entry> {
    judgement.catalogue.as_ref().filter(|_| judgement.known).map(|known| known.entry)
}
