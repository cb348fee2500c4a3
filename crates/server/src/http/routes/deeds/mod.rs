//! Plans, and ending, pausing and resuming processes. Everything is decided at the engine's desk, from what it reads itself:
//! nothing that a request says can permit anything.
//!
//! Here: the routes on one process. Several at once are in [`several`], what a body may ask for is in [`order`].

mod order;
pub(crate) mod several;
mod who;

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use domain::decide::{Deed as DomainDeed, Refusal};
use engine::deeds::{self, DeedError};
use serde::Deserialize;
use tokio::sync::oneshot;
use utoipa::IntoParams;
use words::{Lang, Words};

use self::order::{Asked, key_of};
use self::who::Who;
use crate::http::blocking;
use crate::http::deed_error::problem;
use crate::http::dto::{Deed, DeedOrder, Outcome, PauseOrder, Plan};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Language, NoParams, OptionalBody, Params, PathText};
use crate::http::openapi::{Problems, codes, problems};
use crate::http::state::App;

/// How long a plan waits for others that are being made.
const PLACE: Duration = Duration::from_secs(2);

/// What the plan is for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PlanQuery {
    /// `end` (the default), `pause` or `resume`.
    #[serde(default)]
    #[param(value_type = Deed, required = false, inline)]
    kind: Option<Deed>,
    /// With everything below it; `false` without it.
    #[serde(default)]
    #[param(value_type = bool, required = false)]
    group: Option<bool>,
}

/// How a plan fails. That something would be refused is no failure: the plan says so.
pub(crate) enum PlanProblems {}

impl utoipa::IntoResponses for PlanProblems {
    fn responses() -> Problems {
        problems(&[
            (403, "`unread`: nothing of the process can be read, so that nothing can be planned."),
            NEVER_SEEN,
            (409, "`not_the_same_process`: the pid belongs to another process now."),
            HAS_ENDED,
            (422, "`bare_pid`: a pid alone could be anybody by now."),
            (503, "`busy`: too many plans are being made; `Retry-After` says when to ask again."),
        ])
    }
}

/// How a deed fails. Nothing was done then, and the audit has it.
pub(crate) enum DeedProblems {}

impl utoipa::IntoResponses for DeedProblems {
    fn responses() -> Problems {
        let left_alone = codes(Refusal::CODES);
        let refused = format!(
            "Refused; `code` says why: `forbidden` (your role), `denied` (by the operating system), or why this process is left alone: \
             {left_alone}. With `group` and without `plan`, `detail` names the process below it that is left alone."
        );
        problems(&[
            (403, &refused),
            NEVER_SEEN,
            (
                409,
                "`not_the_same_process`: the pid belongs to another process now. `changed_since_plan`: the plan that was sent along does \
                 not hold any more.",
            ),
            HAS_ENDED,
            (
                422,
                "`bare_pid`: a pid alone could be anybody by now. `invalid_body`: an unknown field or a bad value.",
            ),
            (
                503,
                "`audit_unavailable`: nothing is done that cannot be recorded. `busy`: too much is being done. `stopping`: the server \
                 stops. `Retry-After` says when to ask again.",
            ),
        ])
    }
}

const NEVER_SEEN: (u16, &str) = (404, "`no_such_process`: no process with that key was ever seen.");
const HAS_ENDED: (u16, &str) = (410, "`gone`: the process has ended already.");

/// What ending, pausing or resuming this process would do.
///
/// Nothing is done, and nothing is permitted by it: `permitted`, `code` and `reason` say how it would be decided now, for your role.
/// Send the `id` of the plan that a person agreed to along with the deed: it stays the same as long as the deed, the process with its
/// file and users and, with `group`, everybody below it and who of them is left alone stay the same.
#[utoipa::path(get, path = "/api/v1/processes/{key}/plan", tag = "processes",
    params(("key" = String, Path, description = "`PID-STARTED`", example = "1324-88120"), PlanQuery),
    responses((status = 200, description = "The plan.", body = Plan), PlanProblems))]
pub(crate) async fn plan(
    State(app): State<App>,
    who: Who,
    Language(lang): Language,
    PathText(text): PathText,
    Params(query): Params<PlanQuery>,
) -> Result<Json<Plan>, ApiError> {
    let key = key_of(&text)?;
    let place = tokio::time::timeout(PLACE, app.waiting.clone().acquire_owned()).await;
    let place = place.map_err(|_| ApiError::new(Code::Busy).retry_after(2))?;
    let (deed, group) = (query.kind.unwrap_or_default().into(), query.group.unwrap_or(false));
    let desk = app.deeds.clone();
    let planned = blocking(move || {
        let planned = desk.plan(deed, key, group, &who.asker(&desk));
        drop(place);
        planned
    });
    let planned = planned.await?;
    let now = app.engine.latest();
    let planned = planned.map_err(|error| problem(error, key, now.as_deref()))?;
    let process = now.as_ref().and_then(|now| now.process(key));
    let name = process.map(|process| process.sample.identity.name.clone());
    Ok(Json(Plan::new(&planned, name, Words::of(lang))))
}

