//! Every operation of `docs/openapi.json` as a viewer would ask it, and as nobody should.

use std::fs;

use serde_json::Value;

use super::client::Request;
use crate::failure::{Failure, Outcome};
use crate::workspace;

/// One operation.
pub(crate) struct Route {
    pub(crate) name: String,
    pub(crate) valid: Request,
    pub(crate) odd: Request,
}

/// What may stand where the document has `{key}` and the like, and is hostile.
const ODD_SEGMENT: &str = "%2e%2e%2f%00%F0%9F%A6%80-18446744073709551616";
const ODD_QUERY: &str =
    "?sort=(a%2B)%2B%24&filter=%27%3B--&limit=-1e309&seconds=99999999999999999999&x=%F0%9F%A6%80";
/// Headers that are parsed before anything else.
const ODD_HEADERS: &str =
    "Accept-Language: ;q=,,*;q=9,\u{1f980}\r\nLast-Event-ID: --\r\nX-Forwarded-For: ,,[::\r\n";

/// All operations. `key` names a process that lives.
pub(crate) fn all(token: &str, key: &str) -> Outcome<Vec<Route>> {
    let path = workspace::root().join("docs/openapi.json");
    let text = fs::read_to_string(&path).map_err(|cause| Failure::file("read", &path, &cause))?;
    let document: Value = serde_json::from_str(&text)
        .map_err(|cause| Failure::new(format!("docs/openapi.json is no JSON: {cause}")))?;
    let paths = document.get("paths").and_then(Value::as_object);
    let paths = paths.ok_or_else(|| Failure::new("docs/openapi.json has no paths"))?;
    let mut routes = Vec::new();
    for (path, operations) in paths {
        let operations = operations.as_object().into_iter().flat_map(|operations| operations.iter());
        for (method, operation) in operations.filter(|(_, operation)| operation.is_object()) {
            routes.push(route(path, method, operation.get("requestBody").is_some(), token, key));
        }
    }
    routes.push(route("/", "get", false, token, key));
    Ok(routes)
}

fn route(path: &str, method: &str, has_body: bool, token: &str, key: &str) -> Route {
    let method = method.to_ascii_uppercase();
    let authorization = format!("Authorization: Bearer {token}\r\n");
    let body_type = if has_body { "Content-Type: application/json\r\n" } else { "" };
    let filled = |segment: &dyn Fn(&str) -> String| {
        let parts = path.split('/').map(|part| match part.strip_prefix('{') {
            Some(name) => segment(name.trim_end_matches('}')),
            None => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    };
    let known = |name: &str| match name {
        "key" => key.to_owned(),
        "id" => "syslog".to_owned(),
        _ => "somebody".to_owned(),
    };
    let valid = Request {
        method: method.clone(),
        target: filled(&known),
        headers: format!("{authorization}{body_type}"),
        body: if has_body { "{}".to_owned() } else { String::new() },
    };
    let odd = Request {
        method: method.clone(),
        target: filled(&|_| ODD_SEGMENT.to_owned()) + ODD_QUERY,
        headers: format!("{authorization}{ODD_HEADERS}Content-Type: application/json\r\n"),
        // As deep as it may be long.
        body: if has_body { "[".repeat(60_000) } else { String::new() },
    };
    Route { name: format!("{method} {path}"), valid, odd }
}
