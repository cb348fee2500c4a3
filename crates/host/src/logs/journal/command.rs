//! Running `journalctl`: by its full path, with arguments of our own making, an empty environment and no input.
//! It ends with whoever asked: it is killed and waited for, and its output is a pipe that ends with this process.

use std::io::{ErrorKind, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use domain::log::{Level, Trouble};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::parse::journal::{Entry, Export, FIELDS};
use crate::roots::Roots;

use super::access::program;
use super::{Boot, Part};

/// Bytes of one read.
const BLOCK: usize = 64 * 1024;

/// How long a killed process is waited for here; one that the kernel holds is waited for elsewhere.
const DYING: Duration = Duration::from_millis(50);

/// A `journalctl` that runs.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    output: ChildStdout,
    export: Export,
    room: Vec<u8>,
}

/// What reading gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Entries, or a part of one.
    Something,
    /// Nothing within the time.
    Nothing,
    /// It ended.
    End,
}

impl Running {
    /// Starts it for this part of the journal, with these words besides.
    pub(super) fn start(
        roots: &Roots,
        part: &Part,
        least: Option<Level>,
        words: &[String],
    ) -> Result<Self, Trouble> {
        let program = program(roots).ok_or(Trouble::Missing)?;
        let mut child = Command::new(program)
            .args(arguments(part, least))
            .args(words)
            .env_clear()
            .env("LC_ALL", "C")
            .current_dir(Path::new("/"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(super::super::open::trouble_of)?;
        match child.stdout.take() {
            Some(output) => Ok(Self { child, output, export: Export::default(), room: vec![0; BLOCK] }),
            None => {
                end(child);
                Err(Trouble::Failed)
            }
        }
    }

    /// Reads what it writes next, waiting for it no longer than this.
    pub(super) fn read(&mut self, limit: Duration, each: impl FnMut(Entry)) -> Heard {
        match self.receive(limit) {
            Ok(0) => Heard::End,
            Ok(count) => {
                self.export.push(self.room.get(..count).unwrap_or_default(), each);
                Heard::Something
            }
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock) => {
                Heard::Nothing
            }
            Err(_) => Heard::End,
        }
    }

    /// All that it writes until it ends, the time is over or there is so much.
    pub(super) fn read_all(&mut self, limit: Duration, most: usize) -> Vec<u8> {
        let deadline = Instant::now() + limit;
        let mut all = Vec::new();
        while all.len() < most {
            match self.receive(deadline.saturating_duration_since(Instant::now())) {
                Ok(count) if count > 0 => all.extend_from_slice(self.room.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                _ => break,
            }
        }
        all
    }

    /// Waits for output, and takes what there is.
    fn receive(&mut self, limit: Duration) -> std::io::Result<usize> {
        let seconds = i64::try_from(limit.as_secs()).unwrap_or(i64::MAX);
        let limit = Timespec { tv_sec: seconds, tv_nsec: limit.subsec_nanos().into() };
        if poll(&mut [PollFd::new(&self.output, PollFlags::IN)], Some(&limit))? == 0 {
            return Err(ErrorKind::WouldBlock.into());
        }
        self.output.read(&mut self.room)
    }

    /// After its output ended: whether it says that all went well.
    pub(super) fn succeeded(&mut self, limit: Duration) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < limit {
            match self.child.try_wait() {
                Ok(Some(status)) => return status.success(),
                Ok(None) => std::thread::sleep(Duration::from_millis(1)),
                Err(_) => return false,
            }
        }
        false
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It is killed already if it ended.
        let _ = self.child.kill();
        let begun = Instant::now();
        while begun.elapsed() < DYING {
            match self.child.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(1)),
                _ => return,
            }
        }
        let pid = self.child.id();
        // The kernel holds it, in a read from a disk that does not answer.
        let wait = move || {
            rustix::process::Pid::from_raw(i32::try_from(pid).unwrap_or_default())
                .map(|pid| rustix::process::waitpid(Some(pid), rustix::process::WaitOptions::empty()))
        };
        let _ = std::thread::Builder::new().name("journalctl".to_owned()).spawn(wait);
    }
}

fn end(mut child: Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// The words that every call begins with. Values are joined to their options, so that none can be another option.
fn arguments(part: &Part, least: Option<Level>) -> Vec<String> {
    let mut words: Vec<String> = ["--quiet", "--no-pager", "--output=export"].map(str::to_owned).into();
    words.push(format!("--output-fields={FIELDS}"));
    match part.boot {
        Some(Boot::This) => words.push("--boot=0".to_owned()),
        Some(Boot::Last) => words.push("--boot=-1".to_owned()),
        None => {}
    }
    if let Some(unit) = &part.unit {
        words.push(format!("--unit={unit}"));
    }
    let severity = match least {
        Some(Level::Error) => Some(3),
        Some(Level::Warning) => Some(4),
        Some(Level::Notice) => Some(5),
        Some(Level::Info) => Some(6),
        // Everything, lines without a severity too.
        Some(Level::Debug) | None => None,
    };
    words.extend(severity.map(|severity| format!("--priority={severity}")));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_never_an_option() {
        let part = Part { boot: Some(Boot::Last), unit: Some("nginx.service".to_owned()) };
        let words = arguments(&part, Some(Level::Warning));
        assert!(words.iter().all(|word| word.starts_with("--")), "{words:?}");
        assert_eq!(&words[4..], ["--boot=-1", "--unit=nginx.service", "--priority=4"]);
    }
}
