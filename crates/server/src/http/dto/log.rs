//! Logs, their lines and what a follower says besides (CONTRACTS §4): over HTTP, on streams and on the command
//! line. Here too is the sentence that says why a log is not read and what to do, in the asker's language.

use domain::log::{Kind, Level, Line, Notice, Source, Trouble};
use domain::text::visible;
use engine::logs::Tail;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Words;

use super::{Gaps, rfc3339};

/// Where a log's lines come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogKind {
    /// A file.
    File,
    /// The journal of systemd.
    Journal,
}

/// Whether a log can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogState {
    /// It can.
    Ok,
    /// The system denies it, or this program refuses what lies in its place.
    Denied,
    /// It is not there.
    Missing,
}

/// How grave a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// Error and graver.
    Error,
    /// Warning.
    Warning,
    /// Notice.
    Notice,
    /// Informational.
    Info,
    /// Debug.
    Debug,
}

/// A log that can be asked for. Its title is hostile text.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Log {
    /// Opaque, `[A-Za-z0-9._-]{1,64}`.
    pub id: String,
    /// The path, or the unit.
    pub title: String,
    /// Where its lines come from.
    pub kind: LogKind,
    /// Whether it can be read now.
    pub state: LogState,
    /// Why not, and what to do, in the asker's language.
    pub reason: Option<String>,
    /// Bytes of the file.
    pub size: Option<u64>,
    /// Why values are `null`.
    pub gaps: Gaps,
}

/// All logs that are offered.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LogList {
    /// The configured ones first.
    pub logs: Vec<Log>,
}

/// One line. Its text is hostile.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LogLine {
    /// When it was written (RFC 3339), where the log says so apart from the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Without its line end.
    pub text: String,
    /// The line was longer than 16 KiB; the rest is left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// How grave it is, where the log says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<LogLevel>,
}

/// The last lines of a log, or those before a mark.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LogTail {
    /// Oldest first.
    pub lines: Vec<LogLine>,
    /// There is nothing before them.
    pub complete: bool,
    /// What `?before=` takes to go on before them; absent when there is nothing more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// What happened to a log besides new lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogNoticeKind {
    /// The file was replaced by a new one; no line was lost.
    Rotated,
    /// The file was cut; `lost_bytes` were destroyed before they could be read.
    Truncated,
    /// `lines` came faster than they could be taken, and are left out here.
    Skipped,
    /// It cannot be read any more, see `state` and `reason`; it goes on when it can.
    Lost,
    /// It can be read again.
    Back,
}

/// What happened before the lines that follow.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LogNotice {
    /// What.
    pub kind: LogNoticeKind,
    /// With `truncated`: bytes, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_bytes: Option<u64>,
    /// With `skipped`: how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<u64>,
    /// With `lost`: how the log stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<LogState>,
    /// With `lost`: why, and what to do, in the asker's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The data of one event of a log that is followed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LogEvent {
    /// New lines, oldest first.
    pub lines: Vec<LogLine>,
    /// What `?before=` of the tail takes for the lines before these; absent where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What happened before them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<LogNotice>,
}

/// Why a log is not read and what to do about it, when `user` is the one who reads.
#[must_use]
pub fn log_reason(words: &Words, kind: Kind, trouble: Trouble, user: &str) -> String {
    let why = format!("{}-{}", trouble.word(), kind.word());
    words.text("log-reason", &[("why", (&why).into()), ("user", visible(user).as_ref().into())])
}

impl Log {
    /// The log in the words of a language, read by `user`.
    #[must_use]
    pub fn new(source: &Source, words: &Words, user: &str) -> Self {
        let mut gaps = Gaps::default();
        let (state, reason, size) = match source.state {
            Ok(size) => {
                gaps.take_optional::<()>("reason", Ok(None));
                (LogState::Ok, None, gaps.take_optional("size", Ok(size)))
            }
            Err(trouble) => {
                let size = gaps.take("size", Err(gap_of(trouble)));
                (trouble.into(), Some(log_reason(words, source.kind, trouble, user)), size)
            }
        };
        Self {
            id: source.id.clone(),
            title: source.title.clone(),
            kind: source.kind.into(),
            state,
            reason,
            size,
            gaps,
        }
    }
}

const fn gap_of(trouble: Trouble) -> domain::Gap {
    match trouble {
        Trouble::Missing => domain::Gap::Unsupported,
        Trouble::Denied | Trouble::NotAFile | Trouble::LeadsOut => domain::Gap::Denied,
        Trouble::Failed => domain::Gap::failed("read a log"),
    }
}

impl LogNotice {
    /// The notice of a log of that kind, in the words of a language.
    #[must_use]
    pub fn new(notice: Notice, kind: Kind, words: &Words, user: &str) -> Self {
        let plain = |kind| Self { kind, lost_bytes: None, lines: None, state: None, reason: None };
        match notice {
            Notice::Rotated => plain(LogNoticeKind::Rotated),
            Notice::Truncated { lost_bytes } => {
                Self { lost_bytes: Some(lost_bytes), ..plain(LogNoticeKind::Truncated) }
            }
            Notice::Skipped { lines } => Self { lines: Some(lines), ..plain(LogNoticeKind::Skipped) },
            Notice::Lost(trouble) => Self::lost(trouble.into(), log_reason(words, kind, trouble, user)),
            Notice::Back => Self::back(),
        }
    }

    /// A log that can be read again.
    #[must_use]
    pub const fn back() -> Self {
        Self { kind: LogNoticeKind::Back, lost_bytes: None, lines: None, state: None, reason: None }
    }

