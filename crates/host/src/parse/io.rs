//! `/proc/PID/io` (proc_pid_io(5)): what a process moved to and from storage.

use domain::process::IoCounters;

use super::text::{lines, number};

/// The counters, or `None` when one of the two is missing. `rchar` and `wchar` count reads from the
/// cache and from pipes, and are not disk traffic.
#[must_use]
pub fn parse(text: &[u8]) -> Option<IoCounters> {
    let value = |name: &[u8]| lines(text).find_map(|line| number(line.strip_prefix(name)?.trim_ascii()));
    Some(IoCounters { read_bytes: value(b"read_bytes:")?, write_bytes: value(b"write_bytes:")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHOLE: &[u8] =
        b"rchar: 323934931\nwchar: 323929600\nsyscr: 632687\nsyscw: 632675\nread_bytes: 4096\n\
                           write_bytes: 323932160\ncancelled_write_bytes: 7\n";

    #[test]
    fn storage_counts_and_the_cache_does_not() {
        assert_eq!(parse(WHOLE), Some(IoCounters { read_bytes: 4096, write_bytes: 323_932_160 }));
    }

    #[test]
    fn a_missing_counter_is_none_not_zero() {
        assert_eq!(parse(b""), None);
        assert_eq!(parse(b"read_bytes: 1\n"), None);
        assert_eq!(parse(b"read_bytes: 1\nwrite_bytes: \n"), None);
        assert_eq!(parse(b"read_bytes: one\nwrite_bytes: 2\n"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
        }
    }
}
