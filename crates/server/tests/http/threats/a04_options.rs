//! A4: names that look like options.

use domain::Role;
use engine::logs::{LogOptions, Logs, of_machine};
use serde_json::json;

use crate::house::{House, PASSWORD, Plan};

#[test]
fn a_name_that_looks_like_an_option_is_a_value_or_an_error() {
    // The logs are the machine's own: an id that got through would reach what reads the journal.
    let logs = Logs::new(of_machine(LogOptions::default()), "kim");
    let house = House::with(Plan { logs: Some(logs), ..Plan::default() });
    let admin = house.token(Role::Admin);
    for name in
        ["--root=x", "-M", "-- -x", "-", "$(touch pwned)", "';--", "{$ne:1}", ";id", "a\nb", "a\u{0}b"]
    {
        let user = house
            .post("/api/v1/users")
            .token(&admin)
            .json(&json!({"username": name, "password": PASSWORD, "role": "viewer"}))
            .send();
        assert_eq!((user.status, user.code().as_str()), (422, "invalid_name"), "{name}");
        let token =
            house.post("/api/v1/tokens").token(&admin).json(&json!({"name": name, "role": "viewer"})).send();
        assert_eq!((token.status, token.code().as_str()), (422, "invalid_name"), "{name}");
    }
    for name in [
        "--root=x",
        "-M",
        "-D%2fetc",
        "unit.--root=x",
        "unit.-M",
        "--%20-x",
        "unit.*",
        "unit.$(touch%20pwned)",
    ] {
        for way in ["tail", "stream"] {
            let answer = house.get(&format!("/api/v1/logs/{name}/{way}")).token(&admin).send();
            assert_eq!((answer.status, answer.code().as_str()), (404, "log_unknown"), "{name}");
        }
    }
    for path in
        ["/api/v1/users/--root=x", "/api/v1/tokens/-M", "/api/v1/processes/--help", "/api/v1/processes/-1-2"]
    {
        let method = if path.contains("processes") { "GET" } else { "DELETE" };
        let answer = house.request(method, path).token(&admin).send();
        assert!(matches!(answer.status, 404 | 422), "{path}: {}", answer.status);
    }
}
