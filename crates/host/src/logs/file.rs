//! The last lines of a file and those before a mark. Following it is `follow`'s work, finding it `open`'s.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use domain::log::Trouble;
use rustix::fs::{CWD, Mode, OFlags, RawDir};

use super::backward::lines_before;
use super::mark::{Mark, Spot};
use super::open::{self, Found, trouble_of};
use super::place::Tail;

/// How often a file that is cut while it is read is begun anew.
const ATTEMPTS: usize = 3;

/// Files of a folder that are looked at for one that was renamed.
const SIBLINGS: usize = 4096;

/// The last lines of the file at this path.
pub(super) fn tail(path: &Path, lines: usize) -> Result<Tail, Trouble> {
    let found = open::find(path)?;
    let file = found.open()?;
    Ok(tail_of(&file, found.identity.inode, lines)?.0)
}

/// The last lines of an open file, and how long it was.
pub(super) fn tail_of(file: &File, inode: u64, lines: usize) -> Result<(Tail, u64), Trouble> {
    let mut size = 0;
    let mut tail = Tail { lines: Vec::new(), complete: true, before: None };
    for _ in 0..ATTEMPTS {
        size = length(file)?;
        tail = before(file, inode, size, lines)?;
        // What lay before the end may be gone, and other lines in its place.
        if length(file)? >= size {
            break;
        }
    }
    Ok((tail, size))
}

/// The lines before a mark, in the file at this path or in what it was renamed to meanwhile. No lines when
/// what the mark names is gone.
pub(super) fn earlier(path: &Path, mark: &Mark, lines: usize) -> Result<Tail, Trouble> {
    let gone = Tail { lines: Vec::new(), complete: true, before: None };
    let Spot::File { inode, offset } = mark.0 else { return Ok(gone) };
    let now = open::find(path);
    let found = match now {
        Ok(found) if found.identity.inode == inode => found,
        Ok(_) | Err(Trouble::Missing) => match renamed(path, inode) {
            Some(found) => found,
            None => return Ok(gone),
        },
        Err(trouble) => return Err(trouble),
    };
    let file = found.open()?;
    if length(&file)? < offset {
        return Ok(gone);
    }
    before(&file, inode, offset, lines)
}

fn before(file: &File, inode: u64, end: u64, lines: usize) -> Result<Tail, Trouble> {
    let found = lines_before(end, lines, |room, offset| fill(file, room, offset)).map_err(trouble_of)?;
    let complete = found.begin == 0;
    let before = (!complete).then_some(Mark(Spot::File { inode, offset: found.begin }));
    Ok(Tail { lines: found.lines, complete, before })
}

/// The rotated file with this inode beside a log: `app.log.1`, `app.log-20261121`.
fn renamed(path: &Path, inode: u64) -> Option<Found> {
    let name = path.file_name()?.as_bytes();
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = rustix::fs::openat(CWD, path.parent()?, flags, Mode::empty()).ok()?;
    let mut room = Vec::with_capacity(32 * 1024);
    let mut entries = RawDir::new(&folder, room.spare_capacity_mut());
    for _ in 0..SIBLINGS {
        let entry = entries.next()?.ok()?;
        let sibling = entry.file_name().to_bytes();
        // The inode that a folder tells may be another than the file's own (overlayfs).
        if sibling.starts_with(name) {
            let found = open::find_in(&folder, Path::new(OsStr::from_bytes(sibling)));
            if let Some(found) = found.ok().filter(|found| found.identity.inode == inode) {
                return Some(found);
            }
        }
    }
    None
}

/// Bytes of the file now.
pub(super) fn length(file: &File) -> Result<u64, Trouble> {
    Ok(file.metadata().map_err(trouble_of)?.len())
}

/// Fills the room from this offset as far as the file goes; how much it got.
pub(super) fn fill(file: &File, room: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut got = 0;
    while let Some(rest) = room.get_mut(got..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, offset + got as u64) {
            Ok(0) => break,
            Ok(count) => got += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(got)
}
