//! No bytes make the parser of a memory map panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    for mapped in host::parse::maps::executable(text) {
        assert_eq!(mapped.path.first(), Some(&b'/'));
        assert!(mapped.path.len() < text.len());
    }
});
