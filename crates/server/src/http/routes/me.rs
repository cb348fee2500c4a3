//! Who is asking.

use axum::Json;

use crate::auth::{self, Via};
use crate::http::dto::{Me, rfc3339};
use crate::http::error::ApiError;
use crate::http::extract::{NoParams, Params};
use crate::http::front::Caller;

/// Who is asking, and with what.
#[utoipa::path(get, path = "/api/v1/me", tag = "access", responses((status = 200, body = Me)))]
pub(crate) async fn read(caller: Caller, _: Params<NoParams>) -> Result<Json<Me>, ApiError> {
    Ok(Json(of(&caller.0)))
}

/// The caller as the API tells it.
pub(crate) fn of(caller: &auth::Caller) -> Me {
    Me {
        name: caller.name().to_string(),
        role: caller.role().word(),
        via: match caller.via() {
            Via::Session => "session",
            Via::Token => "token",
        },
        expires_at: caller.expires_at().map(rfc3339),
    }
}
