//! `autopilot`: who may do what, what is refused, and that what is written holds at once.

use domain::Role;
use serde_json::{Value, json};

use crate::house::{Answer, House, Plan, World, eventually, process};

fn rule() -> Value {
    json!({
        "title": "a leak", "match": {"path": "/usr/bin/*"}, "when": {"for_s": 60}, "action": "end",
        "limits": {"per_hour": 5, "cooldown_s": 60, "at_once": 3}
    })
}

fn with(change: impl FnOnce(&mut Value)) -> Value {
    let mut rule = rule();
    change(&mut rule);
    rule
}

struct Desk {
    house: House,
    admin: String,
}

impl Desk {
    fn new() -> Self {
        let house = House::new();
        let admin = house.token(Role::Admin);
        Self { house, admin }
    }

    fn put(&self, id: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/autopilot/rules/{id}");
        self.house.request("PUT", &path).token(&self.admin).json(body).send()
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.house.post(&format!("/api/v1/autopilot/{path}")).token(&self.admin).json(body).send()
    }

    fn read(&self) -> Value {
        let viewer = self.house.token(Role::Viewer);
        let answer = self.house.get("/api/v1/autopilot").token(&viewer).send();
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }
}

fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, &answer.json()["code"]), (status, &code.into()), "{}", answer.text());
}

#[test]
fn a_rule_that_was_written_is_read_back_and_removed() {
    let desk = Desk::new();
    let written = desk.put("leak", &rule());
    assert_eq!(written.status, 200, "{}", written.text());
    let row = written.json();
    assert_eq!(
        (&row["id"], &row["mode"], &row["enabled"]),
        (&"leak".into(), &"rehearse".into(), &true.into())
    );
    assert_eq!(desk.read()["rules"][0]["match"], json!({"path": "/usr/bin/*"}));
    // What the page read may be sent back as it is.
    assert_eq!(desk.put("leak", &row).status, 200);
    eventually("the autopilot follows it", || desk.read()["rules"][0]["progress"]["matching"] == 3);
    let path = "/api/v1/autopilot/rules/leak";
    assert_eq!(desk.house.request("DELETE", path).token(&desk.admin).send().status, 204);
    refused(&desk.house.request("DELETE", path).token(&desk.admin).send(), 404, "no_such_rule");
    assert_eq!(desk.read()["rules"], json!([]));
}

#[test]
fn enforcement_needs_a_rehearsal_or_an_override() {
    let desk = Desk::new();
    let enforce = with(|rule| rule["mode"] = "enforce".into());
    refused(&desk.put("leak", &enforce), 409, "rehearsal_needed");
    let overridden = desk.put(
        "leak",
        &with(|rule| {
            rule["mode"] = "enforce".into();
            rule["override"] = true.into();
        }),
    );
    assert_eq!((overridden.status, &overridden.json()["overridden"]), (200, &true.into()));
    let audit = desk.house.get("/api/v1/audit?limit=1").token(&desk.admin).send().json();
    assert_eq!(audit["audit"][0]["code"], "rehearsal_overridden");
}

#[test]
fn what_could_hit_anybody_or_is_misspelt_is_refused() {
    let desk = Desk::new();
    for (code, body) in [
        ("invalid_rule", with(|rule| rule["match"] = json!({"name": "node"}))),
        ("invalid_rule", with(|rule| rule["match"] = json!({"path": "/*"}))),
        ("invalid_rule", with(|rule| rule["match"]["category"] = "nonsense".into())),
        ("invalid_rule", with(|rule| rule["limits"]["at_once"] = 100_000.into())),
        ("invalid_body", with(|rule| rule["match"]["pth"] = "/srv/*".into())),
        ("invalid_body", with(|rule| rule["whenever"] = json!({}))),
        ("invalid_body", with(|rule| rule["when"]["for_s"] = (-1).into())),
        ("invalid_body", with(|rule| rule["id"] = "another".into())),
    ] {
        refused(&desk.put("leak", &body), 422, code);
    }
    refused(&desk.put("-%20x", &rule()), 422, "invalid_rule");
    assert_eq!(desk.read()["rules"], json!([]));
}

