//! Seconds since boot in `/proc/uptime` (proc_uptime(5)).

use domain::{Gap, Reading};

use super::text::{fraction, words};

/// Seconds since boot.
///
/// # Errors
/// `Failed` when the text has not two numbers.
pub fn parse_uptime(text: &[u8]) -> Reading<f64> {
    let mut fields = words(text).map(fraction);
    match (fields.next().flatten(), fields.next().flatten()) {
        // The second is the idle time of all cores. Without it the first may be cut short too.
        (Some(uptime), Some(_)) => Ok(uptime),
        _ => Err(Gap::failed("understand /proc/uptime: it has not two numbers")),
    }
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
        for bad in ["", "\n", "x 1.0", "-5.0 1.0", "1660", "1660.", "1660.8"] {
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
