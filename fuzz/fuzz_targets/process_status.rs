//! No bytes make the parser of user ids panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = (host::parse::status::uids(text), host::parse::status::innermost_pid(text));
});
