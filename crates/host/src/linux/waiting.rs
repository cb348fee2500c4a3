//! How long the calling thread has been ready to run while others ran. What is made of it is `effort`'s matter.

use std::path::Path;
use std::time::Duration;

use rustix::fd::OwnedFd;
use rustix::fs::{Mode, OFlags};
use rustix::thread::{Pid, gettid};

use crate::parse::schedstat;

/// Room for three numbers of at most 20 digits.
const ROOM: usize = 64;

/// The kept `schedstat` of the thread that asks.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    kept: Option<(Pid, OwnedFd)>,
}

impl Waiting {
    /// Time that the calling thread has waited for a CPU since it began. `None` where the kernel does not tell.
    pub(crate) fn so_far(&mut self) -> Option<Duration> {
        let thread = gettid();
        // The descriptor stands for the thread that opened it, and whoever samples may be another one now.
        if self.kept.as_ref().is_none_or(|(owner, _)| *owner != thread) {
            let path = Path::new("/proc/thread-self/schedstat");
            let flags = OFlags::RDONLY | OFlags::CLOEXEC;
            self.kept = rustix::fs::open(path, flags, Mode::empty()).ok().map(|file| (thread, file));
        }
        let (_, file) = self.kept.as_ref()?;
        let mut line = [0; ROOM];
        let length = rustix::io::pread(file, &mut line, 0).ok()?;
        schedstat::waited(line.get(..length)?).map(Duration::from_nanos)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Instant;

    use super::*;

    const ENOUGH: Duration = Duration::from_millis(20);

    #[test]
    fn a_thread_that_shares_its_cpu_is_told_how_long_it_waited() {
        let mut waiting = Waiting::default();
        let Some(begun) = waiting.so_far() else {
            println!("SKIPPED waiting for a CPU: this kernel keeps no schedstat");
            return;
        };
        let (began, mut waited) = (Instant::now(), Duration::ZERO);
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            // Two threads for each CPU, and this one: somebody has to wait.
            for _ in 0..2 * std::thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        std::hint::spin_loop();
                    }
                });
            }
            while waited < ENOUGH && began.elapsed() < Duration::from_secs(60) {
                waited = waiting.so_far().unwrap_or_default().saturating_sub(begun);
            }
            stop.store(true, Ordering::Relaxed);
        });
        println!("waited {waited:?} of {:?}", began.elapsed());
        assert!(waited >= ENOUGH, "it never had to wait");
        assert!(waited < began.elapsed(), "it waited longer than it took");
    }

    #[test]
    fn another_thread_is_not_told_of_the_first_ones_waiting() {
        let mut waiting = Waiting::default();
        let _ = waiting.so_far();
        let first = waiting.kept.as_ref().map(|(owner, _)| *owner);
        let second = std::thread::scope(|scope| {
            let asked = scope.spawn(|| {
                let _ = waiting.so_far();
                waiting.kept.as_ref().map(|(owner, _)| *owner)
            });
            asked.join().expect("no panic")
        });
        if first.is_some() {
            assert_ne!(first, second);
        }
    }
}
