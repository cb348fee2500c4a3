//! `PRELOADED`: a library was put in front of all others, and can change what every call does.

use super::case::{blind, found_with};
use super::{Case, Rule};
use crate::finding::{Arg, Outcome, Severity};

pub(super) const RULE: Rule = Rule {
    id: "PRELOADED",
    severity: Severity::Critical,
    plain: false,
    reads: &["preloaded"],
    since: "0.1.0",
    check,
};

/// Where distributions keep libraries that people preload on purpose: allocators, faketime, sanitizers.
const SYSTEM: [&str; 5] = ["/usr/lib/", "/usr/lib64/", "/lib/", "/lib64/", "/snap/"];

fn check(case: &Case<'_>) -> Outcome {
    let libraries = match &case.standing.preloaded {
        Ok(libraries) => libraries,
        Err(gap) => return blind(*gap),
    };
    let foreign = libraries.iter().find(|library| !is_system(library));
    let Some(library) = foreign.or_else(|| libraries.first()) else { return Outcome::Clear };
    let severity = if foreign.is_some() { Severity::Critical } else { Severity::Info };
    let args = vec![("library", Arg::Text(library.clone()))];
    found_with(RULE.id, severity, args, vec![case.evidence("environ", format!("LD_PRELOAD={library}"))])
}

fn is_system(library: &str) -> bool {
    // A bare name is searched in the system's folders alone by ld.so(8).
    (!library.contains('/') || SYSTEM.iter().any(|folder| library.starts_with(folder)))
        && !library.contains("..")
}

#[cfg(test)]
mod tests {
    use super::super::testing::process;
    use super::*;

    #[test]
    fn a_library_from_elsewhere_is_critical_and_one_of_the_system_is_told() {
        for (library, expected) in [
            ("/tmp/hook.so", Severity::Critical),
            ("/home/eve/hook.so", Severity::Critical),
            ("/usr/lib/../../tmp/hook.so", Severity::Critical),
            ("/usr/lib/x86_64-linux-gnu/libjemalloc.so.2", Severity::Info),
            ("libfakeroot-sysv.so", Severity::Info),
        ] {
            let loaded = process("x", "/usr/bin/x").standing(|s| s.preloaded = Ok(vec![library.to_owned()]));
            assert_eq!(loaded.severity(&RULE), Some(expected), "{library}");
        }
        assert_eq!(process("x", "/usr/bin/x").severity(&RULE), None);
    }

    #[test]
    fn the_foreign_one_counts_among_several() {
        let both = vec!["libjemalloc.so".to_owned(), "/tmp/hook.so".to_owned()];
        let loaded = process("x", "/usr/bin/x").standing(|s| s.preloaded = Ok(both));
        assert_eq!(loaded.severity(&RULE), Some(Severity::Critical));
    }
}
