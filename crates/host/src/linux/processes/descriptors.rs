//! How many descriptors the scanner may keep open. The rest of the program (clients, the store, logs)
//! must never find none left because of it.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors left to everything else.
const RESERVE: usize = 1024;

/// Kept at most, whatever the limit: each one pins about 1.5 KB of the kernel's memory.
const CEILING: usize = 40_000;

/// What all scanners of this program keep now: the limit is one for all of them.
static KEPT: AtomicUsize = AtomicUsize::new(0);

/// An account of kept descriptors.
#[derive(Debug)]
pub(super) struct Descriptors {
    /// What all scanners may keep together.
    share: usize,
    bound: usize,
    kept: usize,
}

impl Descriptors {
    /// Raises the soft limit to the hard one and takes its share. Children inherit the raised limit;
    /// this program starts none that would mind.
    pub(super) fn raise() -> Self {
        let limit = getrlimit(Resource::Nofile);
        // Refused only by a security policy; then the soft limit is what there is.
        let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
        let soft = if setrlimit(Resource::Nofile, raised).is_ok() { limit.maximum } else { limit.current };
        let soft = soft.and_then(|soft| usize::try_from(soft).ok()).unwrap_or(usize::MAX);
        let share = share(soft);
        Self { share, bound: share, kept: 0 }
    }

    pub(super) fn set_bound(&mut self, bound: usize) {
        self.bound = bound;
    }

    pub(super) fn kept(&self) -> usize {
        self.kept
    }

    /// Whether `count` more may be kept; then they count as kept.
    pub(super) fn take(&mut self, count: usize) -> bool {
        let more = |all: usize| all.checked_add(count).filter(|all| *all <= self.share);
        let fits = self.kept + count <= self.bound
            && KEPT.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok();
        if fits {
            self.kept += count;
        }
        fits
    }

    pub(super) fn give_back(&mut self, count: usize) {
        let count = count.min(self.kept);
        self.kept -= count;
        KEPT.fetch_sub(count, Ordering::Relaxed);
    }

    /// The system had none left: makes do with half of what is kept now.
    pub(super) fn shed(&mut self) {
        self.bound = self.kept / 2;
    }
}

impl Drop for Descriptors {
    fn drop(&mut self) {
        self.give_back(self.kept);
    }
}

/// What of a limit the scanner takes: all but the reserve, half of a small one.
fn share(soft: usize) -> usize {
    soft.saturating_sub(RESERVE).max(soft.min(2 * RESERVE) / 2).min(CEILING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reserve_always_stays() {
        for (soft, expected) in
            [(0, 0), (256, 128), (1024, 512), (4096, 3072), (20_000, 18_976), (usize::MAX, CEILING)]
        {
            assert_eq!(share(soft), expected);
        }
    }

    #[test]
    fn two_scanners_keep_no_more_than_one_may() {
        let account = || Descriptors { share: 1 << 40, bound: usize::MAX, kept: 0 };
        let (mut one, mut other) = (account(), account());
        assert!(one.take(1 << 39) && !other.take((1 << 39) + 1));
        drop(one);
        assert!(other.take((1 << 39) + 1));
    }

    #[test]
    fn nothing_is_kept_beyond_the_bound() {
        let mut descriptors = Descriptors { share: usize::MAX, bound: 5, kept: 0 };
        assert!(descriptors.take(2) && descriptors.take(2) && !descriptors.take(2));
        descriptors.give_back(2);
        assert_eq!(descriptors.kept(), 2);
        descriptors.shed();
        assert!(!descriptors.take(1));
    }
}