#[test]
fn an_operator_stops_everything_and_only_an_admin_lets_it_go_on() {
    let desk = Desk::new();
    let operator = desk.house.token(Role::Operator);
    let stop = desk.house.post("/api/v1/autopilot/stop").token(&operator).send();
    assert_eq!((stop.status, &stop.json()["stopped"]), (200, &true.into()));
    let read = desk.read();
    assert!(read["stopped"] == true && read["stopped_by"].as_str().unwrap().starts_with("token:"), "{read}");
    assert_eq!(desk.house.post("/api/v1/autopilot/start").token(&operator).send().status, 403);
    assert_eq!(desk.read()["stopped"], true);
    let start = desk.house.post("/api/v1/autopilot/start").token(&desk.admin).send();
    assert_eq!((start.status, &start.json()["stopped"]), (200, &false.into()));
    assert_eq!(desk.read()["stopped_by"], Value::Null);
}

#[test]
fn a_preview_names_what_fits_now_and_keeps_nothing() {
    let mut odd = process(91, 9100, "worker2");
    std::sync::Arc::make_mut(&mut odd.identity).username = Ok(Some("lee".to_owned()));
    let world = World { processes: vec![process(77, 7700, "worker"), odd], ..World::default() };
    let house = House::with(Plan { world, ..Plan::default() });
    let admin = house.token(Role::Admin);
    let desk = Desk { house, admin };
    let body = with(|rule| rule["match"] = json!({"user": "lee"}));
    let preview = desk.post("preview", &body);
    assert_eq!(preview.status, 200, "{}", preview.text());
    let preview = preview.json();
    assert_eq!((&preview["total"], &preview["matches"][0]["key"]), (&1.into(), &"91-9100".into()));
    refused(&desk.post("preview", &with(|rule| rule["match"] = json!({}))), 422, "invalid_rule");
    assert_eq!(desk.read()["rules"], json!([]));
}

#[test]
fn a_rule_that_stopped_itself_goes_on_after_a_reset() {
    let desk = Desk::new();
    let greedy = with(|rule| rule["limits"]["at_once"] = 1.into());
    assert_eq!(desk.put("leak", &greedy).status, 200);
    eventually("it trips", || desk.read()["rules"][0]["progress"]["trip"]["kind"] == "too_many");
    eventually("it is told", || desk.read()["notices"][0].is_object());
    let read = desk.read();
    assert_eq!(
        (&read["notices"][0]["kind"], &read["notices"][0]["rule"]),
        (&"tripped".into(), &"leak".into())
    );
    assert_eq!(desk.put("leak", &with(|rule| rule["limits"]["at_once"] = 9.into())).status, 200);
    assert_eq!(desk.read()["rules"][0]["progress"]["trip"], Value::Null, "another rule begins anew");
    assert_eq!(desk.put("leak", &greedy).status, 200);
    eventually("it trips again", || !desk.read()["rules"][0]["progress"]["trip"].is_null());
    desk.house.world.lock().unwrap().processes.truncate(1);
    eventually("the storm is over", || desk.read()["rules"][0]["progress"]["matching"] == 1);
    let reset = desk.post("rules/leak/reset", &json!({}));
    assert_eq!((reset.status, &reset.json()["progress"]["trip"]), (200, &Value::Null), "{}", reset.text());
    assert_eq!(desk.read()["rules"][0]["progress"]["trip"], Value::Null);
    refused(&desk.post("rules/nobody/reset", &json!({})), 404, "no_such_rule");
}

