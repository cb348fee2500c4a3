//! One run of the program: language, arguments, configuration, command, exit code.

use std::ffi::OsString;

use clap::FromArgMatches as _;
use clap::error::ErrorKind;
use words::{Lang, Words};

use crate::args::{self, Cli, Command};
use crate::commands;
use crate::config::{self, ConfigErrors, Environment, Loaded};
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::help;
use crate::mistyped;
use crate::output::{self, Output};

/// Runs with these arguments, the program's own name first.
pub(crate) fn run(args: Vec<OsString>) -> Exit {
    let environment = Environment::of_process();
    let lang = args::asked_lang(&args).and_then(|asked| asked.parse().ok()).unwrap_or_else(|| {
        Lang::from_env(environment.get("LC_ALL"), environment.get("LC_MESSAGES"), environment.get("LANG"))
    });
    let cli = match parse(args, Words::of(lang)) {
        Ok(cli) => cli,
        Err(exit) => return exit,
    };
    match dispatch(&cli, &environment, Words::of(lang)) {
        Ok(exit) => exit,
        Err(Failure::ClosedPipe) => Exit::Done,
        Err(Failure::Said { exit, lines }) => {
            lines.iter().for_each(|line| output::say(line));
            exit
        }
        Err(Failure::Interrupted { signal, lines }) => {
            lines.iter().for_each(|line| output::say(line));
            // It comes back only where the system does not let it end so.
            let _ = host::job::end_by(signal);
            Exit::Failed
        }
    }
}

fn parse(args: Vec<OsString>, words: &'static Words) -> Result<Cli, Exit> {
    let args = args::with_default_command(args);
    let mut tree = help::command(words);
    let matches = tree.try_get_matches_from_mut(&args);
    matches.and_then(|matches| Cli::from_arg_matches(&matches)).map_err(|error| {
        match mistyped::told(&error, &tree, &args, words) {
            Some(lines) => lines.iter().for_each(|line| output::say(line)),
            // A closed pipe is no failure of asking for help.
            None => drop(error.print()),
        }
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Done,
            _ => Exit::Usage,
        }
    })
}

fn dispatch(cli: &Cli, environment: &Environment, words: &'static Words) -> Outcome {
    if let Command::Completions { shell } = &cli.command {
        return commands::completions::run(*shell, words);
    }
    let loaded = config::load(&cli.given(), environment).map_err(|errors| wrong(errors, words))?;
    let words = Words::of(loaded.config.lang);
    if let Some(refused) = &loaded.refused {
        output::say(&refused.say(words));
    }
    let mut out = Output::new(words, cli.global.json);
    let exit = command(cli, &loaded, environment, &mut out)?;
    match out.flush() {
        // What came of it does not depend on who listens.
        Ok(()) | Err(Failure::ClosedPipe) => Ok(exit),
        Err(failure) => Err(failure),
    }
}

fn command(cli: &Cli, loaded: &Loaded, environment: &Environment, out: &mut Output) -> Outcome {
    match &cli.command {
        Command::Serve(_) => commands::serve::run(&cli.given(), loaded, environment, out),
        Command::Status => commands::status::run(loaded, out),
        Command::Services(options) => commands::services::run(options, loaded, out),
        Command::Ps(options) => commands::ps::run(options, loaded, out),
        Command::Explain(options) => commands::explain::run(options, loaded, out),
        Command::End(target) => commands::acting::end(target, loaded, out),
        Command::Pause(options) => commands::acting::pause(options, loaded, out),
        Command::Resume(options) => commands::acting::resume(options, loaded, out),
        Command::Wake(options) => commands::acting::wake(options, loaded, out),
        Command::Cleanup(_) => commands::cleanup::run(loaded, out),
        Command::Audit(options) => commands::audit::run(options, loaded, out),
        Command::Autopilot { action } => commands::autopilot::run(action, loaded, out),
        Command::Rules { action } => commands::rules::run(action, out),
        Command::Logs { action } => commands::logs::run(action, loaded, out),
        Command::Policy { action } => commands::policy::run(action, loaded, out),
        Command::User { action } => commands::user::run(action, loaded, out),
        Command::Token { action } => commands::token::run(action, loaded, out),
        Command::Config { action } => commands::config::run(action, loaded, environment, out),
        Command::Bench { action } => commands::bench::run(action, loaded, out),
        Command::Completions { shell } => commands::completions::run(*shell, out.words),
    }
}

/// Every mistake of the configuration, and where to look.
fn wrong(errors: ConfigErrors, words: &Words) -> Failure {
    let mut lines: Vec<_> = errors.0.iter().map(|error| error.say(words)).collect();
    lines.push(words.text("config-error-help", &[]));
    Failure::Said { exit: Exit::Usage, lines }
}
