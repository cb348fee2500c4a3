//! `EXPOSED_DATABASE`: a database, cache or queue can be reached from other machines.

use super::case::{blind, reach};
use super::{Case, Rule};
use crate::catalogue::{Category, PortKind, known_port};
use crate::finding::{Arg, Evidence, Finding, Outcome, Severity};
use crate::socket::{Exposure, Socket};

pub(super) const RULE: Rule = Rule {
    id: "EXPOSED_DATABASE",
    severity: Severity::Critical,
    plain: false,
    reads: &["sockets", "category"],
    since: "0.1.0",
    check,
};

fn check(case: &Case<'_>) -> Outcome {
    let sockets = match &case.process.sample.sockets {
        Ok(sockets) => sockets,
        Err(gap) => return blind(*gap),
    };
    let is_database = case.is(Category::Database);
    let holds_data = |socket: &&Socket| {
        let by_port = known_port(socket.port).is_some_and(|known| known.kind == PortKind::Data);
        // A web server on a database's port is no database.
        is_database || (by_port && case.expected().is_none())
    };
    let finding = |socket: &Socket| {
        let severity = match reach(socket) {
            Exposure::Public => Severity::Critical,
            Exposure::Private => Severity::Notice,
            Exposure::Loopback => return None,
        };
        Some(Finding {
            id: RULE.id,
            severity,
            args: vec![
                ("port", Arg::Number(f64::from(socket.port))),
                ("address", Arg::Text(socket.address.to_string())),
            ],
            evidence: vec![Evidence {
                place: format!("ss -ltnup, pid {}", case.key().pid),
                value: format!("{} {}:{}", socket.proto.word(), socket.address, socket.port),
            }],
        })
    };
    let findings: Vec<Finding> = sockets.iter().filter(holds_data).filter_map(finding).collect();
    if findings.is_empty() { Outcome::Clear } else { Outcome::Found(findings) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn a_database_is_critical_in_public_only() {
        let at = |address| process("redis-server", "/usr/bin/redis-server").listening(&[(address, 6379)]);
        assert_eq!(at("0.0.0.0").severity(&RULE), Some(Severity::Critical));
        assert_eq!(at("::").severity(&RULE), Some(Severity::Critical));
        assert_eq!(at("10.0.0.5").severity(&RULE), Some(Severity::Notice));
        assert_eq!(at("127.0.0.1").severity(&RULE), None);
    }

    #[test]
    fn a_database_in_a_network_of_its_own_is_worth_a_notice() {
        let mut inside = process("redis-server", "/usr/bin/redis-server").listening(&[("0.0.0.0", 6379)]);
        let sockets = inside.process.sample.sockets.clone().unwrap();
        inside.process.sample.sockets =
            Ok(sockets.iter().map(|socket| Socket { netns: Some(4_026_532_333), ..*socket }).collect());
        assert_eq!(inside.severity(&RULE), Some(Severity::Notice));
    }

    #[test]
    fn an_unknown_program_on_a_databases_port_counts_as_one() {
        let odd = process("unheard-of", "/opt/x").listening(&[("0.0.0.0", 6379)]);
        assert_eq!(odd.severity(&RULE), Some(Severity::Critical));
    }

    #[test]
    fn a_web_server_is_no_database() {
        assert_eq!(process("nginx", "/usr/sbin/nginx").listening(&[("0.0.0.0", 80)]).severity(&RULE), None);
    }
}
