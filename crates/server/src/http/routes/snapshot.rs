//! The machine now.

use axum::Json;
use axum::extract::State;

use crate::http::dto::Snapshot;
use crate::http::error::{ApiError, Code};
use crate::http::extract::{NoParams, Params};
use crate::http::state::App;

/// The machine at the newest tick.
#[utoipa::path(get, path = "/api/v1/snapshot", tag = "machine", responses((status = 200, body = Snapshot)))]
pub(crate) async fn read(State(app): State<App>, _: Params<NoParams>) -> Result<Json<Snapshot>, ApiError> {
    let snapshot = app.engine.latest().ok_or_else(|| ApiError::new(Code::NotReady).retry_after(1))?;
    Ok(Json(Snapshot::from(&*snapshot)))
}
