//! No bytes make the parser of how a descriptor was opened panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::fdinfo::for_writing(text);
});
