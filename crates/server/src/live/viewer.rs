//! One viewer of the live stream. It pulls: an event is taken when the connection has room for it, so a
//! viewer that is slow gets what holds then, and one that stands still costs nothing but its place.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use tokio::sync::watch;

use super::logs::LogTopics;
use super::{Actions, EventId, Hub, Lifeline, Sign, Tick, event};
use crate::http::dto::Mode;

/// What a viewer looks at besides logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Topics {
    pub(crate) snapshot: bool,
    pub(crate) processes: bool,
    pub(crate) actions: bool,
}

/// A future that ends when the viewer's credential does.
pub(crate) type CredentialEnd = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The state of one stream.
pub(crate) struct Viewer {
    hub: Arc<Hub>,
    ticks: watch::Receiver<Option<Arc<Tick>>>,
    topics: Topics,
    /// How it judges. It keeps it: what it has was judged so.
    mode: Mode,
    /// Tick whose processes the viewer has.
    has: Option<u64>,
    ready: VecDeque<Bytes>,
    logs: LogTopics,
    actions: Actions,
    lifeline: Lifeline,
    finished: bool,
}

impl Viewer {
    /// A viewer of `topics`, judged by `mode`, that had seen everything up to `resume`, and of `logs`.
    pub(crate) fn new(
        hub: Arc<Hub>,
        topics: Topics,
        mode: Mode,
        resume: Option<&EventId>,
        logs: LogTopics,
        lifeline: Lifeline,
        tick: Duration,
    ) -> Self {
        let mut ticks = hub.subscribe();
        ticks.mark_changed();
        let ready = VecDeque::from([hub.hello(mode, tick)]);
        let has = resume.filter(|id| id.boot == hub.boot() && id.mode == mode).map(|id| id.seq);
        let actions = Actions::none();
        Self { hub, ticks, topics, mode, has, ready, logs, actions, lifeline, finished: false }
    }

    /// The same viewer, who also hears of these.
    pub(crate) fn hearing(mut self, actions: Actions) -> Self {
        self.actions = actions;
        self
    }

    /// The events as they come.
    pub(crate) fn into_stream(self) -> impl Stream<Item = Result<Bytes, std::convert::Infallible>> + Send {
        futures_util::stream::unfold(self, |mut viewer| async move {
            let bytes = viewer.next().await?;
            Some((Ok(bytes), viewer))
        })
    }

    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(bytes) = self.ready.pop_front() {
                return Some(bytes);
            }
            if self.finished {
                return None;
            }
            tokio::select! {
                biased;
                sign = self.lifeline.sign() => match sign {
                    Sign::Bye(reason) => self.finish(reason),
                    Sign::Comment => return Some(event::COMMENT),
                },
                changed = self.ticks.changed() => match changed {
                    Ok(()) => {
                        let tick = self.ticks.borrow_and_update().clone();
                        if let Some(tick) = tick {
                            self.show(tick).await;
                        }
                    }
                    // The hub lives as long as the server.
                    Err(_) => self.finish("shutdown"),
                },
                event = self.actions.next() => return Some(event),
                event = self.logs.next() => return Some(event),
            }
        }
    }

    fn finish(&mut self, reason: &'static str) {
        self.ready.push_back(event::bye(reason));
        self.finished = true;
    }

    async fn show(&mut self, tick: Arc<Tick>) {
        let (seq, mode) = (tick.seq(), self.mode);
        if self.topics.processes {
            self.hub.want_processes(mode, seq);
            let deltas = self.has.and_then(|has| self.hub.deltas(mode, has, seq));
            self.has = Some(seq);
            match deltas {
                Some(deltas) => self.ready.extend(deltas),
                None => {
                    let whole = Arc::clone(&tick);
                    // A list of thousands takes milliseconds to encode; the first viewer pays for all.
                    if let Ok(bytes) = tokio::task::spawn_blocking(move || whole.processes_event(mode)).await
                    {
                        self.ready.push_back(bytes);
                    } else {
                        self.has = None;
                    }
                }
            }
        }
        if self.topics.snapshot {
            self.ready.push_back(tick.snapshot_event(mode));
        }
    }
}
