//! The answer as JSON (CONTRACTS §1): each process as `GET processes/{key}` tells it, with its plan.

use domain::snapshot::{Process, Snapshot};
use serde::Serialize;
use server::dto;
use words::Words;

use crate::commands::acting::Planner;

/// `{"query","matches"}`; asked for a port, also the sockets there whose owner could not be seen.
#[derive(Debug, Serialize)]
pub(super) struct Explanation<'a> {
    pub(super) query: &'a str,
    pub(super) matches: Vec<Match>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unowned_sockets: Option<Vec<dto::Socket>>,
}

/// One process.
#[derive(Debug, Serialize)]
pub(super) struct Match {
    #[serde(flatten)]
    detail: dto::ProcessDetail,
    /// What ending it would do; `None` if it has gone.
    plan: Option<dto::Plan>,
}

impl Match {
    pub(super) fn new(
        process: &Process,
        snapshot: &Snapshot,
        planner: &Planner,
        mode: dto::Mode,
        words: &Words,
    ) -> Self {
        let mut detail = dto::ProcessDetail::new(process, snapshot, mode, words);
        let plan = planner.plan(process.sample.key, snapshot, words);
        if plan.is_none() {
            detail.process.gaps.gone(&["plan"]);
        }
        Self { detail, plan }
    }
}
