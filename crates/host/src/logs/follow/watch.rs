//! Hearing from the kernel that a log or its folder changed (inotify(7)), and what became of the log's name
//! meanwhile. Where there is no inotify nothing is heard, and whoever asks looks from time to time.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};

use super::super::open::own_name;

/// Files that had the log's name and are not known yet; more are not remembered.
const UNKNOWN: usize = 32;

/// How often a file is looked at whose changes are not heard of.
const DEAF: Duration = Duration::from_millis(500);

/// What was heard since the last time.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Something was heard at all, or nothing could have been.
    pub(super) anything: bool,
    /// Something may have become of the log's name, its rights or its folder.
    pub(super) name: bool,
    /// The names, oldest first, that files have now which had the log's name meanwhile.
    pub(super) moved: Vec<OsString>,
}

/// A file that had the log's name is on its way to another.
struct Move {
    cookie: u32,
    at: usize,
}

/// What listens.
#[derive(Debug)]
pub(super) struct Watch {
    inotify: Option<OwnedFd>,
    name: OsString,
    folder: Option<i32>,
    file: Option<i32>,
    /// It was refused to listen to the file: there are limits to how much a user may listen to.
    deaf: bool,
}

impl Watch {
    pub(super) fn new(name: &OsStr) -> Self {
        let inotify = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok();
        Self { inotify, name: name.to_owned(), folder: None, file: None, deaf: false }
    }

    /// Listens to this folder, unless it listens to it already.
    pub(super) fn folder(&mut self, folder: &Path) {
        if let (Some(inotify), None) = (&self.inotify, self.folder) {
            let flags = WatchFlags::CREATE
                | WatchFlags::MOVE
                | WatchFlags::DELETE
                | WatchFlags::ATTRIB
                | WatchFlags::DELETE_SELF
                | WatchFlags::MOVE_SELF
                | WatchFlags::ONLYDIR;
            self.folder = inotify::add_watch(inotify, folder, flags).ok();
        }
    }

    /// Listens to this file instead of the one before.
    pub(super) fn file(&mut self, file: &File) {
        let Some(inotify) = &self.inotify else { return };
        // By the descriptor: another file may lie at the path by now.
        let added = inotify::add_watch(inotify, own_name(file), WatchFlags::MODIFY | WatchFlags::ATTRIB).ok();
        if let Some(before) = self.file.filter(|before| Some(*before) != added) {
            // It may have ended with its file.
            let _ = inotify::remove_watch(inotify, before);
        }
        self.file = added;
        self.deaf = added.is_none();
    }

    /// Waits until something is heard, but no longer than this.
    pub(super) fn wait(&self, limit: Duration) {
        let Some(inotify) = self.inotify.as_ref().filter(|_| self.folder.is_some() && !self.deaf) else {
            return std::thread::sleep(limit.min(DEAF));
        };
        let limit = Timespec {
            tv_sec: i64::try_from(limit.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: limit.subsec_nanos().into(),
        };
        // An interrupted wait is a short one.
        let _ = poll(&mut [PollFd::new(inotify, PollFlags::IN)], Some(&limit));
    }

    /// What was heard since the last time. Does not wait.
    pub(super) fn heard(&mut self) -> Heard {
        let listens = self.inotify.is_some() && self.folder.is_some() && self.file.is_some();
        let mut heard = Heard { anything: !listens, ..Heard::default() };
        let Some(inotify) = &self.inotify else { return heard };
        let mut room = [MaybeUninit::uninit(); 4096];
        let mut events = Reader::new(inotify, &mut room);
        let mut moving: Option<Move> = None;
        while let Ok(event) = events.next() {
            let what = event.events();
            heard.anything = true;
            if what.contains(ReadFlags::QUEUE_OVERFLOW) {
                heard.name = true;
            }
            if Some(event.wd()) == self.file {
                heard.name |= what.contains(ReadFlags::ATTRIB);
                if what.contains(ReadFlags::IGNORED) {
                    self.file = None;
                }
            }
            if Some(event.wd()) != self.folder {
                continue;
            }
            if what.intersects(ReadFlags::DELETE_SELF | ReadFlags::MOVE_SELF | ReadFlags::IGNORED) {
                heard.name = true;
                if let Some(folder) = self.folder.take() {
                    let _ = inotify::remove_watch(inotify, folder);
                }
                continue;
            }
            let Some(name) = event.file_name().map(|name| OsStr::from_bytes(name.to_bytes())) else {
                heard.name |= what.contains(ReadFlags::ATTRIB);
                continue;
            };
            heard.name |= name == self.name;
            let known = heard.moved.iter().position(|moved| moved == name);
            if what.contains(ReadFlags::MOVED_FROM) {
                let at = known.or((name == self.name).then_some(heard.moved.len()));
                moving = at.map(|at| Move { cookie: event.cookie(), at });
            } else if what.contains(ReadFlags::MOVED_TO) {
                // What had this name before is gone.
                let moved = moving.take().filter(|moved| moved.cookie == event.cookie());
                if let Some(moved) = moved {
                    if let Some(entry) = heard.moved.get_mut(moved.at) {
                        name.clone_into(entry);
                    } else if heard.moved.len() < UNKNOWN {
                        heard.moved.push(name.to_owned());
                    }
                }
            }
        }
        heard
    }
}
