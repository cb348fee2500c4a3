//! What the tests of the command line share: the real binary in a folder of its own.

#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A busy machine is slow, not wrong.
const LIMIT: Duration = Duration::from_secs(60);

pub(crate) struct House {
    folder: tempfile::TempDir,
}

pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl House {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.path("state")
    }

    pub(crate) fn write(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    /// A program under a name of its own, ready to be started. As long as another thread's child, which has not become its
    /// own program yet, holds the copy open for writing, nobody can start it (execve(2), ETXTBSY).
    pub(crate) fn copy_of(&self, program: &str, name: &str) -> PathBuf {
        let copy = self.path(name);
        std::fs::copy(program, &copy).unwrap();
        let begun = Instant::now();
        let mut command = Command::new(&copy);
        command.arg("--version").env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        loop {
            match command.status() {
                Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                    assert!(begun.elapsed() < LIMIT, "{} stays busy", copy.display());
                    std::thread::sleep(Duration::from_millis(5));
                }
                ran => {
                    assert!(ran.unwrap().success(), "{}", copy.display());
                    return copy;
                }
            }
        }
    }

    /// The binary, under a name of its own where others can get at it too.
    pub(crate) fn copy_of_binary(&self) -> PathBuf {
        self.copy_of(env!("CARGO_BIN_EXE_server-monitor"), "server-monitor")
    }

    /// The binary, English, with nothing of this machine's configuration or environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_server-monitor"));
        command
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("LANG", "C.UTF-8")
            .env("CONFIGURATION_DIRECTORY", self.folder.path())
            .env("STATE_DIRECTORY", self.state())
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Said {
        said(self.command(args).output().unwrap())
    }

    pub(crate) fn run_with_input(&self, args: &[&str], input: &str) -> Said {
        let mut command = self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that refuses before it reads closes the pipe: no fault of the test.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        said(child.wait_with_output().unwrap())
    }
}

pub(crate) fn said(output: Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

pub(crate) fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

pub(crate) fn exists(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok()
}

/// The lines of a stream as they come, so that a test can wait for one with a limit.
pub(crate) fn lines(stream: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    receive
}
