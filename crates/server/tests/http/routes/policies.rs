//! `policies`: reading, writing, importing and exporting, and who did it.

use domain::Role;
use domain::policy::{Document, Key, Platform, Record, Unreadable, Value as Said, read, seed};
use serde_json::{Value, json};
use store::{Held, MemoryStore, PolicyStore as _};

use crate::house::{Answer, House, Plan};

const ALL: &str = "/api/v1/policies";

fn body(name: &str) -> Value {
    json!({
        "name": name, "platform": "linux", "category": "database", "description": "데이터를 지키는 곳",
        "policy": {"is_system": false, "terminatable": false, "reason": "사내 자료"},
        "tags": ["사내"], "aliases": ["mydbd"], "expect": {"ports": [5432], "users": ["db"]},
        "descriptions": {"ko": "데이터를 지키는 곳", "en": "keeps data"},
    })
}

struct Desk {
    house: House,
    viewer: String,
    operator: String,
    admin: String,
}

impl Desk {
    fn new() -> Self {
        Self::of(House::new())
    }

    fn of(house: House) -> Self {
        let [viewer, operator, admin] =
            [Role::Viewer, Role::Operator, Role::Admin].map(|role| house.token(role));
        Self { house, viewer, operator, admin }
    }

    fn get(&self, path: &str) -> Answer {
        self.house.get(path).token(&self.viewer).send()
    }

    fn write(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.house.request(method, path).token(&self.admin).json(body).send()
    }

    fn send(&self, media: &str, query: &str, list: &str) -> Answer {
        let request = self.house.post(&format!("{ALL}/import{query}")).token(&self.admin);
        request.header("Content-Type", media).body(list).send()
    }

