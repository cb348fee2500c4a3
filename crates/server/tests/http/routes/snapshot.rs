//! `GET /api/v1/snapshot`.

use domain::{Gap, Role};
use serde_json::{Value, json};

use crate::house::{House, Plan, World};

fn snapshot(house: &House) -> Value {
    let answer = house.get("/api/v1/snapshot").token(&house.token(Role::Viewer)).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// Paths of all nulls of `value`, with dots.
pub fn nulls(value: &Value) -> Vec<String> {
    fn walk(value: &Value, path: String, found: &mut Vec<String>) {
        match value {
            Value::Null => found.push(path),
            Value::Object(keys) => {
                for (key, inner) in keys.iter().filter(|(key, _)| *key != "gaps") {
                    walk(inner, if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, found);
                }
            }
            Value::Array(items) => {
                for (at, inner) in items.iter().enumerate() {
                    walk(inner, format!("{path}.{at}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(value, String::new(), &mut found);
    found.sort();
    found
}

#[test]
fn it_has_every_key_of_the_contract() {
    let snapshot = snapshot(&House::new());
    for key in [
        "v",
        "host_id",
        "boot_id",
        "seq",
        "at",
        "hostname",
        "uptime_s",
        "uptime",
        "cpu",
        "memory",
        "disks",
        "network",
        "pressure",
        "container",
        "verdicts",
        "unowned_sockets",
        "services",
        "monitor",
        "gaps",
    ] {
        assert!(snapshot.as_object().unwrap().contains_key(key), "{key} is missing");
    }
    assert_eq!(snapshot["uptime"], "0+01:00");
    assert_eq!(snapshot["cpu"]["percent"], 25.0);
    assert_eq!(snapshot["memory"]["used"], 1u64 << 29);
    assert_eq!(snapshot["memory"]["percent"], 50.0);
    assert_eq!(snapshot["disks"][0]["percent"], 33.33, "used ÷ (used + available)");
    assert_eq!(snapshot["network"][0]["rx_bytes_per_s"], 1000);
    assert_eq!(
        snapshot["monitor"]["collectors"][0],
        json!({"name": "processes", "ms": 1.5, "outcome": "ok"})
    );
}

#[test]
fn every_null_is_named_with_its_reason_and_nothing_else_is() {
    let mut plan =
        Plan { world: World { pressure: Err(Gap::Unsupported), ..World::default() }, ..Plan::default() };
    plan.world.processes.clear();
    let snapshot = snapshot(&House::with(plan));
    let named: Vec<String> = snapshot["gaps"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(named, nulls(&snapshot));
    assert_eq!(snapshot["gaps"]["pressure"], "unsupported");
    assert_eq!(snapshot["gaps"]["disks.0.inodes_percent"], "unsupported");
}
