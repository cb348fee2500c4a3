//! What the store itself holds, whatever it says: how it stands, and one document as it was written.

use axum::Json;
use axum::extract::State;
use store::{DocumentText, policy_limits};
use words::Words;

use super::problems::{ListProblems, OneProblems};
use super::{held, id_of, standing};
use crate::http::dto::{PolicyDocument, PolicyState};
use crate::http::error::ApiError;
use crate::http::extract::{Language, NoParams, Params, PathText};
use crate::http::state::App;

/// Whether the store of policies answers, and a number that is another one after every change: for whoever shows them and
/// wants to know when to read them again.
#[utoipa::path(get, path = "/api/v1/policies/state", tag = "policies",
    responses((status = 200, body = PolicyState), ListProblems))]
pub(crate) async fn state(
    State(app): State<App>,
    Language(lang): Language,
    _: Params<NoParams>,
) -> Result<Json<PolicyState>, ApiError> {
    Ok(Json(standing(&app, Words::of(lang)).await?))
}

/// A document as it stands in the store, whether it can be read as a policy or not; at most 64 KiB of it. Of one that is too large
/// to be read, what it names.
#[utoipa::path(get, path = "/api/v1/policies/{id}/document", tag = "policies",
    params(("id" = String, Path, description = "Id of the policy")),
    responses((status = 200, body = PolicyDocument), OneProblems))]
pub(crate) async fn document(
    State(app): State<App>,
    PathText(id): PathText,
    _: Params<NoParams>,
) -> Result<Json<PolicyDocument>, ApiError> {
    let held = held(&app, id_of(&id)?).await?;
    let DocumentText { text, complete } = DocumentText::of(&held.document, policy_limits::DOCUMENT_BYTES);
    Ok(Json(PolicyDocument { text, complete }))
}