#[test]
fn every_change_is_in_the_audit_with_who_made_it_and_from_where() {
    let house = House::new();
    let admin = house.named_token("boss", Role::Admin);
    let desk = Desk { house, admin };
    let greedy = with(|rule| rule["limits"]["at_once"] = 1.into());
    assert_eq!(desk.put("leak", &greedy).status, 200);
    // What changes nothing is not recorded.
    assert_eq!(desk.put("leak", &greedy).status, 200);
    eventually("it trips", || !desk.read()["rules"][0]["progress"]["trip"].is_null());
    assert_eq!(desk.post("rules/leak/reset", &json!({})).status, 200);
    for path in ["stop", "stop", "start"] {
        assert_eq!(desk.post(path, &json!({})).status, 200);
    }
    let path = "/api/v1/autopilot/rules/leak";
    assert_eq!(desk.house.request("DELETE", path).token(&desk.admin).send().status, 204);
    let actions = "rule_set,rule_reset,rule_removed,autopilot_stop,autopilot_start";
    let audit = desk.house.get(&format!("/api/v1/audit?action={actions}")).token(&desk.admin).send().json();
    let rows = audit["audit"].as_array().unwrap();
    let told: Vec<_> = rows.iter().rev().map(|row| (row["action"].clone(), row["name"].clone())).collect();
    let expected = [
        ("rule_set", json!("leak")),
        ("rule_reset", json!("leak")),
        ("autopilot_stop", Value::Null),
        ("autopilot_start", Value::Null),
        ("rule_removed", json!("leak")),
    ];
    assert_eq!(told, expected.map(|(action, name)| (json!(action), name)));
    for row in rows {
        assert_eq!(
            (&row["actor"], &row["address"], &row["outcome"]),
            (&json!("token:boss"), &json!("127.0.0.1"), &json!("ok"))
        );
    }
}

#[test]
fn who_may_only_look_changes_nothing_and_is_written_down() {
    let desk = Desk::new();
    assert_eq!(desk.put("leak", &rule()).status, 200);
    let [viewer, operator] = [Role::Viewer, Role::Operator].map(|role| desk.house.token(role));
    let one = "/api/v1/autopilot/rules/leak";
    let mut tries = 0;
    for (token, method, path) in [
        (&viewer, "PUT", one),
        (&operator, "PUT", one),
        (&operator, "DELETE", one),
        (&operator, "POST", "/api/v1/autopilot/rules/leak/reset"),
        (&operator, "POST", "/api/v1/autopilot/preview"),
        (&operator, "POST", "/api/v1/autopilot/start"),
        (&viewer, "POST", "/api/v1/autopilot/stop"),
    ] {
        let changed = with(|rule| rule["enabled"] = false.into());
        let answer = desk.house.request(method, path).token(token).json(&changed).send();
        refused(&answer, 403, "forbidden");
        tries += 1;
    }
    let read = desk.read();
    assert_eq!((&read["stopped"], &read["rules"][0]["enabled"]), (&false.into(), &true.into()));
    let audit = desk.house.get("/api/v1/audit?action=request").token(&desk.admin).send().json();
    assert_eq!(audit["audit"].as_array().map(Vec::len), Some(tries), "{audit}");
}

#[test]
fn a_preview_names_a_thousand_and_counts_all() {
    let processes = (1..=1_003).map(|pid| process(pid, u64::from(pid), "worker")).collect();
    let house = House::with(Plan { world: World { processes, ..World::default() }, ..Plan::default() });
    let admin = house.token(Role::Admin);
    let desk = Desk { house, admin };
    let preview = desk.post("preview", &rule()).json();
    assert_eq!(preview["total"], 1_003);
    assert_eq!(preview["matches"].as_array().map(Vec::len), Some(1_000));
    assert_eq!(
        preview["matches"][0],
        json!({
            "key": "1-1", "name": "worker", "username": "kim", "cpu_percent": preview["matches"][0]["cpu_percent"],
            "endable": false, "end_code": "init"
        })
    );
}
