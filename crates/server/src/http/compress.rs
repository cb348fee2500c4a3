//! Large answers of the API, compressed for clients that take gzip. The page's own files were compressed when
//! it was built; live streams are not compressed at all.
//!
//! Only what is listed here is compressed. The length of a compressed answer tells whether a guess that stands
//! in it repeats a secret that stands in it too (BREACH): answers that carry or name credentials, and those
//! that repeat what strangers write into logs and the audit, go out as they are.

use std::io::Write as _;

use axum::body::{Body, HttpBody as _};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::BodyExt as _;

/// Resources below `/api/v1/` whose answers may be compressed.
const COMPRESSED: [&str; 5] = ["snapshot", "processes", "history", "services", "openapi.json"];
/// Fewer bytes fit one packet anyway.
const LEAST: u64 = 1400;
/// More are never held twice in memory.
const MOST: u64 = 16 * 1024 * 1024;

/// Whether the answer to such a request may be compressed.
pub(crate) fn may(method: &Method, path: &str) -> bool {
    let resource = path.strip_prefix("/api/v1/").and_then(|rest| rest.split('/').next());
    *method == Method::GET && resource.is_some_and(|resource| COMPRESSED.contains(&resource))
}

/// The answer, compressed if it is whole, JSON, worth it and wanted.
pub(crate) async fn gzip(mut response: Response, wanted: bool) -> Response {
    let json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if response.status() != StatusCode::OK || !json {
        return response;
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    let fits = response.body().size_hint().exact().is_some_and(|size| (LEAST..=MOST).contains(&size));
    if !wanted || !fits || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // A body of known size is in memory already: this does not wait, and an error cannot come.
    let Ok(plain) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return Response::from_parts(parts, Body::empty());
    };
    let original = plain.clone();
    let packed = tokio::task::spawn_blocking(move || pack(&plain)).await.ok().and_then(Result::ok);
    let Some(packed) = packed else { return Response::from_parts(parts, Body::from(original)) };
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(packed))
}

/// The quickest level: process lists shrink to an eighth by it already.
fn pack(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 6), Compression::fast());
    encoder.write_all(plain)?;
    encoder.finish()
}

/// Whether the client takes gzip (RFC 9110 §12.5.3): named and not with quality 0.
pub(crate) fn accepts(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
            let refused = parts.any(|part| {
                part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0))
            });
            named && !refused
        })
}
