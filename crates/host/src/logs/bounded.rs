//! Work that may hang - a file of a network file system whose server is gone - with a limit to waiting for it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

/// Threads at a time, hanging ones included. Beyond it nothing is asked: the machine has other troubles.
const THREADS: usize = 24;

/// The work needs little: blocks lie on the heap.
const STACK: usize = 256 * 1024;

static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// One of the threads, until its work is done.
struct Place;

impl Place {
    fn take() -> Option<Self> {
        let room = |running: usize| (running < THREADS).then_some(running + 1);
        RUNNING.fetch_update(Ordering::Relaxed, Ordering::Relaxed, room).ok().map(|_| Self)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What the work answers; `None` when it takes longer than this. It goes on alone then, and its answer is dropped.
pub(super) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    answers(move |send| send(work()))?.recv_timeout(limit).ok()
}

/// Answers of one thread, one after another. The work stops at its next answer when nobody waits any more.
pub(super) fn answers<T: Send + 'static>(
    work: impl FnOnce(&dyn Fn(T) -> bool) -> bool + Send + 'static,
) -> Option<Receiver<T>> {
    let place = Place::take()?;
    let (sender, receiver) = sync_channel(1);
    let run = move || {
        let _place = place;
        work(&|answer| sender.send(answer).is_ok());
    };
    let thread = std::thread::Builder::new().name("logs".to_owned()).stack_size(STACK);
    thread.spawn(run).ok().map(|_| receiver)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_is_given_up_and_others_go_on() {
        let (release, wait) = sync_channel::<()>(0);
        assert_eq!(within(Duration::from_millis(10), move || wait.recv().is_ok()), None);
        assert_eq!(within(Duration::from_secs(60), || 7), Some(7));
        drop(release);
    }
}
