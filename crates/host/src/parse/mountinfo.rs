//! The mount table, `/proc/self/mountinfo` (proc_pid_mountinfo(5)). Which mounts are shown is decided in `shown_mounts`.

use std::borrow::Cow;

use domain::{Gap, Reading};

use super::disk_counters::DeviceNumber;
use super::text::{lines, number};

/// Lines that are read at most: the kernel's own default limit (`fs.mount-max`).
const MOST: usize = 100_000;

/// One line of the table, as it is written there: paths still hold their octal escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MountLine<'a> {
    /// Number of the file system's device.
    pub device: DeviceNumber,
    /// What part of the file system is mounted; `/` for all of it.
    pub root: &'a [u8],
    /// Where it is mounted.
    pub mount: &'a [u8],
    /// Its type, as `ext4`.
    pub filesystem: &'a [u8],
    /// What is mounted; may be empty.
    pub source: &'a [u8],
    /// Options of the file system, with commas between.
    pub options: &'a [u8],
}

/// The lines of the table, in its order.
///
/// # Errors
/// An item is `Failed` when its line is cut short.
pub fn parse_mountinfo(text: &[u8]) -> impl Iterator<Item = Reading<MountLine<'_>>> {
    const CUT: Gap = Gap::failed("understand /proc/self/mountinfo: a line is cut short");
    lines(text).take(MOST).map(|line| parse_line(line).ok_or(CUT))
}

fn parse_line(line: &[u8]) -> Option<MountLine<'_>> {
    // One blank is one separator: an empty source leaves two of them.
    let mut fields = line.split(|byte| *byte == b' ');
    let device = fields.nth(2)?;
    let colon = device.iter().position(|byte| *byte == b':')?;
    let (major, minor) = device.split_at(colon);
    let device = (number(major)?, number(minor.get(1..)?)?);
    let (root, mount) = (fields.next()?, fields.next()?);
    fields.find(|field| *field == b"-")?;
    Some(MountLine {
        device,
        root,
        mount,
        filesystem: fields.next()?,
        source: fields.next()?,
        options: fields.next()?,
    })
}

/// A field with its octal escapes (blank, tab, line end, backslash, `#`) replaced by what they stand for.
#[must_use]
pub fn unescape(field: &[u8]) -> Cow<'_, [u8]> {
    if !field.contains(&b'\\') {
        return Cow::Borrowed(field);
    }
    let mut plain = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((first, tail)) = rest.split_first() {
        match (first, octal(tail)) {
            (b'\\', Some(byte)) => {
                plain.push(byte);
                rest = tail.get(3..).unwrap_or_default();
            }
            _ => {
                plain.push(*first);
                rest = tail;
            }
        }
    }
    Cow::Owned(plain)
}

/// The byte of three octal digits.
fn octal(digits: &[u8]) -> Option<u8> {
    digits.get(..3)?.iter().try_fold(0u8, |value, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 8)?;
        value.checked_mul(8)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_recorded_machine_is_understood() {
        let table = include_bytes!("../../tests/fixtures/parse/mountinfo");
        let found: Reading<Vec<_>> = parse_mountinfo(table).collect();
        let found = found.expect("it is whole");
        assert_eq!(found.len(), 20);
        assert_eq!(
            found[5],
            MountLine {
                device: (254, 0),
                root: b"/",
                mount: b"/",
                filesystem: b"ext4",
                source: b"/dev/vda",
                options: b"rw,discard,resv_strict,resuid=65534,resgid=65534",
            }
        );
    }

    #[test]
    fn optional_fields_an_empty_source_and_escapes_are_understood() {
        let line =
            b"36 35 8:1 /a\\040b /mnt/\\074b\\076\\012\\134040 rw shared:1 master:2 - fuse.x  rw,a=b\n";
        let found: Vec<_> = parse_mountinfo(line).collect();
        let Ok(mount) = found[0] else { panic!("{found:?}") };
        assert_eq!(
            (mount.filesystem, mount.source, mount.options),
            (&b"fuse.x"[..], &b""[..], &b"rw,a=b"[..])
        );
        assert_eq!(*unescape(mount.root), *b"/a b");
        assert_eq!(*unescape(mount.mount), *b"/mnt/<b>\n\\040", "what was unescaped is not unescaped again");
    }

    #[test]
    fn what_is_no_escape_stays_as_it_is() {
        for same in ["\\", "\\0", "\\04", "\\x41", "\\400", "a\\9 9"] {
            assert_eq!(*unescape(same.as_bytes()), *same.as_bytes(), "{same:?}");
        }
    }

    #[test]
    fn a_line_that_is_cut_short_is_a_gap() {
        for bad in
            ["36 35", "36 35 8:1 / /mnt rw - ext4 /dev/sda1", "36 35 8 / /mnt rw - ext4 /dev/sda1 rw", "x"]
        {
            assert!(parse_mountinfo(bad.as_bytes()).any(|line| line.is_err()), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            for line in parse_mountinfo(&text).flatten() {
                let _ = (unescape(line.mount), unescape(line.root));
            }
            let _ = unescape(&text);
        }

        #[test]
        fn whatever_the_kernel_escapes_comes_back(path: Vec<u8>) {
            let mut escaped = Vec::new();
            for byte in &path {
                if b" \t\n\\#".contains(byte) {
                    escaped.extend_from_slice(format!("\\{byte:03o}").as_bytes());
                } else {
                    escaped.push(*byte);
                }
            }
            prop_assert_eq!(&*unescape(&escaped), &*path);
        }
    }
}
