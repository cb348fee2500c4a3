//! The terminal is put back, whatever happens: on a pseudo-terminal of our own.

use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::thread;

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::LocalModes;

use super::*;

/// One terminal is held in a process, and tests run at the same time.
static ONE: Mutex<()> = Mutex::new(());

struct Pty {
    outside: std::fs::File,
    inside: OwnedFd,
}

fn pty() -> Pty {
    let outside = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&outside).unwrap();
    unlockpt(&outside).unwrap();
    let name = ptsname(&outside, Vec::new()).unwrap();
    let inside = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    Pty { outside: std::fs::File::from(outside), inside }
}

impl Pty {
    fn is_raw(&self) -> bool {
        !tcgetattr(&self.inside).unwrap().local_modes.contains(LocalModes::ICANON)
    }

    fn said(&mut self, end: &[u8]) -> Vec<u8> {
        let mut said = Vec::new();
        let mut byte = [0];
        while !said.ends_with(end) {
            self.outside.read_exact(&mut byte).unwrap();
            said.push(byte[0]);
        }
        said
    }
}

#[test]
fn what_was_taken_is_put_back_once() {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut pty = pty();
    let before = tcgetattr(&pty.inside).unwrap();
    enter(&pty.inside, &pty.inside).unwrap();
    assert!(pty.is_raw());
    leave();
    leave();
    assert!(!pty.is_raw());
    assert_eq!(tcgetattr(&pty.inside).unwrap().local_modes, before.local_modes);
    assert_eq!(pty.said(LEAVE), [ENTER, LEAVE].concat());
}

#[test]
fn a_panic_of_the_owner_puts_it_back_and_one_of_another_thread_waits() {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut pty = pty();
    let inside = pty.inside.try_clone().unwrap();
    guard_against_panics();
    let owner = thread::spawn(move || {
        enter(&inside, &inside).unwrap();
        let other = thread::spawn(|| panic!("of another thread")).join();
        assert!(other.is_err() && held().is_some(), "the screen is still ours");
        panic!("of the owner");
    });
    assert!(owner.join().is_err());
    let _ = std::panic::take_hook();
    assert!(!pty.is_raw());
    assert!(pty.said(LEAVE).ends_with(LEAVE));
    let kept = kept_panics();
    assert!(kept.len() == 1 && kept[0].contains("of another thread"), "{kept:?}");
}

#[test]
fn a_frame_after_leaving_is_not_written() {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut pty = pty();
    enter(&pty.inside, &pty.inside).unwrap();
    write_frame(&pty.inside, b"frame").unwrap();
    leave();
    write_frame(&pty.inside, b"late").unwrap();
    write_all(&pty.inside, b"shell").unwrap();
    assert_eq!(pty.said(b"shell"), [ENTER, b"frame", LEAVE, b"shell"].concat());
}

#[test]
fn a_line_that_takes_nothing_does_not_keep_us() {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let pty = pty();
    enter(&pty.inside, &pty.inside).unwrap();
    let inside = pty.inside.try_clone().unwrap();
    // Nobody reads: the frame fills the line and stays in the middle of a write.
    let writer = thread::spawn(move || write_frame(&inside, &[b'x'; 1 << 20]));
    while !WRITING.load(Ordering::SeqCst) {
        thread::yield_now();
    }
    let begun = Instant::now();
    leave();
    // Alone it is one second: half for the frame, half for the line.
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert!(!pty.is_raw());
    drop(pty);
    let _ = writer.join().unwrap();
}
