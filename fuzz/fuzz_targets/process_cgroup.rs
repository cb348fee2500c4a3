//! No bytes make the parser of the cgroup of a process panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::cgroup::parse(text);
});
