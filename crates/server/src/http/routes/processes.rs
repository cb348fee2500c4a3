//! Processes: all of them, or one by its key.

use std::cmp::Ordering;
use std::num::NonZeroUsize;

use axum::Json;
use axum::extract::State;
use domain::judge::{Judgement, weight};
use domain::key::KeyError;
use domain::snapshot::Process as DomainProcess;
use domain::{ProcessKey, Snapshot};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use words::Words;

use super::{ModeQuery, configured};
use crate::http::dto::{Mode, Process, ProcessDetail, ProcessList, Verdict};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Language, Params, PathText};
use crate::http::state::App;
use crate::live::Absent;

/// What comes first.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Sort {
    #[default]
    Pid,
    Cpu,
    Memory,
    Io,
    Verdict,
}

/// Which processes, and in what order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// `contextual` or `strict`; the configured mode without it.
    #[serde(default)]
    #[param(value_type = Mode, required = false, inline)]
    mode: Option<Mode>,
    /// Only this verdict: `safe`, `caution`, `danger` or `urgent`. A process that has not been judged has none.
    #[serde(default)]
    #[param(value_type = Verdict, required = false, inline)]
    only: Option<Verdict>,
    /// `pid` (ascending, the default), `cpu`, `memory` or `io` (descending), `verdict` (the gravest first: by verdict, then by the worst
    /// finding, then by `cpu`). What is not known comes last.
    #[serde(default)]
    #[param(value_type = Sort, required = false, inline)]
    sort: Option<Sort>,
    /// Processes at the most; all without it.
    #[serde(default)]
    #[param(value_type = usize, required = false, minimum = 1)]
    limit: Option<NonZeroUsize>,
}

/// All processes but kernel threads.
#[utoipa::path(get, path = "/api/v1/processes", tag = "processes", params(Query), responses((status = 200, body = ProcessList)))]
pub(crate) async fn list(
    State(app): State<App>,
    Language(lang): Language,
    Params(query): Params<Query>,
) -> Result<Json<ProcessList>, ApiError> {
    let sort = query.sort.unwrap_or_default();
    let mode = query.mode.unwrap_or_else(|| configured(&app));
    let snapshot = latest(&app)?;
    let processes = snapshot.processes.as_deref().map_err(|gap| ApiError::unread(*gap))?;
    let wanted = |process: &&DomainProcess| {
        query
            .only
            .is_none_or(|only| judgement(process, mode).is_some_and(|judged| only == judged.verdict.into()))
    };
    let mut chosen: Vec<&DomainProcess> = processes.iter().filter(wanted).collect();
    // The list is ordered by pid, and the sort is stable: equal ones stay so.
    chosen.sort_by(|one, other| compare(sort, mode, one, other));
    chosen.truncate(query.limit.unwrap_or(NonZeroUsize::MAX).get());
    let (words, outlooks, pauses) = (Words::of(lang), app.deeds.outlooks(&snapshot), app.deeds.pauses());
    let row = |process: &DomainProcess| {
        let key = process.sample.key;
        Process::new(process, mode, words).with_outlook(outlooks.of(key), words).with_pause(pauses.get(&key))
    };
    let processes = chosen.into_iter().map(row).collect();
    Ok(Json(ProcessList { processes }))
}

fn judgement(process: &DomainProcess, mode: Mode) -> Option<&Judgement> {
    process.judged.as_ref().ok().map(|judged| judged.of(mode.into()))
}

fn compare(sort: Sort, mode: Mode, one: &DomainProcess, other: &DomainProcess) -> Ordering {
    // What is not known comes after everything that is.
    let descending = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => other.total_cmp(&one),
        (one, other) => other.is_some().cmp(&one.is_some()),
    };
    let io = |process: &DomainProcess| process.io_rates.ok().map(|(read, write)| read + write);
    let cpu = || descending(one.cpu_percent.ok(), other.cpu_percent.ok());
    let gravity = |process| judgement(process, mode).map(weight);
    match sort {
        Sort::Pid => one.sample.key.cmp(&other.sample.key),
        // Nothing is less than something: what was not judged comes last here too.
        Sort::Verdict => gravity(other).cmp(&gravity(one)).then_with(cpu),
        Sort::Cpu => cpu(),
        Sort::Memory => other.sample.rss_bytes.cmp(&one.sample.rss_bytes),
        Sort::Io => descending(io(one), io(other)),
    }
}

/// One process and who started it, by its key `PID-STARTED`, or by a bare pid, which names whoever has it now.
///
/// 404: never seen. 409: the pid belongs to another process now. 410: it has ended.
#[utoipa::path(get, path = "/api/v1/processes/{key}", tag = "processes",
    params(("key" = String, Path, description = "`PID-STARTED`, or a bare pid", example = "1324-88120"), ModeQuery),
    responses((status = 200, body = ProcessDetail), (status = 404, body = super::super::dto::Problem, content_type = "application/problem+json"),
        (status = 409, body = super::super::dto::Problem, content_type = "application/problem+json"),
        (status = 410, body = super::super::dto::Problem, content_type = "application/problem+json")))]
pub(crate) async fn read(
    State(app): State<App>,
    Language(lang): Language,
    PathText(text): PathText,
    Params(query): Params<ModeQuery>,
) -> Result<Json<ProcessDetail>, ApiError> {
    let mode = query.mode(&app);
    let snapshot = latest(&app)?;
    let process = match text.parse::<ProcessKey>() {
        Ok(key) => snapshot.process(key).ok_or_else(|| absent(&app, key, &snapshot))?,
        Err(KeyError::BarePid(pid)) => snapshot.process_by_pid(pid).ok_or_else(|| {
            let code = if app.hub.departed().knows_pid(pid) { Code::Gone } else { Code::NoSuchProcess };
            ApiError::new(code).with("key", pid)
        })?,
        Err(KeyError::Malformed) => return Err(ApiError::new(Code::NoSuchProcess).with("key", text)),
    };
    let (words, outlooks) = (Words::of(lang), app.deeds.outlooks(&snapshot));
    let detail = ProcessDetail::new(process, &snapshot, mode, words);
    let key = process.sample.key;
    Ok(Json(detail.with_outlook(outlooks.of(key), words).with_pause(app.deeds.pauses().get(&key))))
}

/// Why a process is not in the snapshot.
pub(super) fn absent(app: &App, key: ProcessKey, snapshot: &Snapshot) -> ApiError {
    match app.hub.departed().why(key, snapshot) {
        Absent::Gone => ApiError::new(Code::Gone).with("key", key),
        Absent::Replaced(other) => ApiError::new(Code::NotTheSame).with("key", key).with("other", other),
        Absent::Unknown => ApiError::new(Code::NoSuchProcess).with("key", key),
    }
}

/// The hub's newest tick, so that "gone" is judged on the list that is looked at; the engine's until the hub has one.
pub(super) fn latest(app: &App) -> Result<std::sync::Arc<Snapshot>, ApiError> {
    let tick = app.hub.latest().map(|tick| std::sync::Arc::clone(&tick.snapshot));
    tick.or_else(|| app.engine.latest()).ok_or_else(ApiError::not_ready)
}
