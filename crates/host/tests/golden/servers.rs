//! The recordings, and what a running server would make of them.

use std::sync::Arc;
use std::time::Duration;

use domain::decide::LoginUsers;
use domain::sample::{HostFacts, Memory, Sample};
use domain::snapshot::{Process, TickTiming};
use domain::step::{Event, State, step};
use domain::time::{Mono, Wall};
use domain::{Gap, Snapshot};

use crate::format::{self, Row, Server};

/// A recording by its name.
pub(crate) fn server(name: &str) -> Server {
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The second tick on it: nothing waits for a first one any more.
pub(crate) fn judged(server: &Server) -> Arc<Snapshot> {
    let (state, _) = step(State::default(), event(server, 1));
    let (state, _) = step(state, event(server, 2));
    Arc::clone(state.snapshot().unwrap())
}

/// The processes of a snapshot.
pub(crate) fn processes(snapshot: &Snapshot) -> &[Process] {
    snapshot.processes.as_deref().unwrap()
}

fn event(server: &Server, tick: u64) -> Event {
    let at = Mono(Duration::from_secs(tick).as_nanos() as u64);
    let sample = Sample {
        seq: tick,
        at: Wall(0),
        mono: at,
        facts: Arc::new(HostFacts {
            host_id: Err(Gap::Unsupported),
            boot_id: Err(Gap::Unsupported),
            hostname: Err(Gap::Unsupported),
            os: Err(Gap::Unsupported),
            kernel: Err(Gap::Unsupported),
            ticks_per_second: 100,
            page_bytes: 4096,
            login_users: Ok(LoginUsers { first: 1000, last: 60_000 }),
            nobody: Ok(65_534),
        }),
        uptime_s: Err(Gap::Unsupported),
        boot_time_s: Err(Gap::Unsupported),
        cpu: Err(Gap::Unsupported),
        load: Err(Gap::Unsupported),
        memory: Ok(Memory {
            total: server.memory_bytes,
            available: server.memory_bytes,
            swap_total: 0,
            swap_used: 0,
        }),
        mounts: Err(Gap::Unsupported),
        network: Err(Gap::Unsupported),
        pressure: Err(Gap::Unsupported),
        container: Err(Gap::Unsupported),
        processes_at: at,
        processes: Ok(server.processes.iter().map(Row::sample).collect()),
        unowned_sockets: server
            .unowned
            .reading()
            .map(|sockets| sockets.iter().map(|one| format::read(one)).collect()),
        services: Err(Gap::Unsupported),
        collectors: Vec::new(),
        own: Err(Gap::Unsupported),
    };
    Event::Sampled { sample, timing: TickTiming::default() }
}
