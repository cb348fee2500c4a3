//! A6: secrets that come out.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use domain::Role;
use serde_json::json;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};

use crate::house::{Authenticator, House, PASSWORD};

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

/// Tests that read the log. While there are none nothing is logged: it would slow down all others.
static READERS: AtomicUsize = AtomicUsize::new(0);

/// Somebody who reads the log.
struct Reader(Log);

/// The log of this test program. There is one for all its servers, which run on threads of their own.
fn log() -> Reader {
    static LOG: OnceLock<Log> = OnceLock::new();
    let log = LOG.get_or_init(|| {
        let log = Log::default();
        let wanted = dynamic_filter_fn(|_, _| READERS.load(Ordering::SeqCst) > 0);
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(log.clone());
        let subscriber = tracing_subscriber::registry().with(layer.with_filter(wanted));
        tracing::subscriber::set_global_default(subscriber).unwrap();
        log
    });
    READERS.fetch_add(1, Ordering::SeqCst);
    Reader(log.clone())
}

impl Drop for Reader {
    fn drop(&mut self) {
        READERS.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Reader {
    /// A copy: nobody may wait for the lock while a test talks to a server that logs.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// B16.
#[test]
fn a_secret_in_the_address_is_refused_and_never_used() {
    let house = House::new();
    let token = house.token(Role::Admin);
    for name in [
        "token",
        "access_token",
        "access-token",
        "TOKEN",
        "password",
        "session",
        "api_key",
        "apiKey",
        "auth",
        "%74oken",
    ] {
        for path in ["/api/v1/snapshot", "/api/v1/live", "/metrics", "/healthz", "/", "/setup"] {
            let answer = house.get(&format!("{path}?{name}={token}")).send();
            assert_eq!((answer.status, answer.code().as_str()), (400, "credential_in_url"), "{path} {name}");
            assert!(!answer.text().contains(&token));
        }
    }
}

/// B16, B17: the log of a busy minute holds none of the secrets that went through.
#[test]
fn no_secret_reaches_log_answers_audit_or_metrics() {
    let log = log();
    let house = House::new();
    house.user("kim", Role::Admin);
    let setup = house.block(house.access.setup_token()).unwrap();
    let admin = house.token(Role::Admin);
    let cookie = house.log_in("kim");
    let made = house
        .post("/api/v1/tokens")
        .token(&admin)
        .json(&json!({"name": "ci", "role": "viewer"}))
        .send()
        .json();
    let made = made["token"].as_str().unwrap().to_owned();
    house.user("lee", Role::Viewer);
    let phone = Authenticator::of(&house, "lee");
    let used = phone.shown(&house);
    for code in ["canary-typed-as-code", &used, &phone.recovery_codes[0]] {
        let body = json!({"username": "lee", "password": PASSWORD, "totp": code});
        house.post("/api/v1/session").json(&body).send();
    }
    let wrong = "canary-wrong-password";
    house.post("/api/v1/session").json(&json!({"username": "kim", "password": wrong})).send();
    house
        .post("/api/v1/session")
        .json(&json!({"username": "canary-typed-into-the-name", "password": PASSWORD}))
        .send();
    house.get("/api/v1/snapshot?token=canary-in-query").send();
    house.get("/api/v1/me").token("canary-bad-token").send();
    house.get("/api/v1/me").header("Authorization", "Basic Y2FuYXJ5LWJhc2lj").send();
    house
        .post("/api/v1/users")
        .token(&admin)
        .json(&json!({"username": 5, "password": ["canary-in-array"], "role": "viewer"}))
        .send();
    house
        .post("/api/v1/users")
        .token(&admin)
        .json(&json!({"username": "a", "password": {"canary-in-object": 1}, "role": "viewer"}))
        .send();

    let seen = [
        ("log", log.text()),
        ("audit", house.get("/api/v1/audit").token(&admin).send().text()),
        ("metrics", house.get("/metrics").token(&admin).send().text()),
        ("processes", house.get("/api/v1/processes").token(&admin).send().text()),
        ("users", house.get("/api/v1/users").token(&admin).send().text()),
        ("tokens", house.get("/api/v1/tokens").token(&admin).send().text()),
        ("me", house.get("/api/v1/me").session(&cookie).send().text()),
    ];
    let values: Vec<&str> = cookie.split("; ").map(|pair| pair.split_once('=').unwrap().1).collect();
    let setup = setup.map(|token| token.expose().to_owned()).unwrap_or_else(|| "no set-up token".to_owned());
    for (place, text) in &seen {
        for secret in [PASSWORD, wrong, admin.as_str(), &made, &setup, "canary", "Y2FuYXJ5", "$argon2"]
            .into_iter()
            .chain(values.clone())
            .chain(phone.secrets())
        {
            assert!(!text.contains(secret), "{secret} is in the {place}:\n{text}");
        }
    }
    assert!(
        seen[0].1.contains("/api/v1/snapshot") && seen[0].1.contains("status=400"),
        "the access log is empty:\n{}",
        seen[0].1
    );
}

#[test]
fn hostile_text_in_a_path_is_shown_escaped_in_the_log() {
    let log = log();
    // Raw control characters do not get through the parser; what does is text all the same.
    let house = House::new();
    let answer = crate::house::call(
        house.address,
        b"GET /\x1b[31m\x07 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(answer.status, 400);
    assert!(!log.text().contains('\u{1b}'));
}
