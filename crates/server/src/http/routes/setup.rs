//! The first admin.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::session::{opened, origin_of};
use crate::auth::Password;
use crate::http::client::Client;
use crate::http::dto::{Me, Setup};
use crate::http::error::ApiError;
use crate::http::extract::{Body, NoParams, Params};
use crate::http::state::App;

/// Creates the first admin with the token of the set-up link, and logs in. The link works once, for 15 minutes, and never again once a user exists.
#[utoipa::path(post, path = "/api/v1/setup", tag = "access", request_body = Setup, responses((status = 201, body = Me)))]
pub(crate) async fn create(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    _: Params<NoParams>,
    Body(body): Body<Setup>,
) -> Result<Response, ApiError> {
    let Setup { token, username, password } = body;
    let password = Password::new(password.into_text());
    let done = app.access.setup(token.expose(), &username, password, &origin_of(&client, &headers)).await?;
    opened(StatusCode::CREATED, &client, &done)
}
