//! Plans, and ending, pausing and resuming processes. Everything is decided at the engine's desk, from what it reads itself:
//! nothing that a request says can permit anything.

use std::collections::HashSet;
use std::time::Duration;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use domain::ProcessKey;
use domain::decide::Deed as DomainDeed;
use domain::key::KeyError;
use engine::deeds::{self, Asker, Connection, DeedError, Deeds, Request};
use serde::Deserialize;
use store::Actor;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use utoipa::IntoParams;
use words::{Lang, Words};

use crate::http::client::Client;
use crate::http::deed_error::problem;
use crate::http::dto::{
    Deed, DeedOrder, EndRow, Ends, EndsOrder, Gaps, LONGEST_PAUSE, MOST_KEYS, Outcome, PauseOrder, Plan,
    Problem, USUAL_PAUSE,
};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Body, Language, NoParams, OptionalBody, Params, PathText};
use crate::http::front::Caller;
use crate::http::state::App;

/// Digits of the id of a plan.
const PLAN_ID: usize = 32;

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

/// Who asks, and how the question came.
pub(crate) struct Who {
    caller: Caller,
    client: Client,
    connection: Connection,
}

impl FromRequestParts<App> for Who {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let client = Client::from_request_parts(parts, app).await?;
        let connection = parts
            .extensions
            .get::<Connection>()
            .copied()
            .ok_or_else(|| ApiError::new(Code::Internal).because("a request without a connection"))?;
        let connection = match connection {
            Connection::Tcp { peer, local, .. } => Connection::Tcp { peer, local, client: client.address },
            other => other,
        };
        Ok(Self { caller, client, connection })
    }
}

impl Who {
    fn actor(&self) -> Actor {
        self.caller.0.actor()
    }

    /// For the desk; takes a moment.
    fn asker(&self, deeds: &Deeds) -> Asker {
        deeds.asker(self.actor(), self.caller.role(), self.client.address, self.connection)
    }

    /// Writes down what was refused before the desk heard of it, and refuses it.
    async fn refuse(&self, app: &App, deed: DomainDeed, key: Option<&str>, error: ApiError) -> ApiError {
        let entry = store::Entry::new(app.access.now(), self.actor(), deed.word())
            .outcome(store::Outcome::Refused)
            .code(error.word())
            .address(self.client.address);
        let entry = match key {
            Some(key) => entry.key(key),
            None => entry,
        };
        app.access.record_refusal(entry).await;
        error
    }
}

