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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::live::Places;

    fn lifeline(credential: CredentialEnd, shutdown: watch::Receiver<bool>) -> Option<Lifeline> {
        let place = Arc::new(Places::new(1, 1)).take("kim").ok()?;
        Some(Lifeline::new(place, credential, shutdown))
    }

    #[tokio::test(start_paused = true)]
    async fn a_comment_comes_every_fifteen_seconds() {
        let (_stop, shutdown) = watch::channel(false);
        let began = Instant::now();
        let mut lifeline = lifeline(Box::pin(std::future::pending()), shutdown).unwrap();
        for number in 1..4 {
            assert_eq!(lifeline.sign().await, Sign::Comment);
            assert_eq!(began.elapsed().as_secs(), 15 * number);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_end_comes_before_everything_else() {
        let (stop, shutdown) = watch::channel(false);
        let ended = Box::pin(std::future::ready(()));
        let mut lifeline = lifeline(ended, shutdown).unwrap();
        tokio::time::advance(COMMENT_EVERY * 2).await;
        stop.send_replace(true);
        assert_eq!(lifeline.sign().await, Sign::Bye("shutdown"));
        stop.send_replace(false);
        assert_eq!(lifeline.sign().await, Sign::Bye("signed_out"));
    }
}
