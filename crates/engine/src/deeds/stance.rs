//! Whether a paused process has stood still ever since: one that somebody else let go on, and somebody else paused again,
//! is not ours to wake.

use std::time::{Duration, Instant};

use domain::ProcessKey;
use host::Roots;
use host::linux::closeup::{Stance, stance_now};

/// How long the way into standing still may take: what moves within this time is still on that way.
const SETTLES: Duration = Duration::from_secs(1);

/// What was seen of a process since it was paused.
#[derive(Clone, Debug)]
pub struct Witness {
    since: Instant,
    /// Switches of the process when it was seen standing last.
    stood: Option<u64>,
    /// Whoever begins to look later than at the pause takes it for standing.
    standing: bool,
}

/// How a paused process is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It stands still as it did, or nobody can tell otherwise.
    Still,
    /// Somebody let it go on meanwhile.
    Moved,
}

impl Witness {
    /// Of a pause that begins now.
    #[must_use]
    pub fn of_new(now: Instant) -> Self {
        Self { since: now, stood: None, standing: false }
    }

    /// Of a pause that began earlier, in another program: if the process goes on now, somebody let it.
    #[must_use]
    pub fn of_old(now: Instant) -> Self {
        Self { since: now, stood: None, standing: true }
    }

    /// Looks at it now.
    #[must_use]
    pub fn look(&mut self, roots: &Roots, key: ProcessKey) -> Found {
        self.see(stance_now(roots, key), Instant::now())
    }

    fn see(&mut self, stance: Option<Stance>, now: Instant) -> Found {
        let Some(Stance { state, switches }) = stance else { return Found::Still };
        match state {
            'T' | 't' => {
                let settles = now.saturating_duration_since(self.since) < SETTLES;
                let moved = self.stood.is_some_and(|stood| stood != switches) && !settles;
                self.stood = Some(switches);
                if moved { Found::Moved } else { Found::Still }
            }
            // It runs, or waits for something that happens.
            'R' | 'S' | 'I' if self.standing || self.stood.is_some() => Found::Moved,
            // In state D it will stand still when it hears of it; of a zombie nothing can be told.
            _ => Found::Still,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(witness: &mut Witness, at: u64, state: char, switches: u64) -> Found {
        let now = witness.since + Duration::from_millis(at);
        let since = witness.since;
        let found = witness.see(Some(Stance { state, switches }), now);
        assert_eq!(witness.since, since);
        found
    }

    #[test]
    fn one_that_went_on_and_stands_again_has_moved() {
        let mut witness = Witness::of_new(Instant::now());
        assert_eq!(seen(&mut witness, 0, 'S', 4), Found::Still, "it has not heard of it yet");
        assert_eq!(seen(&mut witness, 100, 'T', 5), Found::Still);
        assert_eq!(seen(&mut witness, 200, 'T', 6), Found::Still, "it was still on its way");
        assert_eq!(seen(&mut witness, 5_000, 'T', 6), Found::Still);
        assert_eq!(seen(&mut witness, 9_000, 'T', 7), Found::Moved);
    }

    #[test]
    fn one_that_goes_on_has_moved() {
        for state in ['R', 'S'] {
            let mut witness = Witness::of_new(Instant::now());
            assert_eq!(seen(&mut witness, 100, 'T', 5), Found::Still);
            assert_eq!(seen(&mut witness, 300, state, 6), Found::Moved);
        }
        let mut taken_over = Witness::of_old(Instant::now());
        assert_eq!(seen(&mut taken_over, 0, 'S', 6), Found::Moved);
    }

    #[test]
    fn what_cannot_be_told_is_no_movement() {
        let mut witness = Witness::of_old(Instant::now());
        assert_eq!(witness.see(None, Instant::now()), Found::Still);
        for state in ['D', 'Z', 'X'] {
            assert_eq!(seen(&mut witness, 2_000, state, 9), Found::Still, "{state}");
        }
    }
}
