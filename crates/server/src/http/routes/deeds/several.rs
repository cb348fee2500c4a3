//! Ending several processes with one request, each judged alone.

use axum::Json;
use axum::extract::State;
use domain::ProcessKey;
use domain::decide::Deed;
use engine::deeds::{self, DeedError};
use words::Words;

use super::heard;
use super::order::Order;
use super::who::Who;
use crate::http::blocking;
use crate::http::deed_error::problem;
use crate::http::dto::{EndRow, Ends, EndsOrder, Gaps, Outcome};
use crate::http::error::ApiError;
use crate::http::extract::{Body, Language, NoParams, Params};
use crate::http::openapi::{Problems, problems};
use crate::http::state::App;

/// How the whole request fails. What becomes of a single process is told in its row.
pub(crate) enum EndsProblems {}

impl utoipa::IntoResponses for EndsProblems {
    fn responses() -> Problems {
        problems(&[
            (404, "`no_such_process`: one of the keys is no key. Nothing was done to any of them."),
            (
                422,
                "`bare_pid`: one of the keys is a pid alone; `invalid_body`: none or more than 100 keys, one named twice, a plan for a \
                 process that is not among them, an unknown field. Nothing was done to any of them.",
            ),
        ])
    }
}

/// Ends several processes, each judged alone.
///
/// As `POST processes/{key}/end` for each of them, at the same time: what is refused for one stops no other. The answer comes when all
/// outcomes are known, one row for each key in the order asked for; `outcome` tells what was done, or `code` and `reason` why nothing was.
///
/// `plans` may name, for some or all of the keys, the `id` of the plan (`GET processes/{key}/plan`) that a person agreed to. A process
/// whose plan is another one by now is left alone with `changed_since_plan`; the others go on.
#[utoipa::path(post, path = "/api/v1/ends", tag = "processes",
    request_body(content = EndsOrder, example = json!({"keys": ["4711-81234", "4712-81250"], "plans": {"4711-81234": "0f3a5c7e9b1d2f4a6c8e0b2d4f6a8c1e"}})),
    responses((status = 200, description = "What became of each.", body = Ends), EndsProblems))]
pub(crate) async fn end_several(
    State(app): State<App>,
    who: Who,
    Language(lang): Language,
    _: Params<NoParams>,
    order: Result<Body<EndsOrder>, ApiError>,
) -> Result<Json<Ends>, ApiError> {
    let orders = match order.and_then(|Body(order)| order.checked()) {
        Ok(orders) => orders,
        Err(error) => return Err(who.refuse(&app, Deed::End, None, error).await),
    };
    let desk = app.deeds.clone();
    let begun = blocking(move || {
        let asker = who.asker(&desk);
        let begin =
            |(key, order): (ProcessKey, Order)| (key, desk.start(order.of(Deed::End, key), asker.clone()));
        orders.into_iter().map(begin).collect::<Vec<_>>()
    });
    let begun = begun.await?;
    let mut answers = Vec::with_capacity(begun.len());
    for (key, answer) in begun {
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
