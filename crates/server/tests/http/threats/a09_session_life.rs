//! A9: credentials that live on. Whatever ends one ends its cookie, its token and its open streams within two seconds.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::Role;
use serde_json::json;

use crate::house::{Authenticator, BUSY, Ends, House, LOG, PASSWORD, Plan, Request, Shelf, line};

/// What is promised, on a busy machine: a stream that nobody looks after would believe for half a minute. By clocks that stand
/// still while something else runs the two seconds are kept in the tests of `auth`.
const LIMIT: Duration = Duration::from_secs(2).saturating_add(BUSY);

/// Opens a stream with `request`, does `deed`, and sees the stream end with a good-bye.
fn ends(house: &House, open: Request, deed: impl FnOnce(&House)) {
    let mut stream = open.stream();
    assert_eq!(stream.head.status, 200);
    stream.next_of("snapshot").unwrap();
    deed(house);
    let started = std::time::Instant::now();
    let bye = stream.next_of("bye").unwrap();
    assert_eq!(bye.data["reason"], "signed_out");
    assert!(stream.next().is_none(), "the stream went on after its good-bye");
    assert!(started.elapsed() < LIMIT, "{:?}", started.elapsed());
    assert_eq!(open.send().status, 401, "the credential still opens streams");
}

fn admin(house: &House, method: &str, path: &str, body: serde_json::Value) {
    let answer = house.request(method, path).token(&house.token(Role::Admin)).json(&body).send();
    assert!(answer.status < 300, "{}", answer.text());
}

fn house() -> House {
    let house = House::new();
    house.user("boss", Role::Admin);
    house.user("kim", Role::Operator);
    house
}

fn by_session(house: &House) -> Request {
    house.get("/api/v1/live").session(&house.log_in("kim"))
}

#[test]
fn a_changed_password_ends_streams() {
    let house = house();
    ends(&house, by_session(&house), |house| {
        admin(house, "PUT", "/api/v1/users/kim", json!({"password": "another battery staple"}))
    });
}

#[test]
fn a_changed_role_ends_streams() {
    let house = house();
    ends(&house, by_session(&house), |house| {
        admin(house, "PUT", "/api/v1/users/kim", json!({"role": "viewer"}))
    });
}

#[test]
fn a_removed_user_ends_streams() {
    let house = house();
    ends(&house, by_session(&house), |house| admin(house, "DELETE", "/api/v1/users/kim", json!({})));
}

#[test]
fn logging_out_ends_streams() {
    let house = house();
    let cookie = house.log_in("kim");
    ends(&house, house.get("/api/v1/live").session(&cookie), |house| {
        assert_eq!(house.request("DELETE", "/api/v1/session").session(&cookie).send().status, 204);
    });
}

#[test]
fn the_own_new_password_ends_other_streams_of_the_same_user() {
    let house = house();
    let other = house.log_in("kim");
    ends(&house, by_session(&house), |house| {
        let body = json!({"password": "another battery staple", "current_password": PASSWORD});
        assert_eq!(house.request("PUT", "/api/v1/users/kim").session(&other).json(&body).send().status, 200);
    });
}

#[test]
fn a_second_factor_that_is_switched_on_ends_other_streams_of_the_same_user() {
    let house = house();
    ends(&house, by_session(&house), |house| drop(Authenticator::of(house, "kim")));
}

#[test]
fn a_second_factor_that_is_switched_off_ends_other_streams_of_the_same_user() {
    let house = house();
    let phone = Authenticator::of(&house, "kim");
    let body = json!({"username": "kim", "password": PASSWORD, "totp": phone.recovery_codes[0]});
    let other = house.post("/api/v1/session").json(&body).send().cookie();
    ends(&house, house.get("/api/v1/live").session(&phone.cookie), |house| {
        let body = json!({"password": PASSWORD, "code": phone.shown(house)});
        assert_eq!(house.request("DELETE", "/api/v1/me/totp").session(&other).json(&body).send().status, 204);
    });
}

