//! What access writes into the audit, bounded: somebody who guesses all day does not fill the disk. What
//! was left out is counted and said.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::time::Mono;
use lru::LruCache;
use store::{Entry, LocalStore};

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
pub(crate) struct Journal {
    counts: Mutex<LruCache<String, Count>>,
}

impl Journal {
    pub(crate) fn new() -> Self {
        Self { counts: Mutex::new(LruCache::sparse(ACTORS)) }
    }

    /// Writes a refusal or a failed try, unless its actor has had too many of late. A store that cannot
    /// write is reported in the log: a refusal stands also when it cannot be written down.
    pub(crate) fn refusal(&self, store: &dyn LocalStore, entry: Entry, now: Mono) {
        let Some(left_out) = self.admit(entry.actor().as_str(), now) else { return };
        if left_out > 0 {
            let reason = format!("{left_out} more before this were not written one by one");
            let summary = Entry::new(entry.at(), entry.actor().clone(), "refusals").reason(&reason);
            report(store.append(summary.outcome(store::Outcome::Refused).code("left_out")));
        }
        report(store.append(entry));
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

fn report(written: Result<u64, store::StoreError>) {
    if let Err(error) = written {
        tracing::error!(%error, "a refusal could not be written into the audit");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::Wall;
    use store::{Actor, MemoryStore};

    #[test]
    fn a_flood_of_refusals_is_cut_and_the_rest_is_counted() {
        let (journal, store) = (Journal::new(), MemoryStore::new());
        let entry = || Entry::new(Wall(0), Actor::anonymous(), "log_in");
        for _ in 0..10_000 {
            journal.refusal(&store, entry(), Mono(1_000_000_000));
        }
        assert_eq!(store.audit(None, 1000).unwrap().len(), 500);
        journal.refusal(&store, entry(), Mono(12_000_000_000));
        let newest = store.audit(None, 2).unwrap();
        assert_eq!(newest[1].reason.as_deref(), Some("9500 more before this were not written one by one"));
    }

    #[test]
    fn the_flood_of_one_actor_does_not_hide_another() {
        let (journal, store) = (Journal::new(), MemoryStore::new());
        for _ in 0..10_000 {
            let entry = Entry::new(Wall(0), Actor::anonymous(), "log_in");
            journal.refusal(&store, entry, Mono(1_000_000_000));
        }
        let by_kim = Entry::new(Wall(0), Actor::user(&"kim".parse().unwrap()), "request");
        journal.refusal(&store, by_kim, Mono(1_000_000_000));
        assert_eq!(store.audit(None, 1).unwrap()[0].actor.as_str(), "user:kim");
    }
}
