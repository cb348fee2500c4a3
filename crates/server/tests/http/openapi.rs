//! `docs/openapi.json` says what the server answers.

use std::path::Path;

use domain::Role;
use domain::decide::Refusal;

use crate::house::House;

/// Set to write the file instead of comparing it.
const WRITE: &str = "UPDATE_OPENAPI";

#[test]
fn the_committed_document_is_the_one_that_is_served() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let now = server::openapi_json();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(committed == now, "docs/openapi.json lags behind: run {WRITE}=1 cargo test -p server openapi");
}

#[test]
fn the_document_is_served_to_viewers_and_describes_every_route_with_absolute_paths() {
    let house = House::new();
    let answer = house.get("/api/v1/openapi.json").token(&house.token(Role::Viewer)).send();
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    let document = answer.json();
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    for route in server::routes() {
        let operation = &document["paths"][&route.path][route.method.to_ascii_lowercase()];
        assert!(operation["responses"].is_object(), "{} {} is not described", route.method, route.path);
        assert!(
            operation["description"].as_str().is_some_and(|text| text.contains("Role:")),
            "{} has no role",
            route.path
        );
    }
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(
        paths.values().map(|item| item.as_object().unwrap().len()).sum::<usize>(),
        server::routes().len()
    );
}

#[test]
fn every_name_that_is_referred_to_is_defined() {
    let document: serde_json::Value = serde_json::from_str(&server::openapi_json()).unwrap();
    let text = document.to_string();
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name} is not defined");
    }
}

#[test]
fn every_reason_to_leave_a_process_alone_is_told_to_those_who_write_programs() {
    let document: serde_json::Value = serde_json::from_str(&server::openapi_json()).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/API.md");
    let page = std::fs::read_to_string(&path).unwrap();
    for code in Refusal::CODES {
        let quoted = format!("`{code}`");
        for deed in ["end", "pause", "resume"] {
            let said =
                &document["paths"][format!("/api/v1/processes/{{key}}/{deed}")]["post"]["responses"]["403"];
            assert!(said["description"].as_str().unwrap().contains(&quoted), "{deed} does not tell {code}");
        }
        assert!(page.contains(&quoted), "docs/API.md does not tell {code}");
    }
}
