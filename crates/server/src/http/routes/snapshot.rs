//! The machine now.

use axum::Json;
use axum::extract::State;

use super::ModeQuery;
use crate::http::dto::Snapshot;
use crate::http::error::ApiError;
use crate::http::extract::Params;
use crate::http::state::App;

/// The machine at the newest tick.
#[utoipa::path(get, path = "/api/v1/snapshot", tag = "machine", params(ModeQuery), responses((status = 200, body = Snapshot)))]
pub(crate) async fn read(
    State(app): State<App>,
    Params(query): Params<ModeQuery>,
) -> Result<Json<Snapshot>, ApiError> {
    let snapshot = app.engine.latest().ok_or_else(ApiError::not_ready)?;
    Ok(Json(Snapshot::new(&snapshot, query.mode(&app))))
}
