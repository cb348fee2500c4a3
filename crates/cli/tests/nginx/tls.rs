//! TLS, HSTS, cookies, the sub-path, and the block for this machine only.

use crate::front::{DOMAIN, PASSWORD};

const YEAR: &str = "max-age=31536000";

#[test]
fn without_tls_one_is_sent_to_it_and_told_to_stay() {
    let mut front = front!(&["--domain", DOMAIN]);
    let sent = front.curl(&["http://mon.example.org/api/v1/me?lang=ko"]);
    assert_eq!((sent.status, sent.all("location")), (301, vec!["https://mon.example.org/api/v1/me?lang=ko"]));
    for path in ["", "healthz", "api/v1/me", "no-such-file"] {
        let answer = front.curl(&[&format!("https://mon.example.org/{path}")]);
        assert_eq!(answer.all("strict-transport-security"), [YEAR], "{path}: {answer:?}");
        assert_eq!(answer.all("content-security-policy").len(), 1, "{path}");
        assert_eq!(answer.all("x-frame-options"), ["DENY"], "{path}");
    }
    assert_eq!(front.curl(&["https://mon.example.org/"]).status, 200);
    front.stop_server();
    let broken = front.curl(&["https://mon.example.org/"]);
    assert_eq!((broken.status, broken.all("strict-transport-security")), (502, vec![YEAR]));
}

#[test]
fn a_browser_logs_in_over_both_versions_of_http() {
    let front = front!(&["--domain", DOMAIN]);
    for version in ["--http1.1", "--http2"] {
        let origin = ["-H", "Origin: https://mon.example.org", "-H", "Sec-Fetch-Site: same-origin", version];
        let opened = front.log_in("https://mon.example.org/api/v1/session", PASSWORD, &origin);
        assert_eq!(opened.status, 200, "{version}: {opened:?}");
        let cookie = format!("Cookie: {}", opened.all("set-cookie")[0].split(';').next().unwrap());
        let me = |more: &[&str]| {
            front
                .curl(&[&["-H", &cookie, version], more, &["https://mon.example.org/api/v1/me"]].concat())
                .status
        };
        assert_eq!(me(&[]), 200);
        assert_eq!(me(&["-H", "Origin: https://evil.example"]), 403);
        assert_eq!(me(&["-H", "Origin: http://mon.example.org"]), 403, "plain HTTP is another site");
        let out =
            [&["-H", &cookie, "-X", "DELETE"], &origin[..], &["https://mon.example.org/api/v1/session"]]
                .concat();
        assert_eq!(front.curl(&out).status, 204);
        assert_eq!(me(&[]), 401);
    }
}

#[test]
fn a_name_that_is_not_ours_is_not_answered() {
    let front = front!(&["--domain", DOMAIN]);
    // The only block of the port gets every name: it is the program that refuses.
    for more in [["-H", "Host: evil.example"], ["-H", "Host: mon.example.org.evil.example"]] {
        let answer = front.curl(&[&more[..], &["https://mon.example.org/healthz"]].concat());
        assert_eq!(answer.status, 421, "{answer:?}");
    }
    let named = front.curl(&["-H", "Host: MON.example.org:443", "https://mon.example.org/healthz"]);
    assert_eq!(named.status, 200);
}

#[test]
fn below_a_path_everything_works_with_and_without_the_last_slash() {
    let front = front!(&["--domain", DOMAIN, "--sub-path", "/mon/"]);
    let get = |path: &str| front.curl_in(&["--path-as-is", &format!("https://mon.example.org{path}")]);
    let moved = get("/mon");
    assert_eq!((moved.status, moved.all("location")), (301, vec!["/mon/"]));
    let page = get("/mon/").text();
    assert!(page.contains("<base href=\"/mon/\">"), "{page}");
    let script = page.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert_eq!(get(&format!("/mon/{}", script.trim_start_matches("./"))).status, 200, "{script}");
    front.wait_for("a first look", |_| get("/mon/api/v1/snapshot").status == 200);
    for (path, status) in [
        ("/mon/healthz", 200),
        ("/mon/setup", 200),
        ("/mon/api/v1/me", 200),
        ("/mon/api/v1/snapshot?lang=ko", 200),
        ("/mon/api/v1/nothing", 404),
        ("/", 404),
        ("/healthz", 404),
        ("/api/v1/me", 404),
        ("/monitor", 404),
        ("/mon/../api/v1/me", 404),
        ("/mon/%2e%2e/api/v1/me", 404),
        ("/mon/..%2fetc/passwd", 404),
        ("/mon/mon/healthz", 404),
    ] {
        assert_eq!(get(path).status, status, "{path}");
    }
    let opened = front.log_in(
        "https://mon.example.org/mon/api/v1/session",
        PASSWORD,
        &["-H", "Origin: https://mon.example.org"],
    );
    let cookies = opened.all("set-cookie");
    assert!(
        cookies.len() == 2
            && cookies.iter().all(|cookie| cookie.starts_with("__Secure-")
                && cookie.contains("; Path=/mon/;")
                && cookie.contains("; Secure")),
        "{opened:?}"
    );
}

#[test]
fn without_a_domain_it_is_for_this_machine_and_without_tls() {
    let front = front!(&[]);
    let page = front.curl(&["http://localhost:8080/"]);
    assert!(page.status == 200 && page.all("strict-transport-security").is_empty(), "{page:?}");
    let opened = front.log_in(
        "http://localhost:8080/api/v1/session",
        PASSWORD,
        &["-H", "Origin: http://localhost:8080"],
    );
    assert!(opened.status == 200 && !opened.all("set-cookie")[0].contains("Secure"), "{opened:?}");
    let listens = String::from_utf8(front.tool(&["ss", "-Hltn"]).stdout).unwrap();
    let open = listens.lines().filter(|line| line.contains(":8080")).collect::<Vec<_>>();
    assert!(open.len() == 1 && open[0].contains("127.0.0.1:8080"), "{listens}");
}