    fn added(&self, name: &str) -> String {
        let answer = self.write("POST", ALL, &body(name));
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Actions, names and reasons, newest first.
    fn audited(&self) -> Vec<(String, String, String)> {
        let rows = self.house.get("/api/v1/audit").token(&self.operator).send().json();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let rows = rows["audit"].as_array().unwrap().clone();
        rows.iter()
            .filter(|row| text(&row["action"]).starts_with("policy_"))
            .map(|row| (text(&row["action"]), text(&row["name"]), text(&row["reason"])))
            .collect()
    }
}

#[test]
fn a_policy_is_added_read_replaced_and_removed_and_each_step_is_in_the_audit() {
    let desk = Desk::new();
    let id = desk.added("mydb");
    let path = format!("{ALL}/{id}");
    let row = desk.get(&path).json();
    for (key, value) in body("mydb").as_object().unwrap() {
        assert_eq!(&row[key], value, "{key}");
    }
    assert_eq!(
        (&row["id"], &row["readable"], &row["problem"]),
        (&id.clone().into(), &true.into(), &Value::Null)
    );
    let created = row["created_at"].clone();
    assert!(created.is_string());

    let mut next = row.clone();
    next["policy"]["terminatable"] = true.into();
    next["tags"] = json!([]);
    let replaced = desk.write("PUT", &path, &next);
    assert_eq!(replaced.status, 200, "{}", replaced.text());
    let now = desk.get(&path).json();
    assert_eq!(replaced.json(), now);
    assert_eq!((&now["policy"]["terminatable"], &now["tags"]), (&true.into(), &json!([])));
    assert_eq!((&now["created_at"], &now["aliases"]), (&created, &json!(["mydbd"])));

    // The same again changes nothing, and nothing is recorded.
    assert_eq!(desk.write("PUT", &path, &next).json(), now);
    let removed = desk.house.request("DELETE", &path).token(&desk.admin).send();
    assert_eq!(removed.status, 204, "{}", removed.text());
    assert_eq!((desk.get(&path).status, desk.get(&path).code().as_str()), (404, "no_such_policy"));
    let told: Vec<_> = desk.audited();
    assert_eq!(
        told.iter()
            .map(|(action, name, reason)| (action.as_str(), name.as_str(), reason.as_str()))
            .collect::<Vec<_>>(),
        [
            ("policy_removed", "mydb", "linux"),
            ("policy_set", "mydb", "linux updated: terminatable false → true, tags"),
            ("policy_set", "mydb", "linux created: terminatable false"),
        ]
    );
}

#[test]
fn a_list_answer_holds_every_policy_and_when_it_was_read() {
    let desk = Desk::new();
    desk.house.store.seed_policies(&seed::records(), crate::house::TODAY).unwrap();
    let list = desk.get(ALL).json();
    let policies = list["policies"].as_array().unwrap();
    assert_eq!(policies.len(), seed::records().len());
    assert!(list["read_at"].is_string() && list["trouble"].is_null());
    assert!(policies.iter().all(|row| row["id"].as_str().is_some_and(|id| id.len() <= 64)));
    assert_eq!(desk.get(&format!("{ALL}?limit=3")).json()["policies"].as_array().unwrap().len(), 3);
    assert_eq!(desk.get(&format!("{ALL}?limit=0")).code(), "bad_query");
}

#[test]
fn the_second_policy_of_a_name_and_platform_is_refused_and_the_first_stays() {
    let desk = Desk::new();
    let id = desk.added("mydb");
    let mut other = body("mydb");
    other["policy"]["terminatable"] = true.into();
    let twice = desk.write("POST", ALL, &other);
    assert_eq!((twice.status, twice.code().as_str()), (409, "already_exists"));
    assert_eq!(desk.get(&format!("{ALL}/{id}")).json()["policy"]["terminatable"], false);
    other["platform"] = "common".into();
    assert_eq!(desk.write("POST", ALL, &other).status, 201);
    // Windows does not tell names apart by case.
    let mut windows = body("Chrome.exe");
    windows["platform"] = "windows".into();
    assert_eq!(desk.write("POST", ALL, &windows).status, 201);
    windows["name"] = "CHROME.exe".into();
    assert_eq!(desk.write("POST", ALL, &windows).code(), "already_exists");
}

#[test]
fn what_is_no_policy_is_refused_with_the_field_that_is_wrong() {
    let desk = Desk::new();
    let with = |key: &str, value: Value| {
        let mut body = body("mydb");
        body[key] = value;
        body
    };
    let without = |key: &str| {
        let mut body = body("mydb");
        body.as_object_mut().unwrap().remove(key);
        body
    };
    for (bad, field) in [
        (with("colour", "red".into()), "colour"),
        (with("policy", json!({"terminatable": true, "colour": 1})), "policy.colour"),
        (with("policy", json!({"is_system": true})), "terminatable"),
        (with("policy", json!({"terminatable": "no"})), ""),
        (with("platform", "everywhere".into()), "platform"),
        (with("name", "".into()), "name"),
        (with("name", "a\u{1b}[31mb".into()), "name"),
        (with("name", "\u{202e}exe".into()), "name"),
        (with("name", "x".repeat(300).into()), "name"),
        (with("description", "x".repeat(5_000).into()), "description"),
        (with("tags", json!(vec!["x"; 65])), "tags"),
        (with("descriptions", json!({"fr": "x"})), "fr"),
        (without("name"), "name"),
        (without("platform"), "platform"),
        (without("policy"), "policy"),
        (json!([]), ""),
        (json!(null), ""),
    ] {
        for lang in ["ko", "en"] {
            let answer = desk.write("POST", &format!("{ALL}?lang={lang}"), &bad);
            assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_body"), "{bad}");
            assert!(answer.json()["detail"].as_str().unwrap().contains(field), "{}", answer.text());
        }
    }
    let deep = format!(r#"{{"expect":{}1{}}}"#, r#"{"a":"#.repeat(5_000), "}".repeat(5_000));
    let post = || desk.house.post(ALL).token(&desk.admin).header("Content-Type", "application/json");
    for (text, status) in
        [(deep, 400), ("{".to_owned(), 400), (format!("[\"{}\"]", "x".repeat(100_000)), 413)]
    {
        assert_eq!(post().body(text).send().status, status);
    }
    let plain = desk.house.post(ALL).token(&desk.admin).header("Content-Type", "text/plain");
    assert_eq!(plain.body(body("x").to_string()).send().status, 415);
    assert_eq!(desk.get(ALL).json()["policies"], json!([]));
    assert_eq!(desk.audited(), []);
}

#[test]
fn a_policy_keeps_its_name_and_platform_and_an_unknown_id_is_told() {
    let desk = Desk::new();
    let path = format!("{ALL}/{}", desk.added("mydb"));
    for (key, value) in [("name", "other"), ("platform", "common")] {
        let mut changed = body("mydb");
        changed[key] = value.into();
        assert_eq!(desk.write("PUT", &path, &changed).code(), "invalid_body");
    }
    let short = json!({"policy": {"terminatable": true}});
    assert_eq!(desk.write("PUT", &path, &short).status, 200);
    for id in ["nothing", "%2e%2e%2fx", "a%20b", "%ED%95%9C", &"x".repeat(65)] {
        let path = format!("{ALL}/{id}");
        assert_eq!(desk.write("PUT", &path, &short).code(), "no_such_policy", "{id}");
        let removed = desk.house.request("DELETE", &path).token(&desk.admin).send();
        assert_eq!(removed.code(), "no_such_policy", "{id}");
        let history = desk.house.get(&format!("{path}/history")).token(&desk.operator).send();
        assert_eq!(
            (desk.get(&path).code(), history.code()),
            ("no_such_policy".into(), "no_such_policy".into())
        );
    }
}

/// A store as another program left it.
fn foreign() -> House {
    let mut odd = Record::new(Key { name: "odd".into(), platform: Platform::Linux });
    odd.rest.set("theirs", Said::List(vec![Said::Int(1), Said::Null]));
    odd.policy_rest.set("approved_by", Said::from("kim"));
    odd.rest.set("tags", Said::Int(1));
    let broken = |name: &str, platform: Option<Platform>| {
        let raw = Said::Map([("name".to_owned(), Said::from(name))].into_iter().collect());
        let why = read::Fault::Terminatable;
        let held = Held::of(Record::new(Key { name: name.into(), platform: Platform::Common }));
        Held {
            document: Document::Unreadable(Unreadable { name: Some(name.into()), platform, why, raw }),
            ..held
        }
    };
    let store = MemoryStore::with_policies(vec![Held::of(odd), broken("sh-odd", Some(Platform::Linux))]);
    House::with(Plan { store: store.into(), ..Plan::default() })
}

#[test]
fn records_of_other_programs_are_shown_with_what_is_wrong_and_their_fields_survive_us() {
    let desk = Desk::of(foreign());
    for (lang, words) in [("en", "another type"), ("ko", "형식")] {
        let rows = desk.get(&format!("{ALL}?lang={lang}")).json()["policies"].clone();
        assert_eq!((&rows[0]["name"], &rows[0]["readable"]), (&"odd".into(), &true.into()));
        assert!(rows[0]["problem"].as_str().is_some_and(|said| said.contains("tags")), "{words}: {rows}");
        assert_eq!((&rows[1]["readable"], rows[1]["problem"].is_string()), (&false.into(), true));
    }
    let rows = desk.get(ALL).json()["policies"].clone();
    let path = format!("{ALL}/{}", rows[0]["id"].as_str().unwrap());
    let mut next = rows[0].clone();
    next["tags"] = json!(["읽음"]);
    next["policy"]["terminatable"] = false.into();
    let replaced = desk.write("PUT", &path, &next);
    assert_eq!(replaced.status, 200, "{}", replaced.text());
    let now = replaced.json();
    assert_eq!((&now["theirs"], &now["policy"]["approved_by"]), (&json!([1, null]), &"kim".into()));
    assert_eq!((&now["tags"], &now["problem"]), (&json!(["읽음"]), &Value::Null));
    // What came back otherwise than it was is a field that we do not know.
    next["theirs"] = json!([2]);
    assert_eq!(desk.write("PUT", &path, &next).code(), "invalid_body");

    let broken = format!("{ALL}/{}", rows[1]["id"].as_str().unwrap());
    let repaired = desk.write("PUT", &broken, &json!({"policy": {"terminatable": false}}));
    assert_eq!((repaired.status, &repaired.json()["readable"]), (200, &true.into()), "{}", repaired.text());
}

const LIST: &str = "name,description\nnginx,웹 서버\nsvchost.exe,Windows 서비스 호스트 core\nmy-db,\"데이터베이스, 사내\"\n,이름 없음\nmy-db,다시\n";

fn changes(report: &Value) -> Vec<String> {
    let rows = report["imported"].as_array().unwrap();
    rows.iter().map(|row| row["change"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_import_tells_how_each_entry_was_classified_and_the_second_one_changes_nothing() {
    let desk = Desk::new();
    let first = ["created", "created", "created", "refused", "refused"];
    let dry = desk.send("text/csv", "?dry_run=true", LIST);
    assert_eq!(dry.status, 200, "{}", dry.text());
    assert_eq!(changes(&dry.json()), first);
    assert_eq!(desk.get(ALL).json()["policies"], json!([]), "a dry run wrote");

    let done = desk.send("text/csv", "?dry_run=false&lang=ko", LIST).json();
    assert_eq!(changes(&done), first);
    let svchost = &done["imported"][1];
    assert_eq!(
        (&svchost["platform"], &svchost["category"], &svchost["is_system"], &svchost["terminatable"]),
        (&"windows".into(), &"core".into(), &true.into(), &false.into())
    );
    assert!(svchost["why"].as_str().unwrap().contains(".exe"));
    assert_eq!((&done["imported"][4]["line"], &done["imported"][4]["platform"]), (&6.into(), &Value::Null));
    let before = desk.get(ALL).json()["policies"].clone();
    let again = desk.send("text/csv; charset=utf-8", "", LIST).json();
    assert_eq!(changes(&again), ["unchanged", "unchanged", "unchanged", "refused", "refused"]);
    assert_eq!(desk.get(ALL).json()["policies"], before);
    assert_eq!(desk.audited().iter().filter(|(action, ..)| action == "policy_imported").count(), 3);
}

#[test]
fn lists_come_as_json_lines_and_toml_too() {
    let desk = Desk::new();
    for (media, list) in [
        ("application/json", r#"{"one":"첫째"}"#),
        ("application/json", r#"[{"name":"two","description":"둘째"}]"#),
        (
            "application/x-ndjson",
            "{\"name\":\"three\",\"description\":\"x\"}\n{\"name\":\"four\",\"description\":\"y\"}\n",
        ),
        ("application/toml", "five = \"다섯째\"\n"),
    ] {
        let report = desk.send(media, "", list);
        assert_eq!(report.status, 200, "{media}: {}", report.text());
        assert!(changes(&report.json()).iter().all(|change| change == "created"), "{}", report.text());
    }
    assert_eq!(desk.get(ALL).json()["policies"].as_array().unwrap().len(), 5);
}

#[test]
fn a_list_that_cannot_be_read_writes_nothing() {
    let desk = Desk::new();
    for (media, list, status, code) in [
        ("application/json", "nope", 422, "invalid_list"),
        ("application/json", "7", 422, "invalid_list"),
        ("application/toml", "x = ", 422, "invalid_list"),
        ("text/csv", "\u{0}\"", 200, ""),
        ("text/plain", LIST, 415, "unsupported_list_type"),
        ("application/x-www-form-urlencoded", LIST, 415, "unsupported_list_type"),
    ] {
        let answer = desk.send(media, "", list);
        assert_eq!(answer.status, status, "{media} {list:?}: {}", answer.text());
        if status != 200 {
            assert_eq!(answer.code(), code);
        }
    }
    let bytes =
        desk.house.post(&format!("{ALL}/import")).token(&desk.admin).header("Content-Type", "text/csv");
    assert_eq!(bytes.body([0xff, 0xfe, b'x']).send().code(), "invalid_list");
    let packed = desk.house.post(&format!("{ALL}/import")).token(&desk.admin);
    let packed = packed.header("Content-Type", "text/csv").header("Content-Encoding", "gzip");
    assert_eq!(packed.body(LIST).send().code(), "unsupported_list_type");
    let large = format!("x,\"{}\"\n", "y".repeat(store::lists::FILE_BYTES));
    assert_eq!(desk.send("text/csv", "", &large).status, 413);
    assert_eq!(desk.send("text/csv", "?dry_run=perhaps", LIST).code(), "bad_query");
    assert_eq!(desk.get(ALL).json()["policies"], json!([]));
}

#[test]
fn what_is_exported_is_imported_elsewhere_as_it_was() {
    let (from, to) = (Desk::new(), Desk::new());
    from.added("=cmd|x");
    from.added("mydb");
    for (query, media) in [("", "application/json"), ("?format=csv", "text/csv")] {
        let file = from.get(&format!("{ALL}/export{query}"));
        assert!(file.header("content-disposition").is_some_and(|said| said.starts_with("attachment;")));
        assert!(file.header("content-type").is_some_and(|said| said.starts_with(media)));
        let report = to.send(media, "", &file.text()).json();
        let expected = if query.is_empty() { "created" } else { "unchanged" };
        assert_eq!(changes(&report), [expected, expected], "{report}");
    }
    assert_eq!(from.get(ALL).json()["policies"], to.get(ALL).json()["policies"]);
    assert!(from.get(&format!("{ALL}/export?format=csv")).text().contains("\n'=cmd|x,"), "a formula");
    assert_eq!(from.get(&format!("{ALL}/export?format=xml")).code(), "bad_query");
}

#[test]
fn only_admins_write_and_only_operators_read_who_did() {
    let desk = Desk::new();
    let path = format!("{ALL}/{}", desk.added("mydb"));
    let history = format!("{path}/history");
    for token in [&desk.viewer, &desk.operator] {
        for (method, path) in [
            ("POST", ALL.to_owned()),
            ("PUT", path.clone()),
            ("DELETE", path.clone()),
            ("POST", format!("{ALL}/import")),
            ("POST", format!("{ALL}/import?dry_run=true")),
        ] {
            let refused = desk.house.request(method, &path).token(token).json(&body("x")).send();
            assert_eq!((refused.status, refused.code().as_str()), (403, "forbidden"), "{method} {path}");
        }
    }
    assert_eq!(desk.house.get(&history).token(&desk.viewer).send().status, 403);
    assert_eq!(desk.house.get(&history).token(&desk.operator).send().status, 200);
    assert_eq!(desk.get(ALL).json()["policies"].as_array().unwrap().len(), 1);
}

#[test]
fn the_history_of_a_policy_is_its_own_and_names_who_changed_it() {
    let desk = Desk::new();
    let id = desk.added("mydb");
    let mut common = body("mydb");
    common["platform"] = "common".into();
    assert_eq!(desk.write("POST", ALL, &common).status, 201);
    desk.added("other");
    let path = format!("{ALL}/{id}");
    assert_eq!(desk.write("PUT", &path, &json!({"policy": {"terminatable": true}})).status, 200);
    let rows = |query: &str| {
        let answer = desk.house.get(&format!("{path}/history{query}")).token(&desk.operator).send();
        answer.json()["audit"].as_array().unwrap().clone()
    };
    let told = rows("");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0]["reason"].as_str().unwrap().starts_with("linux updated: terminatable false → true"));
    assert!(told.iter().all(|row| row["actor"].as_str().unwrap().starts_with("token:admin")));
    assert!(told.iter().all(|row| row["address"] == "127.0.0.1" && row["outcome"] == "ok"), "{told:?}");
    assert_eq!(rows("?limit=1").len(), 1);
    assert_eq!(rows(&format!("?before={}", told[0]["id"]))[0], told[1]);
    let bad = desk.house.get(&format!("{path}/history?limit=0")).token(&desk.operator).send();
    assert_eq!(bad.code(), "bad_query");
}

#[test]
fn the_audit_can_be_asked_for_actions_and_names() {
    let desk = Desk::new();
    desk.added("mydb");
    desk.added("other");
    let rows = |query: &str| {
        let answer = desk.house.get(&format!("/api/v1/audit{query}")).token(&desk.operator).send();
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["audit"].as_array().unwrap().clone()
    };
    assert_eq!(rows("?action=policy_set").len(), 2);
    assert_eq!(rows("?action=policy_set,token_add&limit=4").len(), 4);
    assert_eq!(rows("?name=mydb").len(), 1);
    assert_eq!(rows("?action=token_add&name=mydb"), [] as [Value; 0]);
    assert_eq!(rows("?name=%27%20OR%201%3D1--"), [] as [Value; 0]);
    let set = rows("?action=policy_set&limit=1");
    assert_eq!(rows(&format!("?action=policy_set&before={}", set[0]["id"])).len(), 1);
    for bad in ["?action=", "?action=a,,b", "?action=A%3B", &format!("?action={}", ["a"; 40].join(","))] {
        let answer = desk.house.get(&format!("/api/v1/audit{bad}")).token(&desk.operator).send();
        assert_eq!(answer.code(), "bad_query", "{bad}");
    }
}
