//! A snapshot of this machine without a server: two samples, 300 ms apart.

use std::sync::Arc;
use std::time::Duration;

use domain::Snapshot;
use domain::dictionary::Dictionary;
use domain::snapshot::TickTiming;
use domain::step::{Effect, Event, State};
use host::{HostError, Roots, Sampler, SamplerOptions, Services};

use super::premises;
use crate::config::{Config, Loaded};
use crate::exit::Exit;
use crate::failure::Failure;

/// Time between the two samples: long enough for a rate, short enough to wait for.
const BETWEEN: Duration = Duration::from_millis(300);

/// How long a command waits for the first word on services.
const SERVICES: Duration = Duration::from_secs(2);

/// A sampler of this machine. It asks nobody about services.
pub(super) fn sampler() -> Result<Sampler, Failure> {
    sampler_with(SamplerOptions::default())
}

/// A sampler of this machine that reads what stands around processes whole.
pub(super) fn thorough_sampler() -> Result<Sampler, Failure> {
    sampler_with(thorough())
}

/// A sampler of this machine and of these services.
pub(super) fn sampler_of(services: &Services) -> Result<Sampler, Failure> {
    sampler_with(SamplerOptions { services: Some(services.clone()), ..SamplerOptions::default() })
}

/// A watch over the services that the configuration wants.
pub(super) fn services(config: &Config) -> Services {
    Services::watch(&Roots::default(), config.services.clone())
}

/// What stands around processes is read whole: there is no later sample that could bring the rest.
fn thorough() -> SamplerOptions {
    SamplerOptions { surroundings: Duration::MAX, ..SamplerOptions::default() }
}

/// A sampler whose collectors never sit out a tick: what is to be measured has to run.
pub(super) fn tireless() -> Result<Sampler, Failure> {
    sampler_with(SamplerOptions { tick: Duration::ZERO, ..SamplerOptions::default() })
}

fn sampler_with(options: SamplerOptions) -> Result<Sampler, Failure> {
    Sampler::new(Roots::default(), options).map_err(|error| match error {
        HostError::NoProc { .. } => Failure::new(Exit::Denied, error.to_string()),
        HostError::NotProc { .. } | HostError::ForeignProc { .. } => {
            Failure::new(Exit::Failed, error.to_string())
        }
    })
}

/// The machine now, with rates over the last 300 ms, judged as the configuration and the dictionary say. It knows
/// nothing of services.
pub(super) fn snapshot(loaded: &Loaded, dictionary: Arc<Dictionary>) -> Result<Arc<Snapshot>, Failure> {
    snapshot_by(sampler_with(thorough())?, state(loaded, dictionary), || {})
}

/// The machine now, with rates over the last 300 ms, and its services as far as they can be learnt in 2 s.
/// `all` waits for the details of all units.
pub(super) fn snapshot_with_services(
    loaded: &Loaded,
    dictionary: Arc<Dictionary>,
    all: bool,
) -> Result<Arc<Snapshot>, Failure> {
    let services = services(&loaded.config);
    let wait = || {
        // Whether they are ready or not: what was not told in time is a gap.
        let _ = services.ready(all, SERVICES);
    };
    let sampler = sampler_with(SamplerOptions { services: Some(services.clone()), ..thorough() })?;
    snapshot_by(sampler, state(loaded, dictionary), wait)
}

/// Nothing seen yet, judging as the configuration and the operators say.
pub(super) fn state(loaded: &Loaded, dictionary: Arc<Dictionary>) -> State {
    let state = State::new(premises::of(&loaded.config));
    domain::step(state, Event::Dictionary(dictionary)).0
}

fn snapshot_by(mut sampler: Sampler, state: State, wait: impl FnOnce()) -> Result<Arc<Snapshot>, Failure> {
    let (state, _) = tick(state, &mut sampler);
    std::thread::sleep(BETWEEN);
    wait();
    let (state, _) = tick(state, &mut sampler);
    state.snapshot().cloned().ok_or_else(|| Failure::new(Exit::Failed, "no sample was taken"))
}

/// One tick of the engine: sample, derive, record. Gives back the sample whose buffers are free again.
pub(super) fn tick(state: State, sampler: &mut Sampler) -> (State, Option<domain::Sample>) {
    next(state, sampler, None)
}

/// [`tick`] with a sample to be filled again.
pub(super) fn next(
    state: State,
    sampler: &mut Sampler,
    recycled: Option<domain::Sample>,
) -> (State, Option<domain::Sample>) {
    let sample = sampler.sample(recycled);
    let (state, effects) = domain::step(state, Event::Sampled { sample, timing: TickTiming::default() });
    let free = effects.into_iter().find_map(|effect| match effect {
        Effect::Recycle(sample) => Some(*sample),
        _ => None,
    });
    (state, free)
}
