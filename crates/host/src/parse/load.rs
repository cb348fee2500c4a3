//! Run-queue averages in `/proc/loadavg` (proc_loadavg(5)).

use domain::{Gap, Reading};

use super::text::{fraction, words};

/// The averages over 1, 5 and 15 minutes.
///
/// # Errors
/// `Failed` when there are not three numbers.
pub fn parse_load(text: &[u8]) -> Reading<[f64; 3]> {
    let mut fields = words(text).map(fraction);
    let mut next =
        || fields.next().flatten().ok_or(Gap::failed("understand /proc/loadavg: it has not three averages"));
    Ok([next()?, next()?, next()?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_recorded_machine_is_understood() {
        assert_eq!(parse_load(include_bytes!("../../tests/fixtures/parse/loadavg")), Ok([1.53, 0.75, 0.56]));
    }

    #[test]
    fn anything_else_is_a_gap() {
        for bad in ["", "0.10 0.20", "0.10 x 0.30", "nan nan nan", "-1 0 0", "1e9 0 0"] {
            assert!(matches!(parse_load(bad.as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = parse_load(&text);
        }
    }
}
