//! `policies` in a database of another machine: what anybody may have written there, and what is said of its trouble.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::Role;
use domain::policy::{Document, Key, Patch, Platform, Record, read};
use domain::time::Wall;
use serde_json::{Value, json};
use store::{Entry, Held, MemoryStore, PolicyId, PolicyStore, RemoteFault, Seeded, StoreError, Written};

use crate::house::{Answer, House, Plan};

const ALL: &str = "/api/v1/policies";
const LOOSE: &str = "x0123456789abcdef";

/// Holds one document that names nothing, and can be in trouble.
#[derive(Default)]
struct Elsewhere {
    inner: MemoryStore,
    loose: Mutex<Option<Document>>,
    /// Nothing is answered but this.
    away: Mutex<Option<RemoteFault>>,
    /// Nothing is written, for this.
    closed: Mutex<Option<RemoteFault>>,
}

fn remote(fault: RemoteFault) -> StoreError {
    StoreError::Remote { address: "mongodb://db.example.org".into(), fault, said: "so it said".into() }
}

impl Elsewhere {
    fn with(raw: &str) -> Arc<Self> {
        let raw = store::parse_json(raw.as_bytes()).unwrap();
        Arc::new(Self { loose: Mutex::new(Some(read::read(raw))), ..Self::default() })
    }
    fn here(&self) -> Result<&MemoryStore, StoreError> {
        self.away.lock().unwrap().map_or(Ok(&self.inner), |fault| Err(remote(fault)))
    }
    fn open(&self) -> Result<&MemoryStore, StoreError> {
        self.closed.lock().unwrap().map_or_else(|| self.here(), |fault| Err(remote(fault)))
    }
    fn loose(&self) -> Option<Held> {
        let document = self.loose.lock().unwrap().clone()?;
        Some(Held { id: LOOSE.parse().unwrap(), document })
    }
}

impl PolicyStore for Elsewhere {
    fn policy_revision(&self) -> Result<u64, StoreError> {
        self.here()?.policy_revision()
    }
    fn policies(&self) -> Result<Vec<Held>, StoreError> {
        let mut all = self.here()?.policies()?;
        all.extend(self.loose());
        Ok(all)
    }
    fn policy(&self, id: &PolicyId) -> Result<Option<Held>, StoreError> {
        let loose = self.loose().filter(|held| held.id == *id);
        self.here()?.policy(id).map(|held| held.or(loose))
    }
    fn find_policy(&self, name: &str, os: Platform) -> Result<Option<Held>, StoreError> {
        self.here()?.find_policy(name, os)
    }
    fn set_policy(&self, key: &Key, patch: &Patch, entry: Entry) -> Result<Written, StoreError> {
        self.open()?.set_policy(key, patch, entry)
    }
    fn import_policies(&self, records: Vec<Record>, entry: Entry) -> Result<Vec<Written>, StoreError> {
        self.open()?.import_policies(records, entry)
    }
    fn remove_policy(&self, key: &Key, entry: Entry) -> Result<(), StoreError> {
        self.open()?.remove_policy(key, entry)
    }
    fn remove_document(&self, id: &PolicyId, entry: Entry) -> Result<(), StoreError> {
        if id.as_str() == LOOSE && self.open()?.policy(id)?.is_none() {
            *self.loose.lock().unwrap() = None;
            return Ok(());
        }
        self.open()?.remove_document(id, entry)
    }
    fn correct_document(&self, id: &PolicyId, record: Record, entry: Entry) -> Result<Written, StoreError> {
        if id.as_str() == LOOSE {
            *self.loose.lock().unwrap() = Some(Document::Readable(Box::new(record.clone())));
            return Ok(Written { id: id.clone(), change: domain::policy::Change::Updated, record });
        }
        self.open()?.correct_document(id, record, entry)
    }
    fn seed_policies(&self, seeds: &[Record], at: Wall) -> Result<Seeded, StoreError> {
        self.open()?.seed_policies(seeds, at)
    }
    fn removed_policies(&self) -> Result<Vec<Key>, StoreError> {
        self.here()?.removed_policies()
    }
}

struct Desk {
    house: House,
    viewer: String,
    operator: String,
    admin: String,
}

impl Desk {
    fn of(store: Arc<Elsewhere>) -> Self {
        let house = House::with(Plan { policies: Some(store), ..Plan::default() });
        let [viewer, operator, admin] =
            [Role::Viewer, Role::Operator, Role::Admin].map(|role| house.token(role));
        Self { house, viewer, operator, admin }
    }
    fn get(&self, path: &str) -> Answer {
        self.house.get(&format!("{ALL}{path}")).token(&self.viewer).send()
    }
    fn write(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.house.request(method, &format!("{ALL}{path}")).token(&self.admin).json(body).send()
    }
    fn remove(&self, id: &str) -> Answer {
        self.house.request("DELETE", &format!("{ALL}/{id}")).token(&self.admin).send()
    }
}

