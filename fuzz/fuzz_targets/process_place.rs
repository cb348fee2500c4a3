//! No text of a cgroup makes the question where a process belongs panic, and none in a service is a user's.
#![no_main]

use domain::decide::Place;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let mut inside = b"0::/system.slice/x.service/".to_vec();
    inside.extend(text.iter().copied().filter(|byte| *byte != b'\n'));
    assert_ne!(host::parse::place::place(&inside, None), Place::Session);
    let _ = host::parse::place::place(text, Some("own"));
});
