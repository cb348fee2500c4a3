//! Names of users: this host's file, then its name service, and for a process in a container the
//! container's own file. Cached; asked for when an identity is read, never for every process.

use std::collections::HashMap;
use std::path::PathBuf;

use domain::{Gap, Reading};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{Mode, OFlags, ResolveFlags};
use rustix::io::Errno;

use super::files;
use super::name_service;
use super::patience::{Asked, Lane, Late};
use crate::parse::passwd;

/// Bytes of a passwd file that are read.
const FILE_LIMIT: usize = 4 * 1024 * 1024;

/// Answers and containers that are remembered; beyond, all are forgotten and asked for again.
const CACHE_LIMIT: usize = 16_384;

/// Scans after which a remembered answer, or a container's file, is read again.
const KEPT_ROUNDS: u64 = 600;

type Table = Vec<(u32, String)>;

/// What tells one version of a file from the next.
type Stamp = (u64, i64, u64, i64);

#[derive(Debug)]
enum Service {
    Known { answer: Reading<Option<String>>, round: u64 },
    Late(Late<Reading<Option<String>>>),
}

/// The names that are known.
#[derive(Debug)]
pub(super) struct Users {
    file: PathBuf,
    stamp: Option<Stamp>,
    table: Reading<Table>,
    generation: u32,
    live: bool,
    services: HashMap<u32, Service>,
    service_lane: Lane,
    containers: HashMap<u64, (Reading<Table>, u64)>,
    round: u64,
}

impl Users {
    pub(super) fn new(file: PathBuf, live: bool) -> Self {
        Self {
            file,
            stamp: None,
            table: Err(Gap::NotYet),
            generation: 0,
            live,
            services: HashMap::new(),
            service_lane: Lane::new("names"),
            containers: HashMap::new(),
            round: 0,
        }
    }

    /// Looks whether the host's file changed. Changes [`Self::generation`] when it did.
    pub(super) fn begin_scan(&mut self, round: u64) {
        self.round = round;
        self.service_lane.begin_scan();
        let stamp = rustix::fs::stat(&self.file)
            .map(|stat| (stat.st_ino, stat.st_mtime, stat.st_mtime_nsec, stat.st_size));
        if stamp.ok() == self.stamp && self.table != Err(Gap::NotYet) {
            return;
        }
        self.stamp = stamp.ok();
        let mut text = Vec::new();
        let read =
            rustix::fs::open(&self.file, OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK, Mode::empty())
                .and_then(|file| files::read_open(file, &mut text, FILE_LIMIT));
        self.table = files::reading(read, "read the user database").map(|_| passwd::parse(&text));
        self.generation = self.generation.wrapping_add(1);
    }

    /// Another number when names may have changed.
    pub(super) fn generation(&self) -> u32 {
        self.generation
    }

    /// The name of a user of this host. [`Gap::NotYet`] while the name service is being asked.
    pub(super) fn name(&mut self, uid: u32) -> Reading<Option<String>> {
        match &self.table {
            Ok(table) => {
                if let Some(name) = passwd::name(table, uid) {
                    return Ok(Some(name.to_owned()));
                }
            }
            // No file at all is a minimal image, and its users may still be known elsewhere.
            Err(gap) if !self.live && *gap != Gap::Gone => return Err(*gap),
            Err(_) => {}
        }
        if self.live { self.ask_service(uid) } else { Ok(None) }
    }

    fn ask_service(&mut self, uid: u32) -> Reading<Option<String>> {
        if let Some(service) = self.services.get_mut(&uid) {
            if let Service::Late(late) = service {
                let answer = match late.poll() {
                    Ok(None) => return Err(Gap::NotYet),
                    Ok(Some(answer)) => answer,
                    Err(_) => Err(Gap::failed("ask the name service for a user")),
                };
                *service = Service::Known { answer, round: self.round };
            }
            if let Service::Known { answer, round } = service
                && self.round.saturating_sub(*round) < KEPT_ROUNDS
            {
                return answer.clone();
            }
        }
        if self.services.len() >= CACHE_LIMIT {
            self.services.clear();
        }
        match self.service_lane.ask(move || name_service::user_name(uid)) {
            Asked::Done(answer) => {
                self.services.insert(uid, Service::Known { answer: answer.clone(), round: self.round });
                answer
            }
            Asked::Late(late) => {
                self.services.insert(uid, Service::Late(late));
                Err(Gap::NotYet)
            }
            Asked::Refused => Err(Gap::NotYet),
        }
    }

    /// The name that a user number has in the mount namespace of a process, given by its folder.
    /// `inside` is the number there. The file is read on `lane`: it may lie on a stuck file system.
    pub(super) fn name_in(
        &mut self,
        namespace: u64,
        process: BorrowedFd<'_>,
        inside: u32,
        lane: &mut Lane,
    ) -> Reading<Option<String>> {
        let fresh = |(_, round): &(Reading<Table>, u64)| self.round.saturating_sub(*round) < KEPT_ROUNDS;
        if !self.containers.get(&namespace).is_some_and(fresh) {
            let table = read_container(process, lane)?;
            if self.containers.len() >= CACHE_LIMIT {
                self.containers.clear();
            }
            self.containers.insert(namespace, (table, self.round));
        }
        match self.containers.get(&namespace) {
            Some((Ok(table), _)) => Ok(passwd::name(table, inside).map(str::to_owned)),
            Some((Err(gap), _)) => Err(*gap),
            None => Err(Gap::NotYet),
        }
    }
}

/// The outer gap is for now only (it took too long), the inner one is kept.
fn read_container(process: BorrowedFd<'_>, lane: &mut Lane) -> Reading<Reading<Table>> {
    const ACTION: &str = "read the user database of a container";
    let process = files::reading(rustix::io::fcntl_dupfd_cloexec(process, 0), ACTION)?;
    match lane.ask(move || container_table(&process)) {
        Asked::Done(table) => Ok(files::reading(table, ACTION)),
        Asked::Late(_) | Asked::Refused => Err(Gap::NotYet),
    }
}

/// Links inside the container's root lead nowhere out of it: its owner may have planted them.
fn container_table(process: &OwnedFd) -> Result<Table, Errno> {
    let root = files::open_path(process, "root")?;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let resolve = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
    let file = match rustix::fs::openat2(root.as_fd(), "etc/passwd", flags, Mode::empty(), resolve) {
        // An image of one program alone: nobody has a name in it.
        Err(Errno::NOENT) => return Ok(passwd::parse(b"")),
        opened => opened?,
    };
    if !rustix::fs::FileType::from_raw_mode(rustix::fs::fstat(&file)?.st_mode).is_file() {
        return Err(Errno::INVAL);
    }
    let mut text = Vec::new();
    files::read_open(file, &mut text, FILE_LIMIT)?;
    Ok(passwd::parse(&text))
}
