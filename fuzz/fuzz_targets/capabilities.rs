//! No bytes make the parser of capabilities in a `status` file panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::capabilities::parse_effective(text);
});
