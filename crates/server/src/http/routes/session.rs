//! Logging in and out.

use axum::Json;
use axum::extract::State;
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::me;
use crate::auth::{Code as TypedCode, Opened, Origin, Password};
use crate::http::client::Client;
use crate::http::cookie;
use crate::http::dto::{Me, NewSession};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Body, NoParams, Params};
use crate::http::front::{Caller, auth_peer};
use crate::http::state::App;

/// Logs in: the session comes as a cookie. An account with a second factor needs `totp`; without it, and with the right password, the answer is `totp_required`.
#[utoipa::path(post, path = "/api/v1/session", tag = "access", request_body = NewSession, responses((status = 200, body = Me)))]
pub(crate) async fn create(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    _: Params<NoParams>,
    Body(body): Body<NewSession>,
) -> Result<Response, ApiError> {
    let NewSession { username, password, totp } = body;
    let password = Password::new(password.into_text());
    let code = totp.map(|code| TypedCode::new(code.into_text()));
    let done = app.access.login(&username, password, code, &origin_of(&client, &headers)).await?;
    opened(StatusCode::OK, &client, &done)
}

/// Logs out: the session ends, here and wherever it is open.
#[utoipa::path(delete, path = "/api/v1/session", tag = "access", responses((status = 204)))]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    _: Params<NoParams>,
) -> Result<Response, ApiError> {
    app.access.logout(&caller.0, auth_peer(&client)).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&mut response, &cookie::take_session(&client))?;
    Ok(response)
}

/// Where a log-in comes from.
pub(super) fn origin_of<'a>(client: &Client, headers: &'a HeaderMap) -> Origin<'a> {
    Origin {
        peer: auth_peer(client),
        device: cookie::device(headers, client.https),
        session: cookie::session(headers, client.https),
    }
}

/// The answer to a log-in.
pub(super) fn opened(status: StatusCode, client: &Client, done: &Opened) -> Result<Response, ApiError> {
    let body: Json<Me> = Json(me::of(&done.caller, done.second_factor));
    let mut response = (status, body).into_response();
    give_cookies(&mut response, client, done)?;
    Ok(response)
}

/// The cookies of a session that was just opened.
pub(super) fn give_cookies(response: &mut Response, client: &Client, done: &Opened) -> Result<(), ApiError> {
    set_cookie(response, &cookie::give_session(client, done.session.expose()))?;
    set_cookie(response, &cookie::give_device(client, done.device.expose()))
}

fn set_cookie(response: &mut Response, cookie: &str) -> Result<(), ApiError> {
    let mut value =
        HeaderValue::from_str(cookie).map_err(|error| ApiError::new(Code::Internal).because(error))?;
    value.set_sensitive(true);
    response.headers_mut().append(SET_COOKIE, value);
    Ok(())
}
