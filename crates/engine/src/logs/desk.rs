//! Which logs are followed now, by how many threads and for how many viewers.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use super::feed::{Feed, Key};
use super::{LogError, lock};

/// Logs that are followed at once.
pub(super) const MOST_FOLLOWED: usize = 32;
/// Bytes that lagging viewers of one log may cost, and of all logs together.
const MOST_BYTES: (usize, usize) = (8 * 1024 * 1024, 32 * 1024 * 1024);

/// The followed logs.
#[derive(Debug, Default)]
pub(super) struct Desk {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Feeds that take new viewers.
    feeds: HashMap<Key, (Arc<Feed>, usize)>,
    /// Threads, those included whose feed takes nobody any more.
    threads: usize,
    stopping: bool,
}

/// A viewer's place at a feed, given back when dropped.
#[derive(Debug)]
pub(super) struct Seat {
    desk: Arc<Desk>,
    pub(super) feed: Arc<Feed>,
}

impl Desk {
    /// A seat at the feed of `key`, if there is one.
    pub(super) fn join(self: &Arc<Self>, key: &Key) -> Option<Seat> {
        let mut state = lock(&self.state);
        let (feed, viewers) = state.feeds.get_mut(key)?;
        *viewers += 1;
        Some(Seat { desk: Arc::clone(self), feed: Arc::clone(feed) })
    }

    /// A seat at the feed of that key; `feed` becomes it, and `start` is called, if there is none yet.
    pub(super) fn open(
        self: &Arc<Self>,
        feed: Feed,
        start: impl FnOnce(Arc<Feed>) -> std::io::Result<()>,
    ) -> Result<Seat, LogError> {
        let mut state = lock(&self.state);
        if state.stopping {
            return Err(LogError::Stopped);
        }
        let feed = if let Some((known, viewers)) = state.feeds.get_mut(&feed.key) {
            *viewers += 1;
            Arc::clone(known)
        } else {
            if state.threads >= MOST_FOLLOWED {
                return Err(LogError::TooMany);
            }
            let feed = Arc::new(feed);
            state.feeds.insert(feed.key.clone(), (Arc::clone(&feed), 1));
            state.threads += 1;
            drop(state);
            // Without a thread the guard inside `start` has put everything back.
            start(Arc::clone(&feed)).map_err(|_| LogError::Busy)?;
            feed
        };
        Ok(Seat { desk: Arc::clone(self), feed })
    }

    /// Whether anybody looks at it.
    pub(super) fn is_watched(&self, feed: &Arc<Feed>) -> bool {
        let state = lock(&self.state);
        // One that takes no new viewers is told to end by other means.
        state.feeds.get(&feed.key).is_none_or(|(known, viewers)| !Arc::ptr_eq(known, feed) || *viewers > 0)
    }

    /// Lets no new viewer join the feed.
    pub(super) fn forget(&self, feed: &Arc<Feed>) {
        let mut state = lock(&self.state);
        if state.feeds.get(&feed.key).is_some_and(|(known, _)| Arc::ptr_eq(known, feed)) {
            state.feeds.remove(&feed.key);
        }
    }

    /// The same, unless somebody looks at it.
    pub(super) fn forget_if_alone(&self, feed: &Arc<Feed>) -> bool {
        let mut state = lock(&self.state);
        let alone = state
            .feeds
            .get(&feed.key)
            .is_some_and(|(known, viewers)| Arc::ptr_eq(known, feed) && *viewers == 0);
        if alone {
            state.feeds.remove(&feed.key);
        }
        alone
    }

    /// The thread of the feed has ended.
    pub(super) fn ended(&self, feed: &Arc<Feed>) {
        self.forget(feed);
        lock(&self.state).threads -= 1;
        self.changed.notify_all();
    }

    /// All feeds that take viewers.
    pub(super) fn feeds(&self) -> Vec<Arc<Feed>> {
        lock(&self.state).feeds.values().map(|(feed, _)| Arc::clone(feed)).collect()
    }

    /// Threads at work.
    pub(super) fn threads(&self) -> usize {
        lock(&self.state).threads
    }

    /// Bytes that the ring of one feed may hold for viewers that lag.
    pub(super) fn most_bytes(&self) -> usize {
        MOST_BYTES.0.min(MOST_BYTES.1 / self.threads().max(1))
    }

    /// Takes no new viewers and tells all threads to end.
    pub(super) fn stop(&self) {
        let mut state = lock(&self.state);
        state.stopping = true;
        state.feeds.values().for_each(|(feed, _)| feed.end());
    }

    /// Waits until all threads have ended, at most `patience`; whether they have.
    pub(super) fn wait(&self, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        let mut state = lock(&self.state);
        while state.threads > 0 {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = match self.changed.wait_timeout(state, left) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
        true
    }
}

impl Seat {
    /// Whether everything stops.
    pub(super) fn is_stopping(&self) -> bool {
        lock(&self.desk.state).stopping
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = lock(&self.desk.state);
        if let Some((known, viewers)) = state.feeds.get_mut(&self.feed.key)
            && Arc::ptr_eq(known, &self.feed)
        {
            *viewers -= 1;
        }
    }
}
