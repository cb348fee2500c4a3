//! `/proc/PID/smaps_rollup` (proc_pid_smaps(5)): all mappings of a process, summed up by the kernel.

use super::text::lines;

/// Bytes of the proportional set size: shared pages count by the share of each process that has them. `None` when no
/// line says so.
#[must_use]
pub fn proportional_bytes(text: &[u8]) -> Option<u64> {
    let line = lines(text).find_map(|line| line.strip_prefix(b"Pss:"))?;
    let number = std::str::from_utf8(line).ok()?.trim_ascii().strip_suffix(" kB")?;
    number.trim_ascii_end().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_share_is_read_in_bytes_and_not_mistaken_for_its_parts() {
        let text = b"5629-7ffd [rollup]\nRss:                1320 kB\nPss_Dirty:           99 kB\nPss:                 137 kB\n";
        assert_eq!(proportional_bytes(text), Some(137 * 1024));
    }

    #[test]
    fn what_is_cut_or_odd_is_no_answer() {
        for odd in ["", "Pss:", "Pss: kB", "Pss: 1", "Pss: -1 kB", "Pss: 18446744073709551615 kB"] {
            assert_eq!(proportional_bytes(odd.as_bytes()), None, "{odd:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = proportional_bytes(&bytes);
        }
    }
}
