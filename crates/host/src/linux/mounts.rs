//! Mounted file systems: the mount table when it changed, how full they are every few seconds, the
//! counters of their devices on every tick. The moment of the reading is that of the counters.

use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::time::{Duration, Instant};

use domain::sample::{DiskCounters, Mount, Sample, Space};
use domain::time::{Mono, Timed};
use domain::{Gap, Reading};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::kept_file::KeptFile;
use super::space::SpaceProbe;
use crate::collector::{Collect, Start};
use crate::parse::disk_counters::{DeviceNumber, parse_diskstats};
use crate::parse::shown_mounts::{ShownMount, shown_mounts};
use crate::roots::Roots;

/// How old the space of a file system may get.
const SPACE_EVERY: Duration = Duration::from_secs(5);

struct Mounts {
    roots: Roots,
    patience: Duration,
    table: KeptFile,
    diskstats: KeptFile,
    probe: SpaceProbe,
    rows: Vec<Row>,
    counters: Vec<(DeviceNumber, DiskCounters)>,
    /// When the space of all rows was last asked for.
    asked: Option<Mono>,
}

/// A shown mount and what is known of it.
struct Row {
    /// Where it is found, below the roots.
    path: Vec<u8>,
    device: DeviceNumber,
    mount: String,
    source: String,
    filesystem: String,
    space: Reading<Space>,
}

pub(super) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    Box::new(Mounts::new(start.roots, start.patience))
}

impl Mounts {
    fn new(roots: &Roots, patience: Duration) -> Self {
        Self {
            roots: roots.clone(),
            patience,
            table: KeptFile::new(roots.proc.join("self/mountinfo"), "read /proc/self/mountinfo"),
            diskstats: KeptFile::new(roots.proc.join("diskstats"), "read /proc/diskstats"),
            probe: SpaceProbe::new(),
            rows: Vec::new(),
            counters: Vec::new(),
            asked: None,
        }
    }

    /// Whether the kernel says that the table changed since it was last read (proc_pid_mounts(5)).
    fn table_changed(&self) -> bool {
        let Some(file) = self.table.file() else { return true };
        let mut asked = [PollFd::new(file, PollFlags::PRI)];
        // Without an answer it is read again, which is always right.
        poll(&mut asked, Some(&Timespec::default())).is_err()
            || asked.iter().any(|fd| fd.revents().intersects(PollFlags::PRI | PollFlags::ERR))
    }

    fn read_table(&mut self) -> Result<(), Gap> {
        let shown = shown_mounts(self.table.read()?)?;
        let mut old = std::mem::take(&mut self.rows);
        self.rows = shown.into_iter().map(|mount| Row::new(&self.roots, mount, &mut old)).collect();
        Ok(())
    }

    /// Asks for the space of each row. One deadline holds for all: where it has passed, the old value stays.
    fn ask_space(&mut self) {
        let deadline = Instant::now() + self.patience;
        for row in &mut self.rows {
            if row.space.is_ok() && Instant::now() > deadline {
                continue;
            }
            row.space = self.probe.space(&row.path, deadline);
        }
    }
}

impl Row {
    fn new(roots: &Roots, mount: ShownMount, old: &mut Vec<Self>) -> Self {
        let path = roots.locate(Path::new(std::ffi::OsStr::from_bytes(&mount.path)));
        let path = path.into_os_string().into_vec();
        let known = old.iter().position(|row| row.path == path && row.device == mount.device);
        Self {
            space: known.map_or(Err(Gap::NotYet), |index| old.swap_remove(index).space),
            path,
            device: mount.device,
            mount: lossy(mount.path),
            source: lossy(mount.source),
            filesystem: lossy(mount.filesystem),
        }
    }

    /// Its counters. Device 0 stands for file systems without a device of their own.
    fn io(&self, counters: &Reading<&[(DeviceNumber, DiskCounters)]>) -> Reading<DiskCounters> {
        if self.device.0 == 0 {
            return Err(Gap::Unsupported);
        }
        let found = (*counters)?.iter().find(|(device, _)| *device == self.device);
        found.map(|(_, counters)| *counters).ok_or(Gap::Unsupported)
    }

    /// Writes it into a row of a sample, in the memory that is there.
    fn write(&self, io: Reading<DiskCounters>, into: &mut Vec<Mount>, index: usize) {
        match into.get_mut(index) {
            Some(slot) => {
                slot.mount.clone_from(&self.mount);
                slot.source.clone_from(&self.source);
                slot.filesystem.clone_from(&self.filesystem);
                (slot.space, slot.io) = (self.space, io);
            }
            None => into.push(Mount {
                mount: self.mount.clone(),
                source: self.source.clone(),
                filesystem: self.filesystem.clone(),
                space: self.space,
                io,
            }),
        }
    }
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

impl Collect for Mounts {
    fn collect(&mut self, at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        let changed = self.table_changed();
        let stale =
            self.asked.is_none_or(|asked| at.since(asked).is_some_and(|passed| passed >= SPACE_EVERY));
        if changed || stale {
            self.read_table()?;
            self.ask_space();
            self.asked = Some(at);
        }
        let counters = match self.diskstats.read().and_then(|text| parse_diskstats(text, &mut self.counters))
        {
            Ok(()) => Ok(self.counters.as_slice()),
            Err(gap) => Err(gap),
        };
        let mut mounts = match std::mem::replace(&mut sample.mounts, Err(Gap::NotYet)) {
            Ok(timed) => timed.value,
            Err(_) => Vec::new(),
        };
        for (index, row) in self.rows.iter().enumerate() {
            row.write(row.io(&counters), &mut mounts, index);
        }
        mounts.truncate(self.rows.len());
        sample.mounts = Ok(Timed { at, value: mounts });
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.mounts.clone_from(&from.mounts);
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.mounts = Err(gap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// Runs a test of this file once more, in a mount namespace of its own; gives whether this is the inner run.
    fn in_own_namespace(test: &str) -> bool {
        const INNER: &str = "HOST_TEST_IN_MOUNT_NAMESPACE";
        if std::env::var_os(INNER).is_some() {
            return true;
        }
        let status = Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "--"])
            .arg(std::env::current_exe().expect("known"))
            .args(["--exact", &format!("linux::mounts::tests::{test}"), "--nocapture"])
            .env(INNER, "1")
            .status()
            .expect("unshare runs; apt install util-linux");
        assert!(status.success());
        false
    }

    #[test]
    fn the_table_is_read_again_only_when_the_kernel_says_that_it_changed() {
        if !in_own_namespace("the_table_is_read_again_only_when_the_kernel_says_that_it_changed") {
            return;
        }
        let roots = Roots::default();
        let mut mounts = Mounts::new(&roots, Duration::from_secs(20));
        assert!(mounts.table_changed(), "it was never read");
        mounts.read_table().expect("it is whole");
        assert!(!mounts.table_changed());
        let folder = tempfile::tempdir().expect("a folder");
        let mount = Command::new("mount").args(["-t", "tmpfs", "new"]).arg(folder.path()).status();
        assert!(mount.expect("mount runs").success());
        assert!(mounts.table_changed(), "something was mounted");
        mounts.read_table().expect("it is whole");
        assert!(!mounts.table_changed());
    }
}
