//! Set-up, sessions, users, tokens and the audit.

use domain::Role;
use serde_json::json;

use crate::house::{House, PASSWORD};

#[test]
fn the_set_up_link_makes_the_first_admin_and_logs_in() {
    let house = House::new();
    let token = house.block(house.access.setup_token()).unwrap().unwrap();
    let body = json!({"token": token.expose(), "username": "kim", "password": PASSWORD});
    let answer = house.post("/api/v1/setup").json(&body).send();
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(
        (&answer.json()["name"], &answer.json()["role"], &answer.json()["via"]),
        (&"kim".into(), &"admin".into(), &"session".into())
    );
    let me = house.get("/api/v1/me").session(&answer.cookie()).send();
    assert_eq!((me.status, &me.json()["name"]), (200, &"kim".into()));
    let again = house.post("/api/v1/setup").json(&body).send();
    assert_eq!((again.status, again.code().as_str()), (403, "setup_refused"));
}

#[test]
fn a_session_is_a_strict_http_only_cookie_and_ends_with_the_log_out() {
    let house = House::new();
    house.user("kim", Role::Admin);
    let answer = house.post("/api/v1/session").json(&json!({"username": "kim", "password": PASSWORD})).send();
    for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
        assert!(
            cookie.contains("; HttpOnly; SameSite=Strict")
                && cookie.contains("; Path=/;")
                && !cookie.contains("Secure"),
            "{cookie}"
        );
    }
    let cookie = answer.cookie();
    assert!(answer.json()["expires_at"].is_string());
    let out = house.request("DELETE", "/api/v1/session").session(&cookie).send();
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").is_some_and(|cookie| cookie.contains("Max-Age=0")));
    assert_eq!(house.get("/api/v1/me").session(&cookie).send().status, 401);
}

#[test]
fn a_wrong_password_and_an_unknown_user_look_the_same() {
    let house = House::new();
    house.user("kim", Role::Admin);
    for (name, password) in [("kim", "wrong password 1"), ("nobody", PASSWORD), ("<b>", PASSWORD), ("", "")] {
        let answer =
            house.post("/api/v1/session").json(&json!({"username": name, "password": password})).send();
        assert_eq!((answer.status, answer.code().as_str()), (401, "wrong_credentials"), "{name}");
        assert!(answer.header("set-cookie").is_none());
    }
}

#[test]
fn users_are_added_changed_listed_and_removed() {
    let house = House::new();
    house.user("boss", Role::Admin);
    let admin = house.token(Role::Admin);
    let created = house
        .post("/api/v1/users")
        .token(&admin)
        .json(&json!({"username": "lee", "password": PASSWORD, "role": "viewer"}))
        .send();
    assert_eq!((created.status, &created.json()["name"]), (201, &"lee".into()), "{}", created.text());
    let twice = house
        .post("/api/v1/users")
        .token(&admin)
        .json(&json!({"username": "lee", "password": PASSWORD, "role": "viewer"}))
        .send();
    assert_eq!((twice.status, twice.code().as_str()), (409, "already_exists"));
    let raised =
        house.request("PUT", "/api/v1/users/lee").token(&admin).json(&json!({"role": "operator"})).send();
    assert_eq!((raised.status, &raised.json()["role"]), (200, &"operator".into()));
    let list = house.get("/api/v1/users").token(&admin).send().json();
    let lee = &list["users"][1];
    assert_eq!(
        (&lee["name"], &lee["role"], &lee["last_login_at"]),
        (&"lee".into(), &"operator".into(), &json!(null))
    );
    assert!(
        lee["created_at"].as_str().is_some_and(|at| at.starts_with("2026-09-21T14:") && at.ends_with('Z')),
        "{lee}"
    );
    assert_eq!(house.request("DELETE", "/api/v1/users/lee").token(&admin).send().status, 204);
    let gone = house.request("DELETE", "/api/v1/users/lee").token(&admin).send();
    assert_eq!((gone.status, gone.code().as_str()), (404, "no_such_user"));
    let last = house.request("DELETE", "/api/v1/users/boss").token(&admin).send();
    assert_eq!((last.status, last.code().as_str()), (409, "last_admin"));
}

#[test]
fn bodies_that_do_not_fit_are_refused_with_a_reason() {
    let house = House::new();
    let admin = house.token(Role::Admin);
    for (body, status, code) in [
        (json!({"username": "lee", "password": PASSWORD}), 422, "invalid_body"),
        (
            json!({"username": "lee", "password": PASSWORD, "role": "viewer", "is_admin": true}),
            422,
            "invalid_body",
        ),
        (json!({"username": "lee", "password": PASSWORD, "role": "root"}), 422, "unknown_role"),
        (json!({"username": "-lee", "password": PASSWORD, "role": "viewer"}), 422, "invalid_name"),
        (json!({"username": "lee", "password": "short", "role": "viewer"}), 422, "weak_password"),
        (json!({"username": {"$ne": 1}, "password": PASSWORD, "role": "viewer"}), 422, "invalid_body"),
        (json!([]), 422, "invalid_body"),
    ] {
        let answer = house.post("/api/v1/users").token(&admin).json(&body).send();
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{body}");
        assert!(!answer.text().contains(PASSWORD));
    }
    let garbled = house
        .post("/api/v1/users")
        .token(&admin)
        .header("Content-Type", "application/json")
        .body("{\"username\":")
        .send();
    assert_eq!((garbled.status, garbled.code().as_str()), (400, "bad_json"));
}

