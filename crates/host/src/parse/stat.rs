//! `/proc/PID/stat` (proc_pid_stat(5)): the one line that is read for every process on every tick.

use std::borrow::Cow;

use super::text::number;

/// `PF_KTHREAD` of the kernel's task flags: set for kernel threads and cleared by `exec`.
const PF_KTHREAD: u64 = 0x0020_0000;

/// What the line says, borrowed from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat<'a> {
    /// The name, at most 15 bytes of a program's choice: parentheses and non-UTF-8 included. The kernel
    /// wrote newlines and backslashes as two letters: [`unescape`].
    pub comm: &'a [u8],
    /// State letter.
    pub state: char,
    /// Pid of the parent; 0 for none in this pid namespace.
    pub ppid: u32,
    /// Device number of the controlling terminal; 0 for none.
    pub tty_nr: u32,
    /// Whether it is a thread of the kernel.
    pub kernel_thread: bool,
    /// Page faults, minor and major: they grow when memory does, in finer steps than CPU time.
    pub faults: u64,
    /// CPU time in user and kernel mode, clock ticks.
    pub cpu_ticks: u64,
    /// Threads.
    pub threads: u32,
    /// Start time, clock ticks since boot.
    pub started: u64,
    /// Resident pages. Since Linux 6.2 the kernel sums this up from per-CPU counters only roughly.
    pub rss_pages: u64,
    /// Where the program's code begins and ends and its stack started. An `exec` changes them; 0 or 1
    /// to readers who may not trace the process.
    pub layout: [u64; 3],
}

/// The fields after the name, in order; `None` past the end or when one is no number.
struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    fn word(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest.strip_prefix(b" ")?;
        let end = rest.iter().position(|byte| matches!(byte, b' ' | b'\n')).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        Some(word)
    }

    /// Goes to the space before the field after the next `count`.
    fn skip(&mut self, count: usize) -> Option<()> {
        let mut spaces = 0;
        let at = self.rest.iter().position(|byte| {
            spaces += usize::from(*byte == b' ');
            spaces > count
        })?;
        self.rest = self.rest.get(at..)?;
        Some(())
    }

    /// Digits up to the next separator, wrapping nowhere: the kernel prints at most 64 bits.
    fn number(&mut self) -> Option<u64> {
        let rest = self.rest.strip_prefix(b" ")?;
        let mut value = 0_u64;
        let mut length = 0;
        for byte in rest {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            value = value.checked_mul(10)?.checked_add(u64::from(digit))?;
            length += 1;
        }
        if length == 0 {
            return None;
        }
        self.rest = rest.get(length..)?;
        matches!(self.rest.first(), None | Some(b' ' | b'\n')).then_some(value)
    }
}

/// The line, or `None` when it is not one: cut off, or with letters where numbers belong.
///
/// The name ends at the *last* `)`: nothing after it holds one, while a name may hold any.
#[must_use]
pub fn parse(line: &[u8]) -> Option<Stat<'_>> {
    let open = line.iter().position(|byte| *byte == b'(')?;
    let close = line.iter().rposition(|byte| *byte == b')')?;
    let comm = line.get(open + 1..close)?;
    let mut fields = Fields { rest: line.get(close + 1..)? };

    let &[state] = fields.word()? else { return None };
    let ppid = u32::try_from(fields.number()?).ok()?;
    fields.skip(2)?; // pgrp, session
    // Printed with %d: a terminal with a large minor number reads negative.
    let tty_nr = signed(fields.word()?)?;
    fields.skip(1)?; // tpgid
    let flags = fields.number()?;
    let minor_faults = fields.number()?;
    fields.skip(1)?; // cminflt
    let faults = minor_faults.wrapping_add(fields.number()?);
    fields.skip(1)?; // cmajflt
    let cpu_ticks = fields.number()?.checked_add(fields.number()?)?;
    fields.skip(4)?; // cutime, cstime, priority, nice
    let threads = u32::try_from(fields.number()?).ok()?;
    fields.skip(1)?; // itrealvalue
    let started = fields.number()?;
    fields.skip(1)?; // vsize
    let rss_pages = fields.number()?;
    fields.skip(1)?; // rsslim
    let layout = [fields.number()?, fields.number()?, fields.number()?];

    Some(Stat {
        comm,
        state: char::from(state),
        ppid,
        tty_nr,
        kernel_thread: flags & PF_KTHREAD != 0,
        faults,
        cpu_ticks,
        threads,
        started,
        rss_pages,
        layout,
    })
}

