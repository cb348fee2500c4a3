//! Logs: which there are, their last lines, and a stream of one of them.

use std::convert::Infallible;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use domain::log::Level;
use engine::logs::{LogError, MOST_LINES, Viewer};
use futures_util::Stream;
use serde::Deserialize;
use utoipa::IntoParams;
use words::Words;

use super::live::{event_stream, no_place};
use crate::http::dto::{Log, LogEvent, LogLevel, LogList, LogTail, Problem};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Language, NoParams, Params, PathText};
use crate::http::front::Caller;
use crate::http::state::App;
use crate::live::{COMMENT, Lifeline, Sign, log_event};

/// Lines when nobody says how many.
const USUAL_LINES: usize = 20;
/// Longest mark, bytes.
const LONGEST_MARK: usize = 512;
/// Longest id of a log.
const LONGEST_ID: usize = 64;

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TailQuery {
    /// So many of the last ones, 1 to 1000; 20 without it.
    #[serde(default)]
    #[param(value_type = usize, required = false, minimum = 1, maximum = 1000)]
    lines: Option<usize>,
    /// Only lines at least as grave. Lines of files do not say how grave they are, and all are given.
    #[serde(default)]
    #[param(value_type = LogLevel, required = false, inline)]
    level: Option<LogLevel>,
    /// Only lines before the mark that an earlier answer carried.
    #[serde(default)]
    #[param(value_type = String, required = false, min_length = 1)]
    before: Option<String>,
}

/// Which lines to begin with, and which to follow.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StreamQuery {
    /// Begin with so many of the last ones, 1 to 1000; 20 without it.
    #[serde(default)]
    #[param(value_type = usize, required = false, minimum = 1, maximum = 1000)]
    lines: Option<usize>,
    /// Only lines at least as grave. Lines of files do not say how grave they are, and all are given.
    #[serde(default)]
    #[param(value_type = LogLevel, required = false, inline)]
    level: Option<LogLevel>,
}

/// The logs that are offered: the configured ones, then the well-known ones that are there. Any unit's journal can be
/// asked for as `unit.<unit>`, listed or not.
#[utoipa::path(get, path = "/api/v1/logs", tag = "logs", responses((status = 200, body = LogList)))]
pub(crate) async fn list(
    State(app): State<App>,
    Language(lang): Language,
    _: Params<NoParams>,
) -> Result<Json<LogList>, ApiError> {
    let words = Words::of(lang);
    let sources = app.logs.list().await?;
    let logs = sources.iter().map(|source| Log::new(source, words, app.logs.user())).collect();
    Ok(Json(LogList { logs }))
}

