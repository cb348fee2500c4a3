//! Which answers are compressed, and which never.

use std::io::Read as _;

use domain::Role;
use serde_json::json;
use server::routes;

use crate::house::{Answer, House, PASSWORD};

fn unpacked(answer: &Answer) -> serde_json::Value {
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(&answer.body[..]).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_large_answer_is_compressed_for_who_takes_it_and_says_the_same() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    let get = |path: &str| house.get(path).token(&token);
    let path = "/api/v1/openapi.json";
    let plain = get(path).send();
    let packed = get(path).header("Accept-Encoding", "br;q=1.0, gzip;q=0.8").send();
    assert_eq!((plain.status, packed.status), (200, 200));
    assert_eq!(plain.header("content-encoding"), None);
    for answer in [&plain, &packed] {
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
    }
    assert!(packed.body.len() * 3 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
    assert_eq!(unpacked(&packed), plain.json());
    let refused = get("/api/v1/openapi.json").header("Accept-Encoding", "gzip;q=0").send();
    assert_eq!(refused.header("content-encoding"), None);
    let head =
        house.request("HEAD", "/api/v1/openapi.json").token(&token).header("Accept-Encoding", "gzip").send();
    assert_eq!((head.status, head.header("content-encoding"), head.body.len()), (200, None, 0));
}

#[test]
fn neither_what_is_short_nor_a_problem_nor_a_stream_is_compressed() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    let get = |path: &str| house.get(path).token(&token).header("Accept-Encoding", "gzip");
    for (path, status) in [
        ("/healthz", 200),
        ("/api/v1/me", 200),
        ("/api/v1/processes/999-1", 404),
        ("/api/v1/snapshot?x=1", 400),
    ] {
        let answer = get(path).send();
        assert_eq!((answer.status, answer.header("content-encoding")), (status, None), "{path}");
    }
    let mut stream = get("/api/v1/live").stream();
    assert_eq!((stream.head.status, stream.head.header("content-encoding")), (200, None));
    assert!(stream.next_of("snapshot").is_some());
}

/// BREACH: where a secret stands, or text of strangers beside somebody's data, the length must not tell.
#[test]
fn no_answer_about_credentials_or_of_a_change_is_compressed() {
    let house = House::new();
    house.user("kim", Role::Admin);
    let token = house.token(Role::Admin);
    for number in 0..40 {
        house.named_token(&format!("a-token-with-a-long-name-{number}"), Role::Viewer);
    }
    let compressed = ["snapshot", "processes", "history", "services", "openapi.json"];
    let mut looked_at = 0;
    for route in routes() {
        let resource = route.path.strip_prefix("/api/v1/").and_then(|rest| rest.split('/').next());
        if route.path.ends_with("live") || route.path.ends_with("stream") || route.method == "DELETE" {
            continue;
        }
        if route.method == "GET" && resource.is_some_and(|resource| compressed.contains(&resource)) {
            continue;
        }
        let path = route.path.replace("{name}", "kim").replace("{id}", "x").replace("{key}", "1-2");
        let request = house.request(route.method, &path).token(&token).header("Accept-Encoding", "gzip");
        let request = if route.method == "GET" { request } else { request.json(&json!({})) };
        assert_eq!(request.send().header("content-encoding"), None, "{} {path}", route.method);
        looked_at += 1;
    }
    assert!(looked_at >= 8, "{looked_at}");
    let tokens = house.get("/api/v1/tokens").token(&token).header("Accept-Encoding", "gzip").send();
    assert!(tokens.body.len() > 1400, "the list is long enough to be worth it: {}", tokens.body.len());
    let body = json!({"username": "kim", "password": PASSWORD});
    let session = house.post("/api/v1/session").header("Accept-Encoding", "gzip").json(&body).send();
    assert_eq!((session.status, session.header("content-encoding")), (200, None));
}
