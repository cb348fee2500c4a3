//! What happens to processes, for viewers who look at it: the topic `actions`.

use std::sync::Arc;

use bytes::Bytes;
use domain::ProcessKey;
use domain::decide::Deed as DomainDeed;
use engine::deeds::{Deeds, Happening};
use serde::Serialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use words::Words;

use super::{Hub, event};
use crate::auth::Access;
use crate::http::deed_error;
use crate::http::dto::{Deed, Outcome, came_back, name_of, rfc3339};

/// One viewer's ear at the desk; deaf for who does not look at this topic.
pub(crate) struct Actions(Option<Ear>);

struct Ear {
    happenings: Receiver<Happening>,
    hub: Arc<Hub>,
    access: Arc<Access>,
    words: &'static Words,
}

/// What is told.
#[derive(Debug, Serialize)]
struct Told {
    kind: &'static str,
    at: String,
    actor: String,
    deed: Deed,
    key: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restarted_as: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Actions {
    /// Hears nothing.
    pub(crate) const fn none() -> Self {
        Self(None)
    }

    /// Hears everything from now on.
    pub(crate) fn of(deeds: &Deeds, hub: Arc<Hub>, access: Arc<Access>, words: &'static Words) -> Self {
        Self(Some(Ear { happenings: deeds.happenings(), hub, access, words }))
    }

    /// The next event; never, if nothing is heard. Nothing is lost when the call is given up halfway.
    pub(crate) async fn next(&mut self) -> Bytes {
        let Some(ear) = &mut self.0 else { return std::future::pending().await };
        loop {
            match ear.happenings.recv().await {
                Ok(happening) => return event::actions(&ear.told(happening)),
                // The audit has what a slow viewer missed.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return std::future::pending().await,
            }
        }
    }
}

impl Ear {
    fn told(&self, happening: Happening) -> Told {
        let tick = self.hub.latest();
        let now = tick.as_ref().map(|tick| &*tick.snapshot);
        match happening {
            Happening::Begun { deed, key, name, actor } => self.about("begun", actor, deed, key, name),
            Happening::Done { actor, deed, outcome: Ok(outcome) } => {
                let shown = Outcome::new(&outcome, now, self.words);
                Told {
                    outcome: Some(shown.result),
                    message: Some(shown.message),
                    restarted_as: shown.restarted_as,
                    ..self.about("done", actor, deed, outcome.key, outcome.name)
                }
            }
            Happening::Done { actor, deed, outcome: Err((key, error)) } => Told {
                code: Some(error.code()),
                reason: Some(deed_error::sentence(&error, key, now, self.words)),
                ..self.about("done", actor, deed, key, name_of(key, now))
            },
            Happening::CameBack { actor, key, name, successor, by } => Told {
                outcome: Some(engine::deeds::Ended::CameBack.word()),
                message: Some(came_back(&name, &by, self.words)),
                restarted_as: Some(successor.to_string()),
                ..self.about("done", actor, DomainDeed::End, key, name)
            },
        }
    }

    fn about(
        &self,
        kind: &'static str,
        actor: String,
        deed: DomainDeed,
        key: ProcessKey,
        name: String,
    ) -> Told {
        Told {
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
