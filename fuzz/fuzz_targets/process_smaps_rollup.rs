//! No bytes make the parser of the memory of a process, summed up, panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::smaps_rollup::proportional_bytes(text);
});
