//! `SHELL_WITH_SOCKET`: a shell that listens, or whose input and output is a network connection: the
//! form of a reverse shell.

use super::case::{blind, found};
use super::{Case, Rule};
use crate::catalogue::{Nature, Platform, named};
use crate::finding::{Evidence, Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "SHELL_WITH_SOCKET",
    severity: Severity::Critical,
    plain: false,
    reads: &["exe", "sockets", "stdio_socket"],
    since: "0.1.0",
    check,
};

fn check(case: &Case<'_>) -> Outcome {
    if !is_shell(case) {
        return Outcome::Clear;
    }
    let sockets = match &case.process.sample.sockets {
        Ok(sockets) => sockets,
        Err(gap) => return blind(*gap),
    };
    if let Some(socket) = sockets.first() {
        let seen = format!("{} {}:{}", socket.proto.word(), socket.address, socket.port);
        let place = format!("ss -ltnup, pid {}", case.key().pid);
        return found(RULE.id, Severity::Critical, vec![Evidence { place, value: seen }]);
    }
    match case.standing.stdio_socket {
        Ok(true) => found(RULE.id, Severity::Critical, vec![case.evidence("fd/0", "socket:")]),
        Ok(false) => Outcome::Clear,
        Err(gap) => blind(gap),
    }
}

/// By its name or by its executable: a shell may be called anything.
fn is_shell(case: &Case<'_>) -> bool {
    let file = case.exe().ok().and_then(|exe| exe.path.rsplit('/').next()).unwrap_or_default();
    [case.name(), file]
        .iter()
        .any(|name| named(name, Platform::Linux).is_some_and(|entry| entry.nature == Nature::Shell))
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;
    use crate::gap::Gap;

    #[test]
    fn a_shell_on_a_connection_is_critical_whatever_it_calls_itself() {
        for name in ["bash", "update"] {
            let reverse = process(name, "/usr/bin/bash").standing(|s| s.stdio_socket = Ok(true));
            assert_eq!(reverse.severity(&RULE), Some(Severity::Critical), "{name}");
        }
        let bound = process("sh", "/usr/bin/dash").listening(&[("127.0.0.1", 4444)]);
        assert_eq!(bound.severity(&RULE), Some(Severity::Critical));
    }

    #[test]
    fn a_shell_at_a_terminal_and_a_server_are_clear() {
        assert_eq!(process("bash", "/usr/bin/bash").severity(&RULE), None);
        assert_eq!(process("nginx", "/usr/sbin/nginx").listening(&[("0.0.0.0", 80)]).severity(&RULE), None);
    }

    #[test]
    fn a_shell_whose_descriptors_are_hidden_is_not_passed() {
        let unseen = process("bash", "/usr/bin/bash").standing(|s| s.stdio_socket = Err(Gap::Denied));
        assert_eq!(unseen.ask(&RULE), Outcome::Blind(Gap::Denied));
    }
}
