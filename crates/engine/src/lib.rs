//! The tick: samples once a second, lets `domain::step` decide, performs its effects.
//!
//! The engine owns one thread and the whole state; everybody else talks to it in messages through a
//! [`Handle`]. It knows no HTTP and no HTML. Logs have followers of their own ([`logs`]): they cost nothing
//! while nobody looks.

pub mod audit_copy;
pub mod autopilot;
pub mod deeds;
pub mod logs;
mod message;
pub mod policies;
mod tick;

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use domain::dictionary::Dictionary;
use domain::history::Step;
use domain::{Premises, Sample, Snapshot};
use tokio::sync::{oneshot, watch};

use message::Message;

/// Messages that may wait for the engine; beyond it an asker is told that the engine is busy.
const QUEUE: usize = 256;

/// Where samples come from: the real machine, or invented ones in tests.
pub trait Source: Send + 'static {
    /// One sample. `recycled` is an old one whose buffers may be filled again.
    fn sample(&mut self, recycled: Option<Sample>) -> Sample;
}

impl Source for host::Sampler {
    fn sample(&mut self, recycled: Option<Sample>) -> Sample {
        Self::sample(self, recycled)
    }
}

/// How the engine runs.
#[derive(Clone, Debug)]
pub struct Options {
    /// Time between two ticks.
    pub interval: Duration,
    /// What judging rests on.
    pub premises: Premises,
}

impl Default for Options {
    fn default() -> Self {
        Self { interval: Duration::from_secs(1), premises: Premises::default() }
    }
}

/// A running engine. Dropping it stops the thread and waits for it.
#[derive(Debug)]
pub struct Engine {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

/// The way to talk to a running engine. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Handle {
    snapshots: watch::Receiver<Option<Arc<Snapshot>>>,
    messages: SyncSender<Message>,
}

/// The engine did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineError {
    /// Too many questions wait already; ask again.
    Busy,
    /// It has stopped.
    Stopped,
}

impl EngineError {
    fn of<T>(error: &TrySendError<T>) -> Self {
        match error {
            TrySendError::Full(_) => Self::Busy,
            TrySendError::Disconnected(_) => Self::Stopped,
        }
    }
}

impl std::fmt::Display for EngineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Busy => "the engine is busy, ask again in a moment",
            Self::Stopped => "the engine has stopped, start server-monitor again",
        })
    }
}

impl std::error::Error for EngineError {}

impl Engine {
    /// Starts the engine on a thread of its own; the first sample is taken at once.
    ///
    /// # Errors
    /// The operating system's error if no thread can be started.
    pub fn start(source: impl Source, options: Options) -> std::io::Result<Self> {
        let (publish, snapshots) = watch::channel(None);
        let (messages, inbox) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("engine".to_owned())
            .spawn(move || tick::run(source, options, &inbox, &publish))?;
        Ok(Self { handle: Handle { snapshots, messages }, thread: Some(thread) })
    }

    /// A handle to give away.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // A full queue does not keep it from stopping: `send` waits for room, and the loop empties the queue.
        let _ = self.handle.messages.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Handle {
    /// A receiver that holds the newest snapshot (`None` before the first tick) and tells of every new one.
    #[must_use]
    pub fn snapshots(&self) -> watch::Receiver<Option<Arc<Snapshot>>> {
        self.snapshots.clone()
    }

    /// The newest snapshot; `None` before the first tick.
    #[must_use]
    pub fn latest(&self) -> Option<Arc<Snapshot>> {
        self.snapshots.borrow().clone()
    }

    /// Ends when the engine does: after it was dropped, or because of a defect in it.
    pub async fn ended(&self) {
        let mut snapshots = self.snapshots();
        while snapshots.changed().await.is_ok() {}
    }

    /// Judges by other premises from the next tick on.
    ///
    /// # Errors
    /// [`EngineError`] if the engine is too busy or has stopped.
    pub fn rest_on(&self, premises: Premises) -> Result<(), EngineError> {
        self.messages.try_send(Message::Premises(premises)).map_err(|error| EngineError::of(&error))
    }

    /// Knows this about programs from the next tick on.
    ///
    /// # Errors
    /// [`EngineError`] if the engine is too busy or has stopped.
    pub fn know(&self, dictionary: Arc<Dictionary>) -> Result<(), EngineError> {
        self.messages.try_send(Message::Dictionary(dictionary)).map_err(|error| EngineError::of(&error))
    }

    /// The last `seconds` in at most `steps` steps, oldest first.
    ///
    /// # Errors
    /// [`EngineError`] if the engine is too busy or has stopped.
    pub async fn history(&self, seconds: usize, steps: usize) -> Result<Vec<Step>, EngineError> {
        let (answer, answered) = oneshot::channel();
        self.messages
            .try_send(Message::History { seconds, steps, answer })
            .map_err(|error| EngineError::of(&error))?;
        answered.await.map_err(|_| EngineError::Stopped)
    }
}
