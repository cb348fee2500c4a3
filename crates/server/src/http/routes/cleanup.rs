//! What could be tidied up.

use axum::Json;
use axum::extract::State;
use tokio::task::spawn_blocking;
use words::Words;

use super::ModeQuery;
use super::processes::latest;
use crate::http::dto::CleanupAnswer;
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Language, Params};
use crate::http::state::App;

/// All processes, sorted out: what could be ended and why it may be dispensable, and what is left alone and why. Nothing is done, and
/// each is decided on anew when somebody ends it.
#[utoipa::path(get, path = "/api/v1/cleanup", tag = "processes", params(ModeQuery), responses((status = 200, body = CleanupAnswer)))]
pub(crate) async fn read(
    State(app): State<App>,
    Language(lang): Language,
    Params(query): Params<ModeQuery>,
) -> Result<Json<CleanupAnswer>, ApiError> {
    let (mode, snapshot, desk) = (query.mode(&app), latest(&app)?, app.deeds.clone());
    let sorted = spawn_blocking(move || desk.tidy(&snapshot, mode.into()));
    let sorted = sorted.await.map_err(|error| ApiError::new(Code::Internal).because(error))?;
    let sorted = sorted.map_err(|gap| ApiError::new(Code::NotReady).because(gap).retry_after(1))?;
    Ok(Json(CleanupAnswer::new(&sorted, Words::of(lang))))
}
