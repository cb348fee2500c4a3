//! Whether a process can have changed since its `stat` was read, for a tenth of what reading `stat` costs.
//!
//! `schedstat` of a process holds the CPU time of its first thread, how long that waited for a CPU and how
//! often it got one (kernel doc `scheduler/sched-stats.rst`, `/proc/<pid>/schedstat`). While these stand
//! still the thread has not run. Of a process with one thread this means that nothing happened which a
//! process does itself: it used no CPU time, executed nothing, changed no user, no name and no thread,
//! and did not end. What others do to it (its parent ends, its memory is reclaimed) is not seen here.

use rustix::fd::{AsFd, OwnedFd};
use rustix::io::Errno;

use super::files;

/// Room for three numbers of at most 20 digits.
const ROOM: usize = 64;

/// What a kernel without these statistics writes.
const SILENT: &[u8] = b"0 0 0\n";

/// The kept `schedstat` of one process.
#[derive(Debug)]
pub(super) struct Pulse {
    file: OwnedFd,
    last: [u8; ROOM],
    length: usize,
}

impl Pulse {
    /// Opens it; `None` where the kernel has none. The first [`Self::stands_still`] says no: only what is
    /// read before a `stat` can vouch for it afterwards.
    pub(super) fn open(folder: impl AsFd) -> Option<Self> {
        let file = files::open(folder, "schedstat").ok()?;
        let mut pulse = Self { file, last: [0; ROOM], length: 0 };
        pulse.stands_still().ok()?;
        let found = pulse.last.get(..pulse.length)?;
        if found.is_empty() || found == SILENT {
            return None;
        }
        pulse.length = 0;
        Some(pulse)
    }

    /// Whether the first thread has not run since the last call.
    ///
    /// # Errors
    /// `ESRCH` when the process is gone.
    pub(super) fn stands_still(&mut self) -> Result<bool, Errno> {
        let mut now = [0; ROOM];
        let length = rustix::io::pread(&self.file, &mut now, 0)?;
        let same = length > 0 && length == self.length && now == self.last;
        self.last = now;
        self.length = length;
        Ok(same)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use rustix::fs::{Mode, OFlags};

    use super::*;

    fn folder(path: &std::path::Path) -> OwnedFd {
        rustix::fs::open(path, OFlags::PATH | OFlags::DIRECTORY, Mode::empty()).expect("a folder")
    }

    fn recorded(text: &str) -> Option<Pulse> {
        let root = tempfile::tempdir().expect("a folder");
        std::fs::write(root.path().join("schedstat"), text).expect("a file");
        Pulse::open(folder(root.path()))
    }

    #[test]
    fn a_kernel_that_counts_nothing_is_not_believed() {
        assert!(recorded("0 0 0\n").is_none());
        assert!(recorded("").is_none());
        assert!(recorded("1363298 1594613 1\n").is_some());
    }

    #[test]
    fn the_first_answer_vouches_for_nothing() {
        let mut pulse = recorded("1 2 3\n").expect("a pulse");
        assert_eq!(pulse.stands_still(), Ok(false));
        assert_eq!(pulse.stands_still(), Ok(true));
    }

    #[test]
    fn a_process_that_sleeps_stands_still_and_one_that_ran_does_not() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().expect("sleep");
        let path = format!("/proc/{}", child.id());
        let Some(mut pulse) = Pulse::open(folder(path.as_ref())) else {
            println!("SKIPPED pulse of a real process: this kernel keeps no schedstat");
            let _ = child.kill();
            let _ = child.wait();
            return;
        };
        let limit = Instant::now() + Duration::from_secs(60);
        let mut still = 0;
        // It runs until it sleeps; after that two answers in a row are the same.
        while still < 2 && Instant::now() < limit {
            still = if pulse.stands_still() == Ok(true) { still + 1 } else { 0 };
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(still, 2, "sleep never came to rest");
        child.kill().expect("kill");
        child.wait().expect("wait");
        assert!(pulse.stands_still().is_err(), "a process that is gone has a pulse");
    }
}
