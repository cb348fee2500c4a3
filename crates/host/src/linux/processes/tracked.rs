//! One process from scan to scan: its kept descriptors, what it costs in each, and when which of its
//! facts are read again. What the facts mean is in `crate::parse`; what an identity is, in `identity`.

use std::sync::Arc;

use domain::decide::Mark;
use domain::process::{Identity, IoReadings, ProcessSample};
use domain::socket::Socket;
use domain::standing::Standing;
use domain::time::{Mono, Timed};
use domain::{Gap, ProcessKey, Reading};
use rustix::fd::{AsFd, BorrowedFd};
use rustix::io::Errno;

use super::descriptors::Descriptors;
use super::files;
use super::handle::{HANDLE, Handle};
use super::identity::{Identities, Pending, Seen};
use super::listing::Entry;
use super::mark::Marks;
use super::surroundings::Around;
use crate::linux::sockets::Entry as SocketEntry;
use crate::linux::sockets::owners::Holdings;
use crate::parse::{io, stat, statm};

/// Room for the longest `stat` line: 52 numbers of at most 20 digits, and a name.
pub(super) const LINE: usize = 2048;

/// Room for `io` and `statm`.
pub(super) const PIECE: usize = 1024;

/// After so many spreads `stat` is read although the process did nothing: the memory of a sleeper may be
/// reclaimed, its terminal taken, its parent be a zombie. Reading it is what costs most.
const STILL_SPREADS: u64 = 3;

/// What a scan hands to every process.
pub(super) struct Scan<'a> {
    pub(super) root: BorrowedFd<'a>,
    /// All pids of this scan, ascending.
    pub(super) listed: &'a [Entry],
    pub(super) at: Mono,
    /// Number of the scan.
    pub(super) round: u64,
    /// Scans over which what is not read in each is spread.
    pub(super) spread: u64,
    pub(super) page_bytes: u64,
    pub(super) descriptors: &'a mut Descriptors,
    pub(super) identities: &'a mut Identities,
    pub(super) marks: Marks,
    /// What stands around a process at which nobody looked.
    pub(super) nothing: &'a Arc<Standing>,
    /// Room for a small file.
    pub(super) piece: &'a mut [u8],
}

/// Why there is nothing to track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absent {
    /// It vanished, or its pid is another process by now.
    Gone,
    /// It is a thread of the kernel.
    Kernel,
    /// Its `stat` may not be read: it has no key and cannot be told from its successor.
    Hidden,
    /// Its `stat` could not be understood or read for another reason.
    Unreadable,
    /// This program or the system has no descriptor left at the moment.
    NoDescriptor,
}

/// A process that is no thread of the kernel.
#[derive(Debug)]
pub(super) struct Tracked {
    key: ProcessKey,
    inode: u64,
    mark: Mark,
    /// Spreads what is due over the scans, however pids are distributed.
    serial: u64,
    handle: Option<Handle>,
    ppid: u32,
    state: char,
    threads: u32,
    cpu_ticks: u64,
    faults: u64,
    rss_pages: u64,
    rss_bytes: u64,
    tty_nr: u32,
    layout: [u64; 3],
    comm: Vec<u8>,
    /// Whether it did something between the last two scans, and in any since the last due one.
    active: bool,
    active_since_due: bool,
    /// Whether it may have run at all since the last due scan.
    moved_since_due: bool,
    /// Whether it did something since its descriptors were read.
    active_since_look: bool,
    io: Reading<IoReadings>,
    uid: Reading<u32>,
    identity: Arc<Identity>,
    pending: Pending,
    placement: u64,
    users: u32,
    pub(super) netns: Option<u64>,
    pub(super) holdings: Holdings,
    pub(super) sockets: Reading<Arc<[Socket]>>,
    pub(super) around: Around,
}

/// What a look at a process that is already known came to.
pub(super) type Look = Result<(), Absent>;

