//! When to look for owners that are not known: at once where that is cheap, ever more seldom where it
//! was in vain. Some sockets have no owner that can be seen: the kernel's own, and those of processes
//! whose descriptors are denied.

use std::collections::HashMap;
use std::time::Duration;

use domain::time::Mono;

/// Pause after the first search in vain; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(640);

/// A walk over everybody's descriptors may take this part of the time: 1/50.
const SHARE: u32 = 50;

#[derive(Clone, Copy, Debug)]
struct InVain {
    pause: Duration,
    since: Mono,
}

/// Which searches were in vain, and what the last walk cost.
#[derive(Debug, Default)]
pub(crate) struct Search {
    in_vain: HashMap<u64, InVain>,
    walked: Option<(Mono, Duration)>,
}

impl Search {
    /// Whether the owner of a socket is to be looked for now.
    pub(crate) fn wanted(&self, inode: u64, at: Mono) -> bool {
        self.in_vain.get(&inode).is_none_or(|search| passed(search.since, search.pause, at))
    }

    /// Whether walking over all processes is affordable now.
    pub(crate) fn may_walk(&self, at: Mono) -> bool {
        self.walked.is_none_or(|(since, took)| passed(since, took * SHARE, at))
    }

    /// All processes were walked over, which took so long.
    pub(crate) fn walked(&mut self, at: Mono, took: Duration) {
        self.walked = Some((at, took));
    }

    /// Nobody was found.
    pub(crate) fn note_in_vain(&mut self, inode: u64, at: Mono) {
        let pause =
            self.in_vain.get(&inode).map_or(FIRST_PAUSE, |search| (search.pause * 2).min(LONGEST_PAUSE));
        self.in_vain.insert(inode, InVain { pause, since: at });
    }

    /// Forgets all but those that `stays` says are still without an owner.
    pub(crate) fn retain(&mut self, stays: impl Fn(u64) -> bool) {
        self.in_vain.retain(|inode, _| stays(*inode));
    }
}

fn passed(since: Mono, pause: Duration, at: Mono) -> bool {
    at.since(since).is_some_and(|waited| waited >= pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn second(s: u64) -> Mono {
        Mono(s * 1_000_000_000)
    }

    #[test]
    fn a_search_in_vain_is_repeated_ever_more_seldom() {
        let mut search = Search::default();
        assert!(search.wanted(7, second(0)));
        search.note_in_vain(7, second(0));
        assert!(!search.wanted(7, second(9)) && search.wanted(7, second(10)) && search.wanted(8, second(1)));
        search.note_in_vain(7, second(10));
        assert!(!search.wanted(7, second(29)) && search.wanted(7, second(30)));
        search.retain(|_| false);
        assert!(search.wanted(7, second(31)));
    }

    #[test]
    fn a_walk_takes_a_fiftieth_of_the_time_at_most() {
        let mut search = Search::default();
        assert!(search.may_walk(second(0)));
        search.walked(second(0), Duration::from_millis(100));
        assert!(!search.may_walk(second(4)) && search.may_walk(second(5)));
    }
}
