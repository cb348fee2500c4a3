//! `/proc/PID/fdinfo/N` (proc_pid_fdinfo(5)): how a descriptor was opened.

use super::text::lines;

/// `O_ACCMODE` and its values, which are the same on every architecture of Linux.
const ACCESS: u32 = 0o3;
const WRITE_ONLY: u32 = 0o1;
const READ_WRITE: u32 = 0o2;

/// `O_PATH`: it is open for nothing at all.
const PATH_ONLY: u32 = 0o10_000_000;

/// Whether it was opened for writing; `None` when no line says so.
#[must_use]
pub fn for_writing(text: &[u8]) -> Option<bool> {
    let line = lines(text).find_map(|line| line.strip_prefix(b"flags:"))?;
    let flags = u32::from_str_radix(std::str::from_utf8(line).ok()?.trim_ascii(), 8).ok()?;
    Some(flags & PATH_ONLY == 0 && matches!(flags & ACCESS, WRITE_ONLY | READ_WRITE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(flags: &str) -> Option<bool> {
        for_writing(format!("pos:\t0\nflags:\t{flags}\nmnt_id:\t9\nino:\t4\n").as_bytes())
    }

    #[test]
    fn what_is_open_for_writing_is_told_from_what_is_read() {
        assert_eq!(of("0100000"), Some(false), "read");
        assert_eq!(of("0100001"), Some(true), "write");
        assert_eq!(of("02100002"), Some(true), "both");
        assert_eq!(of("0102001"), Some(true), "append");
        assert_eq!(of("012000001"), Some(false), "only its path");
    }

    #[test]
    fn what_is_cut_or_odd_is_no_answer() {
        for odd in ["", "8", "-1", "0x1", "77777777777777777"] {
            assert_eq!(of(odd), None, "{odd:?}");
        }
        assert_eq!(for_writing(b"pos:\t0\n"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = for_writing(&bytes);
        }
    }
}
