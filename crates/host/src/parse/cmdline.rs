//! `/proc/PID/cmdline` (proc_pid_cmdline(5)) and the name that follows from it. Every byte is the
//! program's own choice. Secrets are not masked here (`domain::mask`).

/// Bytes of `cmdline` that are read. A program may have 2 MB of arguments; nobody reads them on a page.
pub const READ_LIMIT: usize = 64 * 1024;

/// Arguments that are kept.
pub const ARGUMENT_LIMIT: usize = 1024;

/// What stands at the end of arguments that were cut at one of the limits.
pub const CUT: &str = "…";

/// Length at which the kernel cuts a name (`TASK_COMM_LEN` − 1).
const COMM_LIMIT: usize = 15;

/// The arguments. Empty for a process that has none (a zombie, or one that erased them). `cut` says that the file was longer
/// than what was read of it; then the last argument ends with [`CUT`].
///
/// A program that overwrote its arguments with a title (setproctitle) leaves padding behind: empty
/// arguments at the end are dropped.
#[must_use]
pub fn parse(bytes: &[u8], cut: bool) -> Vec<String> {
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let Some(bytes) = bytes.get(..end).filter(|bytes| !bytes.is_empty()) else { return Vec::new() };
    let mut pieces = bytes.split(|byte| *byte == 0);
    let mut args: Vec<String> =
        pieces.by_ref().take(ARGUMENT_LIMIT).map(|arg| String::from_utf8_lossy(arg).into_owned()).collect();
    if (cut || pieces.next().is_some())
        && let Some(last) = args.last_mut()
    {
        last.push_str(CUT);
    }
    args
}

/// The name of a process: `comm`, or where the kernel cut it, the file name that it is the beginning of:
/// the executable's, the first argument's, or the second's (a script started through its interpreter).
#[must_use]
pub fn name(comm: &str, exe: Option<&str>, args: &[String]) -> String {
    if comm.len() < COMM_LIMIT {
        return comm.to_owned();
    }
    exe.into_iter()
        .chain(args.iter().take(2).map(String::as_str))
        .map(file_name)
        .find(|longer| longer.len() > comm.len() && longer.starts_with(comm))
        .unwrap_or(comm)
        .to_owned()
}

/// The last part of a path. A title set over the arguments ends at its first blank: `cut-name: worker 3`.
fn file_name(path: &str) -> &str {
    let word = path.split([' ', '\t', '\n']).next().unwrap_or(path);
    word.rsplit('/').next().unwrap_or(word).trim_end_matches(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn arguments_are_split_at_nul_and_an_empty_one_between_is_kept() {
        assert_eq!(parse(b"ls\0-l\0\0/tmp\0", false), ["ls", "-l", "", "/tmp"]);
        assert_eq!(parse(b"sh\0-c\0a\nb \xff\0", false), ["sh", "-c", "a\nb \u{fffd}"]);
        assert_eq!(parse(b"nginx: worker\0\0\0\0\0", false), ["nginx: worker"]);
        assert_eq!(parse(b"no end", false), ["no end"]);
        assert!(parse(b"", false).is_empty() && parse(b"\0\0", false).is_empty());
    }

    #[test]
    fn one_argument_of_twenty_thousand_characters_stays_one() {
        let long = [b"x\0", "y".repeat(20_000).as_bytes(), b"\0"].concat();
        let args = parse(&long, false);
        assert_eq!((args.len(), args[1].len()), (2, 20_000));
    }

    #[test]
    fn what_was_cut_says_so() {
        assert_eq!(parse(b"x\0abc", true), ["x", "abc…"]);
        let many = b"a\0".repeat(ARGUMENT_LIMIT + 1);
        let args = parse(&many, false);
        assert_eq!((args.len(), args.last().map(String::as_str)), (ARGUMENT_LIMIT, Some("a…")));
    }

    #[test]
    fn a_cut_name_is_lengthened_and_no_other() {
        for (comm, exe, args, expected) in [
            ("systemd-resolve", Some("/usr/lib/systemd/systemd-resolved"), vec![], "systemd-resolved"),
            ("systemd-resolve", None, vec!["/lib/systemd/systemd-resolved"], "systemd-resolved"),
            (
                "unattended-upgr",
                Some("/usr/bin/python3.11"),
                vec!["python3", "/usr/bin/unattended-upgrade"],
                "unattended-upgrade",
            ),
            ("gnome-settings-", None, vec!["gnome-settings-daemon: sleeping now"], "gnome-settings-daemon"),
            ("nginx", Some("/usr/sbin/nginx-debug"), vec!["nginx-debug"], "nginx"),
            ("exactly15bytes_", Some("/bin/other"), vec!["exactly15bytes_"], "exactly15bytes_"),
            ("fifteen-letters", None, vec![], "fifteen-letters"),
        ] {
            let args: Vec<String> = args.into_iter().map(str::to_owned).collect();
            assert_eq!(name(comm, exe, &args), expected);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_grow_without_bound(bytes in prop::collection::vec(any::<u8>(), 0..4000), cut: bool) {
            let args = parse(&bytes, cut);
            prop_assert!(args.len() <= ARGUMENT_LIMIT);
            let _ = name("fifteen-letters", None, &args);
        }
    }
}
