//! Planted processes (`tests/planted/plant.c`), compiled once for this run. Ended when dropped.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::house::lines;
use crate::server::LIMIT;

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/planted/plant.c");

/// The program and the library, in a folder that this run alone may write, and that is not one of everybody.
fn compiled() -> Option<&'static (PathBuf, PathBuf)> {
    static COMPILED: OnceLock<Option<(PathBuf, PathBuf)>> = OnceLock::new();
    let compile = |path: PathBuf, options: &[&str]| {
        let compiler = Command::new("cc").args(["-O1", "-o"]).arg(&path).args(options).arg(SOURCE).output();
        let output = compiler.ok()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(path)
    };
    let both = || {
        let folder = folder().keep();
        Some((compile(folder.join("plant"), &[])?, compile(folder.join("plant.so"), &["-shared", "-fPIC"])?))
    };
    COMPILED.get_or_init(both).as_ref()
}

/// A folder that is not one of everybody.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// The library that does nothing.
pub(crate) fn library() -> PathBuf {
    compiled().unwrap().1.clone()
}

/// Whether anything can be planted here; says so if not.
pub(crate) fn possible() -> bool {
    let possible = compiled().is_some();
    if !possible {
        println!("SKIPPED planted processes: there is no C compiler (cc)");
    }
    possible
}

pub(crate) struct Plant {
    child: Child,
    /// The port that it printed.
    pub(crate) port: Option<u16>,
}

impl Plant {
    /// The program, copied to this path, doing this.
    pub(crate) fn at(path: &Path, arguments: &[&str]) -> Self {
        std::fs::copy(&compiled().unwrap().0, path).unwrap();
        Self::start(Command::new(path).args(arguments), matches!(arguments[0], "listen" | "accept" | "bind"))
    }

    /// The program where it was compiled.
    pub(crate) fn here(arguments: &[&str]) -> Self {
        let path = &compiled().unwrap().0;
        Self::start(Command::new(path).args(arguments), matches!(arguments[0], "listen" | "accept" | "bind"))
    }

    /// Another program of this machine.
    pub(crate) fn other(program: impl AsRef<OsStr>, change: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new(program);
        change(&mut command);
        Self::start(&mut command, false)
    }

    fn start(command: &mut Command, prints_a_port: bool) -> Self {
        let out = if prints_a_port { Stdio::piped() } else { Stdio::null() };
        // A group of its own, so that its own children go with it.
        command.process_group(0);
        command.stdin(Stdio::piped()).stdout(out).stderr(Stdio::null());
        let begun = Instant::now();
        let mut child = loop {
            match command.spawn() {
                // Another thread's child, which has not become its own program yet, holds the copy open for writing.
                Err(error) if error.kind() == ErrorKind::ExecutableFileBusy && begun.elapsed() < LIMIT => {
                    std::thread::yield_now();
                }
                spawned => break spawned.unwrap(),
            }
        };
        let port = child.stdout.take().map(|out| lines(out).recv_timeout(LIMIT).unwrap().parse().unwrap());
        Self { child, port }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Plant {
    fn drop(&mut self) {
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        let _ = self.child.wait();
    }
}
