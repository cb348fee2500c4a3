//! No bytes make the parser of `/proc/uptime` panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::uptime::parse_uptime(text);
});
