//! The files that a process has open for writing: what may be lost or left half done when it ends.

use std::collections::BTreeSet;
use std::mem::MaybeUninit;

use domain::plan::Written;
use domain::{Gap, Reading};
use rustix::fd::{AsFd as _, BorrowedFd};
use rustix::fs::{AtFlags, FileType, RawDir, StatxFlags};
use rustix::io::Errno;

use crate::linux::processes::files;
use crate::parse::fdinfo;

/// Files that are told at most.
const MOST: usize = 500;

/// Descriptors that are looked at, at most.
const DESCRIPTORS: usize = 65_536;

const BUFFER: usize = 8 * 1024;

/// Longest path that the kernel gives for a link (`PATH_MAX`), and one to tell a cut one.
const LINK: usize = 4097;

/// Room for the lines of `fdinfo` up to the flags.
const INFO: usize = 256;

/// Paths as the process has them, ascending. What lies in memory only (memfd_create(2)) is no file that anybody could miss.
///
/// # Errors
/// `Denied` when its descriptors may not be seen; `Failed` when there are too many and no file is among those seen.
pub(super) fn for_writing(folder: BorrowedFd<'_>) -> Reading<Written> {
    let found = files::reading(collect(folder), "list the descriptors")?;
    if found.paths.is_empty() && !found.complete {
        return Err(Gap::failed("look at every descriptor"));
    }
    Ok(found)
}

fn collect(folder: BorrowedFd<'_>) -> Result<Written, Errno> {
    let descriptors = files::open_folder(folder, "fd")?;
    let infos = files::open_path(folder, "fdinfo")?;
    let (mut link, mut info) = (vec![0; LINK], [0; INFO]);
    let mut buffer = [MaybeUninit::uninit(); BUFFER];
    let mut walk = RawDir::new(&descriptors, &mut buffer);
    let (mut found, mut complete) = (BTreeSet::new(), true);
    let mut seen = 0;
    while let Some(entry) = walk.next() {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().ok().filter(|name| !name.starts_with('.')) else {
            continue;
        };
        seen += 1;
        if seen > DESCRIPTORS {
            complete = false;
            break;
        }
        // One that was closed since it was listed is none.
        let writes = files::read_piece(&infos, name, &mut info).ok().and_then(fdinfo::for_writing);
        let target = files::link(&descriptors, name, &mut link);
        if let Ok(target) = target
            && writes == Some(true)
            && target.starts_with(b"/")
            && !target.starts_with(b"/memfd:")
            && is_regular(descriptors.as_fd(), name)
        {
            found.insert(String::from_utf8_lossy(target).into_owned());
            if found.len() > MOST {
                found.pop_last();
                complete = false;
                break;
            }
        }
    }
    Ok(Written { paths: found.into_iter().collect(), complete })
}

/// Asks the kernel for what it knows, never a server: that may be the very one that does not answer.
fn is_regular(descriptors: BorrowedFd<'_>, name: &str) -> bool {
    let flags = AtFlags::STATX_DONT_SYNC;
    rustix::fs::statx(descriptors, name, flags, StatxFlags::TYPE)
        .is_ok_and(|stat| FileType::from_raw_mode(stat.stx_mode.into()) == FileType::RegularFile)
}
