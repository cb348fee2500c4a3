//! A8: text that would be a program. What logs hold leaves as text inside JSON, typed so that no browser runs it. B11.

use domain::Role;
use serde_json::Value;

use crate::house::{House, LOG, Plan, Shelf, line};

const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</script><svg/onload=alert(1)>",
    "data: {\"lines\":[]}",
    "x\r\n\r\nevent: bye\r\ndata: {}\r\n\r\n",
    "\u{1b}]52;c;cm0gLXJm\u{7}\u{202e}\u{2028}\u{2029}\u{0}",
    "'; DROP TABLE users;--",
    "{$ne:1} ${jndi:ldap://x} $(touch pwned) `id`",
];

#[test]
fn hostile_lines_stay_text_inside_json_everywhere() {
    let shelf = Shelf::of(&[LOG]);
    let house = House::with(Plan { logs: Some(shelf.logs()), ..Plan::default() });
    let token = house.token(Role::Viewer);
    HOSTILE.iter().for_each(|text| shelf.log(LOG).write(text));
    let tail = house.get(&format!("/api/v1/logs/{LOG}/tail")).token(&token).send();
    assert_eq!(tail.header("content-type"), Some("application/json"));
    assert_eq!(tail.header("x-content-type-options"), Some("nosniff"));
    same(&tail.json());
    let mut stream = house.get(&format!("/api/v1/logs/{LOG}/stream")).token(&token).stream();
    assert_eq!(stream.head.header("content-type"), Some("text/event-stream"));
    assert_eq!(stream.head.header("x-content-type-options"), Some("nosniff"));
    same(&stream.next().unwrap().data);
    let mut live = house.get(&format!("/api/v1/live?topics=logs:{LOG}")).token(&token).stream();
    same(&live.next_of("logs").unwrap().data);
    shelf.log(LOG).send(HOSTILE.iter().map(|text| line(*text)).collect(), Vec::new());
    let next = stream.next().unwrap();
    assert_eq!((next.name.as_str(), next.id.as_ref()), ("", None), "no line makes an event");
    same(&next.data);
    let next = live.next_of("logs").unwrap();
    assert_eq!(next.id, None);
    same(&next.data);
}

fn same(data: &Value) {
    let texts: Vec<&str> =
        data["lines"].as_array().unwrap().iter().map(|line| line["text"].as_str().unwrap()).collect();
    assert_eq!(texts, HOSTILE);
}
