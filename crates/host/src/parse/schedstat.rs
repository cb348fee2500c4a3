//! `schedstat` of a thread (kernel doc `scheduler/sched-stats.rst`, `/proc/<pid>/schedstat`).

use super::text::{number, words};

/// Nanoseconds for which the thread was ready to run and others ran. `None` when the line is not one, or of a
/// kernel that keeps no such statistics: it writes zeros for a thread that plainly runs.
#[must_use]
pub fn waited(line: &[u8]) -> Option<u64> {
    let mut numbers = words(line).map(number);
    let (_ran, waited, turns) = (numbers.next()??, numbers.next()??, numbers.next()??);
    (turns > 0).then_some(waited)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_second_number_is_the_time_of_waiting() {
        assert_eq!(waited(b"1363298 1594613 12\n"), Some(1_594_613));
        assert_eq!(waited(b"1363298 0 1\n"), Some(0), "it never had to wait");
    }

    #[test]
    fn a_kernel_that_counts_nothing_does_not_say_that_nobody_waited() {
        assert_eq!(waited(b"0 0 0\n"), None);
    }

    #[test]
    fn a_line_that_says_nothing_is_none_not_zero() {
        for bad in [&b""[..], b"\n", b"1", b"1 2", b"1 x 3", b"1 -2 3"] {
            assert_eq!(waited(bad), None);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = waited(&bytes);
        }
    }
}
