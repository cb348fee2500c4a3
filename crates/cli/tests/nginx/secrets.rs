//! No secret stays in what nginx writes: the set-up token, the password, the session, a bearer token.

use crate::front::{Front, PASSWORD, SOCKET, keys};

#[test]
fn nginx_writes_no_secret_down_from_the_set_up_to_the_502() {
    let mut front = match Front::new() {
        Ok(front) => front,
        Err(reason) => return println!("SKIPPED nginx: {reason}"),
    };
    let text = front.print(&["--domain", crate::front::DOMAIN, "--sub-path", "/mon", "--socket", SOCKET]);
    front.write("etc/nginx/conf.d/server-monitor.conf", &text);
    front.write("etc/server-monitor/config.toml", &keys(&text));
    front.certify(&text);
    front.start_server();
    assert!(front.tool(&["nginx"]).status.success());

    // As a browser does it: the link's fragment stays in the browser, its token goes into a body.
    let link = front.read("server.out");
    let (path, token) = link.trim().strip_prefix("http://localhost").unwrap().split_once("#token=").unwrap();
    assert_eq!(path, "/mon/setup");
    let url = |path: &str| format!("https://mon.example.org{path}");
    let page = front.curl(&["-e", &url(path), &url(path)]);
    assert_eq!((page.status, page.all("referrer-policy")), (200, vec!["no-referrer"]));
    let json = ["-H", "Content-Type: application/json", "-H", "Origin: https://mon.example.org"];
    let body = format!(r#"{{"token":"{token}","username":"kim","password":"{PASSWORD}"}}"#);
    let made = front.curl(&[&json[..], &["--data", &body, &url("/mon/api/v1/setup")]].concat());
    assert!(matches!(made.status, 200 | 201), "{made:?}");
    let opened = front.log_in(&url("/mon/api/v1/session"), PASSWORD, &json[2..]);
    let session = opened.all("set-cookie")[0].split(['=', ';']).nth(1).unwrap().to_owned();
    let device = opened.all("set-cookie")[1].split(['=', ';']).nth(1).unwrap().to_owned();
    let cookie = format!("Cookie: {}", opened.all("set-cookie")[0].split(';').next().unwrap());
    assert_eq!(front.curl(&["-H", &cookie, &url("/mon/api/v1/me")]).status, 200);
    front.token = front.monitor(&["token", "add", "t", "--role", "admin"], "").trim().to_owned();
    assert_eq!(front.curl_in(&[&url("/mon/api/v1/audit")]).status, 200);

    // nginx writes the request of an error into its log.
    front.stop_server();
    assert_eq!(front.curl(&["-H", &cookie, &url("/mon/api/v1/me")]).status, 502);
    assert_eq!(front.curl_in(&[&url("/mon/api/v1/me")]).status, 502);
    let failed = front.log_in(&url("/mon/api/v1/session"), PASSWORD, &[]);
    assert_eq!(failed.status, 502);

    let (access, errors) = (front.read("log/nginx/access.log"), front.read("log/nginx/error.log"));
    assert!(
        access.contains("/mon/api/v1/setup") && errors.contains("/mon/api/v1/session"),
        "{access}{errors}"
    );
    let secrets = [token, PASSWORD, &session, &device, &front.token];
    for secret in secrets {
        assert!(secret.len() >= 16, "{secret:?} is no secret: the test looks for the wrong thing");
        assert!(!access.contains(secret) && !errors.contains(secret), "{secret} in {access}{errors}");
    }
}
