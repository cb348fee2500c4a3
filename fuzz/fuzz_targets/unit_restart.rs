//! No bytes make the parser of the files of a unit panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let (first, rest) = text.split_at(text.len() / 2);
    let _ = host::parse::unit_restart::restarts([first, rest]);
});
