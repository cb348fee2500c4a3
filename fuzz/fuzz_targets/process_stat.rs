//! No bytes make the parser of the `stat` line of a process panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let _ = host::parse::stat::session(text);
    if let Some(stat) = host::parse::stat::parse(text) {
        assert!(host::parse::stat::unescape(stat.comm).len() <= stat.comm.len());
    }
});
