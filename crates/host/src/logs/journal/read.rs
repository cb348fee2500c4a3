//! The last lines of a part of the journal, and those before a mark: read from the newest to the oldest until
//! there are enough.

use std::time::{Duration, Instant};

use domain::log::{Level, Line, Trouble};

use crate::parse::journal::Entry;
use crate::roots::Roots;

use super::super::mark::{Mark, Spot, is_cursor};
use super::super::place::Tail;
use super::super::unit_name::is_unit;
use super::command::{Heard, Running};
use super::{Boot, Part, access, lines_of};

/// How long one call may take; a large journal on a slow disk takes seconds.
const LIMIT: Duration = Duration::from_secs(5);

/// Bytes of text that one answer holds.
const BYTES: usize = 4 << 20;

/// Bytes of names of units that are looked at.
const UNITS_BYTES: usize = 1 << 20;

/// The last lines of a part.
pub(in super::super) fn tail(
    roots: &Roots,
    part: &Part,
    lines: usize,
    least: Option<Level>,
) -> Result<Tail, Trouble> {
    Ok(newest(roots, part, lines, least)?.0)
}

/// The last lines of a part, and the cursor of the last entry.
pub(super) fn newest(
    roots: &Roots,
    part: &Part,
    lines: usize,
    least: Option<Level>,
) -> Result<(Tail, Option<String>), Trouble> {
    backwards(roots, part, least, &[], Collected::new(lines, None))
}

/// The lines before a mark.
pub(in super::super) fn earlier(
    roots: &Roots,
    part: &Part,
    mark: &Mark,
    lines: usize,
    least: Option<Level>,
) -> Result<Tail, Trouble> {
    let Spot::Journal { cursor, before } = &mark.0 else {
        return Ok(Tail { lines: Vec::new(), complete: true, before: None });
    };
    let collected = Collected::new(lines, Some((cursor.clone(), *before)));
    Ok(backwards(roots, part, least, &[format!("--cursor={cursor}")], collected)?.0)
}

/// Units of which the journal has entries, as far as it tells them in time.
pub(in super::super) fn units(roots: &Roots) -> Vec<String> {
    let words = ["--field=_SYSTEMD_UNIT".to_owned()];
    let Ok(mut running) = Running::start(roots, &Part::default(), None, &words) else { return Vec::new() };
    let text = running.read_all(LIMIT, UNITS_BYTES);
    let names = text.split(|byte| *byte == b'\n').filter_map(|name| std::str::from_utf8(name).ok());
    names.filter(|name| is_unit(name)).map(str::to_owned).collect()
}

fn backwards(
    roots: &Roots,
    part: &Part,
    least: Option<Level>,
    words: &[String],
    mut collected: Collected,
) -> Result<(Tail, Option<String>), Trouble> {
    access::state(roots, part)?;
    let deadline = Instant::now() + LIMIT;
    let words = [words, &["--reverse".to_owned()]].concat();
    let mut running = Running::start(roots, part, least, &words)?;
    while !collected.enough {
        let left = deadline.saturating_duration_since(Instant::now());
        match running.read(left, |entry| collected.add(&entry)) {
            Heard::Something => {}
            Heard::Nothing if left.is_zero() && collected.lines.is_empty() => return Err(Trouble::Failed),
            Heard::Nothing if left.is_zero() => break,
            Heard::Nothing => {}
            Heard::End if running.succeeded(left.max(Duration::from_millis(100))) => {
                collected.complete = true;
                break;
            }
            // It fails for a boot of which it has nothing.
            Heard::End if part.boot == Some(Boot::Last) => return Err(Trouble::Missing),
            Heard::End => return Err(Trouble::Failed),
        }
    }
    Ok(collected.done())
}

/// Lines found so far, newest first.
struct Collected {
    wanted: usize,
    /// The entry of a mark, and how many of its lines lie before the mark.
    mark: Option<(String, u32)>,
    lines: Vec<Line>,
    bytes: usize,
    /// Where the oldest line found lies.
    before: Option<Spot>,
    newest: Option<String>,
    enough: bool,
    complete: bool,
}

impl Collected {
    fn new(wanted: usize, mark: Option<(String, u32)>) -> Self {
        Self {
            wanted,
            mark,
            lines: Vec::new(),
            bytes: 0,
            before: None,
            newest: None,
            enough: false,
            complete: false,
        }
    }

    fn add(&mut self, entry: &Entry) {
        let Some(cursor) = std::str::from_utf8(&entry.cursor).ok().filter(|cursor| is_cursor(cursor)) else {
            return;
        };
        let newest = self.newest.get_or_insert_with(|| cursor.to_owned());
        let mut lines = lines_of(entry);
        if let Some((_, before)) = self.mark.take_if(|(marked, _)| marked == cursor && newest == cursor) {
            lines.truncate(usize::try_from(before).unwrap_or(usize::MAX));
        }
        while let Some(line) = lines.pop() {
            // Only one more line tells that there are more.
            if self.enough || self.lines.len() >= self.wanted || self.bytes >= BYTES {
                self.enough = true;
                return;
            }
            self.bytes += line.text.len();
            self.lines.push(line);
            let before = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            self.before = Some(Spot::Journal { cursor: cursor.to_owned(), before });
        }
    }

    fn done(mut self) -> (Tail, Option<String>) {
        self.lines.reverse();
        let complete = self.complete && !self.enough;
        let before = self.before.filter(|_| !complete).map(Mark);
        (Tail { lines: self.lines, complete, before }, self.newest)
    }
}
