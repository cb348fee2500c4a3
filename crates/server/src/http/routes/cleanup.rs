//! What could be tidied up.

use axum::Json;
use axum::extract::State;
use words::Words;

use super::ModeQuery;
use super::processes::latest;
use crate::http::blocking;
use crate::http::dto::CleanupAnswer;
use crate::http::error::ApiError;
use crate::http::extract::{Language, Params};
use crate::http::state::App;

/// All processes, sorted out for somebody who wants to tidy up.
///
/// `tidy` has what could be ended and why it may be dispensable, the largest first; `system` all others, each with why it is left alone.
/// Nothing is done. To tidy up, show the plan of each (`GET processes/{key}/plan`) and send what was agreed to with `POST ends`: there
/// each is decided on anew.
#[utoipa::path(get, path = "/api/v1/cleanup", tag = "processes", params(ModeQuery),
    responses((status = 200, description = "Every process but kernel threads, once.", body = CleanupAnswer)))]
pub(crate) async fn read(
    State(app): State<App>,
    Language(lang): Language,
    Params(query): Params<ModeQuery>,
) -> Result<Json<CleanupAnswer>, ApiError> {
    let (mode, snapshot, desk) = (query.mode(&app), latest(&app)?, app.deeds.clone());
    let sorted = blocking(move || desk.tidy(&snapshot, mode.into())).await?;
    let sorted = sorted.map_err(ApiError::unread)?;
    Ok(Json(CleanupAnswer::new(&sorted, Words::of(lang))))
}
