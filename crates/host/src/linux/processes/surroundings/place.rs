//! Paths that processes rest on: their executables and the folders of their libraries. Many share the same few, so
//! that each is looked at once for all, and tells by a stamp when it became another.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::fd::BorrowedFd;
use rustix::fs::{Mode, OFlags, Stat};
use rustix::io::Errno;

use super::owners::Owners;

/// Places that are remembered; beyond, nobody's are, and processes are read again without a sign.
const LIMIT: usize = 16_384;

/// Scans for which a place is believed without looking.
const FRESH: u64 = 20;

/// Scans after which somebody else is told to look where a first look has not come back: its thread was given up.
const LOST: u64 = 600;

/// What tells one version of a file or folder from the next: device, inode, and when either was last changed.
/// A folder changes with what it holds.
type Stamp = (u64, u64, i64, u64);

/// What was found at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// Whose everything on the way is, as far as it is there.
    pub(super) owners: Owners,
    stamp: Option<Stamp>,
}

/// One path in one mount namespace.
#[derive(Debug)]
pub(in super::super) struct Place {
    path: Vec<u8>,
    seen: Mutex<Result<Seen, Errno>>,
    /// Scans in which it was last looked at, and last found to be another.
    looked: AtomicU64,
    changed: AtomicU64,
    /// A look at it has not come back: its file system may never answer.
    asked: AtomicBool,
    /// Told when it becomes another.
    news: Arc<AtomicU64>,
}

impl Place {
    /// What was found there last.
    pub(super) fn seen(&self) -> Result<Seen, Errno> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether it became another in that scan or after it.
    pub(super) fn changed_since(&self, round: u64) -> bool {
        self.changed.load(Ordering::Relaxed) >= round
    }

    /// Whether it is to be looked at in this scan; then nobody else is told so.
    pub(super) fn claim(&self, round: u64) -> bool {
        let age = round.saturating_sub(self.looked.load(Ordering::Relaxed));
        let claimed = age >= FRESH && (!self.asked.swap(true, Ordering::AcqRel) || age >= LOST);
        if claimed {
            self.looked.store(round, Ordering::Relaxed);
        }
        claimed
    }

    /// Looks at it, from the top of its mount namespace.
    pub(super) fn look(&self, top: BorrowedFd<'_>, round: u64) {
        let now = walk(top, &self.path);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen != now {
            *seen = now;
            self.changed.store(round, Ordering::Relaxed);
            self.news.fetch_add(1, Ordering::Release);
        }
        drop(seen);
        self.let_go(round);
    }

    /// It could not be looked at this time.
    pub(super) fn let_go(&self, round: u64) {
        self.looked.store(round, Ordering::Relaxed);
        self.asked.store(false, Ordering::Release);
    }
}

/// By mount namespace and path.
type Table = HashMap<(u64, Vec<u8>), Arc<Place>>;

/// The places of all processes.
#[derive(Debug, Default)]
pub(super) struct Places {
    known: Mutex<Table>,
    news: Arc<AtomicU64>,
}

impl Places {
    /// A number that grows whenever one of them becomes another.
    pub(super) fn news(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.news)
    }

    /// The place of a path in a mount namespace, looked at now if it is not known, and whether it was.
    pub(super) fn at(&self, mounts: u64, path: &[u8], top: BorrowedFd<'_>, round: u64) -> (Arc<Place>, bool) {
        let key = (mounts, path.to_vec());
        let known = |places: &Table| places.get(&key).map(Arc::clone);
        if let Some(place) = known(&self.known.lock().unwrap_or_else(PoisonError::into_inner)) {
            if place.claim(round) {
                place.look(top, round);
            }
            return (place, true);
        }
        // Not under the lock: it may take for ever.
        let place = Arc::new(Place {
            path: path.to_vec(),
            seen: Mutex::new(walk(top, path)),
            looked: AtomicU64::new(round),
            changed: AtomicU64::new(0),
            asked: AtomicBool::new(false),
            news: Arc::clone(&self.news),
        });
        let mut places = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if places.len() >= LIMIT {
            places.retain(|_, place| Arc::strong_count(place) > 1);
        }
        if places.len() < LIMIT {
            places.insert(key, Arc::clone(&place));
        }
        (place, false)
    }
}

/// Looks at everything on the way to a path that the kernel gave: it holds no links, so that none is followed.
fn walk(top: BorrowedFd<'_>, path: &[u8]) -> Result<Seen, Errno> {
    let mut owners = Owners::default();
    let mut stat = rustix::fs::fstat(top)?;
    owners.add(&stat);
    let mut folder = None;
    for name in path.split(|byte| *byte == b'/').filter(|name| !name.is_empty()) {
        if matches!(name, b"." | b"..") {
            return Err(Errno::INVAL);
        }
        let here = folder.as_ref().map_or(top, rustix::fd::AsFd::as_fd);
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match rustix::fs::openat(here, name, flags, Mode::empty()) {
            Ok(next) => {
                stat = rustix::fs::fstat(&next)?;
                owners.add(&stat);
                folder = Some(next);
            }
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(Seen { owners, stamp: None }),
            Err(errno) => return Err(errno),
        }
    }
    Ok(Seen { owners, stamp: Some(stamp(&stat)) })
}

fn stamp(stat: &Stat) -> Stamp {
    (stat.st_dev, stat.st_ino, stat.st_ctime, stat.st_ctime_nsec)
}
