//! No bytes make the parser of `/proc/diskstats` panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::disk_counters::parse_diskstats(text, &mut Vec::new());
});
