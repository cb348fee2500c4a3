//! One tick as a pure function: state and event in, state and effects out.

use std::sync::Arc;

use crate::dictionary::Dictionary;
use crate::history::History;
use crate::idle::Idle;
use crate::judging::{Judging, Premises};
use crate::sample::Sample;
use crate::snapshot::{Snapshot, TickTiming};

/// What the program knows between two ticks.
#[derive(Clone, Debug, Default)]
pub struct State {
    last: Option<(Sample, Arc<Snapshot>)>,
    history: History,
    judging: Judging,
    idle: Idle,
}

impl State {
    /// Nothing seen yet, judging by `premises`.
    #[must_use]
    pub fn new(premises: Premises) -> Self {
        Self { judging: Judging::new(premises), ..Self::default() }
    }

    /// The newest snapshot, once there is one.
    #[must_use]
    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.last.as_ref().map(|(_, snapshot)| snapshot)
    }

    /// The last hour.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }
}

/// What happened.
#[expect(clippy::large_enum_variant, reason = "one is made a second, and moved once")]
#[derive(Debug)]
pub enum Event {
    /// A tick was sampled.
    Sampled {
        /// What was read.
        sample: Sample,
        /// How the tick went.
        timing: TickTiming,
    },
    /// Judge by these premises from the next tick on.
    Premises(Premises),
    /// This is what operators wrote about programs, from the next tick on.
    Dictionary(Arc<Dictionary>),
}

/// What the engine has to do now.
#[derive(Debug)]
pub enum Effect {
    /// Give this snapshot to everybody.
    Publish(Arc<Snapshot>),
    /// This sample is not needed any more; its buffers can be filled again.
    Recycle(Box<Sample>),
}

/// The next state, and what is to be done because of `event`.
#[must_use]
pub fn step(mut state: State, event: Event) -> (State, Vec<Effect>) {
    match event {
        Event::Sampled { sample, timing } => {
            let before = state.last.as_ref().map(|(sample, snapshot)| (sample, &**snapshot));
            let mut snapshot = Snapshot::derive(before, &sample, timing);
            if let Ok(processes) = &mut snapshot.processes {
                let services = snapshot.services.as_ref().ok();
                state.judging.judge(processes, sample.processes_at, services);
                state.idle.watch(processes, sample.processes_at);
            }
            let snapshot = Arc::new(snapshot);
            state.history.push(&snapshot);
            let mut effects = vec![Effect::Publish(Arc::clone(&snapshot))];
            if let Some((old, _)) = state.last.replace((sample, snapshot)) {
                effects.push(Effect::Recycle(Box::new(old)));
            }
            (state, effects)
        }
        Event::Premises(premises) => {
            state.judging.rest_on(premises);
            (state, Vec::new())
        }
        Event::Dictionary(dictionary) => {
            state.judging.know(dictionary);
            (state, Vec::new())
        }
    }
}