/// What ending (pausing, resuming) this process would do, and whether it would be permitted now. Nothing is done.
///
/// 404: never seen. 409: the pid belongs to another process now. 410: it has ended. 422: a bare pid.
#[utoipa::path(get, path = "/api/v1/processes/{key}/plan", tag = "processes",
    params(("key" = String, Path, description = "`PID-STARTED`", example = "1324-88120"), PlanQuery),
    responses((status = 200, body = Plan), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn plan(
    State(app): State<App>,
    who: Who,
    Language(lang): Language,
    PathText(text): PathText,
    Params(query): Params<PlanQuery>,
) -> Result<Json<Plan>, ApiError> {
    let key = key_of(&text)?;
    let place = app.planning.clone().try_acquire_owned();
    let place = place.map_err(|_| ApiError::new(Code::Busy).retry_after(2))?;
    let (deed, group) = (query.kind.unwrap_or_default().into(), query.group.unwrap_or(false));
    let desk = app.deeds.clone();
    let planned = spawn_blocking(move || {
        let planned = desk.plan(deed, key, group, &who.asker(&desk));
        drop(place);
        planned
    });
    let planned = planned.await.map_err(|error| ApiError::new(Code::Internal).because(error))?;
    let now = app.engine.latest();
    let planned = planned.map_err(|error| problem(error, key, now.as_deref()))?;
    let process = now.as_ref().and_then(|now| now.process(key));
    let name = process.map(|process| process.sample.identity.name.clone());
    Ok(Json(Plan::new(&planned, name, Words::of(lang))))
}

/// Asks the process to end, and makes it end if it does not within a few seconds. The answer comes when the outcome is known; it
/// is carried out even if nobody waits for it.
///
/// 403: refused, `code` says why. 404: never seen. 409: not the same process, or changed since the plan. 410: it has ended. 422: a bare pid.
#[utoipa::path(post, path = "/api/v1/processes/{key}/end", tag = "processes",
    params(("key" = String, Path, description = "`PID-STARTED`", example = "1324-88120")), request_body = DeedOrder,
    responses((status = 200, body = Outcome), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end(
    State(app): State<App>,
    who: Who,
    Language(lang): Language,
    PathText(text): PathText,
    _: Params<NoParams>,
    order: Result<OptionalBody<DeedOrder>, ApiError>,
) -> Result<Json<Outcome>, ApiError> {
    act(&app, who, DomainDeed::End, &text, order.and_then(|OptionalBody(order)| order.checked()), lang).await
}

/// Makes the process stand still. It goes on by itself after `minutes`, or when it is resumed.
///
/// Answers and refusals are those of `end`.
#[utoipa::path(post, path = "/api/v1/processes/{key}/pause", tag = "processes",
    params(("key" = String, Path, description = "`PID-STARTED`", example = "1324-88120")), request_body = PauseOrder,
    responses((status = 200, body = Outcome), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn pause(
    State(app): State<App>,
    who: Who,
    Language(lang): Language,
    PathText(text): PathText,
    _: Params<NoParams>,
    order: Result<OptionalBody<PauseOrder>, ApiError>,
) -> Result<Json<Outcome>, ApiError> {
    act(&app, who, DomainDeed::Pause, &text, order.and_then(|OptionalBody(order)| order.checked()), lang)
        .await
}

/// Lets the process go on.
///
/// Answers and refusals are those of `end`.
#[utoipa::path(post, path = "/api/v1/processes/{key}/resume", tag = "processes",
    params(("key" = String, Path, description = "`PID-STARTED`", example = "1324-88120")), request_body = DeedOrder,
    responses((status = 200, body = Outcome), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn resume(
    State(app): State<App>,
    who: Who,
    Language(lang): Language,
    PathText(text): PathText,
    _: Params<NoParams>,
    order: Result<OptionalBody<DeedOrder>, ApiError>,
) -> Result<Json<Outcome>, ApiError> {
    act(&app, who, DomainDeed::Resume, &text, order.and_then(|OptionalBody(order)| order.checked()), lang)
        .await
}

/// Ends several processes, each judged alone. The answer comes when all outcomes are known, one row for each in the order asked for.
#[utoipa::path(post, path = "/api/v1/ends", tag = "processes", request_body = EndsOrder,
    responses((status = 200, body = Ends), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end_several(
    State(app): State<App>,
    who: Who,
    Language(lang): Language,
    _: Params<NoParams>,
    order: Result<Body<EndsOrder>, ApiError>,
) -> Result<Json<Ends>, ApiError> {
    let keys = match order.and_then(|Body(order)| keys_of(&order.keys)) {
        Ok(keys) => keys,
        Err(error) => return Err(who.refuse(&app, DomainDeed::End, None, error).await),
    };
    let desk = app.deeds.clone();
    let asked = keys.clone();
    let begun = spawn_blocking(move || {
        let asker = who.asker(&desk);
        let begin = |key: &ProcessKey| {
            let order = Order { group: false, plan: None, wake_after: None };
            desk.start(order.of(DomainDeed::End, *key), asker.clone())
        };
        asked.iter().map(begin).collect::<Vec<_>>()
    });
    let begun = begun.await.map_err(|error| ApiError::new(Code::Internal).because(error))?;
    let mut answers = Vec::with_capacity(begun.len());
    for (key, answer) in keys.into_iter().zip(begun) {
        answers.push((key, heard(answer).await));
    }
    let words = Words::of(lang);
    Ok(Json(Ends { ends: answers.into_iter().map(|(key, answer)| row(&app, key, answer, words)).collect() }))
}

fn row(app: &App, key: ProcessKey, answer: Result<deeds::Outcome, DeedError>, words: &Words) -> EndRow {
    let now = app.engine.latest();
    let mut gaps = Gaps::default();
    let known =
        now.as_ref().and_then(|now| now.process(key)).map(|process| process.sample.identity.name.clone());
    let (name, outcome, refused) = match answer {
        Ok(outcome) => {
            (Some(outcome.name.clone()), Some(Outcome::new(&outcome, now.as_deref(), words)), None)
        }
        Err(error) => (known, None, Some(problem(error, key, now.as_deref()).problem(words.lang()))),
    };
    let (code, reason) = refused.map(|problem| (problem.code, problem.detail)).unzip();
    EndRow {
        key: key.to_string(),
        name: gaps.take("name", name.ok_or(domain::Gap::Gone)),
        outcome: gaps.take_optional("outcome", Ok(outcome)),
        code: gaps.take_optional("code", Ok(code)),
        reason: gaps.take_optional("reason", Ok(reason)),
        gaps,
    }
}

/// An order that makes sense.
#[derive(Debug)]
struct Order {
    group: bool,
    plan: Option<String>,
    wake_after: Option<Duration>,
}

impl Order {
    fn of(self, deed: DomainDeed, key: ProcessKey) -> Request {
        Request { deed, key, group: self.group, plan: self.plan, wake_after: self.wake_after }
    }
}

impl DeedOrder {
    fn checked(self) -> Result<Order, ApiError> {
        Ok(Order { group: self.group, plan: checked_plan(self.plan)?, wake_after: None })
    }
}

impl PauseOrder {
    fn checked(self) -> Result<Order, ApiError> {
        let minutes = self.minutes.unwrap_or(Some(USUAL_PAUSE));
        if minutes.is_some_and(|minutes| !(1..=LONGEST_PAUSE).contains(&minutes)) {
            return Err(invalid(format!("minutes is 1 to {LONGEST_PAUSE}, or null")));
        }
        let wake_after = minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
        Ok(Order { group: self.group, plan: checked_plan(self.plan)?, wake_after })
    }
}

fn checked_plan(plan: Option<String>) -> Result<Option<String>, ApiError> {
    let is_id = |text: &String| {
        text.len() == PLAN_ID && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    if plan.as_ref().is_none_or(is_id) { Ok(plan) } else { Err(invalid("plan is the id of a plan")) }
}

fn invalid(reason: impl std::fmt::Display) -> ApiError {
    ApiError::new(Code::InvalidBody).with("reason", reason)
}

/// A process by its whole key. Whoever has a pid now may be somebody else than was meant.
fn key_of(text: &str) -> Result<ProcessKey, ApiError> {
    text.parse().map_err(|error| match error {
        KeyError::BarePid(pid) => ApiError::new(Code::BarePid).with("pid", pid),
        KeyError::Malformed => ApiError::new(Code::NoSuchProcess).with("key", text),
    })
}

fn keys_of(texts: &[String]) -> Result<Vec<ProcessKey>, ApiError> {
    if texts.is_empty() || texts.len() > MOST_KEYS {
        return Err(invalid(format!("keys are 1 to {MOST_KEYS} processes")));
    }
    let keys: Vec<ProcessKey> = texts.iter().map(|text| key_of(text)).collect::<Result<_, _>>()?;
    let mut seen = HashSet::new();
    match keys.iter().find(|key| !seen.insert(**key)) {
        Some(twice) => Err(invalid(format!("{twice} is named twice"))),
        None => Ok(keys),
    }
}

/// Has it done and waits for what came of it. It is done whether or not anybody still waits.
async fn act(
    app: &App,
    who: Who,
    deed: DomainDeed,
    text: &str,
    order: Result<Order, ApiError>,
    lang: Lang,
) -> Result<Json<Outcome>, ApiError> {
    let (key, order) = match key_of(text).and_then(|key| Ok((key, order?))) {
        Ok(both) => both,
        Err(error) => return Err(who.refuse(app, deed, Some(text), error).await),
    };
    let desk = app.deeds.clone();
    let begun = spawn_blocking(move || {
        let asker = who.asker(&desk);
        desk.start(order.of(deed, key), asker)
    });
    let answer = begun.await.map_err(|error| ApiError::new(Code::Internal).because(error))?;
    let outcome = heard(answer).await;
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
