//! `GET /metrics`.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

use domain::Role;
use domain::service::{Manager, Table, Unit};
use server::LiveSettings;

use crate::house::{House, Plan, World, call};

fn allowing(nets: &[&str]) -> House {
    let metrics_allow = nets.iter().map(|net| net.parse().unwrap()).collect();
    House::with(Plan { live: LiveSettings { metrics_allow, ..LiveSettings::default() }, ..Plan::default() })
}

#[test]
fn an_empty_list_lets_nobody_in_and_a_token_is_let_in() {
    let house = allowing(&[]);
    assert_eq!(house.get("/metrics").send().status, 401);
    assert_eq!(house.get("/metrics").token("wrong").send().status, 401);
    let answer = house.get("/metrics").token(&house.token(Role::Viewer)).send();
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("server_monitor_cpu_ratio 0.25\n"), "{}", answer.text());
}

#[test]
fn an_allowed_address_needs_no_token_unless_the_request_was_forwarded() {
    let house = allowing(&["127.0.0.0/8"]);
    assert_eq!(house.get("/metrics").send().status, 200);
    assert_eq!(
        house.get("/metrics").token("wrong").send().status,
        401,
        "a wrong token is not saved by the address"
    );
    for header in [
        "X-Forwarded-For",
        "Forwarded",
        "X-Real-IP",
        "Via",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "True-Client-IP",
        "CF-Connecting-IP",
        "X-Client-IP",
    ] {
        assert_eq!(house.get("/metrics").header(header, "127.0.0.1").send().status, 401, "{header}");
    }
    let old = call(house.address, b"GET /metrics HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
    assert_eq!(old.status, 401, "as nginx asks that was told nothing about headers");
}

#[test]
fn what_could_not_be_read_is_absent_and_not_zero() {
    let house = House::with(Plan {
        world: World { pressure: Err(domain::Gap::Denied), ..World::default() },
        ..Plan::default()
    });
    let text = house.get("/metrics").token(&house.token(Role::Viewer)).send().text();
    assert!(!text.contains("pressure") && !text.contains("filesystem_inodes"), "{text}");
}

#[test]
fn promtool_finds_nothing_to_complain_about_even_on_a_hostile_host() {
    let world = World {
        mount: "/mnt/a\"b\\c\nd".to_owned(),
        interface: "<script>\u{202e}".to_owned(),
        services: Ok(Arc::new(Table {
            wanted: ["nginx".to_owned()].into(),
            manager: Manager::Systemd(vec![Unit::new("a\"b\\c\nd.service", "loaded", "failed", "failed")]),
        })),
        ..World::default()
    };
    let house = House::with(Plan { world, ..Plan::default() });
    let answer = house.get("/metrics").token(&house.token(Role::Viewer)).send();
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let mut promtool = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("promtool of the package prometheus is needed for this test");
    promtool.stdin.take().unwrap().write_all(&answer.body).unwrap();
    let output = promtool.wait_with_output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.trim().is_empty(), "{said}\n{}", answer.text());
}
