//! Policies: what is known of processes by name, and which may be ended. Reading them is for everybody, writing for admins.
//!
//! Here: the routes on one policy and on all. Lists that come and go as files are in [`exchange`], what a body may say is
//! in [`written`].

pub(crate) mod exchange;
mod written;

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use domain::policy::Key;
use engine::policies::Known;
use serde::Deserialize;
use store::{AuditAbout, Entry, Held, PolicyId, PolicyStore, StoreError};
use utoipa::IntoParams;
use words::Words;

use crate::auth::{self, AuthError};
use crate::http::client::Client;
use crate::http::dto::{AuditList, AuditRow, PolicyBody, PolicyList, PolicyRow, rfc3339};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Body, Language, NoParams, Params, PathText};
use crate::http::front::{Caller, auth_peer};
use crate::http::state::App;

/// How long a request waits to read the store of policies, which may be far away.
const PATIENCE: Duration = Duration::from_secs(9);
/// How long a change is waited for: nobody is to be told that it failed while it is still under way. Less than a request may take.
const LONG_PATIENCE: Duration = Duration::from_secs(28);
/// Rows of the history of a policy, without `limit`.
const HISTORY: usize = 100;

/// What is done to a policy, as the audit has it.
const SET: &str = "policy_set";
const REMOVED: &str = "policy_removed";
const IMPORTED: &str = "policy_imported";

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Policies at the most; all without it.
    #[serde(default)]
    #[param(value_type = usize, required = false, minimum = 1)]
    limit: Option<usize>,
}

/// All policies. While the store does not answer, those that were read last, with `trouble`.
#[utoipa::path(get, path = "/api/v1/policies", tag = "policies", params(Query), responses((status = 200, body = PolicyList)))]
pub(crate) async fn list(
    State(app): State<App>,
    Language(lang): Language,
    Params(query): Params<Query>,
) -> Result<Json<PolicyList>, ApiError> {
    if query.limit == Some(0) {
        return Err(ApiError::new(Code::BadQuery).with("reason", "limit is at least 1"));
    }
    let words = Words::of(lang);
    let known = newest(&app).await?;
    let shown = known.held.iter().take(query.limit.unwrap_or(usize::MAX));
    Ok(Json(PolicyList {
        policies: shown.map(|held| PolicyRow::new(held, words)).collect(),
        read_at: Some(rfc3339(known.at)),
        trouble: known.trouble.map(|cause| {
            words.text("policy-trouble", &[("cause", domain::text::visible(&cause).as_ref().into())])
        }),
    }))
}

/// What the store holds now; while it is known to be in trouble, or does not answer, what was read last.
async fn newest(app: &App) -> Result<Known, ApiError> {
    let known = app.policies.known();
    if let Some(known) = known.as_ref().filter(|known| known.trouble.is_some()) {
        return Ok(known.clone());
    }
    let at = app.access.now();
    match with_store(app, |store| store.policies()).await {
        Ok(held) => {
            let revision = known.map_or(0, |known| known.revision);
            Ok(Known { held: held.into(), at, revision, trouble: None })
        }
        Err(error) => {
            let cause = error.internal().unwrap_or_default().to_owned();
            known.map(|known| Known { trouble: Some(cause), ..known }).ok_or(error)
        }
    }
}

/// One policy.
#[utoipa::path(get, path = "/api/v1/policies/{id}", tag = "policies", params(("id" = String, Path, description = "Id of the policy")),
    responses((status = 200, body = PolicyRow)))]
pub(crate) async fn read(
    State(app): State<App>,
    Language(lang): Language,
    PathText(id): PathText,
    _: Params<NoParams>,
) -> Result<Json<PolicyRow>, ApiError> {
    let id = id_of(&id)?;
    Ok(Json(PolicyRow::new(&held(&app, id).await?, Words::of(lang))))
}

/// Adds a policy.
#[utoipa::path(post, path = "/api/v1/policies", tag = "policies", request_body = PolicyBody, responses((status = 201, body = PolicyRow)))]
pub(crate) async fn create(
    State(app): State<App>,
    Language(lang): Language,
    caller: Caller,
    client: Client,
    _: Params<NoParams>,
    Body(body): Body<PolicyBody>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<PolicyRow>), ApiError> {
    let words = Words::of(lang);
    let record = written::new(body, words)?;
    let entry = entry(&app, &caller, &client, SET);
    let written = changing(&app, move |store| store.add_policy(record, entry)).await?;
    let location = [(header::LOCATION, format!("policies/{}", written.id))];
    Ok((StatusCode::CREATED, location, Json(row(written, words))))
}

/// Replaces what a policy says. Fields of other programs stay; `id`, `readable`, `problem`, `seed` and the dates may be sent along and
/// change nothing.
#[utoipa::path(put, path = "/api/v1/policies/{id}", tag = "policies", params(("id" = String, Path, description = "Id of the policy")),
    request_body = PolicyBody, responses((status = 200, body = PolicyRow)))]
pub(crate) async fn replace(
    State(app): State<App>,
    Language(lang): Language,
    caller: Caller,
    client: Client,
    PathText(id): PathText,
    _: Params<NoParams>,
    Body(body): Body<PolicyBody>,
) -> Result<Json<PolicyRow>, ApiError> {
    let words = Words::of(lang);
    let held = held(&app, id_of(&id)?).await?;
    let record = written::over(body, key_of(&held)?, &held.document, words)?;
    let entry = entry(&app, &caller, &client, SET);
    let gone = missing(&held.id);
    let written = changing(&app, move |store| store.import_policies(vec![record], entry)).await?;
    let written = written.into_iter().next().ok_or(gone)?;
    Ok(Json(row(written, words)))
}

