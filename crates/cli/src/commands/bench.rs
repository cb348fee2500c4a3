//! `bench scan`: what one scan of this program's own engine costs here. Each round counts as one tick of
//! one second; the sampler counts rounds, so what is due every 10 s is spread over them.

use std::time::Duration;

use domain::Premises;
use domain::step::State;
use serde::Serialize;

use super::{premises, sampling};
use crate::ALLOCATOR;
use crate::args::Bench;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::output::Output;
use crate::show::table::{self, Column};

/// The result (CONTRACTS §1).
#[derive(Debug, Serialize)]
struct Result {
    processes: usize,
    cold_cpu_s: f64,
    warm_cpu_s_median: f64,
    warm_cpu_s_p95: f64,
    allocations_per_scan: f64,
}

/// Runs it.
pub(crate) fn run(action: &Bench, loaded: &Loaded, out: &mut Output) -> Outcome {
    let Bench::Scan { rounds } = action;
    let result = scan(*rounds, premises::of(&loaded.config))?;
    if out.json {
        out.document(&result)?;
        return Ok(Exit::Done);
    }
    let ms = |seconds: f64| format!("{:.3} ms", seconds * 1e3);
    let rows = [
        ("bench-processes", result.processes.to_string()),
        ("bench-cold", ms(result.cold_cpu_s)),
        ("bench-median", ms(result.warm_cpu_s_median)),
        ("bench-p95", ms(result.warm_cpu_s_p95)),
        ("bench-allocations", format!("{:.1}", result.allocations_per_scan)),
    ]
    .map(|(id, value)| [out.words.text(id, &[]), value]);
    let lines = table::lines([Column::left(40), Column::right(20)], &rows, out.columns);
    lines.iter().try_for_each(|line| out.line(line))?;
    Ok(Exit::Done)
}

fn scan(rounds: u32, premises: Premises) -> std::result::Result<Result, crate::failure::Failure> {
    let before = cpu();
    let mut sampler = sampling::tireless()?;
    let (mut state, mut free) = sampling::next(State::new(premises), &mut sampler, None);
    let cold = cpu() - before;
    let mut costs = Vec::with_capacity(rounds as usize);
    let asked = ALLOCATOR.count();
    for _ in 0..rounds {
        let before = cpu();
        (state, free) = sampling::next(state, &mut sampler, free);
        costs.push((cpu() - before).as_secs_f64());
    }
    let asked = ALLOCATOR.count() - asked;
    costs.sort_by(f64::total_cmp);
    let processes = state.snapshot().and_then(|snapshot| snapshot.processes.as_ref().ok().map(Vec::len));
    Ok(Result {
        processes: processes.unwrap_or(0),
        cold_cpu_s: cold.as_secs_f64(),
        warm_cpu_s_median: quantile(&costs, 0.5),
        warm_cpu_s_p95: quantile(&costs, 0.95),
        allocations_per_scan: asked as f64 / f64::from(rounds),
    })
}

/// The value below which that share of the sorted costs lies (nearest rank); at least one round was run.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

/// CPU time of the whole process, helper threads included (clock_gettime(2)).
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_a_value_that_was_measured() {
        let sorted = [1.0, 2.0, 3.0, 4.0];
        assert_eq!((quantile(&sorted, 0.5), quantile(&sorted, 0.95), quantile(&[7.0], 0.5)), (2.0, 4.0, 7.0));
    }

    #[test]
    fn the_clock_of_the_process_runs() {
        let before = cpu();
        let mut x = 0u64;
        while cpu() == before {
            x = std::hint::black_box(x.wrapping_add(1));
        }
        assert!(cpu() > before);
    }
}
