//! `GET /api/v1/history`.

use domain::Role;

use crate::house::{House, eventually};

#[test]
fn steps_come_oldest_first_and_never_more_than_240() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    eventually("history of three ticks", || {
        let history = house.get("/api/v1/history?seconds=60").token(&token).send().json();
        let steps = history["history"].as_array().unwrap().clone();
        let times: Vec<&str> = steps.iter().map(|step| step["at"].as_str().unwrap()).collect();
        assert!(times.is_sorted() && times.len() <= 240);
        steps.len() >= 3 && steps.last().unwrap()["cpu_percent"] == 25.0
    });
}

#[test]
fn seconds_out_of_range_or_of_no_number_are_refused() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    for query in [
        "seconds=0",
        "seconds=3601",
        "seconds=-1",
        "seconds=x",
        "seconds=1&seconds=2",
        "seconds=",
        "minutes=1",
    ] {
        let answer = house.get(&format!("/api/v1/history?{query}")).token(&token).send();
        assert_eq!((answer.status, answer.code().as_str()), (400, "bad_query"), "{query}");
    }
}
