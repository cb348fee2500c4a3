//! No bytes make the parser of the user map of a namespace panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::uid_map::inside(text, 1000);
});
