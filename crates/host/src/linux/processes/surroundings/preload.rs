//! The libraries that a process loads before all others. Nothing else of its environment is kept, not even for the
//! time of a scan: it holds secrets.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::{Cause, Gap, Reading};
use rustix::fd::{AsFd, BorrowedFd};
use rustix::fs::{FileType, Mode, OFlags, ResolveFlags};
use rustix::io::Errno;

use super::super::files;
use super::root::{Home, Root};
use crate::parse::preload;

/// Bytes of an environment that are read. Arguments and environment together may have 6 MB.
const ENVIRON_LIMIT: usize = 1024 * 1024;

/// Bytes of `/etc/ld.so.preload` that are read.
const FILE_LIMIT: usize = 64 * 1024;

/// Roots whose file is remembered; beyond, all are forgotten and read again.
const CACHE_LIMIT: usize = 1024;

/// Scans after which the file of a root is read again.
const KEPT_ROUNDS: u64 = 20;

/// A root: its mount namespace and its path in it.
type Key = (u64, Vec<u8>);

/// A list, and the scan in which it was read.
type Kept = (Reading<Vec<String>>, u64);

/// The lists of `/etc/ld.so.preload`, one for each root.
#[derive(Debug, Default)]
pub(super) struct Lists {
    known: Mutex<HashMap<Key, Kept>>,
}

/// What the environment of a process names.
pub(super) fn environment(process: BorrowedFd<'_>) -> Reading<Vec<String>> {
    const ACTION: &str = "read the environment";
    let mut bytes = Vec::new();
    let more = files::reading(files::read(process, "environ", &mut bytes, ENVIRON_LIMIT), ACTION)?;
    let libraries = preload::environment(&bytes);
    // What lies beyond the limit may hide one.
    if more && libraries.is_empty() {
        return Err(Gap::Failed(Cause { action: ACTION, errno: Some(libc::EFBIG) }));
    }
    Ok(libraries)
}

impl Lists {
    /// The list that the loader of a process found, in the root in which its executable lies.
    pub(super) fn of(
        &self,
        process: BorrowedFd<'_>,
        root: &Root,
        exe: &[u8],
        home: &Home,
        round: u64,
    ) -> Reading<Vec<String>> {
        // One that changed its root after it was loaded, as servers do, was loaded from the top.
        let inside = root.own != b"/" && exe.starts_with(&root.own);
        let key = (root.mounts, if inside { root.own.clone() } else { b"/".to_vec() });
        if let Some((list, read)) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key)
            && round.saturating_sub(*read) < KEPT_ROUNDS
        {
            return list.clone();
        }
        let list = if inside && home.live {
            files::open_path(process, "root").and_then(|root| read(root.as_fd()))
        } else {
            read(root.top())
        };
        let list = files::reading(list, "read /etc/ld.so.preload");
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= CACHE_LIMIT {
            known.clear();
        }
        known.insert(key, (list.clone(), round));
        list
    }
}

/// Links in it lead nowhere out of that root: its owner may have planted them.
fn read(root: BorrowedFd<'_>) -> Result<Vec<String>, Errno> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let resolve = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
    let file = match rustix::fs::openat2(root, "etc/ld.so.preload", flags, Mode::empty(), resolve) {
        Ok(file) => file,
        Err(Errno::NOENT | Errno::NOTDIR) => return Ok(Vec::new()),
        Err(errno) => return Err(errno),
    };
    if !FileType::from_raw_mode(rustix::fs::fstat(&file)?.st_mode).is_file() {
        return Err(Errno::INVAL);
    }
    let mut text = Vec::new();
    files::read_open(file, &mut text, FILE_LIMIT)?;
    Ok(preload::file(&text))
}
