//! How numbers and times are written: rounding, RFC 3339, uptime.

use domain::time::Wall;
use domain::{Gap, Reading};

/// Percent and other small measures with two decimals. What is no number is a failure, never `null` without a reason.
pub(crate) fn hundredths(value: f64) -> Reading<f64> {
    let rounded = (value * 100.0).round() / 100.0;
    // `+ 0.0` turns a negative zero into zero: `-0.0` reads odd and would differ from `0.0` in text.
    if rounded.is_finite() { Ok(rounded + 0.0) } else { Err(Gap::failed("compute a rate")) }
}

/// A rate as whole units per second.
pub(crate) fn whole(value: f64) -> Reading<u64> {
    // `as` saturates (Rust reference, type cast expressions), and NaN was ruled out.
    if value.is_finite() && value >= 0.0 {
        Ok(value.round() as u64)
    } else {
        Err(Gap::failed("compute a rate"))
    }
}

/// A moment as RFC 3339 in UTC with milliseconds, as `2026-11-21T13:40:05.123Z`.
#[must_use]
pub fn rfc3339(at: Wall) -> String {
    match jiff::Timestamp::from_nanosecond(i128::from(at.0)) {
        Ok(timestamp) => format!("{timestamp:.3}"),
        // Every i64 of nanoseconds lies between the years 1677 and 2262, which jiff covers.
        Err(_) => String::from("1970-01-01T00:00:00.000Z"),
    }
}

/// Seconds since boot as days+hours:minutes, as `41+07:22`.
#[must_use]
pub fn uptime(seconds: f64) -> String {
    let minutes = (seconds.max(0.0) / 60.0) as u64;
    format!("{}+{:02}:{:02}", minutes / 1440, minutes / 60 % 24, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rfc_3339_in_utc() {
        assert_eq!(rfc3339(Wall(0)), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(Wall(1_700_000_000_123_456_789)), "2023-11-14T22:13:20.123Z");
    }

    #[test]
    fn uptime_is_days_and_hours_and_minutes() {
        assert_eq!(uptime(0.0), "0+00:00");
        assert_eq!(uptime(41.0 * 86_400.0 + 7.0 * 3600.0 + 22.0 * 60.0 + 59.9), "41+07:22");
    }

    #[test]
    fn what_is_no_number_is_a_failure_and_not_zero() {
        assert!(hundredths(f64::NAN).is_err());
        assert!(whole(f64::INFINITY).is_err());
        assert!(whole(-1.0).is_err());
        assert_eq!(hundredths(33.333_33), Ok(33.33));
        assert!(hundredths(-0.001).is_ok_and(|zero| zero.is_sign_positive()));
    }
}
