//! Reads that may block, on a thread of their own and with a limit to waiting. A `cmdline` blocks while
//! its process is stuck holding its own memory map (a FUSE or NFS page fault); a name service blocks on
//! a server. The scan goes on; an answer that comes late is picked up by a later scan.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::time::Duration;

/// How long one read is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_millis(20);

/// Reads per scan that may use up the whole patience; after that the scan asks for nothing that may block.
const LATE_PER_SCAN: u32 = 3;

/// Threads that may be stuck at a time.
const STUCK_LIMIT: usize = 16;

/// Their jobs read files and call the name service; both are modest.
const STACK: usize = 256 * 1024;

type Job = Box<dyn FnOnce() + Send>;

/// What became of a request.
#[derive(Debug)]
pub(crate) enum Asked<T> {
    /// The answer came in time.
    Done(T),
    /// It did not; it may still come.
    Late(Late<T>),
    /// It was not even asked: the patience of this scan is used up, or too many threads are stuck.
    Refused,
}

/// An answer that did not come in time.
#[derive(Debug)]
pub(crate) struct Late<T>(Receiver<T>);

impl<T> Late<T> {
    /// The answer if it has come; `Err` when it never will.
    pub(crate) fn poll(&self) -> Result<Option<T>, Lost> {
        match self.0.try_recv() {
            Ok(answer) => Ok(Some(answer)),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(Lost),
        }
    }
}

/// The thread of a late answer ended without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lost;

/// One thread for one kind of read, replaced when it gets stuck.
#[derive(Debug)]
pub(crate) struct Lane {
    name: &'static str,
    worker: Option<SyncSender<Job>>,
    stuck: Arc<AtomicUsize>,
    late_in_scan: u32,
    patience: Duration,
}

impl Lane {
    /// A lane whose thread starts with the first request. `name` is the thread's (at most 15 bytes).
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, worker: None, stuck: Arc::default(), late_in_scan: 0, patience: PATIENCE }
    }

    /// As [`Self::new`], sharing the count of stuck threads with others: together they have no more than one has.
    pub(crate) fn counting(name: &'static str, stuck: Arc<AtomicUsize>) -> Self {
        Self { stuck, ..Self::new(name) }
    }

    /// The same lane for who asks about one process and not about all: each request is waited for so long.
    pub(crate) fn waiting(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// A new scan has new patience.
    pub(crate) fn begin_scan(&mut self) {
        self.late_in_scan = 0;
    }

    /// Does the work on the lane's thread and waits for it no longer than the lane's patience.
    pub(crate) fn ask<T: Send + 'static>(&mut self, work: impl FnOnce() -> T + Send + 'static) -> Asked<T> {
        self.ask_within(self.patience, work)
    }

    /// As [`Self::ask`], with a patience of its own.
    pub(crate) fn ask_within<T: Send + 'static>(
        &mut self,
        patience: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Asked<T> {
        if self.late_in_scan >= LATE_PER_SCAN || self.stuck.load(Ordering::Relaxed) >= STUCK_LIMIT {
            return Asked::Refused;
        }
        let (answer, receiver) = sync_channel(1);
        // 0 while waited for, 1 when given up, 2 when done: whoever comes second knows what the first did.
        let state = Arc::new(AtomicUsize::new(0));
        let (stuck, done) = (Arc::clone(&self.stuck), Arc::clone(&state));
        let job: Job = Box::new(move || {
            let result = work();
            if done.swap(2, Ordering::AcqRel) == 1 {
                stuck.fetch_sub(1, Ordering::Relaxed);
            }
            // Nobody may be left to hear it: its process is gone.
            let _ = answer.send(result);
        });
        let Some(worker) = self.worker.take().or_else(|| start(self.name)) else { return Asked::Refused };
        if worker.send(job).is_err() {
            return Asked::Refused;
        }
        match receiver.recv_timeout(patience) {
            Ok(result) => {
                self.worker = Some(worker);
                Asked::Done(result)
            }
            Err(RecvTimeoutError::Disconnected) => Asked::Refused,
            Err(RecvTimeoutError::Timeout) => {
                self.late_in_scan += 1;
                // Counted before it is given up, so that the thread can never take back what was not yet added.
                self.stuck.fetch_add(1, Ordering::Relaxed);
                if state.swap(1, Ordering::AcqRel) == 2 {
                    self.stuck.fetch_sub(1, Ordering::Relaxed);
                    self.worker = Some(worker);
                }
                // Otherwise its sender is dropped with `worker`: the thread ends when it gets through.
                Asked::Late(Late(receiver))
            }
        }
    }
}

