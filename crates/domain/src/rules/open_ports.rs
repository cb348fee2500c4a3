//! `PUBLIC_PORT`: it waits on a port that is known for a service. `SYSTEM_PORT`: on one below 1024 that
//! is not. One finding for each port.

use std::collections::BTreeMap;

use super::case::{blind, reach};
use super::{Case, Rule};
use crate::catalogue::{Entry, KnownPort, PortKind, known_port};
use crate::finding::{Arg, Evidence, Finding, Outcome, Severity};
use crate::socket::{Exposure, Socket};

pub(super) const PUBLIC_PORT: Rule = Rule {
    id: "PUBLIC_PORT",
    severity: Severity::Warning,
    plain: true,
    reads: &["sockets"],
    since: "0.1.0",
    check: |case| check(case, PUBLIC_PORT.id, |port| known_port(port).is_some()),
};

pub(super) const SYSTEM_PORT: Rule = Rule {
    id: "SYSTEM_PORT",
    severity: Severity::Warning,
    plain: true,
    reads: &["sockets"],
    since: "0.1.0",
    check: |case| check(case, SYSTEM_PORT.id, |port| port < 1024 && known_port(port).is_none()),
};

fn check(case: &Case<'_>, id: &'static str, concerns: impl Fn(u16) -> bool) -> Outcome {
    let sockets = match &case.process.sample.sockets {
        Ok(sockets) => sockets,
        Err(gap) => return blind(*gap),
    };
    // A port is as reachable as its most reachable socket.
    let mut widest: BTreeMap<u16, &Socket> = BTreeMap::new();
    for socket in sockets.iter().filter(|socket| concerns(socket.port)) {
        let kept = widest.entry(socket.port).or_insert(socket);
        if socket.exposure() > kept.exposure() {
            *kept = socket;
        }
    }
    if widest.is_empty() {
        return Outcome::Clear;
    }
    Outcome::Found(widest.into_values().map(|socket| finding(case, id, socket)).collect())
}

fn finding(case: &Case<'_>, id: &'static str, socket: &Socket) -> Finding {
    let mut args = vec![
        ("port", Arg::Number(f64::from(socket.port))),
        ("exposure", Arg::Text(socket.exposure().word().to_owned())),
    ];
    if let Some(KnownPort { service, .. }) = known_port(socket.port) {
        args.push(("service", Arg::Text((*service).to_owned())));
    }
    let place = format!("ss -ltnup, pid {}", case.key().pid);
    let value = format!("{} {}:{}", socket.proto.word(), socket.address, socket.port);
    Finding { id, severity: weigh(case, socket), args, evidence: vec![Evidence { place, value }] }
}

/// Asked of the same link alone: answers to others are thrown away (RFC 6762 §11, RFC 4795 §2.5). Such a socket is bound to
/// every address and is no door for the internet all the same.
const OF_THE_LINK: [u16; 2] = [5353, 5355];

/// Strict mode counts every port. Contextual mode asks who can reach it, and whether that is what the program is for.
fn weigh(case: &Case<'_>, socket: &Socket) -> Severity {
    if !case.weighs() {
        return Severity::Warning;
    }
    let expected = case.expected();
    let usual = expected.is_some_and(|entry| is_usual(entry, socket.port));
    let public = expected.is_some_and(|entry| entry.expect.public == Some(true));
    let meant = public || OF_THE_LINK.contains(&socket.port);
    match reach(socket) {
        Exposure::Loopback => Severity::Info,
        _ if usual && meant => Severity::Info,
        Exposure::Private => Severity::Notice,
        Exposure::Public => Severity::Warning,
    }
}

/// Whether a program waits on this port by custom. One that is there to be reached on whatever port it is told to, as
/// docker-proxy, does so on those that are for everybody, and not on that of a database.
fn is_usual(entry: &Entry, port: u16) -> bool {
    let ports = entry.expect.ports;
    let for_all = || known_port(port).is_some_and(|known| known.kind == PortKind::Public);
    ports.contains(&port) || (ports.is_empty() && entry.expect.public == Some(true) && for_all())
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn a_web_server_in_public_is_expected_and_strict_mode_warns_all_the_same() {
        let nginx =
            || process("nginx", "/usr/sbin/nginx").listening(&[("0.0.0.0", 80), ("::", 80), ("::", 443)]);
        assert_eq!(nginx().severity(&PUBLIC_PORT), Some(Severity::Info));
        assert_eq!(nginx().findings(&PUBLIC_PORT).len(), 2);
        assert_eq!(nginx().strict().severity(&PUBLIC_PORT), Some(Severity::Warning));
    }

    #[test]
    fn a_published_port_of_a_container_is_expected_for_the_web_and_not_for_a_database() {
        let proxy = |port| process("docker-proxy", "/usr/sbin/docker-proxy").listening(&[("0.0.0.0", port)]);
        assert_eq!(proxy(8080).severity(&PUBLIC_PORT), Some(Severity::Info));
        assert_eq!(proxy(6379).severity(&PUBLIC_PORT), Some(Severity::Warning));
    }

    #[test]
    fn what_only_neighbours_can_ask_is_expected_of_who_answers_them_and_of_nobody_else() {
        let resolved = |port| {
            process("systemd-resolved", "/usr/lib/systemd/systemd-resolved").listening(&[("0.0.0.0", port)])
        };
        assert_eq!(resolved(5355).severity(&PUBLIC_PORT), Some(Severity::Info));
        assert_eq!(resolved(53).severity(&PUBLIC_PORT), Some(Severity::Warning), "a resolver for everybody");
        let odd = process("unheard-of", "/opt/x").listening(&[("0.0.0.0", 5355)]);
        assert_eq!(odd.severity(&PUBLIC_PORT), Some(Severity::Warning));
    }

    #[test]
    fn an_impostor_gets_no_expectations() {
        let planted = process("nginx", "/home/eve/nginx").listening(&[("0.0.0.0", 80)]);
        assert_eq!(planted.severity(&PUBLIC_PORT), Some(Severity::Warning));
    }

    #[test]
    fn reach_decides_for_what_is_not_expected() {
        for (address, expected) in
            [("127.0.0.1", Severity::Info), ("10.0.0.1", Severity::Notice), ("0.0.0.0", Severity::Warning)]
        {
            let odd = process("unheard-of", "/opt/x").listening(&[(address, 80)]);
            assert_eq!(odd.severity(&PUBLIC_PORT), Some(expected), "{address}");
        }
    }

    #[test]
    fn a_low_port_without_a_service_is_a_system_port_and_a_high_one_is_nothing() {
        let odd = process("unheard-of", "/opt/x").listening(&[("0.0.0.0", 1001), ("0.0.0.0", 45_001)]);
        assert_eq!(odd.findings(&SYSTEM_PORT).len(), 1);
        assert_eq!(odd.severity(&PUBLIC_PORT), None);
    }
}
