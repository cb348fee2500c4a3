//! Refusals on their way into the audit, bounded: somebody who guesses all day does not fill the disk. What was left out
//! is counted and said.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::time::Mono;
use lru::LruCache;

use crate::{Entry, LocalStore, Outcome, StoreError};

/// So many refusals of one actor are written at once, then one in each interval.
const BURST: u64 = 500;
const INTERVAL: Duration = Duration::from_secs(10);

/// How many actors are told apart; there are no more users and tokens.
const ACTORS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(2_047);

#[derive(Clone, Copy, Default)]
struct Count {
    /// When the actor's lane is empty again, monotonic nanoseconds.
    lane: u64,
    left_out: u64,
}

/// Counts refusals by actor.
pub struct Journal {
    counts: Mutex<LruCache<String, Count>>,
}

impl Default for Journal {
    fn default() -> Self {
        Self::new()
    }
}

impl Journal {
    /// One that has counted nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { counts: Mutex::new(LruCache::sparse(ACTORS)) }
    }

    /// Writes a refusal or a failed try, unless its actor has had too many of late.
    ///
    /// # Errors
    /// Those of [`LocalStore::append`]. A refusal stands also when it cannot be written down.
    pub fn refusal(&self, store: &dyn LocalStore, entry: Entry, now: Mono) -> Result<(), StoreError> {
        let Some(left_out) = self.admit(entry.actor().as_str(), now) else { return Ok(()) };
        if left_out > 0 {
            let reason = format!("{left_out} more before this were not written one by one");
            let summary = Entry::new(entry.at(), entry.actor().clone(), "refusals").reason(&reason);
            store.append(summary.outcome(Outcome::Refused).code("left_out"))?;
        }
        store.append(entry).map(drop)
    }

    /// How many were left out before this one, if this one is written.
    fn admit(&self, actor: &str, now: Mono) -> Option<u64> {
        let interval = u64::try_from(INTERVAL.as_nanos()).unwrap_or(u64::MAX);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.get_or_insert_mut(actor.to_owned(), Count::default);
        let after = count.lane.max(now.0) + interval;
        if after - now.0 > BURST * interval {
            count.left_out += 1;
            return None;
        }
        count.lane = after;
        Some(std::mem::take(&mut count.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, MemoryStore};
    use domain::time::Wall;

    #[test]
    fn a_flood_of_refusals_is_cut_and_the_rest_is_counted() {
        let (journal, store) = (Journal::new(), MemoryStore::new());
        let entry = || Entry::new(Wall(0), Actor::anonymous(), "log_in");
        for _ in 0..10_000 {
            journal.refusal(&store, entry(), Mono(1_000_000_000)).unwrap();
        }
        assert_eq!(store.audit(None, 1000).unwrap().len(), 500);
        journal.refusal(&store, entry(), Mono(12_000_000_000)).unwrap();
        let newest = store.audit(None, 2).unwrap();
        assert_eq!(newest[1].reason.as_deref(), Some("9500 more before this were not written one by one"));
    }

    #[test]
    fn the_flood_of_one_actor_does_not_hide_another() {
        let (journal, store) = (Journal::new(), MemoryStore::new());
        for _ in 0..10_000 {
            let entry = Entry::new(Wall(0), Actor::anonymous(), "log_in");
            journal.refusal(&store, entry, Mono(1_000_000_000)).unwrap();
        }
        let by_kim = Entry::new(Wall(0), Actor::user(&"kim".parse().unwrap()), "request");
        journal.refusal(&store, by_kim, Mono(1_000_000_000)).unwrap();
        assert_eq!(store.audit(None, 1).unwrap()[0].actor.as_str(), "user:kim");
    }
}
