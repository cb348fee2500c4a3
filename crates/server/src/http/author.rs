//! Who asks for a change, as the audit tells of it.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use store::{Actor, Entry, Outcome};

use super::client::Client;
use super::error::ApiError;
use super::front::Caller;
use super::state::App;

/// Somebody who was let in, and where the request came from.
#[derive(Clone, Debug)]
pub(crate) struct Author {
    actor: Actor,
    address: Option<IpAddr>,
}

impl FromRequestParts<App> for Author {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let client = Client::from_request_parts(parts, app).await?;
        Ok(Self::new(caller.0.actor(), client.address))
    }
}

impl Author {
    pub(crate) const fn new(actor: Actor, address: Option<IpAddr>) -> Self {
        Self { actor, address }
    }

    /// As the audit names it.
    pub(crate) fn actor(&self) -> Actor {
        self.actor.clone()
    }

    /// Where the request came from; none for a local one on the unix socket.
    pub(crate) const fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// The line of the audit for what is done now.
    pub(crate) fn entry(&self, app: &App, action: &str) -> Entry {
        Entry::new(app.access.now(), self.actor(), action).address(self.address)
    }

    /// The line of the audit for what is refused now, with the stable reason.
    pub(crate) fn refusal(&self, app: &App, action: &str, code: &str) -> Entry {
        self.entry(app, action).outcome(Outcome::Refused).code(code)
    }
}
