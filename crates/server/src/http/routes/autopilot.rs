//! The autopilot: its rules, how they are doing, and the stop of everything. Reading is for everybody, stopping for
//! operators, rules and going on for admins.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::autopilot::{Fault, Invalid, Rule};
use engine::autopilot::Switch;
use store::{Entry, HeldRule, RuleFault, StoreError};
use words::Words;

use crate::auth::{self, AuthError};
use crate::http::client::Client;
use crate::http::dto::{
    Autopilot, AutopilotMatch, AutopilotPreview, AutopilotRule, AutopilotRuleBody, AutopilotStop,
    rule_problem,
};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Body, Language, NoParams, Params, PathText};
use crate::http::front::{Caller, auth_peer};
use crate::http::state::App;

/// Processes of a preview that are answered.
const PREVIEW: usize = 1000;
/// The id of a rule that has none yet.
const UNNAMED: &str = "preview";

/// The rules, how they are doing, and what stops them.
#[utoipa::path(get, path = "/api/v1/autopilot", tag = "autopilot", responses((status = 200, body = Autopilot)))]
pub(crate) async fn read(
    State(app): State<App>,
    Language(lang): Language,
    _: Params<NoParams>,
) -> Result<Json<Autopilot>, ApiError> {
    let (held, stop) = with_switch(&app, lang, |switch| Ok((switch.rules().rules()?, now(switch)))).await?;
    Ok(Json(Autopilot::new(stop, &held, &app.autopilot.status(), Words::of(lang))))
}

/// Writes a rule. Enforcing it needs a rehearsal of 24 hours with the same `match`, `when`, `action` and `limits`, or
/// `override`, which the audit names.
#[utoipa::path(put, path = "/api/v1/autopilot/rules/{id}", tag = "autopilot", params(("id" = String, Path, description = "Id of the rule")),
    request_body = AutopilotRuleBody, responses((status = 200, body = AutopilotRule)))]
pub(crate) async fn put(
    State(app): State<App>,
    Language(lang): Language,
    caller: Caller,
    client: Client,
    PathText(id): PathText,
    _: Params<NoParams>,
    Body(body): Body<AutopilotRuleBody>,
) -> Result<Json<AutopilotRule>, ApiError> {
    let overridden = body.r#override;
    let rule = rule_of(body, Some(&id), lang)?;
    let entry = entry(&app, &caller, &client, "rule_set");
    let held =
        with_switch(&app, lang, move |switch| switch.rules().put_rule(&rule, overridden, entry)).await?;
    Ok(Json(shown(&app, &held, lang)))
}

/// Removes a rule with all that it remembers.
#[utoipa::path(delete, path = "/api/v1/autopilot/rules/{id}", tag = "autopilot", params(("id" = String, Path, description = "Id of the rule")),
    responses((status = 204)))]
pub(crate) async fn remove(
    State(app): State<App>,
    Language(lang): Language,
    caller: Caller,
    client: Client,
    PathText(id): PathText,
    _: Params<NoParams>,
) -> Result<StatusCode, ApiError> {
    let entry = entry(&app, &caller, &client, "rule_removed");
    with_switch(&app, lang, move |switch| switch.rules().remove_rule(&id, entry)).await?;
    app.autopilot.changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a rule that stopped itself go on.
#[utoipa::path(post, path = "/api/v1/autopilot/rules/{id}/reset", tag = "autopilot", params(("id" = String, Path, description = "Id of the rule")),
    responses((status = 200, body = AutopilotRule)))]
pub(crate) async fn reset(
    State(app): State<App>,
    Language(lang): Language,
    caller: Caller,
    client: Client,
    PathText(id): PathText,
    _: Params<NoParams>,
) -> Result<Json<AutopilotRule>, ApiError> {
    let entry = entry(&app, &caller, &client, "rule_reset");
    let held = with_switch(&app, lang, move |switch| {
        switch.rules().reset_rule(&id, entry)?;
        switch.rules().rule(&id)?.ok_or(StoreError::RuleMissing { id })
    })
    .await?;
    Ok(Json(shown(&app, &held, lang)))
}

/// The processes that a rule would fit now. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/autopilot/preview", tag = "autopilot", request_body = AutopilotRuleBody,
    responses((status = 200, body = AutopilotPreview)))]