/// The last lines of a log, or those before a mark. Of very long lines fewer are given than asked for.
///
/// 404: `log_unknown`, `log_missing`. 403: `log_denied` by the system, `log_refused` because what lies there is no log.
#[utoipa::path(get, path = "/api/v1/logs/{id}/tail", tag = "logs",
    params(("id" = String, Path, description = "of the list of logs", example = "syslog"), TailQuery),
    responses((status = 200, body = LogTail), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn tail(
    State(app): State<App>,
    PathText(id): PathText,
    Params(query): Params<TailQuery>,
) -> Result<Json<LogTail>, ApiError> {
    let (lines, least) = (lines_of(query.lines)?, query.level.map(Level::from));
    check_id(&id)?;
    let tail = match query.before {
        None => app.logs.tail(&id, lines, least).await,
        Some(mark) if mark.len() > LONGEST_MARK => Err(LogError::BadMark),
        Some(mark) => app.logs.earlier(&id, &mark, lines, least).await,
    };
    tail.map(|tail| Json(LogTail::from(&tail))).map_err(|error| refused(error, &id, app.logs.user()))
}

/// A stream of server-sent events: the last lines of a log first, then what comes. The events have no name; each `data:` is
/// a `LogEvent`. A comment every 15 s; `bye` at the end. The stream is not resumable: a new one begins with the last lines.
///
/// 404: `log_unknown`, `log_missing`. 403: `log_denied` by the system, `log_refused` because what lies there is no log.
/// 429: as many logs are followed as can be. What happens later is a `notice`, and the stream goes on.
#[utoipa::path(get, path = "/api/v1/logs/{id}/stream", tag = "logs",
    params(("id" = String, Path, description = "of the list of logs", example = "syslog"), StreamQuery),
    responses((status = 200, body = LogEvent, content_type = "text/event-stream"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn stream(
    State(app): State<App>,
    caller: Caller,
    Language(lang): Language,
    PathText(id): PathText,
    Params(query): Params<StreamQuery>,
) -> Result<Response, ApiError> {
    let (lines, least) = (lines_of(query.lines)?, query.level.map(Level::from));
    check_id(&id)?;
    let place = app.hub.place(&caller.owner()).map_err(no_place)?;
    let refused = |error| refused(error, &id, app.logs.user());
    let viewer = app.logs.follow(&id, lines, least).await.map_err(refused)?;
    if let Some(trouble) = viewer.trouble() {
        return Err(refused(LogError::Trouble(viewer.kind(), trouble)));
    }
    let lifeline = Lifeline::new(place, caller.ended(&app), app.shutdown.clone());
    let followed = Followed { viewer, lifeline, app, words: Words::of(lang), finished: false };
    Ok(event_stream(Body::from_stream(followed.into_stream())))
}

fn lines_of(asked: Option<usize>) -> Result<usize, ApiError> {
    match asked.unwrap_or(USUAL_LINES) {
        lines @ 1..=MOST_LINES => Ok(lines),
        _ => Err(ApiError::new(Code::BadQuery).with("reason", format!("lines is 1 to {MOST_LINES}"))),
    }
}

/// Whether this can be the id of a log at all.
pub(super) fn is_id(id: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(known)
}

fn check_id(id: &str) -> Result<(), ApiError> {
    if is_id(id) { Ok(()) } else { Err(ApiError::new(Code::LogUnknown).with("log", id)) }
}

/// Why a log is not given.
fn refused(error: LogError, id: &str, user: &str) -> ApiError {
    use domain::log::Trouble;
    let LogError::Trouble(kind, trouble) = error else { return ApiError::from(error).with("log", id) };
    let code = match trouble {
        Trouble::Missing => Code::LogMissing,
        Trouble::Denied | Trouble::Failed => Code::LogDenied,
        Trouble::NotAFile | Trouble::LeadsOut => Code::LogRefused,
    };
    let why = format!("{}-{}", trouble.word(), kind.word());
    ApiError::new(code).with("log", id).with("why", why).with("user", user)
}

impl From<LogError> for ApiError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Unknown => Self::new(Code::LogUnknown),
            LogError::BadMark => Self::new(Code::BadQuery)
                .with("reason", "before is a mark that an answer of this log carried"),
            LogError::TooMany => Self::new(Code::TooMany).retry_after(10),
            LogError::Busy => Self::new(Code::LogBusy).retry_after(5),
            LogError::Stopped => Self::new(Code::NotReady).because(error).retry_after(5),
            LogError::Broken | LogError::Trouble(..) => Self::new(Code::Internal).because(error),
        }
    }
}

/// The stream of one log.
struct Followed {
    viewer: Viewer,
    lifeline: Lifeline,
    app: App,
    words: &'static Words,
    finished: bool,
}

impl Followed {
    fn into_stream(self) -> impl Stream<Item = Result<Bytes, Infallible>> + Send {
        futures_util::stream::unfold(self, |mut followed| async move {
            let bytes = followed.next().await?;
            Some((Ok(bytes), followed))
        })
    }

    async fn next(&mut self) -> Option<Bytes> {
        if self.finished {
            return None;
        }
        let reason = tokio::select! {
            biased;
            sign = self.lifeline.sign() => match sign {
                Sign::Comment => return Some(COMMENT),
                Sign::Bye(reason) => reason,
            },
            news = self.viewer.next() => match news {
                Some(news) => {
                    let reader = log_event::Reader { words: self.words, user: self.app.logs.user() };
                    return Some(log_event::news(log_event::Channel::Own, &news, self.viewer.kind(), reader));
                }
                // Its reader ended: the configuration of this log changed, or everything stops.
                None => if *self.app.shutdown.borrow() { "shutdown" } else { "changed" },
            },
        };
        self.finished = true;
        Some(log_event::bye(reason))
    }
}