/// The name as the process has it. Since Linux 4.18 `stat` shows a newline as `\n` and a backslash as `\\`.
#[must_use]
pub fn unescape(comm: &[u8]) -> Cow<'_, [u8]> {
    if !comm.contains(&b'\\') {
        return Cow::Borrowed(comm);
    }
    let mut name = Vec::with_capacity(comm.len());
    let mut bytes = comm.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, bytes.peek()) {
            (b'\\', Some(b'n')) => {
                bytes.next();
                name.push(b'\n');
            }
            (b'\\', Some(b'\\')) => {
                bytes.next();
                name.push(b'\\');
            }
            _ => name.push(byte),
        }
    }
    Cow::Owned(name)
}

/// The session of the process, for who asks for single ones ([`parse`] leaves it out); `None` for a process that the kernel is
/// just taking away, which prints -1.
#[must_use]
pub fn session(line: &[u8]) -> Option<u32> {
    let close = line.iter().rposition(|byte| *byte == b')')?;
    let mut fields = Fields { rest: line.get(close + 1..)? };
    fields.skip(3)?; // state, ppid, pgrp
    u32::try_from(fields.number()?).ok()
}

/// A device number as the kernel prints it: 32 bits, possibly with a minus sign.
fn signed(word: &[u8]) -> Option<u32> {
    match word.strip_prefix(b"-") {
        Some(digits) => Some(number::<u32>(digits)?.wrapping_neg()),
        None => number(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TAIL: &str = " S 1 4242 4242 34816 4242 4194560 100 0 7 0 25 17 0 0 20 0 3 0 88120 9437184 1250 \
                        18446744073709551615 94000 95000 140720000 0 0 0 65536 4 65538 1 0 0 17 1 0 0 0 0 0 \
                        96000 97000 98000 140721000 140721009 140721009 140722155 0\n";

    fn line(comm: &[u8]) -> Vec<u8> {
        [b"4242 (", comm, b")", TAIL.as_bytes()].concat()
    }

    #[test]
    fn a_line_is_read_field_by_field() {
        assert_eq!(
            parse(&line(b"nginx")),
            Some(Stat {
                comm: b"nginx",
                state: 'S',
                ppid: 1,
                tty_nr: 34816,
                kernel_thread: false,
                faults: 107,
                cpu_ticks: 42,
                threads: 3,
                started: 88120,
                rss_pages: 1250,
                layout: [94000, 95000, 140_720_000],
            })
        );
    }

    #[test]
    fn a_name_may_hold_anything() {
        for comm in [
            &b"a) S 1 2 (b"[..],
            b")))",
            b"(",
            b"",
            b"a b\nc",
            b"\xff\xfe\x1b[31m",
            b"<img src=x>",
            b") R 0 0 0",
        ] {
            let bytes = line(comm);
            let stat = parse(&bytes).expect("a line with an odd name is a line");
            assert_eq!((stat.comm, stat.started), (comm, 88120));
        }
    }

    #[test]
    fn newlines_and_backslashes_come_back() {
        for (escaped, name) in
            [("a\\nb", "a\nb"), ("a\\\\nb", "a\\nb"), ("\\x", "\\x"), ("\\", "\\"), ("plain", "plain")]
        {
            assert_eq!(unescape(escaped.as_bytes()), name.as_bytes());
        }
    }

    #[test]
    fn a_kernel_thread_is_told_by_its_flag() {
        let text =
            "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 1 0 0 20 0 1 0 4 0 0 18446744073709551615 0 0 0 0\n";
        assert_eq!(parse(text.as_bytes()).map(|stat| stat.kernel_thread), Some(true));
    }

    #[test]
    fn a_line_cut_anywhere_before_the_last_needed_field_is_refused() {
        let whole = line(b"nginx");
        let needed = whole.windows(9).position(|w| w == b"140720000").expect("in the fixture");
        for end in 0..needed {
            assert_eq!(parse(&whole[..end]), None, "cut at {end}");
        }
    }

    #[test]
    fn letters_where_numbers_belong_are_refused_not_zero() {
        let text = String::from_utf8(line(b"x")).expect("text").replace("88120", "soon");
        assert_eq!(parse(text.as_bytes()), None);
    }

    proptest! {
        #[test]
        fn any_name_comes_back_whole(comm in prop::collection::vec(any::<u8>(), 0..64)) {
            let bytes = line(&comm);
            prop_assert_eq!(parse(&bytes).map(|stat| stat.comm), Some(&comm[..]));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = parse(&bytes);
        }
    }
}
