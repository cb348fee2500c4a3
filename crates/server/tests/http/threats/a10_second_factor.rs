//! A10: side doors around a second factor. Whoever knows the password, and has no code, walks every route.

use domain::Role;
use serde_json::{Value, json};
use store::LocalStore;

use crate::house::{Answer, Authenticator, House, PASSWORD, Request};

const NEW: &str = "another battery staple";

struct Guarded {
    house: House,
    phone: Authenticator,
}

impl Guarded {
    fn new() -> Self {
        let house = House::new();
        house.user("boss", Role::Admin);
        house.user("kim", Role::Admin);
        let phone = Authenticator::of(&house, "kim");
        Self { house, phone }
    }

    /// What the right password without a code is answered.
    fn asked(&self, password: &str) -> String {
        self.house
            .post("/api/v1/session")
            .json(&json!({"username": "kim", "password": password}))
            .send()
            .code()
    }
}

/// Every body with which a route might be taken in, the password being known.
fn bodies() -> Vec<Value> {
    let plain = json!({"username": "kim", "password": PASSWORD, "current_password": PASSWORD, "role": "admin",
        "name": "kim", "token": "", "code": "", "totp": ""});
    let mut bodies = vec![plain.clone()];
    let keys = ["username", "password", "current_password", "role", "name", "token", "code", "totp"];
    for (at, key) in keys.iter().enumerate() {
        for other in &keys[at..] {
            let picked = keys.iter().filter(|known| *known == key || *known == other);
            bodies.push(picked.map(|key| ((*key).to_owned(), plain[*key].clone())).collect());
        }
    }
    for odd in [json!(null), json!(false), json!(0), json!([]), json!({}), json!("000000"), json!("      ")] {
        bodies.push(json!({"username": "kim", "password": PASSWORD, "totp": odd}));
    }
    bodies
}

fn gave_a_credential(answer: &Answer) -> bool {
    let gives = |name: &str, value: &str| name == "set-cookie" && !value.contains("Max-Age=0");
    answer.headers.iter().any(|(name, value)| gives(name, value)) || answer.text().contains("smt_")
}

#[test]
fn no_route_gives_a_credential_for_a_password_alone() {
    let guarded = Guarded::new();
    let house = &guarded.house;
    let lower: Vec<Option<String>> =
        vec![None, Some(house.token(Role::Viewer)), Some(house.token(Role::Operator))];
    let mut asked = 0;
    for route in server::routes().into_iter().filter(|route| route.method != "GET") {
        let path = route.path.replace("{key}", "1-10").replace("{name}", "kim");
        for body in bodies() {
            for token in &lower {
                // Tries are counted: the walk takes its time.
                house.clock.pass(std::time::Duration::from_secs(600));
                let request: Request = house.request(route.method, &path).json(&body);
                let answer = token.iter().fold(request, |request, token| request.token(token)).send();
                assert!(
                    !gave_a_credential(&answer),
                    "{} {path} {body}: {} {}",
                    route.method,
                    answer.status,
                    answer.text()
                );
                asked += usize::from(answer.status == 401 && answer.text().contains("totp_"));
            }
        }
    }
    assert!(asked > 0, "the walk never came as far as the second factor");
    let second_factor = || house.store.user(&"kim".parse().unwrap()).unwrap().unwrap().second_factor;
    assert_eq!(second_factor().unwrap().recovery_codes, 10, "the walk changed the second factor");
    assert_eq!(guarded.asked(PASSWORD), "totp_required");
}

#[test]
fn a_password_that_an_admin_resets_does_not_pass_by_the_second_factor() {
    let guarded = Guarded::new();
    let house = &guarded.house;
    let admin = house.token(Role::Admin);
    let body = json!({"password": NEW});
    assert_eq!(house.request("PUT", "/api/v1/users/kim").token(&admin).json(&body).send().status, 200);
    assert_eq!(guarded.asked(NEW), "totp_required");
    let body = json!({"role": "viewer"});
    assert_eq!(house.request("PUT", "/api/v1/users/kim").token(&admin).json(&body).send().status, 200);
    assert_eq!(guarded.asked(NEW), "totp_required");
}

#[test]
fn a_stolen_session_does_not_switch_the_second_factor_off() {
    let guarded = Guarded::new();
    let house = &guarded.house;
    let send = |method: &str, path: &str, body: Value| {
        house.request(method, path).session(&guarded.phone.cookie).json(&body).send()
    };
    let own = send("DELETE", "/api/v1/users/kim/totp", json!({}));
    assert_eq!((own.status, own.code().as_str()), (403, "wrong_totp_code"));
    assert_eq!(
        send("DELETE", "/api/v1/me/totp", json!({"password": PASSWORD, "code": "000000"})).code(),
        "wrong_totp_code"
    );
    assert_eq!(send("POST", "/api/v1/me/totp", json!({"password": PASSWORD})).code(), "totp_enabled");
    // A new password by the session is the owner's right; it renews the session and keeps the factor.
    let body = json!({"password": NEW, "current_password": PASSWORD});
    let renewed = send("PUT", "/api/v1/users/kim", body);
    assert_eq!(renewed.status, 200, "{}", renewed.text());
    assert_eq!(house.get("/api/v1/me").session(&renewed.cookie()).send().json()["totp"], true);
    assert_eq!(guarded.asked(NEW), "totp_required");
}

#[test]
fn the_second_factor_is_not_told_to_whoever_does_not_know_the_password() {
    let guarded = Guarded::new();
    for name in ["kim", "boss", "nobody"] {
        for code in [json!(null), json!("000000"), json!(guarded.phone.shown(&guarded.house))] {
            let body = json!({"username": name, "password": "wrong password 1", "totp": code});
            let answer = guarded.house.post("/api/v1/session").json(&body).send();
            assert_eq!((answer.status, answer.code().as_str()), (401, "wrong_credentials"), "{body}");
            guarded.house.clock.pass(std::time::Duration::from_secs(60));
        }
    }
}

#[test]
fn the_same_code_from_two_clients_at_once_opens_one_session() {
    let guarded = Guarded::new();
    let (house, code) = (&guarded.house, guarded.phone.shown(&guarded.house));
    let request =
        house.post("/api/v1/session").json(&json!({"username": "kim", "password": PASSWORD, "totp": code}));
    let answers = std::thread::scope(|scope| {
        let tries = [request.clone(), request].map(|request| scope.spawn(move || request.send().status));
        tries.map(|answer| answer.join().unwrap())
    });
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
}
