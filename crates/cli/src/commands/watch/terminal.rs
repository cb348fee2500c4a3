//! The terminal as it was found and as the console needs it, and the way back, whatever happens.
//!
//! One terminal is held at a time. Leaving is safe to do twice, from any thread and while a panic is under way.

use std::io::{self, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};

/// Other screen, no cursor, pastes marked (xterm "ctlseqs": DECSET 1049, 25, 2004).
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[0m\x1b[2J";
/// All of that undone; the end of a synchronised update first, should one be under way.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// How long a frame that is being written is waited for on the way out.
const WRITER_PATIENCE: Duration = Duration::from_millis(500);
/// How long a line that takes nothing is waited for.
const LINE_PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 500_000_000 };
/// Bytes that are written at once; between two of them the way out is open.
const PIECE: usize = 4096;
/// Panics of other threads that are kept to be told after leaving.
const MOST_KEPT: usize = 3;

/// What has to be put back.
struct Held {
    input: OwnedFd,
    output: OwnedFd,
    modes: Termios,
    owner: ThreadId,
}

static HELD: Mutex<Option<Held>> = Mutex::new(None);
/// A frame is being written.
static WRITING: AtomicBool = AtomicBool::new(false);
/// Panics that were caught while the screen was held: they would have been written over it.
static KEPT: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Takes the terminal: raw modes, the other screen. The calling thread owns it; if it panics the terminal is put
/// back before anything is said.
///
/// # Errors
/// The error of the terminal; it is as it was found then.
pub(super) fn enter(input: impl AsFd, output: impl AsFd) -> io::Result<()> {
    let (input, output) = (input.as_fd().try_clone_to_owned()?, output.as_fd().try_clone_to_owned()?);
    let modes = tcgetattr(&input)?;
    let mut raw = modes.clone();
    raw.make_raw();
    tcsetattr(&input, OptionalActions::Now, &raw)?;
    let entered = write_all(&output, ENTER);
    *held() = Some(Held { input, output, modes, owner: thread::current().id() });
    if entered.is_err() {
        leave();
    }
    entered
}

/// Takes the terminal that is held once more; what is put back in the end stays what was found at first.
///
/// # Errors
/// The error of the terminal.
pub(super) fn renew() -> io::Result<()> {
    let held = held();
    let Some(found) = held.as_ref() else { return Ok(()) };
    let mut raw = found.modes.clone();
    raw.make_raw();
    tcsetattr(&found.input, OptionalActions::Now, &raw)?;
    write_all(&found.output, ENTER)
}

/// Puts the terminal back as it was found. Nothing to do, nothing done.
pub(super) fn leave() {
    let Some(found) = held().take() else { return };
    // A frame on its way would be drawn over what comes next. One that does not move any more is thrown away.
    let begun = Instant::now();
    while WRITING.load(Ordering::SeqCst) {
        if begun.elapsed() > WRITER_PATIENCE {
            let _ = tcflush(&found.output, QueueSelector::OFlush);
            break;
        }
        thread::sleep(Duration::from_millis(2));
    }
    let ready = poll(&mut [PollFd::new(&found.output, PollFlags::OUT)], Some(&LINE_PATIENCE));
    if ready.is_ok_and(|ready| ready > 0) {
        let _ = write_all(&found.output, LEAVE);
    }
    let _ = tcsetattr(&found.input, OptionalActions::Now, &found.modes);
}

/// Writes a frame, unless the terminal was left meanwhile.
///
/// # Errors
/// That of write(2): the terminal has gone.
pub(super) fn write_frame(output: impl AsFd, frame: &[u8]) -> io::Result<()> {
    WRITING.store(true, Ordering::SeqCst);
    let written = frame
        .chunks(PIECE)
        .take_while(|_| held().is_some())
        .try_for_each(|piece| write_all(output.as_fd(), piece));
    WRITING.store(false, Ordering::SeqCst);
    written
}

/// From here on a panic puts the terminal back before it is told; one of another thread is told at the end.
pub(super) fn guard_against_panics() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let owner = held().as_ref().map(|held| held.owner);
        match owner {
            Some(owner) if owner != thread::current().id() => {
                let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
                if kept.len() < MOST_KEPT {
                    kept.push(panic.to_string());
                }
            }
            _ => {
                leave();
                tell(panic);
            }
        }
    }));
}

/// The panics that were not told yet.
pub(super) fn kept_panics() -> Vec<String> {
    std::mem::take(&mut KEPT.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Leaves when it goes out of scope, by whatever way.
pub(super) struct Leaving;

impl Drop for Leaving {
    fn drop(&mut self) {
        leave();
    }
}

fn held() -> std::sync::MutexGuard<'static, Option<Held>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

fn write_all(output: impl AsFd, bytes: &[u8]) -> io::Result<()> {
    // A file of its own: the standard one is locked by whoever writes results.
    std::fs::File::from(output.as_fd().try_clone_to_owned()?).write_all(bytes)
}

#[cfg(test)]
#[path = "terminal_tests.rs"]
mod tests;
