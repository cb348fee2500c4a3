//! A10: side doors: other kinds of credentials, and what a client claims about itself. B10, B13, B14.

use domain::Role;
use serde_json::json;
use server::{LiveSettings, TrustedProxy};

use crate::house::{House, LOG, PASSWORD, Plan};

fn behind_a_proxy() -> House {
    let live = LiveSettings {
        trusted_proxies: vec![TrustedProxy::Net("127.0.0.0/8".parse().unwrap())],
        allowed_hosts: vec!["mon.example".to_owned()],
        ..LiveSettings::default()
    };
    House::with(Plan { live, ..Plan::default() })
}

#[test]
fn only_a_bearer_token_or_the_session_cookie_lets_in() {
    let house = House::new();
    house.user("kim", Role::Admin);
    let token = house.token(Role::Admin);
    let cookie = house.log_in("kim");
    let session = cookie.split("; ").find_map(|pair| pair.strip_prefix("server-monitor-session=")).unwrap();
    let basic = base64_of(&format!("kim:{PASSWORD}"));
    for value in [
        format!("Basic {basic}"),
        format!("Basic {}", base64_of(&format!("{token}:"))),
        format!("Token {token}"),
        format!("Bearer{token}"),
        format!("Bearer \"{token}\""),
        format!("Bearer {session}"),
        format!("Bearer {token} {token}"),
        format!("Bearer {token},Bearer x"),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        token.clone(),
        format!("Bearer {}", &token[..token.len() - 1]),
        format!("Bearer {token}x"),
        format!("Bearer {}", token.to_uppercase()),
    ] {
        assert_eq!(house.get("/api/v1/me").header("Authorization", &value).send().status, 401, "{value}");
    }
    let twice = house.get("/api/v1/me").token(&token).token(&token).send();
    assert_eq!(twice.status, 401, "two credentials are none");
    for header in
        ["X-Api-Key", "X-Auth-Token", "X-Access-Token", "Proxy-Authorization", "Sec-WebSocket-Protocol"]
    {
        assert_eq!(
            house.get("/api/v1/me").header(header, &format!("Bearer {token}")).send().status,
            401,
            "{header}"
        );
    }
    for cookie in [
        format!("server-monitor-session={token}"),
        format!("Server-Monitor-Session={session}"),
        format!("__Host-server-monitor-session={session}"),
        format!("session={session}"),
        format!("server-monitor-session={session}; server-monitor-session=x"),
        format!("server-monitor-device={session}"),
    ] {
        assert_eq!(house.get("/api/v1/me").header("Cookie", &cookie).send().status, 401, "{cookie}");
    }
    let wrong = house.get("/api/v1/me").token("smt_wrong").header("Cookie", &cookie).send();
    assert_eq!(wrong.status, 401, "a wrong token is not saved by a cookie");
}

/// Each kind of credential at the doors of logs, streams among them: what lets in elsewhere lets in here, and nothing else.
#[test]
fn logs_and_their_streams_ask_for_the_same_credentials() {
    let house = House::new();
    house.user("kim", Role::Viewer);
    let token = house.token(Role::Viewer);
    let cookie = house.log_in("kim");
    let session = cookie.split("; ").find_map(|pair| pair.strip_prefix("server-monitor-session=")).unwrap();
    for path in [
        "/api/v1/logs".to_owned(),
        format!("/api/v1/logs/{LOG}/tail"),
        format!("/api/v1/logs/{LOG}/stream"),
        format!("/api/v1/live?topics=logs:{LOG}"),
    ] {
        let ask = || house.get(&path);
        assert_eq!(ask().token(&token).stream().head.status, 200, "{path}");
        assert_eq!(ask().session(&cookie).stream().head.status, 200, "{path}");
        for (header, value) in [
            ("Authorization", format!("Basic {}", base64_of(&format!("kim:{PASSWORD}")))),
            ("Authorization", format!("Bearer {session}")),
            ("Authorization", format!("Bearer {token}x")),
            ("Authorization", format!("bearer{token}")),
            ("Cookie", format!("server-monitor-session={token}")),
            ("Cookie", format!("server-monitor-session={session}; server-monitor-session=x")),
            ("X-Api-Key", token.clone()),
            ("X-Forwarded-User", "kim".to_owned()),
            ("Sec-WebSocket-Protocol", format!("Bearer {token}")),
        ] {
            assert_eq!(ask().header(header, &value).stream().head.status, 401, "{path} {header}: {value}");
        }
        let joint = if path.contains('?') { '&' } else { '?' };
        for name in ["token", "access_token", "session"] {
            let request = house.get(&format!("{path}{joint}{name}={token}"));
            assert_eq!(request.stream().head.status, 400, "{path} {name} in the address");
        }
        let foreign = ask().header("Cookie", &cookie).header("Origin", "http://evil.example").stream();
        assert_eq!(foreign.head.status, 403, "{path}: another site's EventSource");
        let foreign = ask().header("Cookie", &cookie).header("Sec-Fetch-Site", "cross-site").stream();
        assert_eq!(foreign.head.status, 403, "{path}: another site's EventSource without an Origin");
    }
}

