//! What this program's own cgroup allows and uses. The tightest of its own and the cgroups above it holds.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use domain::{Gap, Reading};

use super::kept_file::{KeptFile, read_once};
use crate::parse::cgroup_limits::{parse_bytes, parse_cfs_quota, parse_cpu_max, parse_memory_limit};
use crate::parse::own_cgroup::{OwnCgroup, Version, find_own_cgroup};
use crate::roots::Roots;

/// The files of one controller, below the roots.
struct Folders {
    version: Version,
    /// The own one first.
    folders: Vec<PathBuf>,
}

/// Reads the limits of this program's cgroup.
pub(super) struct Limits {
    cpu: Option<Folders>,
    memory: Option<Folders>,
    /// The file of the memory in use, and the folder it is in.
    used: Option<(PathBuf, KeptFile)>,
}

/// The limits of one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Allowed {
    /// CPUs at once.
    pub cpus: Reading<Option<f64>>,
    /// Bytes of memory.
    pub memory: Reading<Option<u64>>,
}

impl Limits {
    /// Finds the cgroup by the mount table and `/proc/self/cgroup`.
    pub(super) fn find(roots: &Roots, table: &[u8], membership: &[u8]) -> Self {
        let folders = |controller| {
            let OwnCgroup { version, folders } = find_own_cgroup(table, membership, controller)?;
            let below = |folder: &Vec<u8>| roots.locate(Path::new(OsStr::from_bytes(folder)));
            Some(Folders { version, folders: folders.iter().map(below).collect() })
        };
        Self { cpu: folders("cpu"), memory: folders("memory"), used: None }
    }

    /// Reads the limits. From now on the memory in use is that of the cgroup with the tightest one.
    pub(super) fn read(&mut self) -> Allowed {
        let cpus = self.cpu.as_ref().ok_or(Gap::Unsupported).and_then(Folders::cpus);
        let memory = self.memory.as_ref().ok_or(Gap::Unsupported).and_then(Folders::memory);
        if let Some(found) = &self.memory {
            let folder = match memory {
                Ok(Some((_, folder))) => Some(folder),
                _ => found.folders.first(),
            };
            if let Some(folder) = folder
                && self.used.as_ref().is_none_or(|(current, _)| current != folder)
            {
                let (name, action) = match found.version {
                    Version::One => ("memory.usage_in_bytes", "read memory.usage_in_bytes"),
                    Version::Two => ("memory.current", "read memory.current"),
                };
                self.used = Some((folder.clone(), KeptFile::new(folder.join(name), action)));
            }
        }
        Allowed { cpus, memory: memory.map(|limit| limit.map(|(bytes, _)| bytes)) }
    }

    /// Bytes of memory in use, page cache included.
    pub(super) fn memory_used(&mut self) -> Reading<u64> {
        let (_, file) = self.used.as_mut().ok_or(Gap::Unsupported)?;
        parse_bytes(file.read()?)
    }
}

impl Folders {
    fn cpus(&self) -> Reading<Option<f64>> {
        let limit = self.tightest(|folder| match self.version {
            Version::Two => parse_cpu_max(&read_once(folder.join("cpu.max"), "read cpu.max")?),
            Version::One => parse_cfs_quota(
                &read_once(folder.join("cpu.cfs_quota_us"), "read cpu.cfs_quota_us")?,
                &read_once(folder.join("cpu.cfs_period_us"), "read cpu.cfs_period_us")?,
            ),
        })?;
        Ok(limit.map(|(cpus, _)| cpus))
    }

    fn memory(&self) -> Reading<Option<(u64, &PathBuf)>> {
        let (name, action) = match self.version {
            Version::Two => ("memory.max", "read memory.max"),
            Version::One => ("memory.limit_in_bytes", "read memory.limit_in_bytes"),
        };
        self.tightest(|folder| parse_memory_limit(&read_once(folder.join(name), action)?))
    }

    /// The smallest limit and where it is set. The topmost cgroup has no such files in version 2, and one
    /// whose controller is not switched on has none either: there is no limit there. Any other gap hides what could be the tightest.
    fn tightest<T: PartialOrd>(
        &self,
        limit: impl Fn(&Path) -> Reading<Option<T>>,
    ) -> Reading<Option<(T, &PathBuf)>> {
        let mut tightest: Option<(T, &PathBuf)> = None;
        for folder in &self.folders {
            match limit(folder) {
                Ok(Some(found)) => {
                    if tightest.as_ref().is_none_or(|(least, _)| found < *least) {
                        tightest = Some((found, folder));
                    }
                }
                Ok(None) | Err(Gap::Unsupported) => {}
                Err(gap) => return Err(gap),
            }
        }
        Ok(tightest)
    }
}
