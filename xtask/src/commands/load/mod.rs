//! `cargo xtask load [--quick] [--processes N]`: what each route costs, whether odd requests make the server grow, and
//! whether it still answers when it is crowded (threats A13 and 31).
//!
//! Figures are measured on the release program over a real socket; only what must hold on any machine fails the
//! command: memory that grows, and a `/healthz` that takes long. Writes `docs/LOAD.md`; `--quick` writes nothing.

mod client;
mod crowd;
mod document;
mod routes;

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::commands::measured::{Server, ticks_per_s, token};
use crate::commands::no_more;
use crate::commands::sleepers::Sleepers;
use crate::failure::{Failure, Outcome};
use crate::program::{cargo, run as run_program};
use crate::workspace;
use client::{Client, Request};
use crowd::Crowd;

/// Requests to one route; at a hundredth of a second per tick a figure is exact to 5 ms per 1,000 requests.
const REQUESTS: u32 = 2_000;
/// Argon2 and the store's own pace bound what may be asked of the routes that log in.
const FEW: u32 = 60;
/// Odd requests that may not make the server grow, and those before them that fill what is bounded.
const ODD: u32 = 100_000;
const WARM: u32 = 10_000;
/// What it may be larger afterwards: allocators keep pages, and one more arena is no leak.
const GROWTH: u64 = 4 << 20;
/// What `/healthz` may take in 99 of 100 cases, whoever crowds the server.
const HEALTHY: Duration = Duration::from_millis(100);
/// Processes that live while the server is crowded.
const PROCESSES: usize = 20_000;

/// What one kind of request to a route cost.
pub(crate) struct Cost {
    pub(crate) status: u16,
    /// CPU time of the whole server for 1,000 of them, ticks of the engine among it.
    pub(crate) cpu_ms_per_1000: f64,
    pub(crate) bytes: usize,
}

pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) valid: Cost,
    pub(crate) odd: Cost,
}

/// Everything that was measured.
pub(crate) struct Found {
    pub(crate) rows: Vec<Row>,
    pub(crate) odd_requests: u32,
    pub(crate) rss_before: u64,
    pub(crate) rss_after: u64,
    pub(crate) processes: usize,
    pub(crate) crowd: Crowd,
    pub(crate) rss_crowded: u64,
}

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (quick, rest) = match arguments {
        [flag, rest @ ..] if flag == "--quick" => (true, rest),
        rest => (false, rest),
    };
    let (processes, rest) = match rest {
        [flag, count, rest @ ..] if flag == "--processes" => {
            let number = count.parse();
            (number.map_err(|_| Failure::new(format!("--processes {count:?} is not a number")))?, rest)
        }
        rest => (if quick { 0 } else { PROCESSES }, rest),
    };
    no_more(rest)?;
    run_program(&mut cargo(&["build", "--release", "--locked", "--package", "cli"]))?;
    let state = workspace::scratch("load/state")?;
    let found = measure(&state, if quick { 10 } else { 1 }, processes);
    fs::remove_dir_all(&state).map_err(|cause| Failure::file("remove", &state, &cause))?;
    let found = found?;
    let text = document::write(&found)?;
    print!("{text}");
    if !quick {
        let path = workspace::root().join("docs/LOAD.md");
        fs::write(&path, text).map_err(|cause| Failure::file("write", &path, &cause))?;
    }
    judge(&found)
}

/// What must hold on any machine.
fn judge(found: &Found) -> Outcome {
    let growth = found.rss_after.saturating_sub(found.rss_before);
    if growth > GROWTH {
        return Err(Failure::new(format!(
            "{} odd requests made the server grow by {growth} bytes, more than {GROWTH}",
            found.odd_requests
        )));
    }
    let slowest = found.crowd.within(99);
    if slowest > HEALTHY {
        return Err(Failure::new(format!("/healthz took {slowest:?} while the server was crowded")));
    }
    Ok(())
}

fn measure(state: &Path, fraction: u32, processes: usize) -> Outcome<Found> {
    let tokens =
        [token(state, "one", "viewer")?, token(state, "two", "viewer")?, token(state, "three", "viewer")?];
    let (server, address) = Server::start(state)?;
    std::thread::sleep(Duration::from_secs(3));
    let mut client = Client::new(&address);
    let routes = routes::all(&tokens[0], &a_key(&mut client, &tokens[0])?)?;
    let ticks_per_s = ticks_per_s()?;
    let mut rows = Vec::new();
    for route in &routes {
        let costly = route.name.contains("/session") || route.name.contains("/setup");
        let count = if costly { FEW } else { REQUESTS / fraction };
        println!("· {} {count} times", route.name);
        let mut cost = |request: &Request| -> Outcome<Cost> {
            let before = server.cpu_s(ticks_per_s)?;
            let (mut bytes, mut status) = (0, 0);
            for _ in 0..count {
                let answer = client.send(request)?;
                bytes += answer.bytes;
                status = answer.status;
            }
            let cpu_s = server.cpu_s(ticks_per_s)? - before;
            let cpu_ms_per_1000 = cpu_s * 1_000_000.0 / f64::from(count);
            Ok(Cost { status, cpu_ms_per_1000, bytes: bytes / count as usize })
        };
        rows.push(Row { name: route.name.clone(), valid: cost(&route.valid)?, odd: cost(&route.odd)? });
    }
    let odd_requests = ODD / fraction;
    println!("· {odd_requests} odd requests");
    ask_oddly(&mut client, &routes, WARM / fraction)?;
    let rss_before = server.rss_bytes()?;
    ask_oddly(&mut client, &routes, odd_requests)?;
    let rss_after = server.rss_bytes()?;

    println!(
        "· {} slow clients, {} viewers that never read, {processes} processes",
        crowd::SLOW,
        crowd::DEAF
    );
    let sleeping = Sleepers::start(processes)?;
    let crowd = crowd::watch(&address, &tokens)?;
    let rss_crowded = server.rss_bytes()?;
    drop(sleeping);
    Ok(Found { rows, odd_requests, rss_before, rss_after, processes, crowd, rss_crowded })
}

/// All routes oddly, in turns. Those that log in wait on purpose and are left out.
fn ask_oddly(client: &mut Client<'_>, routes: &[routes::Route], count: u32) -> Outcome {
    let asked =
        routes.iter().filter(|route| !route.name.contains("/session") && !route.name.contains("/setup"));
    for route in asked.cycle().take(count as usize) {
        let answer = client.send(&route.odd)?;
        if answer.status >= 500 {
            return Err(Failure::new(format!("{} was answered {}", route.name, answer.status)));
        }
    }
    Ok(())
}

/// The key of a process that lives.
fn a_key(client: &mut Client<'_>, token: &str) -> Outcome<String> {
    let answer = client.send(&Request {
        method: "GET".to_owned(),
        target: "/api/v1/processes?limit=1".to_owned(),
        headers: format!("Authorization: Bearer {token}\r\n"),
        body: String::new(),
    })?;
    let list: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let key = list.as_ref().and_then(|list| list.get("processes")?.get(0)?.get("key")?.as_str());
    key.map(str::to_owned).ok_or_else(|| Failure::new("the server lists no processes"))
}
