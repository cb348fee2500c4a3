//! What each collector costs on this machine: `cargo run --release -p host --example collector_cost [ROUNDS [MILLISECONDS]]`,
//! with that pause between two ticks, in which caches cool down. It prints; it judges nothing.

use std::time::Duration;

use host::{HostError, Roots, Sampler, SamplerOptions};

fn main() -> Result<(), HostError> {
    let argument = |index| std::env::args().nth(index).and_then(|number| number.parse::<u64>().ok());
    let (rounds, pause) = (argument(1).unwrap_or(200), Duration::from_millis(argument(2).unwrap_or(0)));
    let mut sampler = Sampler::new(Roots::default(), SamplerOptions::default())?;
    let mut sample = sampler.sample(None);
    let mut took: Vec<(&'static str, Vec<Duration>)> =
        sample.collectors.iter().map(|run| (run.name, Vec::new())).collect();
    for _ in 0..rounds {
        std::thread::sleep(pause);
        sample = sampler.sample(Some(sample));
        for ((_, times), run) in took.iter_mut().zip(&sample.collectors) {
            times.push(run.took);
        }
    }
    let mut system = Duration::ZERO;
    for (name, times) in &mut took {
        times.sort_unstable();
        let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1)));
        let (median, high) = (at(50).copied().unwrap_or_default(), at(95).copied().unwrap_or_default());
        println!("{name:>10}: median {median:>10.1?}, 95 of 100 within {high:>10.1?}");
        if *name != "processes" {
            system += median;
        }
    }
    println!("all but processes: {system:.1?} a tick, {rounds} ticks with {pause:?} between");
    Ok(())
}
