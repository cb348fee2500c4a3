//! Looking at the machine once a second, on a thread of its own: a slow look holds up no key.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use domain::Snapshot;
use domain::snapshot::TickTiming;
use domain::step::{Effect, Event, State};
use host::Sampler;
use tokio::sync::watch::Sender;

/// Between two looks.
const TICK: Duration = Duration::from_secs(1);
/// Before the second one: rates need two, and nobody wants to wait for them.
const FIRST_TICK: Duration = Duration::from_millis(300);

/// Starts to look. It ends soon after nobody listens any more.
///
/// # Errors
/// That of making a thread.
pub(super) fn start(
    sampler: Sampler,
    state: State,
    to: Sender<Option<Arc<Snapshot>>>,
) -> std::io::Result<()> {
    thread::Builder::new().name("feed".to_owned()).spawn(move || look(sampler, state, &to)).map(drop)
}

fn look(mut sampler: Sampler, mut state: State, to: &Sender<Option<Arc<Snapshot>>>) {
    let mut free = None;
    let (mut due, mut late_ticks) = (Instant::now() + FIRST_TICK, 0);
    while !to.is_closed() {
        let begun = Instant::now();
        let sample = sampler.sample(free.take());
        let timing = TickTiming { took: begun.elapsed(), late_ticks };
        let (next, effects) = domain::step(state, Event::Sampled { sample, timing });
        state = next;
        free = effects.into_iter().find_map(|effect| match effect {
            Effect::Recycle(sample) => Some(*sample),
            _ => None,
        });
        to.send_replace(state.snapshot().cloned());
        let now = Instant::now();
        // What was missed is skipped, never caught up with.
        while due <= now {
            due += TICK;
            late_ticks += 1;
        }
        thread::sleep(due.saturating_duration_since(now));
        due += TICK;
    }
}
