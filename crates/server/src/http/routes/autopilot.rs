//! The autopilot: its rules, how they are doing, and the stop of everything. Reading is for everybody, stopping for
//! operators, rules and going on for admins.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::autopilot::{Fault, Invalid, Rule};
use engine::autopilot::Switch;
use store::{HeldRule, RuleFault, StoreError};
use words::Words;

use crate::auth::{self, AuthError};
use crate::http::author::Author;
use crate::http::dto::{
    Autopilot, AutopilotMatch, AutopilotPreview, AutopilotRule, AutopilotRuleBody, AutopilotStop,
    rule_problem,
};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Body, Language, NoParams, Params, PathText};
use crate::http::openapi::{Problems, problems};
use crate::http::state::App;

use super::policies::trouble;

/// How a preview fails.
pub(crate) enum PreviewProblems {}

impl utoipa::IntoResponses for PreviewProblems {
    fn responses() -> Problems {
        problems(&[
            (422, "`invalid_rule`, `invalid_body`: as for `PUT autopilot/rules/{id}`."),
            (503, "`not_ready`: no process has been read yet."),
        ])
    }
}

/// Processes of a preview that are answered.
const PREVIEW: usize = 1000;
/// The id of a rule that has none yet.
const UNNAMED: &str = "preview";

/// How the routes on one rule fail. Nothing was changed then.
pub(crate) enum RuleProblems {}

impl utoipa::IntoResponses for RuleProblems {
    fn responses() -> Problems {
        problems(&[
            (404, "`no_such_rule`: no rule has that id."),
            (
                409,
                "`rehearsal_needed`: it is to be enforced and was not rehearsed for 24 hours with the same `match`, `when`, `action` and \
                 `limits`. `too_many_exist`: there are as many rules as there may be.",
            ),
            (413, "`body_too_large`: the rule, or its document with all that other programs keep in it."),
            (
                422,
                "`invalid_rule`: it says what no rule may say; `detail` says what. `invalid_body`: an unknown field, or a value of a wrong \
                 type.",
            ),
            (
                502,
                "`policies_refused`: the database answers, and does not do it; `detail` says what it lacks.",
            ),
            (503, "`policies_unavailable`, `store_unavailable`: the store of the rules does not answer."),
        ])
    }
}

/// The rules, how they are doing, and what stops them.
///
/// A rule that rehearses only counts what it would have done (`progress.would_have`, `progress.last`); one that is enforced does it, as
/// an operator would: no rule reaches what an operator could not end. `stopped` says that nothing is enforced now, whatever the rules say.
#[utoipa::path(get, path = "/api/v1/autopilot", tag = "autopilot",
    responses((status = 200, description = "All rules, and what was to be told since the server started.", body = Autopilot)))]
pub(crate) async fn read(
    State(app): State<App>,
    Language(lang): Language,
    _: Params<NoParams>,
) -> Result<Json<Autopilot>, ApiError> {
    let (held, stop) = with_switch(&app, lang, |switch| Ok((switch.rules().rules(), now(switch)))).await?;
    let (status, words) = (app.autopilot.status(), Words::of(lang));
    let shown = match held {
        Ok(held) => Autopilot::new(stop, &held, &status, words),
        Err(error) => Autopilot::unread(stop, trouble::of_rules(&error, words), &status, words),
    };
    Ok(Json(shown))
}

/// Adds a rule, or replaces what it says.
///
/// A row of `GET autopilot` may be sent back as it came: what the server alone knows (`progress`, `ripe`, the dates, …) changes nothing.
/// A rule rehearses unless its `mode` is `enforce`; that needs a finished rehearsal of 24 hours with the same `match`, `when`, `action` and
/// `limits`, or `override`, which the audit names. What is left out of `when` and `match` does not count.
#[utoipa::path(put, path = "/api/v1/autopilot/rules/{id}", tag = "autopilot", params(("id" = String, Path, description = "Id of the rule")),
    request_body(content = AutopilotRuleBody, example = json!({
        "title": "Builds that run away", "match": {"path": "/usr/bin/node", "user": "ci"},
        "when": {"cpu_percent_over": 90.0, "age_s_over": 3600, "for_s": 600},
        "action": "pause", "mode": "rehearse", "limits": {"per_hour": 3, "cooldown_s": 600, "at_once": 2}})),
    responses((status = 200, description = "The rule as it is kept now.", body = AutopilotRule), RuleProblems))]
