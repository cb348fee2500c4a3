//! No bytes make the parser of the mount table and the choice of what is shown of it panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|table: &[u8]| {
    for line in host::parse::mountinfo::parse_mountinfo(table).flatten() {
        let _ = host::parse::mountinfo::unescape(line.source);
    }
    if let Ok(shown) = host::parse::shown_mounts::shown_mounts(table) {
        for (index, mount) in shown.iter().enumerate() {
            let later = &shown[index + 1..];
            assert!(mount.device.0 == 0 || later.iter().all(|other| other.device != mount.device));
        }
    }
});
