//! Counters of block devices in `/proc/diskstats` (kernel doc admin-guide/iostats).

use domain::sample::DiskCounters;
use domain::{Gap, Reading};

use super::text::{lines, number, words};

/// The number of a device: major and minor.
pub type DeviceNumber = (u32, u32);

/// Devices that are read at most.
const MOST: usize = 4096;

/// In this file a sector has 512 bytes, whatever the device has.
const SECTOR_BYTES: u64 = 512;

/// Fills `into` with the counters of every disk, partition and mapped device.
///
/// # Errors
/// `Failed` when a line is cut short; `into` is then not to be used.
pub fn parse_diskstats(text: &[u8], into: &mut Vec<(DeviceNumber, DiskCounters)>) -> Reading<()> {
    const CUT: Gap = Gap::failed("understand /proc/diskstats: a line is cut short");
    into.clear();
    for line in lines(text).take(MOST) {
        let mut fields = words(line);
        let mut numbers = || fields.next().and_then(number::<u32>).ok_or(CUT);
        let device = (numbers()?, numbers()?);
        // Name, reads, merged; then sectors read, time, writes, merged, sectors written.
        let sectors_read = fields.nth(3).and_then(number::<u64>).ok_or(CUT)?;
        let sectors_written = fields.nth(3).and_then(number::<u64>).ok_or(CUT)?;
        into.push((
            device,
            DiskCounters {
                read_bytes: sectors_read.saturating_mul(SECTOR_BYTES),
                write_bytes: sectors_written.saturating_mul(SECTOR_BYTES),
            },
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &[u8]) -> Reading<Vec<(DeviceNumber, DiskCounters)>> {
        let mut into = vec![((1, 1), DiskCounters { read_bytes: 0, write_bytes: 0 })];
        parse_diskstats(text, &mut into).map(|()| into)
    }

    #[test]
    fn a_recorded_machine_is_understood() {
        let found = parse(include_bytes!("../../tests/fixtures/parse/diskstats")).expect("it is whole");
        assert_eq!(found.len(), 10);
        assert!(found.contains(&(
            (254, 0),
            DiskCounters { read_bytes: 9_371_050 * 512, write_bytes: 4_659_712 * 512 }
        )));
    }

    #[test]
    fn partitions_and_mapped_devices_have_their_own_counters() {
        let text = b" 8 1 sda1 10 0 100 5 20 0 200 6 0 7 8\n253 0 dm-0 1 0 8 0 1 0 16 0 0 0 0 0 0 0 0\n";
        assert_eq!(
            parse(text),
            Ok(vec![
                ((8, 1), DiskCounters { read_bytes: 51_200, write_bytes: 102_400 }),
                ((253, 0), DiskCounters { read_bytes: 4_096, write_bytes: 8_192 }),
            ])
        );
    }

    #[test]
    fn a_line_that_is_cut_short_is_a_gap() {
        for bad in ["8", "8 1 sda1", "8 1 sda1 10 0 100 5 20 0", "x 1 sda1 10 0 100 5 20 0 200 6 0 7 8"] {
            assert!(matches!(parse(bad.as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
        assert_eq!(parse(b""), Ok(Vec::new()), "a machine may boot from the network");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = parse(&text);
        }

        #[test]
        fn no_text_of_its_kind_makes_it_panic(text in "([0-9 a-z]{0,60}\n){0,5}") {
            let _ = parse(text.as_bytes());
        }
    }
}
