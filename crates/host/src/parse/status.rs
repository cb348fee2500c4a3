//! `/proc/PID/status` (proc_pid_status(5)): the four user ids, the pids that a process has in pid namespaces, and how often it
//! has been switched away from.

use domain::decide::Uids;

use super::text::lines;

/// The user ids of the `Uid` line: real, effective, saved, file system. The name above it is a program's choice, but
/// the kernel writes its newlines as two letters: no line of it can be mistaken.
#[must_use]
pub fn uids(text: &[u8]) -> Option<Uids> {
    let line = lines(text).find_map(|line| line.strip_prefix(b"Uid:"))?;
    let text = std::str::from_utf8(line).ok()?;
    let mut numbers = text.split_ascii_whitespace().map(str::parse::<u32>);
    let mut next = || numbers.next()?.ok();
    let uids = Uids { real: next()?, effective: next()?, saved: next()?, filesystem: next()? };
    numbers.next().is_none().then_some(uids)
}

/// The pid in the innermost pid namespace of the process, by the `NSpid` line (pid_namespaces(7)). `None` where the
/// kernel has no such line.
#[must_use]
pub fn innermost_pid(text: &[u8]) -> Option<u32> {
    let line = lines(text).find_map(|line| line.strip_prefix(b"NSpid:"))?;
    std::str::from_utf8(line).ok()?.split_ascii_whitespace().next_back()?.parse().ok()
}

/// How often its first thread has given up the CPU or lost it: the two lines of switches together.
#[must_use]
pub fn switches(text: &[u8]) -> Option<u64> {
    let of = |name: &[u8]| {
        let line = lines(text).find_map(|line| line.strip_prefix(name))?;
        std::str::from_utf8(line).ok()?.trim().parse::<u64>().ok()
    };
    of(b"voluntary_ctxt_switches:")?.checked_add(of(b"nonvoluntary_ctxt_switches:")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_switches_count() {
        let text = b"Name:\tx\nvoluntary_ctxt_switches:\t150\nnonvoluntary_ctxt_switches:\t545\n";
        assert_eq!(switches(text), Some(695));
        for odd in [
            "",
            "voluntary_ctxt_switches:\t1\n",
            "voluntary_ctxt_switches:\t-1\nnonvoluntary_ctxt_switches:\t0\n",
        ] {
            assert_eq!(switches(odd.as_bytes()), None, "{odd:?}");
        }
    }

    #[test]
    fn the_four_ids_are_read_in_their_order() {
        let text = b"Name:\tpasswd\nUmask:\t0022\nState:\tS (sleeping)\nUid:\t1000\t0\t1\t2\nGid:\t1000\t1000\t1000\t1000\n";
        assert_eq!(uids(text), Some(Uids { real: 1000, effective: 0, saved: 1, filesystem: 2 }));
    }

    #[test]
    fn what_is_cut_or_odd_is_no_answer() {
        for odd in
            ["", "Uid:\t1\t2\t3\n", "Uid:\t1\t2\t3\t4\t5\n", "Uid:\t1\t2\t3\t-4\n", "Gid:\t0\t0\t0\t0\n"]
        {
            assert_eq!(uids(odd.as_bytes()), None, "{odd:?}");
        }
    }

    #[test]
    fn the_innermost_pid_is_the_last_one() {
        assert_eq!(innermost_pid(b"Pid:\t99\nNSpid:\t99\t12\t1\n"), Some(1));
        assert_eq!(innermost_pid(b"NSpid:\t99\n"), Some(99));
        for odd in ["", "NSpid:\n", "NSpid:\tx\n", "NStgid:\t1\n"] {
            assert_eq!(innermost_pid(odd.as_bytes()), None, "{odd:?}");
        }
    }

    #[test]
    fn a_name_cannot_pretend_to_be_the_line() {
        let text = b"Name:\tx\\nUid:\t0\t0\t0\t0\nUid:\t7\t7\t7\t7\n";
        assert_eq!(uids(text).map(|uids| uids.real), Some(7));
    }
}
