//! The capabilities that readings need, and what each one missing costs.

use super::kept_file::read_once;
use crate::parse::capabilities::{Capabilities, parse_effective};
use crate::privileges::MissingPrivilege;
use crate::roots::Roots;

/// Each capability that is used, with its number (`linux/capability.h`).
const USED: [(u32, MissingPrivilege); 2] = [
    (
        // Opening `/proc/PID/io` and `/proc/PID/fd`, which belong to the process's user alone.
        2,
        MissingPrivilege {
            capability: "CAP_DAC_READ_SEARCH",
            costs: &["read_bytes_per_s", "write_bytes_per_s", "ports", "sockets"],
        },
    ),
    (
        // Reading the links `/proc/PID/exe` and `/proc/PID/fd/N`, and `/proc/PID/io` (ptrace(2), access mode checking).
        19,
        MissingPrivilege {
            capability: "CAP_SYS_PTRACE",
            costs: &["exe", "read_bytes_per_s", "write_bytes_per_s", "ports", "sockets"],
        },
    ),
];

/// See [`crate::privileges()`].
pub(crate) fn privileges(roots: &Roots) -> Vec<MissingPrivilege> {
    let status = read_once(roots.proc.join("self/status"), "read /proc/self/status");
    let held = status.and_then(|text| parse_effective(&text)).unwrap_or(Capabilities::NONE);
    USED.iter().filter(|(number, _)| !held.has(*number)).map(|(_, missing)| *missing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(status: Option<&str>) -> Vec<&'static str> {
        let machine = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(machine.path().join("proc/self")).expect("made");
        if let Some(status) = status {
            std::fs::write(machine.path().join("proc/self/status"), status).expect("written");
        }
        privileges(&Roots::below(machine.path())).iter().map(|missing| missing.capability).collect()
    }

    #[test]
    fn each_missing_capability_is_named() {
        assert_eq!(missing(Some("CapEff:\t000001ffffffffff\n")), Vec::<&str>::new());
        assert_eq!(missing(Some("CapEff:\t0000000000080000\n")), ["CAP_DAC_READ_SEARCH"]);
        assert_eq!(missing(Some("CapEff:\t0000000000000004\n")), ["CAP_SYS_PTRACE"]);
        assert_eq!(missing(Some("CapEff:\t0000000000000000\n")), ["CAP_DAC_READ_SEARCH", "CAP_SYS_PTRACE"]);
    }

    #[test]
    fn what_cannot_be_told_is_not_promised() {
        for status in [None, Some(""), Some("CapEff: what\n")] {
            assert_eq!(missing(status), ["CAP_DAC_READ_SEARCH", "CAP_SYS_PTRACE"], "{status:?}");
        }
    }
}
