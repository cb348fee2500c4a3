//! Memory of a unit's cgroup. It is read from the kernel instead of being asked of systemd, which would read the same file.

use std::path::PathBuf;

use super::super::kept_file::read_once;
use crate::roots::Roots;

/// Where cgroups tell their memory.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    /// Folder of the hierarchy, and the file in each cgroup of it.
    places: [(PathBuf, &'static str); 2],
}

impl Memory {
    /// The usual places (systemd mounts them there): version 1 with its own hierarchy, and version 2.
    pub(super) fn find(roots: &Roots) -> Self {
        let cgroups = roots.sys.join("fs/cgroup");
        Self { places: [(cgroups.join("memory"), "memory.usage_in_bytes"), (cgroups, "memory.current")] }
    }

    /// Bytes that the cgroup uses, page cache included; `None` where nobody counts them. `group` is absolute, without `..`.
    pub(super) fn of(&self, group: &str) -> Option<u64> {
        let group = group.trim_start_matches('/');
        self.places.iter().find_map(|(folder, file)| {
            let text = read_once(folder.join(group).join(file), "read the memory of a unit").ok()?;
            std::str::from_utf8(&text).ok()?.trim().parse().ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_in_both_versions_and_missing_where_nobody_counts() {
        let root = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let file = root.path().join("sys/fs/cgroup").join(path);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, text).expect("a file");
        };
        write("memory/system.slice/one.service/memory.usage_in_bytes", "4096\n");
        write("system.slice/two.service/memory.current", "8192\n");
        write("system.slice/odd.service/memory.current", "max\n");
        let memory = Memory::find(&Roots::below(root.path()));
        assert_eq!(memory.of("/system.slice/one.service"), Some(4096));
        assert_eq!(memory.of("/system.slice/two.service"), Some(8192));
        assert_eq!(memory.of("/system.slice/odd.service"), None);
        assert_eq!(memory.of("/system.slice/none.service"), None);
    }
}
