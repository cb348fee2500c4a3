//! The answer as JSON (CONTRACTS §1): each process as the API tells it, with its plan and the chain of who started it.

use domain::chain;
use domain::snapshot::{Process, Snapshot};
use serde::Serialize;
use server::dto;
use words::Words;

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
    process: dto::Process,
    /// What ending it would do; this version makes none.
    plan: Option<()>,
    chain: Vec<Link>,
}

/// From the process upwards; the last one is where it came from.
#[derive(Debug, Serialize)]
struct Link {
    key: Option<String>,
    pid: Option<u32>,
    name: String,
    kind: &'static str,
}

impl Match {
    pub(super) fn new(process: &Process, snapshot: &Snapshot, mode: dto::Mode, words: &Words) -> Self {
        let chain = chain::of(snapshot, process.sample.key);
        let mut process = dto::Process::new(process, mode, words);
        process.gaps.not_yet(&["plan"]);
        let link = |link: chain::Link| Link {
            key: link.key.map(|key| key.to_string()),
            pid: link.pid,
            name: link.name,
            kind: link.kind.word(),
        };
        Self { process, plan: None, chain: chain.into_iter().map(link).collect() }
    }
}
