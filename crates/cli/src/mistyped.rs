//! What was typed and cannot be understood, in words: the parser finds the mistake, here it is said in the language of
//! the reader, with what could be typed instead. Not here: what a value means; that is checked by whoever uses it.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use domain::text::visible;
use words::{Value, Words};

/// The mistake, how the command is written, and where there is more. `None` for what is no mistake, as a wish for help,
/// and for mistakes that the parser alone can tell.
pub(crate) fn told(error: &Error, tree: &Command, args: &[OsString], words: &Words) -> Option<Vec<String>> {
    let (command, path) = meant(tree, args);
    let mut lines = vec![mistake(error, command, words)?];
    if let Some(usage) = said(error, ContextKind::Usage) {
        // Some commands are written in more than one way.
        let ways = usage.trim_start_matches("Usage:").lines().map(str::trim);
        lines.extend(ways.map(|way| format!("{}: {way}", words.text("help-usage", &[]))));
    }
    lines.push(words.text("mistyped-more", &[("command", (&path).into())]));
    Some(lines)
}

fn mistake(error: &Error, command: &Command, words: &Words) -> Option<String> {
    let say = |id: &str, args: &[(&str, Value<'_>)]| words.text(id, args);
    let argument = said(error, ContextKind::InvalidArg).unwrap_or_default();
    let about = ("argument", Value::from(&argument));
    Some(match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let takes = said(error, ContextKind::ValidValue).filter(|values| !values.is_empty());
            let takes = takes.unwrap_or_else(|| help_of(command, &argument));
            let takes = ("takes", Value::from(&takes));
            match said(error, ContextKind::InvalidValue)?.as_str() {
                "" => say("mistyped-no-value", &[about, takes]),
                value => say("mistyped-value", &[about, takes, ("value", visible(value).as_ref().into())]),
            }
        }
        ErrorKind::MissingRequiredArgument => say("mistyped-missing", &[about]),
        ErrorKind::UnknownArgument => match said(error, ContextKind::SuggestedArg) {
            Some(near) => say("mistyped-unknown-near", &[about, ("near", (&near).into())]),
            None => say("mistyped-unknown", &[about]),
        },
        ErrorKind::InvalidSubcommand => {
            let typed = said(error, ContextKind::InvalidSubcommand)?;
            let typed = ("command", Value::from(&typed));
            match said(error, ContextKind::SuggestedSubcommand) {
                Some(near) => say("mistyped-command-near", &[typed, ("near", (&near).into())]),
                None => say("mistyped-command", &[typed]),
            }
        }
        ErrorKind::ArgumentConflict => {
            let other = said(error, ContextKind::PriorArg)?;
            match other == argument {
                true => say("mistyped-twice", &[about]),
                false => say("mistyped-conflict", &[about, ("other", (&other).into())]),
            }
        }
        _ => return None,
    })
}

/// What the parser tells of its mistake, harmless for a terminal.
fn said(error: &Error, kind: ContextKind) -> Option<String> {
    let text = match error.get(kind)? {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        _ => return None,
    };
    Some(text.lines().map(visible).collect::<Vec<_>>().join("\n"))
}

/// The command that was typed, and its name with those before it. Whoever gives an option a value that is called as a
/// command is taken at that word; then the way to the help is a longer one.
fn meant<'c>(tree: &'c Command, args: &[OsString]) -> (&'c Command, String) {
    let mut path = "server-monitor".to_owned();
    let mut command = tree;
    for arg in args.iter().skip(1) {
        if let Some(inner) = command.find_subcommand(arg) {
            command = inner;
            path = format!("{path} {}", inner.get_name());
        }
    }
    (command, path)
}

/// What an argument is for, as the help says it.
fn help_of(command: &Command, argument: &str) -> String {
    let help = |arg: &Arg| arg.get_help().map(ToString::to_string).unwrap_or_default();
    command.get_arguments().find(|arg| arg.to_string() == argument).map(help).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    fn told_of(typed: &[&str], lang: Lang) -> Vec<String> {
        let words = Words::of(lang);
        let args: Vec<OsString> =
            std::iter::once("server-monitor").chain(typed.iter().copied()).map(OsString::from).collect();
        let mut tree = crate::help::command(words);
        let error = tree.try_get_matches_from_mut(&args).unwrap_err();
        told(&error, &tree, &args, words).unwrap_or_else(|| panic!("{typed:?}: {error}"))
    }

    #[test]
    fn each_mistake_names_what_was_typed_and_what_would_fit_in_both_languages() {
        for (typed, wrong, fits, more) in [
            (&["end", "abc"][..], "“abc”", "PID", "end"),
            (&["end"], "<PID>", "end <PID>", "end"),
            (&["kill", "x"], "“x”", "<PID>", "end"),
            (&["pause", "1", "--for", "0"], "“0”", "1440", "pause"),
            (&["pause", "1", "--for", "5", "--keep"], "--for", "--keep", "pause"),
            (&["end", "1", "--key"], "--key", "PID-STARTED", "end"),
            (&["end", "1", "--forse"], "--forse", "end", "end"),
            (&["end", "1", "--dry-runn"], "--dry-runn", "--dry-run", "end"),
            (&["audit", "--rows", "0"], "“0”", "--rows <N>", "audit"),
            (&["audit", "--check", "--check"], "--check", "--check", "audit"),
            (&["audit", "--check", "--mark", "3"], "“3”", "--check", "audit"),
            (&["policy", "set", "x", "--platform", "mac"], "“mac”", "linux, windows, common", "policy set"),
            (&["policy", "remove", "x"], "--platform", "--id <ID>", "policy remove"),
            (&["policy", "shw"], "shw", "show", "policy"),
            (&["autopilot", "pause"], "pause", "autopilot", "autopilot"),
        ] {
            for lang in Lang::ALL {
                let lines = told_of(typed, lang);
                assert!(lines[0].contains(wrong), "{typed:?}: {lines:?}");
                assert!(lines.concat().contains(fits), "{typed:?}: {lines:?}");
                let more = format!("server-monitor {more} --help");
                assert!(lines.last().unwrap().contains(&more), "{typed:?}: {lines:?}");
                assert!(!lines.concat().contains("Usage:") || lang == Lang::En, "{lines:?}");
            }
        }
    }

    #[test]
    fn what_was_typed_cannot_move_the_cursor() {
        for typed in [&["end", "\u{1b}[2J"][..], &["\u{1b}[2J"], &["end", "1", "--\u{1b}[2J"]] {
            assert!(!told_of(typed, Lang::En).concat().contains('\u{1b}'), "{typed:?}");
        }
    }

    #[test]
    fn a_wish_for_help_is_no_mistake() {
        let words = Words::of(Lang::En);
        for typed in
            [&["server-monitor", "--help"][..], &["server-monitor", "-V"], &["server-monitor", "policy"]]
        {
            let args: Vec<OsString> = typed.iter().map(OsString::from).collect();
            let mut tree = crate::help::command(words);
            let error = tree.try_get_matches_from_mut(&args).unwrap_err();
            assert_eq!(told(&error, &tree, &args, words), None, "{typed:?}");
        }
    }
}
