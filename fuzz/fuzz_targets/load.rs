//! No bytes make the parser of `/proc/loadavg` panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    if let Ok(load) = host::parse::load::parse_load(text) {
        assert!(load.iter().all(|average| average.is_finite() && *average >= 0.0));
    }
});
