//! No bytes make the parser of login.defs panic or give root away as a person.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::login_defs::login_users(text);
});
