//! The sampler with collectors made for the purpose: failing, panicking, slow and missing ones.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::sample::Memory;

use super::*;
use crate::pace::Budget;

const MEMORY: Memory = Memory { total: 1, available: 1, swap_total: 0, swap_used: 0 };
const PLENTY: Budget = Budget { each: Duration::from_secs(60), longest: Duration::from_secs(60) };

/// A collector of memory that does what it is told.
struct Told(fn() -> Result<Memory, Gap>);

impl Collect for Told {
    fn collect(&mut self, _at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        sample.memory = Ok(self.0()?);
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.memory = from.memory;
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.memory = Err(gap);
    }
}

/// A collector of load that always works.
struct Works;

impl Collect for Works {
    fn collect(&mut self, _at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        sample.load = Ok([1.0, 2.0, 3.0]);
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.load = from.load;
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.load = Err(gap);
    }
}

const WORKS: Collector = Collector { name: "works", budget: PLENTY, start: |_| Box::new(Works) };

fn sampler(collectors: &[Collector]) -> Sampler {
    Sampler::with_collectors(Roots::default(), SamplerOptions::default(), collectors).expect("/proc is there")
}

fn outcomes(sample: &Sample) -> Vec<(&'static str, Outcome)> {
    sample.collectors.iter().map(|run| (run.name, run.outcome)).collect()
}

#[test]
fn a_system_without_collectors_reads_unsupported_everywhere() {
    let mut sampler = sampler(&[]);
    let sample = sampler.sample(None);
    assert_eq!(sample, Sample { seq: 1, at: sample.at, mono: sample.mono, ..blank(sampler.facts()) });
}

#[test]
fn a_collector_that_fails_stops_no_other() {
    const FAILS: Collector =
        Collector { name: "fails", budget: PLENTY, start: |_| Box::new(Told(|| Err(Gap::Denied))) };
    let sample = sampler(&[FAILS, WORKS]).sample(None);
    assert_eq!(sample.memory, Err(Gap::Denied));
    assert_eq!(sample.load, Ok([1.0, 2.0, 3.0]));
    assert_eq!(outcomes(&sample), [("fails", Outcome::Failed(Gap::Denied)), ("works", Outcome::Ok)]);
}

#[test]
fn a_collector_that_panics_stops_no_other_and_is_made_anew() {
    static STARTS: AtomicU32 = AtomicU32::new(0);
    const PANICS: Collector = Collector {
        name: "panics",
        budget: PLENTY,
        start: |_| {
            STARTS.fetch_add(1, Ordering::SeqCst);
            Box::new(Told(|| {
                if STARTS.load(Ordering::SeqCst) == 1 { panic!("as it was told") } else { Ok(MEMORY) }
            }))
        },
    };
    let mut sampler = sampler(&[PANICS, WORKS]);
    let first = sampler.sample(None);
    assert!(matches!(first.memory, Err(Gap::Failed(_))));
    assert_eq!(first.load, Ok([1.0, 2.0, 3.0]));
    assert!(matches!(first.collectors[0].outcome, Outcome::Failed(Gap::Failed(_))));
    let second = sampler.sample(Some(first));
    assert_eq!(second.memory, Ok(MEMORY), "it was made anew");
}

#[test]
fn a_collector_that_overruns_sits_out_and_its_last_values_stay() {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    /// With no budget at all every run is an overrun.
    const OVERRUNS: Collector = Collector {
        name: "overruns",
        budget: Budget { each: Duration::ZERO, longest: Duration::from_secs(60) },
        start: |_| {
            Box::new(Told(|| {
                // Standing still costs; a run of no time at all might not.
                std::thread::sleep(Duration::from_millis(20));
                Ok(Memory { total: RUNS.fetch_add(1, Ordering::SeqCst).into(), ..MEMORY })
            }))
        },
    };
    let mut sampler = sampler(&[OVERRUNS, WORKS]);
    let mut recycled = None;
    for _ in 0..3 {
        let sample = sampler.sample(recycled);
        assert_eq!(sample.collectors[0].outcome, Outcome::Ok);
        recycled = Some(sample);
    }
    // Whatever the recycled sample held, the values are those of the last run.
    if let Some(sample) = &mut recycled {
        sample.memory = Err(Gap::Gone);
    }
    let sample = sampler.sample(recycled);
    assert_eq!(outcomes(&sample), [("overruns", Outcome::SlowedDown), ("works", Outcome::Ok)]);
    assert_eq!(sample.memory.map(|memory| memory.total), Ok(2));
    assert_eq!(RUNS.load(Ordering::SeqCst), 3);
}

#[test]
fn ticks_are_numbered_and_clocks_go_on() {
    let mut sampler = sampler(&[WORKS]);
    let first = sampler.sample(None);
    let second = sampler.sample(None);
    assert_eq!((first.seq, second.seq), (1, 2));
    assert!(second.mono.since(first.mono).is_some());
}

#[test]
fn the_collectors_of_this_system_have_names_of_their_own() {
    let names: Vec<_> = system::COLLECTORS.iter().map(|collector| collector.name).collect();
    for (index, name) in names.iter().enumerate() {
        assert!(!names[index + 1..].contains(name), "{name} is there twice");
    }
}
