//! Who a request comes from: the client of nginx, whatever that client claims, and nobody whom we do not trust.

use crate::front::{Answer, DOMAIN, Front, PASSWORD};

const PAGE: &str = "https://mon.example.org/";
const SESSION: &str = "https://mon.example.org/api/v1/session";
/// Past nginx, on the port of the program itself.
const DIRECT: &str = "http://127.0.0.1:8000/";

/// Everything by which a client could speak for itself or for us.
const FORGED: [&str; 26] = [
    "-H",
    "X-Forwarded-For: 203.0.113.9",
    "-H",
    "X-Forwarded-For: 127.0.0.1, 127.0.0.1",
    "-H",
    "X-FORWARDED-FOR: 10.9.8.7",
    "-H",
    "X_Forwarded_For: 203.0.113.9",
    "-H",
    "X-Real-IP: 203.0.113.9",
    "-H",
    "Forwarded: for=203.0.113.9;host=evil.example;proto=http",
    "-H",
    "X-Forwarded-Prefix: //evil.example",
    "-H",
    "X-Forwarded-Host: evil.example",
    "-H",
    "X-Forwarded-Proto: http",
    "-H",
    "X-Forwarded-Proto: gopher",
    "-H",
    "X-Forwarded-User: kim",
    "-H",
    "X-Remote-User: admin",
    "-H",
    "Via: 1.1 evil",
];

fn wrong_log_in(front: &Front, from: &str, more: &[&str], url: &str) -> Answer {
    front.log_in(url, "wrong password 1", &[&["--interface", from], more].concat())
}

#[test]
fn headers_that_are_forged_past_nginx_change_nothing() {
    let front = front!(&["--domain", DOMAIN]);
    let clean = front.curl(&[PAGE]);
    for version in ["--http1.1", "--http2"] {
        let forged = front.curl(&[&FORGED[..], &[version, PAGE]].concat());
        assert_eq!((forged.status, forged.text()), (200, clean.text()));
        assert!(!format!("{forged:?}").contains("evil"), "{forged:?}");
        assert_eq!(forged.all("strict-transport-security"), ["max-age=31536000"]);
    }
    assert_eq!(front.curl(&[&FORGED[..], &["https://mon.example.org/api/v1/me"]].concat()).status, 401);
    let opened = front.log_in(SESSION, PASSWORD, &FORGED);
    let cookies = opened.all("set-cookie");
    assert!(opened.status == 200 && cookies.len() == 2, "{opened:?}");
    assert!(
        cookies.iter().all(|cookie| cookie.starts_with("__Host-") && cookie.contains("; Secure")),
        "{cookies:?}"
    );
    // The first is also the address of nginx itself, which we trust: what stood left of it would be believed.
    for (from, more) in [("127.0.0.1", &FORGED[..]), ("127.0.0.9", &FORGED), ("127.0.0.10", &[])] {
        assert_eq!(wrong_log_in(&front, from, more, SESSION).status, 401);
        let row = front.audited(PAGE);
        assert_eq!((row["address"].as_str(), row["outcome"].as_str()), (Some(from), Some("failed")), "{row}");
    }
}

#[test]
fn headers_of_a_client_that_goes_past_nginx_are_ignored() {
    let front = front!(&["--domain", DOMAIN]);
    let direct = ["--interface", "127.0.0.9"];
    let page = front.curl(&[&direct[..], &FORGED, &[DIRECT]].concat());
    assert!(page.status == 200 && page.all("strict-transport-security").is_empty(), "{page:?}");
    assert!(page.text().contains("<base href=\"/\">") && !page.text().contains("evil"));
    let opened =
        front.log_in("http://127.0.0.1:8000/api/v1/session", PASSWORD, &[&direct[..], &FORGED].concat());
    assert!(opened.all("set-cookie").iter().all(|cookie| !cookie.contains("Secure")), "{opened:?}");
    assert_eq!(front.audited(DIRECT)["address"], "127.0.0.9");
}

#[test]
fn who_guesses_passwords_is_slowed_and_others_behind_the_same_nginx_are_not() {
    let front = front!(&["--domain", DOMAIN, "--socket", crate::front::SOCKET]);
    let forged = |number: u32| format!("X-Forwarded-For: 198.51.100.{number}");
    // Ten at once and then one in five seconds are let through. A busy machine may take a second for each.
    let slowed = (0..80)
        .map(|number| wrong_log_in(&front, "127.0.0.9", &["-H", &forged(number)], SESSION))
        .filter(|answer| answer.status == 429)
        .take(5)
        .count();
    assert_eq!(slowed, 5, "so many of 80 were slowed: a forged address counts as another client");
    assert_eq!(wrong_log_in(&front, "127.0.0.10", &[], SESSION).status, 401, "somebody else was slowed too");
    assert_eq!(
        front.log_in(SESSION, PASSWORD, &["--interface", "127.0.0.11"]).status,
        200,
        "the owner is locked out"
    );
    assert_eq!(front.audited(PAGE)["address"], "127.0.0.11");
}

#[test]
fn metrics_are_for_neighbours_and_nobody_is_one_through_nginx() {
    let mut front = front!(&["--domain", DOMAIN]);
    let allow = "metrics_allow = [\"127.0.0.0/8\", \"::1\"]\n";
    front.write("etc/server-monitor/config.toml", &(front.read("etc/server-monitor/config.toml") + allow));
    front.stop_server();
    front.start_server();
    let through = |url: &str| front.curl(&["--interface", "127.0.0.9", url]).status;
    assert_eq!(through("http://127.0.0.1:8000/metrics"), 200);
    assert_eq!(through("https://mon.example.org/metrics"), 401);
    assert_eq!(front.curl(&["--http2", "https://mon.example.org/metrics"]).status, 401);
    assert_eq!(front.curl_in(&["https://mon.example.org/metrics"]).status, 200, "a token is let in");
    // Written by hand, as many do: nothing said about headers, so that the request looks like one of this machine.
    front.write(
        "etc/nginx/conf.d/bare.conf",
        "server { listen 8090; location / { proxy_pass http://127.0.0.1:8000; } }\n",
    );
    assert!(front.tool(&["nginx", "-s", "reload"]).status.success());
    front.wait_for("the second block answers", |front| {
        front.tool(&["curl", "-s", "http://127.0.0.1:8090/healthz"]).status.success()
    });
    assert_eq!(through("http://127.0.0.1:8090/healthz"), 200);
    assert_eq!(through("http://127.0.0.1:8090/metrics"), 401);
}
