//! No bytes make the parser of `/proc/net/dev` panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let mut interfaces = Vec::new();
    if host::parse::network::parse_net_dev(text, &mut interfaces).is_ok() {
        assert!(interfaces.iter().all(|one: &domain::sample::Interface| one.name != "lo"));
    }
});
