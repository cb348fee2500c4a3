//! No bytes make the parser of the links of a process panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::link::exe(text);
    let _ = host::parse::link::socket(text);
    let _ = host::parse::link::namespace(text);
});
