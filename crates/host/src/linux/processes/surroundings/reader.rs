//! Reads what stands around one process, on a thread where it may take its time: every file here may lie on a file
//! system that never answers. When that is done is decided in the folder above.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use domain::standing::{Standing, Writers};
use domain::{Cause, Gap, Reading};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{AtFlags, Stat};

use super::super::files;
use super::place::{Place, Places};
use super::preload::{self, Lists};
use super::root::{Home, LINK, Root};
use super::stdio;
use crate::parse::{link, maps, uid_map};

/// Bytes of `maps` that are read.
const MAPS_LIMIT: usize = 1024 * 1024;

/// Bytes of a user map that are read; it has at most 340 lines.
const MAP_LIMIT: usize = 32 * 1024;

/// Removed files of one process that are looked for, and libraries that are named.
const LOOKED_FOR: usize = 64;
const NAMED: usize = 16;

/// Folders of libraries of one process whose change makes it be read again.
const FOLDERS: usize = 16;

/// Where what a process maps comes and goes by itself, so that a file of the same name succeeds nothing.
const FLEETING: [&[u8]; 6] = [b"/tmp/", b"/var/tmp/", b"/dev/", b"/memfd:", b"/SYSV", b"/anon_hugepage"];

/// What is the same for all processes, and what is remembered of them.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) home: Home,
    /// The process file system.
    pub(super) proc: OwnedFd,
    pub(super) places: Places,
    pub(super) lists: Lists,
}

/// What was read of one process.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) standing: Standing,
    /// What it rests on: when one of these changes it is read again.
    pub(super) places: Vec<Arc<Place>>,
    /// Its executable was removed, and there is no other in its place.
    pub(super) orphaned: bool,
    /// What its environment made it load, if that could be read.
    pub(super) environment: Option<Vec<String>>,
    /// The scan in which that was ordered.
    pub(super) round: u64,
}

/// The executable of a process.
struct Exe {
    /// Its path as the kernel gives it, without the mark of what was removed.
    path: Vec<u8>,
    link: Vec<u8>,
    deleted: bool,
}

/// One reading.
struct Look<'a> {
    reader: &'a Reader,
    process: BorrowedFd<'a>,
    uid: Reading<u32>,
    round: u64,
    root: Reading<Root>,
    exe: Reading<Exe>,
    places: Vec<Arc<Place>>,
    environment: Option<Vec<String>>,
}

impl Reader {
    /// Reads everything of the process whose folder it is. `so_far` gets each fact when it is known, for whoever
    /// does not wait for the last. `environment` is what was read of it before: it stays until the next exec.
    pub(super) fn read(
        &self,
        process: &OwnedFd,
        uid: Reading<u32>,
        round: u64,
        environment: Option<Vec<String>>,
        so_far: &Mutex<Standing>,
    ) -> Found {
        let process = process.as_fd();
        let note = |write: &mut dyn FnMut(&mut Standing)| {
            write(&mut so_far.lock().unwrap_or_else(PoisonError::into_inner));
        };
        let stdio = stdio::is_network(self.proc.as_fd(), process, &self.home);
        note(&mut |standing| standing.stdio_socket = stdio);
        let mut look = Look {
            reader: self,
            process,
            uid,
            round,
            root: files::reading(Root::open(process, &self.home), "open the root of a process"),
            exe: exe(process),
            places: Vec::new(),
            environment,
        };
        let preloaded = look.preloaded();
        note(&mut |standing| standing.preloaded.clone_from(&preloaded));
        let libraries = look.stale_libraries();
        note(&mut |standing| standing.stale_libraries.clone_from(&libraries));
        let replaced = look.replaced();
        note(&mut |standing| standing.replaced = replaced);
        let writers = look.writers();
        note(&mut |standing| standing.writers = writers);
        let standing = so_far.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let orphaned =
            replaced == Ok(false) && look.exe.as_ref().is_ok_and(|exe| exe.deleted && !exe.is_memory());
        Found { standing, places: look.places, orphaned, environment: look.environment, round }
    }

    /// Looks again at what a process rests on.
    pub(super) fn look_again(&self, process: &OwnedFd, places: &[Arc<Place>], round: u64) {
        match Root::open(process.as_fd(), &self.home) {
            Ok(root) => places.iter().for_each(|place| place.look(root.top(), round)),
            Err(_) => places.iter().for_each(|place| place.let_go(round)),
        }
    }
}

