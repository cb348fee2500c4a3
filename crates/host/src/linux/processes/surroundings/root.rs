//! The folder from which the paths of a process are found again: never this program's root for a process that has
//! another one. What is found there is `place`'s and `reader`'s matter.

use std::sync::Arc;

use domain::{Gap, Reading};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{FileType, Mode, OFlags, ResolveFlags, Stat};
use rustix::io::Errno;

use super::super::files;
use crate::parse::link;

/// Longest path that the kernel gives for a link (`PATH_MAX`), and one to tell a cut one.
pub(super) const LINK: usize = 4097;

/// Folders between the top of a mount namespace and a root inside it, at most.
const DEPTH: usize = 64;

/// To go on from a file or folder, or to look at it; opening it so does nothing to it.
const PATH: OFlags = OFlags::PATH.union(OFlags::CLOEXEC);

/// What is the same for all processes.
#[derive(Debug)]
pub(super) struct Home {
    /// Whether the running kernel is asked, or recorded files.
    pub(super) live: bool,
    /// The root of this program, or that of the recorded machine.
    pub(super) top: Arc<OwnedFd>,
    /// This program's mount namespace.
    pub(super) mounts: Option<u64>,
}

/// Where the paths that the kernel gives for a process begin: at the top of its mount namespace, even for a
/// process that has changed its root since (`d_path`). For one in this program's own namespace that is this
/// program's own root.
#[derive(Debug)]
pub(super) struct Root {
    top: Arc<OwnedFd>,
    /// Its mount namespace.
    pub(super) mounts: u64,
    /// Its root folder as the kernel names it, `/` for nearly all.
    pub(super) own: Vec<u8>,
}

impl Root {
    /// The root of the process whose folder it is.
    pub(super) fn open(process: BorrowedFd<'_>, home: &Home) -> Result<Self, Errno> {
        if !home.live {
            return Ok(Self { top: Arc::clone(&home.top), mounts: 0, own: b"/".to_vec() });
        }
        let mut buffer = vec![0; LINK];
        let mounts = link::namespace(files::link(process, "ns/mnt", &mut buffer)?).ok_or(Errno::INVAL)?;
        let own = files::link(process, "root", &mut buffer)?.to_vec();
        let top = if Some(mounts) == home.mounts {
            Arc::clone(&home.top)
        } else {
            Arc::new(climb(files::open_path(process, "root")?, &own)?)
        };
        Ok(Self { top, mounts, own })
    }

    pub(super) fn top(&self) -> BorrowedFd<'_> {
        self.top.as_fd()
    }

    /// What is at a path, links followed inside this root. A path that is not absolute has no place.
    pub(super) fn find(&self, path: &[u8]) -> Reading<Option<Stat>> {
        const ACTION: &str = "look for a file of a process";
        let relative = path.strip_prefix(b"/").ok_or(Gap::Unsupported)?;
        let resolve = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
        let found = rustix::fs::openat2(self.top(), relative, PATH, Mode::empty(), resolve)
            .and_then(|file| rustix::fs::fstat(&file));
        match found {
            Ok(stat) => Ok(Some(stat)),
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => Ok(None),
            Err(errno) => Err(files::gap(errno, ACTION)),
        }
    }

    /// Whether a regular file is there.
    pub(super) fn holds_file(&self, path: &[u8]) -> Reading<bool> {
        Ok(self.find(path)?.is_some_and(|stat| FileType::from_raw_mode(stat.st_mode).is_file()))
    }
}

/// From a root that was changed up to the top of its mount namespace. `..` of a folder that was opened is bound by
/// this program's root alone, not by that of the process.
fn climb(root: OwnedFd, own: &[u8]) -> Result<OwnedFd, Errno> {
    let depth = own.split(|byte| *byte == b'/').filter(|name| !name.is_empty()).count();
    if depth > DEPTH {
        return Err(Errno::NAMETOOLONG);
    }
    (0..depth).try_fold(root, |folder, _| files::open_path(folder, ".."))
}
