//! A7: other sites in the same browser. B7, B8.

use domain::Role;
use serde_json::json;
use server::LiveSettings;

use crate::house::{House, PASSWORD, Plan};

#[test]
fn only_names_of_this_server_are_answered() {
    let live = LiveSettings { allowed_hosts: vec!["mon.example".to_owned()], ..LiveSettings::default() };
    let house = House::with(Plan { live, ..Plan::default() });
    for host in [
        "127.0.0.1",
        "127.0.0.1:8000",
        "[::1]:8000",
        "localhost",
        "localhost:1",
        "LOCALHOST",
        "192.0.2.7",
        "mon.example",
        "Mon.Example:443",
    ] {
        assert_eq!(house.get("/healthz").host(host).send().status, 200, "{host}");
    }
    for host in [
        "evil.example",
        "mon.example.evil",
        "x.mon.example",
        "localhost.evil",
        "127.0.0.1.evil",
        "localhost.",
        "xn--localhost",
    ] {
        for path in ["/healthz", "/", "/api/v1/snapshot", "/metrics"] {
            let answer = house.get(path).host(host).send();
            assert_eq!((answer.status, answer.code().as_str()), (421, "unknown_host"), "{host} {path}");
            assert!(answer.json()["detail"].as_str().unwrap().contains("allowed_hosts"));
        }
    }
    for host in ["", "a b", "user@localhost", "localhost/x", "127.0.0.1:99999", "[::1", "localhost:"] {
        assert_eq!(house.get("/healthz").host(host).send().status, 400, "{host}");
    }
}

#[test]
fn a_foreign_or_null_origin_is_refused_whatever_the_credential() {
    let house = House::new();
    house.user("kim", Role::Admin);
    let cookie = house.log_in("kim");
    let token = house.token(Role::Admin);
    let own = format!("http://{}", house.address);
    for origin in [
        "null",
        "http://evil.example",
        "http://127.0.0.1",
        "http://localhost",
        "file://",
        "",
        "chrome-extension://x",
        &format!("{own}.evil"),
        &format!("{own}/"),
    ] {
        for request in [
            house.get("/api/v1/snapshot"),
            house.get("/api/v1/snapshot").token(&token),
            house.get("/api/v1/snapshot").header("Cookie", &cookie),
            house.get("/api/v1/live").header("Cookie", &cookie),
            house.post("/api/v1/session").json(&json!({"username": "kim", "password": PASSWORD})),
            house.request("DELETE", "/api/v1/session").header("Cookie", &cookie),
            house.request("OPTIONS", "/api/v1/users").header("Access-Control-Request-Method", "POST"),
        ] {
            let answer = request.header("Origin", origin).send();
            assert_eq!((answer.status, answer.code().as_str()), (403, "foreign_origin"), "{origin}");
            assert!(
                answer.headers.iter().all(|(name, _)| !name.starts_with("access-control-")),
                "{:?}",
                answer.headers
            );
        }
    }
    let twice = house
        .get("/api/v1/snapshot")
        .token(&token)
        .header("Origin", &own)
        .header("Origin", "http://evil")
        .send();
    assert_eq!(twice.status, 403);
    assert_eq!(house.get("/api/v1/snapshot").token(&token).header("Origin", &own).send().status, 200);
}

#[test]
fn a_change_with_a_cookie_needs_an_origin_and_a_reading_does_not() {
    let house = House::new();
    house.user("kim", Role::Admin);
    let cookie = house.log_in("kim");
    assert_eq!(house.get("/api/v1/me").header("Cookie", &cookie).send().status, 200);
    for (method, path) in [
        ("DELETE", "/api/v1/session"),
        ("POST", "/api/v1/users"),
        ("POST", "/api/v1/session"),
        ("PUT", "/api/v1/users/kim"),
    ] {
        let answer = house.request(method, path).header("Cookie", &cookie).json(&json!({})).send();
        assert_eq!((answer.status, answer.code().as_str()), (403, "origin_missing"), "{method} {path}");
    }
    assert_eq!(house.get("/api/v1/me").header("Cookie", &cookie).send().status, 200, "the session went on");
    // A program without a browser has no origin and no cookie.
    assert_eq!(
        house.post("/api/v1/session").json(&json!({"username": "kim", "password": PASSWORD})).send().status,
        200
    );
}

#[test]
fn a_form_of_another_site_cannot_post() {
    let house = House::new();
    house.user("kim", Role::Admin);
    let admin = house.token(Role::Admin);
    let body = json!({"name": "x", "role": "admin"}).to_string();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "application/jsonx",
        "text/plain; application/json",
    ] {
        let answer =
            house.post("/api/v1/tokens").token(&admin).header("Content-Type", kind).body(body.clone()).send();
        assert_eq!((answer.status, answer.code().as_str()), (415, "unsupported_media_type"), "{kind}");
    }
    assert_eq!(
        house
            .post("/api/v1/tokens")
            .token(&admin)
            .header("Content-Type", "application/json; charset=utf-8")
            .body(body)
            .send()
            .status,
        201
    );
}

#[test]
fn a_browser_that_says_the_request_comes_from_elsewhere_is_believed() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    let ask =
        |site: &str| house.get("/api/v1/snapshot").token(&token).header("Sec-Fetch-Site", site).send().status;
    assert_eq!((ask("cross-site"), ask("same-origin"), ask("none")), (403, 200, 200));
    assert_eq!(
        house.get("/").header("Sec-Fetch-Site", "cross-site").send().status,
        200,
        "a link to the page may stand anywhere"
    );
}

#[test]
fn a_get_never_changes_anything() {
    let house = House::new();
    house.user("kim", Role::Admin);
    let admin = house.token(Role::Admin);
    let state = || {
        (
            house.get("/api/v1/users").token(&admin).send().text(),
            house.get("/api/v1/audit").token(&admin).send().text(),
        )
    };
    let before = state();
    for route in server::routes() {
        let path = route.path.replace("{key}", "1-10").replace("{name}", "kim");
        drop(house.get(&path).token(&admin).stream());
        drop(house.get(&path).token(&admin).header("X-HTTP-Method-Override", "DELETE").stream());
    }
    assert_eq!(state(), before);
}

#[test]
fn every_answer_carries_the_headers_that_keep_a_browser_in_check() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    for request in [
        house.get("/"),
        house.get("/healthz"),
        house.get("/api/v1/snapshot").token(&token),
        house.get("/api/v1/nothing"),
        house.get("/").host("evil"),
    ] {
        let answer = request.send();
        let csp = answer.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "connect-src 'self'",
        ] {
            assert!(csp.contains(part), "{csp}");
        }
        assert!(!csp.contains("unsafe") && !csp.contains('*'));
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value));
        }
        assert!(answer.header("permissions-policy").is_some());
        assert_eq!(answer.header("strict-transport-security"), None, "over plain HTTP it means nothing");
    }
    assert_eq!(house.get("/api/v1/snapshot").token(&token).send().header("cache-control"), Some("no-store"));
}
