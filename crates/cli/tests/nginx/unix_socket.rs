//! Over the unix socket: nginx's own workers get through, by their group and by nothing else.

use crate::front::{DOMAIN, SOCKET};

#[test]
fn workers_get_through_by_their_group_and_strangers_do_not() {
    let front = front!(&["--domain", DOMAIN, "--socket", SOCKET]);
    let asked = |tool: &[&str]| String::from_utf8(front.tool(tool).stdout).unwrap().trim().to_owned();
    let group = asked(&["stat", "-c", "%G", SOCKET]);
    assert_eq!(asked(&["stat", "-c", "%a %U", SOCKET]), "660 root");
    let workers = asked(&["ps", "-C", "nginx", "-o", "user=,group="]);
    assert!(
        workers.lines().any(|line| line.split_whitespace().eq([&group, &group])),
        "{workers}, socket of {group}"
    );
    assert_eq!(front.curl(&["https://mon.example.org/healthz"]).status, 200);

    let stranger = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        "curl",
        "-s",
        "--unix-socket",
        SOCKET,
    ];
    let refused = front.tool(&[&stranger[..], &["http://localhost/healthz"]].concat());
    // 7: curl could not connect.
    assert_eq!((refused.status.code(), refused.stdout), (Some(7), vec![]));

    assert!(front.tool(&["chgrp", "root", SOCKET]).status.success());
    assert_eq!(
        front.curl(&["https://mon.example.org/healthz"]).status,
        502,
        "it was not the group that let nginx in"
    );
    assert!(
        front.read("log/nginx/error.log").contains("Permission denied"),
        "{}",
        front.read("log/nginx/error.log")
    );
}

#[test]
fn without_trust_in_the_socket_its_headers_are_nobodys() {
    let mut front = front!(&["--domain", DOMAIN, "--socket", SOCKET]);
    let told = front.read("etc/server-monitor/config.toml");
    front.write(
        "etc/server-monitor/config.toml",
        &told.replace("trusted_proxies = [\"unix\"]", "trusted_proxies = []"),
    );
    front.stop_server();
    front.start_server();
    let session = "https://mon.example.org/api/v1/session";
    let opened = front.log_in(session, crate::front::PASSWORD, &["--interface", "127.0.0.9"]);
    assert!(opened.all("set-cookie").iter().all(|cookie| !cookie.contains("Secure")), "{opened:?}");
    assert_eq!(front.audited("https://mon.example.org/")["address"], serde_json::Value::Null);
}