pub(crate) async fn put(
    State(app): State<App>,
    Language(lang): Language,
    author: Author,
    PathText(id): PathText,
    _: Params<NoParams>,
    Body(body): Body<AutopilotRuleBody>,
) -> Result<Json<AutopilotRule>, ApiError> {
    let overridden = body.r#override;
    let rule = rule_of(body, Some(&id), lang)?;
    let entry = author.entry(&app, "rule_set");
    let held =
        with_switch(&app, lang, move |switch| switch.rules().put_rule(&rule, overridden, entry)).await?;
    Ok(Json(shown(&app, &held, lang)))
}

/// Removes a rule with all that it remembers.
///
/// What it has begun is carried out; it begins nothing more.
#[utoipa::path(delete, path = "/api/v1/autopilot/rules/{id}", tag = "autopilot", params(("id" = String, Path, description = "Id of the rule")),
    responses((status = 204, description = "It is gone."), RuleProblems))]
pub(crate) async fn remove(
    State(app): State<App>,
    Language(lang): Language,
    author: Author,
    PathText(id): PathText,
    _: Params<NoParams>,
) -> Result<StatusCode, ApiError> {
    let entry = author.entry(&app, "rule_removed");
    with_switch(&app, lang, move |switch| switch.rules().remove_rule(&id, entry)).await?;
    app.autopilot.changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a rule that stopped itself go on.
///
/// A rule stops itself when more processes fit it at once, or in an hour, than its `limits` allow (`progress.trip`). One that has not
/// stopped itself stays as it is.
#[utoipa::path(post, path = "/api/v1/autopilot/rules/{id}/reset", tag = "autopilot", params(("id" = String, Path, description = "Id of the rule")),
    responses((status = 200, description = "The rule as it is now.", body = AutopilotRule), RuleProblems))]
pub(crate) async fn reset(
    State(app): State<App>,
    Language(lang): Language,
    author: Author,
    PathText(id): PathText,
    _: Params<NoParams>,
) -> Result<Json<AutopilotRule>, ApiError> {
    let entry = author.entry(&app, "rule_reset");
    let held = with_switch(&app, lang, move |switch| {
        switch.rules().reset_rule(&id, entry)?;
        switch.rules().rule(&id)?.ok_or(StoreError::RuleMissing { id })
    })
    .await?;
    Ok(Json(shown(&app, &held, lang)))
}

/// The processes that a rule would fit now.
///
/// Nothing is kept and nothing is done. `for_s` does not count: these are the processes that are in the state now, for however long.
#[utoipa::path(post, path = "/api/v1/autopilot/preview", tag = "autopilot", request_body = AutopilotRuleBody,
    responses((status = 200, description = "What fits, and whether a rule may reach it at all.", body = AutopilotPreview), PreviewProblems))]
pub(crate) async fn preview(
    State(app): State<App>,
    Language(lang): Language,
    _: Params<NoParams>,
    Body(body): Body<AutopilotRuleBody>,
) -> Result<Json<AutopilotPreview>, ApiError> {
    let rule = rule_of(body, None, lang)?;
    rule.check().map_err(|why| invalid(&RuleFault::Invalid(why), lang))?;
    let snapshot = app.engine.latest().ok_or_else(ApiError::not_ready)?;
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
    found.await?.map(Json).ok_or_else(ApiError::not_ready)
}

/// Stops everything: rules only rehearse until somebody lets them go on.
///
/// It stays stopped over a restart. What is stopped already stays as it is.
#[utoipa::path(post, path = "/api/v1/autopilot/stop", tag = "autopilot",
    responses((status = 200, description = "What stops it now.", body = AutopilotStop)))]
pub(crate) async fn stop(
    State(app): State<App>,
    Language(lang): Language,
    author: Author,
    _: Params<NoParams>,
) -> Result<Json<AutopilotStop>, ApiError> {
    let entry = author.entry(&app, "autopilot_stop");
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
///
/// It takes the stop file away too. Rules that rehearse go on rehearsing, and rules that stopped themselves stay so.
#[utoipa::path(post, path = "/api/v1/autopilot/start", tag = "autopilot",
    responses((status = 200, description = "What stops it now: nothing.", body = AutopilotStop)))]
pub(crate) async fn start(
    State(app): State<App>,
    Language(lang): Language,
    author: Author,
    _: Params<NoParams>,
) -> Result<Json<AutopilotStop>, ApiError> {
    let entry = author.entry(&app, "autopilot_start");
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
        AuthError::Store(error @ StoreError::Remote { .. }) => trouble::problem(&error),
        other => other.into(),
    })
}
