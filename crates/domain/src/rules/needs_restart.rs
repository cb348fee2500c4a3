//! `NEEDS_RESTART`: an upgrade replaced its executable or a library of it. Advice, never a danger.

use super::case::found_with;
use super::{Case, Rule};
use crate::finding::{Arg, Evidence, Outcome, Severity};
use crate::gap::Gap;
use crate::process::Identity;
use crate::text::operand;

pub(super) const RULE: Rule = Rule {
    id: "NEEDS_RESTART",
    severity: Severity::Info,
    plain: false,
    reads: &["exe_deleted", "replaced", "stale_libraries", "unit", "container"],
    since: "0.1.0",
    check,
};

/// Libraries that are named; a person needs one to believe it.
const NAMED: usize = 3;

fn check(case: &Case<'_>) -> Outcome {
    let mut evidence: Vec<Evidence> = Vec::new();
    let deleted = case.exe().ok().filter(|exe| exe.deleted);
    if let (Some(exe), Ok(true)) = (deleted, case.standing.replaced) {
        evidence.push(case.exe_evidence(exe));
    }
    let libraries = case.standing.stale_libraries.as_deref();
    for library in libraries.unwrap_or_default().iter().take(NAMED) {
        evidence.push(case.evidence("maps", format!("{library} (deleted)")));
    }
    if evidence.is_empty() {
        return match libraries {
            Ok(_) | Err(Gap::Gone) => Outcome::Clear,
            Err(gap) => Outcome::Blind(*gap),
        };
    }
    let sample = &case.process.sample;
    found_with(RULE.id, Severity::Info, args(sample.key.pid, &sample.identity), evidence)
}

/// How a process comes to its new files.
#[derive(Debug, PartialEq)]
enum Way {
    /// By what is typed.
    Command(String),
    /// Its user logs in again: what it is in lasts as long as the session does.
    Login,
    /// With its container, whose units are not those of this host.
    Container,
    /// With the machine: whoever restarts it cuts off what runs.
    Boot,
    /// By whoever started it.
    Program,
}

/// Buses that cannot be restarted below their clients.
const BUSES: [&str; 2] = ["dbus.service", "dbus-broker.service"];

fn way(pid: u32, identity: &Identity) -> Way {
    if matches!(identity.container, Ok(Some(_))) {
        return Way::Container;
    }
    match identity.unit.as_ref().ok().and_then(Option::as_deref) {
        // systemd itself; the manager of a user has a scope of that name too.
        Some("init.scope") if pid == 1 => Way::Command("systemctl daemon-reexec".to_owned()),
        Some("init.scope") => Way::Login,
        Some(unit) if unit.starts_with("session-") && unit.ends_with(".scope") => Way::Login,
        Some(unit) if unit.starts_with("user@") && unit.ends_with(".service") => Way::Login,
        Some(unit) if BUSES.contains(&unit) => Way::Boot,
        Some(unit) if unit.ends_with(".service") => {
            Way::Command(format!("systemctl restart {}", operand(unit)))
        }
        _ => Way::Program,
    }
}

fn args(pid: u32, identity: &Identity) -> Vec<(&'static str, Arg)> {
    let unit = identity.unit.clone().ok().flatten();
    let (word, command) = match way(pid, identity) {
        Way::Command(command) => ("command", Some(command)),
        Way::Login => ("login", None),
        Way::Container => ("container", None),
        Way::Boot => ("boot", None),
        Way::Program => ("program", None),
    };
    let mut args = Vec::with_capacity(3);
    args.extend(unit.map(|unit| ("unit", Arg::Text(unit))));
    args.push(("way", Arg::Text(word.to_owned())));
    args.extend(command.map(|command| ("command", Arg::Text(command))));
    args
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn a_replaced_executable_or_library_is_advice_with_the_unit_to_restart() {
        let by_exe = process("nginx", "/usr/sbin/nginx")
            .deleted()
            .standing(|s| s.replaced = Ok(true))
            .identity(|i| i.unit = Ok(Some("nginx.service".to_owned())));
        assert_eq!(by_exe.severity(&RULE), Some(Severity::Info));
        let text = |text: &str| Arg::Text(text.to_owned());
        let expected = [
            ("unit", text("nginx.service")),
            ("way", text("command")),
            ("command", text("systemctl restart nginx.service")),
        ];
        assert_eq!(by_exe.findings(&RULE)[0].args, expected);
        let by_library = process("nginx", "/usr/sbin/nginx")
            .standing(|s| s.stale_libraries = Ok(vec!["/usr/lib/libssl.so.3".to_owned(); 9]));
        assert_eq!(by_library.findings(&RULE)[0].evidence.len(), NAMED);
    }

    #[test]
    fn a_removed_executable_without_successor_is_not_an_upgrade() {
        assert_eq!(process("x", "/opt/x").deleted().severity(&RULE), None);
    }

    #[test]
    fn unreadable_maps_are_said() {
        let unseen = process("x", "/opt/x").standing(|s| s.stale_libraries = Err(Gap::Denied));
        assert_eq!(unseen.ask(&RULE), Outcome::Blind(Gap::Denied));
    }

    #[test]
    fn what_is_told_to_type_is_what_brings_the_new_files() {
        let of = |pid, unit: Option<&str>, container: Option<&str>| {
            let it = process("x", "/usr/bin/x").identity(|i| {
                i.unit = Ok(unit.map(str::to_owned));
                i.container = Ok(container.map(str::to_owned));
            });
            way(pid, &it.process.sample.identity)
        };
        let typed = |command: &str| Way::Command(command.to_owned());
        for (pid, unit, expected) in [
            (1, Some("init.scope"), typed("systemctl daemon-reexec")),
            (700, Some("init.scope"), Way::Login),
            (700, Some("user@1000.service"), Way::Login),
            (700, Some("session-4.scope"), Way::Login),
            (700, Some("nginx.service"), typed("systemctl restart nginx.service")),
            (700, Some("getty@tty1.service"), typed("systemctl restart getty@tty1.service")),
            (700, Some("$(reboot).service"), typed("systemctl restart -- '$(reboot).service'")),
            (700, Some("--root=x.service"), typed("systemctl restart -- '--root=x.service'")),
            (700, Some("a'b.service"), typed(r"systemctl restart -- 'a'\''b.service'")),
            (700, Some("dbus.service"), Way::Boot),
            (700, Some("run-r1.scope"), Way::Program),
            (700, Some("srv.mount"), Way::Program),
            (700, None, Way::Program),
            (1, None, Way::Program),
        ] {
            assert_eq!(of(pid, unit, None), expected, "{pid} {unit:?}");
        }
        assert_eq!(of(700, Some("nginx.service"), Some("web")), Way::Container);
    }

    #[test]
    fn without_a_unit_there_is_still_a_way_and_nothing_to_type() {
        let unseen = process("x", "/usr/bin/x").identity(|i| i.unit = Err(Gap::Denied));
        let unseen = unseen.standing(|s| s.stale_libraries = Ok(vec!["/usr/lib/x.so".to_owned()]));
        assert_eq!(unseen.findings(&RULE)[0].args, [("way", Arg::Text("program".to_owned()))]);
    }
}