impl Tracked {
    /// A process that is new, or whose predecessor had its pid.
    pub(super) fn new(
        scan: &mut Scan<'_>,
        entry: Entry,
        serial: u64,
        line: &mut [u8],
    ) -> Result<Self, Absent> {
        let handle = open(scan, entry.pid)?;
        let (uid, line) = handle.read(line).map_err(absent)?;
        let stat =
            stat::parse(line).ok_or(if line.is_empty() { Absent::Gone } else { Absent::Unreadable })?;
        if stat.kernel_thread {
            return Err(Absent::Kernel);
        }
        let seen = Seen { comm: stat.comm, ended: ended(stat.state), tty_nr: stat.tty_nr, uid };
        let number = scan.marks.number(entry.pid);
        let (identity, pending, placement) = scan.identities.read(handle.folder.as_fd(), seen);
        // What could be read in its folder after that says that the number is its own.
        let number = number.filter(|_| identity.holder.uids.is_ok());
        let netns = scan.identities.namespace(handle.folder.as_fd(), "ns/net");
        let mut tracked = Self {
            key: ProcessKey { pid: entry.pid, started: stat.started },
            inode: entry.inode,
            mark: scan.marks.mark(number, stat.started),
            serial,
            handle: None,
            ppid: stat.ppid,
            state: stat.state,
            threads: stat.threads,
            cpu_ticks: stat.cpu_ticks,
            faults: stat.faults,
            rss_pages: stat.rss_pages,
            rss_bytes: 0,
            tty_nr: stat.tty_nr,
            layout: stat.layout,
            comm: stat.comm.to_vec(),
            // Its CPU time went from nothing to something.
            active: true,
            active_since_due: true,
            moved_since_due: true,
            active_since_look: true,
            io: Err(Gap::NotYet),
            uid,
            identity: Arc::new(identity),
            pending,
            placement,
            users: scan.identities.users.generation(),
            netns,
            holdings: Holdings::default(),
            sockets: Err(Gap::NotYet),
            around: Around::new(Arc::clone(scan.nothing)),
        };
        tracked.rss_bytes = exact_rss(scan, handle.folder.as_fd(), stat.rss_pages);
        tracked.read_io(scan, handle.folder.as_fd());
        if scan.descriptors.take(HANDLE) {
            tracked.handle = Some(handle);
        }
        Ok(tracked)
    }

    /// Reads what changes, and whatever of the rest is due or seems to have changed.
    pub(super) fn refresh(&mut self, scan: &mut Scan<'_>, entry: Entry, line: &mut [u8]) -> Look {
        let mut handle = match self.handle.take() {
            // Another inode: the pid is another process's by now, or the kernel forgot the folder.
            Some(stale) if entry.inode != self.inode => {
                scan.descriptors.give_back(HANDLE);
                drop(stale);
                open(scan, self.key.pid)?
            }
            Some(kept) => {
                scan.descriptors.give_back(HANDLE);
                kept
            }
            None => open(scan, self.key.pid)?,
        };
        // Asked between opening and reading, as when it was new.
        if entry.inode != self.inode && scan.marks.is_anothers(self.mark, self.key.pid) {
            return Err(Absent::Gone);
        }
        self.inode = entry.inode;
        let look = self.look(scan, &mut handle, line);
        if look.is_ok() {
            self.mark = scan.marks.again(self.mark, self.key.started);
        }
        if look.is_ok() && scan.descriptors.take(HANDLE) {
            self.handle = Some(handle);
        }
        look
    }

    fn look(&mut self, scan: &mut Scan<'_>, handle: &mut Handle, line: &mut [u8]) -> Look {
        let due = self.due(scan);
        // Heard before `stat` is read, so that it vouches for what is read after it.
        let still = handle.stands_still().map_err(absent)? && self.threads == 1;
        self.moved_since_due |= !still;
        if still && !self.expects_news(scan) && !(due && self.is_stale(scan, handle.folder.as_fd())) {
            return Ok(());
        }
        let (uid, line) = handle.read(line).map_err(absent)?;
        let stat =
            stat::parse(line).ok_or(if line.is_empty() { Absent::Gone } else { Absent::Unreadable })?;
        if stat.started != self.key.started {
            return Err(Absent::Gone);
        }
        let was_active = self.active;
        let memory_moved = stat.cpu_ticks != self.cpu_ticks
            || stat.faults != self.faults
            || stat.rss_pages != self.rss_pages;
        // CPU time moves in steps of 10 ms: faults, and being seen running or in a disk wait, say earlier that it does something.
        self.active = memory_moved || matches!(stat.state, 'R' | 'D');
        self.active_since_due |= self.active;
        self.active_since_look |= self.active;
        self.around.stir(self.active);
        self.ppid = stat.ppid;
        self.state = stat.state;
        self.threads = stat.threads;
        self.cpu_ticks = stat.cpu_ticks;
        self.faults = stat.faults;
        self.rss_pages = stat.rss_pages;

        handle.attend(stat.threads);
        let folder = handle.folder.as_fd();
        if memory_moved {
            self.rss_bytes = exact_rss(scan, folder, stat.rss_pages);
        }
        // Whoever did not run moved no bytes and entered no namespace.
        if (due && self.moved_since_due) || ((self.active || was_active) && self.io != Err(Gap::Denied)) {
            self.read_io(scan, folder);
        }
        // A process that ended keeps the identity that it had while it lived.
        if !ended(stat.state) {
            self.look_at_identity(scan, folder, &stat, uid, due);
        }
        if due {
            self.active_since_due = false;
            self.moved_since_due = false;
        }
        Ok(())
    }

