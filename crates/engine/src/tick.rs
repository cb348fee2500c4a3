//! The loop of the engine: waits for the next tick or a message, whichever comes first.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use domain::snapshot::TickTiming;
use domain::step::{Effect, Event, State};
use domain::{Sample, Snapshot};
use tokio::sync::watch;

use crate::message::Message;
use crate::{Options, Source};

/// A tick that begins later than this after its time counts as late.
const LATE_AFTER: Duration = Duration::from_millis(100);

/// When ticks are due. They keep their beat: a late one does not push the others back, missed ones are skipped and counted.
#[derive(Debug)]
struct Beat {
    due: Instant,
    interval: Duration,
    late: u64,
}

impl Beat {
    /// Takes note of a tick that begins at `now` and sets the next one.
    fn begin(&mut self, now: Instant) {
        let behind = now.saturating_duration_since(self.due);
        if behind > LATE_AFTER {
            self.late += 1;
        }
        let missed = behind.as_nanos() / self.interval.as_nanos().max(1);
        let missed = u32::try_from(missed).unwrap_or(u32::MAX);
        self.late += u64::from(missed);
        self.due += self.interval.saturating_mul(missed.saturating_add(1));
    }
}

/// Runs until it is told to stop or nobody is left to talk to it.
pub(crate) fn run(
    mut source: impl Source,
    options: Options,
    inbox: &Receiver<Message>,
    publish: &watch::Sender<Option<Arc<Snapshot>>>,
) {
    let mut state = State::new(options.premises);
    let mut recycled: Option<Sample> = None;
    let mut beat = Beat { due: Instant::now(), interval: options.interval, late: 0 };
    loop {
        let now = Instant::now();
        if now >= beat.due {
            beat.begin(now);
            let sample = source.sample(recycled.take());
            let timing = TickTiming { took: now.elapsed(), late_ticks: beat.late };
            let (next, effects) = domain::step(state, Event::Sampled { sample, timing });
            state = next;
            recycled = perform(effects, publish);
            continue;
        }
        match inbox.recv_timeout(beat.due.saturating_duration_since(now)) {
            Ok(Message::History { seconds, steps, answer }) => {
                // The asker may have gone; then nobody misses the answer.
                let _ = answer.send(state.history().steps(seconds, steps));
            }
            Ok(Message::Premises(premises)) => {
                let (next, effects) = domain::step(state, Event::Premises(premises));
                state = next;
                recycled = perform(effects, publish).or(recycled);
            }
            Ok(Message::Dictionary(dictionary)) => {
                let (next, effects) = domain::step(state, Event::Dictionary(dictionary));
                state = next;
                recycled = perform(effects, publish).or(recycled);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Performs the effects; gives back the sample whose buffers are free again.
fn perform(effects: Vec<Effect>, publish: &watch::Sender<Option<Arc<Snapshot>>>) -> Option<Sample> {
    let mut free = None;
    for effect in effects {
        match effect {
            Effect::Publish(snapshot) => {
                publish.send_replace(Some(snapshot));
            }
            Effect::Recycle(sample) => free = Some(*sample),
        }
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beat_after(delay: Duration) -> (Beat, Instant) {
        let start = Instant::now();
        let mut beat = Beat { due: start, interval: Duration::from_secs(1), late: 0 };
        beat.begin(start + delay);
        (beat, start)
    }

    #[test]
    fn a_punctual_tick_is_not_late() {
        let (beat, start) = beat_after(Duration::from_millis(20));
        assert_eq!((beat.late, beat.due), (0, start + Duration::from_secs(1)));
    }

    #[test]
    fn a_late_tick_keeps_the_beat() {
        let (beat, start) = beat_after(Duration::from_millis(700));
        assert_eq!((beat.late, beat.due), (1, start + Duration::from_secs(1)));
    }

    #[test]
    fn missed_ticks_are_counted_and_skipped() {
        let (beat, start) = beat_after(Duration::from_millis(3400));
        assert_eq!((beat.late, beat.due), (4, start + Duration::from_secs(4)));
    }
}