pub(crate) async fn preview(
    State(app): State<App>,
    Language(lang): Language,
    _: Params<NoParams>,
    Body(body): Body<AutopilotRuleBody>,
) -> Result<Json<AutopilotPreview>, ApiError> {
    let rule = rule_of(body, None, lang)?;
    rule.check().map_err(|why| invalid(&RuleFault::Invalid(why), lang))?;
    let snapshot = app.engine.latest().ok_or(Code::NotReady)?;
    let deeds = app.deeds.clone();
    let found = auth::blocking(move || {
        let Ok(processes) = &snapshot.processes else { return Ok(None) };
        let outlooks = deeds.outlooks(&snapshot);
        let at = snapshot.at.seconds();
        let mut total = 0;
        let mut matches = Vec::new();
        for process in processes.iter().filter(|process| rule.fits(process, at)) {
            total += 1;
            if matches.len() < PREVIEW {
                let refusal = outlooks.of(process.sample.key).err().map(domain::decide::Refusal::code);
                matches.push(AutopilotMatch::new(process, refusal));
            }
        }
        Ok(Some(AutopilotPreview { matches, total }))
    });
    found.await?.map(Json).ok_or_else(|| Code::NotReady.into())
}

/// Stops everything: rules rehearse until somebody lets them go on.
#[utoipa::path(post, path = "/api/v1/autopilot/stop", tag = "autopilot", responses((status = 200, body = AutopilotStop)))]
pub(crate) async fn stop(
    State(app): State<App>,
    Language(lang): Language,
    caller: Caller,
    client: Client,
    _: Params<NoParams>,
) -> Result<Json<AutopilotStop>, ApiError> {
    let entry = entry(&app, &caller, &client, "autopilot_stop");
    let stop = with_switch(&app, lang, move |switch| {
        if let Some(half) = switch.stop(entry)?.half {
            tracing::warn!(error = %half, "the autopilot is stopped in one of two ways only");
        }
        Ok(now(switch))
    });
    let stop = stop.await?;
    app.autopilot.changed();
    Ok(Json(stop))
}

/// Lets everything go on.
#[utoipa::path(post, path = "/api/v1/autopilot/start", tag = "autopilot", responses((status = 200, body = AutopilotStop)))]
pub(crate) async fn start(
    State(app): State<App>,
    Language(lang): Language,
    caller: Caller,
    client: Client,
    _: Params<NoParams>,
) -> Result<Json<AutopilotStop>, ApiError> {
    let entry = entry(&app, &caller, &client, "autopilot_start");
    let stop = with_switch(&app, lang, move |switch| {
        switch.start(entry)?;
        Ok(now(switch))
    });
    let stop = stop.await?;
    app.autopilot.changed();
    Ok(Json(stop))
}

fn now(switch: &Switch) -> AutopilotStop {
    AutopilotStop::new(switch.stop_now().as_ref(), switch.file())
}

/// The rule after a change, which the autopilot is told of.
fn shown(app: &App, held: &HeldRule, lang: words::Lang) -> AutopilotRule {
    app.autopilot.changed();
    AutopilotRule::new(held, &app.autopilot.status(), Words::of(lang))
}

fn entry(app: &App, caller: &Caller, client: &Client, action: &str) -> Entry {
    Entry::new(app.access.now(), caller.0.actor(), action).address(auth_peer(client).address())
}

/// The rule of a body; its own id has to be that of the address.
fn rule_of(body: AutopilotRuleBody, id: Option<&str>, lang: words::Lang) -> Result<Rule, ApiError> {
    let named = body.id.clone();
    if let (Some(id), Some(named)) = (id, &named)
        && id != named
    {
        return Err(ApiError::new(Code::InvalidBody).with("reason", "id is another one than in the address"));
    }
    let id = id.map_or_else(|| named.unwrap_or_else(|| UNNAMED.to_owned()), str::to_owned);
    body.rule(&id).map_err(|fault: Fault| invalid(&fault.into(), lang))
}

fn invalid(fault: &RuleFault, lang: words::Lang) -> ApiError {
    ApiError::new(Code::InvalidRule).with("reason", rule_problem(fault, Words::of(lang)))
}

/// Works with the rules on a thread that may wait for the disk.
async fn with_switch<T: Send + 'static>(
    app: &App,
    lang: words::Lang,
    work: impl FnOnce(&Switch) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, ApiError> {
    let autopilot = app.autopilot.clone();
    let done = auth::blocking(move || Ok(work(autopilot.switch())?));
    done.await.map_err(|error| match error {
        AuthError::Store(StoreError::RuleInvalid(Invalid::NotRehearsed)) => Code::RehearsalNeeded.into(),
        AuthError::Store(StoreError::RuleInvalid(why)) => invalid(&why.into(), lang),
        AuthError::Store(StoreError::RuleMissing { id }) => ApiError::new(Code::NoSuchRule).with("id", id),
        AuthError::Store(StoreError::RulesFull { limit }) => {
            ApiError::new(Code::TooManyExist).with("limit", limit)
        }
        AuthError::Store(StoreError::RuleTooLarge { limit, .. }) => {
            ApiError::new(Code::BodyTooLarge).with("limit", limit)
        }
        other => other.into(),
    })
}
