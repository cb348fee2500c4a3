//! One process by its pid, for whoever asks for single ones: its folder below `/proc`, and the line that tells it from others
//! (proc_pid_stat(5)). Not here: the scan of all of them, which keeps folders open ([`super::processes`]), and what an error means.

use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use super::processes::files;
use crate::parse::stat::{self, Stat};
use crate::roots::Roots;

/// Room for a `stat` line: 52 numbers and a name.
pub(crate) const LINE: usize = 2048;

/// `/proc`, only to go on from there.
pub(crate) fn root(roots: &Roots) -> Result<OwnedFd, Errno> {
    rustix::fs::open(&roots.proc, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
}

/// The folder of whoever has the pid. It stays that of the same process for ever: what is read in it is no successor's.
pub(crate) fn folder(roots: &Roots, pid: u32) -> Result<OwnedFd, Errno> {
    folder_in(root(roots)?, pid)
}

/// As [`folder`], below a `/proc` that is open already.
pub(crate) fn folder_in(root: impl AsFd, pid: u32) -> Result<OwnedFd, Errno> {
    files::open_path(root, files::Name::new(u64::from(pid)).as_str())
}

/// The `stat` line in a folder. It is empty, or fails with `ESRCH`, when the process has gone.
pub(crate) fn line(folder: impl AsFd, buffer: &mut [u8; LINE]) -> Result<&[u8], Errno> {
    files::read_piece(folder, "stat", buffer)
}

/// What the `stat` line in a folder says; `None` when it is no such line.
pub(crate) fn stat(folder: impl AsFd, buffer: &mut [u8; LINE]) -> Result<Option<Stat<'_>>, Errno> {
    line(folder, buffer).map(stat::parse)
}
