//! Memory levels in `/proc/meminfo` (proc_meminfo(5)).

use domain::sample::Memory;
use domain::{Gap, Reading};

use super::text::{lines, number, words};

/// Memory and swap, bytes. Where the kernel has no `MemAvailable` (before Linux 3.14) what is free or
/// holds files counts as available.
///
/// # Errors
/// `Failed` when a level is missing or is no number.
pub fn parse_meminfo(text: &[u8]) -> Reading<Memory> {
    let (mut total, mut available, mut swap_total, mut swap_free) = (None, None, None, None);
    let (mut free, mut buffers, mut cached) = (None, None, None);
    for line in lines(text) {
        let mut fields = words(line);
        let Some(name) = fields.next() else { continue };
        let slot = match name {
            b"MemTotal:" => &mut total,
            b"MemAvailable:" => &mut available,
            b"SwapTotal:" => &mut swap_total,
            b"SwapFree:" => &mut swap_free,
            b"MemFree:" => &mut free,
            b"Buffers:" => &mut buffers,
            b"Cached:" => &mut cached,
            _ => continue,
        };
        *slot = fields.next().and_then(number::<u64>).and_then(|kib| kib.checked_mul(1024));
    }
    let old_available = || free?.checked_add(buffers?)?.checked_add(cached?);
    let missing = |what| move || Gap::failed(what);
    let swap_total = swap_total.ok_or_else(missing("understand /proc/meminfo: it has no SwapTotal"))?;
    let swap_free = swap_free.ok_or_else(missing("understand /proc/meminfo: it has no SwapFree"))?;
    let total = total.ok_or_else(missing("understand /proc/meminfo: it has no MemTotal"))?;
    let available = available
        .or_else(old_available)
        .ok_or_else(missing("understand /proc/meminfo: it has no MemAvailable"))?;
    Ok(Memory {
        total,
        // A container's doctored file can claim more than there is.
        available: available.min(total),
        swap_total,
        swap_used: swap_total.saturating_sub(swap_free),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_recorded_machine_is_understood() {
        assert_eq!(
            parse_meminfo(include_bytes!("../../tests/fixtures/parse/meminfo")),
            Ok(Memory {
                total: 24_684_096 * 1024,
                available: 24_156_952 * 1024,
                swap_total: 0,
                swap_used: 0,
            })
        );
    }

    #[test]
    fn swap_in_use_is_what_is_not_free() {
        let text = b"MemTotal: 9 kB\nMemAvailable: 4 kB\nSwapTotal: 1048572 kB\nSwapFree: 1046012 kB\n";
        assert_eq!(
            parse_meminfo(text).map(|memory| (memory.swap_total, memory.swap_used)),
            Ok((1_073_737_728, 2_621_440))
        );
    }

    #[test]
    fn an_old_kernel_without_an_estimate_gets_one() {
        let text = b"MemTotal: 100 kB\nMemFree: 10 kB\nBuffers: 5 kB\nCached: 20 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n";
        assert_eq!(parse_meminfo(text).map(|memory| memory.available), Ok(35 * 1024));
    }

    #[test]
    fn a_text_that_is_cut_short_is_a_gap_and_not_a_small_number() {
        for bad in [
            "",
            "MemTotal: 100 kB\nMemAvailable:",
            "MemTotal: x kB\nMemAvailable: 1 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB",
            "MemTotal: 18446744073709551615 kB\nMemAvailable: 1 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB",
        ] {
            assert!(matches!(parse_meminfo(bad.as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = parse_meminfo(&text);
        }

        #[test]
        fn what_is_available_is_never_more_than_there_is(total: u32, available: u32, swap: u32, free: u32) {
            let text = format!("MemTotal: {total} kB\nMemAvailable: {available} kB\nSwapTotal: {swap} kB\nSwapFree: {free} kB\n");
            let memory = parse_meminfo(text.as_bytes()).expect("it is whole");
            prop_assert!(memory.available <= memory.total && memory.swap_used <= memory.swap_total);
        }
    }
}
