//! What the tests of this folder share.

use domain::ProcessKey;
use domain::decide::Deed;
use domain::plan::{Plan, Written};

/// The plan for a process that has nothing and nobody below it.
pub(super) fn plan(deed: Deed) -> Plan {
    Plan {
        key: ProcessKey { pid: 7, started: 9 },
        deed,
        refusal: None,
        steps: Vec::new(),
        children: Vec::new(),
        complete: true,
        sockets: Ok(Vec::new()),
        files_for_writing: Ok(Written { paths: Vec::new(), complete: true }),
        restarter: Ok(None),
        frees_bytes: Ok(0),
        init_of_namespace: Ok(false),
    }
}
