//! One viewer of a followed log. It pulls: what it does not take is not kept for it but counted.

use std::collections::VecDeque;

use domain::log::{Kind, Notice, Trouble};
use tokio::sync::watch;

use super::desk::Seat;
use super::feed::Phase;
use super::ring::{self, Position};
use super::{LogError, News};

/// Gives the news of one log in their order. The first are the last lines that there are, perhaps none.
#[derive(Debug)]
pub struct Viewer {
    phases: watch::Receiver<Phase>,
    ready: VecDeque<News>,
    position: Position,
    trouble: Option<Trouble>,
    seat: Seat,
}

impl Viewer {
    /// Waits until the log is open, and begins with its last `lines` lines.
    pub(super) async fn begin(seat: Seat, lines: usize) -> Result<Self, LogError> {
        let mut phases = seat.feed.phases();
        let phase = phases.wait_for(|phase| *phase != Phase::Opening).await.map(|phase| *phase);
        match phase {
            Ok(Phase::Open(_)) => {}
            Ok(Phase::Opening | Phase::Ended) | Err(_) if seat.is_stopping() => {
                return Err(LogError::Stopped);
            }
            Ok(Phase::Opening | Phase::Ended) | Err(_) => return Err(LogError::Broken),
        }
        let (lines, trouble, position) = seat.feed.ring().last(lines);
        let mut ready = VecDeque::from([ring::lines(lines, None)]);
        ready.extend(trouble.map(|trouble| News::Notice(Notice::Lost(trouble))));
        Ok(Self { phases, ready, position, trouble, seat })
    }

    /// Why the log could not be read when the viewer began. It goes on when it can.
    #[must_use]
    pub const fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    /// Where the lines come from.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.seat.feed.kind()
    }

    /// The next news; none when there will be no more. Nothing is lost when the call is given up halfway.
    pub async fn next(&mut self) -> Option<News> {
        loop {
            if let Some(news) = self.ready.pop_front() {
                return Some(news);
            }
            // Marked as seen before the look: what comes after it wakes the wait below.
            let phase = *self.phases.borrow_and_update();
            self.ready.extend(self.seat.feed.ring().after(&mut self.position));
            if !self.ready.is_empty() {
                continue;
            }
            if !matches!(phase, Phase::Open(_)) || self.phases.changed().await.is_err() {
                return None;
            }
        }
    }
}
