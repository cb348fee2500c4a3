//! The log: to stderr, one line an event. How much is said can change while the server runs.

use std::io::{self, IsTerminal as _};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Registry, fmt, reload};

/// This program's own crates: only they say more with `debug`.
const OURS: [&str; 6] = ["server_monitor", "server", "engine", "host", "store", "domain"];

/// The running log.
#[derive(Debug)]
pub(super) struct Log(reload::Handle<Targets, Registry>);

impl Log {
    /// Says more, or less again.
    pub(super) fn set_debug(&self, debug: bool) {
        if let Err(error) = self.0.reload(filter(debug)) {
            tracing::warn!(%error, "the log keeps its level");
        }
    }
}

/// Starts the log of this process.
pub(super) fn start(debug: bool) -> Log {
    let (filter, handle) = reload::Layer::new(filter(debug));
    let colour =
        io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let lines = fmt::layer().with_writer(io::stderr).with_ansi(colour).with_target(debug);
    let lines = if is_journal() { lines.without_time().boxed() } else { lines.boxed() };
    // One process has one log; a second start of it would be a test's.
    let _ = tracing_subscriber::registry().with(filter).with(lines).try_init();
    Log(handle)
}

/// Whether stderr goes to the journal, which puts the time to each line itself (`$JOURNAL_STREAM`, systemd.exec(5)).
fn is_journal() -> bool {
    let told = std::env::var("JOURNAL_STREAM").ok();
    let is = rustix::fs::fstat(io::stderr()).ok().map(|stat| format!("{}:{}", stat.st_dev, stat.st_ino));
    told.is_some() && told == is
}

fn filter(debug: bool) -> Targets {
    let ours = if debug { LevelFilter::DEBUG } else { LevelFilter::INFO };
    Targets::new().with_default(LevelFilter::WARN).with_targets(OURS.map(|name| (name, ours)))
}