/// Removes a policy. It does not come back by itself, not even one that this program brought along.
#[utoipa::path(delete, path = "/api/v1/policies/{id}", tag = "policies", params(("id" = String, Path, description = "Id of the policy")),
    responses((status = 204)))]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    PathText(id): PathText,
    _: Params<NoParams>,
) -> Result<StatusCode, ApiError> {
    let held = held(&app, id_of(&id)?).await?;
    let key = key_of(&held)?;
    let entry = entry(&app, &caller, &client, REMOVED);
    changing(&app, move |store| store.remove_policy(&key, entry)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which rows of a history.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// Rows at the most; 100 without it.
    #[serde(default)]
    #[param(value_type = usize, required = false, minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// Only rows whose `id` is less than this.
    #[serde(default)]
    #[param(value_type = u64, required = false)]
    before: Option<u64>,
}

/// Who changed a policy, newest first: the rows of the audit about it.
#[utoipa::path(get, path = "/api/v1/policies/{id}/history", tag = "policies",
    params(("id" = String, Path, description = "Id of the policy"), HistoryQuery), responses((status = 200, body = AuditList)))]
pub(crate) async fn history(
    State(app): State<App>,
    PathText(id): PathText,
    Params(query): Params<HistoryQuery>,
) -> Result<Json<AuditList>, ApiError> {
    let limit = query.limit.unwrap_or(HISTORY);
    if !(1..=store::limits::AUDIT_PAGE).contains(&limit) {
        return Err(ApiError::new(Code::BadQuery).with("reason", "limit is 1 to 1000"));
    }
    let key = key_of(&held(&app, id_of(&id)?).await?)?;
    let about = AuditAbout {
        actions: [SET, REMOVED, IMPORTED].map(str::to_owned).into(),
        name: Some(key.name.clone()),
    };
    // Of another platform may be a policy of the same name.
    let is_of_this = |row: &store::AuditRow| {
        row.reason.as_deref().and_then(|reason| reason.split(' ').next()) == Some(key.platform.word())
    };
    let (mut found, mut before) = (Vec::new(), query.before);
    loop {
        let page = app.access.audit_about(about.clone(), before, store::limits::AUDIT_PAGE).await?;
        before = page.last().map(|row| row.id);
        found.extend(page.iter().filter(|row| is_of_this(row)).take(limit - found.len()).map(AuditRow::from));
        if found.len() >= limit || page.len() < store::limits::AUDIT_PAGE {
            return Ok(Json(AuditList { audit: found }));
        }
    }
}

/// An id as it stands in a path. What cannot be one is the id of nothing.
fn id_of(text: &str) -> Result<PolicyId, ApiError> {
    text.parse().map_err(|_| ApiError::new(Code::NoSuchPolicy).with("id", text))
}

fn missing(id: &PolicyId) -> ApiError {
    ApiError::new(Code::NoSuchPolicy).with("id", id)
}

async fn held(app: &App, id: PolicyId) -> Result<Held, ApiError> {
    let gone = missing(&id);
    with_store(app, move |store| store.policy(&id)).await?.ok_or(gone)
}

/// What the document is about. Without it nobody can tell what a change would be made to.
fn key_of(held: &Held) -> Result<Key, ApiError> {
    match (held.document.name(), held.document.platform()) {
        (Some(name), Some(platform)) => Ok(Key { name: name.to_owned(), platform }),
        _ => Err(ApiError::new(Code::PolicyUnnamed).with("id", &held.id)),
    }
}

fn row(written: store::Written, words: &Words) -> PolicyRow {
    let document = domain::policy::Document::Readable(Box::new(written.record));
    PolicyRow::new(&Held { id: written.id, document }, words)
}

/// The line of the audit for what a caller does to policies.
fn entry(app: &App, caller: &Caller, client: &Client, action: &str) -> Entry {
    Entry::new(app.access.now(), caller.0.actor(), action).address(auth_peer(client).address())
}

/// Reads the store of policies where waiting for it disturbs nobody, for at most [`PATIENCE`].
async fn with_store<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&dyn PolicyStore) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, ApiError> {
    within(PATIENCE, app, work).await
}

/// Changes the store of policies, for at most [`LONG_PATIENCE`].
async fn changing<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&dyn PolicyStore) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, ApiError> {
    within(LONG_PATIENCE, app, work).await
}

async fn within<T: Send + 'static>(
    patience: Duration,
    app: &App,
    work: impl FnOnce(&dyn PolicyStore) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, ApiError> {
    let store = app.policies.store();
    let working = auth::blocking(move || Ok(work(&*store)));
    match tokio::time::timeout(patience, working).await {
        Ok(done) => done?.map_err(of_store),
        Err(_) => Err(ApiError::new(Code::StoreUnavailable)
            .because("the store of policies does not answer")
            .retry_after(5)),
    }
}

fn of_store(error: StoreError) -> ApiError {
    match &error {
        StoreError::PolicyMissing { name, .. } => ApiError::new(Code::NoSuchPolicy).with("id", name),
        StoreError::PolicyExists { name, .. } => ApiError::new(Code::AlreadyExists).with("name", name),
        StoreError::PoliciesFull { limit } => ApiError::new(Code::TooManyExist).with("limit", limit),
        StoreError::PolicyTooLarge { limit, .. } => ApiError::new(Code::BodyTooLarge).with("limit", limit),
        _ => AuthError::Store(error).into(),
    }
}