fn base64_of(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

#[test]
fn identity_headers_mean_nothing_from_anybody() {
    for house in [House::new(), behind_a_proxy()] {
        house.user("kim", Role::Admin);
        for header in [
            "X-Forwarded-User",
            "X-Remote-User",
            "Remote-User",
            "X-Authenticated-User",
            "X-Auth-Request-Email",
            "X-SSL-Client-CN",
            "X-Client-Verify",
            "X-Role",
            "X-Proxy-Role",
        ] {
            for value in ["kim", "admin", "SUCCESS"] {
                assert_eq!(
                    house.get("/api/v1/me").header(header, value).send().status,
                    401,
                    "{header}: {value}"
                );
            }
        }
    }
}

/// B13.
#[test]
fn forwarding_headers_of_a_direct_client_are_ignored() {
    let house = House::new();
    let answer = house
        .get("/")
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Host", "evil.example")
        .header("X-Forwarded-Prefix", "//evil.example")
        .header("X-Forwarded-For", "10.0.0.1")
        .header("Forwarded", "for=10.0.0.1;host=evil.example;proto=https")
        .send();
    assert_eq!((answer.status, answer.header("strict-transport-security")), (200, None));
    assert!(answer.text().contains("<base href=\"/\">") && !answer.text().contains("evil"));
    house.user("kim", Role::Admin);
    let body = json!({"username": "kim", "password": PASSWORD});
    let answer = house
        .post("/api/v1/session")
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Prefix", "/evil")
        .json(&body)
        .send();
    assert!(
        answer
            .headers
            .iter()
            .all(|(name, value)| name != "set-cookie"
                || (!value.contains("Secure") && value.contains("Path=/;"))),
        "{:?}",
        answer.headers
    );
    let row = &house.get("/api/v1/audit?limit=1").token(&house.token(Role::Admin)).send().json()["audit"][0];
    assert!(row["actor"].is_string());
}

/// B14.
#[test]
fn a_prefix_that_is_no_plain_path_is_refused_even_from_the_proxy() {
    let house = behind_a_proxy();
    for prefix in [
        "//evil.example",
        "//evil",
        "http://evil",
        "/a//b",
        "/../x",
        "/a\"><script>",
        "evil",
        "/a?b",
        "/a#b",
        "/%2f",
        "/a\\b",
        "/api",
    ] {
        for path in ["/", "/healthz", "/api/v1/snapshot"] {
            let answer = house.get(path).header("X-Forwarded-Prefix", prefix).send();
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (400, "bad_forwarded_header"),
                "{prefix} {path}"
            );
        }
    }
    let answer = house.get("/").header("X-Forwarded-Prefix", "/mon").send();
    assert!(answer.text().contains("<base href=\"/mon/\">"));
    assert_eq!(
        house.get("/mon/healthz").header("X-Forwarded-Prefix", "/mon/").send().status,
        200,
        "a proxy that does not strip"
    );
    assert_eq!(
        house.get("/healthz").header("X-Forwarded-Prefix", "/mon/").send().status,
        200,
        "a proxy that strips"
    );
}

