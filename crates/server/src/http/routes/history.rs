//! The last hour.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::dto::{History, HistoryStep};
use crate::http::error::{ApiError, Code};
use crate::http::extract::Params;
use crate::http::state::App;

/// Steps of an answer at the most.
const MOST_STEPS: usize = 240;

/// What to look back at.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Seconds to look back, 1 to 3600.
    #[serde(default)]
    #[param(value_type = u32, required = false, minimum = 1, maximum = 3600, default = 3600)]
    seconds: Option<u32>,
}

/// The last hour in at most 240 steps, oldest first. Each step holds the means of its seconds and the highest CPU use.
#[utoipa::path(get, path = "/api/v1/history", tag = "machine", params(Query), responses((status = 200, body = History)))]
pub(crate) async fn read(
    State(app): State<App>,
    Params(query): Params<Query>,
) -> Result<Json<History>, ApiError> {
    let seconds = query.seconds.unwrap_or(domain::history::KEPT as u32) as usize;
    if !(1..=domain::history::KEPT).contains(&seconds) {
        return Err(ApiError::new(Code::BadQuery)
            .with("reason", format_args!("seconds is 1 to {}", domain::history::KEPT)));
    }
    let steps = app.engine.history(seconds, MOST_STEPS).await?;
    Ok(Json(History { history: steps.iter().map(HistoryStep::from).collect() }))
}
