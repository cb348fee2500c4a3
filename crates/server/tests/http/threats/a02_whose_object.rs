//! A2: what belongs to somebody else.

use domain::Role;
use serde_json::json;

use crate::house::{House, PASSWORD};

#[test]
fn a_token_with_the_name_of_a_user_is_not_that_user() {
    let house = House::new();
    house.user("kim", Role::Admin);
    let token = house.named_token("kim", Role::Viewer);
    let body = json!({"password": "another battery staple", "current_password": PASSWORD});
    let answer = house.request("PUT", "/api/v1/users/kim").token(&token).json(&body).send();
    assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"));
    house.log_in("kim");
}

#[test]
fn an_admin_cannot_change_the_own_password_without_the_present_one() {
    let house = House::new();
    house.user("boss", Role::Admin);
    let cookie = house.log_in("boss");
    for body in [
        json!({"password": "another battery staple"}),
        json!({"password": "another battery staple", "current_password": ""}),
    ] {
        let answer = house.request("PUT", "/api/v1/users/boss").session(&cookie).json(&body).send();
        assert_eq!((answer.status, answer.code().as_str()), (403, "wrong_password"));
    }
}

#[test]
fn another_spelling_of_the_own_name_is_another_name() {
    let house = House::new();
    house.user("kim", Role::Viewer);
    let cookie = house.log_in("kim");
    let body = json!({"password": "another battery staple", "current_password": PASSWORD});
    for name in ["KIM", "kim%20", "kim%00", "kim.", "./kim", "%2e%2fkim", "kim/..%2fboss"] {
        let answer =
            house.request("PUT", &format!("/api/v1/users/{name}")).session(&cookie).json(&body).send();
        assert!(matches!(answer.status, 400 | 403 | 404), "{name}: {}", answer.status);
    }
    house.log_in("kim");
}

#[test]
fn writes_refuse_fields_that_they_do_not_know() {
    let house = House::new();
    let admin = house.token(Role::Admin);
    house.user("kim", Role::Admin);
    for (method, path, body) in [
        (
            "POST",
            "/api/v1/setup",
            json!({"token": "x", "username": "a", "password": PASSWORD, "role": "admin"}),
        ),
        ("POST", "/api/v1/session", json!({"username": "kim", "password": PASSWORD, "role": "admin"})),
        ("POST", "/api/v1/users", json!({"username": "a", "password": PASSWORD, "role": "viewer", "id": 1})),
        ("PUT", "/api/v1/users/kim", json!({"role": "viewer", "name": "boss"})),
        ("POST", "/api/v1/tokens", json!({"name": "a", "role": "viewer", "token": "smt_mine"})),
        ("POST", "/api/v1/processes/42-4242/end", json!({"permit": "granted"})),
        ("POST", "/api/v1/processes/42-4242/end", json!({"endable": true})),
        ("POST", "/api/v1/processes/42-4242/pause", json!({"force": true})),
        ("POST", "/api/v1/processes/42-4242/resume", json!({"role": "admin"})),
        ("POST", "/api/v1/ends", json!({"keys": ["42-4242"], "force": true})),
    ] {
        let answer = house.request(method, path).token(&admin).json(&body).send();
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (422, "invalid_body"),
            "{method} {path}: {}",
            answer.text()
        );
    }
}