#[test]
fn a_document_that_names_nothing_is_listed_looked_at_corrected_and_removed() {
    let raw = r#"{"email":"<img src=x>\u202e@example.org","n":7,"platform":"linux"}"#;
    let store = Elsewhere::with(raw);
    let desk = Desk::of(store);
    let rows = desk.get("").json()["policies"].clone();
    assert_eq!((&rows[0]["id"], &rows[0]["readable"]), (&LOOSE.into(), &false.into()));
    assert!(rows[0]["problem"].is_string() && rows[0]["name"].is_null());
    // What another program keeps there is nothing for everybody.
    let paths = ["".to_owned(), format!("/{LOOSE}"), "/export".to_owned()];
    for (token, sees) in [(&desk.viewer, false), (&desk.operator, false), (&desk.admin, true)] {
        for path in &paths {
            let said = desk.house.get(&format!("{ALL}{path}")).token(token).send();
            assert_eq!((said.status, said.text().contains("example.org")), (200, sees), "{path}");
        }
    }

    // Who may change it may look at all of it, as text.
    let path = format!("{ALL}/{LOOSE}/document");
    for token in [&desk.viewer, &desk.operator] {
        assert_eq!(desk.house.get(&path).token(token).send().status, 403);
    }
    let looked = desk.house.get(&path).token(&desk.admin).send();
    assert_eq!(looked.status, 200, "{}", looked.text());
    let text =
        "{\n  \"email\": \"<img src=x>\u{202e}@example.org\",\n  \"n\": 7,\n  \"platform\": \"linux\"\n}";
    assert_eq!(looked.json(), json!({"text": text, "complete": true}));
    let history = desk.house.get(&format!("{ALL}/{LOOSE}/history")).token(&desk.operator).send();
    assert_eq!((history.status, history.json()["audit"].clone()), (200, json!([])));

    // What it does not tell has to be sent; what it tells stays.
    let rights = json!({"terminatable": false});
    for (body, field) in [
        (json!({"policy": rights}), "name"),
        (json!({"name": "x", "platform": "common", "policy": rights}), "policy"),
    ] {
        let refused = desk.write("PUT", &format!("/{LOOSE}"), &body);
        assert_eq!((refused.status, refused.code().as_str()), (422, "invalid_body"), "{field}");
    }
    let corrected = desk.write("PUT", &format!("/{LOOSE}"), &json!({"name": "tool", "policy": rights}));
    assert_eq!(corrected.status, 200, "{}", corrected.text());
    assert_eq!(
        (&corrected.json()["name"], &corrected.json()["platform"], &corrected.json()["readable"]),
        (&"tool".into(), &"linux".into(), &true.into())
    );
    assert_eq!(desk.remove(LOOSE).status, 204);
    assert_eq!((desk.get("").json()["policies"].clone(), desk.remove("nothing").status), (json!([]), 404));
}

