//! What the whole server costs while nobody looks.

use std::fs;
use std::time::{Duration, Instant};

use crate::commands::measured::{Server, ticks_per_s};
use crate::failure::{Failure, Outcome};
use crate::workspace;

/// The caches fill and the first 10 s round of slow facts passes.
const SETTLE: Duration = Duration::from_secs(12);

pub(crate) struct Idle {
    /// Percent of one core.
    pub(crate) cpu_percent: f64,
    pub(crate) rss_bytes: u64,
}

pub(crate) fn measure(seconds: u64) -> Outcome<Idle> {
    let state = workspace::scratch("bench/state")?;
    let (server, _) = Server::start(&state)?;
    std::thread::sleep(SETTLE);
    let ticks_per_s = ticks_per_s()?;
    let (begun, before) = (Instant::now(), server.cpu_s(ticks_per_s)?);
    std::thread::sleep(Duration::from_secs(seconds));
    let used = server.cpu_s(ticks_per_s)? - before;
    let cpu_percent = used / begun.elapsed().as_secs_f64() * 100.0;
    let rss_bytes = server.rss_bytes()?;
    drop(server);
    fs::remove_dir_all(&state).map_err(|cause| Failure::file("remove", &state, &cause))?;
    Ok(Idle { cpu_percent, rss_bytes })
}
