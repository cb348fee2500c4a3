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
    /// Where the first of them begins (or where looking ended).
    pub begin: u64,
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
    let mut found = Found { lines: Vec::new(), begin: end };
    let mut room = vec![0; block.max(1)];
    let mut line_so_far = Head::default();
    let mut position = end;
    while position > 0 && found.lines.len() < wanted {
        if end - position >= look {
            if found.lines.is_empty() {
                found.lines.push(line_so_far.finish(true));
                found.begin = position;
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
        for feed in (0..part.len()).rev().filter(|at| part.get(*at) == Some(&b'\n')) {
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
