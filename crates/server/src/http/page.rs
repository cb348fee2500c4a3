//! The embedded page: its index below whatever path it is served from, and its assets.
//!
//! Files are looked up by name in a table made at build time; no path of the machine can be reached.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use page::Asset;

use super::client::Client;
use super::compress;
use super::error::{ApiError, Code};

/// Name of the page's first file in the table.
const INDEX: &str = "index.html";
/// What the build writes into the index, and what stands there when it is served.
const BASE: &str = "<base href=\"/\">";

/// Answers what no route answers: files of the page; below `/api` nothing but a problem.
pub(crate) async fn serve(request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return ApiError::new(Code::NotFound).into_response();
    }
    let Some(asset) = asset_of(path) else {
        return ApiError::new(Code::NotFound).into_response();
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = ApiError::new(Code::MethodNotAllowed).into_response();
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let base = request.extensions().get::<Client>().map(|client| client.base.folder());
    respond(&asset, request.headers(), base.as_deref().unwrap_or("/"))
}

/// The index for the page's own addresses, else the file of that name.
fn asset_of(path: &str) -> Option<Asset> {
    match path {
        "/" | "/setup" | "/setup/" => page::asset(INDEX),
        _ => path.strip_prefix('/').filter(|name| *name != INDEX).and_then(page::asset),
    }
}

fn respond(asset: &Asset, asked: &HeaderMap, base: &str) -> Response {
    let rewritten = rewrite(asset, base);
    let gzip = asset.gzip.filter(|_| rewritten.is_none() && compress::accepts(asked));
    // Another base or another coding is another representation (RFC 9110 §8.8.3).
    let kind = match (&rewritten, gzip) {
        (Some(_), _) => base.replace('/', "."),
        (None, Some(_)) => "gzip".to_owned(),
        (None, None) => "plain".to_owned(),
    };
    let etag = format!("\"{}-{kind}\"", asset.etag.trim_matches('"'));
    let cache = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let unchanged = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    let body = match (unchanged, rewritten, gzip) {
        (true, _, _) => Body::empty(),
        (false, Some(text), _) => Body::from(text),
        (false, None, Some(bytes)) => Body::from(bytes),
        (false, None, None) => Body::from(asset.bytes),
    };
    let mut response = Response::new(body);
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    if gzip.is_some() && !unchanged {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// The index with its base, if it has one and it is another than the built one. A base holds only characters that HTML leaves alone.
fn rewrite(asset: &Asset, base: &str) -> Option<String> {
    if base == "/" || !asset.mime.starts_with("text/html") {
        return None;
    }
    let text = std::str::from_utf8(asset.bytes).ok()?;
    Some(text.replacen(BASE, &format!("<base href=\"{base}\">"), 1))
}