    /// Whether, in a due scan, `stat` has to be read although the process stands still: it did something
    /// since the last one, somebody moved or replaced something of it, or it was not read for long.
    fn is_stale(&mut self, scan: &mut Scan<'_>, folder: BorrowedFd<'_>) -> bool {
        self.moved_since_due
            || (self.serial + scan.round).is_multiple_of(scan.spread * STILL_SPREADS)
            || (!ended(self.state) && self.recheck(scan, folder))
    }

    /// Whether `stat` has to be read although the process did nothing: its last deed has to be counted
    /// to the end, something is still being read, or its parent is gone.
    fn expects_news(&self, scan: &Scan<'_>) -> bool {
        let orphaned = || scan.listed.binary_search_by_key(&self.ppid, |entry| entry.pid).is_err();
        self.active || self.pending.any() || (self.ppid != 0 && orphaned())
    }

    fn look_at_identity(
        &mut self,
        scan: &mut Scan<'_>,
        folder: BorrowedFd<'_>,
        stat: &stat::Stat<'_>,
        uid: Reading<u32>,
        due: bool,
    ) {
        let executed = stat.layout != self.layout || stat.comm != self.comm;
        let changed =
            executed || uid != self.uid || stat.tty_nr != self.tty_nr || (due && self.recheck(scan, folder));
        if changed {
            let seen = Seen { comm: stat.comm, ended: false, tty_nr: stat.tty_nr, uid };
            let (identity, pending, placement) = scan.identities.read(folder, seen);
            if executed {
                self.around = Around::new(Arc::clone(scan.nothing));
            } else {
                self.around.doubt(self.identity.exe != identity.exe);
            }
            if *self.identity != identity {
                self.identity = Arc::new(identity);
            }
            self.pending = pending;
            self.placement = placement;
            self.users = scan.identities.users.generation();
            self.comm.clear();
            self.comm.extend_from_slice(stat.comm);
            self.layout = stat.layout;
            self.tty_nr = stat.tty_nr;
            self.uid = uid;
            // An exec closed some descriptors; another owner may deny them, or no longer.
            self.holdings.forget();
        } else if self.pending.any()
            && let Some(identity) = scan.identities.complete(folder, &self.identity, &mut self.pending)
        {
            self.identity = Arc::new(identity);
        }
    }

    /// Whether one of the facts that change without a sign in `stat` has changed.
    fn recheck(&mut self, scan: &mut Scan<'_>, folder: BorrowedFd<'_>) -> bool {
        if self.moved_since_due {
            self.netns = scan.identities.namespace(folder, "ns/net");
        }
        // Who may not see the layout of the memory does not see an exec of the same name either.
        let blind = self.active_since_due && self.layout.iter().all(|address| *address <= 1);
        blind
            || scan.identities.users.generation() != self.users
            || scan.identities.exe_changed(folder, &self.identity.exe)
            || scan.identities.placement_mark(folder) != self.placement
    }

    /// Whether this is one of the scans that reads what is not read in each.
    fn due(&self, scan: &Scan<'_>) -> bool {
        (self.serial + scan.round).is_multiple_of(scan.spread)
    }

    fn read_io(&mut self, scan: &mut Scan<'_>, folder: BorrowedFd<'_>) {
        const ACTION: &str = "read the disk counters";
        let counters = files::reading(files::read_piece(folder, "io", scan.piece), ACTION)
            .and_then(|text| io::parse(text).ok_or(Gap::failed(ACTION)));
        self.io = counters.map(|value| IoReadings {
            latest: Timed { at: scan.at, value },
            before: self.io.ok().map(|readings| readings.latest),
        });
    }

    /// Its owner.
    pub(super) fn uid(&self) -> Reading<u32> {
        self.uid
    }

    /// Whether it is a zombie, or dead.
    pub(super) fn has_ended(&self) -> bool {
        ended(self.state)
    }

    pub(super) fn serial(&self) -> u64 {
        self.serial
    }

    /// Whether it did something since its descriptors were read.
    pub(super) fn did_something(&self) -> bool {
        self.active_since_look
    }

