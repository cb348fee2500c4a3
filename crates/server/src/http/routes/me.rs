//! Who is asking.

use axum::Json;
use axum::extract::State;
use store::SecondFactor;

use crate::auth::{self, Via};
use crate::http::dto::{Me, rfc3339};
use crate::http::error::ApiError;
use crate::http::extract::{NoParams, Params};
use crate::http::front::Caller;
use crate::http::state::App;

/// Who is asking, and with what.
#[utoipa::path(get, path = "/api/v1/me", tag = "access", responses((status = 200, body = Me)))]
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    _: Params<NoParams>,
) -> Result<Json<Me>, ApiError> {
    let second_factor = app.access.second_factor(&caller.0).await?;
    Ok(Json(of(&caller.0, second_factor)))
}

/// The caller as the API tells it.
pub(crate) fn of(caller: &auth::Caller, second_factor: Option<SecondFactor>) -> Me {
    Me {
        name: caller.name().to_string(),
        role: caller.role().word(),
        via: match caller.via() {
            Via::Session => "session",
            Via::Token => "token",
        },
        expires_at: caller.expires_at().map(rfc3339),
        totp: second_factor.is_some(),
        recovery_codes_left: second_factor.map(|told| told.recovery_codes),
    }
}