fn start(name: &str) -> Option<SyncSender<Job>> {
    let (sender, jobs) = sync_channel::<Job>(1);
    let run = move || jobs.into_iter().for_each(|job| job());
    std::thread::Builder::new().name(name.to_owned()).stack_size(STACK).spawn(run).ok().map(|_| sender)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    /// Longer than a busy machine takes for anything.
    const LONG: Duration = Duration::from_secs(60);

    fn until<T>(mut answer: impl FnMut() -> Option<T>) -> T {
        let limit = Instant::now() + LONG;
        loop {
            if let Some(answer) = answer() {
                return answer;
            }
            assert!(Instant::now() < limit, "nothing came within {LONG:?}");
            std::thread::yield_now();
        }
    }

    #[test]
    fn an_answer_in_time_is_given_and_the_thread_is_kept() {
        let mut lane = Lane::new("test").waiting(LONG);
        let mut ids = Vec::new();
        for _ in 0..3 {
            let Asked::Done(id) = lane.ask(|| std::thread::current().id()) else { panic!("no answer") };
            ids.push(id);
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
    }

    #[test]
    fn a_stuck_read_is_given_up_others_go_on_and_its_answer_comes_later() {
        let mut lane = Lane::new("test");
        let (release, wait) = sync_channel::<()>(0);
        let Asked::Late(late) = lane.ask(move || wait.recv().is_ok()) else { panic!("it was not late") };
        assert!(matches!(lane.ask_within(LONG, || 7), Asked::Done(7)));
        assert_eq!(late.poll(), Ok(None));
        assert_eq!(lane.stuck.load(Ordering::Relaxed), 1);
        release.send(()).expect("the thread waits");
        assert!(until(|| late.poll().expect("it answers")));
        until(|| (lane.stuck.load(Ordering::Relaxed) == 0).then_some(()));
    }

    #[test]
    fn a_lane_that_waits_longer_hears_what_another_takes_for_late() {
        let (release, wait) = sync_channel::<()>(0);
        assert!(matches!(Lane::new("test").ask(move || wait.recv().is_ok()), Asked::Late(_)));
        drop(release);
        let mut patient = Lane::new("test").waiting(LONG);
        let late = || {
            std::thread::sleep(PATIENCE * 3);
            7
        };
        assert!(matches!(patient.ask(late), Asked::Done(7)));
    }

    #[test]
    fn patience_and_threads_are_bounded() {
        let mut lane = Lane::new("test");
        let mut releases = Vec::new();
        let mut refused = 0;
        for scan in 0..STUCK_LIMIT {
            lane.begin_scan();
            for _ in 0..=LATE_PER_SCAN {
                let (release, wait) = sync_channel::<()>(0);
                match lane.ask(move || wait.recv().is_ok()) {
                    Asked::Late(_) => releases.push(release),
                    Asked::Refused => refused += 1,
                    Asked::Done(_) => panic!("scan {scan}: nothing was released"),
                }
            }
        }
        assert_eq!(releases.len(), STUCK_LIMIT);
        assert_eq!(refused, STUCK_LIMIT * (LATE_PER_SCAN as usize + 1) - STUCK_LIMIT);
        drop(releases);
        until(|| (lane.stuck.load(Ordering::Relaxed) == 0).then_some(()));
    }
}
