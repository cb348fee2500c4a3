//! How many connections there are, in all and of each address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Refusals are told at most once in so long: whoever causes them must not fill the log.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// Counts connections and refuses those beyond the limits.
#[derive(Debug)]
pub(super) struct Census {
    all: usize,
    each: usize,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    all: usize,
    each: HashMap<IpAddr, usize>,
    refused: u64,
    told: Option<Instant>,
}

/// A counted connection; counted no more when dropped.
#[derive(Debug)]
pub(super) struct Counted {
    census: Arc<Census>,
    address: Option<IpAddr>,
}

impl Census {
    pub(super) fn new(all: usize, each: usize) -> Self {
        Self { all, each, counts: Mutex::default() }
    }

    /// Counts a connection; `address` where one address alone must not take all places.
    pub(super) fn enter(self: &Arc<Self>, address: Option<IpAddr>) -> Option<Counted> {
        let mut counts = self.lock();
        if counts.all >= self.all {
            return None;
        }
        if let Some(address) = address {
            let of_address = counts.each.entry(address).or_default();
            if *of_address >= self.each {
                return None;
            }
            *of_address += 1;
        }
        counts.all += 1;
        Some(Counted { census: Arc::clone(self), address })
    }

    /// Counts a refusal; how many there were since it was last told, when it is time to tell.
    pub(super) fn refused(&self, now: Instant) -> Option<u64> {
        let mut counts = self.lock();
        counts.refused += 1;
        if counts.told.is_some_and(|told| now.saturating_duration_since(told) < TELL_EVERY) {
            return None;
        }
        counts.told = Some(now);
        Some(std::mem::take(&mut counts.refused))
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut counts = self.census.lock();
        counts.all -= 1;
        if let Some(address) = self.address
            && let Some(of_address) = counts.each.get_mut(&address)
        {
            *of_address -= 1;
            if *of_address == 0 {
                counts.each.remove(&address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_refusals_is_told_now_and_then_with_its_number() {
        let (census, start) = (Census::new(0, 0), Instant::now());
        assert_eq!(census.refused(start), Some(1));
        assert!((0..1000).all(|_| census.refused(start).is_none()));
        assert_eq!(census.refused(start + TELL_EVERY), Some(1001));
    }

    #[test]
    fn one_address_cannot_take_all_places() {
        let census = Arc::new(Census::new(3, 2));
        let (one, other) = (Some(IpAddr::from([192, 0, 2, 1])), Some(IpAddr::from([192, 0, 2, 2])));
        let held = [census.enter(one), census.enter(one)];
        assert!(held.iter().all(Option::is_some));
        assert!(census.enter(one).is_none());
        let third = census.enter(other);
        assert!(third.is_some());
        assert!(census.enter(None).is_none(), "a fourth of three");
        drop(held);
        assert!(census.enter(one).is_some());
    }
}