#[test]
fn a_second_factor_that_an_admin_takes_away_ends_streams() {
    let house = house();
    let phone = Authenticator::of(&house, "kim");
    ends(&house, house.get("/api/v1/live").session(&phone.cookie), |house| {
        admin(house, "DELETE", "/api/v1/users/kim/totp", json!({}))
    });
}

#[test]
fn a_revoked_token_ends_streams() {
    let house = house();
    let token = house.named_token("ci", Role::Viewer);
    ends(&house, house.get("/api/v1/live?topics=processes,snapshot").token(&token), |house| {
        admin(house, "DELETE", "/api/v1/tokens/ci", json!({}))
    });
}

/// As the command line does it: in the store, behind the server's back.
#[test]
fn a_token_revoked_in_the_store_ends_streams() {
    let house = house();
    let token = house.named_token("ci", Role::Viewer);
    ends(&house, house.get("/api/v1/live").token(&token), |house| house.revoke("ci"));
}

#[test]
fn a_session_whose_time_is_up_ends_streams() {
    let house = house();
    ends(&house, by_session(&house), |house| house.clock.pass(Duration::from_secs(31 * 24 * 3600)));
}

/// The stream of a log, while lines come faster than it can send them.
#[test]
fn whatever_ends_a_credential_ends_the_streams_of_logs_even_in_a_flood() {
    type Deed = fn(&House);
    let deeds: [(bool, Deed); 5] = [
        (true, |house| house.revoke("ci")),
        (true, |house| admin(house, "DELETE", "/api/v1/tokens/ci", json!({}))),
        (false, |house| admin(house, "PUT", "/api/v1/users/kim", json!({"role": "viewer"}))),
        (false, |house| admin(house, "DELETE", "/api/v1/users/kim", json!({}))),
        (false, |house| house.clock.pass(Duration::from_secs(31 * 24 * 3600))),
    ];
    for (by_token, deed) in deeds {
        let shelf = Shelf::of(&[LOG]);
        let house = House::with(Plan { logs: Some(shelf.logs()), ..Plan::default() });
        house.user("boss", Role::Admin);
        house.user("kim", Role::Operator);
        let credential = if by_token { house.named_token("ci", Role::Viewer) } else { house.log_in("kim") };
        let open =
            [format!("/api/v1/logs/{LOG}/stream"), format!("/api/v1/live?topics=logs:{LOG}")].map(|path| {
                let request = house.get(&path);
                if by_token { request.token(&credential) } else { request.session(&credential) }
            });
        let dead = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let _ends = Ends(&dead);
            scope.spawn(|| {
                while !dead.load(Ordering::Relaxed) {
                    shelf.log(LOG).send(vec![line("x".repeat(100)); 50], Vec::new());
                    std::thread::sleep(Duration::from_millis(2));
                }
            });
            let mut streams = open.each_ref().map(Request::stream);
            streams.iter_mut().for_each(|stream| drop(stream.next().unwrap()));
            deed(&house);
            let started = std::time::Instant::now();
            // Both are read at once: one that waits for the other would not be read in time.
            let ends = streams.map(|mut stream| {
                scope.spawn(move || (std::iter::from_fn(|| stream.next()).last(), started.elapsed()))
            });
            for end in ends {
                let (last, took) = end.join().unwrap();
                let last = last.unwrap();
                assert_eq!((last.name.as_str(), &last.data["reason"]), ("bye", &"signed_out".into()));
                assert!(took < LIMIT, "{took:?}");
            }
        });
        for open in &open {
            assert_eq!(open.send().status, 401, "the credential still opens streams");
        }
    }
}

#[test]
fn the_streams_of_others_go_on() {
    let house = house();
    let mut other = house.get("/api/v1/live").token(&house.token(Role::Viewer)).stream();
    ends(&house, by_session(&house), |house| admin(house, "DELETE", "/api/v1/users/kim", json!({})));
    let seq = other.next_of("snapshot").unwrap().data["seq"].as_u64().unwrap();
    assert!((0..50).any(|_| other.next_of("snapshot").unwrap().data["seq"].as_u64().unwrap() > seq));
}
