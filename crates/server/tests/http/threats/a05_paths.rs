//! A5: paths that lead out.

use domain::Role;

use crate::house::{House, LOG};

const CLIMBS: [&str; 14] = [
    "..",
    "../",
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%252f..%252fetc%252fpasswd",
    "..\\..\\etc",
    "%5c..%5c",
    "%00",
    "a%00b",
    "%2fetc%2fpasswd",
    "/etc/passwd",
    "....//etc",
    "%c0%ae%c0%ae",
];

#[test]
fn no_part_of_a_path_reaches_a_file() {
    let house = House::new();
    let admin = house.token(Role::Admin);
    for climb in CLIMBS {
        for path in [
            format!("/{climb}"),
            format!("/assets/{climb}"),
            format!("/api/v1/processes/{climb}"),
            format!("/api/v1/{climb}"),
            format!("/api/v1/logs/{climb}"),
            format!("/api/v1/logs/{climb}/tail"),
            format!("/api/v1/logs/{climb}/stream"),
            format!("/api/v1/logs/{LOG}/tail?before={climb}"),
        ] {
            let answer = house.get(&path).token(&admin).send();
            // `/` itself may be what is left of a path without its last part.
            assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
            assert!(!answer.text().contains("root:"), "{path}");
        }
        for path in [format!("/api/v1/users/{climb}"), format!("/api/v1/tokens/{climb}")] {
            let answer = house.request("DELETE", &path).token(&admin).send();
            assert!(matches!(answer.status, 400 | 404 | 405 | 422), "{path}: {}", answer.status);
        }
    }
}

#[test]
fn a_path_is_not_decoded_twice_or_folded_on_its_way_to_a_guarded_route() {
    let house = House::new();
    for path in [
        "/%61pi/v1/snapshot",
        "/api%2fv1/snapshot",
        "/api/v1%2fsnapshot",
        "/./api/v1/snapshot",
        "/x/../api/v1/snapshot",
        "/API/v1/snapshot",
        "/api//v1/snapshot",
        "/api/v1/../v1/snapshot",
        "/;/api/v1/snapshot",
    ] {
        let answer = house.get(path).send();
        assert!(matches!(answer.status, 401 | 404), "{path}: {}", answer.status);
    }
}
