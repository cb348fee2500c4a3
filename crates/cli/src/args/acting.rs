//! `end`, `pause`, `resume` and `audit`, as they were typed.

use clap::Args;
use store::AuditMark;

/// Whom it is about, and how it is asked.
#[derive(Debug, Args)]
pub(crate) struct Target {
    #[arg(value_name = "PID")]
    pub(crate) pid: u32,
    #[arg(long, value_name = "PID-STARTED")]
    pub(crate) key: Option<String>,
    #[arg(long)]
    pub(crate) group: bool,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(short, long)]
    pub(crate) yes: bool,
}

/// `pause`.
#[derive(Debug, Args)]
pub(crate) struct Pause {
    #[command(flatten)]
    pub(crate) target: Target,
    #[arg(long = "for", value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub(crate) minutes: Option<u32>,
    #[arg(long, conflicts_with = "minutes")]
    pub(crate) keep: bool,
}

/// `wake`, which `pause` leaves behind; nobody types it.
#[derive(Debug, Args)]
pub(crate) struct Wake {
    #[arg(value_name = "ROW", required = true)]
    pub(crate) pauses: Vec<u64>,
}

/// `cleanup`.
#[derive(Debug, Args)]
pub(crate) struct Cleanup {
    #[arg(long, value_name = "contextual|strict")]
    pub(crate) mode: Option<String>,
}

/// `audit`.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50, hide_default_value = true, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1_000_000))]
    pub(crate) rows: usize,
    #[arg(long, value_name = "ACTION")]
    pub(crate) action: Vec<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) actor: Option<String>,
    #[arg(long, conflicts_with_all = ["rows", "action", "name", "actor"])]
    pub(crate) check: bool,
    #[arg(long, value_name = "ID:HASH", requires = "check")]
    pub(crate) mark: Option<AuditMark>,
}
