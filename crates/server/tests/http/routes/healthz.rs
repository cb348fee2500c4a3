//! `GET /healthz`.

use crate::house::House;

#[test]
fn anybody_learns_that_the_server_answers_and_nothing_else() {
    let answer = House::new().get("/healthz").send();
    assert_eq!((answer.status, answer.text().as_str()), (200, "{\"status\":\"ok\"}"));
}
