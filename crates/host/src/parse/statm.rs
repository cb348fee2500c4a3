//! `/proc/PID/statm` (proc_pid_statm(5)): memory in pages, exact where `stat` is rough.

use super::text::{number, words};

/// Resident pages, or `None` when the line is not one.
#[must_use]
pub fn parse(line: &[u8]) -> Option<u64> {
    number(words(line).nth(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_second_number_is_the_resident_set() {
        assert_eq!(parse(b"2304 1250 900 12 0 300 0\n"), Some(1250));
    }

    #[test]
    fn a_line_that_says_nothing_is_none_not_zero() {
        for bad in [&b""[..], b"\n", b"2304", b"2304 x", b"2304 -1 0"] {
            assert_eq!(parse(bad), None);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = parse(&bytes);
        }
    }
}
