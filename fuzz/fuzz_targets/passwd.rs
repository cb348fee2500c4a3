//! No bytes make the parser of the user database panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let users = host::parse::passwd::parse(text);
    for (uid, name) in &users {
        assert_eq!(host::parse::passwd::name(&users, *uid), Some(name.as_str()));
        if let Some(home) = host::parse::passwd::home(text, *uid) {
            assert!(home.starts_with(b"/"));
        }
    }
});
