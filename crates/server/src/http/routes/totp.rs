//! The second factor: one's own, and the admins' way to take a lost one away.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::session::{give_cookies, origin_of};
use super::users::of_own_account;
use crate::auth::{Code, Password};
use crate::http::client::Client;
use crate::http::dto::{RecoveryCodes, TotpBegin, TotpConfirm, TotpEnd, TotpOffer};
use crate::http::error::ApiError;
use crate::http::extract::{Body, NoParams, Params, PathText};
use crate::http::front::{Caller, auth_peer};
use crate::http::state::App;

/// Offers a shared secret for an authenticator. Nothing is switched on before a code of it comes with `PUT`; it waits ten minutes.
#[utoipa::path(post, path = "/api/v1/me/totp", tag = "access", request_body = TotpBegin, responses((status = 200, body = TotpOffer)))]
pub(crate) async fn offer(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    _: Params<NoParams>,
    Body(body): Body<TotpBegin>,
) -> Result<Json<TotpOffer>, ApiError> {
    let password = Password::new(body.password.into_text());
    let offered = app.access.offer_totp(&caller.0, password, auth_peer(&client), client.host_name()).await;
    let offered = offered.map_err(of_own_account)?;
    Ok(Json(TotpOffer {
        secret: offered.secret.expose().to_owned(),
        uri: offered.uri.expose().to_owned(),
        qr_svg: offered.qr_svg.expose().to_owned(),
    }))
}

/// Switches the second factor on. Other sessions and streams of this user end; this one comes anew, as a cookie.
#[utoipa::path(put, path = "/api/v1/me/totp", tag = "access", request_body = TotpConfirm, responses((status = 200, body = RecoveryCodes)))]
pub(crate) async fn confirm(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    headers: HeaderMap,
    _: Params<NoParams>,
    Body(body): Body<TotpConfirm>,
) -> Result<Response, ApiError> {
    let code = Code::new(body.code.into_text());
    let done = app.access.confirm_totp(&caller.0, code, &origin_of(&client, &headers)).await;
    let done = done.map_err(of_own_account)?;
    let recovery_codes = done.recovery_codes.iter().map(|code| code.expose().to_owned()).collect();
    let mut response = Json(RecoveryCodes { recovery_codes }).into_response();
    give_cookies(&mut response, &client, &done.opened)?;
    Ok(response)
}

/// Switches one's own second factor off: with the password and a code. Other sessions and streams of this user end; this one comes anew, as a cookie.
#[utoipa::path(delete, path = "/api/v1/me/totp", tag = "access", request_body = TotpEnd, responses((status = 204)))]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    headers: HeaderMap,
    _: Params<NoParams>,
    Body(body): Body<TotpEnd>,
) -> Result<Response, ApiError> {
    let (password, code) = (Password::new(body.password.into_text()), Code::new(body.code.into_text()));
    let done = app.access.remove_own_totp(&caller.0, password, code, &origin_of(&client, &headers)).await;
    let done = done.map_err(of_own_account)?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    give_cookies(&mut response, &client, &done)?;
    Ok(response)
}

/// Takes the second factor of another user away, as after a lost phone. The user's sessions and streams end.
#[utoipa::path(delete, path = "/api/v1/users/{name}/totp", tag = "access", params(("name" = String, Path, description = "Name of the user")), responses((status = 204)))]
pub(crate) async fn reset(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    PathText(name): PathText,
    _: Params<NoParams>,
) -> Result<StatusCode, ApiError> {
    app.access.reset_totp(&caller.0, auth_peer(&client), &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
