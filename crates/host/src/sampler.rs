//! Taking one sample: running each collector of this system, timed, one after the other.
//! What a collector reads is its own matter; how often it runs is decided in `pace`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use domain::Gap;
use domain::sample::{CollectorRun, HostFacts, Outcome, Sample};
use domain::time::{Mono, Wall};

use crate::clock;
use crate::collector::{Collect, Collector, Start};
use crate::effort::{Effort, Meter};
use crate::error::HostError;
use crate::pace::Pace;
use crate::roots::Roots;
use crate::services::Services;
use crate::system;

/// How a [`Sampler`] works.
#[derive(Clone, Debug)]
pub struct SamplerOptions {
    /// Time between two samples, the measure for slowing a collector down.
    pub tick: Duration,
    /// How long one tick waits for calls that may block for ever (statvfs(3) of a dead network mount).
    pub patience: Duration,
    /// How long one sample reads what stands around processes (`domain::standing`): whoever is left is
    /// [`Gap::NotYet`] until a later one. [`Duration::MAX`] leaves nobody, for who takes one sample alone;
    /// [`Duration::ZERO`] reads nothing of it.
    pub surroundings: Duration,
    /// The watch over services whose newest word each sample takes; without it samples have none.
    pub services: Option<Services>,
}

impl Default for SamplerOptions {
    fn default() -> Self {
        Self {
            tick: Duration::from_secs(1),
            patience: Duration::from_millis(100),
            surroundings: Duration::from_millis(15),
            services: None,
        }
    }
}

/// A collector at work.
struct Running {
    plan: Collector,
    collect: Box<dyn Collect>,
    pace: Pace,
    last: Option<CollectorRun>,
}

/// Takes samples of this machine.
pub struct Sampler {
    roots: Roots,
    options: SamplerOptions,
    facts: Arc<HostFacts>,
    running: Vec<Running>,
    meter: Meter,
    /// The last values of collectors that sit out.
    shelf: Sample,
    seq: u64,
}

impl Sampler {
    /// Opens what is kept open and reads what does not change.
    ///
    /// # Errors
    /// [`HostError`] when there is no process file system, or not this program's own.
    pub fn new(roots: Roots, options: SamplerOptions) -> Result<Self, HostError> {
        Self::with_collectors(roots, options, system::COLLECTORS)
    }

    fn with_collectors(
        roots: Roots,
        options: SamplerOptions,
        collectors: &[Collector],
    ) -> Result<Self, HostError> {
        let facts = system::facts(&roots)?;
        let start = start(&roots, &facts, &options);
        let running = collectors
            .iter()
            .map(|plan| Running {
                plan: *plan,
                collect: (plan.start)(&start),
                pace: Pace::new(options.tick),
                last: None,
            })
            .collect();
        let shelf = blank(&facts);
        Ok(Self { roots, options, facts, running, meter: Meter::default(), shelf, seq: 0 })
    }

    /// What does not change while the program runs.
    #[must_use]
    pub fn facts(&self) -> &Arc<HostFacts> {
        &self.facts
    }

    /// Takes a sample. It never fails as a whole: what cannot be read is a [`Gap`] in it.
    ///
    /// `recycled` is an earlier sample of this sampler that nobody needs any more; its memory is used again.
    /// While a collector sits out, `CollectorRun::took` is what its last run took.
    pub fn sample(&mut self, recycled: Option<Sample>) -> Sample {
        self.seq += 1;
        let mut sample = recycled.unwrap_or_else(|| blank(&self.facts));
        sample.seq = self.seq;
        sample.at = clock::wall();
        sample.mono = clock::mono();
        sample.facts = Arc::clone(&self.facts);
        sample.collectors.clear();
        let start = start(&self.roots, &self.facts, &self.options);
        for running in &mut self.running {
            let run = running.tick(&start, &mut self.meter, &mut sample, &mut self.shelf);
            sample.collectors.push(run);
        }
        sample
    }
}

impl Running {
    /// One tick of one collector.
    fn tick(
        &mut self,
        start: &Start<'_>,
        meter: &mut Meter,
        sample: &mut Sample,
        shelf: &mut Sample,
    ) -> CollectorRun {
        let begin = meter.now();
        if let Some(last) = self.last
            && !self.pace.due(begin.at)
        {
            self.collect.copy(shelf, sample);
            return CollectorRun { outcome: Outcome::SlowedDown, ..last };
        }
        let collected = catch_unwind(AssertUnwindSafe(|| self.collect.collect(begin.at, sample)));
        let outcome = match collected {
            Ok(Ok(())) => Outcome::Ok,
            Ok(Err(gap)) => self.failed(gap, sample),
            Err(_) => {
                // What it holds may be half changed: it is made anew.
                self.collect = (self.plan.start)(start);
                self.failed(Gap::failed("run a collector: it panicked"), sample)
            }
        };
        let Effort { took, cost } = Effort::between(begin, meter.now());
        self.pace = self.pace.after(begin.at, cost, self.plan.budget);
        if self.pace.slowed() {
            self.collect.copy(sample, shelf);
        }
        let run = CollectorRun { name: self.plan.name, took, outcome };
        self.last = Some(run);
        run
    }

    fn failed(&self, gap: Gap, sample: &mut Sample) -> Outcome {
        self.collect.clear(sample, gap);
        Outcome::Failed(gap)
    }
}

/// What collectors are made from.
fn start<'a>(roots: &'a Roots, facts: &'a Arc<HostFacts>, options: &'a SamplerOptions) -> Start<'a> {
    Start {
        roots,
        facts,
        patience: options.patience,
        surroundings: options.surroundings,
        services: options.services.as_ref(),
    }
}

/// A sample in which nothing was read, as it is where the system has no collector.
fn blank(facts: &Arc<HostFacts>) -> Sample {
    Sample {
        seq: 0,
        at: Wall(0),
        mono: Mono(0),
        facts: Arc::clone(facts),
        uptime_s: Err(Gap::Unsupported),
        boot_time_s: Err(Gap::Unsupported),
        cpu: Err(Gap::Unsupported),
        load: Err(Gap::Unsupported),
        memory: Err(Gap::Unsupported),
        mounts: Err(Gap::Unsupported),
        network: Err(Gap::Unsupported),
        pressure: Err(Gap::Unsupported),
        container: Err(Gap::Unsupported),
        processes_at: Mono(0),
        processes: Err(Gap::Unsupported),
        unowned_sockets: Err(Gap::Unsupported),
        services: Err(Gap::Unsupported),
        collectors: Vec::new(),
        own: Err(Gap::Unsupported),
    }
}

#[cfg(test)]
#[path = "sampler_tests.rs"]
mod tests;
