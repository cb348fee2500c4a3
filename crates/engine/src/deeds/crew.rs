//! The threads on which deeds are done: bounded in number, waited for at the end. What they do is not their matter.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

type Job = Box<dyn FnOnce() + Send>;

pub(super) struct Crew {
    /// Jobs that are under way at once.
    at_once: usize,
    /// Jobs that may wait for them.
    waiting: usize,
    state: Mutex<State>,
    idle: Condvar,
}

#[derive(Default)]
struct State {
    running: usize,
    waiting: VecDeque<Job>,
}

/// There is no place left, or no thread.
#[derive(Debug)]
pub(super) struct Full;

impl Crew {
    pub(super) fn new(at_once: usize, waiting: usize) -> Self {
        Self { at_once, waiting, state: Mutex::default(), idle: Condvar::new() }
    }

    /// Has it done as soon as somebody is free.
    pub(super) fn put(self: &Arc<Self>, job: impl FnOnce() + Send + 'static) -> Result<(), Full> {
        let mut state = self.state();
        if state.running >= self.at_once {
            if state.waiting.len() >= self.waiting {
                return Err(Full);
            }
            state.waiting.push_back(Box::new(job));
            return Ok(());
        }
        let place = Place { crew: Arc::clone(self), given_back: false };
        let thread = thread::Builder::new().name("deed".to_owned());
        state.running += 1;
        drop(state);
        // A thread that cannot be made drops its place with its job.
        let work = move || place.work(Box::new(job));
        thread.spawn(work).map(|_| ()).map_err(|_| Full)
    }

    /// Whether nobody works any more, after at most `limit`.
    pub(super) fn wait(&self, limit: Duration) -> bool {
        let until = Instant::now() + limit;
        let mut state = self.state();
        while state.running > 0 {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.idle.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among those who work; given back whatever happens to the work.
struct Place {
    crew: Arc<Crew>,
    given_back: bool,
}

impl Place {
    fn work(mut self, first: Job) {
        let mut next = Some(first);
        while let Some(job) = next {
            job();
            next = self.next();
        }
    }

    /// Under one lock with giving the place back: nobody puts a job behind somebody who is leaving.
    fn next(&mut self) -> Option<Job> {
        let mut state = self.crew.state();
        let next = state.waiting.pop_front();
        if next.is_none() {
            state.running -= 1;
            self.given_back = true;
            self.crew.idle.notify_all();
        }
        next
    }
}

impl Drop for Place {
    /// Only when a job failed by a defect, or found no thread: somebody else goes on with those that wait.
    fn drop(&mut self) {
        if self.given_back {
            return;
        }
        let mut state = self.crew.state();
        state.running -= 1;
        let next = state.waiting.pop_front();
        drop(state);
        self.crew.idle.notify_all();
        if let Some(job) = next {
            // Its asker hears of it when it is dropped.
            let _ = self.crew.put(job);
        }
    }
}
