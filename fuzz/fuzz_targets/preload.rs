//! No bytes make the parsers of preloaded libraries panic or keep without bound; no variable but those two is kept.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let libraries = host::parse::preload::environment(text);
    assert!(libraries.is_empty() || text.windows(3).any(|piece| piece == b"LD_"));
    let _ = host::parse::preload::file(text);
});
