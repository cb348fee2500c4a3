//! No bytes make the parser of `os-release` panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    if let Ok(name) = host::parse::os_release::parse_os_release(text) {
        assert!(!name.chars().any(char::is_control));
    }
});
