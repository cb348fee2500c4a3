//! `policy`, as it was typed.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `policy`.
#[derive(Debug, Subcommand)]
pub(crate) enum Policy {
    List,
    Show {
        #[arg(value_name = "NAME|ID")]
        name: String,
    },
    Set(PolicySet),
    #[command(
        override_usage = "server-monitor policy remove [OPTIONS] --platform <linux|windows|common> <NAME>\n       server-monitor policy remove [OPTIONS] --id <ID>"
    )]
    Remove {
        #[arg(value_name = "NAME", required_unless_present = "id")]
        name: Option<String>,
        #[arg(long, value_name = "linux|windows|common", required_unless_present = "id")]
        platform: Option<Platform>,
        #[arg(long, value_name = "ID", conflicts_with_all = ["name", "platform"])]
        id: Option<String>,
    },
    Import {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long)]
        dry_run: bool,
    },
    Export {
        #[arg(long, value_name = "json|csv", default_value = "json", hide_default_value = true)]
        format: ExportFormat,
    },
    Check,
}

/// `policy set`.
#[derive(Debug, Args)]
pub(crate) struct PolicySet {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "linux|windows|common")]
    pub(crate) platform: Platform,
    #[arg(long, value_name = "true|false")]
    pub(crate) terminatable: Option<bool>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) description_en: Option<String>,
    #[arg(long, value_name = "WORD")]
    pub(crate) category: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[arg(long, value_name = "true|false")]
    pub(crate) system: Option<bool>,
    #[arg(long = "tag", value_name = "WORD")]
    pub(crate) tags: Vec<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
}

/// Where a policy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Platform {
    Linux,
    Windows,
    Common,
}

impl From<Platform> for domain::policy::Platform {
    fn from(platform: Platform) -> Self {
        match platform {
            Platform::Linux => Self::Linux,
            Platform::Windows => Self::Windows,
            Platform::Common => Self::Common,
        }
    }
}

/// How policies are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    Json,
    Csv,
}
