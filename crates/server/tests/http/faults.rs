//! What a client and everybody else see of a defect of ours: a clear answer, and a server that goes on.

use std::time::{Duration, Instant};

use domain::Role;
use server::auth::ChainState;

use crate::house::{Answer, BUSY, House, call, eventually};

/// Nobody but an admin may list users: a refusal is written into the audit, with the time, by the handler itself.
const REFUSED: &str = "/api/v1/users";

fn answers_as_a_problem(answer: &Answer) {
    assert_eq!((answer.status, answer.code().as_str()), (500, "internal"), "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert!(answer.header("content-security-policy").is_some(), "the answer is not protected as others are");
    assert!(!answer.text().contains("clock"), "the client learned of the defect: {}", answer.text());
}

/// Who looks through the audit looks at the clock as well: once it has, it does so again some seconds later.
fn seen_through(house: &House) {
    eventually("the audit to be looked through", || house.access.chain().state == ChainState::Whole);
}

#[test]
fn a_defect_in_a_handler_is_answered_and_the_server_goes_on() {
    let house = House::new();
    let viewer = house.token(Role::Viewer);
    let ask = || house.get(REFUSED).token(&viewer).send();
    assert_eq!(ask().status, 403);
    // The first look is at the credential, on a thread of the store; the second in the handler.
    for look in [1, 2] {
        house.clock.break_from(look);
        answers_as_a_problem(&ask());
        assert!(house.clock.broke());
        house.clock.mend();
        assert_eq!(ask().status, 403, "after a defect at look {look}");
    }
}

#[test]
fn a_defect_does_not_end_the_connection() {
    let house = House::new();
    let viewer = house.token(Role::Viewer);
    let request = |close: &str| {
        format!("GET {REFUSED} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {viewer}\r\n{close}\r\n")
    };
    seen_through(&house);
    house.clock.break_at(2);
    let answer = call(house.address, (request("") + &request("Connection: close\r\n")).as_bytes());
    assert_eq!(answer.status, 500);
    let rest = String::from_utf8_lossy(&answer.body).into_owned();
    assert!(rest.contains("HTTP/1.1 403"), "the connection was not used on: {rest}");
}

#[test]
fn a_defect_of_who_looks_after_streams_lets_none_outlive_its_credential() {
    let house = House::new();
    let token = house.named_token("ci", Role::Viewer);
    let mut stream = house.get("/api/v1/live").token(&token).stream();
    stream.next_of("snapshot").unwrap();
    // Nothing else looks at the clock now: it is the lookout that breaks.
    seen_through(&house);
    house.clock.break_at(1);
    eventually("a broken lookout", || house.clock.broke());
    stream.next_of("snapshot").unwrap();
    house.revoke("ci");
    let revoked = Instant::now();
    assert_eq!(stream.next_of("bye").unwrap().data["reason"], "signed_out");
    assert!(revoked.elapsed() < Duration::from_secs(2) + BUSY, "{:?}", revoked.elapsed());
}
