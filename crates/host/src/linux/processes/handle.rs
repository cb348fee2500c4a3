//! What is kept open of one process: its folder, and the file that says whether there is news. What the news mean
//! is `tracked`'s matter.

use domain::Reading;
use rustix::fd::{BorrowedFd, OwnedFd};
use rustix::io::Errno;

use super::files;
use super::pulse::Pulse;

/// Descriptors that one process takes.
pub(super) const HANDLE: usize = 2;

/// The folder of one process and the file in it that says whether there is news: both belong to the same
/// process for ever.
#[derive(Debug)]
pub(super) struct Handle {
    pub(super) folder: OwnedFd,
    news: News,
    /// It was asked for and there is none.
    no_pulse: bool,
}

/// What is kept open to hear of a process.
#[derive(Debug)]
enum News {
    /// Its `stat`, read in every scan.
    Stat(OwnedFd),
    /// The pulse of its only thread: `stat` is read when that ran.
    Pulse(Pulse),
}

impl Handle {
    pub(super) fn open(root: BorrowedFd<'_>, pid: u32) -> Result<Self, Errno> {
        let folder = files::open_path(root, files::Name::new(u64::from(pid)).as_str())?;
        let news = News::Stat(files::open(&folder, "stat")?);
        Ok(Self { folder, news, no_pulse: false })
    }

    /// Whether the process cannot have done anything since the last call.
    pub(super) fn stands_still(&mut self) -> Result<bool, Errno> {
        match &mut self.news {
            News::Pulse(pulse) => pulse.stands_still(),
            News::Stat(_) => Ok(false),
        }
    }

    /// Owner and line. The owner first: procfs says 0 for a process that is gone, and the line, read
    /// after it, then fails.
    pub(super) fn read<'l>(&self, line: &'l mut [u8]) -> Result<(Reading<u32>, &'l [u8]), Errno> {
        let owner = rustix::fs::fstat(&self.folder).map(|stat| stat.st_uid);
        let length = match &self.news {
            News::Stat(stat) => rustix::io::pread(stat, &mut *line, 0)?,
            News::Pulse(_) => rustix::io::read(files::open(&self.folder, "stat")?, &mut *line)?,
        };
        Ok((files::reading(owner, "read the owner"), line.get(..length).unwrap_or_default()))
    }

    /// Keeps open what is cheapest for a process of so many threads. Where that fails, what is open serves on.
    pub(super) fn attend(&mut self, threads: u32) {
        match &self.news {
            News::Stat(_) if threads == 1 && !self.no_pulse => match Pulse::open(&self.folder) {
                Some(pulse) => self.news = News::Pulse(pulse),
                None => self.no_pulse = true,
            },
            News::Pulse(_) if threads > 1 => {
                if let Ok(stat) = files::open(&self.folder, "stat") {
                    self.news = News::Stat(stat);
                }
            }
            News::Stat(_) | News::Pulse(_) => {}
        }
    }
}
