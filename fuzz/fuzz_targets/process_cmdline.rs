//! No bytes make the parser of the arguments of a process, nor the name that follows from them panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let arguments = host::parse::cmdline::parse(text, text.len().is_multiple_of(2));
    assert!(arguments.len() <= host::parse::cmdline::ARGUMENT_LIMIT);
    let _ = host::parse::cmdline::name("fifteen-letters", None, &arguments);
    let _ = domain::mask::arguments(arguments);
});
