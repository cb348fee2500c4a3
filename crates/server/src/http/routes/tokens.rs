//! The tokens of programs: list, make, revoke.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::http::client::Client;
use crate::http::dto::{NewToken, Token, TokenList, TokenOnce, rfc3339};
use crate::http::error::ApiError;
use crate::http::extract::{Body, NoParams, Params, PathText, role_of};
use crate::http::front::{Caller, auth_peer};
use crate::http::state::App;

/// All tokens that are not revoked.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "access", responses((status = 200, body = TokenList)))]
pub(crate) async fn list(State(app): State<App>, _: Params<NoParams>) -> Result<Json<TokenList>, ApiError> {
    let shown = |token: &store::Token| Token {
        name: token.name.to_string(),
        role: token.role.word(),
        created_at: rfc3339(token.created_at),
        last_used_at: token.last_used_at.map(rfc3339),
        created_by: token.created_by.clone(),
    };
    let tokens = app.access.tokens().await?;
    Ok(Json(TokenList {
        tokens: tokens.iter().filter(|token| token.revoked_at.is_none()).map(shown).collect(),
    }))
}

/// Makes a token. Its text is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "access", request_body = NewToken, responses((status = 201, body = TokenOnce)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    _: Params<NoParams>,
    Body(body): Body<NewToken>,
) -> Result<(StatusCode, Json<TokenOnce>), ApiError> {
    let role = role_of(&body.role)?;
    let token = app.access.add_token(&caller.0, auth_peer(&client), &body.name, role).await?;
    Ok((
        StatusCode::CREATED,
        Json(TokenOnce { name: body.name, role: role.word(), token: token.expose().to_owned() }),
    ))
}

/// Revokes a token: requests and streams with it end.
#[utoipa::path(delete, path = "/api/v1/tokens/{name}", tag = "access", params(("name" = String, Path, description = "Name of the token")), responses((status = 204)))]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    PathText(name): PathText,
    _: Params<NoParams>,
) -> Result<StatusCode, ApiError> {
    app.access.revoke_token(&caller.0, auth_peer(&client), &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
