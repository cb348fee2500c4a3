//! The command line as it was typed. What it means is checked by those who use it.

mod acting;
mod autopilot;
mod policy;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::config::{Flag, Given, KEYS};

pub(crate) use acting::{Audit, Cleanup, Pause, Target, Wake};
pub(crate) use autopilot::Autopilot;
pub(crate) use policy::{ExportFormat, Policy, PolicySet};

/// Everything that can be typed.
#[derive(Debug, Parser)]
#[command(name = "server-monitor", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) state_dir: Option<String>,
    #[arg(long, global = true, value_name = "ko|en")]
    pub(crate) lang: Option<String>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Serve(Serve),
    Status,
    Services(Services),
    Ps(Ps),
    Explain(Explain),
    Rules {
        #[command(subcommand)]
        action: Rules,
    },
    #[command(visible_alias = "kill")]
    End(Target),
    Pause(Pause),
    Resume(Target),
    #[command(hide = true)]
    Wake(Wake),
    Cleanup(Cleanup),
    Audit(Audit),
    Autopilot {
        #[command(subcommand)]
        action: Autopilot,
    },
    Logs {
        #[command(subcommand)]
        action: Logs,
    },
    Policy {
        #[command(subcommand)]
        action: Policy,
    },
    User {
        #[command(subcommand)]
        action: User,
    },
    Token {
        #[command(subcommand)]
        action: Token,
    },
    Config {
        #[command(subcommand)]
        action: Config,
    },
    Completions {
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    Bench {
        #[command(subcommand)]
        action: Bench,
    },
}

/// The flags of `serve`: every key of the configuration that has one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Serve {
    pub(crate) flags: BTreeMap<&'static str, Vec<String>>,
}

/// `services`.
#[derive(Debug, Args)]
pub(crate) struct Services {
    #[arg(long)]
    pub(crate) all: bool,
}

/// `ps`.
#[derive(Debug, Args)]
pub(crate) struct Ps {
    #[arg(long)]
    pub(crate) watch: bool,
    #[arg(long, value_name = "contextual|strict")]
    pub(crate) mode: Option<String>,
    #[arg(long, value_name = "VERDICT")]
    pub(crate) only: Option<Verdict>,
    #[arg(long, value_name = "KEY")]
    pub(crate) sort: Option<Sort>,
    #[arg(long, conflicts_with = "watch")]
    pub(crate) check: bool,
    #[arg(long, conflicts_with = "watch")]
    pub(crate) flat: bool,
    #[arg(long, conflicts_with_all = ["watch", "flat", "sort", "only"])]
    pub(crate) members: bool,
    #[arg(long, conflicts_with_all = ["watch", "flat", "members"])]
    pub(crate) line: bool,
}

/// `explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[arg(value_name = "QUERY")]
    pub(crate) query: String,
    #[arg(long, value_name = "contextual|strict")]
    pub(crate) mode: Option<String>,
}

/// `rules`.
#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    List,
}

/// What `ps` is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    Cpu,
    Memory,
    Io,
    Pid,
    Verdict,
}

/// What a process can be judged to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Verdict {
    Safe,
    Caution,
    Danger,
    Urgent,
}

impl From<Verdict> for domain::verdict::Verdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Safe => Self::Safe,
            Verdict::Caution => Self::Caution,
            Verdict::Danger => Self::Danger,
            Verdict::Urgent => Self::Urgent,
        }
    }
}

/// `logs`.
#[derive(Debug, Subcommand)]
pub(crate) enum Logs {
    List,
    Tail(LogTail),
}

/// `logs tail`.
#[derive(Debug, Args)]
pub(crate) struct LogTail {
    #[arg(value_name = "SOURCE")]
    pub(crate) source: String,
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20, hide_default_value = true, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(0..=10_000))]
    pub(crate) lines: usize,
    #[arg(short, long)]
    pub(crate) follow: bool,
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<LogLevel>,
}

/// How grave lines have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogLevel {
    Error,
    Warning,
    Notice,
    Info,
    Debug,
}

impl From<LogLevel> for domain::log::Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::Error,
            LogLevel::Warning => Self::Warning,
            LogLevel::Notice => Self::Notice,
            LogLevel::Info => Self::Info,
            LogLevel::Debug => Self::Debug,
        }
    }
}

/// `user`.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    Add {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long, value_name = "viewer|operator|admin")]
        role: String,
        #[arg(long)]
        password_stdin: bool,
    },
    List,
    Password {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long)]
        password_stdin: bool,
    },
    Remove {
        #[arg(value_name = "NAME")]
        name: String,
    },
    TotpReset {
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// `token`.
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    Add {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long, value_name = "viewer|operator|admin")]
        role: String,
    },
    List,
    Revoke {
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// `config`.
#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    Check,
    Show,
    Nginx(Nginx),
}

/// `config nginx`.
#[derive(Debug, Args)]
pub(crate) struct Nginx {
    #[arg(long, value_name = "DOMAIN")]
    pub(crate) domain: Option<String>,
    #[arg(long, value_name = "PATH")]
    pub(crate) sub_path: Option<String>,
    #[arg(long, value_name = "PATH")]
    pub(crate) socket: Option<String>,
}

