//! The server as a hardened service of systemd.

use std::time::{Duration, Instant};

use crate::machine::{Machine, agree, same};

on_both! { a_hardened_service_starts_answers_and_stops_in_time }

/// How long whoever stops it may have to wait on a busy machine; alone it takes less than two seconds.
const STOPS: Duration = Duration::from_secs(15);
const UNIT: &str = "monitored.service";
const SOCKET: &str = "/run/server-monitor/monitor.sock";

fn journal(machine: &Machine) -> String {
    machine.tool(&["journalctl", "--no-pager", "--output=cat", "--unit", UNIT])
}

fn a_hardened_service_starts_answers_and_stops_in_time(machine: &Machine) {
    let properties = [
        // Started means that it has said so.
        "Type=notify",
        "DynamicUser=yes",
        "StateDirectory=server-monitor",
        "RuntimeDirectory=server-monitor",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
        "SystemCallFilter=@system-service",
        "MemoryDenyWriteExecute=yes",
    ];
    let properties = properties.map(|property| format!("--property={property}"));
    let listen = format!("unix:{SOCKET}");
    let unit = format!("--unit={UNIT}");
    let mut start = vec!["systemd-run", "--quiet", &unit];
    start.extend(properties.iter().map(String::as_str));
    start.extend(["server-monitor", "serve", "--listen", "127.0.0.1:8000", "--listen", &listen]);
    let started = machine.run(&start);
    assert!(started.status.success(), "{started:?}\n{}", journal(machine));

    let healthy = |arguments: &[&str]| {
        let answer =
            machine.tool(&[&["curl", "--silent", "--show-error", "--max-time", "60"], arguments].concat());
        assert_eq!(answer, "{\"status\":\"ok\"}", "{arguments:?}");
    };
    healthy(&["http://127.0.0.1:8000/healthz"]);
    healthy(&["--unix-socket", SOCKET, "http://localhost/healthz"]);
    assert_eq!(machine.tool(&["stat", "-c", "%a %F", SOCKET]).trim(), "660 socket");

    let state = machine.tool(&["find", "/var/lib/private/server-monitor", "-printf", "%y %#m %P\n"]);
    assert!(state.lines().count() > 1, "the state is kept:\n{state}");
    for line in state.lines() {
        assert!(line.starts_with("d 0700 ") || line.starts_with("f 0600 "), "{line}");
    }

    let main = machine.tool(&["systemctl", "show", "--value", "--property=MainPID", UNIT]);
    let status = machine.tool(&["cat", &format!("/proc/{}/status", main.trim())]);
    assert!(!status.lines().any(|line| line.starts_with("Uid:\t0\t")), "it runs as root:\n{status}");

    let begun = Instant::now();
    machine.tool(&["systemctl", "stop", UNIT]);
    let took = begun.elapsed();
    println!("stopped in {took:?}");
    assert!(took < STOPS, "{took:?}");
    agree(|| {
        let log = journal(machine);
        let link = log.lines().any(|line| line.starts_with("http://127.0.0.1:8000/setup#token="));
        same!(link, true, "whether there is a link in:\n{log}");
        same!(log.contains(&format!("{UNIT}: Deactivated successfully.")), true, "how it ended in:\n{log}");
        Ok("started and stopped, as the journal tells".to_owned())
    });
    assert!(machine.run(&["stat", SOCKET]).status.code() == Some(1), "the socket is still there");
}
