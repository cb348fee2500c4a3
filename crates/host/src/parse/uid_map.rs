//! `/proc/PID/uid_map` (user_namespaces(7)): which number a user has inside a user namespace.

use super::text::{lines, number, words};

/// The number inside of what is `outside` for this program; `None` when the map does not hold it.
#[must_use]
pub fn inside(map: &[u8], outside: u32) -> Option<u32> {
    lines(map).find_map(|line| {
        let mut numbers = words(line).map(number::<u64>);
        let (first_inside, first_outside, count) = (numbers.next()??, numbers.next()??, numbers.next()??);
        let offset = u64::from(outside).checked_sub(first_outside).filter(|offset| *offset < count)?;
        u32::try_from(first_inside.checked_add(offset)?).ok()
    })
}

/// The number for this program of who is `inside`; `None` when the map does not hold it.
#[must_use]
pub fn outside(map: &[u8], inside: u32) -> Option<u32> {
    lines(map).find_map(|line| {
        let mut numbers = words(line).map(number::<u64>);
        let (first_inside, first_outside, count) = (numbers.next()??, numbers.next()??, numbers.next()??);
        let offset = u64::from(inside).checked_sub(first_inside).filter(|offset| *offset < count)?;
        u32::try_from(first_outside.checked_add(offset)?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mapped_user_has_another_number_inside() {
        let rootless = b"         0       1000          1\n         1     100000      65536\n";
        assert_eq!(inside(rootless, 1000), Some(0));
        assert_eq!(inside(rootless, 100_998), Some(999));
        assert_eq!(inside(rootless, 0), None);
        assert_eq!(inside(b"0 0 4294967295\n", 1000), Some(1000));
    }

    #[test]
    fn whoever_is_inside_is_found_outside_again() {
        let rootless = b"         0       1000          1\n         1     100000      65536\n";
        assert_eq!(outside(rootless, 0), Some(1000));
        assert_eq!(outside(rootless, 999), Some(100_998));
        assert_eq!(outside(rootless, 65_537), None);
        assert_eq!(outside(b"", 0), None);
    }

    #[test]
    fn a_broken_map_maps_nobody() {
        for bad in [&b""[..], b"0 1000\n", b"x 0 1\n", b"0 0 0\n"] {
            assert_eq!(inside(bad, 0), None);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..100), uid: u32) {
            let _ = (inside(&bytes, uid), outside(&bytes, uid));
        }
    }
}
