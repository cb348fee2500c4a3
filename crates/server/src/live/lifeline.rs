//! What keeps a stream open and what ends it: the same for every kind of stream.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::{CredentialEnd, Place};
use crate::stop::told;

/// Time between two comments that keep the connection alive.
const COMMENT_EVERY: Duration = Duration::from_secs(15);

/// One stream's place, and who may end it.
pub(crate) struct Lifeline {
    comment: Interval,
    credential: CredentialEnd,
    shutdown: watch::Receiver<bool>,
    _place: Place,
}

/// What a stream has to do besides its own work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Say good-bye for this reason, and end.
    Bye(&'static str),
    /// Send a comment.
    Comment,
}

impl Lifeline {
    /// The lifeline of a stream that begins now.
    pub(crate) fn new(place: Place, credential: CredentialEnd, shutdown: watch::Receiver<bool>) -> Self {
        let mut comment = interval_at(Instant::now() + COMMENT_EVERY, COMMENT_EVERY);
        comment.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { comment, credential, shutdown, _place: place }
    }

    /// The next sign. Asked first, so that a flood of events keeps no stream open. Nothing is lost when the call
    /// is given up halfway.
    pub(crate) async fn sign(&mut self) -> Sign {
        tokio::select! {
            biased;
            () = told(&mut self.shutdown) => Sign::Bye("shutdown"),
            () = &mut self.credential => Sign::Bye("signed_out"),
            _ = self.comment.tick() => Sign::Comment,
        }
    }
}
