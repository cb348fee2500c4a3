//! A1: a door that nobody guards. The table of routes itself is walked, so a new route is in here without anybody thinking of it.

use std::time::Duration;

use domain::Role;
use serde_json::json;
use server::{Access, RouteInfo};

use crate::house::{House, LOG, PASSWORD, Plan, Request};

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];

/// Who comes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Visitor {
    Nobody,
    Revoked,
    Expired,
    Known(Role),
}

struct Door {
    house: House,
    revoked: String,
    expired: String,
    tokens: Vec<(Role, String)>,
}

impl Door {
    fn new() -> Self {
        let house = House::new();
        house.user("old", Role::Admin);
        let expired = house.log_in("old");
        house.clock.pass(Duration::from_secs(31 * 24 * 3600));
        let revoked = house.named_token("revoked", Role::Admin);
        house.revoke("revoked");
        let tokens = Role::ALL.map(|role| (role, house.token(role))).to_vec();
        Self { house, revoked, expired, tokens }
    }

    fn knock(&self, visitor: Visitor, method: &str, path: &str) -> (u16, String) {
        let request = self.house.request(method, path);
        let request = match visitor {
            Visitor::Nobody => request,
            Visitor::Revoked => request.token(&self.revoked),
            Visitor::Expired => request.session(&self.expired),
            Visitor::Known(role) => {
                request.token(&self.tokens.iter().find(|(known, _)| *known == role).unwrap().1)
            }
        };
        // A body that no handler could read: whoever may not send it must not learn that.
        let request = if matches!(method, "GET" | "HEAD" | "OPTIONS") { request } else { request.body("{") };
        answer(&request, method)
    }
}

fn answer(request: &Request, method: &str) -> (u16, String) {
    let stream = request.stream();
    if stream.head.status < 400 || method == "HEAD" {
        return (stream.head.status, String::new());
    }
    drop(stream);
    let answer = request.send();
    (answer.status, answer.code())
}

/// The path with something in the place of its names.
fn filled(route: &RouteInfo) -> String {
    route.path.replace("{key}", "1-10").replace("{name}", "somebody").replace("{id}", LOG)
}

#[test]
fn every_route_lets_in_whom_its_entry_names_and_nobody_else() {
    let door = Door::new();
    let visitors = [Visitor::Nobody, Visitor::Revoked, Visitor::Expired]
        .into_iter()
        .chain(Role::ALL.into_iter().rev().map(Visitor::Known));
    let routes = server::routes();
    for visitor in visitors {
        for route in &routes {
            let method = route.method;
            let (status, code) = door.knock(visitor, method, &filled(route));
            let case = format!("{visitor:?} {method} {}: {status} {code}", route.path);
            match (route.access, visitor) {
                (Access::Open, _) => assert!(status != 401 || code == "wrong_credentials", "{case}"),
                (_, Visitor::Nobody | Visitor::Revoked | Visitor::Expired) => {
                    assert_eq!((status, code.as_str()), (401, "unauthenticated"), "{case}");
                }
                (Access::OwnOrAdmin, Visitor::Known(role)) if role < Role::Admin => {
                    assert_eq!((status, code.as_str()), (403, "forbidden"), "{case}");
                }
                (Access::Role(least), Visitor::Known(role)) if role < least => {
                    assert_eq!((status, code.as_str()), (403, "forbidden"), "{case}");
                }
                (_, Visitor::Known(_)) => assert!(status != 401 && code != "forbidden", "{case}"),
            }
        }
    }
}

#[test]
fn below_the_api_every_method_of_every_path_asks_for_a_credential_first() {
    let door = Door::new();
    let mut paths: Vec<String> = server::routes().iter().map(filled).collect();
    paths.extend(
        [
            "/api/v1",
            "/api/v1/",
            "/api/v1/nothing",
            "/api/v1/users/a/b",
            "/api/v1/%2e%2e/healthz",
            "/api/v1/setup/x",
            "/api/v1//session",
        ]
        .map(str::to_owned),
    );
    paths.dedup();
    for path in paths.iter().filter(|path| {
        path.starts_with("/api/v1") && !matches!(path.as_str(), "/api/v1/setup" | "/api/v1/session")
    }) {
        for method in METHODS {
            for visitor in [Visitor::Nobody, Visitor::Revoked, Visitor::Expired] {
                assert_eq!(door.knock(visitor, method, path).0, 401, "{visitor:?} {method} {path}");
            }
        }
    }
}

