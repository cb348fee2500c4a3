//! The registry of rules, for whoever wants to know what a finding means.

use axum::Json;
use axum::extract::State;
use words::Words;

use crate::http::dto::RuleList;
use crate::http::extract::{Language, NoParams, Params};
use crate::http::state::App;

/// Every rule: what it sees, why it matters, when it is wrong, and what to do.
#[utoipa::path(get, path = "/api/v1/rules", tag = "processes", responses((status = 200, body = RuleList)))]
pub(crate) async fn list(
    State(_): State<App>,
    Language(lang): Language,
    _: Params<NoParams>,
) -> Json<RuleList> {
    Json(RuleList::new(Words::of(lang)))
}