#[test]
fn everybody_changes_the_own_password_with_the_present_one_and_nothing_else() {
    let house = House::new();
    house.user("kim", Role::Viewer);
    house.user("lee", Role::Viewer);
    let cookie = house.log_in("kim");
    let put = |name: &str, body: serde_json::Value| {
        house.request("PUT", &format!("/api/v1/users/{name}")).session(&cookie).json(&body).send()
    };
    let new = "another battery staple";
    assert_eq!(put("kim", json!({"password": new})).code(), "wrong_password");
    assert_eq!(
        put("kim", json!({"password": new, "current_password": "nonsense 12345"})).code(),
        "wrong_password"
    );
    assert_eq!(put("kim", json!({"role": "admin"})).status, 403);
    assert_eq!(put("lee", json!({"password": new})).status, 403);
    assert_eq!(put("nobody", json!({"password": new})).status, 403, "whether a user exists is not told");
    assert_eq!(put("kim", json!({"role": "viewer", "password": new})).code(), "invalid_body");
    let changed = put("kim", json!({"password": new, "current_password": PASSWORD}));
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_eq!(house.get("/api/v1/me").session(&cookie).send().status, 401, "the old session ended");
    assert_eq!(house.get("/api/v1/me").session(&changed.cookie()).send().status, 200);
}

#[test]
fn a_token_is_shown_once_and_dies_when_revoked() {
    let house = House::new();
    let admin = house.token(Role::Admin);
    let made =
        house.post("/api/v1/tokens").token(&admin).json(&json!({"name": "ci", "role": "viewer"})).send();
    assert_eq!(made.status, 201, "{}", made.text());
    let token = made.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(
        house.get("/api/v1/me").token(&token).send().json(),
        json!({"name": "ci", "role": "viewer", "via": "token", "expires_at": null, "totp": false,
            "recovery_codes_left": null})
    );
    let list = house.get("/api/v1/tokens").token(&admin).send();
    assert!(!list.text().contains(&token) && list.text().contains("\"ci\""));
    assert_eq!(house.request("DELETE", "/api/v1/tokens/ci").token(&admin).send().status, 204);
    assert_eq!(house.get("/api/v1/me").token(&token).send().status, 401);
    assert!(!house.get("/api/v1/tokens").token(&admin).send().text().contains("\"ci\""));
    assert_eq!(house.request("DELETE", "/api/v1/tokens/ci").token(&admin).send().code(), "no_such_token");
}

#[test]
fn the_audit_is_whole_newest_first_and_can_be_read_in_pages() {
    let house = House::new();
    let operator = house.token(Role::Operator);
    let admin = house.token(Role::Admin);
    for number in 0..5 {
        let body = json!({"name": format!("t{number}"), "role": "viewer"});
        assert_eq!(house.post("/api/v1/tokens").token(&admin).json(&body).send().status, 201);
    }
    let ask = |query: &str| {
        house.get(&format!("/api/v1/audit{query}")).token(&operator).send().json()["audit"]
            .as_array()
            .unwrap()
            .clone()
    };
    let whole = ask("");
    let ids: Vec<u64> = whole.iter().map(|row| row["id"].as_u64().unwrap()).collect();
    assert!(ids.is_sorted_by(|newer, older| newer > older) && ids.len() == 7, "{ids:?}");
    for key in ["at", "actor", "action", "key", "name", "outcome", "code", "reason"] {
        assert!(whole[0].as_object().unwrap().contains_key(key), "{key} is missing");
    }
    assert_eq!((&whole[0]["name"], &whole[0]["outcome"]), (&"t4".into(), &"ok".into()));
    assert_eq!(ask("?limit=2"), whole[..2]);
    assert_eq!(ask(&format!("?before={}&limit=3", ids[1])), whole[2..5]);
    assert_eq!(ask("?before=1"), Vec::<serde_json::Value>::new());
}

#[test]
fn an_audit_longer_than_a_page_is_not_cut() {
    use store::LocalStore;
    let house = House::new();
    for _ in 0..2500 {
        let entry = store::Entry::new(crate::house::TODAY, store::Actor::anonymous(), "test");
        house.store.append(entry).unwrap();
    }
    let operator = house.token(Role::Operator);
    let list = house.get("/api/v1/audit").token(&operator).send().json();
    assert_eq!(list["audit"].as_array().unwrap().len(), 2501);
    let part = house.get("/api/v1/audit?limit=1500").token(&operator).send().json();
    assert_eq!(part["audit"].as_array().unwrap().len(), 1500);
}
