//! The last lines before a place in a file, read in blocks from there towards the beginning: what it costs
//! depends on what is asked for, not on the file. What the bytes come from is the caller's.

use domain::log::{LINE_BYTES, Line};

use super::lines::line;

/// Bytes of one read.
const BLOCK: usize = 64 * 1024;

/// Bytes that are looked at for one answer; a file may be one line without end.
const LOOK: u64 = 4 << 20;

/// What was found before the place.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// Oldest first.
    pub lines: Vec<Line>,
    /// Where the first of them begins.
    pub begin: u64,
    /// Looking ended at `begin`: the line may begin before it.
    pub cut_short: bool,
}

/// At most `wanted` lines before the byte `end`, where a line ended or the file does. `read_at` fills a block from
/// an offset and says how much it got; less than asked for means that the file became shorter.
///
/// A line longer than what is looked at is given in pieces: each call gets further towards the beginning.
///
/// # Errors
/// The first that `read_at` gives.
pub fn lines_before<E>(
    end: u64,
    wanted: usize,
    read_at: impl FnMut(&mut [u8], u64) -> Result<usize, E>,
) -> Result<Found, E> {
    search(end, wanted, BLOCK, LOOK, read_at)
}

/// The same with blocks and a limit of other sizes.
///
/// # Errors
/// See [`lines_before`].
pub fn search<E>(
    end: u64,
    wanted: usize,
    block: usize,
    look: u64,
    mut read_at: impl FnMut(&mut [u8], u64) -> Result<usize, E>,
) -> Result<Found, E> {
    let mut found = Found { lines: Vec::new(), begin: end, cut_short: false };
    let mut room = vec![0; block.max(1)];
    let mut line_so_far = Head::default();
    let mut position = end;
    while position > 0 && found.lines.len() < wanted {
        if end - position >= look {
            if found.lines.is_empty() {
                found.lines.push(line_so_far.finish(true));
                (found.begin, found.cut_short) = (position, true);
            }
            break;
        }
        let length = position.min(room.len() as u64);
        let Some(part) = room.get_mut(..usize::try_from(length).unwrap_or_default()) else { break };
        let got = read_at(part, position - length)?;
        if got < part.len() {
            // It was cut meanwhile: what lay here is gone.
            break;
        }
        let mut upto = part.len();
        // Looking whether there is one at all is much faster than looking where.
        let searched = if part.contains(&b'\n') { part.len() } else { 0 };
        for feed in (0..searched).rev().filter(|at| part.get(*at) == Some(&b'\n')) {
            let after = position - length + feed as u64 + 1;
            // A line feed just before `end` ends the last line; it does not begin an empty one.
            if after < end {
                line_so_far.prepend(part.get(feed + 1..upto).unwrap_or_default());
                found.lines.push(line_so_far.finish(false));
                found.begin = after;
                if found.lines.len() == wanted {
                    break;
                }
            }
            line_so_far = Head::default();
            upto = feed;
        }
        line_so_far.prepend(part.get(..upto).unwrap_or_default());
        position -= length;
    }
    if position == 0 && end > 0 && found.lines.len() < wanted {
        found.lines.push(line_so_far.finish(false));
        found.begin = 0;
    }
    found.lines.reverse();
    Ok(found)
}

/// The beginning of a line of which ever earlier pieces are found; its rest is dropped.
#[derive(Default)]
struct Head {
    bytes: Vec<u8>,
    dropped: bool,
}

impl Head {
    fn prepend(&mut self, piece: &[u8]) {
        // One byte more than is shown, for the carriage return of a line end.
        const KEPT: usize = LINE_BYTES + 1;
        let old = KEPT.saturating_sub(piece.len()).min(self.bytes.len());
        self.dropped |= old < self.bytes.len() || piece.len() > KEPT;
        self.bytes.truncate(old);
        self.bytes.splice(..0, piece.iter().take(KEPT).copied());
    }

    fn finish(&mut self, cut: bool) -> Line {
        let head = std::mem::take(self);
        line(&head.bytes, cut || head.dropped)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::logs::lines::line;

    fn search_in(text: &[u8], end: u64, wanted: usize, block: usize, look: u64) -> Found {
        let read = |room: &mut [u8], offset: u64| {
            let from = usize::try_from(offset).expect("within the text");
            let got = room.len().min(text.len().saturating_sub(from));
            room[..got].copy_from_slice(&text[from..from + got]);
            Ok::<_, ()>(got)
        };
        search(end, wanted, block, look, read).expect("the text can be read")
    }

    /// All lines and where each begins, found in the simplest way.
    fn naive(text: &[u8]) -> Vec<(u64, Line)> {
        let mut lines = Vec::new();
        let mut begin = 0;
        for part in text.split_inclusive(|byte| *byte == b'\n') {
            lines.push((begin, line(part.strip_suffix(b"\n").unwrap_or(part), false)));
            begin += part.len() as u64;
        }
        lines
    }

    /// Mostly line ends and characters of one byte, sometimes anything.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![3 => Just(b'\n'), 1 => Just(b'\r'), 6 => b'a'..=b'c', 2 => any::<u8>()];
        prop::collection::vec(byte, 0..300)
    }

    proptest! {
        #[test]
        fn the_last_lines_are_those_of_a_plain_split(text in bytes(), wanted in 0_usize..50, block in 1_usize..70) {
            let found = search_in(&text, text.len() as u64, wanted, block, u64::MAX);
            let all = naive(&text);
            let expected = &all[all.len().saturating_sub(wanted)..];
            let lines: Vec<_> = expected.iter().map(|(_, line)| line.clone()).collect();
            prop_assert_eq!(&found.lines, &lines);
            prop_assert_eq!(found.begin, expected.first().map_or(text.len() as u64, |(begin, _)| *begin));
        }

        #[test]
        fn going_back_step_by_step_gives_every_line_once(text in bytes(), step in 1_usize..9, block in 1_usize..70) {
            let mut read = Vec::new();
            let mut end = text.len() as u64;
            while end > 0 {
                let found = search_in(&text, end, step, block, u64::MAX);
                prop_assert!(found.begin < end);
                end = found.begin;
                read.splice(..0, found.lines);
            }
            let all: Vec<_> = naive(&text).into_iter().map(|(_, line)| line).collect();
            prop_assert_eq!(read, all);
        }

        #[test]
        fn a_limit_to_looking_loses_no_byte_and_always_gets_further(text in bytes(), look in 1_u64..40, block in 1_usize..40) {
            let mut end = text.len() as u64;
            while end > 0 {
                let found = search_in(&text, end, 5, block, look);
                prop_assert!(found.begin < end && !found.lines.is_empty());
                prop_assert!(end - found.begin <= look + block as u64);
                let begins = found.begin == 0 || text[usize::try_from(found.begin - 1).expect("small")] == b'\n';
                prop_assert!(begins || found.cut_short);
                end = found.begin;
            }
        }
    }

    #[test]
    fn a_file_that_shrinks_meanwhile_gives_what_was_found_until_then() {
        let read = |room: &mut [u8], offset: u64| {
            Ok::<_, ()>(if offset < 8 {
                0
            } else {
                room.fill(b'\n');
                room.len()
            })
        };
        let found = search(16, 100, 4, u64::MAX, read).expect("it can be read");
        assert_eq!(found.lines.len(), 7);
    }
}
