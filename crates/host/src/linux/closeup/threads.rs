//! The state letters of the threads of a process. Not here: what one of them means.

use std::mem::MaybeUninit;

use rustix::fd::BorrowedFd;
use rustix::fs::RawDir;

use crate::linux::one;
use crate::linux::processes::files;

/// Threads that are looked at, at most.
const MOST: usize = 4_096;

const BUFFER: usize = 8 * 1024;

/// Whether one of them is in such a state. Threads that end meanwhile are in none, and what cannot be read says nothing.
pub(super) fn any(folder: BorrowedFd<'_>, so: impl Fn(char) -> bool) -> bool {
    let Ok(threads) = files::open_folder(folder, "task") else { return false };
    let mut buffer = [MaybeUninit::uninit(); BUFFER];
    let mut walk = RawDir::new(&threads, &mut buffer);
    let (mut line, mut seen) = ([0; one::LINE], 0);
    while let Some(Ok(entry)) = walk.next() {
        let Some(number) = entry.file_name().to_str().ok().filter(|name| !name.starts_with('.')) else {
            continue;
        };
        seen += 1;
        if seen > MOST {
            return false;
        }
        let Ok(thread) = files::open_path(&threads, number) else { continue };
        if one::stat(thread, &mut line).is_ok_and(|stat| stat.is_some_and(|stat| so(stat.state))) {
            return true;
        }
    }
    false
}
