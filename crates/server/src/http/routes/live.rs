//! The live stream.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::error::{ApiError, Code};
use crate::http::extract::Params;
use crate::http::front::Caller;
use crate::http::state::App;
use crate::live::{EventId, Full, Topics, Viewer};

/// What to look at.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Topics with commas between: `snapshot` (the default), `processes`.
    #[serde(default)]
    #[param(value_type = String, required = false)]
    topics: Option<String>,
}

/// A stream of server-sent events: `hello`, then what is asked for at every tick, `bye` at the end.
///
/// `snapshot` is a whole `Snapshot` each time. `processes` is the whole list first
/// (`{"seq","full":true,"mode","processes":[…]}`) and then what changed
/// (`{"seq","full":false,"mode","changed":[…],"gone":[…]}`): in `changed` an entry with a known `key` holds only the keys whose
/// value changed, one with an unknown `key` is a whole process. Live rows have neither `role` nor `verdict_reason` nor `end_reason`.
/// Ids are `<boot>-<seq>-<part>`; with `Last-Event-ID` the changes since then are sent if they are still kept (one minute), else the whole list.
#[utoipa::path(get, path = "/api/v1/live", tag = "machine", params(Query, ("Last-Event-ID" = Option<String>, Header, description = "Id of the last event that was seen")),
    responses((status = 200, body = String, content_type = "text/event-stream")))]
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Params(query): Params<Query>,
) -> Result<Response, ApiError> {
    let topics = parse_topics(query.topics.as_deref().unwrap_or("snapshot"))?;
    let resume = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<EventId>().ok());
    let place = app.hub.place(&caller.owner()).map_err(|full| match full {
        Full::Owner => ApiError::new(Code::TooMany).retry_after(10),
        Full::All => ApiError::new(Code::Overloaded).retry_after(10),
    })?;
    let viewer = Viewer::new(
        app.hub.clone(),
        topics,
        resume.as_ref(),
        place,
        caller.ended(&app),
        app.shutdown.clone(),
        app.settings.tick,
    );
    let mut response = Response::new(Body::from_stream(viewer.into_stream()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would keep events back until its buffer is full (ngx_http_proxy_module, proxy_buffering).
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

fn parse_topics(list: &str) -> Result<Topics, ApiError> {
    let mut topics = Topics::default();
    for topic in list.split(',') {
        match topic {
            "snapshot" => topics.snapshot = true,
            "processes" => topics.processes = true,
            "incidents" | "actions" => return Err(ApiError::new(Code::NotYet).with("what", topic)),
            _ if topic.starts_with("logs:") => return Err(ApiError::new(Code::NotYet).with("what", topic)),
            _ => return Err(ApiError::new(Code::UnknownTopic).with("topic", topic)),
        }
    }
    Ok(topics)
}
