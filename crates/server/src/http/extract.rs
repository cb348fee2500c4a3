//! What handlers take out of a request. Each refuses what it does not know: unknown keys are mistakes or probes.

use axum::body::HttpBody;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Uri, header};
use domain::Role;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use super::answer;
use super::error::{ApiError, Code};
use super::state::App;

/// Query parameters. `lang` is allowed everywhere and read elsewhere.
pub(crate) struct Params<T>(pub(crate) T);

/// No parameters but `lang`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoParams {}

impl<T: DeserializeOwned> FromRequestParts<App> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        parse_query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

fn parse_query<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let bad = || ApiError::new(Code::BadQuery);
    let mut rest = Vec::new();
    let mut langs = 0;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.strip_prefix("lang=") {
            Some(lang) if lang.parse::<words::Lang>().is_ok() && langs == 0 => langs += 1,
            Some(_) => return Err(bad().with("reason", "lang is ko or en, once")),
            None => rest.push(pair),
        }
    }
    let uri: Uri =
        format!("/?{}", rest.join("&")).parse().map_err(|_| bad().with("reason", "not a query"))?;
    axum::extract::Query::try_from_uri(&uri)
        .map(|axum::extract::Query(params)| params)
        .map_err(|rejection| bad().with("reason", source_text(&rejection)))
}

/// The innermost cause: which parameter, and why. It holds nothing but what the client sent.
fn source_text(error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// The language of the asker.
pub(crate) struct Language(pub(crate) words::Lang);

impl FromRequestParts<App> for Language {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(answer::language(&parts.uri, &parts.headers, app.reload.current().lang)))
    }
}

/// A part of the path, percent-decoded, as text.
pub(crate) struct PathText(pub(crate) String);

impl FromRequestParts<App> for PathText {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        axum::extract::Path::<String>::from_request_parts(parts, app)
            .await
            .map(|axum::extract::Path(text)| Self(text))
            .map_err(|_| ApiError::new(Code::BadPath))
    }
}

/// The role that a body names.
pub(crate) fn role_of(text: &str) -> Result<Role, ApiError> {
    text.parse().map_err(|_| Code::UnknownRole.into())
}

/// A JSON body of bounded size.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let headers = request.headers();
        let media =
            headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = media.split(';').next().unwrap_or_default().trim();
        // Other types can be sent by a form on a foreign site without asking first (Fetch standard, "CORS-safelisted").
        if !essence.eq_ignore_ascii_case("application/json") || headers.contains_key(header::CONTENT_ENCODING)
        {
            return Err(Code::UnsupportedMedia.into());
        }
        let limit = app.settings.limits.body_bytes;
        let bytes = Limited::new(request.into_body(), limit).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() {
                ApiError::new(Code::BodyTooLarge).with("limit", limit)
            } else {
                ApiError::new(Code::BadRequest).because(error)
            }
        })?;
        parse_body(&bytes.to_bytes()).map(Self)
    }
}

/// A JSON body that may be left out: without one, and without a word about its type, it is the usual one. Whoever sends
/// something has to say what it is, as everywhere.
pub(crate) struct OptionalBody<T>(pub(crate) T);

impl<T: DeserializeOwned + Default> FromRequest<App> for OptionalBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        if request.body().is_end_stream() && !request.headers().contains_key(header::CONTENT_TYPE) {
            return Ok(Self(T::default()));
        }
        Body::from_request(request, app).await.map(|Body(body)| Self(body))
    }
}

fn parse_body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => ApiError::new(Code::InvalidBody).with("reason", reason(&error)),
        _ => ApiError::new(Code::BadJson).with("line", error.line()).with("column", error.column()),
    })
}

/// Which field is wrong. Messages of serde may quote a value, and a value may be a secret: only the names of fields pass.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let named = ["unknown field `", "missing field `", "duplicate field `"];
    match named.iter().find(|start| text.starts_with(**start)) {
        Some(_) => text.split(" at line ").next().unwrap_or_default().to_owned(),
        None => format!("line {}, column {}", error.line(), error.column()),
    }
}
