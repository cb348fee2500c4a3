//! The last step of every answer: failures become problems in the reader's language, and every answer
//! gets the headers that keep a browser from being used against its owner.

use axum::body::Body;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use words::Lang;

use super::error::{ApiError, Code};

const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

/// The page is a program of its own: scripts, styles and fonts come from here and nowhere else, nobody may frame it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
);

const ALWAYS: [(HeaderName, HeaderValue); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ),
];

/// One year, as browsers ask for before they take it seriously.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// The language of the reader: what the address says, else what the browser prefers, else the configured one.
pub(crate) fn language(uri: &Uri, headers: &HeaderMap, configured: Option<Lang>) -> Lang {
    let asked = uri
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .find_map(|pair| pair.strip_prefix("lang=")?.parse().ok());
    let preferred = || headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().map(Lang::from_accept_language);
    asked.or_else(preferred).or(configured).unwrap_or(Lang::En)
}

/// Words a failure. One that no handler of ours described (the router's own) gets the code of its status.
pub(crate) fn word(response: Response, lang: Lang) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let error = parts.extensions.remove::<ApiError>().unwrap_or_else(|| ApiError::new(of_status(status)));
    if let Some(reason) = error.internal() {
        let reason = domain::text::visible(reason);
        if error.code.status().is_server_error() {
            tracing::error!(code = error.code.word(), %reason, "a request failed");
        } else {
            tracing::debug!(code = error.code.word(), %reason, "a request was refused");
        }
    }
    let body = serde_json::to_vec(&error.problem(lang)).unwrap_or_default();
    let headers = &mut parts.headers;
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, PROBLEM);
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.word()));
    if let Some(seconds) = error.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if error.code.status() == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"server-monitor\""));
    }
    parts.status = error.code.status();
    Response::from_parts(parts, Body::from(body))
}

const fn of_status(status: StatusCode) -> Code {
    match status {
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Code::BodyTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMedia,
        StatusCode::INTERNAL_SERVER_ERROR => Code::Internal,
        _ => Code::BadRequest,
    }
}

/// Adds the headers that every answer has; a handler's own `Cache-Control` stays.
pub(crate) fn protect(headers: &mut HeaderMap, https: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
