//! No bytes make the parser of where the own cgroup is panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], &[u8])| {
    let (table, membership) = input;
    for controller in ["cpu", "memory"] {
        if let Some(own) = host::parse::own_cgroup::find_own_cgroup(table, membership, controller) {
            assert!(!own.folders.is_empty());
        }
    }
});
