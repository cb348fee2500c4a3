//! Who started whom, and who runs the same file, read now: how a process stands to this program before anything is
//! done to it (DESIGN §6.3). What follows from that is decided in `domain`.

use domain::{Gap, ProcessKey, Reading};
use rustix::fs::{AtFlags, StatxFlags};

use super::one;
use super::processes::files;
use crate::roots::Roots;

/// Ancestors beyond this are a chain that grows while it is followed.
const DEEPEST: usize = 1024;

/// A process and those it descends from, itself first.
///
/// # Errors
/// A gap if one of them could not be read: whoever is above it is not known then.
pub fn lineage(roots: &Roots, pid: u32) -> Reading<Vec<ProcessKey>> {
    let (mut found, mut next) = (Vec::new(), pid);
    while next != 0 {
        let (key, parent) = whose(roots, next)?;
        if found.len() == DEEPEST || found.contains(&key) {
            return Err(Gap::failed("follow the parents of a process: there is no end of them"));
        }
        found.push(key);
        next = parent;
    }
    Ok(found)
}

/// The key of whoever has this pid.
///
/// # Errors
/// A gap; [`Gap::Gone`] if nobody has it.
pub fn key(roots: &Roots, pid: u32) -> Reading<ProcessKey> {
    whose(roots, pid).map(|(key, _)| key)
}

/// Whether two processes run the same executable file, whatever path it has by now.
///
/// # Errors
/// A gap if one of the files may not be seen.
pub fn same_executable(roots: &Roots, pid: u32, other: u32) -> Reading<bool> {
    // Asks the kernel for what it knows, never a file server: that may be the very one that does not answer.
    let (flags, what) = (AtFlags::STATX_DONT_SYNC, StatxFlags::INO);
    let file = |pid| {
        let folder = files::reading(one::folder(roots, pid), "open the folder of a process")?;
        let seen = files::reading(rustix::fs::statx(folder, "exe", flags, what), "find an executable")?;
        Ok((seen.stx_dev_major, seen.stx_dev_minor, seen.stx_ino))
    };
    Ok(file(pid)? == file(other)?)
}

fn whose(roots: &Roots, pid: u32) -> Reading<(ProcessKey, u32)> {
    const ACTION: &str = "read the parent of a process";
    let mut line = [0; one::LINE];
    let folder = files::reading(one::folder(roots, pid), ACTION)?;
    let stat = files::reading(one::stat(folder, &mut line), ACTION)?.ok_or(Gap::Gone)?;
    Ok((ProcessKey { pid, started: stat.started }, stat.ppid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_test_descends_from_its_parent_and_runs_its_own_file() {
        let (own, parent) = (std::process::id(), std::os::unix::process::parent_id());
        let roots = Roots::default();
        let pids: Vec<u32> = lineage(&roots, own).expect("parents").iter().map(|key| key.pid).collect();
        assert_eq!(pids.get(..2), Some([own, parent].as_slice()));
        assert_eq!(same_executable(&roots, own, own), Ok(true));
        let mut other = std::process::Command::new("sleep").arg("60").spawn().expect("sleep");
        assert_eq!(same_executable(&roots, other.id(), own), Ok(false));
        let _ = other.kill();
        let _ = other.wait();
        assert_eq!(lineage(&roots, other.id()), Err(Gap::Gone));
    }
}
