//! What happens to processes, and what the autopilot has to say, for viewers who look at it: the topic `actions`.

use std::sync::Arc;

use bytes::Bytes;
use domain::ProcessKey;
use domain::decide::Deed as DomainDeed;
use engine::autopilot::Announcement;
use engine::deeds::Happening;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use words::Words;

use super::{Hub, event};
use crate::auth::Access;
use crate::http::deed_error;
use crate::http::dto::{ActionEvent, ActionKind, NoticeEvent, Outcome, came_back, name_of, rfc3339};
use crate::http::state::App;

/// One viewer's ear at the desk; deaf for who does not look at this topic.
pub(crate) struct Actions(Option<Ear>);

struct Ear {
    happenings: Receiver<Happening>,
    announcements: Receiver<Announcement>,
    hub: Arc<Hub>,
    access: Arc<Access>,
    words: &'static Words,
}

impl Actions {
    /// Hears nothing.
    pub(crate) const fn none() -> Self {
        Self(None)
    }

    /// Hears everything from now on.
    pub(crate) fn of(app: &App, words: &'static Words) -> Self {
        Self(Some(Ear {
            happenings: app.deeds.happenings(),
            announcements: app.autopilot.announcements(),
            hub: Arc::clone(&app.hub),
            access: Arc::clone(&app.access),
            words,
        }))
    }

    /// The next event; never, if nothing is heard. Nothing is lost when the call is given up halfway.
    pub(crate) async fn next(&mut self) -> Bytes {
        let Some(ear) = &mut self.0 else { return std::future::pending().await };
        tokio::select! {
            happening = hear(&mut ear.happenings) => event::actions(&ear.told(happening)),
            announcement = hear(&mut ear.announcements) => {
                event::actions(&NoticeEvent::new(&announcement, ear.words))
            }
        }
    }
}

/// The next one; never, when nothing is told any more.
async fn hear<T: Clone>(told: &mut Receiver<T>) -> T {
    loop {
        match told.recv().await {
            Ok(news) => return news,
            // The audit has what a slow viewer missed.
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return std::future::pending().await,
        }
    }
}

impl Ear {
    fn told(&self, happening: Happening) -> ActionEvent {
        let tick = self.hub.latest();
        let now = tick.as_ref().map(|tick| &*tick.snapshot);
        match happening {
            Happening::Begun { deed, key, name, actor } => {
                self.about(ActionKind::Begun, actor, deed, key, name)
            }
            Happening::Done { actor, deed, outcome: Ok(outcome) } => {
                let shown = Outcome::new(&outcome, now, self.words);
                ActionEvent {
                    outcome: Some(shown.result),
                    message: Some(shown.message),
                    restarted_as: shown.restarted_as,
                    ..self.about(ActionKind::Done, actor, deed, outcome.key, outcome.name)
                }
            }
            Happening::Done { actor, deed, outcome: Err((key, error)) } => ActionEvent {
                code: Some(error.code()),
                reason: Some(deed_error::sentence(&error, key, now, self.words)),
                ..self.about(ActionKind::Done, actor, deed, key, name_of(key, now))
            },
            Happening::CameBack { actor, key, name, successor, by } => ActionEvent {
                outcome: Some(engine::deeds::Fate::CameBack.word()),
                message: Some(came_back(&name, &by, self.words)),
                restarted_as: Some(successor.to_string()),
                ..self.about(ActionKind::Done, actor, DomainDeed::End, key, name)
            },
        }
    }

    fn about(
        &self,
        kind: ActionKind,
        actor: String,
        deed: DomainDeed,
        key: ProcessKey,
        name: String,
    ) -> ActionEvent {
        ActionEvent {
            kind,
            at: rfc3339(self.access.now()),
            actor,
            deed: deed.into(),
            key: key.to_string(),
            name,
            outcome: None,
            message: None,
            restarted_as: None,
            code: None,
            reason: None,
        }
    }
}
