//! No bytes make the parser of `/etc/machine-id` panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::machine_id::parse_host_id(text);
});
