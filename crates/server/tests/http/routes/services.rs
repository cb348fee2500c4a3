//! `GET /api/v1/services`, and the services of the snapshot.

use std::sync::Arc;

use domain::service::{Manager, Table, Unit};
use domain::time::Wall;
use domain::{Gap, Reading, Role};
use serde_json::{Value, json};

use super::snapshot::nulls;
use crate::house::{House, PATIENCE, Plan, World, eventually, process};

fn running(id: &str) -> Unit {
    Unit {
        description: "A high performance web server".to_owned(),
        since: Ok(Wall(1_790_000_000_000_000_000)),
        main_pid: Ok(42),
        restarts: Ok(2),
        memory_bytes: Err(Gap::Unsupported),
        result: Ok("success".to_owned()),
        exit_status: Err(Gap::Unsupported),
        log: Some("unit.nginx.service".to_owned()),
        ..Unit::new(id, "loaded", "active", "running")
    }
}

fn table(wanted: &[&str], manager: Manager) -> Reading<Arc<Table>> {
    Ok(Arc::new(Table { wanted: wanted.iter().map(|name| (*name).to_owned()).collect(), manager }))
}

fn house(services: Reading<Arc<Table>>) -> House {
    House::with(Plan { world: World { services, ..World::default() }, ..Plan::default() })
}

fn services(house: &House, path: &str) -> Vec<Value> {
    let answer = house.get(path).token(&house.token(Role::Viewer)).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["services"].as_array().unwrap().clone()
}

fn ids(services: &[Value]) -> Vec<&str> {
    services.iter().map(|service| service["id"].as_str().unwrap()).collect()
}

#[test]
fn a_service_has_every_key_of_the_contract_and_names_each_null() {
    let house = house(table(&["nginx"], Manager::Systemd(vec![running("nginx.service")])));
    let listed = services(&house, "/api/v1/services");
    assert_eq!(
        listed,
        [json!({
            "id": "nginx.service",
            "name": "nginx",
            "state": "active",
            "sub_state": "running",
            "source": "systemd",
            "since": "2026-09-21T14:13:20.000Z",
            "main_pid": 42,
            "restarts": 2,
            "memory_bytes": null,
            "description": "A high performance web server",
            "load_state": "loaded",
            "result": "success",
            "exit_status": null,
            "triggered_by": null,
            "watched": true,
            "log": "unit.nginx.service",
            "gaps": {"memory_bytes": "unsupported", "exit_status": "unsupported", "triggered_by": "unsupported"},
        })]
    );
    for service in &listed {
        let named: Vec<&String> = service["gaps"].as_object().unwrap().keys().collect();
        assert_eq!(named, nulls(service).iter().collect::<Vec<_>>());
    }
    assert_eq!(services(&house, "/api/v1/snapshot"), listed, "the snapshot shows the same");
}

#[test]
fn the_watched_and_the_failed_ones_come_first_and_all_others_when_asked_for() {
    let units = vec![
        Unit::new("zed.service", "loaded", "failed", "failed"),
        running("cron.service"),
        running("nginx.service"),
        Unit::new("data.mount", "loaded", "failed", "failed"),
    ];
    let house = house(table(&["python", "nginx"], Manager::Systemd(units)));
    let few = ["python", "nginx.service", "data.mount", "zed.service"];
    assert_eq!(ids(&services(&house, "/api/v1/services")), few);
    assert_eq!(ids(&services(&house, "/api/v1/services?all=false")), few);
    let all = services(&house, "/api/v1/services?all=true");
    assert_eq!(ids(&all), [&few[..], &["cron.service"]].concat());
    assert_eq!((&all[4]["watched"], &all[4]["name"]), (&json!(false), &json!("cron")));
}

