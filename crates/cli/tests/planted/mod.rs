//! Processes that tests plant: healthy ones, and ones that something is wrong with.

#![allow(dead_code, reason = "each test file uses its part")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a process may take until it runs what it was started for.
const LIMIT: Duration = Duration::from_secs(60);

/// A process that sleeps until the test is over.
pub(crate) struct Planted {
    child: Child,
    path: PathBuf,
    _folder: Option<tempfile::TempDir>,
}

impl Planted {
    /// A copy of `sleep` under another name in a folder into which everybody may write.
    pub(crate) fn copy_of_sleep(name: &str) -> Self {
        let folder = tempfile::tempdir_in("/tmp").unwrap();
        let path = folder.path().join(name);
        std::fs::copy(file("sleep"), &path).unwrap();
        let child = start(Command::new(&path).arg("600").stdin(Stdio::null()), &path);
        Self { child, path, _folder: Some(folder) }
    }

    /// A copy of `cat` under another name that waits for its input, with these arguments after `-`.
    pub(crate) fn named(name: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir_in("/tmp").unwrap();
        let path = folder.path().join(name);
        std::fs::copy(file("cat"), &path).unwrap();
        let mut command = Command::new(&path);
        // The further files have their turn when the input ends, which it does not.
        command.args(["-"].iter().chain(arguments)).stdin(Stdio::piped());
        Self { child: start(&mut command, &path), path, _folder: Some(folder) }
    }

    /// `sleep` itself.
    pub(crate) fn healthy() -> Self {
        let path = file("sleep");
        let child = start(Command::new(&path).arg("600").stdin(Stdio::null()), &path);
        Self { child, path, _folder: None }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Planted {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn file(name: &str) -> PathBuf {
    ["/usr/bin", "/bin"]
        .map(|folder| Path::new(folder).join(name))
        .into_iter()
        .find(|path| path.exists())
        .unwrap()
}

/// Starts it and waits until it is what it was started as. A copy that another thread's child still holds open
/// for writing is busy for a moment.
fn start(command: &mut Command, path: &Path) -> Child {
    let begun = Instant::now();
    let child = loop {
        match command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
            Ok(child) => break child,
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                assert!(begun.elapsed() < LIMIT, "{} stays busy", path.display());
                std::thread::yield_now();
            }
            Err(error) => panic!("{}: {error}", path.display()),
        }
    };
    let exe = format!("/proc/{}/exe", child.id());
    let is = std::fs::canonicalize(path).unwrap();
    while std::fs::read_link(&exe).ok().as_ref() != Some(&is) {
        assert!(begun.elapsed() < LIMIT, "{} does not start", path.display());
        std::thread::yield_now();
    }
    child
}
