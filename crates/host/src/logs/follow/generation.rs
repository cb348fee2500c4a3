//! One file of a followed log, read from a place in it on: whole lines, each once. It notices when the file is
//! cut or written anew below that place. Which file is the log's, and which was before it, is known elsewhere.

use std::fs::File;
use std::time::Instant;

use domain::log::{LINE_BYTES, Line, Notice, Trouble};

use super::super::backward::lines_before;
use super::super::file::{fill, length};
use super::super::lines::line;
use super::super::mark::{Mark, Spot};
use super::super::open::{Identity, trouble_of};
use super::batch::Filling;

/// Bytes of one read.
pub(super) const BLOCK: usize = 64 * 1024;

/// Bytes before the place that are compared at each look: if they are others now, the file was cut and has
/// grown beyond the place again.
const PRINT: usize = 512;

/// What a look found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// All there is was taken.
    End,
    /// The batch is full; there may be more.
    Full,
    /// The file was cut; so many bytes that had been seen were destroyed unread. The next look begins at its beginning.
    Cut(u64),
}

/// One file of a log.
#[derive(Debug)]
pub(super) struct Generation {
    file: File,
    pub(super) identity: Identity,
    /// The first byte that was not taken.
    position: u64,
    /// Where the line begins that is being taken.
    begin: u64,
    /// The longest it was seen since it began.
    seen: u64,
    /// What was taken of a line that has no end yet.
    unfinished: Vec<u8>,
    /// The line was shown as far as it is kept; its rest is passed over.
    passing: bool,
    /// After a cut a writer may go on where it was and leave a hole, which reads as NULs.
    in_hole: bool,
    /// What is to be said before its first line.
    pub(super) notice: Option<Notice>,
    /// It could not be read; it is to be opened again.
    pub(super) broken: bool,
    /// The last bytes before the place.
    print: Vec<u8>,
    /// When it last gave something.
    pub(super) grew: Instant,
}

impl Generation {
    /// A file of which everything is new.
    pub(super) const fn whole(file: File, identity: Identity, now: Instant) -> Self {
        Self {
            file,
            identity,
            position: 0,
            begin: 0,
            seen: 0,
            unfinished: Vec::new(),
            passing: false,
            in_hole: false,
            notice: None,
            broken: false,
            print: Vec::new(),
            grew: now,
        }
    }

    /// A file of which the last `wanted` whole lines are given now and only what follows is new. A line
    /// without an end is left for later, when it has one; of one without a beginning either a piece is given.
    pub(super) fn from_end(
        file: File,
        identity: Identity,
        wanted: usize,
        now: Instant,
    ) -> Result<(Self, Vec<Line>), Trouble> {
        let mut this = Self::whole(file, identity, now);
        let mut read = |room: &mut [u8], offset| fill(&this.file, room, offset);
        let size = length(&this.file)?;
        let mut last = [0];
        let ended = size == 0 || (read(&mut last, size - 1).map_err(trouble_of)? == 1 && last == *b"\n");
        let mut end = size;
        let mut passing = false;
        if !ended {
            let unfinished = lines_before(size, 1, &mut read).map_err(trouble_of)?;
            passing = unfinished.cut_short;
            if !passing {
                end = unfinished.begin;
            }
        }
        let found = lines_before(end, wanted, &mut read).map_err(trouble_of)?;
        let mut print = vec![0; usize::try_from(end).unwrap_or(PRINT).min(PRINT)];
        let from = end - print.len() as u64;
        let got = read(&mut print, from).map_err(trouble_of)?;
        if got < print.len() {
            // Cut meanwhile: all that is there now is new.
            return Ok((this, Vec::new()));
        }
        this.position = end;
        this.passing = passing;
        this.seen = size;
        this.print = print;
        Ok((this, found.lines))
    }

    pub(super) const fn file(&self) -> &File {
        &self.file
    }

    /// The same file, opened once more.
    pub(super) fn reopened(&mut self, file: File) {
        self.file = file;
        self.broken = false;
    }

    /// Takes what is new into the batch, as far as there is room in it.
    pub(super) fn look(
        &mut self,
        batch: &mut Filling,
        room: &mut [u8],
        now: Instant,
    ) -> Result<Look, Trouble> {
        loop {
            if batch.is_full() {
                return Ok(Look::Full);
            }
            let size = length(&self.file)?;
            let print = self.print.len();
            let got = fill(&self.file, room, self.position - print as u64).map_err(trouble_of)?;
            if size < self.position || room.get(..print.min(got)) != Some(&self.print) {
                return Ok(Look::Cut(self.begin_again(batch, now)));
            }
            self.seen = self.seen.max(size);
            let fresh = room.get(print..got).unwrap_or_default();
            if fresh.is_empty() {
                return Ok(Look::End);
            }
            let taken = self.take(fresh, batch);
            self.grew = now;
            self.position += taken as u64;
            let known = room.get(..print + taken).unwrap_or_default();
            self.print.clear();
            self.print.extend_from_slice(known.get(known.len().saturating_sub(PRINT)..).unwrap_or_default());
        }
    }

    /// Gives up waiting for the end of a line: what there is of it becomes one.
    pub(super) fn end_line(&mut self, batch: &mut Filling) {
        if !self.unfinished.is_empty() {
            batch.push(line(&self.unfinished, false), || self.mark());
            self.unfinished.clear();
        }
    }

    /// Where the line begins that is being taken.
    const fn mark(&self) -> Option<Mark> {
        Some(Mark(Spot::File { inode: self.identity.inode, offset: self.begin }))
    }

    pub(super) const fn has_unfinished(&self) -> bool {
        !self.unfinished.is_empty()
    }

    fn begin_again(&mut self, batch: &mut Filling, now: Instant) -> u64 {
        // It was read, and nothing will complete it.
        self.end_line(batch);
        let lost = self.seen.saturating_sub(self.position);
        self.position = 0;
        self.seen = 0;
        self.passing = false;
        self.in_hole = true;
        self.print.clear();
        self.grew = now;
        lost
    }

    /// Takes lines until the batch is full; how many bytes were taken.
    fn take(&mut self, fresh: &[u8], batch: &mut Filling) -> usize {
        let mut taken = 0;
        while let Some(rest) = fresh.get(taken..).filter(|rest| !rest.is_empty()) {
            if self.in_hole {
                let hole = rest.iter().take_while(|byte| **byte == 0).count();
                self.in_hole = hole == rest.len();
                if hole > 0 {
                    taken += hole;
                    continue;
                }
            }
            if batch.is_full() {
                break;
            }
            let end = rest.iter().position(|byte| *byte == b'\n');
            let piece = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            if self.unfinished.is_empty() && !self.passing {
                self.begin = self.position + taken as u64;
            }
            taken += piece.len() + usize::from(end.is_some());
            self.add(piece, end.is_some(), batch);
        }
        taken
    }

    fn add(&mut self, piece: &[u8], ends: bool, batch: &mut Filling) {
        // One byte more than is shown, for the carriage return of a line end.
        const KEPT: usize = LINE_BYTES + 1;
        if self.passing {
            self.passing = !ends;
        } else if ends && self.unfinished.is_empty() {
            batch.push(line(piece, false), || self.mark());
        } else {
            let room = KEPT.saturating_sub(self.unfinished.len());
            self.unfinished.extend_from_slice(piece.get(..room).unwrap_or(piece));
            let over = piece.len() > room;
            if ends || over {
                batch.push(line(&self.unfinished, over), || self.mark());
                self.unfinished.clear();
                self.passing = !ends;
            }
        }
    }
}