#[test]
fn whoever_was_let_in_learns_what_is_not_there() {
    let door = Door::new();
    let known = server::routes();
    for route in &known {
        for method in METHODS.into_iter().filter(|method| !matches!(*method, "HEAD")) {
            if known.iter().any(|other| other.path == route.path && other.method == method) {
                continue;
            }
            let (status, code) = door.knock(Visitor::Known(Role::Admin), method, &filled(route));
            assert_eq!((status, code.as_str()), (405, "method_not_allowed"), "{method} {}", route.path);
        }
    }
    for path in ["/api/v1/nothing", "/api/v1/", "/api/v1", "/api/v1/snapshot/", "/api/v1/processes/1-10/kill"]
    {
        let (status, code) = door.knock(Visitor::Known(Role::Viewer), "GET", path);
        assert_eq!((status, code.as_str()), (404, "not_found"), "{path}");
    }
}

#[test]
fn only_these_routes_are_open() {
    let open: Vec<String> = server::routes()
        .into_iter()
        .filter(|route| route.access == Access::Open)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert_eq!(open, ["GET /healthz", "POST /api/v1/setup", "POST /api/v1/session"]);
}

/// B4.
#[test]
fn a_refused_role_stands_in_the_audit() {
    let door = Door::new();
    door.knock(Visitor::Known(Role::Viewer), "DELETE", "/api/v1/users/somebody");
    let operator = &door.tokens[1].1;
    let row = &door.house.get("/api/v1/audit?limit=1").token(operator).send().json()["audit"][0];
    assert_eq!((&row["outcome"], &row["code"]), (&"refused".into(), &"forbidden".into()));
    assert_eq!(row["reason"], "DELETE /api/v1/users/somebody needs admin");
    assert!(row["actor"].as_str().unwrap().starts_with("token:viewer"));
}

#[test]
fn unknown_query_parameters_are_refused_on_every_route() {
    let door = Door::new();
    for route in server::routes().iter().filter(|route| route.path.starts_with("/api/")) {
        let path = format!("{}?surprise=1", filled(route));
        let mut request = door.house.request(route.method, &path).token(&door.tokens[2].1);
        if route.method != "GET" {
            request = request.json(&json!({}));
        }
        let (status, code) = answer(&request, route.method);
        assert_eq!((status, code.as_str()), (400, "bad_query"), "{} {path}", route.method);
    }
}

fn set_up(house: &House, token: &str) -> (u16, String) {
    let body = json!({"token": token, "username": "kim", "password": PASSWORD});
    let answer = house.post("/api/v1/setup").json(&body).send();
    (answer.status, if answer.status < 400 { String::new() } else { answer.code() })
}

/// B1: before the set-up everything is shut.
#[test]
fn before_the_set_up_nothing_answers_without_its_token() {
    let house = House::new();
    let _token = house.block(house.access.setup_token()).unwrap().unwrap();
    for route in server::routes().iter().filter(|route| route.access != Access::Open) {
        assert_eq!(
            house.request(route.method, &filled(route)).send().status,
            401,
            "{} {}",
            route.method,
            route.path
        );
    }
    let too_long = "x".repeat(5000);
    for guess in ["", "x", "null", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", too_long.as_str()] {
        assert_eq!(set_up(&house, guess), (403, "setup_refused".to_owned()), "{guess}");
    }
}

#[test]
fn the_set_up_link_is_dead_after_fifteen_minutes() {
    let house = House::new();
    let token = house.block(house.access.setup_token()).unwrap().unwrap();
    house.clock.pass(Duration::from_secs(15 * 60));
    assert_eq!(set_up(&house, token.expose()), (403, "setup_refused".to_owned()));
}

#[test]
fn the_set_up_never_comes_back_once_a_user_exists() {
    let house = House::new();
    let token = house.block(house.access.setup_token()).unwrap().unwrap();
    house.user("boss", Role::Admin);
    assert_eq!(set_up(&house, token.expose()), (403, "setup_refused".to_owned()));
    let store = house.store.clone();
    drop(house);
    let again = House::with(Plan { store, ..Plan::default() });
    assert!(again.block(again.access.setup_token()).unwrap().is_none());
    assert_eq!(set_up(&again, token.expose()), (403, "setup_refused".to_owned()));
}
