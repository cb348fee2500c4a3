//! CPU counters and boot time in `/proc/stat` (proc_stat(5)). Shares of time are derived in `domain`.

use domain::sample::{CpuCounters, CpuTimes};
use domain::{Gap, Reading};

use super::text::{lines, number, words};

/// Fills `into` with the counters; gives the boot time in seconds since the epoch (`btime`).
///
/// # Errors
/// `Failed` when the line of all cores is missing or any core's line is cut short; the counters are then
/// not to be used. A missing `btime` is a gap of its own.
pub fn parse_stat(text: &[u8], into: &mut CpuCounters) -> Reading<Reading<f64>> {
    const CUT: Gap = Gap::failed("understand /proc/stat: a cpu line is cut short");
    const NO_TOTAL: Gap = Gap::failed("understand /proc/stat: it has no cpu line");
    const NO_BTIME: Gap = Gap::failed("understand /proc/stat: it has no btime");
    into.cores.clear();
    let mut total = None;
    let mut boot_time = Err(NO_BTIME);
    for line in lines(text) {
        let mut fields = words(line);
        match fields.next() {
            Some(b"cpu") => total = Some(times(fields).ok_or(CUT)?),
            Some(b"btime") => {
                boot_time = fields.next().and_then(number::<u32>).map(f64::from).ok_or(NO_BTIME)
            }
            Some(name) => {
                if let Some(core) = name.strip_prefix(b"cpu").and_then(number) {
                    into.cores.push((core, times(fields).ok_or(CUT)?));
                }
            }
            None => {}
        }
    }
    into.total = total.ok_or(NO_TOTAL)?;
    Ok(boot_time)
}

/// The first eight counters of a line; all of them are there since Linux 2.6.11.
fn times<'a>(mut fields: impl Iterator<Item = &'a [u8]>) -> Option<CpuTimes> {
    let mut next = || fields.next().and_then(number);
    Some(CpuTimes {
        user: next()?,
        nice: next()?,
        system: next()?,
        idle: next()?,
        iowait: next()?,
        irq: next()?,
        softirq: next()?,
        steal: next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &[u8]) -> Reading<(CpuCounters, Reading<f64>)> {
        let mut counters = CpuCounters { total: CpuTimes::default(), cores: vec![(9, CpuTimes::default())] };
        let boot_time = parse_stat(text, &mut counters)?;
        Ok((counters, boot_time))
    }

    #[test]
    fn a_recorded_machine_is_understood() {
        let (counters, boot_time) =
            parse(include_bytes!("../../tests/fixtures/parse/stat")).expect("it is whole");
        assert_eq!(counters.cores.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(
            counters.total,
            CpuTimes {
                user: 65210,
                nice: 0,
                system: 11359,
                idle: 251_370,
                iowait: 2422,
                irq: 0,
                softirq: 172,
                steal: 583
            }
        );
        assert_eq!(boot_time, Ok(1_795_266_464.0));
    }

    #[test]
    fn a_core_that_is_offline_leaves_a_hole_in_the_numbers() {
        let text = b"cpu 1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8\ncpu2 1 2 3 4 5 6 7 8 9 10\nbtime 5\ncpufreq 1\n";
        let (counters, boot_time) = parse(text).expect("it is whole");
        assert_eq!(counters.cores.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(boot_time, Ok(5.0));
    }

    #[test]
    fn a_text_that_is_cut_short_is_a_gap_and_not_a_small_number() {
        for bad in [
            "",
            "cpu 1 2 3",
            "cpu 1 2 3 4 5 6 7 8\ncpu0 1 2",
            "cpu0 1 2 3 4 5 6 7 8\n",
            "cpu -1 2 3 4 5 6 7 8",
        ] {
            assert!(matches!(parse(bad.as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
        let (_, boot_time) = parse(b"cpu 1 2 3 4 5 6 7 8\nbtime x").expect("the counters are whole");
        assert!(matches!(boot_time, Err(Gap::Failed(_))));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = parse(&text);
        }

        #[test]
        fn no_text_of_its_kind_makes_it_panic(text in "((cpu|btime)[0-9 x-]{0,30}\n){0,9}") {
            let _ = parse(text.as_bytes());
        }
    }
}
