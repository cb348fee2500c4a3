//! The ring of the last hour.

use super::*;
use crate::testing;

fn filled(cpu: impl IntoIterator<Item = Option<f64>>) -> History {
    let mut history = History::default();
    for (at, cpu) in cpu.into_iter().enumerate() {
        history.push(&testing::snapshot(at as i64, cpu));
    }
    history
}

#[test]
fn a_spike_survives_being_merged() {
    let steps = filled((0..240).map(|i| Some(if i == 100 { 99.0 } else { 1.0 }))).steps(240, 24);
    assert_eq!(steps.len(), 24);
    assert_eq!(steps[10].cpu_max, Some(99.0));
    assert!(steps[10].cpu_percent < Some(12.0));
}

#[test]
fn a_gap_is_no_zero() {
    let steps = filled([None, None, Some(50.0), None]).steps(4, 2);
    assert_eq!(steps.iter().map(|s| s.cpu_percent).collect::<Vec<_>>(), [None, Some(50.0)]);
}

#[test]
fn the_ring_never_grows_beyond_an_hour() {
    let history = filled((0..KEPT + 50).map(|_| Some(1.0)));
    assert_eq!(history.steps(usize::MAX, usize::MAX).len(), KEPT);
    assert_eq!(history.steps(usize::MAX, usize::MAX)[0].at, Wall(50));
    assert_eq!(history.steps(usize::MAX, 240).len(), 240);
}

#[test]
fn the_newest_step_is_the_last() {
    assert_eq!(filled((0..10).map(|_| Some(1.0))).steps(10, 4).last().map(|s| s.at), Some(Wall(9)));
    assert!(History::default().steps(3600, 240).is_empty());
    assert_eq!(filled([Some(1.0)]).steps(0, 0), []);
}
