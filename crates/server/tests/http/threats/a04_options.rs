//! A4: names that look like options.

use domain::Role;
use serde_json::json;

use crate::house::{House, PASSWORD};

#[test]
fn a_name_that_looks_like_an_option_is_a_value_or_an_error() {
    let house = House::new();
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
    for path in
        ["/api/v1/users/--root=x", "/api/v1/tokens/-M", "/api/v1/processes/--help", "/api/v1/processes/-1-2"]
    {
        let method = if path.contains("processes") { "GET" } else { "DELETE" };
        let answer = house.request(method, path).token(&admin).send();
        assert!(matches!(answer.status, 404 | 422), "{path}: {}", answer.status);
    }
}