/// `bench`.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    Scan {
        #[arg(long, value_name = "N", default_value_t = 60, hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        rounds: u32,
    },
}

impl Cli {
    /// What the configuration is told by the command line.
    pub(crate) fn given(&self) -> Given {
        let mut flags = match &self.command {
            Command::Serve(serve) => serve.flags.clone(),
            Command::Ps(Ps { mode, .. })
            | Command::Explain(Explain { mode, .. })
            | Command::Cleanup(Cleanup { mode }) => {
                mode.iter().map(|mode| ("mode", vec![mode.clone()])).collect()
            }
            _ => BTreeMap::new(),
        };
        let global = [("state_dir", &self.global.state_dir), ("lang", &self.global.lang)];
        flags.extend(global.into_iter().filter_map(|(key, value)| Some((key, vec![value.clone()?]))));
        Given { config: self.global.config.clone(), flags }
    }
}

impl FromArgMatches for Serve {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut serve = Self::default();
        serve.update_from_arg_matches(matches)?;
        Ok(serve)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for key in KEYS.iter().filter(|key| key.flag == Flag::Serve) {
            if let Some(values) = matches.get_many::<String>(key.name) {
                self.flags.insert(key.name, values.cloned().collect());
            }
        }
        Ok(())
    }
}

impl Args for Serve {
    fn augment_args(command: clap::Command) -> clap::Command {
        let flag = |key: &&crate::config::Key| {
            let arg = Arg::new(key.name).long(key.flag_name()).value_name(key.kind.metavariable());
            if key.kind.is_switch() {
                // `--debug` alone switches it on; `--debug=false` off.
                return arg.num_args(0..=1).require_equals(true).default_missing_value("true");
            }
            arg.action(if key.kind.is_list() { ArgAction::Append } else { ArgAction::Set })
        };
        command.args(KEYS.iter().filter(|key| key.flag == Flag::Serve).map(|key| flag(&key)))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

/// The arguments with `serve` put in where no command is named: `server-monitor --listen …` serves.
pub(crate) fn with_default_command(mut args: Vec<OsString>) -> Vec<OsString> {
    let mut at = 1;
    while let Some(arg) = args.get(at).map(OsString::as_os_str) {
        let Some(text) = arg.to_str() else { break };
        match text {
            "--config" | "--state-dir" | "--lang" => at += 2,
            "--json" => at += 1,
            "-h" | "--help" | "-V" | "--version" => return args,
            _ if ["--config=", "--state-dir=", "--lang="].iter().any(|flag| text.starts_with(flag)) => {
                at += 1
            }
            _ if text.starts_with('-') => break,
            _ => return args,
        }
    }
    args.insert(at.min(args.len()), "serve".into());
    args
}

/// The language that `--lang` asks for, before anything was parsed: the help is worded in it too.
pub(crate) fn asked_lang(args: &[OsString]) -> Option<&str> {
    let mut asked = None;
    let mut rest = args.iter().skip(1).map(OsString::as_os_str);
    while let Some(arg) = rest.next() {
        match arg.to_str() {
            Some("--") => break,
            Some("--lang") => asked = rest.next().and_then(OsStr::to_str),
            Some(text) => asked = text.strip_prefix("--lang=").or(asked),
            None => {}
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn os(args: &[&str]) -> Vec<OsString> {
        std::iter::once(&"server-monitor").chain(args).map(OsString::from).collect()
    }

    #[test]
    fn without_a_command_it_serves() {
        for (typed, meant) in [
            (&[][..], &["serve"][..]),
            (&["--listen", "127.0.0.1:1"], &["serve", "--listen", "127.0.0.1:1"]),
            (&["--config", "ps", "--debug"], &["--config", "ps", "serve", "--debug"]),
            (&["--json"], &["--json", "serve"]),
            (&["--state-dir"], &["--state-dir", "serve"]),
            (&["--lang=ko", "ps"], &["--lang=ko", "ps"]),
            (&["--help"], &["--help"]),
            (&["nonsense"], &["nonsense"]),
        ] {
            assert_eq!(with_default_command(os(typed)), os(meant), "{typed:?}");
        }
    }

    #[test]
    fn the_language_is_found_wherever_it_stands() {
        for (typed, asked) in [
            (&["ps", "--lang", "ko"][..], Some("ko")),
            (&["--lang=en", "ps"], Some("en")),
            (&["--lang", "ko", "--lang=en"], Some("en")),
            (&["--", "--lang", "ko"], None),
            (&["--lang"], None),
        ] {
            assert_eq!(asked_lang(&os(typed)), asked, "{typed:?}");
        }
    }

    #[test]
    fn the_parser_is_sound() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn every_flag_of_serve_reaches_its_key() {
        for key in KEYS.iter().filter(|key| key.flag == Flag::Serve) {
            let flag = format!("--{}=x", key.flag_name());
            let cli = Cli::try_parse_from(os(&["serve", &flag])).unwrap();
            assert_eq!(cli.given().flags.get(key.name), Some(&vec!["x".to_owned()]), "{flag}");
        }
    }
}
