//! Rates and identity across two samples.

use super::*;
use crate::testing::{self, SECOND};
use crate::{Gap, ProcessKey};

fn derive(samples: &[Sample]) -> Snapshot {
    let mut before: Option<(&Sample, Snapshot)> = None;
    for sample in samples {
        let next = Snapshot::derive(before.as_ref().map(|(s, d)| (*s, d)), sample, TickTiming::default());
        before = Some((sample, next));
    }
    before.map(|(_, snapshot)| snapshot).unwrap()
}

#[test]
fn the_first_tick_has_no_rates_and_no_zeros() {
    let snapshot = derive(&[testing::sample(1)]);
    let process = &snapshot.processes.as_ref().unwrap()[0];
    assert_eq!(snapshot.cpu, Err(Gap::NotYet));
    assert_eq!(process.cpu_percent, Err(Gap::NotYet));
    assert_eq!(snapshot.disks.as_ref().unwrap()[0].rates, Err(Gap::NotYet));
    assert_eq!(snapshot.network.as_ref().unwrap()[0].rates, Err(Gap::NotYet));
    assert_eq!(snapshot.monitor.cpu_percent, Err(Gap::NotYet));
    assert!(process.memory_percent.is_ok());
}

#[test]
fn a_second_tick_has_all_rates() {
    let snapshot = derive(&[testing::sample(1), testing::sample(2)]);
    let process = &snapshot.processes.as_ref().unwrap()[0];
    assert_eq!(process.cpu_percent, Ok(25.0));
    assert_eq!(snapshot.disks.as_ref().unwrap()[0].rates, Ok((4096.0, 8192.0)));
    assert_eq!(snapshot.network.as_ref().unwrap()[0].rates, Ok((1000.0, 500.0)));
    assert_eq!(snapshot.monitor.cpu_percent, Ok(1.0));
}

#[test]
fn a_reused_pid_inherits_no_counters() {
    let mut second = testing::sample(2);
    let processes = second.processes.as_mut().unwrap();
    processes[0].key = ProcessKey { pid: processes[0].key.pid, started: 999_999 };
    let snapshot = derive(&[testing::sample(1), second]);
    assert_eq!(snapshot.processes.as_ref().unwrap()[0].cpu_percent, Err(Gap::NotYet));
}

#[test]
fn rates_hold_while_a_collector_sits_out() {
    let (first, second, mut third) = (testing::sample(1), testing::sample(2), testing::sample(3));
    third.network = second.network.clone();
    third.mounts = second.mounts.clone();
    third.cpu = second.cpu.clone();
    let expected = derive(&[first.clone(), second.clone()]);
    let snapshot = derive(&[first, second, third]);
    assert_eq!(snapshot.network, expected.network);
    assert_eq!(snapshot.cpu, expected.cpu);
    assert_eq!(snapshot.disks.as_ref().unwrap()[0].rates, expected.disks.as_ref().unwrap()[0].rates);
}

#[test]
fn a_gap_stays_a_gap_and_spoils_nothing_else() {
    let mut second = testing::sample(2);
    second.network = Err(Gap::Denied);
    second.memory = Err(Gap::failed("parse /proc/meminfo"));
    let snapshot = derive(&[testing::sample(1), second]);
    assert_eq!(snapshot.network, Err(Gap::Denied));
    let process = &snapshot.processes.as_ref().unwrap()[0];
    assert_eq!(process.memory_percent, Err(Gap::failed("parse /proc/meminfo")));
    assert_eq!(process.cpu_percent, Ok(25.0));
}

#[test]
fn processes_come_and_go_between_two_ticks() {
    let (mut first, mut second) = (testing::sample(1), testing::sample(2));
    let all: Vec<_> = [3, 5, 9].map(|pid| testing::process(pid, 1)).into();
    first.processes = Ok(all.clone());
    second.processes = Ok([1, 5, 7].map(|pid| testing::process(pid, 2)).into());
    let snapshot = derive(&[first, second]);
    let cpu: Vec<_> =
        snapshot.processes.as_ref().unwrap().iter().map(|p| (p.sample.key.pid, p.cpu_percent)).collect();
    assert_eq!(cpu, [(1, Err(Gap::NotYet)), (5, Ok(25.0)), (7, Err(Gap::NotYet))]);
    assert!(snapshot.process_by_pid(5).is_some() && snapshot.process_by_pid(3).is_none());
    assert!(snapshot.process(ProcessKey { pid: 5, started: 1 }).is_none());
}

#[test]
fn a_clock_that_stands_still_gives_no_rate() {
    let (first, mut second) = (testing::sample(1), testing::sample(2));
    second.mono = first.mono;
    second.processes_at = first.processes_at;
    let snapshot = derive(&[first, second]);
    assert_eq!(snapshot.processes.as_ref().unwrap()[0].cpu_percent, Err(Gap::NotYet));
}

#[test]
fn processes_that_were_not_read_again_keep_their_rates() {
    let mut samples = [1, 2, 3, 5].map(testing::sample);
    // In the third second their collector sits out; in the fifth it ran again, after three seconds.
    samples[2].processes = samples[1].processes.clone();
    samples[2].processes_at = samples[1].processes_at;
    let cpu = |samples: &[Sample]| derive(samples).processes.as_ref().unwrap()[0].cpu_percent;
    assert_eq!(cpu(&samples[..2]), Ok(25.0));
    assert_eq!(cpu(&samples[..3]), Ok(25.0));
    assert_eq!(cpu(&samples), Ok(25.0));
}

#[test]
fn the_wall_clock_has_no_part_in_rates() {
    let (first, mut second) = (testing::sample(1), testing::sample(2));
    second.at = Wall(first.at.0 - 3600 * SECOND as i64);
    assert_eq!(derive(&[first, second]).processes.as_ref().unwrap()[0].cpu_percent, Ok(25.0));
}

#[test]
fn create_time_is_boot_time_and_start() {
    let snapshot = derive(&[testing::sample(1)]);
    assert_eq!(snapshot.processes.as_ref().unwrap()[0].create_time, Ok(1_700_000_000.0 + 5.0));
}
