//! No bytes make the parser of CPU counters of `/proc/stat` panic.
#![no_main]

use domain::sample::{CpuCounters, CpuTimes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let mut counters = CpuCounters { total: CpuTimes::default(), cores: Vec::new() };
    let _ = host::parse::cpu::parse_stat(text, &mut counters);
});
