//! `SUSPICIOUS_PATH`: the executable lies outside the folders where the system keeps programs.

use super::case::{blind, found_with};
use super::{Case, Rule};
use crate::finding::{Arg, Outcome, Severity};
use crate::gap::{Gap, Reading};

pub(super) const RULE: Rule = Rule {
    id: "SUSPICIOUS_PATH",
    severity: Severity::Warning,
    plain: true,
    reads: &["exe", "standard_paths", "writers", "container"],
    since: "0.1.0",
    check,
};

/// Where people keep their own programs (DESIGN §3.2).
const SPARED: [&str; 4] = ["/home/", "/srv/", "/opt/", "/usr/local/"];

fn check(case: &Case<'_>) -> Outcome {
    let exe = match case.exe() {
        Ok(exe) => exe,
        Err(gap) => return blind(gap),
    };
    if is_standard(&exe.path, &case.world.standard_paths) {
        return Outcome::Clear;
    }
    let severity = match spared(case, &exe.path) {
        Ok(true) => Severity::Info,
        Ok(false) => Severity::Warning,
        Err(Gap::Gone) => return Outcome::Clear,
        Err(_) => Severity::Warning,
    };
    let args = vec![("exe", Arg::Text(exe.path.clone()))];
    found_with(RULE.id, severity, args, vec![case.exe_evidence(exe)])
}

/// Whether a path lies below one of these folders: `/usr` holds `/usr/bin/x`, not `/usrx`.
fn is_standard(path: &str, standard: &[String]) -> bool {
    standard.iter().any(|folder| {
        let folder = folder.trim_end_matches('/');
        path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    })
}

/// In contextual mode some places are spared, where nobody but root and the user of the process can write.
fn spared(case: &Case<'_>, path: &str) -> Reading<bool> {
    let contained = matches!(&case.process.sample.identity.container, Ok(Some(_)));
    let place = contained || SPARED.iter().any(|folder| path.starts_with(folder));
    if !case.weighs() || !place || super::runs_from_tmp::is_open(path) {
        return Ok(false);
    }
    case.standing.writers.map(|writers| !writers.strangers)
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;
    use crate::standing::Writers;

    #[test]
    fn strict_mode_warns_of_every_path_outside() {
        for (exe, expected) in [
            ("/usr/bin/x", None),
            ("/opt/app/x", None),
            ("/usrx/x", Some(Severity::Warning)),
            ("/home/ann/x", Some(Severity::Warning)),
            ("/data/x", Some(Severity::Warning)),
        ] {
            assert_eq!(process("x", exe).strict().severity(&RULE), expected, "{exe}");
        }
    }

    #[test]
    fn contextual_mode_spares_peoples_own_programs() {
        for exe in ["/home/ann/app/x", "/srv/app/x"] {
            assert_eq!(process("x", exe).severity(&RULE), Some(Severity::Info), "{exe}");
        }
        assert_eq!(process("x", "/data/x").severity(&RULE), Some(Severity::Warning));
    }

    #[test]
    fn what_strangers_can_write_is_not_spared_and_neither_is_what_could_not_be_seen() {
        let open = Writers { not_root_alone: true, strangers: true };
        for writers in [Ok(open), Err(Gap::Denied)] {
            let subject = process("x", "/srv/app/x").standing(|s| s.writers = writers);
            assert_eq!(subject.severity(&RULE), Some(Severity::Warning), "{writers:?}");
        }
    }

    #[test]
    fn a_container_has_its_own_places() {
        let inside = process("app", "/app/app").identity(|i| i.container = Ok(Some("c0ffee".to_owned())));
        assert_eq!(inside.severity(&RULE), Some(Severity::Info));
    }
}
