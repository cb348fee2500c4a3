//! The second factor over HTTP: its shapes, its codes, its cookies.

use domain::Role;
use serde_json::json;

use crate::house::{Answer, Authenticator, House, PASSWORD};

fn log_in(house: &House, body: serde_json::Value) -> Answer {
    house.post("/api/v1/session").json(&body).send()
}

#[test]
fn a_second_factor_is_offered_confirmed_asked_for_and_switched_off() {
    let house = House::new();
    house.user("kim", Role::Operator);
    let phone = Authenticator::of(&house, "kim");
    assert!(phone.uri.starts_with("otpauth://totp/server-monitor:kim%40127.0.0.1?secret="), "{}", phone.uri);
    assert!(phone.qr_svg.contains("<svg ") && !phone.qr_svg.contains("<script"), "{}", phone.qr_svg);
    assert_eq!(phone.recovery_codes.len(), 10);

    let me = house.get("/api/v1/me").session(&phone.cookie).send().json();
    assert_eq!((&me["totp"], &me["recovery_codes_left"]), (&json!(true), &json!(10)));
    let asked = log_in(&house, json!({"username": "kim", "password": PASSWORD}));
    assert_eq!((asked.status, asked.code().as_str()), (401, "totp_required"));
    assert!(asked.header("set-cookie").is_none());
    let wrong = log_in(&house, json!({"username": "kim", "password": PASSWORD, "totp": "000000"}));
    assert_eq!((wrong.status, wrong.code().as_str()), (401, "totp_wrong"));
    let right = phone.shown(&house);
    let opened = log_in(&house, json!({"username": "kim", "password": PASSWORD, "totp": right}));
    assert_eq!((opened.status, &opened.json()["totp"]), (200, &json!(true)), "{}", opened.text());
    let recovered =
        log_in(&house, json!({"username": "kim", "password": PASSWORD, "totp": phone.recovery_codes[0]}));
    assert_eq!(recovered.json()["recovery_codes_left"], 9, "{}", recovered.text());

    let end = |body: serde_json::Value| {
        house.request("DELETE", "/api/v1/me/totp").session(&opened.cookie()).json(&body).send()
    };
    assert_eq!(end(json!({"password": "nonsense 12345", "code": right})).code(), "wrong_password");
    assert_eq!(end(json!({"password": PASSWORD, "code": right})).code(), "wrong_totp_code", "a used one");
    assert_eq!(end(json!({"password": PASSWORD})).code(), "invalid_body");
    let off = end(json!({"password": PASSWORD, "code": phone.recovery_codes[1]}));
    assert_eq!((off.status, off.body.len()), (204, 0), "{}", off.text());
    assert_eq!(house.get("/api/v1/me").session(&opened.cookie()).send().status, 401);
    let me = house.get("/api/v1/me").session(&off.cookie()).send().json();
    assert_eq!((&me["totp"], &me["recovery_codes_left"]), (&json!(false), &json!(null)));
    assert_eq!(log_in(&house, json!({"username": "kim", "password": PASSWORD})).status, 200);
}

#[test]
fn a_second_factor_says_what_is_in_its_way() {
    let house = House::new();
    house.user("kim", Role::Viewer);
    let cookie = house.log_in("kim");
    let totp = |method: &str, cookie: &str, body: serde_json::Value| {
        let answer = house.request(method, "/api/v1/me/totp").session(cookie).json(&body).send();
        (answer.status, answer.code())
    };
    let said = |status: u16, code: &str| (status, code.to_owned());
    let off = json!({"password": PASSWORD, "code": "000000"});
    assert_eq!(totp("PUT", &cookie, json!({"code": "000000"})), said(409, "totp_not_offered"));
    assert_eq!(totp("DELETE", &cookie, off), said(409, "totp_not_enabled"));
    assert_eq!(totp("POST", &cookie, json!({"password": "nonsense 12345"})), said(403, "wrong_password"));
    house.request("POST", "/api/v1/me/totp").session(&cookie).json(&json!({"password": PASSWORD})).send();
    assert_eq!(totp("PUT", &cookie, json!({"code": "000000"})), said(403, "wrong_totp_code"));
    let phone = Authenticator::of(&house, "kim");
    assert_eq!(totp("POST", &phone.cookie, json!({"password": PASSWORD})), said(409, "totp_enabled"));
    let token = house.token(Role::Admin);
    for (method, body) in [
        ("POST", json!({"password": PASSWORD})),
        ("PUT", json!({"code": "000000"})),
        ("DELETE", json!({"password": PASSWORD, "code": "000000"})),
    ] {
        let answer = house.request(method, "/api/v1/me/totp").token(&token).json(&body).send();
        assert_eq!((answer.status, answer.code().as_str()), (403, "not_a_user"), "{method}");
    }
}

#[test]
fn an_admin_sees_who_has_a_second_factor_and_takes_a_lost_one_away() {
    let house = House::new();
    house.user("boss", Role::Admin);
    house.user("kim", Role::Operator);
    let phone = Authenticator::of(&house, "kim");
    let admin = house.token(Role::Admin);
    let reset =
        |name: &str| house.request("DELETE", &format!("/api/v1/users/{name}/totp")).token(&admin).send();
    let users = || house.get("/api/v1/users").token(&admin).send().json()["users"].clone();
    assert_eq!((&users()[0]["totp"], &users()[1]["totp"]), (&json!(false), &json!(true)));
    for change in [json!({"totp": false}), json!({"role": "viewer", "totp": null})] {
        let answer = house.request("PUT", "/api/v1/users/kim").token(&admin).json(&change).send();
        assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_body"), "{change}");
    }
    assert_eq!(reset("kim").status, 204);
    assert_eq!(house.get("/api/v1/me").session(&phone.cookie).send().status, 401);
    assert_eq!(users()[1]["totp"], false);
    assert_eq!(reset("kim").code(), "totp_not_enabled");
    assert_eq!(reset("nobody").code(), "no_such_user");
    assert_eq!(reset("-x").code(), "invalid_name");
    house.log_in("kim");
    let row = &house.get("/api/v1/audit").token(&admin).send().json()["audit"];
    let reset = row.as_array().unwrap().iter().find(|row| row["action"] == "totp_reset").unwrap();
    assert_eq!((&reset["name"], &reset["outcome"]), (&"kim".into(), &"ok".into()));
}
