//! Logs on the live stream: each is opened, followed, and opened again when it ended, without holding up the
//! others.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use engine::logs::{LogError, Logs, Viewer};
use futures_util::future::{BoxFuture, select_all};
use tokio::time::Sleep;
use words::Words;

use super::log_event::{self, Channel, Reader};
use crate::http::dto::{LogNotice, LogState, log_reason};

/// Lines with which a log begins.
const FIRST_LINES: usize = 20;
/// Time before a log that is not there, or for which there is no room, is tried again.
const AGAIN: Duration = Duration::from_secs(5);
/// The same after its reader ended: the configuration is being changed.
const SOON: Duration = Duration::from_secs(1);

/// The logs that one viewer looks at.
pub(crate) struct LogTopics {
    topics: Vec<LogTopic>,
}

impl LogTopics {
    /// Opens nothing yet.
    pub(crate) fn new(ids: Vec<String>, logs: &Logs, words: &'static Words) -> Self {
        let topic =
            |id: String| LogTopic { state: open(logs, &id), id, logs: logs.clone(), words, lost: false };
        Self { topics: ids.into_iter().map(topic).collect() }
    }

    /// The next event of any of them; never, if there are none. Nothing is lost when the call is given up halfway.
    pub(crate) async fn next(&mut self) -> Bytes {
        if self.topics.is_empty() {
            return std::future::pending().await;
        }
        // The first one that is ready wins; the others go on at the next call, where they stand.
        let waiting = self.topics.iter_mut().map(|topic| Box::pin(topic.next()));
        let (event, at, _) = select_all(waiting).await;
        // So that one that always has something leaves others their turn.
        let next = (at + 1) % self.topics.len().max(1);
        self.topics.rotate_left(next);
        event
    }
}

/// One of them.
struct LogTopic {
    id: String,
    logs: Logs,
    words: &'static Words,
    state: State,
    /// The viewer was told that there is nothing now.
    lost: bool,
}

enum State {
    Opening(BoxFuture<'static, Result<Viewer, LogError>>),
    Open(Box<Viewer>),
    Waiting(Pin<Box<Sleep>>),
}

fn open(logs: &Logs, id: &str) -> State {
    let (logs, id) = (logs.clone(), id.to_owned());
    State::Opening(Box::pin(async move { logs.follow(&id, FIRST_LINES, None).await }))
}

fn wait(time: Duration) -> State {
    State::Waiting(Box::pin(tokio::time::sleep(time)))
}

impl LogTopic {
    async fn next(&mut self) -> Bytes {
        loop {
            match &mut self.state {
                State::Opening(opening) => match opening.as_mut().await {
                    Ok(viewer) => {
                        let back = self.lost && viewer.trouble().is_none();
                        self.state = State::Open(Box::new(viewer));
                        if back {
                            self.lost = false;
                            return log_event::notice(Channel::Live(&self.id), &LogNotice::back());
                        }
                    }
                    Err(error) => {
                        self.state = wait(AGAIN);
                        if !std::mem::replace(&mut self.lost, true) {
                            return self.lost(error);
                        }
                    }
                },
                State::Open(viewer) => {
                    if let Some(news) = viewer.next().await {
                        let reader = Reader { words: self.words, user: self.logs.user() };
                        return log_event::news(Channel::Live(&self.id), &news, viewer.kind(), reader);
                    }
                    self.state = wait(SOON);
                    if !std::mem::replace(&mut self.lost, true) {
                        return self.lost(LogError::Broken);
                    }
                }
                State::Waiting(over) => {
                    over.as_mut().await;
                    self.state = open(&self.logs, &self.id);
                }
            }
        }
    }

    fn lost(&self, error: LogError) -> Bytes {
        let plain = |id: &str| self.words.text(id, &[]);
        let (state, reason) = match error {
            LogError::Trouble(kind, trouble) => {
                (trouble.into(), log_reason(self.words, kind, trouble, self.logs.user()))
            }
            LogError::Unknown | LogError::BadMark => (LogState::Missing, plain("log-unknown")),
            LogError::TooMany => (LogState::Denied, plain("log-too-many")),
            LogError::Busy => (LogState::Denied, plain("log-busy")),
            LogError::Stopped | LogError::Broken => (LogState::Missing, plain("log-ended")),
        };
        log_event::notice(Channel::Live(&self.id), &LogNotice::lost(state, reason))
    }
}
