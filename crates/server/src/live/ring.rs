//! The deltas of the last minute, bounded in number and in bytes.

use std::collections::VecDeque;

use bytes::Bytes;

/// Deltas that are kept.
pub(crate) const KEPT: usize = 60;
/// Bytes that they may take together; the oldest go first.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Each delta leads from one tick to the next that was seen.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    deltas: VecDeque<(u64, u64, Bytes)>,
    bytes: usize,
}

impl Ring {
    /// Adds the delta that leads from tick `from` to tick `to`.
    pub(crate) fn push(&mut self, from: u64, to: u64, delta: Bytes) {
        if self.deltas.back().is_some_and(|(_, last, _)| *last != from) {
            self.clear();
        }
        self.bytes += delta.len();
        self.deltas.push_back((from, to, delta));
        while self.deltas.len() > KEPT || (self.bytes > MOST_BYTES && self.deltas.len() > 1) {
            if let Some((_, _, oldest)) = self.deltas.pop_front() {
                self.bytes -= oldest.len();
            }
        }
    }

    /// Forgets all: what follows does not join on.
    pub(crate) fn clear(&mut self) {
        self.deltas.clear();
        self.bytes = 0;
    }

    /// The deltas that lead from tick `from` to tick `to`; none if they are not all here.
    pub(crate) fn between(&self, from: u64, to: u64) -> Option<Vec<Bytes>> {
        if from == to {
            return Some(Vec::new());
        }
        let first = self.deltas.iter().position(|(start, _, _)| *start == from)?;
        let last = self.deltas.iter().position(|(_, end, _)| *end == to)?;
        (first <= last).then(|| self.deltas.range(first..=last).map(|(_, _, delta)| delta.clone()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(ticks: std::ops::Range<u64>) -> Ring {
        let mut ring = Ring::default();
        for tick in ticks {
            ring.push(tick, tick + 1, Bytes::from(tick.to_string()));
        }
        ring
    }

    #[test]
    fn a_gap_of_known_ticks_is_filled_in_order() {
        let ring = filled(1..10);
        assert_eq!(ring.between(3, 5), Some(vec![Bytes::from("3"), Bytes::from("4")]));
        assert_eq!(ring.between(9, 10), Some(vec![Bytes::from("9")]));
        assert_eq!(ring.between(10, 10), Some(Vec::new()));
    }

    #[test]
    fn what_is_not_all_there_is_not_given_in_part() {
        let ring = filled(1..200);
        assert_eq!(ring.between(1, 200), None);
        assert_eq!(ring.between(150, 300), None);
        assert_eq!(ring.between(160, 150), None);
        assert!(ring.between(200 - KEPT as u64, 200).is_some_and(|deltas| deltas.len() == KEPT));
    }

    #[test]
    fn a_break_in_the_chain_forgets_what_was_before() {
        let mut ring = filled(1..5);
        ring.push(7, 8, Bytes::from("7"));
        assert_eq!(ring.between(4, 8), None);
        assert_eq!(ring.between(7, 8), Some(vec![Bytes::from("7")]));
    }

    #[test]
    fn large_deltas_push_out_old_ones_before_memory_grows() {
        let mut ring = Ring::default();
        for tick in 0..20 {
            ring.push(tick, tick + 1, Bytes::from(vec![b'x'; 1024 * 1024]));
        }
        assert!(ring.bytes <= MOST_BYTES);
        assert_eq!(ring.deltas.len(), MOST_BYTES / (1024 * 1024));
    }
}
