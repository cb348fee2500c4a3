//! No bytes make the parser of the `schedstat` line of a thread panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::schedstat::waited(text);
});
