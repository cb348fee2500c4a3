//! `autopilot`, as it was typed.

use clap::Subcommand;

/// `autopilot`.
#[derive(Debug, Subcommand)]
pub(crate) enum Autopilot {
    Status,
    Rules,
    Rehearse {
        #[arg(value_name = "FILE.json|ID")]
        rule: String,
    },
    Report {
        #[arg(value_name = "ID")]
        rule: Option<String>,
    },
    Stop,
    Start,
}
