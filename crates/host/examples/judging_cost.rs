//! What judging costs: the recorded servers again and again until there are so many processes, judged from nothing and
//! then once more as in each tick. Prints JSON for `cargo xtask bench`: CPU time in seconds, the median of the rounds.
//! `cargo run --release -p host --example judging_cost [PROCESSES [ROUNDS]]`

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use domain::catalogue::Platform;
use domain::judge::recognise;
use domain::judging::{Judging, Premises};
use domain::snapshot::Process;
use domain::time::Mono;
use rustix::time::{ClockId, clock_gettime};

#[path = "../tests/golden/format.rs"]
#[allow(dead_code, reason = "the recorder uses the way there")]
mod format;
#[path = "../tests/golden/servers.rs"]
#[allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "a recording that is missing ends it")]
mod servers;

/// The recordings that are multiplied.
const SERVERS: [&str; 4] = ["plain", "web", "containers", "compromised"];
/// One of so many processes is another one in each tick: what a busy machine starts and ends.
const CHURN: usize = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let argument = |index| std::env::args().nth(index).map(|number| number.parse::<usize>()).transpose();
    let (count, rounds) = (argument(1)?.unwrap_or(5000), argument(2)?.unwrap_or(20));
    let mut processes = processes(count);
    let (mut lookup, mut cold, mut tick, mut churn) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        lookup.push(cost(|| {
            for process in &processes {
                black_box(recognise(black_box(process), Platform::Linux));
            }
        }));
        let mut judging = Judging::new(Premises::default());
        let mut second = 0;
        let mut next = |judging: &mut Judging, processes: &mut [Process]| {
            second += 1;
            judging.judge(processes, Mono(Duration::from_secs(second).as_nanos() as u64), None);
        };
        cold.push(cost(|| next(&mut judging, &mut processes)));
        tick.push(cost(|| next(&mut judging, &mut processes)));
        for process in processes.iter_mut().step_by(CHURN) {
            process.sample.key.started += 1;
        }
        churn.push(cost(|| next(&mut judging, &mut processes)));
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    println!(
        "{{\"processes\":{count},\"lookup_cpu_s\":{},\"cold_cpu_s\":{},\"tick_cpu_s\":{},\"churn_cpu_s\":{}}}",
        median(&mut lookup),
        median(&mut cold),
        median(&mut tick),
        median(&mut churn)
    );
    Ok(())
}

/// So many processes, each with facts of its own.
fn processes(count: usize) -> Vec<Process> {
    let snapshots = SERVERS.map(|name| servers::judged(&servers::server(name)));
    let all: Vec<&Process> = snapshots.iter().flat_map(|snapshot| servers::processes(snapshot)).collect();
    let one = |(pid, process): (u32, &&Process)| {
        let mut process = (*process).clone();
        process.sample.key.pid = pid;
        // As read from the machine: nothing is shared between two processes.
        process.sample.identity = std::sync::Arc::new((*process.sample.identity).clone());
        process.sample.standing = std::sync::Arc::new((*process.sample.standing).clone());
        process
    };
    (1..).zip(all.iter().cycle().take(count)).map(one).collect()
}

/// CPU seconds of this thread.
fn cost(work: impl FnOnce()) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let before = now();
    work();
    now() - before
}