/// Ends a process.
///
/// It is asked to (TERM), and made to (KILL) if it still runs some seconds later and may still be ended then. Everything is decided on
/// anew by what is read at that moment. The answer comes when the outcome is known, which may take longer than other answers; what was
/// begun is carried out even if nobody waits for it.
///
/// With `group` everything below the process ends too, each decided on alone. One that is left alone stops the whole group, unless the
/// plan that is sent along showed it. The body may be left out.
#[utoipa::path(post, path = "/api/v1/processes/{key}/end", tag = "processes",
    params(("key" = String, Path, description = "`PID-STARTED`", example = "1324-88120")),
    request_body(content = Option<DeedOrder>, example = json!({"group": false, "plan": "0f3a5c7e9b1d2f4a6c8e0b2d4f6a8c1e"})),
    responses((status = 200, description = "What came of it.", body = Outcome), DeedProblems))]
pub(crate) async fn end(
    State(app): State<App>,
    who: Who,
    Language(lang): Language,
    PathText(text): PathText,
    _: Params<NoParams>,
    body: Result<OptionalBody<DeedOrder>, ApiError>,
) -> Result<Json<Outcome>, ApiError> {
    act(&app, who, DomainDeed::End, &text, body, lang).await
}

/// Makes a process stand still.
///
/// It goes on by itself after `minutes` (30 without it), when somebody resumes it, or when the server stops; with `"minutes": null` it
/// stands still until somebody resumes it. Until then `paused` of the process says by whom and until when. What may not be ended may
/// not be paused. The body may be left out.
#[utoipa::path(post, path = "/api/v1/processes/{key}/pause", tag = "processes",
    params(("key" = String, Path, description = "`PID-STARTED`", example = "1324-88120")),
    request_body(content = Option<PauseOrder>, example = json!({"minutes": 60})),
    responses((status = 200, description = "What came of it.", body = Outcome), DeedProblems))]
pub(crate) async fn pause(
    State(app): State<App>,
    who: Who,
    Language(lang): Language,
    PathText(text): PathText,
    _: Params<NoParams>,
    body: Result<OptionalBody<PauseOrder>, ApiError>,
) -> Result<Json<Outcome>, ApiError> {
    act(&app, who, DomainDeed::Pause, &text, body, lang).await
}

/// Lets a process go on that stands still.
///
/// What may not be ended may not be resumed. The body may be left out.
#[utoipa::path(post, path = "/api/v1/processes/{key}/resume", tag = "processes",
    params(("key" = String, Path, description = "`PID-STARTED`", example = "1324-88120")),
    request_body(content = Option<DeedOrder>, example = json!({})),
    responses((status = 200, description = "What came of it.", body = Outcome), DeedProblems))]
pub(crate) async fn resume(
    State(app): State<App>,
    who: Who,
    Language(lang): Language,
    PathText(text): PathText,
    _: Params<NoParams>,
    body: Result<OptionalBody<DeedOrder>, ApiError>,
) -> Result<Json<Outcome>, ApiError> {
    act(&app, who, DomainDeed::Resume, &text, body, lang).await
}

/// Has it done and waits for what came of it. It is done whether or not anybody still waits.
async fn act<Body: Asked>(
    app: &App,
    who: Who,
    deed: DomainDeed,
    text: &str,
    body: Result<OptionalBody<Body>, ApiError>,
    lang: Lang,
) -> Result<Json<Outcome>, ApiError> {
    let order = |body: OptionalBody<Body>| body.0.checked();
    let (key, order) = match key_of(text).and_then(|key| Ok((key, body.and_then(order)?))) {
        Ok(both) => both,
        Err(error) => return Err(who.refuse(app, deed, Some(text), error).await),
    };
    let desk = app.deeds.clone();
    let begun = blocking(move || {
        let asker = who.asker(&desk);
        desk.start(order.of(deed, key), asker)
    });
    let outcome = heard(begun.await?).await;
    let now = app.engine.latest();
    let outcome = outcome.map_err(|error| problem(error, key, now.as_deref()))?;
    Ok(Json(Outcome::new(&outcome, now.as_deref(), Words::of(lang))))
}

/// The answer of the desk; one that never comes means that it was closed.
async fn heard(
    answer: oneshot::Receiver<Result<deeds::Outcome, DeedError>>,
) -> Result<deeds::Outcome, DeedError> {
    answer.await.unwrap_or(Err(DeedError::Stopping))
}
