//! No bytes make the parser of the table of terminal drivers panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let (number, table) = text.split_at(text.len().min(4));
    let number = number.try_into().map_or(0, u32::from_ne_bytes);
    let _ = host::parse::tty::name(number, &host::parse::tty::drivers(table));
});
