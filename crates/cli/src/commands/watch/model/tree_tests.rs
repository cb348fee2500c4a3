//! Trees from parents that may lie.

use proptest::prelude::*;

use super::*;
use crate::commands::testing::{child_of, process};

fn family(parents: &[(u32, u32)]) -> Vec<Process> {
    parents.iter().map(|(pid, ppid)| child_of(process(*pid, "x"), *ppid)).collect()
}

fn drawn(processes: &[Process], folded: &[u32], wanted: impl Fn(u32) -> bool) -> Vec<(u32, u8, usize)> {
    let order: Vec<usize> = (0..processes.len()).collect();
    let keys = processes.iter().map(|process| process.sample.key).filter(|key| folded.contains(&key.pid));
    let rows = tree(processes, &order, |process| wanted(process.sample.key.pid), &keys.collect());
    rows.iter().map(|row| (row.key.pid, row.depth, row.folded)).collect()
}

#[test]
fn children_stand_under_their_parent() {
    let processes = family(&[(1, 0), (2, 1), (3, 1), (4, 2), (9, 77)]);
    assert_eq!(drawn(&processes, &[], |_| true), [(1, 0, 0), (2, 1, 0), (4, 2, 0), (3, 1, 0), (9, 0, 0)]);
}

#[test]
fn branches_go_on_where_there_are_further_siblings() {
    let processes = family(&[(1, 0), (2, 1), (3, 1), (4, 2)]);
    let rows = tree(&processes, &[0, 1, 2, 3], |_| true, &HashSet::new());
    let further: Vec<(u32, u64)> = rows.iter().map(|row| (row.key.pid, row.further)).collect();
    assert_eq!(further, [(1, 0), (2, 0b10), (4, 0b10), (3, 0)]);
}

#[test]
fn a_folded_branch_is_counted() {
    let processes = family(&[(1, 0), (2, 1), (3, 2), (4, 3), (5, 1)]);
    assert_eq!(drawn(&processes, &[2], |_| true), [(1, 0, 0), (2, 1, 2), (5, 1, 0)]);
}

#[test]
fn only_what_matches_and_what_leads_to_it_is_kept() {
    let processes = family(&[(1, 0), (2, 1), (3, 2), (4, 1)]);
    assert_eq!(drawn(&processes, &[], |pid| pid == 3), [(1, 0, 0), (2, 1, 0), (3, 2, 0)]);
}

#[test]
fn a_pid_that_was_taken_over_by_a_younger_process_is_no_parent() {
    // The start of a process of these tests is ten times its pid.
    let processes = family(&[(3, 9), (9, 0)]);
    assert_eq!(parent_of(&processes, 0), None);
    assert_eq!(drawn(&processes, &[], |_| true), [(3, 0, 0), (9, 0, 0)]);
}

#[test]
fn a_chain_of_five_thousand_parents_is_drawn() {
    let parents: Vec<(u32, u32)> = (1..=5000).map(|pid| (pid, pid - 1)).collect();
    let rows = drawn(&family(&parents), &[], |_| true);
    assert_eq!((rows.len(), rows[4999].1), (5000, DEEPEST));
}

proptest! {
    #[test]
    fn every_process_has_one_line_whatever_the_parents_say(
        parents in proptest::collection::vec(0u32..30, 0..30),
        starts in proptest::collection::vec(0u64..3, 30),
        folded in proptest::collection::vec(0u32..30, 0..5),
    ) {
        let mut processes = family(&(1..).zip(parents).collect::<Vec<_>>());
        for (process, started) in processes.iter_mut().zip(starts) {
            process.sample.key.started = started;
        }
        let rows = drawn(&processes, &folded, |_| true);
        let hidden: usize = rows.iter().map(|row| row.2).sum();
        prop_assert_eq!(rows.len() + hidden, processes.len());
    }
}
