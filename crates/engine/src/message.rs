//! What the engine can be asked. Plain data, so that it can cross a socket pair as well as a channel.

use std::sync::Arc;

use domain::Premises;
use domain::dictionary::Dictionary;
use domain::history::Step;
use tokio::sync::oneshot;

/// A message to the engine.
#[derive(Debug)]
pub(crate) enum Message {
    /// The last `seconds` in at most `steps` steps.
    History {
        /// Seconds to look back.
        seconds: usize,
        /// Steps at the most.
        steps: usize,
        /// Where the answer goes.
        answer: oneshot::Sender<Vec<Step>>,
    },
    /// Judge by these from the next tick on.
    Premises(Premises),
    /// Know this about programs from the next tick on.
    Dictionary(Arc<Dictionary>),
    /// Stop after what is being done now.
    Stop,
}
