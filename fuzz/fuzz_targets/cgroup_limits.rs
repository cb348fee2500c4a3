//! No bytes make the parser of what a cgroup allows panic.
#![no_main]

use host::parse::cgroup_limits::{parse_cfs_quota, parse_cpu_max, parse_memory_limit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], &[u8])| {
    let (text, period) = input;
    for cpus in [parse_cpu_max(text), parse_cfs_quota(text, period)].into_iter().flatten().flatten() {
        assert!(cpus.is_finite() && cpus > 0.0);
    }
    let _ = parse_memory_limit(text);
});