impl Look<'_> {
    fn root(&self) -> Reading<&Root> {
        self.root.as_ref().map_err(|gap| *gap)
    }

    fn exe(&self) -> Reading<&Exe> {
        self.exe.as_ref().map_err(|gap| *gap)
    }

    /// Remembers a path to rest on, and gives what is there and whether that was known before.
    fn place(&mut self, path: &[u8]) -> Reading<(Arc<Place>, bool)> {
        let root = self.root.as_ref().map_err(|gap| *gap)?;
        let (place, known) = self.reader.places.at(root.mounts, path, root.top(), self.round);
        if !self.places.iter().any(|other| Arc::ptr_eq(other, &place)) {
            self.places.push(Arc::clone(&place));
        }
        Ok((place, known))
    }

    fn preloaded(&mut self) -> Reading<Vec<String>> {
        if self.environment.is_none() {
            self.environment = Some(preload::environment(self.process)?);
        }
        let mut libraries = self.environment.clone().unwrap_or_default();
        let (root, exe) = (self.root()?, self.exe()?);
        let listed = self.reader.lists.of(self.process, root, &exe.path, &self.reader.home, self.round)?;
        libraries.extend(listed);
        libraries.dedup();
        Ok(libraries)
    }

    fn stale_libraries(&mut self) -> Reading<Vec<String>> {
        let exe = self.exe()?.path.clone();
        let mut text = Vec::new();
        let mut cut = read_maps(self.process, &mut text)?;
        // What happens in a folder is told by its stamp, but only what happens after that was taken.
        if !self.rest_on_folders(&text, &exe)? {
            cut = read_maps(self.process, &mut text)?;
        }
        let root = self.root()?;
        let (mut removed, mut libraries): (Vec<Cow<'_, [u8]>>, Vec<String>) = (Vec::new(), Vec::new());
        for file in libraries_of(&text, &exe).filter(|file| file.deleted) {
            if removed.len() >= LOOKED_FOR || libraries.len() >= NAMED {
                break;
            }
            if !removed.contains(&file.path) {
                if root.holds_file(&file.path)? {
                    libraries.push(String::from_utf8_lossy(&file.path).into_owned());
                }
                removed.push(file.path);
            }
        }
        // What lies beyond the limit may be one.
        if cut && libraries.is_empty() {
            return Err(Gap::Failed(Cause { action: MAPS, errno: Some(libc::EFBIG) }));
        }
        Ok(libraries)
    }

    /// Remembers the folders of the libraries. Returns whether all were known before.
    fn rest_on_folders(&mut self, text: &[u8], exe: &[u8]) -> Reading<bool> {
        let mut folders: Vec<Vec<u8>> = Vec::new();
        for file in libraries_of(text, exe) {
            let folder = folder(&file.path);
            if folders.len() < FOLDERS && !folders.iter().any(|other| other == folder) {
                folders.push(folder.to_vec());
            }
        }
        let mut all_known = true;
        for folder in folders {
            all_known &= self.place(&folder)?.1;
        }
        Ok(all_known)
    }

    fn replaced(&self) -> Reading<bool> {
        let exe = self.exe()?;
        if !exe.deleted || exe.is_memory() {
            return Ok(false);
        }
        let root = self.root()?;
        // A name may end like the kernel's mark.
        if self.reader.home.live
            && let (Ok(running), Ok(Some(same))) = (stat_exe(self.process), root.find(&exe.link))
            && (running.st_dev, running.st_ino) == (same.st_dev, same.st_ino)
        {
            return Ok(false);
        }
        root.holds_file(&exe.path)
    }

    fn writers(&mut self) -> Reading<Writers> {
        let exe = self.exe()?;
        // Memory has no place in which it could be replaced; of recorded files owners and modes are lost.
        if exe.is_memory() || !self.reader.home.live {
            return Err(Gap::Unsupported);
        }
        let uid = self.uid?;
        let path = exe.path.clone();
        let running = stat_exe(self.process)?;
        let seen = files::reading(self.place(&path)?.0.seen(), "look at the folders of the executable")?;
        let mut owners = seen.owners;
        // Another may stand at its path by now.
        owners.add(&running);
        let process = self.process;
        Ok(owners.writers(uid, || (root_of(process, "uid_map"), root_of(process, "gid_map"))))
    }
}

impl Exe {
    /// A program that was never in a file (memfd_create(2)).
    fn is_memory(&self) -> bool {
        self.path.starts_with(b"/memfd:")
    }
}

/// The attempt named when the map of the memory cannot be read.
const MAPS: &str = "read the map of the memory";

/// Whole lines of it, and whether there were more.
fn read_maps(process: BorrowedFd<'_>, text: &mut Vec<u8>) -> Reading<bool> {
    let cut = files::reading(files::read(process, "maps", text, MAPS_LIMIT), MAPS)?;
    if cut {
        text.truncate(text.iter().rposition(|byte| *byte == b'\n').unwrap_or_default());
    }
    Ok(cut)
}

/// The files besides its executable that a process has mapped to execute them.
fn libraries_of<'t>(text: &'t [u8], exe: &[u8]) -> impl Iterator<Item = maps::Mapped<'t>> {
    maps::executable(text)
        .filter(move |file| *file.path != *exe && !FLEETING.iter().any(|place| file.path.starts_with(place)))
}

fn exe(process: BorrowedFd<'_>) -> Reading<Exe> {
    let mut buffer = vec![0; LINK];
    let link = files::reading(files::link(process, "exe", &mut buffer), "read the executable's path")?;
    let (path, deleted) = link.strip_suffix(link::DELETED).map_or((link, false), |path| (path, true));
    Ok(Exe { path: path.to_vec(), link: link.to_vec(), deleted })
}

/// The file that runs, wherever it is: the link leads to it even when its name is gone.
fn stat_exe(process: BorrowedFd<'_>) -> Reading<Stat> {
    files::reading(rustix::fs::statat(process, "exe", AtFlags::empty()), "look at the executable")
}

/// The number here of who is root in the user namespace of a process.
fn root_of(process: BorrowedFd<'_>, map: &str) -> Option<u32> {
    let mut text = Vec::new();
    files::read(process, map, &mut text, MAP_LIMIT).ok()?;
    uid_map::outside(&text, 0)
}

fn folder(path: &[u8]) -> &[u8] {
    let end = path.iter().rposition(|byte| *byte == b'/').unwrap_or_default();
    path.get(..end.max(1)).unwrap_or_default()
}
