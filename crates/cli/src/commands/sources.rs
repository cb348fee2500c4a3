//! Which logs there are: what the configuration says, in the words of those who read them, and who reads.

use std::sync::Arc;

use engine::logs::{LogOptions, Logs, Origin, Sources, of_machine};

use crate::config::{Config, LogSource};
use crate::unix;

/// The logs of this machine as configured.
pub(super) fn logs(config: &Config) -> Logs {
    Logs::new(of(config), &user())
}

/// Where their lines come from.
pub(super) fn of(config: &Config) -> Arc<dyn Sources> {
    of_machine(options(config))
}

/// Under whose name this program reads.
pub(super) fn user() -> String {
    let uid = rustix::process::geteuid().as_raw();
    unix::user_name(uid).unwrap_or_else(|| uid.to_string())
}

fn options(config: &Config) -> LogOptions {
    let origin = |source: &LogSource| match source {
        LogSource::File(path) => Origin::File(path.clone()),
        LogSource::Unit(unit) => Origin::Unit(unit.clone()),
    };
    LogOptions {
        configured: config.logs.iter().map(|(id, source)| (id.clone(), origin(source))).collect(),
        units: config.services.clone(),
    }
}
