//! Policies: what is known of processes by name, and which may be ended. Reading them is for everybody, writing for admins.
//!
//! Here: the routes on one policy and on all. Lists that come and go as files are in [`exchange`], what a body may say is
//! in [`written`], how a store stands and its documents as they are in [`kept`], what is said of its trouble in [`trouble`], and
//! in the document of how the routes fail in [`problems`].

pub(crate) mod exchange;
pub(crate) mod kept;
mod problems;
pub(super) mod trouble;
mod written;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use domain::Role;
use domain::time::Wall;
use engine::policies::{Known, Trouble};
use serde::Deserialize;
use store::{AuditAbout, Held, PolicyId, PolicyStore, StoreError};
use utoipa::IntoParams;
use words::Words;

use self::problems::{CreateProblems, ListProblems, OneProblems, ReplaceProblems};
use crate::auth;
use crate::http::author::Author;
use crate::http::dto::{AuditList, AuditRow, PolicyBody, PolicyList, PolicyRow, PolicyState, rfc3339};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Body, Language, NoParams, Params, PathText};
use crate::http::front::Caller;
use crate::http::state::App;

/// How long a request waits to read the store of policies, which may be far away.
const PATIENCE: Duration = Duration::from_secs(9);
/// How long a change is waited for: less than a request may take where nothing else is set. One that takes longer is not broken
/// off: whoever asked hears that the store does not answer, and the change may still come about.
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
    limit: Option<NonZeroUsize>,
}

/// All policies. While the store does not answer, those that were read last, with `trouble`. Of a record that is no policy, only admins
/// get more than what it names.
#[utoipa::path(get, path = "/api/v1/policies", tag = "policies", params(Query),
    responses((status = 200, body = PolicyList), ListProblems))]
pub(crate) async fn list(
    State(app): State<App>,
    Language(lang): Language,
    caller: Caller,
    Params(query): Params<Query>,
) -> Result<Json<PolicyList>, ApiError> {
    let words = Words::of(lang);
    let Newest { held, at, now } = newest(&app).await?;
    let shown = held.iter().take(query.limit.unwrap_or(NonZeroUsize::MAX).get());
    let policies = shown.map(|held| shown_to(&caller, held, words)).collect();
    let PolicyState { revision, read_at, trouble } = state_of(at, &now, words);
    Ok(Json(PolicyList { policies, read_at: Some(read_at), trouble, revision }))
}

fn shown_to(caller: &Caller, held: &Held, words: &Words) -> PolicyRow {
    match caller.role() {
        Role::Admin => PolicyRow::new(held, words),
        Role::Operator | Role::Viewer => PolicyRow::without_foreign(held, words),
    }
}

/// What is known of the policies.
struct Newest {
    held: Arc<Vec<Held>>,
    /// When they were seen to be so.
    at: Wall,
    /// The store's number of them; or why it cannot tell now.
    now: Result<u64, Trouble>,
}

/// What the store holds now; while it is known to be in trouble, or does not answer, what was read last.
async fn newest(app: &App) -> Result<Newest, ApiError> {
    // The number first: what is written in between is told by the next one.
    let read = |store: &dyn PolicyStore| Ok((store.policy_revision()?, store.policies()?));
    let last = |known: Known, trouble| Newest { held: known.held, at: known.at, now: Err(trouble) };
    match asked(app, read).await? {
        Ok((at, (revision, held))) => Ok(Newest { held: held.into(), at, now: Ok(revision) }),
        Err((known, trouble)) => Ok(last(known, trouble)),
    }
}

/// How the store stands.
async fn standing(app: &App, words: &Words) -> Result<PolicyState, ApiError> {
    Ok(match asked(app, |store| store.policy_revision()).await? {
        Ok((at, revision)) => state_of(at, &Ok(revision), words),
        Err((known, trouble)) => state_of(known.at, &Err(trouble), words),
    })
}

fn state_of(at: Wall, now: &Result<u64, Trouble>, words: &Words) -> PolicyState {
    let trouble = now.as_ref().err();
    PolicyState {
        revision: now.as_ref().ok().copied(),
        read_at: rfc3339(at),
        trouble: trouble.map(|trouble| trouble::text(trouble, words)),
    }
}

/// The answer of the store and when it was asked; where it is in trouble, what was read last. A store that is known to be
/// in trouble is not asked, so that nobody waits for it.
async fn asked<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&dyn PolicyStore) -> Result<T, StoreError> + Send + 'static,
) -> Result<Result<(Wall, T), (Known, Trouble)>, ApiError> {
    let mut known = app.policies.known();
    if let Some(known) = &mut known
        && let Some(trouble) = known.trouble.take()
    {
        return Ok(Err((known.clone(), trouble)));
    }
    let at = app.access.now();
    let (problem, trouble) = match answer(PATIENCE, app, work).await {
        Ok(Ok(found)) => return Ok(Ok((at, found))),
        Ok(Err(error)) => (trouble::problem(&error), Trouble::Store(Arc::new(error))),
        Err(error) => (error, Trouble::Silent(PATIENCE)),
    };
    known.map(|known| Err((known, trouble))).ok_or(problem)
}

