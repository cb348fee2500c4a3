//! The live stream.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;
use words::Words;

use super::configured;
use crate::http::dto::Mode;
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Language, Params};
use crate::http::front::Caller;
use crate::http::state::App;
use crate::live::{Actions, EventId, Full, Lifeline, LogTopics, Topics, Viewer};

/// Logs on one stream. A page shows a few; whoever wants more opens streams of their own.
const MOST_LOGS: usize = 8;

/// What to look at.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Topics with commas between: `snapshot` (the default), `processes`, `actions`, `logs:ID` (of up to 8 logs).
    #[serde(default)]
    #[param(value_type = String, required = false)]
    topics: Option<String>,
    /// How processes are judged, `contextual` or `strict`; the mode that was configured when the stream began without it.
    #[serde(default)]
    #[param(value_type = Mode, required = false, inline)]
    mode: Option<Mode>,
}

/// A stream of server-sent events: `hello`, then what is asked for at every tick, `bye` at the end.
///
/// `hello` is `{"boot","version","seq","tick_ms","mode","default_mode","thresholds":{"cpu":{"warn","bad"},"memory":…,"disk":…}}`:
/// `mode` judges this stream to its end, `default_mode` is the configured one; the thresholds are percent, and those in force when the stream began.
/// `snapshot` is a whole `Snapshot` each time. `processes` is the whole list first
/// (`{"seq","full":true,"mode","processes":[…]}`) and then what changed
/// (`{"seq","full":false,"mode","changed":[…],"gone":[…]}`): in `changed` an entry with a known `key` holds only the keys whose
/// value changed, one with an unknown `key` is a whole process. Live rows have neither `role` nor `verdict_reason` nor `end_reason`, and
/// findings without `message`: ids and arguments, for every language. A list that changed (`findings`, `gaps`, …) is sent whole.
/// `logs` is a `LogEvent` and the id of the log in `log`: its last 20 lines first, then what comes. One that cannot be read
/// says so in a `notice` and goes on when it can; the stream stays. These events have no id and are not resumed.
/// `actions` is what is done to processes, as it happens: `{"kind":"begun|done","at","actor","deed","key","name"}`, and when it is done
/// either `outcome`, `message` and perhaps `restarted_as`, or `code` and `reason`. These have no id either; the audit has them all.
/// Ids are `<boot>-<seq>-<part>`; with `Last-Event-ID` the changes since then are sent if they are still kept (one minute) and were seen in
/// the same mode, else the whole list.
#[utoipa::path(get, path = "/api/v1/live", tag = "machine", params(Query, ("Last-Event-ID" = Option<String>, Header, description = "Id of the last event that was seen")),
    responses((status = 200, body = String, content_type = "text/event-stream")))]
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    Language(lang): Language,
    headers: HeaderMap,
    Params(query): Params<Query>,
) -> Result<Response, ApiError> {
    let (topics, logs) = parse_topics(query.topics.as_deref().unwrap_or("snapshot"))?;
    let resume = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<EventId>().ok());
    let place = app.hub.place(&caller.owner()).map_err(no_place)?;
    let words = Words::of(lang);
    let actions = match topics.actions {
        true => Actions::of(&app, words),
        false => Actions::none(),
    };
    let viewer = Viewer::new(
        app.hub.clone(),
        topics,
        query.mode.unwrap_or_else(|| configured(&app)),
        resume.as_ref(),
        LogTopics::new(logs, &app.logs, words),
        Lifeline::new(place, caller.ended(&app), app.shutdown.clone()),
        app.settings.tick,
    );
    Ok(event_stream(Body::from_stream(viewer.hearing(actions).into_stream())))
}

/// Why there is no place for one more stream.
pub(super) fn no_place(full: Full) -> ApiError {
    match full {
        Full::Owner => ApiError::new(Code::TooMany).retry_after(10),
        Full::All => ApiError::new(Code::Overloaded).retry_after(10),
    }
}

/// An answer that goes on until one side has enough.
pub(super) fn event_stream(body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would keep events back until its buffer is full (ngx_http_proxy_module, proxy_buffering).
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// What is looked at at every tick, and the ids of logs, each once.
fn parse_topics(list: &str) -> Result<(Topics, Vec<String>), ApiError> {
    let (mut topics, mut logs) = (Topics::default(), Vec::new());
    for topic in list.split(',') {
        match topic {
            "snapshot" => topics.snapshot = true,
            "processes" => topics.processes = true,
            "actions" => topics.actions = true,
            "incidents" => return Err(ApiError::new(Code::NotYet).with("what", topic)),
            _ => {
                let id = topic.strip_prefix("logs:").filter(|id| super::logs::is_id(id));
                let id = id.ok_or_else(|| ApiError::new(Code::UnknownTopic).with("topic", topic))?;
                if !logs.iter().any(|known| known == id) {
                    logs.push(id.to_owned());
                }
            }
        }
    }
    if logs.len() > MOST_LOGS {
        return Err(
            ApiError::new(Code::BadQuery).with("reason", format!("at most {MOST_LOGS} logs on one stream"))
        );
    }
    Ok((topics, logs))
}
