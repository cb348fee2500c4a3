//! Names of users of this host: its file, then its name service. Cached; asked for when an identity is read,
//! never for every process. Not here: names inside containers (`containers`).

use std::collections::HashMap;
use std::path::PathBuf;

use domain::{Gap, Reading};
use rustix::fs::{Mode, OFlags};

use super::containers::Containers;
use super::files;
use super::name_service;
use super::patience::{Asked, Lane, Late};
use crate::parse::passwd;

/// Bytes of a passwd file that are read.
pub(super) const FILE_LIMIT: usize = 4 * 1024 * 1024;

/// Answers that are remembered; beyond, all are forgotten and asked for again.
const CACHE_LIMIT: usize = 16_384;

/// Scans after which a remembered answer, or a container's file, is read again.
pub(super) const KEPT_ROUNDS: u64 = 600;

/// User numbers with their names, as [`passwd::parse`] has them.
pub(super) type Table = Vec<(u32, String)>;

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
    pub(super) containers: Containers,
    round: u64,
}

impl Users {
    /// `service_lane` is where is waited for the name service.
    pub(super) fn new(file: PathBuf, live: bool, service_lane: Lane) -> Self {
        Self {
            file,
            stamp: None,
            table: Err(Gap::NotYet),
            generation: 0,
            live,
            services: HashMap::new(),
            service_lane,
            containers: Containers::default(),
            round: 0,
        }
    }

    /// Looks whether the host's file changed. Changes [`Self::generation`] when it did.
    pub(super) fn begin_scan(&mut self, round: u64) {
        self.round = round;
        self.service_lane.begin_scan();
        self.containers.begin_scan(round);
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
}
