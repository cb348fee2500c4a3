//! The page: every path that is not the API.

use crate::house::{House, Plan};
use server::LiveSettings;

#[test]
fn the_index_is_served_for_the_pages_own_addresses_and_nothing_else_is() {
    let house = House::new();
    for path in ["/", "/setup", "/setup/"] {
        let answer = house.get(path).send();
        assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-cache")), "{path}");
        assert!(answer.text().contains("<base href=\"/\">"), "{path}");
    }
    for path in [
        "/nothing",
        "/index.html",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/assets/",
        "//api/v1/snapshot",
        "/\\api",
        "/setup/x",
    ] {
        let answer = house.get(path).send();
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.code(), "not_found", "{path}");
    }
}

#[test]
fn unknown_paths_below_api_are_problems_and_never_the_page() {
    let house = House::new();
    for path in ["/api", "/api/", "/api/v2/snapshot", "/api/v1x", "/api/index.html", "/api/v0"] {
        let answer = house.get(path).send();
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{path}");
    }
}

#[test]
fn an_unchanged_page_is_not_sent_again() {
    let house = House::new();
    let first = house.get("/").send();
    let etag = first.header("etag").unwrap().to_owned();
    let again = house.get("/").header("If-None-Match", &etag).send();
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(house.get("/").header("If-None-Match", "\"other\"").send().status, 200);
    assert_eq!(house.request("HEAD", "/").send().status, 200);
    let post = house.post("/").send();
    assert_eq!(
        (post.status, post.code().as_str(), post.header("allow")),
        (405, "method_not_allowed", Some("GET, HEAD"))
    );
}

#[test]
fn assets_are_immutable_and_compressed_for_whoever_takes_it() {
    let house = House::new();
    let Some((path, asset)) =
        page::assets().iter().find(|(_, asset)| asset.immutable && asset.gzip.is_some())
    else {
        return;
    };
    let plain = house.get(&format!("/{path}")).send();
    assert_eq!((plain.status, plain.body.as_slice()), (200, asset.bytes));
    assert_eq!(plain.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let packed = house.get(&format!("/{path}")).header("Accept-Encoding", "br, gzip").send();
    assert_eq!((packed.header("content-encoding"), Some(packed.body.as_slice())), (Some("gzip"), asset.gzip));
    assert_ne!(packed.header("etag"), plain.header("etag"), "two representations need two tags");
    let refused = house.get(&format!("/{path}")).header("Accept-Encoding", "gzip;q=0").send();
    assert_eq!(refused.header("content-encoding"), None);
}

#[test]
fn everything_works_below_a_base_path() {
    let live = LiveSettings { base_path: "/mon".parse().unwrap(), ..LiveSettings::default() };
    let house = House::with(Plan { live, ..Plan::default() });
    assert!(house.get("/mon/").send().text().contains("<base href=\"/mon/\">"));
    assert!(house.get("/mon").send().text().contains("<base href=\"/mon/\">"));
    assert_eq!(house.get("/mon/healthz").send().status, 200);
    assert_eq!(house.get("/mon/api/v1/snapshot").send().status, 401);
    assert_eq!(
        house.get("/mon/api/v1/snapshot").token(&house.token(domain::Role::Viewer)).send().status,
        200
    );
    assert_eq!(house.get("/monitor/healthz").send().status, 404);
    house.user("kim", domain::Role::Admin);
    let body = serde_json::json!({"username": "kim", "password": crate::house::PASSWORD});
    let answer = house.post("/mon/api/v1/session").json(&body).send();
    assert!(
        answer.headers.iter().any(|(name, value)| name == "set-cookie" && value.contains("Path=/mon/;")),
        "{:?}",
        answer.headers
    );
}
