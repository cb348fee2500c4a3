//! The description of this API.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::http::error::ApiError;
use crate::http::extract::{NoParams, Params};
use crate::http::state::App;

/// This API as an OpenAPI 3.1 document.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "server", responses((status = 200, body = serde_json::Value, content_type = "application/json")))]
pub(crate) async fn read(State(app): State<App>, _: Params<NoParams>) -> Result<impl IntoResponse, ApiError> {
    Ok(([(header::CONTENT_TYPE, "application/json")], app.openapi))
}
