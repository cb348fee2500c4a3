//! The help texts: the parser's command tree with every text taken from the words of a language.
//!
//! The text of a command is the message `help-<command>`, as `help-user-add`; that of an argument is
//! `arg-<command>-<argument>` or, where several commands share it, `arg-<argument>`. Flags of `serve` are
//! keys of the configuration and have their text.

use clap::{Arg, ArgAction, Command, CommandFactory as _};
use words::Words;

use crate::args::Cli;
use crate::config::{KEYS, Key};
use crate::exit::Exit;

/// Where flags that every command takes stand among its own.
const GLOBAL_ORDER: usize = 900;

/// The command tree, worded.
pub(crate) fn command(words: &'static Words) -> Command {
    let flags = [
        Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true),
        Arg::new("version").short('V').long("version").action(ArgAction::Version).global(true),
    ];
    let command = Cli::command()
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .args(flags)
        .override_usage("server-monitor [OPTIONS] [COMMAND]")
        .after_help(format!(
            "{}\n\n{}",
            words.text("help-examples", &[]).replace('\n', "\n    "),
            exit_codes(words)
        ));
    worded(command, "", words)
}

/// What each exit code means.
pub(crate) fn exit_codes(words: &Words) -> String {
    let line = |exit: Exit| format!("\n    {}  {}", exit as u8, words.text(exit.message(), &[]));
    Exit::ALL.into_iter().fold(words.text("help-exit-codes", &[]), |text, exit| text + &line(exit))
}

fn worded(command: Command, path: &str, words: &'static Words) -> Command {
    let about = if path.is_empty() { "help".to_owned() } else { format!("help-{path}") };
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        words.text("help-usage", &[])
    );
    command
        .about(words.text(&about, &[]))
        .help_template(template)
        .subcommand_help_heading(words.text("help-commands", &[]))
        .mut_args(|arg| argument(arg, path, words))
        .mut_subcommands(|inner| {
            let path = if path.is_empty() {
                inner.get_name().to_owned()
            } else {
                format!("{path}-{}", inner.get_name())
            };
            worded(inner, &path, words)
        })
}

fn argument(arg: Arg, path: &str, words: &Words) -> Arg {
    let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
    let id = arg.get_id().as_str().to_owned();
    let own = format!("arg-{path}-{id}");
    let text = match KEYS.iter().find(|key| path == "serve" && key.name == id) {
        Some(key) => of_key(key, words),
        None if words.knows(&own) => words.text(&own, &[]),
        None => words.text(&format!("arg-{id}"), &[]),
    };
    // What every command takes stands after what this one takes.
    let arg = if arg.is_global_set() { arg.display_order(GLOBAL_ORDER) } else { arg };
    let takes_value = arg.get_action().takes_values();
    // The texts name the values, with what they mean.
    arg.help(text).help_heading(words.text(heading, &[])).hide_possible_values(takes_value)
}

/// What a key is for, its default and the way it can also be given.
fn of_key(key: &Key, words: &Words) -> String {
    let mut text = words.text(&key.doc(), &[]);
    if let Some(default) = key.default.toml() {
        text.push_str(&format!(" [{}: {default}]", words.text("help-default", &[])));
    }
    if !key.env.names().is_empty() {
        text.push_str(&format!(" [{}: {}]", words.text("help-environment", &[]), key.env.names().join(", ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    fn walk(command: &Command, path: &str, check: &mut impl FnMut(&Command, &str)) {
        check(command, path);
        for inner in command.get_subcommands() {
            walk(inner, &format!("{path} {}", inner.get_name()), check);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages() {
        for lang in Lang::ALL {
            // A message that does not exist stops `text` in a debug build.
            let tree = command(Words::of(lang));
            walk(&tree, "server-monitor", &mut |command, path| {
                assert!(command.get_about().is_some_and(|about| !about.to_string().is_empty()), "{path}");
                for arg in command.get_arguments() {
                    assert!(arg.get_help().is_some_and(|help| !help.to_string().is_empty()), "{path} {arg}");
                }
            });
        }
    }

    #[test]
    fn the_worded_tree_is_sound() {
        for lang in Lang::ALL {
            command(Words::of(lang)).debug_assert();
        }
    }

    #[test]
    fn no_secret_can_be_given_as_an_argument() {
        walk(&command(Words::of(Lang::En)), "server-monitor", &mut |command, path| {
            for arg in command.get_arguments() {
                let flag = arg.get_long().unwrap_or_default();
                assert!(!flag.contains("password") || flag == "password-stdin", "{path} --{flag}");
                assert!(
                    !["token", "secret", "mongo"].iter().any(|word| flag.contains(word)),
                    "{path} --{flag}"
                );
            }
        });
    }
}