    /// Reads which waiting sockets it holds. Returns whether that changed.
    pub(super) fn refresh_holdings(
        &mut self,
        root: BorrowedFd<'_>,
        table: &[SocketEntry],
        round: u64,
    ) -> bool {
        self.active_since_look = false;
        match &self.handle {
            Some(handle) => self.holdings.refresh(Ok(handle.folder.as_fd()), table, round),
            None => {
                let folder = files::open_path(root, files::Name::new(u64::from(self.key.pid)).as_str());
                let folder = folder.as_ref().map(AsFd::as_fd).map_err(|errno| *errno);
                self.holdings.refresh(folder, table, round)
            }
        }
    }

    /// Whether it did something since the last scan.
    pub(super) fn is_active(&self) -> bool {
        self.active
    }

    /// Does something with its folder, opened if it is not kept.
    pub(super) fn with_folder<T>(
        &self,
        root: BorrowedFd<'_>,
        work: impl FnOnce(BorrowedFd<'_>) -> T,
    ) -> Result<T, Errno> {
        match &self.handle {
            Some(handle) => Ok(work(handle.folder.as_fd())),
            None => {
                let folder = files::open_path(root, files::Name::new(u64::from(self.key.pid)).as_str())?;
                Ok(work(folder.as_fd()))
            }
        }
    }

    /// Whether waiting sockets were found in its descriptors.
    pub(super) fn holds_sockets(&self) -> bool {
        self.holdings.inodes().is_ok_and(|inodes| !inodes.is_empty())
    }

    /// Closes what is kept, before it is forgotten.
    pub(super) fn close(&mut self, descriptors: &mut Descriptors) {
        if self.handle.take().is_some() {
            descriptors.give_back(HANDLE);
        }
    }

    /// Writes its sample over an earlier one. Shared parts that are the same are left alone: counting
    /// references for every process in every scan costs more than all the rest of this.
    pub(super) fn sample_over(&self, sample: &mut ProcessSample) {
        if sample.key != self.key {
            *sample = self.sample();
            return;
        }
        sample.ppid = self.ppid;
        sample.state = self.state;
        sample.cpu_ticks = self.cpu_ticks;
        sample.threads = self.threads;
        sample.rss_bytes = self.rss_bytes;
        sample.io = self.io;
        if !Arc::ptr_eq(&sample.identity, &self.identity) {
            sample.identity = Arc::clone(&self.identity);
        }
        let same = match (&sample.sockets, &self.sockets) {
            (Ok(theirs), Ok(ours)) => Arc::ptr_eq(theirs, ours),
            (Err(theirs), Err(ours)) => theirs == ours,
            _ => false,
        };
        if !same {
            sample.sockets = self.sockets.clone();
        }
        if !Arc::ptr_eq(&sample.standing, &self.around.standing) {
            sample.standing = Arc::clone(&self.around.standing);
        }
        sample.mark = self.mark;
    }

    pub(super) fn sample(&self) -> ProcessSample {
        ProcessSample {
            key: self.key,
            ppid: self.ppid,
            state: self.state,
            cpu_ticks: self.cpu_ticks,
            threads: self.threads,
            rss_bytes: self.rss_bytes,
            io: self.io,
            identity: Arc::clone(&self.identity),
            sockets: self.sockets.clone(),
            standing: Arc::clone(&self.around.standing),
            mark: self.mark,
        }
    }
}

fn open(scan: &mut Scan<'_>, pid: u32) -> Result<Handle, Absent> {
    match Handle::open(scan.root, pid) {
        Err(Errno::MFILE | Errno::NFILE) => {
            scan.descriptors.shed();
            Err(Absent::NoDescriptor)
        }
        opened => opened.map_err(absent),
    }
}

fn absent(errno: Errno) -> Absent {
    match errno {
        Errno::NOENT | Errno::SRCH | Errno::NOTDIR => Absent::Gone,
        Errno::ACCESS | Errno::PERM => Absent::Hidden,
        _ => Absent::Unreadable,
    }
}

/// Zombie or dead.
pub(super) fn ended(state: char) -> bool {
    matches!(state, 'Z' | 'X' | 'x')
}

/// `statm` sums the kernel's per-CPU counters up where `stat` does not; a zombie has neither.
fn exact_rss(scan: &mut Scan<'_>, folder: BorrowedFd<'_>, rough_pages: u64) -> u64 {
    let exact = files::read_piece(folder, "statm", scan.piece).ok().and_then(statm::parse);
    exact.unwrap_or(rough_pages).saturating_mul(scan.page_bytes)
}
