//! Users: for admins, and one's own password for everybody.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::Role;

use super::session::{give_cookies, origin_of};
use crate::auth::{AuthError, Password, Via};
use crate::http::client::Client;
use crate::http::dto::{NewUser, User, UserChange, UserList, rfc3339};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Body, NoParams, Params, PathText, role_of};
use crate::http::front::{Caller, auth_peer, refuse_role};
use crate::http::state::App;

fn shown(user: &store::User) -> User {
    User {
        name: user.name.to_string(),
        role: user.role.word(),
        created_at: rfc3339(user.created_at),
        last_login_at: user.last_login_at.map(rfc3339),
        totp: user.second_factor.is_some(),
    }
}

/// All users.
#[utoipa::path(get, path = "/api/v1/users", tag = "access", responses((status = 200, body = UserList)))]
pub(crate) async fn list(State(app): State<App>, _: Params<NoParams>) -> Result<Json<UserList>, ApiError> {
    let users = app.access.users().await?;
    Ok(Json(UserList { users: users.iter().map(shown).collect() }))
}

/// Adds a user.
#[utoipa::path(post, path = "/api/v1/users", tag = "access", request_body = NewUser, responses((status = 201, body = User)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    _: Params<NoParams>,
    Body(body): Body<NewUser>,
) -> Result<(StatusCode, Json<User>), ApiError> {
    let role = role_of(&body.role)?;
    let password = Password::new(body.password.into_text());
    let user = app.access.add_user(&caller.0, auth_peer(&client), &body.username, role, password).await?;
    Ok((StatusCode::CREATED, Json(shown(&user))))
}

/// Whose account a change is about, once it is clear that the caller may change it.
pub(crate) enum Account {
    /// The caller's own, in a session.
    Own(String),
    /// Another one; the caller is an admin.
    Other(String),
}

impl FromRequestParts<App> for Account {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let PathText(name) = PathText::from_request_parts(parts, app).await?;
        // A token may have the name of a user; it is not that user.
        if caller.0.via() == Via::Session && caller.0.name().as_str() == name {
            return Ok(Self::Own(name));
        }
        if caller.role() < Role::Admin {
            let client = Client::from_request_parts(parts, app).await?;
            return Err(refuse_role(
                app,
                &caller,
                Some(&client),
                &parts.method,
                parts.uri.path(),
                Role::Admin,
            )
            .await);
        }
        Ok(Self::Other(name))
    }
}

/// Changes a role or a password, one at a time. A changed one ends the user's sessions and streams; one's own new password needs the present one, and comes with a new session.
#[utoipa::path(put, path = "/api/v1/users/{name}", tag = "access", params(("name" = String, Path, description = "Name of the user")),
    request_body = UserChange, responses((status = 200, body = User)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    account: Account,
    headers: HeaderMap,
    _: Params<NoParams>,
    Body(body): Body<UserChange>,
) -> Result<Response, ApiError> {
    let peer = auth_peer(&client);
    let UserChange { role, password, current_password } = body;
    let (Account::Own(name) | Account::Other(name)) = &account;
    match (role, password) {
        (Some(role), None) => {
            if caller.role() < Role::Admin {
                return Err(refuse_role(
                    &app,
                    &caller,
                    Some(&client),
                    &axum::http::Method::PUT,
                    &format!("/api/v1/users/{name}"),
                    Role::Admin,
                )
                .await);
            }
            let (user, _) = app.access.set_role(&caller.0, peer, name, role_of(&role)?).await?;
            Ok(Json(shown(&user)).into_response())
        }
        (None, Some(password)) => {
            let new = Password::new(password.into_text());
            match &account {
                Account::Own(name) => {
                    let current = current_password.ok_or(Code::WrongPassword)?;
                    let current = Password::new(current.into_text());
                    let origin = origin_of(&client, &headers);
                    let done = app.access.change_own_password(&caller.0, current, new, &origin).await;
                    let done = done.map_err(of_own_account)?;
                    let mut response = Json(shown(&app.access.user(name).await?)).into_response();
                    give_cookies(&mut response, &client, &done)?;
                    Ok(response)
                }
                Account::Other(name) => {
                    app.access.set_password(&caller.0, peer, name, new).await?;
                    Ok(Json(shown(&app.access.user(name).await?)).into_response())
                }
            }
        }
        _ => Err(ApiError::new(Code::InvalidBody).with("reason", "give role or password, one of them")),
    }
}

/// A wrong present password or code is no reason to be signed out: 403, not 401.
pub(super) fn of_own_account(error: AuthError) -> ApiError {
    match error {
        AuthError::WrongCredentials => Code::WrongPassword.into(),
        AuthError::TotpRequired | AuthError::TotpWrong => Code::WrongTotpCode.into(),
        other => other.into(),
    }
}

/// Removes a user with all sessions, and the tokens that this user made.
#[utoipa::path(delete, path = "/api/v1/users/{name}", tag = "access", params(("name" = String, Path, description = "Name of the user")), responses((status = 204)))]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    PathText(name): PathText,
    _: Params<NoParams>,
) -> Result<StatusCode, ApiError> {
    app.access.remove_user(&caller.0, auth_peer(&client), &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