#[test]
fn what_is_no_unit_goes_by_its_process_and_then_is_not_found() {
    let house = house(table(&["worker", "absent"], Manager::Absent));
    let listed = services(&house, "/api/v1/services");
    assert_eq!((&listed[0]["state"], &listed[0]["source"]), (&json!("active"), &json!("process")));
    assert_eq!((&listed[0]["main_pid"], &listed[0]["gaps"]["restarts"]), (&json!(77), &json!("unsupported")));
    assert_eq!((&listed[1]["state"], &listed[1]["source"]), (&json!("not_found"), &json!("none")));
    // Its process ends: the same table, another answer.
    house.world.lock().unwrap().processes = vec![process(1, 10, "init")];
    eventually("the worker to be missing", || {
        services(&house, "/api/v1/services")[0]["state"] == "not_found"
    });
}

#[test]
fn a_manager_that_does_not_answer_makes_states_unknown_and_says_why() {
    let house = house(table(&["absent"], Manager::Unreachable(Gap::Denied)));
    let listed = services(&house, "/api/v1/services");
    assert_eq!((&listed[0]["state"], &listed[0]["gaps"]["since"]), (&json!("unknown"), &json!("denied")));
}

#[test]
fn windows_services_are_unsupported_and_not_missing() {
    let house = house(table(&["nginx"], Manager::Unsupported));
    assert_eq!(services(&house, "/api/v1/services")[0]["state"], "unsupported");
}

#[test]
fn before_the_manager_was_asked_the_list_is_not_ready_and_the_snapshot_says_not_yet() {
    let house = house(Err(Gap::NotYet));
    let answer = house.get("/api/v1/services").token(&house.token(Role::Viewer)).send();
    assert_eq!((answer.status, answer.code().as_str()), (503, "not_ready"));
    assert_eq!(answer.header("retry-after"), Some("1"));
    let snapshot = house.get("/api/v1/snapshot").token(&house.token(Role::Viewer)).send().json();
    assert_eq!((&snapshot["services"], &snapshot["gaps"]["services"]), (&Value::Null, &json!("not_yet")));
}

#[test]
fn a_query_that_is_not_understood_is_refused() {
    let house = house(table(&[], Manager::Absent));
    let token = house.token(Role::Viewer);
    for query in ["all=1", "all=yes", "all=", "all=true&all=true", "unit=nginx", "all[]=true"] {
        let answer = house.get(&format!("/api/v1/services?{query}")).token(&token).send();
        assert_eq!((answer.status, answer.code().as_str()), (400, "bad_query"), "{query}");
    }
}

#[test]
fn hostile_units_stay_text_in_json_and_in_metrics() {
    let hostile = "$(touch pwned)\"\\\n\u{1b}[31m\u{202e}<script>{x=\"y\"} 1";
    let mut unit = running("x.service");
    for text in [&mut unit.id, &mut unit.sub_state, &mut unit.description, &mut unit.load_state] {
        *text = hostile.to_owned();
    }
    unit.active_state = "failed".to_owned();
    let house = house(table(&["a\u{202e}b", "--root=x"], Manager::Systemd(vec![unit])));
    let listed = services(&house, "/api/v1/services");
    // The name is none that systemd would accept, so that the unit is shown because it failed.
    assert_eq!(
        (listed[0]["state"].as_str(), listed[2]["state"].as_str()),
        (Some("not_found"), Some("failed"))
    );
    assert_eq!(ids(&listed), ["a\u{202e}b", "--root=x", hostile]);
    let text = house.get("/metrics").token(&house.token(Role::Viewer)).send().text();
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("touch")).collect();
    assert_eq!(lines.len(), 9, "one line for each state and one for the restarts: {lines:?}");
    assert!(lines.iter().all(|line| line.starts_with("server_monitor_service_")), "{lines:?}");
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
}

#[test]
fn a_change_is_in_the_next_tick() {
    let house = house(table(&["nginx"], Manager::Systemd(vec![running("nginx.service")])));
    assert_eq!(services(&house, "/api/v1/snapshot")[0]["state"], "active");
    let stopped = Unit::new("nginx.service", "loaded", "failed", "failed");
    house.world.lock().unwrap().services = table(&["nginx"], Manager::Systemd(vec![stopped]));
    let began = std::time::Instant::now();
    eventually("the change to be shown", || services(&house, "/api/v1/snapshot")[0]["state"] == "failed");
    assert!(began.elapsed() < PATIENCE);
}
