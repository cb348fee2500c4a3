//! Terminals by device number: `tty_nr` of proc_pid_stat(5) and the table `/proc/tty/drivers`.

use super::text::{lines, number, words};

/// Majors of Unix98 pseudo-terminals (kernel doc admin-guide/devices).
const PTS_MAJORS: std::ops::RangeInclusive<u32> = 136..=143;

/// Minors of each pseudo-terminal major.
const PTS_MINORS: u32 = 256;

/// Major of consoles and serial ports, and the minor at which the serial ones begin.
const TTY_MAJOR: u32 = 4;
const SERIAL_MINOR: u32 = 64;

/// One driver: its devices' name and the numbers that it serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Driver {
    name: String,
    major: u32,
    minors: std::ops::RangeInclusive<u32>,
    numbered: bool,
}

/// The table of drivers. Lines that are none are left out.
#[must_use]
pub fn drivers(text: &[u8]) -> Vec<Driver> {
    lines(text).filter_map(driver).collect()
}

/// `pty_slave  /dev/pts  136 0-1048575 pty:slave`, of which the driver's name may hold blanks.
fn driver(line: &[u8]) -> Option<Driver> {
    let columns: Vec<&[u8]> = words(line).collect();
    let [.., path, major, minors, kind] = columns.as_slice() else { return None };
    let mut bounds = minors.splitn(2, |byte| *byte == b'-').map(number::<u32>);
    let first = bounds.next()??;
    let last = match bounds.next() {
        Some(last) => last?,
        None => first,
    };
    let path = std::str::from_utf8(path).ok()?;
    Some(Driver {
        name: path.strip_prefix("/dev/").unwrap_or(path).to_owned(),
        major: number(major)?,
        minors: first..=last,
        // The system's own single devices (/dev/tty, /dev/console) carry their whole name in the table.
        numbered: !kind.starts_with(b"system"),
    })
}

/// The terminal's name, as `pts/3` or `ttyS0`; `None` for no terminal (0) and for one that nobody names.
#[must_use]
pub fn name(tty_nr: u32, drivers: &[Driver]) -> Option<String> {
    if tty_nr == 0 {
        return None;
    }
    let (major, minor) = ((tty_nr >> 8) & 0xfff, (tty_nr & 0xff) | ((tty_nr >> 12) & 0xf_ff00));
    if PTS_MAJORS.contains(&major) {
        return Some(format!("pts/{}", (major - PTS_MAJORS.start()) * PTS_MINORS + minor));
    }
    match (major, minor) {
        (TTY_MAJOR, SERIAL_MINOR..) => Some(format!("ttyS{}", minor - SERIAL_MINOR)),
        (TTY_MAJOR, _) => Some(format!("tty{minor}")),
        _ => {
            let driver =
                drivers.iter().find(|driver| driver.major == major && driver.minors.contains(&minor))?;
            Some(if driver.numbered {
                format!("{}{}", driver.name, minor - driver.minors.start())
            } else {
                driver.name.clone()
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TABLE: &[u8] = b"/dev/tty             /dev/tty        5       0 system:/dev/tty\n\
        /dev/console         /dev/console    5       1 system:console\n\
        serial               /dev/ttyS       4 64-111 serial\n\
        hvc                  /dev/hvc      229 0-7 system\n\
        acm                  /dev/ttyACM   166 0-255 serial\n\
        pty_slave            /dev/pts      136 0-1048575 pty:slave\nbroken line\n";

    fn number(major: u32, minor: u32) -> u32 {
        (minor & 0xff) | (major << 8) | ((minor & 0xf_ff00) << 12)
    }

    #[test]
    fn a_number_becomes_the_name_that_ps_shows() {
        let drivers = drivers(TABLE);
        for (major, minor, expected) in [
            (136, 3, "pts/3"),
            (136, 1000, "pts/1000"),
            (137, 0, "pts/256"),
            (4, 1, "tty1"),
            (4, 64, "ttyS0"),
            (5, 1, "console"),
            (166, 2, "ttyACM2"),
        ] {
            assert_eq!(name(number(major, minor), &drivers).as_deref(), Some(expected));
        }
        assert_eq!(name(0, &drivers), None);
        assert_eq!(name(number(250, 9), &drivers), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), tty_nr: u32) {
            let _ = name(tty_nr, &drivers(&bytes));
        }
    }
}
