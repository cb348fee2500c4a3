//! Who asks for a deed, and how the question came.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::Role;
use domain::decide::Deed;
use engine::deeds::{Asker, Connection, Deeds};

use crate::http::author::Author;
use crate::http::error::{ApiError, Code};
use crate::http::front::Caller;
use crate::http::state::App;

/// Somebody who was let in, on this connection.
pub(crate) struct Who {
    author: Author,
    role: Role,
    connection: Connection,
}

impl FromRequestParts<App> for Who {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let author = Author::from_request_parts(parts, app).await?;
        let role = Caller::from_request_parts(parts, app).await?.role();
        let connection = parts
            .extensions
            .get::<Connection>()
            .copied()
            .ok_or_else(|| ApiError::new(Code::Internal).because("a request without a connection"))?;
        let connection = match connection {
            Connection::Tcp { peer, local, .. } => Connection::Tcp { peer, local, client: author.address() },
            other => other,
        };
        Ok(Self { author, role, connection })
    }
}

impl Who {
    /// For the desk; takes a moment.
    pub(super) fn asker(&self, deeds: &Deeds) -> Asker {
        deeds.asker(self.author.actor(), self.role, self.author.address(), self.connection)
    }

    /// Writes down what was refused before the desk heard of it, and refuses it.
    pub(super) async fn refuse(&self, app: &App, deed: Deed, key: Option<&str>, error: ApiError) -> ApiError {
        let entry = self.author.refusal(app, deed.word(), error.word());
        let entry = match key {
            Some(key) => entry.key(key),
            None => entry,
        };
        app.access.record_refusal(entry).await;
        error
    }
}