    /// A log that cannot be read, for a reason that is already in words.
    #[must_use]
    pub const fn lost(state: LogState, reason: String) -> Self {
        Self {
            kind: LogNoticeKind::Lost,
            lost_bytes: None,
            lines: None,
            state: Some(state),
            reason: Some(reason),
        }
    }
}

impl From<&Line> for LogLine {
    fn from(line: &Line) -> Self {
        Self {
            at: line.at.map(rfc3339),
            text: line.text.clone(),
            truncated: line.truncated,
            level: line.level.map(LogLevel::from),
        }
    }
}

impl From<&Tail> for LogTail {
    fn from(tail: &Tail) -> Self {
        Self {
            lines: tail.lines.iter().map(LogLine::from).collect(),
            complete: tail.complete,
            before: tail.before.clone(),
        }
    }
}

impl From<Kind> for LogKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::File => Self::File,
            Kind::Journal => Self::Journal,
        }
    }
}

impl From<Trouble> for LogState {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Missing => Self::Missing,
            Trouble::Denied | Trouble::NotAFile | Trouble::LeadsOut | Trouble::Failed => Self::Denied,
        }
    }
}

impl From<Level> for LogLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
            Level::Notice => Self::Notice,
            Level::Info => Self::Info,
            Level::Debug => Self::Debug,
        }
    }
}

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::Error,
            LogLevel::Warning => Self::Warning,
            LogLevel::Notice => Self::Notice,
            LogLevel::Info => Self::Info,
            LogLevel::Debug => Self::Debug,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Wall;
    use words::Lang;

    use super::*;

    const TROUBLES: [Trouble; 5] =
        [Trouble::Missing, Trouble::Denied, Trouble::NotAFile, Trouble::LeadsOut, Trouble::Failed];

    fn source(kind: Kind, state: Result<Option<u64>, Trouble>) -> Source {
        Source { id: "a".to_owned(), title: "/var/log/a".to_owned(), kind, state }
    }

    #[test]
    fn every_trouble_is_worded_with_a_way_out_and_states_are_those_of_the_contract() {
        for lang in Lang::ALL {
            let words = Words::of(lang);
            let fallback = log_reason(words, Kind::File, Trouble::Failed, "kim");
            for kind in [Kind::File, Kind::Journal] {
                for trouble in TROUBLES {
                    let log = Log::new(&source(kind, Err(trouble)), words, "kim");
                    let state = serde_json::to_value(log.state).unwrap_or_default();
                    assert_eq!(state, trouble.state(), "{trouble:?}");
                    let reason = log.reason.unwrap_or_default();
                    assert!(!reason.is_empty() && !reason.contains("log-reason"), "{reason}");
                    assert!(
                        trouble == Trouble::Failed || reason != fallback,
                        "{trouble:?} {kind:?}: {reason}"
                    );
                }
            }
            let denied = |kind| log_reason(words, kind, Trouble::Denied, "k\u{1b}im");
            assert!(denied(Kind::File).contains("usermod -aG adm k\\x1bim"), "{}", denied(Kind::File));
            assert!(denied(Kind::Journal).contains("usermod -aG systemd-journal k\\x1bim"));
        }
    }

    #[test]
    fn every_null_of_a_log_is_named() {
        let all = [Ok(Some(7)), Ok(None)].into_iter().chain(TROUBLES.map(Err));
        for state in all {
            for kind in [Kind::File, Kind::Journal] {
                let log = Log::new(&source(kind, state), Words::of(Lang::En), "kim");
                let row = serde_json::to_value(&log).unwrap_or_default();
                for key in ["reason", "size"] {
                    assert_eq!(row[key].is_null(), log.gaps.get(key).is_some(), "{key} of {row}");
                }
            }
        }
    }

    #[test]
    fn a_line_names_only_what_the_log_says() {
        let json = |line: &Line| serde_json::to_string(&LogLine::from(line)).unwrap_or_default();
        let plain = Line { at: None, text: "a\u{1b}\n".to_owned(), truncated: false, level: None };
        assert_eq!(json(&plain), r#"{"text":"a\u001b\n"}"#);
        let full = Line { at: Some(Wall(0)), truncated: true, level: Some(Level::Warning), ..plain };
        assert_eq!(
            json(&full),
            r#"{"at":"1970-01-01T00:00:00.000Z","text":"a\u001b\n","truncated":true,"level":"warning"}"#
        );
    }

    #[test]
    fn a_level_is_the_word_of_the_domain() {
        for level in Level::ALL {
            assert_eq!(serde_json::to_value(LogLevel::from(level)).unwrap_or_default(), level.word());
            assert_eq!(Level::from(LogLevel::from(level)), level);
        }
    }

    #[test]
    fn a_notice_holds_what_belongs_to_its_kind() {
        let of = |notice| {
            serde_json::to_value(LogNotice::new(notice, Kind::File, Words::of(Lang::En), "kim"))
                .unwrap_or_default()
        };
        assert_eq!(of(Notice::Rotated), serde_json::json!({"kind": "rotated"}));
        assert_eq!(
            of(Notice::Truncated { lost_bytes: 7 }),
            serde_json::json!({"kind": "truncated", "lost_bytes": 7})
        );
        assert_eq!(of(Notice::Skipped { lines: 3 }), serde_json::json!({"kind": "skipped", "lines": 3}));
        assert_eq!(of(Notice::Back), serde_json::json!({"kind": "back"}));
        let lost = of(Notice::Lost(Trouble::Denied));
        assert_eq!((&lost["kind"], &lost["state"]), (&"lost".into(), &"denied".into()));
        assert!(lost["reason"].is_string());
    }
}
