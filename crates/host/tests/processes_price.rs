//! What a pass allocates once everything is known.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod processes_support;

use host::alloc::Counting;
use processes_support::{Scanner, record};

#[global_allocator]
static ALLOCATIONS: Counting = Counting::new();

#[test]
fn the_steady_state_allocates_nothing_per_process() {
    const PROCESSES: u32 = 500;
    const PASSES: u64 = 60;
    let root = tempfile::tempdir().expect("a folder");
    for pid in 1..=PROCESSES {
        record(root.path(), pid, "x", 1);
    }
    let mut scanner = Scanner::recorded(root.path());
    let (mut one, mut other) = (scanner.scan(), scanner.scan());
    for _ in 0..2 {
        one = scanner.scan_into(one);
        other = scanner.scan_into(other);
    }
    let before = ALLOCATIONS.count();
    for _ in 0..PASSES / 2 {
        one = scanner.scan_into(one);
        other = scanner.scan_into(other);
    }
    let per_pass = (ALLOCATIONS.count() - before) / PASSES;
    assert_eq!(one.len(), PROCESSES as usize);
    assert!(per_pass <= 20, "{per_pass} allocations in a pass over {PROCESSES} processes that do nothing");
}
