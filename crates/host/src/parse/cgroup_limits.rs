//! What a cgroup allows: `cpu.max`, `memory.max` (kernel doc admin-guide/cgroup-v2) and
//! `cpu.cfs_quota_us`, `memory.limit_in_bytes` (kernel doc admin-guide/cgroup-v1).

use domain::{Gap, Reading};

use super::text::{number, words};

/// Version 1 has no word for "no limit": it writes the largest number of whole pages. No machine has as much.
const ENDLESS: u64 = 1 << 62;

/// CPUs at once by `cpu.max`: `QUOTA PERIOD` in microseconds; `Ok(None)` without a limit.
///
/// # Errors
/// `Failed` when it is anything else.
pub fn parse_cpu_max(text: &[u8]) -> Reading<Option<f64>> {
    let mut fields = words(text);
    let (quota, period) = (fields.next(), fields.next());
    match (quota, period.and_then(number)) {
        (Some(b"max"), _) => Ok(None),
        (Some(quota), Some(period)) => share(number(quota), period).map(Some),
        _ => Err(Gap::failed("understand cpu.max: it is no quota with its period")),
    }
}

/// CPUs at once by `cpu.cfs_quota_us` and `cpu.cfs_period_us`; `Ok(None)` without a limit.
///
/// # Errors
/// `Failed` when they are anything else.
pub fn parse_cfs_quota(quota: &[u8], period: &[u8]) -> Reading<Option<f64>> {
    if quota.trim_ascii() == b"-1" {
        return Ok(None);
    }
    share(number(quota.trim_ascii()), number(period.trim_ascii()).unwrap_or(0)).map(Some)
}

fn share(quota: Option<u64>, period: u64) -> Reading<f64> {
    match quota {
        Some(quota) if quota > 0 && period > 0 => Ok(quota as f64 / period as f64),
        _ => Err(Gap::failed("understand a CPU limit: it is no quota with its period")),
    }
}

/// Bytes of memory by `memory.max` or `memory.limit_in_bytes`; `Ok(None)` without a limit.
///
/// # Errors
/// `Failed` when it is neither a number nor `max`.
pub fn parse_memory_limit(text: &[u8]) -> Reading<Option<u64>> {
    match text.trim_ascii() {
        b"max" => Ok(None),
        digits => parse_bytes(digits).map(|bytes| (bytes < ENDLESS).then_some(bytes)),
    }
}

/// Bytes of memory in use by `memory.current` or `memory.usage_in_bytes`.
///
/// # Errors
/// `Failed` when it is no number.
pub fn parse_bytes(text: &[u8]) -> Reading<u64> {
    number(text.trim_ascii()).ok_or(Gap::failed("understand a memory limit: it is no number of bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn limits_of_version_2_are_understood() {
        assert_eq!(parse_cpu_max(b"max 100000\n"), Ok(None));
        assert_eq!(parse_cpu_max(b"150000 100000\n"), Ok(Some(1.5)));
        assert_eq!(parse_cpu_max(b"max\n"), Ok(None));
        assert_eq!(parse_memory_limit(b"max\n"), Ok(None));
        assert_eq!(parse_memory_limit(b"536870912\n"), Ok(Some(536_870_912)));
        assert_eq!(parse_memory_limit(b"0\n"), Ok(Some(0)));
    }

    #[test]
    fn limits_of_version_1_are_understood() {
        assert_eq!(parse_cfs_quota(b"-1\n", b"100000\n"), Ok(None));
        assert_eq!(parse_cfs_quota(b"50000\n", b"100000\n"), Ok(Some(0.5)));
        for endless in ["9223372036854771712\n", "9223372036854710272", "18446744073709551615"] {
            assert_eq!(parse_memory_limit(endless.as_bytes()), Ok(None), "{endless:?}");
        }
        assert_eq!(parse_bytes(b"24576\n"), Ok(24_576));
    }

    #[test]
    fn anything_else_is_a_gap_and_never_a_limit_of_nothing() {
        for bad in ["", "100000", "0 100000", "100000 0", "-1 100000", "x 100000", "100000 x"] {
            assert!(matches!(parse_cpu_max(bad.as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
        for (quota, period) in
            [("", "100000"), ("0", "100000"), ("50000", ""), ("50000", "0"), ("-2", "100000")]
        {
            assert!(matches!(parse_cfs_quota(quota.as_bytes(), period.as_bytes()), Err(Gap::Failed(_))));
        }
        for bad in ["", "-1", "MAX", "1.5", "1 2", "18446744073709551616"] {
            assert!(matches!(parse_memory_limit(bad.as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>, more: Vec<u8>) {
            let _ = (parse_cpu_max(&text), parse_cfs_quota(&text, &more), parse_memory_limit(&text));
        }

        #[test]
        fn a_cpu_limit_is_a_positive_number(quota: u64, period: u64) {
            if let Ok(Some(cpus)) = parse_cpu_max(format!("{quota} {period}").as_bytes()) {
                prop_assert!(cpus.is_finite() && cpus > 0.0);
            }
        }
    }
}