/// One policy.
#[utoipa::path(get, path = "/api/v1/policies/{id}", tag = "policies", params(("id" = String, Path, description = "Id of the policy")),
    responses((status = 200, body = PolicyRow), OneProblems))]
pub(crate) async fn read(
    State(app): State<App>,
    Language(lang): Language,
    caller: Caller,
    PathText(id): PathText,
    _: Params<NoParams>,
) -> Result<Json<PolicyRow>, ApiError> {
    let id = id_of(&id)?;
    Ok(Json(shown_to(&caller, &held(&app, id).await?, Words::of(lang))))
}

/// Adds a policy.
#[utoipa::path(post, path = "/api/v1/policies", tag = "policies", request_body = PolicyBody,
    responses((status = 201, body = PolicyRow), CreateProblems))]
pub(crate) async fn create(
    State(app): State<App>,
    Language(lang): Language,
    author: Author,
    _: Params<NoParams>,
    Body(body): Body<PolicyBody>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<PolicyRow>), ApiError> {
    let words = Words::of(lang);
    let record = written::new(body, words)?;
    let entry = author.entry(&app, SET);
    let written = changing(&app, move |store| store.add_policy(record, entry)).await?;
    let location = [(header::LOCATION, format!("policies/{}", written.id))];
    Ok((StatusCode::CREATED, location, Json(row(written, words))))
}

/// Replaces what a policy says. Fields of other programs stay; `id`, `readable`, `problem`, `seed` and the dates may be sent along and
/// change nothing. Of a record that does not tell its name or platform, they have to be sent.
#[utoipa::path(put, path = "/api/v1/policies/{id}", tag = "policies", params(("id" = String, Path, description = "Id of the policy")),
    request_body = PolicyBody, responses((status = 200, body = PolicyRow), ReplaceProblems))]
pub(crate) async fn replace(
    State(app): State<App>,
    Language(lang): Language,
    author: Author,
    PathText(id): PathText,
    _: Params<NoParams>,
    Body(body): Body<PolicyBody>,
) -> Result<Json<PolicyRow>, ApiError> {
    let words = Words::of(lang);
    let held = held(&app, id_of(&id)?).await?;
    let record = written::over(body, &held.document, words)?;
    let entry = author.entry(&app, SET);
    let written = changing(&app, move |store| store.correct_document(&held.id, record, entry)).await?;
    Ok(Json(row(written, words)))
}

/// Removes a record, and no other of its name. It does not come back by itself, not even one that this program brought along.
#[utoipa::path(delete, path = "/api/v1/policies/{id}", tag = "policies", params(("id" = String, Path, description = "Id of the policy")),
    responses((status = 204), OneProblems))]
pub(crate) async fn remove(
    State(app): State<App>,
    author: Author,
    PathText(id): PathText,
    _: Params<NoParams>,
) -> Result<StatusCode, ApiError> {
    let id = id_of(&id)?;
    let entry = author.entry(&app, REMOVED);
    changing(&app, move |store| store.remove_document(&id, entry)).await?;
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
    #[param(value_type = u64, required = false, format = "uint64")]
    before: Option<u64>,
}

/// Who changed a policy, newest first: the rows of the audit about it.
#[utoipa::path(get, path = "/api/v1/policies/{id}/history", tag = "policies",
    params(("id" = String, Path, description = "Id of the policy"), HistoryQuery),
    responses((status = 200, body = AuditList), OneProblems))]
pub(crate) async fn history(
    State(app): State<App>,
    PathText(id): PathText,
    Params(query): Params<HistoryQuery>,
) -> Result<Json<AuditList>, ApiError> {
    let limit = query.limit.unwrap_or(HISTORY);
    if !(1..=store::limits::AUDIT_PAGE).contains(&limit) {
        return Err(ApiError::new(Code::BadQuery).with("reason", "limit is 1 to 1000"));
    }
    let Held { id, document } = held(&app, id_of(&id)?).await?;
    let about = AuditAbout {
        actions: [SET, REMOVED, IMPORTED].map(str::to_owned).into(),
        name: Some(document.name().unwrap_or(id.as_str()).to_owned()),
        actor: None,
    };
    // Of another platform may be a policy of the same name.
    let is_of_this = |row: &store::AuditRow| {
        document.platform().is_none_or(|platform| {
            row.reason.as_deref().and_then(|reason| reason.split(' ').next()) == Some(platform.word())
        })
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

fn row(written: store::Written, words: &Words) -> PolicyRow {
    let document = domain::policy::Document::Readable(Box::new(written.record));
    PolicyRow::new(&Held { id: written.id, document }, words)
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
    answer(patience, app, work).await?.map_err(|error| trouble::problem(&error))
}

/// What the store says, if it says anything in time.
async fn answer<T: Send + 'static>(
    patience: Duration,
    app: &App,
    work: impl FnOnce(&dyn PolicyStore) -> Result<T, StoreError> + Send + 'static,
) -> Result<Result<T, StoreError>, ApiError> {
    let (store, waiting) = (app.policies.store(), Arc::clone(&app.waiting));
    // The place is given back when the store has answered, not when nobody waits for it any more.
    let working = async move {
        let place = waiting.acquire_owned().await;
        auth::blocking(move || Ok((work(&*store), place).0)).await
    };
    match tokio::time::timeout(patience, working).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(trouble::silent()),
    }
}