#[test]
fn behind_tls_cookies_are_secure_and_carry_an_enforced_name() {
    let house = behind_a_proxy();
    house.user("kim", Role::Admin);
    let log_in = |prefix: Option<&str>| {
        let request = house
            .post("/api/v1/session")
            .host("mon.example")
            .header("X-Forwarded-Proto", "https")
            .header("Origin", "https://mon.example");
        let request = prefix.map_or(request.clone(), |prefix| request.header("X-Forwarded-Prefix", prefix));
        let answer = request.json(&json!({"username": "kim", "password": PASSWORD})).send();
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
        answer
    };
    let root = log_in(None);
    let below = log_in(Some("/mon"));
    for (answer, name, path) in [(&root, "__Host-", "Path=/;"), (&below, "__Secure-", "Path=/mon/;")] {
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            assert!(
                cookie.starts_with(name)
                    && cookie.contains(path)
                    && cookie.contains("; Secure")
                    && cookie.contains("HttpOnly"),
                "{cookie}"
            );
        }
    }
    let me = |proto: &str| {
        house
            .get("/api/v1/me")
            .host("mon.example")
            .header("X-Forwarded-Proto", proto)
            .header("Cookie", &root.cookie())
            .send()
            .status
    };
    assert_eq!((me("https"), me("http")), (200, 401), "a cookie of HTTPS does not count over HTTP");
    let downgraded = house
        .get("/api/v1/me")
        .host("mon.example")
        .header("X-Forwarded-Proto", "https")
        .header("Origin", "http://mon.example")
        .header("Cookie", &root.cookie())
        .send();
    assert_eq!(downgraded.status, 403, "the same name over plain HTTP is another site");
}

#[test]
fn the_audit_names_the_client_behind_the_proxy_and_not_its_claims() {
    let house = behind_a_proxy();
    house.user("kim", Role::Admin);
    let body = json!({"username": "kim", "password": "wrong password 1"});
    house.post("/api/v1/session").header("X-Forwarded-For", "1.1.1.1, 203.0.113.9").json(&body).send();
    use store::LocalStore;
    let row = house.store.audit(None, 1).unwrap().remove(0);
    assert_eq!(row.address, Some("203.0.113.9".parse().unwrap()));
}

/// B10: one address that guesses does not keep the owner out.
#[test]
fn a_password_spray_is_slowed_and_the_owner_still_gets_in() {
    let house = behind_a_proxy();
    house.user("kim", Role::Admin);
    let attempt = |address: &str, password: &str| {
        house
            .post("/api/v1/session")
            .header("X-Forwarded-For", address)
            .json(&json!({"username": "kim", "password": password}))
            .send()
    };
    let slowed = (0..40)
        .map(|number| attempt("203.0.113.9", &format!("wrong password {number}")))
        .filter(|answer| answer.status == 429)
        .collect::<Vec<_>>();
    assert!(!slowed.is_empty(), "nothing was slowed");
    assert!(slowed.iter().all(|answer| answer.code() == "too_many_requests"
        && answer.header("retry-after").is_some_and(|after| after.parse::<u64>().is_ok())));
    assert_eq!(attempt("198.51.100.7", PASSWORD).status, 200, "the owner was locked out");
    let wrong_tokens = (0..60).map(|_| {
        house
            .get("/api/v1/me")
            .header("X-Forwarded-For", "203.0.113.10")
            .token(&format!("smt_{}", "A".repeat(43)))
            .send()
            .status
    });
    let answers: Vec<u16> = wrong_tokens.collect();
    assert!(answers.iter().all(|status| matches!(status, 401 | 429)), "{answers:?}");
    assert_eq!(
        house
            .get("/api/v1/me")
            .header("X-Forwarded-For", "203.0.113.10")
            .token(&house.token(Role::Viewer))
            .send()
            .status,
        200
    );
}
