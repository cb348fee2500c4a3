//! No bytes make the parser of who manages a process panic, and no unit that it names leads elsewhere.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    for own in [None, Some("own")] {
        if let Some(managed) = host::parse::manager::managed(text, own) {
            assert!(!managed.unit.contains('/') && managed.unit.ends_with(".service"));
        }
    }
});
