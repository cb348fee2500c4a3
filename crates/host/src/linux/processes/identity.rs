//! What is read once per process and again when something says that it changed (DESIGN §2.2). Not
//! here: when that is (`tracked`).

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::decide::Place;
use domain::process::{Exe, Identity};
use domain::{Gap, Reading, mask};
use rustix::fd::{AsFd, BorrowedFd};

use super::ProcessFacts;
use super::files;
use super::holder::Holders;
use super::patience::{Asked, Lane, Late};
use super::users::Users;
use crate::parse::{cgroup, cmdline, link, place, stat, tty, uid_map};

/// Bytes of `cgroup` and of other small files that are read: version 1 has a line for each of a dozen controllers.
const PIECE: usize = 16 * 1024;

/// Bytes of the table of terminal drivers and of a user map that are read.
const TABLE_LIMIT: usize = 64 * 1024;

/// Longest path that the kernel gives for a link (`PATH_MAX`), and one to tell a cut one.
const LINK_LIMIT: usize = 4097;

/// Bytes of arguments and whether there were more.
type Arguments = Reading<(Vec<u8>, bool)>;

/// What of an identity is still to come.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Arguments whose reading takes long.
    arguments: Option<Late<Arguments>>,
    /// Whether something was put off to a later scan.
    put_off: bool,
}

impl Pending {
    pub(super) fn any(&self) -> bool {
        self.put_off || self.arguments.is_some()
    }
}

/// What `stat` and the folder said in this scan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    pub(super) comm: &'a [u8],
    pub(super) ended: bool,
    pub(super) tty_nr: u32,
    pub(super) uid: Reading<u32>,
}

/// Reads identities, with what that needs from scan to scan.
#[derive(Debug)]
pub(super) struct Identities {
    pub(super) users: Users,
    lane: Lane,
    drivers: Vec<tty::Driver>,
    own_container: Option<String>,
    own_mounts: Option<u64>,
    holders: Holders,
    link: Vec<u8>,
    piece: Vec<u8>,
    text: Vec<u8>,
}

impl Identities {
    /// `arguments` and `names` are where is waited for arguments and for the name service.
    pub(super) fn new(root: BorrowedFd<'_>, facts: &ProcessFacts, arguments: Lane, names: Lane) -> Self {
        let mut text = Vec::new();
        let mut read =
            |name: &str| files::read(root, name, &mut text, TABLE_LIMIT).is_ok().then(|| text.clone());
        // A system that has no such table has no such terminals; one that denies it loses their names only.
        let drivers = read("tty/drivers").map(|table| tty::drivers(&table)).unwrap_or_default();
        let own_container = read("self/cgroup").and_then(|text| cgroup::parse(&text).container);
        let mut buffer = vec![0; LINK_LIMIT];
        let own_mounts = files::link(root, "self/ns/mnt", &mut buffer).ok().and_then(link::namespace);
        Self {
            users: Users::new(facts.passwd.clone(), facts.live, names),
            lane: arguments,
            drivers,
            own_container,
            own_mounts,
            holders: Holders::new(root, &mut buffer),
            link: buffer,
            piece: vec![0; PIECE],
            text,
        }
    }

    pub(super) fn begin_scan(&mut self, round: u64) {
        self.lane.begin_scan();
        self.users.begin_scan(round);
    }

    /// Everything, with the mark of its cgroup ([`Self::placement_mark`]).
    pub(super) fn read(&mut self, folder: BorrowedFd<'_>, seen: Seen<'_>) -> (Identity, Pending, u64) {
        let comm = String::from_utf8_lossy(&stat::unescape(seen.comm)).into_owned();
        let exe = if seen.ended { Err(Gap::Gone) } else { self.exe(folder) };
        let mut pending = Pending::default();
        let arguments = if seen.ended { Err(Gap::Gone) } else { self.arguments(folder, &mut pending) };
        let (mark, placement, place) = self.placement(folder);
        let container = placement.clone().map(|placement| placement.container);
        let username =
            self.username(folder, seen.uid, container.as_ref().is_ok_and(Option::is_some), &mut pending);
        let name = name(&comm, &exe, &arguments);
        let identity = Identity {
            name,
            comm,
            exe,
            cmdline: arguments,
            uid: seen.uid,
            username,
            unit: placement.map(|placement| placement.unit),
            container,
            tty: Ok(tty::name(seen.tty_nr, &self.drivers)),
            holder: self.holders.read(folder, place, &mut self.link, &mut self.piece),
        };
        (identity, pending, mark)
    }

    /// What was still to come, if it came. `None` when nothing did.
    pub(super) fn complete(
        &mut self,
        folder: BorrowedFd<'_>,
        now: &Identity,
        pending: &mut Pending,
    ) -> Option<Identity> {
        let mut next = now.clone();
        if let Some(late) = pending.arguments.take() {
            next.cmdline = match late.poll() {
                Ok(None) => {
                    pending.arguments = Some(late);
                    now.cmdline.clone()
                }
                Ok(Some(bytes)) => parse_arguments(bytes),
                Err(_) => Err(Gap::failed("read the arguments")),
            };
        }
        if std::mem::take(&mut pending.put_off) {
            if next.cmdline == Err(Gap::NotYet) {
                next.cmdline = self.arguments(folder, pending);
            }
            if next.username == Err(Gap::NotYet) {
                let contained = next.container.as_ref().is_ok_and(Option::is_some);
                next.username = self.username(folder, next.uid, contained, pending);
            }
        }
        next.name = name(&next.comm, &next.exe, &next.cmdline);
        (next != *now).then_some(next)
    }

