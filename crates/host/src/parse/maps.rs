//! `/proc/PID/maps` (proc_pid_maps(5)): which files a process has mapped to be executed. The names in it are
//! the program's own choice.

use std::borrow::Cow;

use super::link::DELETED;
use super::text::{lines, number};

/// A file that is mapped to be executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped<'a> {
    /// Where it was when it was mapped.
    pub path: Cow<'a, [u8]>,
    /// It is there no more.
    pub deleted: bool,
}

/// The files that are mapped executable, as often as they are and in the order of their addresses. Memory without
/// a file, and the kernel's own pages (`[vdso]`), are left out.
pub fn executable(text: &[u8]) -> impl Iterator<Item = Mapped<'_>> {
    lines(text).filter_map(row)
}

/// `address perms offset dev inode          path`
fn row(line: &[u8]) -> Option<Mapped<'_>> {
    let mut columns = line.splitn(6, |byte| *byte == b' ');
    let (perms, inode) = (columns.nth(1)?, columns.nth(2)?);
    if perms.get(2) != Some(&b'x') || number::<u64>(inode)? == 0 {
        return None;
    }
    let path = columns.next()?.trim_ascii_start();
    if path.first() != Some(&b'/') {
        return None;
    }
    let (path, deleted) = path.strip_suffix(DELETED).map_or((path, false), |bare| (bare, true));
    Some(Mapped { path: unescape(path), deleted })
}

/// The kernel writes a line feed in a name as `\012`, and nothing else in another way (`seq_path`).
fn unescape(path: &[u8]) -> Cow<'_, [u8]> {
    const LINE_FEED: &[u8] = b"\\012";
    if !path.windows(LINE_FEED.len()).any(|piece| piece == LINE_FEED) {
        return Cow::Borrowed(path);
    }
    let (mut plain, mut rest) = (Vec::with_capacity(path.len()), path);
    while let Some((byte, after)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(LINE_FEED) {
            plain.push(b'\n');
            rest = after;
        } else {
            plain.push(*byte);
            rest = after;
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &[u8] = include_bytes!("../../tests/fixtures/parse/maps");

    fn found(text: &[u8]) -> Vec<(String, bool)> {
        let name = |mapped: Mapped<'_>| (String::from_utf8_lossy(&mapped.path).into_owned(), mapped.deleted);
        executable(text).map(name).collect()
    }

    #[test]
    fn only_files_that_are_mapped_to_be_executed_are_named() {
        let expected = [
            ("/usr/sbin/nginx", false),
            ("/usr/lib/x86_64-linux-gnu/libssl.so.3", true),
            ("/usr/lib/a b\nc (deleted).so", true),
            ("/memfd:jit", true),
            ("/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", false),
        ];
        assert_eq!(found(TEXT), expected.map(|(path, deleted)| (path.to_owned(), deleted)));
    }

    #[test]
    fn a_line_that_was_cut_names_nothing() {
        let line = b"7f0000000000-7f0000001000 r-xp 00000000 fe:00 7                          /x (deleted)";
        for cut in 0..line.len() - b"/x (deleted)".len() {
            assert!(found(&line[..=cut]).iter().all(|(path, deleted)| path == "/" && !deleted), "{cut}");
        }
        assert_eq!(found(line), [("/x".to_owned(), true)]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = executable(&bytes).count();
        }

        #[test]
        fn a_name_is_read_as_the_kernel_writes_it(name in "[ -\\[\\]-~\n\u{e0}-\u{ff}]{1,40}") {
            let written = name.replace('\n', "\\012");
            let text = format!("7f00-7f01 r-xp 00000000 fe:00 7                          /{written} (deleted)\n");
            prop_assert_eq!(found(text.as_bytes()), [(format!("/{name}"), true)]);
        }
    }
}
