//! Where the system's own files are looked for, so that a test can stand in for a whole machine.

use std::path::{Path, PathBuf};

/// The folders that everything is read below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roots {
    /// The root folder, for marks that container engines leave there and for measuring mounts.
    pub root: PathBuf,
    /// The process file system (proc(5)).
    pub proc: PathBuf,
    /// sysfs (sysfs(5)), where the cgroup hierarchies are mounted.
    pub sys: PathBuf,
    /// The system's configuration (machine-id(5), os-release(5)).
    pub etc: PathBuf,
    /// State of this boot (hier(7)).
    pub run: PathBuf,
}

impl Roots {
    /// Another machine's files, recorded below one folder.
    #[must_use]
    pub fn below(folder: &Path) -> Self {
        Self {
            root: folder.to_owned(),
            proc: folder.join("proc"),
            sys: folder.join("sys"),
            etc: folder.join("etc"),
            run: folder.join("run"),
        }
    }

    /// Where a path of the machine itself, as the mount table has it, is found below these roots.
    #[must_use]
    pub fn locate(&self, path: &Path) -> PathBuf {
        for (name, root) in [
            ("/proc", &self.proc),
            ("/sys", &self.sys),
            ("/etc", &self.etc),
            ("/run", &self.run),
            ("/", &self.root),
        ] {
            if let Ok(rest) = path.strip_prefix(name) {
                // `join("")` would leave a trailing slash.
                return if rest.as_os_str().is_empty() { root.clone() } else { root.join(rest) };
            }
        }
        path.to_owned()
    }
}

impl Default for Roots {
    fn default() -> Self {
        Self::below(Path::new("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_roots_are_the_machine_itself() {
        let roots = Roots::default();
        for path in ["/", "/proc/stat", "/sys/fs/cgroup", "/etc", "/run/user/1000", "/home/a b"] {
            assert_eq!(roots.locate(Path::new(path)), Path::new(path));
        }
    }

    #[test]
    fn a_recorded_machine_is_found_below_its_folder() {
        let roots = Roots::below(Path::new("/tmp/machine"));
        assert_eq!(roots.locate(Path::new("/sys/fs/cgroup")), Path::new("/tmp/machine/sys/fs/cgroup"));
        assert_eq!(roots.locate(Path::new("/")), Path::new("/tmp/machine"));
        assert_eq!(roots.locate(Path::new("/data")), Path::new("/tmp/machine/data"));
    }
}