    /// Whether the link to the executable says something else than before.
    pub(super) fn exe_changed(&mut self, folder: BorrowedFd<'_>, before: &Reading<Exe>) -> bool {
        match (files::link(folder, "exe", &mut self.link), before) {
            (Ok(target), Ok(exe)) => {
                let bare = if exe.deleted { target.strip_suffix(link::DELETED) } else { Some(target) };
                // A path that is no UTF-8 is read again each time, which costs little and is never wrong.
                bare != Some(exe.path.as_bytes())
            }
            (Err(errno), Err(gap)) => files::gap(errno, EXE) != *gap,
            _ => true,
        }
    }

    /// A number that changes when the process is moved to another cgroup.
    pub(super) fn placement_mark(&mut self, folder: BorrowedFd<'_>) -> u64 {
        let mut hasher = DefaultHasher::new();
        match files::read_piece(folder, "cgroup", &mut self.piece) {
            Ok(text) => text.hash(&mut hasher),
            Err(errno) => errno.raw_os_error().hash(&mut hasher),
        }
        hasher.finish()
    }

    /// The inode of a namespace of a process, `ns/net` or `ns/mnt`.
    pub(super) fn namespace(&mut self, folder: BorrowedFd<'_>, kind: &str) -> Option<u64> {
        files::link(folder, kind, &mut self.link).ok().and_then(link::namespace)
    }

    fn exe(&mut self, folder: BorrowedFd<'_>) -> Reading<Exe> {
        files::reading(files::link(folder, "exe", &mut self.link), EXE).map(link::exe)
    }

    fn arguments(&mut self, folder: BorrowedFd<'_>, pending: &mut Pending) -> Reading<Vec<String>> {
        const ACTION: &str = "read the arguments";
        let folder = files::reading(rustix::io::fcntl_dupfd_cloexec(folder, 0), ACTION)?;
        let read = move || {
            let mut bytes = Vec::new();
            // A plain open: that it may block is why it happens on this thread.
            let file = rustix::fs::openat(
                folder.as_fd(),
                "cmdline",
                rustix::fs::OFlags::RDONLY | rustix::fs::OFlags::CLOEXEC,
                rustix::fs::Mode::empty(),
            );
            let read = file.and_then(|file| files::read_open(file, &mut bytes, cmdline::READ_LIMIT));
            files::reading(read, ACTION).map(|cut| (bytes, cut))
        };
        match self.lane.ask(read) {
            Asked::Done(bytes) => parse_arguments(bytes),
            Asked::Late(late) => {
                pending.arguments = Some(late);
                Err(Gap::failed("read the arguments in time"))
            }
            Asked::Refused => {
                pending.put_off = true;
                Err(Gap::NotYet)
            }
        }
    }

    /// The mark of its cgroup, where that is, and what that means for who may end it.
    fn placement(&mut self, folder: BorrowedFd<'_>) -> (u64, Reading<cgroup::Placement>, Reading<Place>) {
        const ACTION: &str = "read the cgroup";
        let mut hasher = DefaultHasher::new();
        let room = self.piece.len();
        match files::read_piece(folder, "cgroup", &mut self.piece) {
            Ok(text) => {
                text.hash(&mut hasher);
                let own = self.own_container.as_ref();
                let mut placement = cgroup::parse(text);
                placement.container = placement.container.filter(|id| Some(id) != own);
                // The line that names the service may be the one that was cut off.
                let whole = text.len() < room;
                let place = if whole {
                    Ok(place::place(text, own.map(String::as_str)))
                } else {
                    Err(Gap::failed(ACTION))
                };
                (hasher.finish(), Ok(placement), place)
            }
            Err(errno) => {
                errno.raw_os_error().hash(&mut hasher);
                let gap = files::gap(errno, ACTION);
                (hasher.finish(), Err(gap), Err(gap))
            }
        }
    }

    /// A container's users are those of its own file; a service with a private mount namespace has
    /// this host's where its own file does not tell.
    fn username(
        &mut self,
        folder: BorrowedFd<'_>,
        uid: Reading<u32>,
        contained: bool,
        pending: &mut Pending,
    ) -> Reading<Option<String>> {
        let uid = uid?;
        let mounts = self.namespace(folder, "ns/mnt").filter(|mounts| Some(*mounts) != self.own_mounts);
        let inside = match mounts {
            Some(namespace) => {
                let inside = self.inside(folder, uid);
                match inside {
                    Some(inside) => self.users.containers.name(namespace, folder, inside, &mut self.lane),
                    None => Ok(None),
                }
            }
            None if contained => Err(Gap::Denied),
            None => Ok(None),
        };
        let name = match inside {
            Ok(Some(name)) => Ok(Some(name)),
            inside if contained => inside,
            _ => self.users.name(uid),
        };
        pending.put_off |= name == Err(Gap::NotYet);
        name
    }

    /// The number of a user in the user namespace of a process; as it is where there is no map.
    fn inside(&mut self, folder: BorrowedFd<'_>, uid: u32) -> Option<u32> {
        match files::read(folder, "uid_map", &mut self.text, TABLE_LIMIT) {
            Ok(_) => uid_map::inside(&self.text, uid),
            Err(_) => Some(uid),
        }
    }
}

/// The attempt named when the executable cannot be read.
const EXE: &str = "read the executable's path";

fn parse_arguments(bytes: Arguments) -> Reading<Vec<String>> {
    bytes.map(|(bytes, cut)| mask::arguments(cmdline::parse(&bytes, cut)))
}

fn name(comm: &str, exe: &Reading<Exe>, arguments: &Reading<Vec<String>>) -> String {
    let exe = exe.as_ref().ok().map(|exe| exe.path.as_str());
    cmdline::name(comm, exe, arguments.as_deref().unwrap_or_default())
}
