//! Services: the watched and the failed ones, or all of them.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::dto::ServiceList;
use crate::http::error::ApiError;
use crate::http::extract::Params;
use crate::http::state::App;

/// Which services.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Whether all other loaded service units follow the watched and the failed ones.
    #[serde(default)]
    all: bool,
}

/// The watched services in the order of the configuration, then failed units by name.
#[utoipa::path(get, path = "/api/v1/services", tag = "machine", params(Query), responses((status = 200, body = ServiceList)))]
pub(crate) async fn list(
    State(app): State<App>,
    Params(query): Params<Query>,
) -> Result<Json<ServiceList>, ApiError> {
    let snapshot = app.engine.latest().ok_or_else(ApiError::not_ready)?;
    let services = snapshot.services.as_ref().map_err(|gap| ApiError::unread(*gap))?;
    Ok(Json(ServiceList::of(services, query.all)))
}
