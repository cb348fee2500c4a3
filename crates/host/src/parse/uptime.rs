//! Seconds since boot in `/proc/uptime` (proc_uptime(5)).

use domain::{Gap, Reading};

use super::text::{fraction, words};

/// Seconds since boot.
///
/// # Errors
/// `Failed` when the text does not begin with a number.
pub fn parse_uptime(text: &[u8]) -> Reading<f64> {
    words(text)
        .next()
        .and_then(fraction)
        .ok_or(Gap::failed("understand /proc/uptime: it does not begin with a number"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_recorded_machine_is_understood() {
        assert_eq!(parse_uptime(include_bytes!("../../tests/fixtures/parse/uptime")), Ok(1660.88));
    }

    #[test]
    fn anything_else_is_a_gap() {
        for bad in ["", "\n", "x 1.0", "-5.0 1.0"] {
            assert!(matches!(parse_uptime(bad.as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = parse_uptime(&text);
        }
    }
}
