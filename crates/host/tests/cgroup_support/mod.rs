//! Cgroups of tests: where a service or a container has its processes, and where processes are frozen. Taken away with
//! the test.
#![allow(dead_code, reason = "each test program uses its part")]

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A cgroup of the hierarchy that a systemd would manage.
pub(crate) struct Group(Vec<PathBuf>);

impl Group {
    /// `None` where none can be made.
    pub(crate) fn new(path: &str) -> Option<Self> {
        let root = ["/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified", "/sys/fs/cgroup"];
        let root = root.map(Path::new).into_iter().find(|root| root.join("cgroup.procs").exists())?;
        // A test that ends may take a folder above away just when this one is about to use it.
        (0..20).find_map(|_| Self::below(root, path))
    }

    fn below(root: &Path, path: &str) -> Option<Self> {
        let mut made = Self(Vec::new());
        let mut folder = root.to_owned();
        for element in path.split('/') {
            folder.push(element);
            match fs::create_dir(&folder) {
                Ok(()) => made.0.push(folder.clone()),
                // It may be that of another test, a moment old.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(_) => return None,
            }
        }
        made.0.push(folder);
        Some(made)
    }

    pub(crate) fn take_in(&self, pid: u32) -> bool {
        fs::write(self.folder().join("cgroup.procs"), pid.to_string()).is_ok()
    }

    fn folder(&self) -> &Path {
        self.0.last().expect("at least one")
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A cgroup whose members wait inside the kernel, where no signal reaches them, until they are thawed: only the first
/// version of cgroups does that (freezer; version 2 lets KILL through).
pub(crate) struct Freezer(Group);

impl Freezer {
    /// `None` where there is no such hierarchy, or none of its cgroups can be made.
    pub(crate) fn new() -> Option<Self> {
        let root = Path::new("/sys/fs/cgroup/freezer");
        let number = std::thread::current().id();
        let name = format!("server-monitor-test-{}-{number:?}", std::process::id()).replace(['(', ')'], "");
        Some(Self(Group::below(root.join("cgroup.procs").exists().then_some(root)?, &name)?))
    }

    /// Takes in one thread, or a process of one thread.
    pub(crate) fn freeze(&self, thread: u32) {
        fs::write(self.0.folder().join("tasks"), thread.to_string()).expect("it runs");
        fs::write(self.state(), "FROZEN").expect("a freezer");
        let limit = Instant::now() + Duration::from_secs(60);
        while fs::read_to_string(self.state()).expect("a freezer") != "FROZEN\n" {
            assert!(Instant::now() < limit, "it does not freeze");
            std::thread::yield_now();
        }
    }

    pub(crate) fn thaw(&self) {
        fs::write(self.state(), "THAWED").expect("a freezer");
    }

    fn state(&self) -> PathBuf {
        self.0.folder().join("freezer.state")
    }
}

impl Drop for Freezer {
    fn drop(&mut self) {
        self.thaw();
        let folder = self.0.folder();
        // A cgroup with members cannot be taken away.
        let root = folder.parent().expect("a hierarchy").join("tasks");
        let limit = Instant::now() + Duration::from_secs(2);
        while fs::remove_dir(folder).is_err() && Instant::now() < limit {
            for member in fs::read_to_string(folder.join("tasks")).unwrap_or_default().lines() {
                let _ = fs::write(&root, member);
            }
        }
    }
}
