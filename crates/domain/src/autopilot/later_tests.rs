//! What could not be tried counts for nothing, and is not tried all the time.

use super::tests::{autopilot, busy, look, mono, progress, wall};
use super::*;

/// Looks once a second with a desk that never answers yes; the seconds in which something was wanted.
fn tried(autopilot: &mut Autopilot, pids: &[u32], seconds: std::ops::Range<u64>) -> Vec<u64> {
    let mut tried = Vec::new();
    for second in seconds {
        let seen = autopilot.observe(&busy(pids, 90.0), mono(second), wall(second));
        assert_eq!(seen.tripped, [], "{second}: it stopped itself");
        for intent in &seen.intents {
            tried.push(second);
            autopilot.note(intent, wall(second), Came::Later);
        }
    }
    tried
}

#[test]
fn an_outage_of_hours_does_not_stop_a_rule_for_good() {
    let mut autopilot = autopilot(|rule| rule.when.for_s = 5);
    assert!(!tried(&mut autopilot, &[7], 0..7200).is_empty());
    let after = progress(&autopilot);
    assert_eq!((after.trip, after.deeds.len(), after.done, after.refused), (None, 0, 0, 0));
}

#[test]
fn what_cannot_be_tried_is_tried_ever_more_rarely_and_soon_again_once_it_could() {
    let mut autopilot = autopilot(|rule| rule.when.for_s = 5);
    let tried = tried(&mut autopilot, &[7], 0..3600);
    let pauses: Vec<u64> = tried.windows(2).map(|two| two[1] - two[0]).collect();
    assert!(pauses.is_sorted() && pauses[0] >= 5, "{pauses:?}");
    assert!(tried.len() < 20 && *pauses.last().unwrap() <= 600, "{pauses:?}");
    // The store answers again: it is done, and another process does not wait for this one's pause.
    for second in 3600..4300 {
        look(&mut autopilot, &busy(&[7], 90.0), second);
    }
    assert_eq!(progress(&autopilot).done, 1);
    for second in 4300..4306 {
        look(&mut autopilot, &busy(&[8], 90.0), second);
    }
    assert_eq!(progress(&autopilot).done, 2);
}

#[test]
fn what_was_done_still_counts_beside_what_could_not_be_tried() {
    let mut autopilot = autopilot(|rule| {
        rule.when.for_s = 5;
        rule.limits.cooldown_s = 60;
    });
    for second in 0..=5 {
        look(&mut autopilot, &busy(&[7], 90.0), second);
    }
    assert_eq!(progress(&autopilot).deeds.len(), 1);
    assert_eq!(tried(&mut autopilot, &[8], 6..64), [0; 0], "it cools down");
    assert!(!tried(&mut autopilot, &[8], 64..100).is_empty());
    assert_eq!(progress(&autopilot).deeds.len(), 1, "the deed that was done was taken back");
}
