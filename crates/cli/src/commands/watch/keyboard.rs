//! The keys as they come, from a thread that does nothing but read.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use tokio::sync::mpsc::Sender;

use super::input::{Key, Parser};

/// Starts to read. The channel closes when the terminal does.
///
/// # Errors
/// That of making a thread.
pub(super) fn start(input: OwnedFd, keys: Sender<Key>) -> io::Result<()> {
    thread::Builder::new().name("keyboard".to_owned()).spawn(move || read(&input, &keys)).map(drop)
}

fn read(input: &OwnedFd, keys: &Sender<Key>) {
    let mut parser = Parser::default();
    let mut bytes = [0; 1024];
    loop {
        let found = match ready(input, parser.patience()) {
            Ok(false) => parser.give_up().into_iter().collect(),
            Ok(true) => match rustix::io::read(input, &mut bytes) {
                Ok(0) => return,
                Ok(count) => parser.feed(&bytes[..count]),
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(_) => return,
            },
            Err(Errno::INTR) => continue,
            Err(_) => return,
        };
        for key in found {
            if keys.blocking_send(key).is_err() {
                return;
            }
        }
    }
}

/// Whether there is something to read before the patience ends.
fn ready(input: impl AsFd, patience: Option<Duration>) -> Result<bool, Errno> {
    let patience = patience.map(|patience| Timespec {
        tv_sec: patience.as_secs().cast_signed(),
        tv_nsec: patience.subsec_nanos().into(),
    });
    Ok(poll(&mut [PollFd::new(&input, PollFlags::IN)], patience.as_ref())? > 0)
}