#[test]
fn a_long_document_is_shown_as_far_as_it_is_bounded() {
    let store = Elsewhere::with(&format!(r#"{{"a":"{}"}}"#, "가".repeat(40_000)));
    let desk = Desk::of(store);
    let looked = desk.house.get(&format!("{ALL}/{LOOSE}/document")).token(&desk.admin).send().json();
    let text = looked["text"].as_str().unwrap();
    assert_eq!(looked["complete"], false);
    assert!(text.len() <= 64 * 1024 && text.len() > 64 * 1024 - 3, "{}", text.len());
}

#[test]
fn the_state_tells_every_change_and_nothing_else() {
    let desk = Desk::of(Elsewhere::with("7"));
    let state = || desk.get("/state").json();
    let first = state();
    assert!(first["revision"].is_u64() && first["trouble"].is_null() && first["read_at"].is_string());
    assert_eq!(
        (&state()["revision"], &desk.get("").json()["revision"]),
        (&first["revision"], &first["revision"])
    );
    let body = json!({"name": "tool", "platform": "linux", "policy": {"terminatable": true}});
    assert_eq!(desk.write("POST", "", &body).status, 201);
    assert_ne!(state()["revision"], first["revision"]);
}

#[test]
fn a_database_in_trouble_is_told_in_words_with_what_was_read_last() {
    let store = Elsewhere::with(r#"{"name":"kept"}"#);
    let desk = Desk::of(store.clone());
    for (fault, ko, en) in [
        (RemoteFault::Unreachable, "연결할 수 없습니다", "cannot be reached"),
        (RemoteFault::TooSlow, "제때 답하지 않습니다", "does not answer in time"),
        (RemoteFault::Credentials, "이름과 암호를 받아들이지 않습니다", "refuses the name and password"),
    ] {
        *store.away.lock().unwrap() = Some(fault);
        for (lang, said) in [("ko", ko), ("en", en)] {
            for path in ["", "/state"] {
                let now = desk.get(&format!("{path}?lang={lang}")).json();
                let trouble = now["trouble"].as_str().unwrap().to_owned();
                assert!(trouble.contains(said) && trouble.ends_with('.'), "{trouble}");
                assert!(now["revision"].is_null() && now["read_at"].is_string());
            }
        }
        assert_eq!(desk.get("").json()["policies"][0]["name"], "kept");
        *store.away.lock().unwrap() = None;
        let since = Instant::now();
        while !desk.get("/state").json()["trouble"].is_null() {
            assert!(since.elapsed() < Duration::from_secs(30), "it does not recover alone");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn a_store_that_was_never_read_says_why_as_a_problem() {
    let store = Elsewhere::with("7");
    *store.away.lock().unwrap() = Some(RemoteFault::Credentials);
    let desk = Desk::of(store);
    for path in ["", "/state", "/x1"] {
        let answer = desk.get(&format!("{path}?lang=ko"));
        assert_eq!((answer.status, answer.code().as_str()), (503, "policies_unavailable"), "{path}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("이름과 암호를 받아들이지 않습니다"), "{detail}");
    }
}

#[test]
fn what_the_database_does_not_let_us_do_is_told_and_reading_goes_on() {
    let store = Elsewhere::with(r#"{"name":"kept"}"#);
    *store.closed.lock().unwrap() = Some(RemoteFault::Denied);
    let desk = Desk::of(store);
    let body = json!({"name": "tool", "platform": "linux", "policy": {"terminatable": true}});
    for (lang, said) in [("ko", "readWrite 역할을 주세요"), ("en", "give this user the role readWrite")]
    {
        let refused = desk.write("POST", &format!("?lang={lang}"), &body);
        assert_eq!((refused.status, refused.code().as_str()), (502, "policies_refused"));
        assert!(refused.json()["detail"].as_str().unwrap().contains(said), "{}", refused.text());
    }
    assert!(desk.get("").json()["trouble"].is_null());
    assert_eq!(desk.get("").json()["policies"].as_array().unwrap().len(), 1);
}

#[test]
fn how_a_request_about_policies_fails_stands_in_the_document() {
    let store = Elsewhere::with("7");
    let desk = Desk::of(store.clone());
    let document: Value = serde_json::from_str(&server::openapi_json()).unwrap();
    let told = |method: &str, route: &str, answer: &Answer, code: &str| {
        let (status, of) = (answer.status.to_string(), format!("{ALL}{route}"));
        assert_eq!(answer.code(), code, "{method} {of}: {}", answer.text());
        let said = &document["paths"][&of][method.to_ascii_lowercase()]["responses"][&status];
        let said = said["description"].as_str().unwrap_or_default();
        assert!(said.contains(&format!("`{code}`")), "{method} {of}: {status} {code} is not told: {said:?}");
    };
    let get = |path: &str| desk.house.get(&format!("{ALL}{path}")).token(&desk.admin).send();
    let import = |media: &str, list: &str| {
        let request = desk.house.post(&format!("{ALL}/import")).token(&desk.admin);
        request.header("Content-Type", media).body(list).send()
    };
    let body = json!({"name": "tool", "platform": "linux", "policy": {"terminatable": true}});

    for route in ["/{id}", "/{id}/document", "/{id}/history"] {
        told("GET", route, &get(&route.replace("{id}", "nothing")), "no_such_policy");
    }
    told("PUT", "/{id}", &desk.write("PUT", "/nothing", &body), "no_such_policy");
    told("DELETE", "/{id}", &desk.remove("nothing"), "no_such_policy");
    assert_eq!(desk.write("POST", "", &body).status, 201);
    told("POST", "", &desk.write("POST", "", &body), "already_exists");
    let mut long = body.clone();
    long["description"] = "x".repeat(100_000).into();
    for (method, path, route) in [("POST", "", ""), ("PUT", &*format!("/{LOOSE}"), "/{id}")] {
        told(method, route, &desk.write(method, path, &json!({"nonsense": 1})), "invalid_body");
        told(method, route, &desk.write(method, path, &long), "body_too_large");
    }
    told("POST", "/import", &import("text/plain", "a,b"), "unsupported_list_type");
    told("POST", "/import", &import("application/json", "7"), "invalid_list");
    told("POST", "/import", &import("text/csv", &"x".repeat((8 << 20) + 1)), "body_too_large");

    for (fault, code) in
        [(RemoteFault::Denied, "policies_refused"), (RemoteFault::TooSlow, "policies_unavailable")]
    {
        *store.closed.lock().unwrap() = Some(fault);
        let mut other = body.clone();
        other["name"] = "other".into();
        told("POST", "", &desk.write("POST", "", &other), code);
        told("POST", "/import", &import("text/csv", "x,y"), code);
        let id = get("").json()["policies"][0]["id"].as_str().unwrap().to_owned();
        told("DELETE", "/{id}", &desk.remove(&id), code);
        *store.away.lock().unwrap() = Some(fault);
        for route in ["/{id}", "/{id}/document", "/{id}/history", "/export"] {
            told("GET", route, &get(&route.replace("{id}", "nothing")), code);
        }
        told("PUT", "/{id}", &desk.write("PUT", "/nothing", &body), code);
        // Of a store that was never read.
        let never = Elsewhere::with("7");
        *never.away.lock().unwrap() = Some(fault);
        let desk = Desk::of(never);
        for route in ["", "/state"] {
            told("GET", route, &desk.get(route), code);
        }
        *store.away.lock().unwrap() = None;
        *store.closed.lock().unwrap() = None;
    }
}
