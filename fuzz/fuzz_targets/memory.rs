//! No bytes make the parser of `/proc/meminfo` panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    if let Ok(memory) = host::parse::memory::parse_meminfo(text) {
        assert!(memory.available <= memory.total && memory.swap_used <= memory.swap_total);
    }
});
